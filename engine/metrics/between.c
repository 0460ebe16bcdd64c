/* SPDX-License-Identifier: Apache-2.0
 *
 * Times from an event to another. The first one opens a wait for what it has in common with the
 * second (the IED, the reference, the client); again and again it changes nothing until the
 * second came. When both are the same, each ends one wait and opens the next.
 */
#include <math.h>
#include <string.h>

#include "engine/metric.h"

typedef struct Waiting {
    char *key;
    int64_t since;
    bool chained; /* it was the second event, too: of the last one nothing is missing */
} Waiting;

static void
free_waiting(void *data)
{
    Waiting *waiting = data;

    g_free(waiting->key);
    g_free(waiting);
}

char *
metric_key(unsigned same, const Event *event)
{
    const char *ied = same & METRIC_SAME_IED ? event->ied : NULL;
    const char *reference = same & METRIC_SAME_REFERENCE ? event->reference : NULL;
    const char *client = same & METRIC_SAME_CLIENT ? event->client : NULL;

    return g_strdup_printf("%s\n%s\n%s", ied != NULL ? ied : "",
                           reference != NULL ? reference : "", client != NULL ? client : "");
}

static int
find(const MetricRun *run, const char *key)
{
    for (unsigned i = 0; i < run->waiting->len; i++) {
        if (strcmp(((const Waiting *)run->waiting->pdata[i])->key, key) == 0) {
            return (int)i;
        }
    }
    return -1;
}

static void
between_begin(MetricRun *run)
{
    if (run->waiting == NULL) {
        run->waiting = g_ptr_array_new_with_free_func(free_waiting);
    }
}

static double
between_seen(MetricRun *run, const Event *event, uint64_t which)
{
    g_autofree char *key = metric_key(run->metric->same, event);
    int64_t now = run->metric->wall ? event->wall : event->time;
    double sample = NAN;
    int at;

    between_begin(run);
    at = find(run, key);
    if ((which & 2) != 0 && at >= 0) {
        sample = (double)(now - ((const Waiting *)run->waiting->pdata[at])->since);
        g_ptr_array_remove_index(run->waiting, (unsigned)at);
        at = -1;
    }
    if ((which & 1) != 0 && at < 0) {
        Waiting *waiting = g_new(Waiting, 1);

        *waiting = (Waiting){ g_steal_pointer(&key), now, (which & 2) != 0 };
        g_ptr_array_add(run->waiting, waiting);
    }
    return sample;
}

unsigned
metric_run_add_waiting(MetricRun *run, double limit)
{
    unsigned added = 0;

    for (unsigned i = 0; run->waiting != NULL && i < run->waiting->len; i++) {
        const Waiting *waiting = run->waiting->pdata[i];
        double time = (double)(run->ended - waiting->since);

        if (!waiting->chained && time > limit) {
            g_array_append_val(run->samples, time);
            added++;
        }
    }
    return added;
}

const MetricKind metric_between = {
    .unit = METRIC_TIME, .of_events = true, .begin = between_begin, .seen = between_seen
};
