/* SPDX-License-Identifier: Apache-2.0
 *
 * Clocks: a binary heap of embedded timers, ordered by due and then by arming. A timer knows
 * its place, so that re-arming and disarming cost O(log n) and no memory.
 */
#include "sim/base/clock.h"

#include <glib.h>

struct Clock {
    int64_t now;
    uint64_t armed; /* counts arming, for the order */
    Timer **heap;
    size_t count, room;
    bool advancing;
};

static bool
is_earlier(const Timer *a, const Timer *b)
{
    return a->due != b->due ? a->due < b->due : a->order < b->order;
}

static void
place(Clock *clock, size_t at, Timer *timer)
{
    clock->heap[at] = timer;
    timer->place = at + 1;
}

static void
sift_up(Clock *clock, size_t at, Timer *timer)
{
    while (at > 0) {
        size_t parent = (at - 1) / 2;

        if (!is_earlier(timer, clock->heap[parent])) {
            break;
        }
        place(clock, at, clock->heap[parent]);
        at = parent;
    }
    place(clock, at, timer);
}

static void
sift_down(Clock *clock, size_t at, Timer *timer)
{
    for (;;) {
        size_t child = at * 2 + 1;

        if (child + 1 < clock->count &&
            is_earlier(clock->heap[child + 1], clock->heap[child])) {
            child++;
        }
        if (child >= clock->count || !is_earlier(clock->heap[child], timer)) {
            break;
        }
        place(clock, at, clock->heap[child]);
        at = child;
    }
    place(clock, at, timer);
}

Clock *
clock_new(int64_t now)
{
    Clock *clock = g_new0(Clock, 1);

    clock->now = now;
    return clock;
}

void
clock_free(Clock *clock)
{
    if (clock == NULL) {
        return;
    }
    for (size_t i = 0; i < clock->count; i++) {
        clock->heap[i]->place = 0;
    }
    g_free(clock->heap);
    g_free(clock);
}

int64_t
clock_now(const Clock *clock)
{
    return clock->now;
}

void
clock_arm(Clock *clock, Timer *timer, int64_t due, TimerFire fire)
{
    clock_disarm(clock, timer);
    if (clock->count == clock->room) {
        clock->room = MAX(16, clock->room * 2);
        clock->heap = g_renew(Timer *, clock->heap, clock->room);
    }
    timer->fire = fire;
    timer->due = due;
    timer->order = clock->armed++;
    sift_up(clock, clock->count++, timer);
}

void
clock_disarm(Clock *clock, Timer *timer)
{
    size_t at;
    Timer *last;

    if (timer->place == 0) {
        return;
    }
    at = timer->place - 1;
    g_assert(at < clock->count && clock->heap[at] == timer);
    timer->place = 0;
    last = clock->heap[--clock->count];
    if (last == timer) {
        return;
    }
    if (at > 0 && is_earlier(last, clock->heap[(at - 1) / 2])) {
        sift_up(clock, at, last);
    } else {
        sift_down(clock, at, last);
    }
}

bool
clock_is_armed(const Timer *timer)
{
    return timer->place != 0;
}

int64_t
clock_next_due(const Clock *clock)
{
    return clock->count == 0 ? CLOCK_NEVER : clock->heap[0]->due;
}

bool
clock_advance(Clock *clock, int64_t to, unsigned budget)
{
    unsigned fired = 0;

    g_assert(!clock->advancing);
    clock->advancing = true;
    while (clock_next_due(clock) <= to && (budget == 0 || fired < budget)) {
        Timer *timer = clock->heap[0];

        clock_disarm(clock, timer);
        clock->now = MAX(clock->now, timer->due);
        timer->fire(timer);
        fired++;
    }
    clock->advancing = false;
    if (clock_next_due(clock) <= to) {
        return false;
    }
    clock->now = MAX(clock->now, to);
    return true;
}
