/* SPDX-License-Identifier: Apache-2.0
 *
 * What must stand before a run begins: outputs, the state directory, listeners, the system
 * under test; and the announcement of where everything is.
 */
#include "engine/run_private.h"

#include <stdio.h>

#include "engine/command.h"
#include "engine/personality.h"
#include "engine/preassigned.h"

bool
run_cannot_start(Run *run, int status, const char *name, const GError *error)
{
    g_autofree char *message = g_strdup_printf("%s%s%s", name != NULL ? name : "",
                                               name != NULL ? ": " : "", error->message);

    results_break(run->results, message);
    run->results->status = status;
    fprintf(stderr, "iedbench run: %s\n", run->results->broken);
    return false;
}

static void
tell_state(void *user, const char *text)
{
    (void)user;
    fprintf(stderr, "iedbench run: %s\n", text);
}

static bool
open_state(Run *run)
{
    g_autoptr(GError) error = NULL;

    if (run->options->state != NULL) {
        run->state = ied_state_open(run->loop, run->options->state, tell_state, NULL, &error);
    }
    return error == NULL || run_cannot_start(run, EXIT_START, "--state", error);
}

/* What is kept of every device was read without a fault. */
static bool
check_state(Run *run)
{
    g_autoptr(GError) error = NULL;

    return run->state == NULL || ied_state_check(run->state, &error) ||
           run_cannot_start(run, EXIT_START, "--state", error);
}

/* An IED that is not as its file says is a fault from the start. */
static void
tell_differences(const Run *run, const Device *device)
{
    if (device->differences != NULL) {
        event_emit(
            run->bus,
            &(Event){ .kind = EVENT_FAULT_ARMED, .ied = device->name, .reference = "differs" });
    }
    for (char **text = device->differences; text != NULL && *text != NULL; text++) {
        event_emit(run->bus, &(Event){ .kind = EVENT_FAULT_ACTED,
                                       .ied = device->name,
                                       .reference = "differs",
                                       .value = *text });
    }
}

static bool
listen_all(Run *run)
{
    GPtrArray *devices = run->scenario->devices;
    g_autoptr(GError) error = NULL;

    for (unsigned i = 0; i < devices->len; i++) {
        const Device *device = devices->pdata[i];

        addresses_append(run->rows, device->name, device->server, NULL);
    }
    if (!addresses_assign(run->rows, &run->options->addresses, &error)) {
        return run_cannot_start(run, EXIT_USAGE, NULL, error);
    }
    for (unsigned i = 0; i < devices->len; i++) {
        Device *device = devices->pdata[i];
        Address *row = run->rows->pdata[i];
        IedParameters parameters = { .name = device->name,
                                     .model = device->server->model,
                                     .loop = run->loop,
                                     .clock = run->clock.virtual,
                                     .events = run->bus,
                                     .address = device->server->osi,
                                     .state = run->state,
                                     .checks = addresses_checks(&run->options->addresses) };

        personality_apply(device->personality, &parameters);
        preassigned_apply(
            &run->options->addresses,
            &(Preassigned){ device->preassigned, (const char *const *)device->clients },
            &parameters.reports);
        device->ied = ied_new(&parameters);
        tell_differences(run, device);
        if (run->options->stepped) {
            continue; /* no way in but the pipes of tasks' clients */
        }
        if (!ied_listen(device->ied, row->host, row->port, &error)) {
            g_autofree char *advice = addresses_advice(row, error);

            run_cannot_start(run, EXIT_START, device->name, error);
            if (advice != NULL) {
                fprintf(stderr, "%s\n", advice);
            }
            return false;
        }
        row->port = ied_port(device->ied);
    }
    return check_state(run);
}

bool
run_open_outputs(Run *run, GError **error)
{
    for (unsigned i = 0; run->folder != NULL && outputs[i] != NULL; i++) {
        if (outputs[i]->open == NULL) {
            continue;
        }
        run->outputs[i] = outputs[i]->open(run->folder, run->results, error);
        if (run->outputs[i] == NULL) {
            return false;
        }
    }
    return true;
}

static bool
open_outputs(Run *run)
{
    g_autoptr(GError) error = NULL;

    if (!run_open_outputs(run, &error)) {
        return run_cannot_start(run, EXIT_START, NULL, error);
    }
    if (run->options->began != NULL) {
        run->options->began(run->options->user, run->results);
    }
    return true;
}

static void
announce(Run *run)
{
    if (!run->options->quiet && !run->options->stepped) {
        addresses_print(run->rows, stderr);
    }
    if (run->options->ready_json) {
        g_autofree char *json = addresses_ready_json(run->rows);

        puts(json);
    }
    fflush(stdout);
    if (run->options->speed != 1 && !run->options->quiet) {
        fprintf(stderr,
                "iedbench run: --speed moves the IEDs' time only; a client from outside keeps "
                "its own\n");
    }
}

bool
run_start(Run *run)
{
    if (!open_outputs(run) || !run_check_programs(run) || !open_state(run) ||
        !run_watch_open(run) || !listen_all(run)) {
        return false;
    }
    run_watch_ieds(run);
    announce(run);
    return run_start_programs(run);
}
