/* SPDX-License-Identifier: Apache-2.0
 *
 * stand_in("interrogates", function() ... end): a task that is played only when this client is
 * the one to be judged.
 */
#include "engine/bind/bind.h"
#include "engine/bind/word_options.h"

#include <string.h>

#include "engine/stand_in.h"

#define FAILS_MAX 16

static const BindOption stand_in_options[] = { { "background", OPTION_BOOLEAN, false },
                                               { "fails", OPTION_ANY, false },
                                               { NULL, OPTION_ANY, false } };

/* fails = "TEXT" or { "TEXT", ... }; NULL: not given, or told. */
static char **
take_fails(lua_State *L, int index)
{
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    bool wrong = false;

    lua_getfield(L, index, "fails");
    if (lua_type(L, -1) == LUA_TSTRING) {
        g_ptr_array_add(texts, g_strdup(lua_tostring(L, -1)));
    } else if (lua_istable(L, -1)) {
        lua_Integer length = (lua_Integer)lua_rawlen(L, -1);

        wrong = length == 0 || length > FAILS_MAX;
        for (lua_Integer i = 1; i <= length && !wrong; i++) {
            wrong = lua_rawgeti(L, -1, i) != LUA_TSTRING;
            g_ptr_array_add(texts, wrong ? NULL : g_strdup(lua_tostring(L, -1)));
            lua_pop(L, 1);
        }
    } else {
        wrong = !lua_isnil(L, -1);
    }
    lua_pop(L, 1);
    if (wrong) {
        bind_problem(L, "stand_in: fails is a text, or a list of up to %d", FAILS_MAX);
    }
    if (wrong || texts->len == 0) {
        return NULL;
    }
    g_ptr_array_add(texts, NULL);
    return (char **)g_ptr_array_free(g_steal_pointer(&texts), FALSE);
}

/* The one of this name, made by its first function; a second function must not say else. */
static StandIn *
take_stand_in(lua_State *L, const char *name, int options)
{
    Scenario *scenario = bind_script(L)->scenario;
    Place place = bind_place(L);
    StandIn *stand_in = NULL;
    char **fails = options == 0 ? NULL : take_fails(L, options);

    for (unsigned i = 0; i < scenario->stand_ins->len && stand_in == NULL; i++) {
        StandIn *other = scenario->stand_ins->pdata[i];

        stand_in = strcmp(other->name, name) == 0 ? other : NULL;
    }
    if (stand_in == NULL) {
        stand_in = stand_in_new(name, fails, place.file, place.line);
        g_ptr_array_add(scenario->stand_ins, stand_in);
    } else if (fails != NULL) {
        g_strfreev(fails);
        bind_problem(L, "stand_in: what \"%s\" fails in stands with its first function", name);
    }
    return stand_in;
}

/* stand_in(name, [options,] function) */
static int
word_stand_in(lua_State *L)
{
    int at = lua_istable(L, 2) ? 3 : 2;
    const char *name;
    Task *task;

    if (lua_type(L, 1) != LUA_TSTRING || lua_type(L, at) != LUA_TFUNCTION) {
        return bind_refuse(L, "stand_in takes a name and a function, not %s and %s",
                           bind_describe(L, 1), bind_describe(L, at));
    }
    name = lua_tostring(L, 1);
    if (name[0] == '\0' || strcmp(name, STAND_IN_NONE) == 0) {
        return bind_refuse(
            L, "stand_in: its name cannot be \"%s\": --stand-in none means nobody", name);
    }
    if (at == 3 && !bind_check_options(L, 2, stand_in_options, false)) {
        return bind_push_word(L, WORD_BROKEN, "stand_in", NULL), 1;
    }
    task = bind_push_task(L, "stand_in", at);
    task->stand_in = take_stand_in(L, name, at == 3 ? 2 : 0);
    if (at == 3) {
        bind_option_boolean(L, 2, "background", &task->background);
    }
    return 1;
}

const BindWord bind_stand_in_words[] = {
    { "stand_in", "stand_in(name, [{ fails=, background= },] function)",
      "a client that can be played in place of the one under test: a task; the first is played "
      "unless --stand-in names another, or none; one that is wrong on purpose says what it "
      "fails "
      "in",
      word_stand_in, BIND_LOAD },
    { 0 },
};

static void
tell_names(Scenario *scenario)
{
    const char *wanted = scenario->options->stand_in;
    GString *text = g_string_new(NULL);
    g_autofree char *whole = NULL;

    g_string_printf(text, "no stand-in is called \"%s\"", wanted);
    for (unsigned i = 0; i < scenario->stand_ins->len; i++) {
        g_string_append_printf(text, "%s\"%s\"", i == 0 ? "; there are " : ", ",
                               ((const StandIn *)scenario->stand_ins->pdata[i])->name);
    }
    whole = g_string_free(text, FALSE);
    scenario_add_problem(scenario, scenario->path, 0, whole);
}

void
bind_choose_stand_in(Script *script)
{
    Scenario *scenario = script->scenario;
    const char *wanted = scenario->options->stand_in;

    if (wanted == NULL || strcmp(wanted, STAND_IN_NONE) != 0) {
        scenario->stand_in = stand_in_find(scenario->stand_ins, wanted);
        if (scenario->stand_in == NULL && wanted != NULL) {
            tell_names(scenario);
        }
    }
    for (unsigned i = 0; i < script->tasks->len; i++) {
        Task *task = script->tasks->pdata[i];

        if (task->stand_in != NULL && task->stand_in != scenario->stand_in) {
            task->state = TASK_DONE;
        }
    }
}

const BindWordOptions bind_stand_in_options[] = {
    { bind_stand_in_words, "stand_in", stand_in_options, NULL },
    { 0 },
};
