/* SPDX-License-Identifier: Apache-2.0
 *
 * The parts of the text results, for whoever shows them while a run goes on.
 */
#pragma once

#include "engine/suite.h"

/* "# first-run (seed 1, 8 IEDs)". */
void text_put_head(GString *text, const Results *results);
/* A line an outcome, and the verdict. */
void text_put_body(GString *text, const Results *results);
/* A line a run, and how many there were of each verdict; nothing when there is only one. */
void text_put_summary(GString *text, const Suite *suite);
