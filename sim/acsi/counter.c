/* SPDX-License-Identifier: Apache-2.0
 *
 * See counter.h. Only counters that freeze take memory and a timer.
 */
#include "sim/acsi/counter.h"

#include "sim/model/timestamp.h"

typedef struct Counter {
    Timer timer; /* to the next freeze */
    Counters *counters;
    NodeRef status, config;
} Counter;

struct Counters {
    const AcsiServer *server;
    GHashTable *running; /* offset of the status -> Counter; NULL until needed */
};

static bool
get(const Counter *counter, const NodeRef *ref, const char *name, Value *value)
{
    NodeRef leaf;

    if (!node_component(ref, slice_from_string(name), &leaf)) {
        return false;
    }
    values_get(counter->counters->server->values, &leaf, value);
    return true;
}

static bool
is_true(const Counter *counter, const char *name)
{
    Value value = { 0 };

    return get(counter, &counter->config, name, &value) && value.boolean;
}

static void freeze(Timer *timer);

/* The first moment of freezing behind now. */
static void
arm(Counter *counter)
{
    const AcsiServer *server = counter->counters->server;
    Value period = { 0 }, start = { 0 };
    int64_t now = acsi_now(server);
    int64_t due, step;

    get(counter, &counter->config, "strTm", &start);
    get(counter, &counter->config, "frPd", &period);
    due = timestamp_decode(start.time);
    step = MAX(period.integer, 0) * CLOCK_MILLISECOND;
    if (due <= now && step > 0) {
        due += ((now - due) / step + 1) * step;
    }
    if (due > now) {
        clock_arm(server->clock, &counter->timer, clock_now(server->clock) + due - now, freeze);
    }
}

static void
set(const Counter *counter, const char *name, const Value *value)
{
    NodeRef leaf;

    if (node_component(&counter->status, slice_from_string(name), &leaf)) {
        change_set(counter->counters->server->values, &leaf, value);
    }
}

static void
freeze(Timer *timer)
{
    Counter *counter = (Counter *)timer;
    const AcsiServer *server = counter->counters->server;
    bool alone = acsi_change_open(server);
    Value value, stamp;

    acsi_stamp(server, &stamp);
    if (get(counter, &counter->status, "actVal", &value)) {
        set(counter, "frVal", &value);
        set(counter, "frTm", &stamp);
    }
    if (is_true(counter, "frRs")) {
        set(counter, "actVal", &(Value){ .kind = VALUE_INTEGER });
        set(counter, "t", &stamp);
    }
    acsi_change_close(server, alone);
    arm(counter);
}

static void
counter_free(gpointer data)
{
    Counter *counter = data;

    clock_disarm(counter->counters->server->clock, &counter->timer);
    g_free(counter);
}

/* frEna and the moments of freezing are what they are now. */
static void
follow(Counters *counters, const NodeRef *config)
{
    Counter counter = { .counters = counters, .config = *config };
    NodeRef inner;
    gpointer key;

    if (!node_under(counters->server->model, config, FC_ST, &counter.status) ||
        !node_component(&counter.status, slice_from_string("frVal"), &inner)) {
        return;
    }
    key = GUINT_TO_POINTER(counter.status.offset + 1);
    if (counters->running != NULL) {
        g_hash_table_remove(counters->running, key);
    }
    if (is_true(&counter, "frEna")) {
        Counter *running = g_memdup2(&counter, sizeof counter);

        if (counters->running == NULL) {
            counters->running = g_hash_table_new_full(NULL, NULL, NULL, counter_free);
        }
        g_hash_table_insert(counters->running, key, running);
        arm(running);
    }
}

static void
observe(void *user, Values *values, const ChangeSet *set)
{
    static const char *const names[] = { "frEna", NULL };
    Counters *counters = user;

    (void)values;
    for (unsigned i = 0; i < set->count; i++) {
        const NodeRef *leaf = &set->leaves[i].ref;
        NodeRef config;

        if (leaf->fc == FC_CF && set->leaves[i].changed &&
            node_around(counters->server->model, leaf, names, &config)) {
            follow(counters, &config);
        }
    }
}

/* Every frEna in a place. */
static void
collect(Counters *counters, const NodeRef *place)
{
    for (uint32_t i = 0; i < place->type->component_count; i++) {
        NodeRef inner = node_inside(place, &place->type->components[i]);
        NodeRef enabled;

        if (inner.type->kind != VALUE_STRUCTURE) {
            continue;
        }
        if (node_component(&inner, slice_from_string("frEna"), &enabled)) {
            follow(counters, &inner);
        } else {
            collect(counters, &inner);
        }
    }
}

Counters *
counters_new(const AcsiServer *server)
{
    Counters *counters = g_new0(Counters, 1);
    const Model *model = server->model;

    counters->server = server;
    for (unsigned d = 0; d < model->device_count; d++) {
        for (unsigned n = 0; n < model->devices[d].node_count; n++) {
            NodeRef node = model_node_ref(&model->devices[d], &model->devices[d].nodes[n]);
            NodeRef config;

            if (node_component(&node, slice_from_string("CF"), &config)) {
                collect(counters, &config);
            }
        }
    }
    values_observe(server->values, observe, counters);
    return counters;
}

void
counters_free(Counters *counters)
{
    if (counters != NULL) {
        values_unobserve(counters->server->values, observe, counters);
        g_clear_pointer(&counters->running, g_hash_table_unref);
        g_free(counters);
    }
}
