/* SPDX-License-Identifier: Apache-2.0
 *
 * What looks at the IEDs of a run without touching them: capture of the traffic.
 */
#include "engine/command.h"
#include "engine/run_private.h"

bool
run_watch_open(Run *run)
{
    TrafficParameters parameters = {
        .options = &run->options->traffic,
        .loop = run->loop,
        .bus = run->bus,
        .stepped = run->options->stepped,
        .command = "run",
        .folder = run->folder,
        .part = run->options->several ? run->scenario->name : NULL,
    };
    g_autoptr(GError) error = NULL;

    run->traffic = traffic_new(&parameters, &error);
    return error == NULL || run_cannot_start(run, EXIT_START, NULL, error);
}

void
run_watch_ieds(Run *run)
{
    GPtrArray *devices = run->scenario->devices;

    for (unsigned i = 0; run->traffic != NULL && i < devices->len; i++) {
        const Device *device = devices->pdata[i];
        g_autofree char *address =
            run->options->stepped ? NULL : address_format(run->rows->pdata[i]);

        traffic_watch(run->traffic, ied_gates(device->ied), device->name, address);
    }
}

void
run_watch_close(Run *run)
{
    g_clear_pointer(&run->traffic, traffic_free);
}
