/* SPDX-License-Identifier: Apache-2.0
 *
 * Stand-ins: clients that a scenario brings along, to be played in place of the one under test.
 * The first without `fails` is a correct client; one with `fails` is wrong on purpose and says
 * which expectations it must not meet. `iedbench run --prove` plays each of them, which shows
 * that a scenario passes whom it should and catches whom it should.
 */
#pragma once

#include "engine/results.h"

#define STAND_IN_NONE "none" /* nobody plays: the client comes from outside */

typedef struct StandIn {
    char *name;
    char **fails; /* what it must fail in, with * and ?; NULL-terminated; NULL: it is correct */
    bool *caught; /* one of each of them */
    char *file;
    int line;
} StandIn;

/* `fails` is taken over. */
StandIn *stand_in_new(const char *name, char **fails, const char *file, int line);
void stand_in_free(StandIn *stand_in);

/* The one of this name; NULL name: the correct one, else the first. NULL when there is none. */
StandIn *stand_in_find(const GPtrArray *stand_ins, const char *name);

/* A failed outcome that the stand-in is there for is no failure of the run. A text of `fails`
 * is what was expected, or that with ": " and what was seen behind it. */
void stand_in_excuse(StandIn *stand_in, Results *results, Outcome *outcome);
/* Each text of `fails` that nothing failed in is a failed outcome. */
void stand_in_conclude(const StandIn *stand_in, Results *results, int64_t at);
