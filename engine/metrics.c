/* SPDX-License-Identifier: Apache-2.0
 *
 * The metrics that have names, as rows; what is to be asked of samples; and the life of what is
 * measured. `iedbench list metrics` prints the rows.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/metric.h"
#include "engine/text.h"

#define COUNTER(NAME, FIELD)                                                                   \
    static uint64_t NAME(Ied *ied)                                                             \
    {                                                                                          \
        return ied_counters(ied)->FIELD;                                                       \
    }
#define TOTAL(NAME, FIELD)                                                                     \
    static uint64_t NAME(Ied *ied)                                                             \
    {                                                                                          \
        return ied_totals(ied)->FIELD;                                                         \
    }

COUNTER(read_pdus_in, pdus_in)
COUNTER(read_pdus_out, pdus_out)
COUNTER(read_requests, requests_served)
COUNTER(read_rejects_sent, rejects_sent)
COUNTER(read_rejects_received, rejects_received)
COUNTER(read_errors, errors_sent)
TOTAL(read_connections, connected)
TOTAL(read_refusals, refused)
TOTAL(read_associations, associated)
TOTAL(read_releases, released)

#define MINUTE (60 * CLOCK_SECOND)

const MetricType metric_types[] = {
    { "operate_time", "from an operate to the end of its command", &metric_between,
      EVENT_OPERATED, EVENT_COMMAND_TERMINATED, METRIC_SAME_IED | METRIC_SAME_REFERENCE, 0,
      NULL },
    { "select_time", "from a select to the operate", &metric_between, EVENT_SELECTED,
      EVENT_OPERATED, METRIC_SAME_IED | METRIC_SAME_REFERENCE, 0, NULL },
    { "reconnect_time", "from an abort to the next association", &metric_between, EVENT_ABORTED,
      EVENT_ASSOCIATED, METRIC_SAME_IED, 0, NULL },
    { "power_up_time", "from power-on to the next association", &metric_between,
      EVENT_POWERED_ON, EVENT_ASSOCIATED, METRIC_SAME_IED, 0, NULL },
    { "enable_time", "from an association to the first enabled report control block",
      &metric_between, EVENT_ASSOCIATED, EVENT_RCB_ENABLED, METRIC_SAME_IED, 0, NULL },
    { "resync_time", "from an association to the resynchronization of a buffer",
      &metric_between, EVENT_ASSOCIATED, EVENT_RESYNCED, METRIC_SAME_IED, 0, NULL },
    { "interrogation_time", "from enabling a control block to its general interrogation",
      &metric_between, EVENT_RCB_ENABLED, EVENT_GI_REQUESTED,
      METRIC_SAME_IED | METRIC_SAME_REFERENCE, 0, NULL },
    { "report_rate", "reports sent, in a second", &metric_rate, EVENT_REPORT_SENT, 0, 0,
      CLOCK_SECOND, NULL },
    { "read_rate", "values read, in a second", &metric_rate, EVENT_READ, 0, 0, CLOCK_SECOND,
      NULL },
    { "write_rate", "values written, in a second", &metric_rate, EVENT_WROTE, 0, 0,
      CLOCK_SECOND, NULL },
    { "connect_rate", "connections that came, in a minute", &metric_rate, EVENT_CONNECTED, 0, 0,
      MINUTE, NULL },
    { "refusal_rate", "associations that were refused, in a minute", &metric_rate,
      EVENT_REFUSED, 0, 0, MINUTE, NULL },
    { "reads", "values read", &metric_occurrences, EVENT_READ, 0, 0, 0, NULL },
    { "writes", "values written", &metric_occurrences, EVENT_WROTE, 0, 0, 0, NULL },
    { "browses", "names and types asked for", &metric_occurrences, EVENT_BROWSED, 0, 0, 0,
      NULL },
    { "reports", "reports sent", &metric_occurrences, EVENT_REPORT_SENT, 0, 0, 0, NULL },
    { "operates", "controls operated", &metric_occurrences, EVENT_OPERATED, 0, 0, 0, NULL },
    { "connections", "connections that came", &metric_total, 0, 0, 0, 0, read_connections },
    { "associations", "associations that came about", &metric_total, 0, 0, 0, 0,
      read_associations },
    { "refusals", "associations that were refused", &metric_total, 0, 0, 0, 0, read_refusals },
    { "releases", "associations that ended by release", &metric_total, 0, 0, 0, 0,
      read_releases },
    { "requests", "confirmed requests served", &metric_total, 0, 0, 0, 0, read_requests },
    { "errors", "confirmed requests answered with an error", &metric_total, 0, 0, 0, 0,
      read_errors },
    { "rejects_sent", "PDUs rejected by the IED", &metric_total, 0, 0, 0, 0,
      read_rejects_sent },
    { "rejects_received", "PDUs rejected by the client", &metric_total, 0, 0, 0, 0,
      read_rejects_received },
    { "pdus_in", "MMS PDUs received", &metric_total, 0, 0, 0, 0, read_pdus_in },
    { "pdus_out", "MMS PDUs sent", &metric_total, 0, 0, 0, 0, read_pdus_out },
    { 0 },
};

const MetricType *
metric_type_find(const char *name)
{
    for (const MetricType *row = metric_types; row->name != NULL; row++) {
        if (strcmp(row->name, name) == 0) {
            return row;
        }
    }
    return NULL;
}

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
