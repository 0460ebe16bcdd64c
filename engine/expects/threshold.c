/* SPDX-License-Identifier: Apache-2.0
 *
 * threshold(metric, "<=", limit): a measured quantity stays within its limit. What cannot
 * become better any more fails at once, everything else is judged at the end. Without a sample
 * there is nothing to judge.
 */
#include "engine/expects/threshold.h"

#include <math.h>
#include <string.h>

#include "engine/expect_private.h"

typedef struct Threshold {
    Metric *metric;
    ThresholdLimit limit;
    MetricRun *run;
    double worst;     /* sample so far */
    char *worst_text; /* the event that made it */
} Threshold;

static bool
is_count(const Threshold *threshold)
{
    return threshold->limit.statistic->of == NULL && !threshold->metric->kind->total;
}

static char *
format_value(const Threshold *threshold, double value)
{
    return is_count(threshold) ? g_strdup_printf("%.10g", value)
                               : metric_format_value(threshold->metric, value);
}

/* "max ", or nothing for what has one value. */
static const char *
statistic_name(const Threshold *threshold)
{
    return threshold->metric->kind->total ? "" : threshold->limit.statistic->name;
}

static const char *
unit_of(const Threshold *threshold)
{
    static const char *const units[] = {
        [METRIC_TIME] = "s",
        [METRIC_COUNT] = "",
        [METRIC_RATE] = "1/s",
        [METRIC_PERCENT] = "%",
    };

    return is_count(threshold) ? "" : units[threshold->metric->kind->unit];
}

/* In the unit that is told: seconds, things a second, things. */
static double
scale(const Threshold *threshold, double value)
{
    if (is_count(threshold)) {
        return value;
    }
    switch (threshold->metric->kind->unit) {
    case METRIC_TIME:
        return value / 1e9;
    case METRIC_RATE:
        return value * 1e9 / (double)threshold->metric->per;
    case METRIC_COUNT:
    case METRIC_PERCENT:
        break;
    }
    return value;
}

static void
note_measure(Expectation *expectation, double value)
{
    const Threshold *threshold = expectation->own;

    g_free(expectation->measure.metric);
    expectation->measure = (OutcomeMeasure){
        .metric = metric_format(threshold->metric),
        .of = threshold->metric->kind->total ? "total" : threshold->limit.statistic->name,
        .is = threshold->limit.comparison->sign,
        .unit = unit_of(threshold),
        .value = scale(threshold, value),
        .limit = scale(threshold, threshold->limit.limit),
        .samples = threshold->metric->kind->total ? 1 : threshold->run->samples->len,
    };
}

/* "max 620 ms of 12 samples, the largest with: ...". */
static char *
describe(const Threshold *threshold, double value, bool holds)
{
    unsigned count = threshold->run->samples->len;
    g_autofree char *shown = format_value(threshold, value);
    GString *text = g_string_new(NULL);

    if (threshold->metric->kind->total) {
        g_autofree char *more = threshold->metric->kind->tell == NULL
                                    ? NULL
                                    : threshold->metric->kind->tell(threshold->run, !holds);

        g_string_append_printf(text, "%s%s", shown, more != NULL ? more : "");
        return g_string_free(text, FALSE);
    }
    if (threshold->metric->kind->unit == METRIC_RATE) {
        g_string_printf(text, "%s %s", statistic_name(threshold), shown);
        return g_string_free(text, FALSE);
    }
    if (is_count(threshold)) {
        g_string_printf(text, "%s sample%s", shown, count == 1 ? "" : "s");
        return g_string_free(text, FALSE);
    }
    g_string_printf(text, "%s %s of %u sample%s", statistic_name(threshold), shown, count,
                    count == 1 ? "" : "s");
    if (threshold->worst_text != NULL) {
        g_string_append_printf(text, ", the largest with: %s", threshold->worst_text);
    }
    return g_string_free(text, FALSE);
}

static void
decide(Expectation *expectation, double value, const char *more)
{
    const Threshold *threshold = expectation->own;
    bool holds = threshold->limit.comparison->holds(value, threshold->limit.limit);
    g_autofree char *text = describe(threshold, value, holds);

    note_measure(expectation, value);
    expectation_decide(expectation, holds, g_strdup_printf("%s%s", text, more));
}

