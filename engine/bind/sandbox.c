/* SPDX-License-Identifier: Apache-2.0
 *
 * Tamed Lua: the budgets, and pcall and xpcall that do not swallow them.
 */
#include "engine/bind/sandbox.h"

#include <lauxlib.h>

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#define HOOK_EVERY 1000

Sandbox *
sandbox_of(lua_State *L)
{
    return *(Sandbox **)lua_getextraspace(L);
}

static void *
allocate(void *user, void *block, size_t size, size_t new_size)
{
    Sandbox *sandbox = user;
    size_t held = block == NULL ? 0 : size;

    if (new_size == 0) {
        sandbox->memory -= held;
        free(block);
        return NULL;
    }
    if (new_size > held && sandbox->memory + (new_size - held) > sandbox->memory_max) {
        return NULL;
    }
    block = realloc(block, new_size);
    if (block != NULL) {
        sandbox->memory += new_size - held;
    }
    return block;
}

/* The first one counts; from then on the hook fires at every instruction, so that code behind a
 * pcall is stopped as well. */
static void
exceed(lua_State *L, Sandbox *sandbox, const char *why)
{
    if (!sandbox->over) {
        lua_Debug where;

        sandbox->over = true;
        where.currentline = 0;
        for (int level = 0; lua_getstack(L, level, &where); level++) {
            lua_getinfo(L, "Sl", &where);
            if (where.currentline > 0) {
                break;
            }
        }
        snprintf(sandbox->message, sizeof sandbox->message, "%s:%d: %s",
                 where.currentline > 0 ? where.short_src : "?", where.currentline, why);
    }
}

static void
count_instructions(lua_State *L, lua_Debug *at)
{
    Sandbox *sandbox = sandbox_of(L);

    (void)at;
    sandbox->instructions += HOOK_EVERY;
    if (!sandbox->over && sandbox->instructions > sandbox->instructions_max) {
        exceed(L, sandbox,
               "this runs on and on without waiting: an endless loop? (the instruction budget "
               "is used up)");
    }
    if (sandbox->over) {
        lua_sethook(L, count_instructions, LUA_MASKCOUNT, 1);
        luaL_error(L, "%s", sandbox->message);
    }
}

void
sandbox_begin_slice(Sandbox *sandbox)
{
    sandbox->instructions = 0;
}

const char *
sandbox_exceeded(const Sandbox *sandbox)
{
    return sandbox->over ? sandbox->message : NULL;
}

/* Budgets may not be swallowed: pcall and xpcall look at what they caught. */
static void
check_budget(lua_State *L, int status)
{
    Sandbox *sandbox = sandbox_of(L);

    if (status == LUA_ERRMEM) {
        exceed(L, sandbox, "out of memory (the memory budget is used up)");
    }
    if (sandbox->over) {
        luaL_error(L, "%s", sandbox->message);
    }
}

static int
finish_pcall(lua_State *L, int status, lua_KContext context)
{
    (void)context;
    check_budget(L, status);
    if (status != LUA_OK && status != LUA_YIELD) {
        lua_pushboolean(L, false);
        lua_pushvalue(L, -2);
        return 2;
    }
    return lua_gettop(L);
}

int
sandbox_pcall(lua_State *L)
{
    luaL_checkany(L, 1);
    lua_pushboolean(L, true);
    lua_insert(L, 1);
    return finish_pcall(L, lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, 0, finish_pcall),
                        0);
}

static int
finish_xpcall(lua_State *L, int status, lua_KContext context)
{
    (void)context;
    check_budget(L, status);
    if (status == LUA_OK || status == LUA_YIELD) {
        lua_pushboolean(L, true);
        lua_replace(L, 1);
        return lua_gettop(L);
    }
    lua_pushvalue(L, 1);
    lua_insert(L, -2);
    lua_call(L, 1, 1);
    lua_pushboolean(L, false);
    lua_insert(L, -2);
    return 2;
}

/* The handler is called behind the error, not inside it: Lua would call it within the hook that
 * stops a loop, where no other hook can stop the handler's own. */
int
sandbox_xpcall(lua_State *L)
{
    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_pushvalue(L, 1);
    lua_copy(L, 2, 1); /* handler, handler, ..., function */
    lua_replace(L, 2); /* handler, function, ... */
    return finish_xpcall(L, lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, 0, finish_xpcall),
                         0);
}

static int64_t
no_time(void *user)
{
    (void)user;
    return 0;
}

bool
sandbox_open(Sandbox *sandbox, uint64_t seed)
{
    if (sandbox->memory_max == 0) {
        sandbox->memory_max = SANDBOX_MEMORY_MAX;
    }
    if (sandbox->instructions_max == 0) {
        sandbox->instructions_max = SANDBOX_INSTRUCTIONS_MAX;
    }
    if (sandbox->now == NULL) {
        sandbox->now = no_time;
    }
    sandbox->random = prng_keyed(seed, NULL, "lua", 0);
    sandbox->lua = lua_newstate(allocate, sandbox);
    if (sandbox->lua == NULL) {
        return false;
    }
    *(Sandbox **)lua_getextraspace(sandbox->lua) = sandbox;
    lua_sethook(sandbox->lua, count_instructions, LUA_MASKCOUNT, HOOK_EVERY);
    lua_pushcfunction(sandbox->lua, sandbox_open_libraries);
    return lua_pcall(sandbox->lua, 0, 0, 0) == LUA_OK;
}

void
sandbox_close(Sandbox *sandbox)
{
    if (sandbox->lua != NULL) {
        lua_close(sandbox->lua);
        sandbox->lua = NULL;
    }
}
