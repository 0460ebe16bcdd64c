/* SPDX-License-Identifier: Apache-2.0
 *
 * Metrics, the life of what is measured, and what is to be asked of samples.
 */
#include "engine/metric.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/text.h"

/* Statistics. */

static double
least(const double *sorted, unsigned count)
{
    (void)count;
    return sorted[0];
}

static double
most(const double *sorted, unsigned count)
{
    return sorted[count - 1];
}

static double
mean(const double *sorted, unsigned count)
{
    double sum = 0;

    for (unsigned i = 0; i < count; i++) {
        sum += sorted[i];
    }
    return sum / count;
}

/* The smallest sample that at least this share of all is not above (nearest rank). */
static double
percentile(const double *sorted, unsigned count, unsigned percent)
{
    unsigned rank = (count * percent + 99) / 100;

    return sorted[MAX(rank, 1) - 1];
}

static double
p50(const double *sorted, unsigned count)
{
    return percentile(sorted, count, 50);
}

static double
p90(const double *sorted, unsigned count)
{
    return percentile(sorted, count, 90);
}

static double
p95(const double *sorted, unsigned count)
{
    return percentile(sorted, count, 95);
}

static double
p99(const double *sorted, unsigned count)
{
    return percentile(sorted, count, 99);
}

const Statistic statistics[] = {
    { "max", "the largest sample", most },
    { "min", "the smallest sample", least },
    { "mean", "their mean", mean },
    { "p50", "half of them are not above it", p50 },
    { "p90", "90 of 100 are not above it", p90 },
    { "p95", "95 of 100 are not above it", p95 },
    { "p99", "99 of 100 are not above it", p99 },
    { "count", "how many there were", NULL },
    { 0 },
};

const Statistic *
statistic_find(const char *name)
{
    for (const Statistic *row = statistics; row->name != NULL; row++) {
        if (strcmp(row->name, name) == 0) {
            return row;
        }
    }
    return NULL;
}

/* Metrics. */

Metric *
metric_new(const MetricKind *kind)
{
    Metric *metric = g_new0(Metric, 1);

    metric->kind = kind;
    metric->references = 1;
    return metric;
}

Metric *
metric_ref(Metric *metric)
{
    metric->references++;
    return metric;
}

void
metric_unref(Metric *metric)
{
    if (metric == NULL || --metric->references > 0) {
        return;
    }
    pattern_unref(metric->from);
    pattern_unref(metric->to);
    g_free(metric->devices);
    g_free(metric->who);
    g_free(metric);
}

char *
metric_format(const Metric *metric)
{
    g_autofree char *from = metric->from == NULL ? NULL : pattern_format(metric->from);
    g_autofree char *to = metric->to == NULL ? NULL : pattern_format(metric->to);

    if (metric->type != NULL) {
        return g_strdup_printf(
            "%s of %s%s%s", metric->type->name, metric->who,
            metric->from != NULL && metric->from->client ? " by " : "",
            metric->from != NULL && metric->from->client ? metric->from->client : "");
    }
    if (metric->counter != NULL) {
        return g_strdup_printf("counter %s", metric->counter->name);
    }
    if (metric->kind == &metric_coverage) {
        return g_strdup_printf("coverage of %s of %s",
                               metric->coverage == COVERAGE_KINDS
                                   ? "everything"
                                   : coverage_kind_title(metric->coverage),
                               metric->who);
    }
    if (to != NULL) {
        return g_strdup_printf("time from %s to %s", from, to);
    }
    return g_strdup_printf("%s of %s", metric->kind->unit == METRIC_RATE ? "rate" : "number",
                           from);
}

char *
metric_format_value(const Metric *metric, double value)
{
    g_autofree char *per = NULL;

    switch (metric->kind->unit) {
    case METRIC_TIME:
        return duration_format((int64_t)value);
    case METRIC_RATE:
        per = duration_format(metric->per);
        return g_strdup_printf("%.10g in %s", value, per);
    case METRIC_PERCENT:
        return g_strdup_printf("%.4g %%", value);
    case METRIC_COUNT:
        break;
    }
    return g_strdup_printf("%.10g", value);
}

/* What is measured. */

MetricRun *
metric_run_new(const Metric *metric)
{
    MetricRun *run = g_new0(MetricRun, 1);

    run->metric = metric;
    run->samples = g_array_new(FALSE, FALSE, sizeof(double));
    return run;
}

void
metric_run_free(MetricRun *run)
{
    if (run == NULL) {
        return;
    }
    g_array_unref(run->samples);
    if (run->waiting != NULL) {
        g_ptr_array_unref(run->waiting);
    }
    if (run->times != NULL) {
        g_array_unref(run->times);
    }
    if (run->own != NULL) {
        run->metric->kind->free(run);
    }
    g_free(run);
}

void
metric_run_begin(MetricRun *run, Clock *clock)
{
    run->clock = clock;
    run->begun = clock_now(clock);
    if (run->metric->kind->begin != NULL) {
        run->metric->kind->begin(run);
    }
}

double
metric_run_see(MetricRun *run, const Event *event, uint64_t which)
{
    double sample = run->metric->kind->seen(run, event, which);

    if (!isnan(sample) && !run->metric->kind->total) {
        g_array_append_val(run->samples, sample);
    }
    return sample;
}

void
metric_run_end(MetricRun *run)
{
    run->ended = run->clock == NULL ? 0 : clock_now(run->clock);
    if (run->metric->kind->end != NULL) {
        run->metric->kind->end(run);
    }
}

static int
compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

double
metric_run_statistic(const MetricRun *run, const Statistic *statistic)
{
    const MetricKind *kind = run->metric->kind;
    double special = kind->statistic != NULL ? kind->statistic(run, statistic->name) : NAN;
    g_autofree double *sorted = NULL;

    if (kind->total) {
        return run->total;
    }
    if (!isnan(special)) {
        return special;
    }
    if (statistic->of == NULL) {
        return run->samples->len;
    }
    if (run->samples->len == 0) {
        return NAN;
    }
    sorted = g_memdup2(run->samples->data, run->samples->len * sizeof(double));
    qsort(sorted, run->samples->len, sizeof(double), compare);
    return statistic->of(sorted, run->samples->len);
}
