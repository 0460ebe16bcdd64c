/* SPDX-License-Identifier: Apache-2.0
 *
 * Now, and the timer heap. An IED lives wholly in one Clock's virtual time; handshake guards
 * and run limits use another Clock that is wall time. Both are this type: nanoseconds since
 * 1970-01-01 UTC, moved only by clock_advance, which the loop (or a stepped run) calls. Reading
 * a Clock never asks the system, so a run can be replayed.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CLOCK_SECOND INT64_C(1000000000)
#define CLOCK_MILLISECOND INT64_C(1000000)
#define CLOCK_NEVER INT64_MAX

typedef struct Clock Clock;
typedef struct Timer Timer;

typedef void (*TimerFire)(Timer *timer);

/* Embedded in what it wakes; zero-initialised it is idle. The owner disarms it before its
 * memory goes. */
struct Timer {
    TimerFire fire;
    int64_t due;
    uint64_t order; /* armed earlier fires earlier at the same due */
    size_t place;   /* index in the heap plus one; 0 when idle */
};

/* `now` is the first instant shown. */
Clock *clock_new(int64_t now);
void clock_free(Clock *clock);

int64_t clock_now(const Clock *clock);

/* (Re)arms a timer; a due in the past fires at the next advance. `fire` runs outside any other
 * callback. */
void clock_arm(Clock *clock, Timer *timer, int64_t due, TimerFire fire);
void clock_disarm(Clock *clock, Timer *timer);
bool clock_is_armed(const Timer *timer);

/* When the next timer is due, CLOCK_NEVER without one. */
int64_t clock_next_due(const Clock *clock);

/* Moves now to `to` (never backwards) and fires what became due, in order of due and arming;
 * while a timer fires, now is its due. Timers armed for <= `to` while firing fire too, at most
 * `budget` in all (0: no limit): a return of false says that more are due. */
bool clock_advance(Clock *clock, int64_t to, unsigned budget);
