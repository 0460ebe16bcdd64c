/* SPDX-License-Identifier: Apache-2.0
 *
 * Comparisons by their signs, "<" and so on, as scenarios write them for fields of events and
 * for thresholds. `<` and `<=` differ at the limit itself.
 */
#pragma once

#include <stdbool.h>

typedef struct Comparison {
    const char *sign, *help;
    bool (*holds)(double value, double limit);
    bool upper; /* the limit is the most that is allowed */
    bool lower; /* the least */
} Comparison;

extern const Comparison comparisons[]; /* end without sign */

/* NULL: there is no such sign. */
const Comparison *comparison_find(const char *sign);
