/* SPDX-License-Identifier: Apache-2.0
 *
 * What takeover is told beyond its clients and its event.
 */
#pragma once

#include "engine/expect.h"

/* A word of scenarios adds the patterns in this order. */
enum {
    TAKEOVER_FIRST,  /* what A does */
    TAKEOVER_SECOND, /* the same by B */
    TAKEOVER_FIRST_ABORTED,
    TAKEOVER_FIRST_RELEASED,
    TAKEOVER_SECOND_ABORTED,
    TAKEOVER_SECOND_RELEASED,
    TAKEOVER_PATTERNS
};

/* `within`: ns that each take-over may last, 0: until the run ends. */
void expect_takeover_set(Expectation *expectation, int64_t within);
