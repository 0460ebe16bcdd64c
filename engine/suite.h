/* SPDX-License-Identifier: Apache-2.0
 *
 * The results of one command: those of one run, or of many, in the order of the command line.
 */
#pragma once

#include "engine/results.h"

typedef struct Suite {
    GPtrArray *runs;  /* Results*, owned */
    unsigned not_run; /* that a failure before them kept from being played */
} Suite;

Suite *suite_new(void);
void suite_free(Suite *suite);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Suite, suite_free)

/* Takes the results over. Of very many runs only the first keep their events. */
void suite_add(Suite *suite, Results *results);

/* The worst of its runs; 128 + signal of an interrupted one before all others. */
int suite_status(const Suite *suite);

/* How many runs have each verdict: calls `show` with each that there is, PASSED first. */
void suite_each_verdict(const Suite *suite,
                        void (*show)(void *user, const char *verdict, unsigned runs),
                        void *user);
