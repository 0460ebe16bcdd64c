/* SPDX-License-Identifier: Apache-2.0
 *
 * All programs of a run (see program.h), and what the timeline does with them.
 */
#include "engine/program_run.h"

/* A process is not freed inside its own callback. */
static void
sweep_ended(LoopLater *later)
{
    Programs *programs = (Programs *)((char *)later - G_STRUCT_OFFSET(Programs, sweep));

    for (unsigned i = 0; i < programs->list->len; i++) {
        ProgramRun *run = ((Program *)programs->list->pdata[i])->run;

        if (run->exec != NULL && !exec_is_running(run->exec)) {
            g_clear_pointer(&run->exec, exec_free);
        }
    }
}

Programs *
programs_new(GPtrArray *list, const ProgramHost *host)
{
    Programs *programs = g_new0(Programs, 1);

    programs->list = g_ptr_array_ref(list);
    programs->host = *host;
    programs->sweep.run = sweep_ended;
    for (unsigned i = 0; i < list->len; i++) {
        Program *program = list->pdata[i];
        ProgramRun *run = g_new0(ProgramRun, 1);

        run->owner = programs;
        run->program = program;
        run->output = program_output_new(host->folder, program->name);
        run->waiters = g_ptr_array_new();
        run->restart_after = -1;
        program->run = run;
    }
    return programs;
}

void
programs_free(Programs *programs)
{
    if (programs == NULL) {
        return;
    }
    for (unsigned i = 0; i < programs->list->len; i++) {
        Clock *wall = loop_wall(programs->host.loop);
        Program *program = programs->list->pdata[i];
        ProgramRun *run = g_steal_pointer(&program->run);

        run->state = PROGRAM_STOPPING;
        exec_free(run->exec);
        clock_disarm(wall, &run->limit);
        clock_disarm(wall, &run->probe);
        program_output_free(run->output);
        g_ptr_array_unref(run->waiters);
        g_free(run->end);
        g_free(run);
    }
    loop_forget(programs->host.loop, &programs->sweep);
    g_strfreev(programs->host.environment);
    g_ptr_array_unref(programs->list);
    g_free(programs);
}

bool
programs_start(Programs *programs, GError **error)
{
    for (unsigned i = 0; i < programs->list->len; i++) {
        Program *program = programs->list->pdata[i];

        if (program->starts && !program_start(program, true, error)) {
            return false;
        }
    }
    return true;
}

bool
programs_are_ready(const Programs *programs)
{
    for (unsigned i = 0; i < programs->list->len; i++) {
        const Program *program = programs->list->pdata[i];

        if (program->starts && program->run->state == PROGRAM_STARTED) {
            return false;
        }
    }
    return true;
}

bool
programs_are_unready(const Programs *programs)
{
    return programs->unready;
}

bool
programs_run_on(const Programs *programs)
{
    for (unsigned i = 0; i < programs->list->len; i++) {
        const Program *program = programs->list->pdata[i];

        if (program->must_end && program_is_running(program)) {
            return true;
        }
    }
    return false;
}

void
programs_conclude(Programs *programs)
{
    for (unsigned i = 0; i < programs->list->len; i++) {
        const Program *program = programs->list->pdata[i];

        if (program->must_end && program->file != NULL && program_is_running(program)) {
            g_autofree char *what =
                g_strdup_printf("ends with status %d", program->expect_status);

            program_give_outcome(program, false, program_in_words(program, what),
                                 g_strdup("it still ran when the run was over"));
        }
    }
}

/* The timeline. */

typedef struct ProgramAction {
    Action action; /* first */
    Program *program;
    ProgramVerb verb;
    int64_t time;
} ProgramAction;

static void
perform(Action *action, Stage *stage)
{
    ProgramAction *self = (ProgramAction *)action;
    g_autoptr(GError) error = NULL;

    (void)stage;
    switch (self->verb) {
    case PROGRAM_DO_START:
        if (!program_start(self->program, true, &error)) {
            program_give_outcome(self->program, false,
                                 program_in_words(self->program, "starts"),
                                 g_strdup(error->message));
        }
        break;
    case PROGRAM_DO_STOP:
        program_stop(self->program, self->time);
        break;
    case PROGRAM_DO_KILL:
        program_kill(self->program);
        break;
    case PROGRAM_DO_RESTART:
        program_restart(self->program, self->time, true);
        break;
    }
}

static void
free_action(Action *action)
{
    g_free(action);
}

static const ActionType program_action_type = { "exec", perform, free_action };

Action *
program_action_new(Program *program, ProgramVerb verb, int64_t time)
{
    ProgramAction *self = g_new0(ProgramAction, 1);

    self->action = (Action){ &program_action_type, 1 };
    self->program = program;
    self->verb = verb;
    self->time = time;
    return &self->action;
}
