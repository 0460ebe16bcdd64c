/* SPDX-License-Identifier: Apache-2.0
 *
 * The virtual clock of a run, driven by the loop.
 */
#include "engine/clock.h"

#define TIMERS_A_TURN 4096

static RunClock *
owner(LoopClock *driven)
{
    return (RunClock *)((char *)driven - G_STRUCT_OFFSET(RunClock, driven));
}

int64_t
run_clock_wall_of(const RunClock *clock, int64_t time)
{
    double wall;

    if (time == CLOCK_NEVER || clock->paused) {
        return CLOCK_NEVER;
    }
    if (clock->speed == 1) {
        return clock->wall_zero + (time - clock->virtual_zero);
    }
    wall = (double)(time - clock->virtual_zero) / clock->speed;
    return wall > 4e18 ? CLOCK_NEVER : clock->wall_zero + (int64_t)wall + 1;
}

static int64_t
ask(LoopClock *driven)
{
    const RunClock *clock = owner(driven);

    return clock->target != CLOCK_NEVER
               ? clock->wall_zero
               : run_clock_wall_of(clock, clock_next_due(clock->virtual));
}

/* From now on the two clocks go on side by side from where they stand. */
static void
tie(RunClock *clock)
{
    clock->wall_zero = clock_now(loop_wall(clock->loop));
    clock->virtual_zero = clock_now(clock->virtual);
}

/* One moment a turn, so that what it causes is done before time goes on. */
static void
hurry(RunClock *clock)
{
    int64_t next = MAX(clock_next_due(clock->virtual), clock_now(clock->virtual));
    void (*arrived)(void *user) = clock->arrived;

    if (!clock_advance(clock->virtual, MIN(next, clock->target), TIMERS_A_TURN) ||
        clock_now(clock->virtual) < clock->target) {
        return;
    }
    clock->target = CLOCK_NEVER;
    clock->arrived = NULL;
    tie(clock);
    if (arrived != NULL) {
        arrived(clock->user);
    }
}

/* Moment by moment: what happens at one may change the pace, and then nothing comes behind it.
 */
static void
follow(RunClock *clock, int64_t to)
{
    unsigned changes = clock->changes;

    for (unsigned i = 0; i < TIMERS_A_TURN && clock_next_due(clock->virtual) <= to; i++) {
        clock_advance(clock->virtual, clock_next_due(clock->virtual), TIMERS_A_TURN);
        if (clock->changes != changes) {
            return;
        }
    }
    clock_advance(clock->virtual, to, TIMERS_A_TURN);
}

static void
move(LoopClock *driven, int64_t wall_now)
{
    RunClock *clock = owner(driven);
    int64_t passed = wall_now - clock->wall_zero;

    if (clock->target != CLOCK_NEVER) {
        hurry(clock);
        return;
    }
    if (clock->paused) {
        return;
    }
    if (clock->speed != 1) {
        passed = (int64_t)((double)passed * clock->speed);
    }
    follow(clock, clock->virtual_zero + passed);
}

void
run_clock_start(RunClock *clock, Loop *loop, double speed)
{
    *clock = (RunClock){ .driven = { .move = move, .ask = ask },
                         .loop = loop,
                         .speed = speed,
                         .target = CLOCK_NEVER };
    clock->wall_zero = clock->virtual_zero = clock_now(loop_wall(loop));
    clock->virtual = clock_new(clock->virtual_zero);
    loop_add_clock(loop, &clock->driven);
}

void
run_clock_stop(RunClock *clock)
{
    if (clock->virtual != NULL) {
        loop_remove_clock(clock->loop, &clock->driven);
        clock_free(clock->virtual);
        clock->virtual = NULL;
    }
}

void
run_clock_pause(RunClock *clock)
{
    clock->paused = true;
    clock->target = CLOCK_NEVER;
    clock->changes++;
}

void
run_clock_resume(RunClock *clock)
{
    if (clock->paused) {
        clock->paused = false;
        tie(clock);
    }
}

void
run_clock_set_speed(RunClock *clock, double speed)
{
    g_assert(speed > 0);
    tie(clock);
    clock->speed = speed;
    clock->changes++;
}

void
run_clock_seek(RunClock *clock, int64_t time, void (*arrived)(void *user), void *user)
{
    if (time >= clock_now(clock->virtual)) {
        clock->changes++;
        clock->target = time;
        clock->arrived = arrived;
        clock->user = user;
    }
}
