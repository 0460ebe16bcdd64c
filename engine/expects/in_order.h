/* SPDX-License-Identifier: Apache-2.0
 *
 * What in_order is told beyond its events.
 */
#pragma once

#include "engine/expect.h"

/* `gap`: ns from each event to the next, 0: any. `strict`: none of the events may come out of
 * its place. */
void expect_in_order_set(Expectation *expectation, int64_t gap, bool strict);
