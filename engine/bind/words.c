/* SPDX-License-Identifier: Apache-2.0
 *
 * The words of scenarios, from their rows: as globals, as fields of libraries, as methods, and
 * as a list for people.
 */
#include "engine/bind/entry.h"
#include "engine/bind/source.h"

#include <string.h>

#include "engine/fault.h"

int
bind_call_word(lua_State *L)
{
    const BindWord *row = bind_row(L);
    Script *script = bind_script(L);

    if (script->looking && (row->where & BIND_LOOK) == 0) {
        return luaL_error(L, "%s: a where function looks at its event and does nothing",
                          row->name);
    }
    if (script->host == NULL && (row->where & BIND_LOAD) == 0) {
        return bind_refuse(L, "%s is for tasks", row->name);
    }
    if (script->host != NULL && (row->where & BIND_TASK) == 0) {
        return luaL_error(L, "%s is a declaration: it cannot come inside a task", row->name);
    }
    return row->function(L);
}

static void
push_word_function(lua_State *L, const BindWord *row)
{
    lua_pushlightuserdata(L, (void *)row);
    lua_pushcclosure(L, bind_call_word, 1);
}

void
bind_push_methods(lua_State *L, const BindWord *rows)
{
    lua_newtable(L);
    for (; rows->name != NULL; rows++) {
        push_word_function(L, rows);
        lua_setfield(L, -2, rows->name);
    }
}

const char **
bind_names(const BindWord *rows)
{
    unsigned count = 0;
    const char **names;

    while (rows[count].name != NULL) {
        count++;
    }
    names = g_new0(const char *, count + 1);
    for (unsigned i = 0; i < count; i++) {
        names[i] = rows[i].name;
    }
    return names;
}

/* Fields of a library that do not exist: told with a near name. Upvalue 1: the library's name.
 */
static int
unknown_field(lua_State *L)
{
    const char *key = luaL_tolstring(L, 2, NULL);
    const char *names[128] = { NULL };
    unsigned count = 0;

    lua_pushnil(L);
    while (lua_next(L, 1) != 0 && count < G_N_ELEMENTS(names) - 1) {
        names[count++] = lua_tostring(L, -2);
        lua_pop(L, 1);
    }
    return bind_refuse(L, "%s has no word %s%s", lua_tostring(L, lua_upvalueindex(1)), key,
                       bind_suggestion(L, key, names));
}

/* "client.connect" goes into the table `client`, made when it is first met. */
static void
set_word(lua_State *L, const BindWord *row)
{
    const char *dot = strchr(row->name, '.');

    if (dot == NULL) {
        push_word_function(L, row);
        lua_setglobal(L, row->name);
        return;
    }
    lua_pushlstring(L, row->name, (size_t)(dot - row->name));
    if (lua_getglobal(L, lua_tostring(L, -1)) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_newtable(L);
        lua_pushvalue(L, -3);
        lua_pushcclosure(L, unknown_field, 1);
        lua_setfield(L, -2, "__index");
        lua_setmetatable(L, -2);
        lua_pushvalue(L, -1);
        lua_setglobal(L, lua_tostring(L, -3));
    }
    push_word_function(L, row);
    lua_setfield(L, -2, dot + 1);
    lua_pop(L, 2);
}

/* A row each, so that additions merge. */
/* clang-format off */
static const BindWord *const global_words[] = {
    bind_scenario_words,
    bind_ied_words,
    bind_timeline_words,
    bind_signal_words,
    bind_expect_words,
    bind_expect_group_words,
    bind_expect_client_words,
    bind_expect_each_words,
    bind_stand_in_words,
    bind_metric_words,
    bind_counter_words,
    bind_task_words,
    bind_client_words,
    bind_clock_words,
    bind_power_words,
    bind_block_words,
    bind_fault_words,
    bind_playback_words,
    bind_entry_words,
    bind_pace_words,
    bind_json_words,
    bind_http_words,
    bind_eventually_words,
    bind_exec_words,
    bind_control_words,
    NULL
};
static const BindWord *const methods[] = {
    bind_named_client_words,
    bind_ied_methods,
    bind_event_methods,
    bind_station_methods,
    bind_rcb_methods,
    bind_log_methods,
    bind_settings_methods,
    bind_publication_methods,
    bind_client_methods,
    bind_subscription_methods,
    bind_fault_methods,
    bind_control_methods,
    bind_control_request_methods,
    bind_client_control_methods,
    bind_response_methods,
    bind_program_methods,
    NULL
};
/* clang-format on */

/* A global that does not exist is an error wherever it is met; the check before the run has
 * found nearly all of them already. */
static int
unknown_global(lua_State *L)
{
    return bind_refuse(L, "no such word: %s", luaL_tolstring(L, 2, NULL));
}

static int
refuse_global(lua_State *L)
{
    bind_problem(L, "%s: a scenario has no globals, write local %s", lua_tostring(L, 2),
                 lua_tostring(L, 2));
    return 0;
}

void
bind_open(lua_State *L)
{
    bind_open_objects(L);
    for (unsigned i = 0; global_words[i] != NULL; i++) {
        for (const BindWord *row = global_words[i]; row->name != NULL; row++) {
            set_word(L, row);
        }
    }
    bind_open_ied(L);
    bind_open_entries(L);
    bind_open_client(L);
    bind_open_named_clients(L);
    bind_open_sources(L);
    bind_open_subscription(L);
    bind_open_faults(L);
    bind_open_exec(L);
    bind_open_json(L);
    bind_open_http(L);
    bind_open_control_requests(L);
    bind_open_client_controls(L);
    lua_pushglobaltable(L);
    lua_newtable(L);
    lua_pushcfunction(L, unknown_global);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, refuse_global);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_pop(L, 1);
}

void
script_list_words(ScriptShowWord show, void *user)
{
    for (unsigned i = 0; global_words[i] != NULL; i++) {
        for (const BindWord *row = global_words[i]; row->name != NULL; row++) {
            show(user, row->usage, row->help, row);
        }
    }
    for (unsigned i = 0; fault_types[i] != NULL; i++) {
        g_autofree char *usage = bind_fault_usage(fault_types[i]);

        show(user, usage, fault_types[i]->help, NULL);
    }
    for (unsigned i = 0; methods[i] != NULL; i++) {
        for (const BindWord *row = methods[i]; row->name != NULL; row++) {
            show(user, row->usage, row->help, row);
        }
    }
}
