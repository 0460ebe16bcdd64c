/* SPDX-License-Identifier: Apache-2.0
 *
 * Entries of the timeline in Lua, for scenario { ... }, which takes them.
 */
#pragma once

#include "engine/bind/bind.h"

extern const BindWord bind_entry_words[];

/* The entry of a word of kind WORD_ENTRY, which then stands in the scenario; NULL: it stood
 * there before. One that does nothing is a problem. */
Entry *bind_take_entry(lua_State *L, Word *word);

void bind_open_entries(lua_State *L);
