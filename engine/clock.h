/* SPDX-License-Identifier: Apache-2.0
 *
 * The virtual clock of a run: follows the wall clock of the loop at a speed. It is as fresh as
 * the turn of the loop, and wakes the loop only for its next timer. It can stand still, change
 * its speed, and be hurried to a later time, when everything on the way happens in its order.
 */
#pragma once

#include "sim/net/loop.h"

typedef struct RunClock {
    LoopClock driven;
    Loop *loop;
    Clock *virtual;
    double speed; /* virtual seconds in a wall second */
    int64_t wall_zero, virtual_zero;
    bool paused;
    unsigned changes; /* of its pace, so far */
    int64_t target;   /* hurries there; CLOCK_NEVER: it does not */
    void (*arrived)(void *user);
    void *user;
} RunClock;

/* Shows the wall time first and goes on from there. */
void run_clock_start(RunClock *clock, Loop *loop, double speed);
void run_clock_stop(RunClock *clock);

/* When the wall clock will show that the virtual one shows `time`; CLOCK_NEVER stays, and is
 * the answer while the clock stands still. */
int64_t run_clock_wall_of(const RunClock *clock, int64_t time);

/* At this moment, also on the way to another. */
void run_clock_pause(RunClock *clock);
/* From where it stands. */
void run_clock_resume(RunClock *clock);
/* More than 0; at once, also while it stands still. */
void run_clock_set_speed(RunClock *clock, double speed);
/* Jumps from timer to timer up to `time`, one moment a turn of the loop, and then stands still
 * or goes on as before; `arrived` (may be NULL) is called there. Not backwards. */
void run_clock_seek(RunClock *clock, int64_t time, void (*arrived)(void *user), void *user);
