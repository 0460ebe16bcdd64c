/* SPDX-License-Identifier: Apache-2.0
 *
 * Lua's libraries without what reaches outside, and with what is the same in every run: sorted
 * pairs, seeded draws, virtual time, require from known folders only.
 */
#include "engine/bind/sandbox.h"

#include <lauxlib.h>
#include <lualib.h>

#include <glib.h>
#include <string.h>

#include "sim/base/clock.h"

/* Order of keys: numbers, strings, booleans, then the rest, which has none. */
static int
key_rank(int type)
{
    return type == LUA_TNUMBER ? 0 : type == LUA_TSTRING ? 1 : type == LUA_TBOOLEAN ? 2 : 3;
}

static bool
key_before(lua_State *L, int a, int b)
{
    int rank_a = key_rank(lua_type(L, a)), rank_b = key_rank(lua_type(L, b));

    if (rank_a != rank_b) {
        return rank_a < rank_b;
    }
    if (rank_a == 2) {
        return !lua_toboolean(L, a) && lua_toboolean(L, b);
    }
    return rank_a < 2 && lua_compare(L, a, b, LUA_OPLT) != 0;
}

/* The smallest key behind the given one: linear, but without a copy. Keys without order come
 * last, in whatever order the table holds them. */
static int
tame_next(lua_State *L)
{
    bool from_start;

    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 2);
    from_start = lua_isnil(L, 2);
    if (!from_start && key_rank(lua_type(L, 2)) == 3) {
        lua_pushvalue(L, 2);
        while (lua_next(L, 1) != 0) {
            lua_pop(L, 1);
            if (key_rank(lua_type(L, -1)) == 3) {
                lua_pushvalue(L, -1);
                lua_gettable(L, 1);
                return 2;
            }
        }
        lua_pushnil(L);
        return 1;
    }
    lua_pushnil(L); /* 3: the best so far */
    lua_pushnil(L);
    while (lua_next(L, 1) != 0) {
        lua_pop(L, 1);
        if ((from_start || key_before(L, 2, -1)) && (lua_isnil(L, 3) || key_before(L, -1, 3))) {
            lua_copy(L, -1, 3);
        }
    }
    if (lua_isnil(L, 3)) {
        return 1;
    }
    lua_pushvalue(L, 3);
    lua_rawget(L, 1);
    return 2;
}

/* The iterator of pairs: upvalue 1 the sorted keys, 2 how far. Keys removed meanwhile are
 * passed over. */
static int
next_sorted(lua_State *L)
{
    lua_Integer at = lua_tointeger(L, lua_upvalueindex(2));

    for (;;) {
        at++;
        if (lua_rawgeti(L, lua_upvalueindex(1), at) == LUA_TNIL) {
            return 1;
        }
        lua_pushvalue(L, -1);
        if (lua_rawget(L, 1) != LUA_TNIL) {
            lua_pushinteger(L, at);
            lua_replace(L, lua_upvalueindex(2));
            return 2;
        }
        lua_pop(L, 2);
    }
}

static int
compare_keys(lua_State *L)
{
    lua_pushboolean(L, key_before(L, 1, 2));
    return 1;
}

static int
tame_pairs(lua_State *L)
{
    lua_Integer count = 0;

    luaL_checkany(L, 1);
    if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
        lua_pushvalue(L, 1);
        lua_call(L, 1, 3);
        return 3;
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_newtable(L);
    lua_pushnil(L);
    while (lua_next(L, 1) != 0) {
        lua_pop(L, 1);
        lua_pushvalue(L, -1);
        lua_rawseti(L, -3, ++count);
    }
    lua_getfield(L, LUA_REGISTRYINDEX, "sandbox.sort");
    lua_pushvalue(L, -2);
    lua_pushcfunction(L, compare_keys);
    lua_call(L, 2, 0);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, next_sorted, 2);
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    return 3;
}

