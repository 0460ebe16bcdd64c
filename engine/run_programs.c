/* SPDX-License-Identifier: Apache-2.0
 *
 * The system under test of a run: the programs of the scenario, and that of --exec.
 */
#include "engine/run_private.h"

#include <gio/gio.h>

#include "engine/command.h"

/* Every IED's address: IEDBENCH_FEEDER1=127.0.0.1:10102. */
static char **
program_environment(const Run *run)
{
    char **environment = g_get_environ();

    for (unsigned i = 0; i < run->rows->len; i++) {
        const Address *row = run->rows->pdata[i];
        g_autofree char *variable = exec_variable(row->name);
        g_autofree char *address = address_format(row);

        environment = g_environ_setenv(environment, variable, address, TRUE);
    }
    return environment;
}

static void
wake(void *user)
{
    run_wake(user);
}

bool
run_start_programs(Run *run)
{
    GPtrArray *declared = run->scenario->programs;
    ProgramHost host = { .loop = run->loop,
                         .events = run->bus,
                         .folder = run->folder,
                         .environment = program_environment(run),
                         .outcome = run_take_outcome,
                         .changed = wake,
                         .user = run };
    g_autoptr(GPtrArray) all = g_ptr_array_new();
    g_autoptr(GError) error = NULL;

    for (unsigned i = 0; i < declared->len; i++) {
        g_ptr_array_add(all, declared->pdata[i]);
    }
    if (run->options->exec != NULL) {
        run->client = program_new(PROGRAM_CLIENT, run->options->exec);
        run->client->must_end = true;
        g_ptr_array_add(all, run->client);
    }
    run->programs = programs_new(all, &host);
    return programs_start(run->programs, &error) ||
           run_cannot_start(run, EXIT_START, NULL, error);
}

bool
run_check_programs(Run *run)
{
    g_autoptr(GError) error = NULL;
    const Program *program;

    if (!run->options->stepped || run->scenario->programs->len == 0) {
        return true;
    }
    program = run->scenario->programs->pdata[0];
    g_set_error(&error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                "%s:%d: a stepped run has no time for a program outside: play this scenario "
                "without --stepped",
                program->file, program->line);
    return run_cannot_start(run, EXIT_USAGE, NULL, error);
}

void
run_free_programs(Run *run)
{
    programs_free(run->programs);
    program_free(run->client);
}
