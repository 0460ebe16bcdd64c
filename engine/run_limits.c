/* SPDX-License-Identifier: Apache-2.0
 *
 * What ends a run from outside: --max-time, a start that never comes, signals. And the progress
 * line, which runs by the same wall clock, with the keys of whoever looks at it.
 */
#include "engine/run_private.h"

#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>

#include "engine/text.h"

#define PROGRESS_EVERY (CLOCK_SECOND / 4)
#define STALE_EVERY_MS 500

static void
max_time_over(Timer *timer)
{
    run_end(RUN_OF(timer, max_time), RUN_MAX_TIME);
}

/* The wall clock of a stepped run is not that of the people who wait. */
static gboolean
real_time_over(gpointer user)
{
    Run *run = user;

    run->real_limit = 0;
    run_end(run, RUN_MAX_TIME);
    return G_SOURCE_REMOVE;
}

static void
start_took_too_long(Timer *timer)
{
    Run *run = RUN_OF(timer, start_limit);
    g_autofree char *pattern = pattern_format(run->scenario->start);
    g_autofree char *limit = duration_format(run->scenario->start_within);

    run_take_outcome(run, false,
                     g_strdup_printf("start: %s within %s (wall time)", pattern, limit), NULL,
                     NULL, 0);
    run_end(run, RUN_COMPLETE);
}

static void
show_progress(Timer *timer)
{
    Run *run = RUN_OF(timer, progress);

    fprintf(stderr, "\r\033[K%8.1f s  %u associations  %u of %u expectations decided%s",
            run->zero ? (double)run_since_zero(run) / 1e9 : 0.0, run->results->associations,
            expectations_decided(run->expectations), run->scenario->expectations->len,
            pace_is_paused(&run->pace) ? "  (time stands still)" : "");
    clock_arm(loop_wall(run->loop), timer, run_wall_now(run) + PROGRESS_EVERY, show_progress);
}

/* Somebody changed the scenario: what goes on is of no interest any more. */
static gboolean
ask_stale(gpointer user)
{
    Run *run = user;

    if (run->options->is_stale(run->options->user)) {
        run_end(run, RUN_INTERRUPTED);
    }
    return G_SOURCE_CONTINUE;
}

static gboolean
interrupted(gpointer user)
{
    Run *run = user;

    run->signal = SIGINT;
    run_end(run, RUN_INTERRUPTED);
    return G_SOURCE_CONTINUE;
}

static gboolean
terminated(gpointer user)
{
    Run *run = user;

    run->signal = SIGTERM;
    run_end(run, RUN_INTERRUPTED);
    return G_SOURCE_CONTINUE;
}

void
run_arm_limits(Run *run)
{
    Clock *wall = loop_wall(run->loop);
    int64_t now = clock_now(wall);

    if (run->options->max_time > 0 && run->options->stepped) {
        run->real_limit = g_timeout_add((guint)(run->options->max_time / CLOCK_MILLISECOND),
                                        real_time_over, run);
    } else if (run->options->max_time > 0) {
        clock_arm(wall, &run->max_time, now + run->options->max_time, max_time_over);
    }
    if (run->scenario->start != NULL) {
        clock_arm(wall, &run->start_limit, now + run->scenario->start_within,
                  start_took_too_long);
    }
    if (run->shows_progress) {
        clock_arm(wall, &run->progress, now + PROGRESS_EVERY, show_progress);
        run->keys = keys_open(&run->pace);
    }
    if (run->options->is_stale != NULL) {
        run->stale = g_timeout_add(STALE_EVERY_MS, ask_stale, run);
    }
    run->signals[0] = g_unix_signal_add(SIGINT, interrupted, run);
    run->signals[1] = g_unix_signal_add(SIGTERM, terminated, run);
}

void
run_disarm_limits(Run *run)
{
    Timer *const timers[] = { &run->max_time, &run->start_limit, &run->progress };

    keys_close(run->keys);
    for (unsigned i = 0; i < G_N_ELEMENTS(run->signals); i++) {
        if (run->signals[i] != 0) {
            g_source_remove(run->signals[i]);
        }
    }
    if (run->real_limit != 0) {
        g_source_remove(run->real_limit);
    }
    if (run->stale != 0) {
        g_source_remove(run->stale);
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(timers); i++) {
        clock_disarm(loop_wall(run->loop), timers[i]);
    }
}
