/* SPDX-License-Identifier: Apache-2.0
 *
 * json.parse, json.format, json.array and json.null: JSON in and out of scenarios.
 */
#include "engine/bind/json.h"

#include <math.h>
#include <string.h>

#include "sim/base/json.h"

#define ARRAY_METATABLE "iedbench.json_array"

static const char null_key; /* its address is json.null */

void
bind_json_push_null(lua_State *L)
{
    lua_pushlightuserdata(L, (void *)&null_key);
}

void
bind_json_mark_array(lua_State *L)
{
    luaL_setmetatable(L, ARRAY_METATABLE);
}

bool
bind_json_is_array(lua_State *L, int index)
{
    bool is = false;

    if (lua_getmetatable(L, index) != 0) {
        luaL_getmetatable(L, ARRAY_METATABLE);
        is = lua_rawequal(L, -1, -2) != 0;
        lua_pop(L, 2);
    }
    return is;
}

static bool format_value(lua_State *L, int index, JsonWriter *writer, const char *name);

/* What a table is: an array has the numbers from 1 on only. */
static bool
has_only_names(lua_State *L, int index)
{
    lua_pushnil(L);
    while (lua_next(L, index) != 0) {
        lua_pop(L, 1);
        if (lua_type(L, -1) != LUA_TSTRING) {
            lua_pop(L, 1);
            return false;
        }
    }
    return true;
}

static bool
has_only_places(lua_State *L, int index)
{
    lua_Integer length = (lua_Integer)lua_rawlen(L, index), count = 0;

    lua_pushnil(L);
    while (lua_next(L, index) != 0) {
        lua_pop(L, 1);
        if (!lua_isinteger(L, -1) || lua_tointeger(L, -1) < 1 ||
            lua_tointeger(L, -1) > length) {
            lua_pop(L, 1);
            return false;
        }
        count++;
    }
    return count == length;
}

static int
compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool
format_object(lua_State *L, int index, JsonWriter *writer)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    bool sound = true;

    lua_pushnil(L);
    while (lua_next(L, index) != 0) {
        lua_pop(L, 1);
        g_ptr_array_add(names, (void *)lua_tostring(L, -1));
    }
    g_ptr_array_sort(names, compare_names);
    for (unsigned i = 0; i < names->len && sound; i++) {
        lua_pushstring(L, names->pdata[i]);
        lua_rawget(L, index);
        sound = format_value(L, lua_gettop(L), writer, names->pdata[i]);
        if (sound) {
            lua_pop(L, 1);
        }
    }
    return sound;
}

static bool
format_array(lua_State *L, int index, JsonWriter *writer)
{
    lua_Integer count = (lua_Integer)lua_rawlen(L, index);

    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, index, i);
        if (!format_value(L, lua_gettop(L), writer, NULL)) {
            return false;
        }
        lua_pop(L, 1);
    }
    return true;
}

static bool
format_table(lua_State *L, int index, JsonWriter *writer, const char *name)
{
    bool is_array = bind_json_is_array(L, index) || lua_rawlen(L, index) > 0;
    bool sound;

    if (writer->depth >= BIND_JSON_DEPTH_MAX || lua_checkstack(L, LUA_MINSTACK) == 0) {
        lua_pushliteral(L, "a table is nested too deep, or in itself");
        return false;
    }
    if (is_array ? !has_only_places(L, index) : !has_only_names(L, index)) {
        lua_pushliteral(L, "a table has to be either a list without holes or have names only");
        return false;
    }
    if (is_array) {
        json_open_array(writer, name);
        sound = format_array(L, index, writer);
    } else {
        json_open_object(writer, name);
        sound = format_object(L, index, writer);
    }
    json_close(writer);
    return sound;
}

static bool
format_number(lua_State *L, int index, JsonWriter *writer, const char *name)
{
    if (lua_isinteger(L, index)) {
        json_put_integer(writer, name, lua_tointeger(L, index));
        return true;
    }
    if (!isfinite(lua_tonumber(L, index))) {
        lua_pushliteral(L, "a number that is not finite");
        return false;
    }
    json_put_real(writer, name, lua_tonumber(L, index));
    return true;
}

