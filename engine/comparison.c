/* SPDX-License-Identifier: Apache-2.0
 *
 * Comparisons by their signs.
 */
#include "engine/comparison.h"

#include <stddef.h>
#include <string.h>

static bool
is_below(double value, double limit)
{
    return value < limit;
}

static bool
is_at_most(double value, double limit)
{
    return value <= limit;
}

static bool
is_above(double value, double limit)
{
    return value > limit;
}

static bool
is_at_least(double value, double limit)
{
    return value >= limit;
}

static bool
is_equal(double value, double limit)
{
    return value == limit;
}

static bool
differs(double value, double limit)
{
    return value != limit;
}

const Comparison comparisons[] = {
    { "<", "below the limit", is_below, true, false },
    { "<=", "the limit at most", is_at_most, true, false },
    { ">", "above the limit", is_above, false, true },
    { ">=", "the limit at least", is_at_least, false, true },
    { "==", "exactly that", is_equal, true, true },
    { "~=", "anything but that", differs, false, false },
    { NULL, NULL, NULL, false, false },
};

const Comparison *
comparison_find(const char *sign)
{
    for (const Comparison *row = comparisons; row->sign != NULL; row++) {
        if (strcmp(row->sign, sign) == 0) {
            return row;
        }
    }
    return NULL;
}
