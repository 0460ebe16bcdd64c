/* SPDX-License-Identifier: Apache-2.0
 *
 * One value: how often an event was, what counters of IEDs went up by, what a counter of the
 * scenario's own did.
 */
#include <math.h>

#include "engine/metric.h"

static double
occurrences_seen(MetricRun *run, const Event *event, uint64_t which)
{
    (void)event;
    (void)which;
    return run->total += 1;
}

static double
read_counters(const Metric *metric)
{
    double sum = 0;

    if (metric->counter != NULL) {
        return (double)metric->counter->value;
    }
    for (unsigned i = 0; i < metric->device_count; i++) {
        if (metric->devices[i]->ied != NULL) {
            sum += (double)metric->type->read(metric->devices[i]->ied);
        }
    }
    return sum;
}

static void
total_begin(MetricRun *run)
{
    run->base = read_counters(run->metric);
}

static double
total_seen(MetricRun *run, const Event *event, uint64_t which)
{
    (void)run;
    (void)event;
    (void)which;
    return NAN;
}

static void
total_end(MetricRun *run)
{
    run->total = read_counters(run->metric) - run->base;
}

const MetricKind metric_occurrences = {
    .unit = METRIC_COUNT, .of_events = true, .total = true, .seen = occurrences_seen
};

const MetricKind metric_total = { .unit = METRIC_COUNT,
                                  .total = true,
                                  .begin = total_begin,
                                  .seen = total_seen,
                                  .end = total_end };
