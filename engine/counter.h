/* SPDX-License-Identifier: Apache-2.0
 *
 * Counters of a scenario's own: counted by tasks, by entries of the timeline, and by events.
 */
#pragma once

#include "engine/pattern.h"

typedef struct Counter {
    char *name;
    EventPattern *on; /* an event that counts; NULL: none */
    int64_t step;     /* how much an event counts */
    int64_t value;
    unsigned subscription;
} Counter;

Counter *counter_new(const char *name);
void counter_free(Counter *counter);

/* The counters (Counter*) of a run begin at 0 and follow their events, until they are stopped.
 */
void counters_start(const GPtrArray *counters, EventBus *bus);
void counters_stop(const GPtrArray *counters, EventBus *bus);

/* Event kinds that count. */
uint64_t counters_mask(const GPtrArray *counters);

/* Counts; the counter is lent. */
Action *count_action_new(Counter *counter, int64_t step);
