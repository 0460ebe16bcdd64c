/* SPDX-License-Identifier: Apache-2.0
 *
 * The virtual clock of a run: follows the wall clock of the loop at a speed. It is as fresh as
 * the turn of the loop, and wakes the loop only for its next timer.
 */
#pragma once

#include "sim/net/loop.h"

typedef struct RunClock {
    LoopClock driven;
    Loop *loop;
    Clock *virtual;
    double speed; /* virtual seconds in a wall second */
    int64_t wall_zero, virtual_zero;
} RunClock;

/* Shows the wall time first and goes on from there. */
void run_clock_start(RunClock *clock, Loop *loop, double speed);
void run_clock_stop(RunClock *clock);

/* When the wall clock will show that the virtual one shows `time`; CLOCK_NEVER stays. */
int64_t run_clock_wall_of(const RunClock *clock, int64_t time);
