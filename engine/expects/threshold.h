/* SPDX-License-Identifier: Apache-2.0
 *
 * What threshold is told: which metric, what of it, how it is to be to which limit.
 */
#pragma once

#include "engine/expect.h"
#include "engine/metric.h"

typedef struct ThresholdLimit {
    const Comparison *comparison;
    const Statistic *statistic; /* of a metric with one value it says nothing */
    double limit;               /* in the unit of the metric's samples */
    bool allow_none;            /* without a sample it holds */
} ThresholdLimit;

/* References the metric, whose events become the expectation's patterns. */
void expect_threshold_set(Expectation *expectation, Metric *metric,
                          const ThresholdLimit *limit);
