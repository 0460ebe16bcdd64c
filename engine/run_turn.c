/* SPDX-License-Identifier: Apache-2.0
 *
 * The end of a turn of the loop in a run: time 0 begins, tasks go on, and it is noticed that
 * all is decided.
 */
#include "engine/run_private.h"

static bool
all_done(const Run *run)
{
    return run->scenario->duration == 0 && run->zero && timeline_is_done(run->timeline) &&
           script_open_tasks(run->scenario->script) == 0 &&
           expectations_open(run->expectations) == 0;
}

static void
exec_took_too_long(Timer *timer)
{
    run_end(RUN_OF(timer, exec_limit), RUN_COMPLETE);
}

/* The client under test gets a little time to end by itself, so that its status counts. */
static void
finish_run(Run *run)
{
    if (programs_run_on(run->programs) && run->options->exec_wait > 0) {
        if (!clock_is_armed(&run->exec_limit)) {
            clock_arm(loop_wall(run->loop), &run->exec_limit,
                      run_wall_now(run) + run->options->exec_wait, exec_took_too_long);
        }
        return;
    }
    run_end(run, RUN_COMPLETE);
}

static void
duration_over(Timer *timer)
{
    Run *run = RUN_OF(timer, duration);

    run->decided = true;
    script_end(run->scenario->script, true);
    expectations_end(run->expectations);
    finish_run(run);
}

static void
begin(Run *run)
{
    run->zero = true;
    run->stage.zero = clock_now(run->clock.virtual);
    clock_disarm(loop_wall(run->loop), &run->start_limit);
    expectations_zero(run->expectations);
    timeline_start(run->timeline);
    if (run->scenario->duration != 0) {
        clock_arm(run->clock.virtual, &run->duration, run->stage.zero + run->scenario->duration,
                  duration_over);
    }
}

void
run_end_turn(LoopLater *later)
{
    Run *run = (Run *)later;

    if (run->over) {
        return;
    }
    if (programs_are_unready(run->programs)) {
        run_end(run, RUN_COMPLETE);
        return;
    }
    if (!programs_are_ready(run->programs)) {
        return; /* time 0 and the tasks wait for the system under test */
    }
    if (!run->zero && (run->scenario->start == NULL || run->start_seen)) {
        begin(run);
    }
    script_run_ready(run->scenario->script);
    if (!run->over && (run->decided || all_done(run))) {
        finish_run(run);
    }
}