/* Finalizers run where no budget counts, so there are none. */
static int
tame_setmetatable(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_argexpected(L, lua_isnoneornil(L, 2) || lua_istable(L, 2), 2, "nil or table");
    lua_settop(L, 2);
    if (lua_istable(L, 2) && lua_getfield(L, 2, "__gc") != LUA_TNIL) {
        return luaL_error(L, "__gc is not available in scenarios");
    }
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL) {
        return luaL_error(L, "cannot change a protected metatable");
    }
    lua_settop(L, 2);
    lua_setmetatable(L, 1);
    return 1;
}

/* Addresses differ from run to run; a table shows only what it is. */
static int
tame_tostring(lua_State *L)
{
    int type = lua_type(L, 1);

    luaL_checkany(L, 1);
    if ((type == LUA_TTABLE || type == LUA_TFUNCTION || type == LUA_TTHREAD) &&
        luaL_getmetafield(L, 1, "__tostring") == LUA_TNIL) {
        lua_pushstring(L, lua_typename(L, type));
        return 1;
    }
    luaL_tolstring(L, 1, NULL);
    return 1;
}

static int
tame_random(lua_State *L)
{
    Sandbox *sandbox = sandbox_of(L);
    Prng *draw = sandbox->draw != NULL ? sandbox->draw : &sandbox->random;
    lua_Integer low = 1, high;

    switch (lua_gettop(L)) {
    case 0:
        lua_pushnumber(L, prng_unit(draw));
        return 1;
    case 1:
        high = luaL_checkinteger(L, 1);
        break;
    default:
        low = luaL_checkinteger(L, 1);
        high = luaL_checkinteger(L, 2);
        break;
    }
    luaL_argcheck(L, low <= high, lua_gettop(L), "interval is empty");
    if ((uint64_t)high - (uint64_t)low == UINT64_MAX) {
        lua_pushinteger(L, (lua_Integer)prng_next(draw));
    } else {
        uint64_t bound = (uint64_t)high - (uint64_t)low + 1;

        lua_pushinteger(L, (lua_Integer)((uint64_t)low + prng_below(draw, bound)));
    }
    return 1;
}

static int
tame_random_seed(lua_State *L)
{
    return luaL_error(L, "math.randomseed is not available: the run's --seed decides");
}

static int
os_clock(lua_State *L)
{
    Sandbox *sandbox = sandbox_of(L);

    lua_pushnumber(L, (lua_Number)sandbox->now(sandbox->user) / 1e9);
    return 1;
}

static int
os_time(lua_State *L)
{
    Sandbox *sandbox = sandbox_of(L);

    if (!lua_isnoneornil(L, 1)) {
        return luaL_error(L, "os.time takes no table here: it tells the virtual time");
    }
    lua_pushinteger(L, sandbox->now(sandbox->user) / CLOCK_SECOND);
    return 1;
}

/* Formats as GDateTime does, in UTC. */
static int
os_date(lua_State *L)
{
    Sandbox *sandbox = sandbox_of(L);
    const char *format = luaL_optstring(L, 1, "%Y-%m-%dT%H:%M:%SZ");
    lua_Integer time =
        luaL_optinteger(L, 2, (lua_Integer)(sandbox->now(sandbox->user) / CLOCK_SECOND));
    GDateTime *date = g_date_time_new_from_unix_utc(time);
    char *text =
        date == NULL ? NULL : g_date_time_format(date, *format == '!' ? format + 1 : format);
    char copy[256];

    g_strlcpy(copy, text != NULL ? text : "", sizeof copy);
    g_free(text);
    if (date != NULL) {
        g_date_time_unref(date);
    }
    luaL_argcheck(L, text != NULL, 1, "no such date or format");
    lua_pushstring(L, copy);
    return 1;
}

/* load(text [, name]): text only, in the same tamed world. */
static int
tame_load(lua_State *L)
{
    size_t size;
    const char *text = luaL_checklstring(L, 1, &size);
    const char *name = luaL_optstring(L, 2, "=(load)");

    if (luaL_loadbufferx(L, text, size, name, "t") != LUA_OK) {
        lua_pushnil(L);
        lua_insert(L, -2);
        return 2;
    }
    return 1;
}

