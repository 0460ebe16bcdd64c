/* SPDX-License-Identifier: Apache-2.0
 *
 * Client coverage as a table, for people and of a run's results.
 */
#pragma once

#include <stdio.h>

#include "engine/coverage.h"
#include "engine/results.h"

/* A line an IED (the first of very many) and one of all, then what was never touched of the
 * things that are few. */
void coverage_print(const Coverage *coverage, FILE *stream);

/* The table "coverage" of a run's results: a row an IED (the first of very many) and kind, and
 * those of all IEDs together. */
ResultTable *coverage_tell(const Coverage *coverage, Results *results);

/* The names that were never touched, at most `most` of them and then "and 5 more"; "" when all
 * were. Free with g_free. */
char *coverage_never(const Coverage *coverage, unsigned ied, CoverageKind kind, unsigned most);