static bool
format_value(lua_State *L, int index, JsonWriter *writer, const char *name)
{
    Slice text;
    size_t size;

    switch (lua_type(L, index)) {
    case LUA_TNIL:
        json_put_null(writer, name);
        return true;
    case LUA_TBOOLEAN:
        json_put_boolean(writer, name, lua_toboolean(L, index) != 0);
        return true;
    case LUA_TNUMBER:
        return format_number(L, index, writer, name);
    case LUA_TSTRING:
        text.data = (const uint8_t *)lua_tolstring(L, index, &size);
        text.size = size;
        json_put_slice(writer, name, text);
        return true;
    case LUA_TTABLE:
        return format_table(L, index, writer, name);
    default:
        if (lua_touserdata(L, index) == &null_key) {
            json_put_null(writer, name);
            return true;
        }
        lua_pushfstring(L, "%s has no form in JSON", bind_describe(L, index));
        return false;
    }
}

bool
bind_json_format(lua_State *L, int index, GString *text)
{
    JsonWriter writer = json_writer(text);
    int top = lua_gettop(L);
    bool sound = format_value(L, lua_absindex(L, index), &writer, NULL);

    if (!sound) {
        lua_copy(L, -1, top + 1);
    }
    lua_settop(L, sound ? top : top + 1);
    return sound;
}

/* Words. */

static int
word_parse(lua_State *L)
{
    size_t size;
    const char *text;

    if (lua_type(L, 1) != LUA_TSTRING) {
        return bind_refuse(L, "json.parse takes a text, not %s", bind_describe(L, 1));
    }
    text = lua_tolstring(L, 1, &size);
    if (!bind_json_parse(L, text, size)) {
        bind_push_failure(L, "bad-json", lua_tostring(L, -1));
        return lua_error(L);
    }
    return 1;
}

static int
word_format(lua_State *L)
{
    GString *text = g_string_new(NULL);
    bool sound;

    luaL_checkany(L, 1);
    sound = bind_json_format(L, 1, text);
    if (sound && text->len < INT32_MAX) {
        lua_pushlstring(L, text->str, text->len);
    }
    g_string_free(text, TRUE);
    return sound ? 1 : bind_refuse(L, "json.format: %s", lua_tostring(L, -1));
}

static int
word_array(lua_State *L)
{
    if (!lua_istable(L, 1)) {
        return bind_refuse(L, "json.array takes a list, not %s", bind_describe(L, 1));
    }
    lua_settop(L, 1);
    bind_json_mark_array(L);
    return 1;
}

const BindWord bind_json_words[] = {
    { "json.parse", "json.parse(text)",
      "a JSON text as a Lua value; null is nil in an object, json.null in an array; what is no "
      "JSON is a failure of kind \"bad-json\"",
      word_parse, BIND_LOAD | BIND_TASK },
    { "json.format", "json.format(value)",
      "a Lua value as JSON, members by name; a list is an array, an empty table an object",
      word_format, BIND_LOAD | BIND_TASK },
    { "json.array", "json.array(list)", "marks a list as an array, also when it is empty",
      word_array, BIND_LOAD | BIND_TASK },
    { 0 },
};

/* An address would differ from run to run. */
static int
show_null(lua_State *L)
{
    lua_pushliteral(L, "null");
    return 1;
}

void
bind_open_json(lua_State *L)
{
    bind_json_push_null(L);
    lua_createtable(L, 0, 2);
    lua_pushcfunction(L, show_null);
    lua_setfield(L, -2, "__tostring");
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_pop(L, 1);
    luaL_newmetatable(L, ARRAY_METATABLE);
    lua_pop(L, 1);
    lua_getglobal(L, "json");
    bind_json_push_null(L);
    lua_setfield(L, -2, "null");
    lua_pop(L, 1);
}