/* The largest of all, or the one value, only grows: over an upper limit it stays. */
static bool
only_grows(const Threshold *threshold)
{
    return threshold->metric->kind->total || is_count(threshold) ||
           strcmp(threshold->limit.statistic->name, "max") == 0;
}

static void
threshold_begin(Expectation *expectation)
{
    Threshold *threshold = expectation->own;

    metric_run_begin(threshold->run, threshold->metric->wall ? expectation->owner->wall
                                                             : expectation->owner->virtual);
}

static void
threshold_seen(Expectation *expectation, const Event *event, uint64_t which)
{
    Threshold *threshold = expectation->own;
    const Comparison *comparison = threshold->limit.comparison;
    double sample = metric_run_see(threshold->run, event, which), value;

    if (!isnan(sample) && !threshold->metric->kind->total && sample > threshold->worst) {
        threshold->worst = sample;
        g_free(threshold->worst_text);
        threshold->worst_text = expectation_format_event(expectation, event);
    }
    if (!comparison->upper || !only_grows(threshold)) {
        return;
    }
    value = metric_run_statistic(threshold->run, threshold->limit.statistic);
    if (!isnan(value) && value > threshold->limit.limit) {
        g_autofree char *text = expectation_format_event(expectation, event);
        g_autofree char *more = g_strdup_printf("; %s", text);

        decide(expectation, value, threshold->worst_text != NULL ? "" : more);
    } else if (!isnan(value) && value == threshold->limit.limit && !comparison->lower &&
               !comparison->holds(value, threshold->limit.limit)) {
        decide(expectation, value, "");
    }
}

static void
threshold_expired(Expectation *expectation)
{
    Threshold *threshold = expectation->own;
    const char *nothing = threshold->metric->kind->nothing;
    unsigned waiting = 0;
    double value;
    g_autofree char *more = NULL;

    metric_run_end(threshold->run);
    if (threshold->limit.comparison->upper) {
        waiting = metric_run_add_waiting(threshold->run, threshold->limit.limit);
    }
    if (waiting > 0) {
        more = g_strdup_printf("; %u of them still waited for when it ended", waiting);
    }
    value = metric_run_statistic(threshold->run, threshold->limit.statistic);
    if (isnan(value) ||
        (is_count(threshold) && threshold->limit.comparison->upper && value == 0)) {
        note_measure(expectation, NAN);
        nothing = nothing != NULL ? nothing : "there was no sample";
        if (threshold->limit.allow_none) {
            expectation_decide(expectation, true, g_strdup(nothing));
        } else {
            expectation_decide_inconclusive(expectation, nothing);
        }
    } else {
        decide(expectation, value, more != NULL ? more : "");
    }
}

static void
threshold_say(const Expectation *expectation, GString *text)
{
    const Threshold *threshold = expectation->own;
    g_autofree char *metric = metric_format(threshold->metric);
    g_autofree char *limit = format_value(threshold, threshold->limit.limit);

    g_string_append_printf(text, "%s%s%s %s %s", statistic_name(threshold),
                           threshold->metric->kind->total ? "" : " ", metric,
                           threshold->limit.comparison->sign, limit);
}

static void
threshold_free(void *own)
{
    Threshold *threshold = own;

    metric_run_free(threshold->run);
    metric_unref(threshold->metric);
    g_free(threshold->worst_text);
    g_free(threshold);
}

void
expect_threshold_set(Expectation *expectation, Metric *metric, const ThresholdLimit *limit)
{
    Threshold *threshold = g_new0(Threshold, 1);

    threshold->metric = metric_ref(metric);
    threshold->limit = *limit;
    threshold->run = metric_run_new(metric);
    expectation->own = threshold;
    if (metric->from != NULL) {
        expectation_add_pattern(expectation, metric->from);
    }
    if (metric->to != NULL) {
        expectation_add_pattern(expectation, metric->to);
    }
}

const ExpectType expect_threshold = {
    .name = "threshold",
    .help = "a measured quantity stays within its limit",
    .verb = "",
    .begin = threshold_begin,
    .seen = threshold_seen,
    .expired = threshold_expired,
    .say = threshold_say,
    .free = threshold_free,
};
