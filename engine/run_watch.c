/* SPDX-License-Identifier: Apache-2.0
 *
 * What looks at the IEDs of a run without touching them: capture and trace of the
 * traffic, and what clients touch.
 */
#include "engine/command.h"
#include "engine/coverage_tell.h"
#include "engine/run_private.h"

static int64_t
since_zero(void *user)
{
    return run_since_zero(user);
}

bool
run_watch_open(Run *run)
{
    TrafficParameters parameters = {
        .options = &run->options->traffic,
        .loop = run->loop,
        .bus = run->bus,
        .stepped = run->options->stepped,
        .command = "run",
        .folder = run->options->passing ? NULL : run->folder,
        .part = run->options->part,
        .time = since_zero,
        .user = run,
    };
    g_autoptr(GError) error = NULL;

    run->coverage = coverage_new(run->bus);
    run->stage.coverage = run->coverage;
    run->last = run->scenario->expectations->len > 0 ? trace_ring_new() : NULL;
    run->traffic = traffic_new(&parameters, &error);
    return error == NULL || run_cannot_start(run, EXIT_START, NULL, error);
}

void
run_watch_ieds(Run *run)
{
    GPtrArray *devices = run->scenario->devices;

    for (unsigned i = 0; i < devices->len; i++) {
        const Device *device = devices->pdata[i];
        g_autofree char *address =
            run->options->stepped ? NULL : address_format(run->rows->pdata[i]);

        traffic_watch(run->traffic, ied_gates(device->ied), device->name, address);
        coverage_watch(run->coverage, device->ied);
        run_traffic_watch(run, device);
        if (run->last != NULL) {
            trace_ring_watch(run->last, ied_gates(device->ied), device->name);
        }
    }
}

char *
run_watch_last(const Run *run, const Expectation *expectation)
{
    const EventPattern *pattern =
        expectation->patterns->len > 0 ? expectation->patterns->pdata[0] : NULL;
    bool one = pattern != NULL && pattern->device_count == 1;

    return run->last == NULL ? NULL
                             : trace_last(run->last, one ? pattern->devices[0]->name : NULL, 0);
}

void
run_watch_tell(Run *run)
{
    coverage_tell(run->coverage, run->results)->in_text = run->options->coverage;
}

void
run_watch_close(Run *run)
{
    g_clear_pointer(&run->coverage, coverage_free);
    run_traffic_close(run);
    g_clear_pointer(&run->last, trace_ring_free);
    g_clear_pointer(&run->traffic, traffic_free);
}
