/* SPDX-License-Identifier: Apache-2.0
 *
 * Rates of events: how many in a time. The samples are the whole times one behind the other
 * from the beginning on; the largest rate is that of the busiest such time anywhere, which may
 * begin between them; the mean is over all of it.
 */
#include <math.h>
#include <string.h>

#include "engine/metric.h"

static int64_t
time_at(const MetricRun *run, unsigned index)
{
    return g_array_index(run->times, int64_t, index);
}

/* The busiest time may end with any event. */
static double
rate_seen(MetricRun *run, const Event *event, uint64_t which)
{
    int64_t now = run->metric->wall ? event->wall : event->time;

    (void)which;
    if (run->times == NULL) {
        run->times = g_array_new(FALSE, FALSE, sizeof(int64_t));
    }
    g_array_append_val(run->times, now);
    while (time_at(run, run->first) <= now - run->metric->per) {
        run->first++;
    }
    run->peak = MAX(run->peak, (double)(run->times->len - run->first));
    return NAN;
}

static void
rate_end(MetricRun *run)
{
    unsigned at = 0, events = run->times == NULL ? 0 : run->times->len;

    while (at < events && time_at(run, at) < run->begun) {
        at++;
    }
    /* Without an event there is nothing to judge. */
    for (int64_t end = events == 0 ? INT64_MAX : run->begun + run->metric->per;
         end <= run->ended; end += run->metric->per) {
        double count = 0;

        for (; at < events && time_at(run, at) < end; at++) {
            count++;
        }
        g_array_append_val(run->samples, count);
    }
}

static double
rate_statistic(const MetricRun *run, const char *name)
{
    double elapsed = (double)(run->ended - run->begun);

    if (run->times == NULL) {
        return NAN;
    }
    if (strcmp(name, "max") == 0) {
        return run->peak;
    }
    if (strcmp(name, "mean") == 0 && elapsed > 0) {
        return run->times->len * (double)run->metric->per / elapsed;
    }
    return NAN;
}

const MetricKind metric_rate = { .unit = METRIC_RATE,
                                 .of_events = true,
                                 .seen = rate_seen,
                                 .end = rate_end,
                                 .statistic = rate_statistic };
