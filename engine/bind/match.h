/* SPDX-License-Identifier: Apache-2.0
 *
 * What events may be asked for beyond their kind and place: by, value, reference, where, and
 * the fields of a kind.
 */
#pragma once

#include "engine/bind/bind.h"

/* Checks the options of an event (a table at `index`, or nothing) and puts them into the
 * pattern, whose kind is known. `fields`: names of the kind's own, NULL-terminated, or NULL.
 * False: told. Nothing is owned by the caller while this runs but what Lua collects. */
bool bind_take_match(lua_State *L, int index, const char *const *fields, EventPattern *pattern);

/* What every event takes. */
extern const BindOption bind_match_options[];

/* The function at the top of the stack, taken off, is asked from now on what it says of events
 * that fit the pattern otherwise. An error in it is the scenario's: the run is broken. */
void bind_take_where(lua_State *L, EventPattern *pattern);
void bind_where_free(void *where);
