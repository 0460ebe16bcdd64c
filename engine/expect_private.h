/* SPDX-License-Identifier: Apache-2.0
 *
 * What expect.c (the life of expectations) and expect_text.c (their words) share.
 */
#pragma once

#include "engine/expect.h"

struct Expectations {
    GPtrArray *list; /* Expectation*, lent: those that have outcomes */
    GPtrArray *all;  /* the same and what is in groups, each part before its group */
    EventBus *bus;
    Clock *virtual, *wall;
    unsigned subscription;
    ExpectDecided decided;
    void *user;
    int64_t zero; /* virtual */
    bool zero_passed;
    unsigned decided_count;
    unsigned associations; /* with whomever */
};