/* Reads a library from the roots; leaves nil when none has it. */
static int
load_library(lua_State *L, const char *name)
{
    Sandbox *sandbox = sandbox_of(L);
    char relative[256];

    if (strstr(name, "..") != NULL || name[0] == '/' || strlen(name) > 200) {
        return luaL_error(L, "no such library: %s", name);
    }
    g_strlcpy(relative, name, sizeof relative);
    for (char *at = relative; *at != '\0'; at++) {
        *at = *at == '.' ? '/' : *at;
    }
    for (char **root = sandbox->roots; root != NULL && *root != NULL; root++) {
        lua_pushfstring(L, "%s/%s.lua", *root, relative);
        if (g_file_test(lua_tostring(L, -1), G_FILE_TEST_IS_REGULAR)) {
            if (luaL_loadfilex(L, lua_tostring(L, -1), "t") != LUA_OK) {
                return lua_error(L);
            }
            if (sandbox->loaded != NULL) {
                sandbox->loaded(sandbox->user, lua_tostring(L, -2));
            }
            return 1;
        }
        lua_pop(L, 1);
    }
    return luaL_error(L,
                      "no such library: %s (looked beside the scenario and in the installed "
                      "lua folder)",
                      name);
}

static int
tame_require(lua_State *L)
{
    const char *name = luaL_checkstring(L, 1);

    lua_settop(L, 1);
    lua_getfield(L, LUA_REGISTRYINDEX, "sandbox.loaded");
    if (lua_getfield(L, 2, name) != LUA_TNIL) {
        return 1;
    }
    lua_pop(L, 1);
    load_library(L, name);
    lua_call(L, 0, 1);
    if (lua_isnil(L, -1)) {
        lua_pushboolean(L, true);
        lua_replace(L, -2);
    }
    lua_pushvalue(L, -1);
    lua_setfield(L, 2, name);
    return 1;
}

static const luaL_Reg tame_base[] = {
    { "pcall", sandbox_pcall },
    { "xpcall", sandbox_xpcall },
    { "next", tame_next },
    { "pairs", tame_pairs },
    { "setmetatable", tame_setmetatable },
    { "tostring", tame_tostring },
    { "load", tame_load },
    { "require", tame_require },
    { NULL, NULL },
};

static const luaL_Reg tame_os[] = {
    { "time", os_time },
    { "clock", os_clock },
    { "date", os_date },
    { NULL, NULL },
};

static const luaL_Reg tame_math[] = {
    { "random", tame_random },
    { "randomseed", tame_random_seed },
    { NULL, NULL },
};

/* What is taken out of the libraries that stay. */
static const char *const removed_base[] = { "dofile", "loadfile", "collectgarbage",
                                            "warn",   "_G",       "_VERSION",
                                            NULL };
static const char *const removed_string[] = { "dump", NULL };

static void
remove_fields(lua_State *L, const char *const *names)
{
    for (; *names != NULL; names++) {
        lua_pushnil(L);
        lua_setfield(L, -2, *names);
    }
}

/* Strings share one metatable; scenarios may call its methods, not change them. */
static void
protect_strings(lua_State *L)
{
    lua_pushliteral(L, "");
    lua_getmetatable(L, -1);
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 2);
}

int
sandbox_open_libraries(lua_State *L)
{
    luaL_requiref(L, LUA_GNAME, luaopen_base, 1);
    luaL_requiref(L, LUA_STRLIBNAME, luaopen_string, 1);
    remove_fields(L, removed_string);
    luaL_requiref(L, LUA_TABLIBNAME, luaopen_table, 1);
    lua_getfield(L, -1, "sort");
    lua_setfield(L, LUA_REGISTRYINDEX, "sandbox.sort");
    luaL_requiref(L, LUA_MATHLIBNAME, luaopen_math, 1);
    luaL_setfuncs(L, tame_math, 0);
    luaL_requiref(L, LUA_UTF8LIBNAME, luaopen_utf8, 1);
    lua_settop(L, 0);
    lua_newtable(L);
    lua_setfield(L, LUA_REGISTRYINDEX, "sandbox.loaded");
    lua_pushglobaltable(L);
    luaL_newlib(L, tame_os);
    lua_setfield(L, -2, "os");
    luaL_setfuncs(L, tame_base, 0);
    remove_fields(L, removed_base);
    protect_strings(L);
    return 0;
}
