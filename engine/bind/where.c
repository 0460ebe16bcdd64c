/* SPDX-License-Identifier: Apache-2.0
 *
 * where = function(e) ... end: a scenario's own word about an event. It is asked inside the
 * handler of the event, through the one door, in a thread of its own that was made beforehand;
 * so nothing of the handler's is jumped over. It looks and does nothing: words refuse there,
 * and its instructions count for the task that is running, if there is one.
 */
#include "engine/bind/match.h"

typedef struct Where {
    Script *script;
    int function, thread; /* references in the registry */
    lua_State *lua;
} Where;

typedef struct Question {
    int function;
    const Event *event;
} Question;

static int
call_function(lua_State *L)
{
    const Question *question = lua_touserdata(L, 1);

    lua_rawgeti(L, LUA_REGISTRYINDEX, question->function);
    bind_push_event(L, question->event);
    lua_call(L, 1, 1);
    return 1;
}

static void
tell_broken(Script *script)
{
    lua_State *L = script->sandbox.lua;
    const char *message = lua_tostring(L, -1);

    script->broken = true;
    script->host->broken(script->host->user, message != NULL ? message : "a where function");
    lua_pop(L, 1);
}

static bool
ask(void *user, const Event *event)
{
    Where *where = user;
    Script *script = where->script;
    Question question = { where->function, event };
    Task *running = script->running;
    uint64_t instructions = script->sandbox.instructions;
    bool looking = script->looking, answer = false;
    int results = 0, status;

    if (script->host == NULL || script->broken) {
        return false;
    }
    lua_settop(where->lua, 0);
    lua_pushcfunction(where->lua, call_function);
    lua_pushlightuserdata(where->lua, &question);
    script->running = NULL;
    script->looking = true;
    status = bind_call(script, where->lua, 1, &results);
    script->looking = looking;
    script->running = running;
    script->sandbox.instructions += instructions;
    if (status == LUA_OK) {
        answer = lua_toboolean(where->lua, -1) != 0;
        lua_settop(where->lua, 0);
    } else {
        tell_broken(script);
    }
    return answer;
}

void
bind_take_where(lua_State *L, EventPattern *pattern)
{
    Script *script = bind_script(L);
    Where *where = g_new0(Where, 1);

    g_ptr_array_add(script->wheres, where);
    where->script = script;
    where->function = luaL_ref(L, LUA_REGISTRYINDEX);
    where->lua = lua_newthread(L);
    where->thread = luaL_ref(L, LUA_REGISTRYINDEX);
    pattern->ask = ask;
    pattern->ask_user = where;
}

void
bind_where_free(void *where)
{
    g_free(where);
}
