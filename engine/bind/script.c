/* SPDX-License-Identifier: Apache-2.0
 *
 * The Lua side of one scenario: the sandbox, the file, its global names, and then its words.
 */
#include "engine/bind/match.h"

#include <string.h>

#include "engine/data.h"

static int64_t
virtual_now(void *user)
{
    Script *script = user;

    return script->host == NULL ? 0 : clock_now(script->host->stage->clock);
}

static void
note_unknown(void *user, const char *name, int line, bool assigned)
{
    Script *script = user;
    lua_State *L = script->sandbox.lua;
    const char *names[256] = { NULL };
    unsigned count = 0;
    g_autofree char *text = NULL;

    if (assigned) {
        text = g_strdup_printf("%s: a scenario has no globals, write local %s", name, name);
    } else {
        lua_pushglobaltable(L);
        lua_pushnil(L);
        while (lua_next(L, -2) != 0 && count < G_N_ELEMENTS(names) - 1) {
            names[count++] = lua_tostring(L, -2);
            lua_pop(L, 1);
        }
        text = g_strdup_printf("no such word: %s%s", name, bind_suggestion(L, name, names));
        lua_settop(L, 1);
    }
    scenario_add_problem(script->scenario, script->scenario->path, line, text);
}

/* "path:12: what" as Lua writes it becomes a problem with that place. */
static void
note_error(Script *script, const char *message)
{
    Scenario *scenario = script->scenario;
    const char *rest = message;
    char *end;
    long line = 0;
    size_t length = strlen(script->short_source);

    if (strncmp(message, scenario->path, strlen(scenario->path)) == 0) {
        rest = message + strlen(scenario->path);
    } else if (length > 0 && strncmp(message, script->short_source, length) == 0) {
        rest = message + length;
    }
    if (rest != message && *rest == ':') {
        line = strtol(rest + 1, &end, 10);
        rest = *end == ':' ? end + 1 + (end[1] == ' ') : rest;
    }
    scenario_add_problem(scenario, scenario->path, (int)line, rest);
}

static int
take_scenario(lua_State *L)
{
    bind_take_scenario(L);
    return 0;
}

static bool
compile(Script *script)
{
    lua_State *L = script->sandbox.lua;
    Scenario *scenario = script->scenario;
    g_autofree char *chunk = g_strdup_printf("@%s", scenario->path);
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;
    lua_Debug about;
    size_t size;
    int status;

    if (!g_file_get_contents(scenario->path, &text, &size, &error)) {
        scenario_add_problem(scenario, scenario->path, 0, error->message);
        return false;
    }
    /* An empty function tells how Lua shortens the file's name. */
    luaL_loadbufferx(L, "", 0, chunk, "t");
    lua_getinfo(L, ">S", &about);
    g_strlcpy(script->short_source, about.short_src, sizeof script->short_source);
    status = luaL_loadbufferx(L, text, size, chunk, "t");
    if (status != LUA_OK) {
        note_error(script, lua_tostring(L, -1));
        return false;
    }
    sandbox_check_globals(L, note_unknown, script);
    return true;
}

static void
execute(Script *script)
{
    lua_State *L = script->sandbox.lua;
    lua_State *thread = lua_newthread(L);
    int anchor = luaL_ref(L, LUA_REGISTRYINDEX);
    int results = 0, status;

    lua_xmove(L, thread, 1);
    status = bind_call(script, thread, 0, &results);
    if (status == LUA_OK) {
        lua_settop(L, 0);
        lua_pushcfunction(L, take_scenario);
        if (results > 0) {
            lua_pushvalue(thread, -results);
            lua_xmove(thread, L, 1);
        } else {
            lua_pushnil(L);
        }
        status = lua_pcall(L, 1, 0, 0);
    } else if (status == LUA_YIELD) {
        lua_pushliteral(L, "a scenario file cannot wait; tasks can");
    }
    if (status != LUA_OK) {
        note_error(script, luaL_tolstring(L, -1, NULL));
    }
    lua_settop(L, 0);
    luaL_unref(L, LUA_REGISTRYINDEX, anchor);
}

static int
open_words(lua_State *L)
{
    bind_open(L);
    return 0;
}

static void
note_source(void *user, const char *path)
{
    scenario_add_source(((Script *)user)->scenario, path);
}

const char *
script_lua_version(void)
{
    return LUA_VERSION_MAJOR "." LUA_VERSION_MINOR "." LUA_VERSION_RELEASE;
}

Script *
script_load(struct Scenario *scenario)
{
    Script *script = g_new0(Script, 1);
    const ScenarioOptions *options = scenario->options;

    script->scenario = scenario;
    script->tasks = g_ptr_array_new_with_free_func((GDestroyNotify)bind_task_free);
    script->names = g_ptr_array_new_with_free_func(g_free);
    script->clients = g_ptr_array_new();
    script->wheres = g_ptr_array_new_with_free_func(bind_where_free);
    script->sandbox = (Sandbox){ .memory_max = options->memory_max,
                                 .instructions_max = options->instructions_max,
                                 .now = virtual_now,
                                 .loaded = note_source,
                                 .user = script,
                                 .roots = data_library_roots(scenario->folder) };
    if (!sandbox_open(&script->sandbox, options->seed)) {
        scenario_add_problem(scenario, scenario->path, 0, "no memory for Lua");
        return script;
    }
    lua_pushcfunction(script->sandbox.lua, open_words);
    if (lua_pcall(script->sandbox.lua, 0, 0, 0) != LUA_OK) {
        scenario_add_problem(scenario, scenario->path, 0,
                             lua_tostring(script->sandbox.lua, -1));
    } else if (compile(script)) {
        execute(script);
    }
    return script;
}

void
script_free(Script *script)
{
    if (script == NULL) {
        return;
    }
    script_end(script, false);
    script->host = NULL;
    sandbox_close(&script->sandbox);
    g_ptr_array_unref(script->tasks);
    g_ptr_array_unref(script->names);
    g_ptr_array_unref(script->clients);
    g_ptr_array_unref(script->wheres);
    g_strfreev(script->sandbox.roots);
    g_free(script);
}
