/* SPDX-License-Identifier: Apache-2.0
 *
 * What each is told beyond its events.
 */
#pragma once

#include "engine/expect.h"

/* A word of scenarios adds the patterns in this order. */
enum { EACH_FIRST, EACH_SECOND, EACH_PATTERNS };

typedef struct EachLimit {
    int64_t within;  /* virtual ns that the second event may take */
    unsigned same;   /* METRIC_SAME_ bits that it has in common with the first */
    bool allow_none; /* that the first never comes is right */
} EachLimit;

void expect_each_set(Expectation *expectation, const EachLimit *limit);
