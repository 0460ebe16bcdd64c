/* SPDX-License-Identifier: Apache-2.0
 *
 * JSON (RFC 8259) as Lua values: objects and arrays are tables, null is nil in an object and
 * json.null in an array, where it keeps its place. Arrays that were read know that they are
 * arrays, also when they are empty.
 */
#pragma once

#include <glib.h>

#include "engine/bind/bind.h"

/* Deeper texts are refused. */
#define BIND_JSON_DEPTH_MAX 60

/* Pushes the value of a text; false: pushes what is wrong with it, "line 1, column 5: ...".
 * Raises only when memory is exceeded. The text is lent. */
bool bind_json_parse(lua_State *L, const char *text, size_t size);

/* Appends the value at `index`; false: pushes what cannot be said in JSON. Members of an object
 * come in the order of their names. Raises only when memory is exceeded. */
bool bind_json_format(lua_State *L, int index, GString *text);

/* Pushes json.null; marks the table on top as an array. */
void bind_json_push_null(lua_State *L);
void bind_json_mark_array(lua_State *L);
bool bind_json_is_array(lua_State *L, int index);
