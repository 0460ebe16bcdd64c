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

    if (time == CLOCK_NEVER) {
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

    return run_clock_wall_of(clock, clock_next_due(clock->virtual));
}

static void
move(LoopClock *driven, int64_t wall_now)
{
    RunClock *clock = owner(driven);
    int64_t passed = wall_now - clock->wall_zero;

    if (clock->speed != 1) {
        passed = (int64_t)((double)passed * clock->speed);
    }
    clock_advance(clock->virtual, clock->virtual_zero + passed, TIMERS_A_TURN);
}

void
run_clock_start(RunClock *clock, Loop *loop, double speed)
{
    *clock = (RunClock){ .driven = { .move = move, .ask = ask }, .loop = loop, .speed = speed };
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
