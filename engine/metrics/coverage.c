/* SPDX-License-Identifier: Apache-2.0
 *
 * Client coverage as a metric: the share of what the IEDs offer that clients touched since the
 * run began, of one kind or in total. Without anything of the kind there is no value.
 */
#include <math.h>
#include <string.h>

#include "engine/metric.h"

/* Names of what was never touched that are told. */
#define NEVER_TOLD 6

static const Coverage *
coverage_of(const Metric *metric)
{
    const Stage *stage = metric->device_count == 0 ? NULL : metric->devices[0]->stage;

    return stage == NULL ? NULL : stage->coverage;
}

static CoverageFigure
measure(const Metric *metric)
{
    const Coverage *coverage = coverage_of(metric);
    CoverageFigure sum = { 0 };

    for (unsigned i = 0; coverage != NULL && i < metric->device_count; i++) {
        CoverageFigure figure =
            coverage_get(coverage, metric->devices[i]->name, metric->coverage);

        sum.touched += figure.touched;
        sum.total += figure.total;
    }
    return sum;
}

static double
coverage_seen(MetricRun *run, const Event *event, uint64_t which)
{
    (void)run;
    (void)event;
    (void)which;
    return NAN;
}

static void
coverage_end(MetricRun *run)
{
    CoverageFigure figure = measure(run->metric);

    run->total = figure.total == 0 ? NAN : coverage_percent(figure);
}

typedef struct Never {
    GString *text;
    const char *ied; /* in front of names; NULL: there is only one */
    unsigned count;
} Never;

static void
add_never(void *user, const char *name, bool touched)
{
    Never *never = user;

    if (touched || never->count++ >= NEVER_TOLD) {
        return;
    }
    g_string_append_printf(never->text, "%s%s%s%s", never->count > 1 ? ", " : "",
                           never->ied != NULL ? never->ied : "", never->ied != NULL ? " " : "",
                           name);
}

static bool
is_asked(const Metric *metric, CoverageKind kind)
{
    return metric->coverage == COVERAGE_KINDS ? coverage_kind_in_total(kind)
                                              : metric->coverage == kind;
}

static bool
is_about(const Metric *metric, const char *ied)
{
    for (unsigned i = 0; i < metric->device_count; i++) {
        if (strcmp(metric->devices[i]->name, ied) == 0) {
            return true;
        }
    }
    return false;
}

static void
add_all_never(const Metric *metric, Never *never)
{
    const Coverage *coverage = coverage_of(metric);

    for (unsigned i = 0; i < coverage_ied_count(coverage); i++) {
        const char *ied = coverage_ied_name(coverage, i);

        if (!is_about(metric, ied)) {
            continue;
        }
        never->ied = metric->device_count > 1 ? ied : NULL;
        for (unsigned kind = 0; kind < COVERAGE_KINDS; kind++) {
            if (is_asked(metric, kind)) {
                coverage_each(coverage, i, kind, add_never, never);
            }
        }
    }
}

/* " (1 of 3), never touched: LD0/LLN0.RP.urcbMeas, ...". */
static char *
tell_coverage(const MetricRun *run, bool why)
{
    CoverageFigure figure = measure(run->metric);
    Never never = { .text = g_string_new(NULL) };

    g_string_printf(never.text, " (%u of %u)", figure.touched, figure.total);
    if (why && figure.touched < figure.total) {
        g_string_append(never.text, ", never touched: ");
        add_all_never(run->metric, &never);
    }
    if (never.count > NEVER_TOLD) {
        g_string_append_printf(never.text, " and %u more", never.count - NEVER_TOLD);
    }
    return g_string_free(never.text, FALSE);
}

const MetricKind metric_coverage = { .unit = METRIC_PERCENT,
                                     .total = true,
                                     .seen = coverage_seen,
                                     .end = coverage_end,
                                     .tell = tell_coverage,
                                     .nothing = "nothing of the kind is offered" };
