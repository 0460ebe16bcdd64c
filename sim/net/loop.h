/* SPDX-License-Identifier: Apache-2.0
 *
 * Sockets in one epoll set behind one GSource, clocks' timers behind its ready time (DESIGN
 * section 3): a thousand idle associations cost nothing.
 */
#pragma once

#include <glib.h>

#include "sim/base/clock.h"

typedef struct Loop Loop;

/* `context` NULL: the default one. Raises RLIMIT_NOFILE to hard, ignores SIGPIPE, keeps one
 * spare descriptor for EMFILE. */
Loop *loop_new(GMainContext *context);
/* A loop whose wall clock begins at `start` and stands still while anything can be done: with
 * nothing left to do it jumps to the next timer. Over in-process pipes the same run then takes
 * the same course every time, and no time at all. */
Loop *loop_new_stepped(GMainContext *context, int64_t start);
void loop_free(Loop *loop);

/* One descriptor's watch, embedded; `ready` gets EPOLL* bits. Edge or level is the caller's by
 * `events`. */
typedef struct LoopWatch LoopWatch;
typedef void (*LoopReady)(LoopWatch *watch, uint32_t events);
struct LoopWatch {
    LoopReady ready;
    int fd;
    uint32_t events;
};
bool loop_add(Loop *loop, LoopWatch *watch);
void loop_modify(Loop *loop, LoopWatch *watch, uint32_t events);
/* Safe inside any ready callback, also for another watch of the same turn. */
void loop_remove(Loop *loop, LoopWatch *watch);

/* Work at the end of this turn (flushing writes), once a request; embedded. */
typedef struct LoopLater LoopLater;
struct LoopLater {
    void (*run)(LoopLater *later);
    LoopLater *next;
    bool queued;
};
void loop_later(Loop *loop, LoopLater *later);
void loop_forget(Loop *loop, LoopLater *later);
/* No such work waits: with in-process pipes only, nothing can happen before time moves. */
bool loop_is_quiet(const Loop *loop);

/* The wall clock, driven by the loop; steps of the system's time do not move it. */
Clock *loop_wall(Loop *loop);

/* A clock driven by something else (the virtual one): its owner says, on the wall clock, when
 * it must be moved. `move` is called at each turn at or after `due`, and sets the next due
 * through loop_set_due. */
typedef struct LoopClock LoopClock;
struct LoopClock {
    void (*move)(LoopClock *clock, int64_t wall_now);
    int64_t due;
    /* When set it is asked for the due, and `move` is called at every turn, so that the clock
     * is never older than the turn. */
    int64_t (*ask)(LoopClock *clock);
    LoopClock *next;
};
void loop_add_clock(Loop *loop, LoopClock *clock);
void loop_remove_clock(Loop *loop, LoopClock *clock);
void loop_set_due(Loop *loop, LoopClock *clock, int64_t due);

/* Gives the spare descriptor up to accept and close one connection of a listening socket, when
 * there is no other descriptor left. */
void loop_refuse_connection(Loop *loop, int listening);

/* Runs until loop_quit. */
void loop_run(Loop *loop);
void loop_quit(Loop *loop);
