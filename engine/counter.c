/* SPDX-License-Identifier: Apache-2.0
 *
 * Counters of a scenario's own.
 */
#include "engine/counter.h"

typedef struct CountAction {
    Action action;
    Counter *counter;
    int64_t step;
} CountAction;

Counter *
counter_new(const char *name)
{
    Counter *counter = g_new0(Counter, 1);

    counter->name = g_strdup(name);
    counter->step = 1;
    return counter;
}

void
counter_free(Counter *counter)
{
    if (counter != NULL) {
        pattern_unref(counter->on);
        g_free(counter->name);
        g_free(counter);
    }
}

static void
count_event(const Event *event, void *user)
{
    Counter *counter = user;

    if (pattern_matches(counter->on, event)) {
        counter->value += counter->step;
    }
}

void
counters_start(const GPtrArray *counters, EventBus *bus)
{
    for (unsigned i = 0; i < counters->len; i++) {
        Counter *counter = counters->pdata[i];

        counter->value = 0;
        if (counter->on != NULL) {
            counter->subscription =
                event_subscribe(bus, EVENT_MASK(counter->on->kind), count_event, counter);
        }
    }
}

void
counters_stop(const GPtrArray *counters, EventBus *bus)
{
    for (unsigned i = 0; i < counters->len; i++) {
        Counter *counter = counters->pdata[i];

        event_unsubscribe(bus, counter->subscription);
        counter->subscription = 0;
    }
}

uint64_t
counters_mask(const GPtrArray *counters)
{
    uint64_t mask = 0;

    for (unsigned i = 0; i < counters->len; i++) {
        const Counter *counter = counters->pdata[i];

        mask |= counter->on != NULL ? EVENT_MASK(counter->on->kind) : 0;
    }
    return mask;
}

static void
perform_count(Action *action, Stage *stage)
{
    CountAction *count = (CountAction *)action;

    (void)stage;
    count->counter->value += count->step;
}

static void
free_count(Action *action)
{
    g_free(action);
}

Action *
count_action_new(Counter *counter, int64_t step)
{
    static const ActionType type = { "count", perform_count, free_count };
    CountAction *count = g_new(CountAction, 1);

    *count = (CountAction){ { &type, 1 }, counter, step };
    return &count->action;
}
