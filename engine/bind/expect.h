/* SPDX-License-Identifier: Apache-2.0
 *
 * What the words of expectations share (expect.c, expect_group.c, expect_client.c,
 * threshold.c).
 */
#pragma once

#include "engine/bind/bind.h"

/* Rows of the times that every expectation takes; for arrays of BindOption. */
#define EXPECT_TIME_OPTIONS                                                                    \
    { "within", OPTION_TIME, false }, { "wall", OPTION_BOOLEAN, false },                       \
        { "after", OPTION_MOMENT, false },                                                     \
    {                                                                                          \
        "before", OPTION_MOMENT, false                                                         \
    }

/* Whether the times at `index`, whose kinds are checked, are possible ones. False: told. */
bool bind_check_times(lua_State *L, int index);

/* Pushes the word of a new expectation, with its place and the times at `index`. */
Expectation *bind_push_expectation(lua_State *L, const ExpectType *type, int index);

/* The event at `index`, to be freed with pattern_unref, by = the client of the options at
 * `options`, when they name one. NULL: it is none, and that was told, or broken. */
EventPattern *bind_get_pattern(lua_State *L, int index, int options);

/* A list for each IED that the patterns are about, of what `push` pushes with the patterns of
 * that one alone. */
typedef void (*BindPushOne)(lua_State *L, GPtrArray *patterns, int options);
void bind_push_per_ied(lua_State *L, const GPtrArray *patterns, int options, BindPushOne push);

/* What `same` of the options says that two events have in common, as METRIC_SAME_ bits; as it
 * was when nothing is said. False: told. */
bool bind_take_same(lua_State *L, int options, unsigned *same);

/* { by=, per="ied" } of the options: true when there is one outcome an IED; `sound` false: it
 * was told. */
bool bind_is_per_ied(lua_State *L, int index, bool *sound);

/* expect(event) and never(event) of a checked event, as inside any_of { event }. */
void bind_push_plain(lua_State *L, const ExpectType *type, EventPattern *pattern, int options);
