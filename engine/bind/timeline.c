/* SPDX-License-Identifier: Apache-2.0
 *
 * set, and log and print, which show texts.
 */
#include "engine/bind/bind.h"

#include <string.h>

#include "engine/signal.h"

/* A list of sets, one a point. */
static int
set_group(lua_State *L, int value, const Group *group)
{
    lua_newtable(L);
    for (unsigned i = 0; i < group->points->len; i++) {
        const SignalPoint *point = &g_array_index(group->points, SignalPoint, i);
        SetAction *set = bind_to_set(L, value, point->device, point->reference);

        if (set == NULL) {
            return bind_push_word(L, WORD_BROKEN, "set", NULL), 1;
        }
        bind_push_word(L, WORD_ACTION, "set", set);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* set(bay, reference, value) of one point or several, and set(group, value). */
static int
word_set(lua_State *L)
{
    const Group *group;
    const SignalPoint *only;
    SetAction *set;
    int value;

    lua_settop(L, 3);
    group = bind_to_points(L, 1, &value);
    if (group == NULL) {
        return bind_push_word(L, WORD_BROKEN, "set", NULL), 1;
    }
    if (lua_isnoneornil(L, value)) {
        return bind_refuse(L, "set needs a value for %s", group->text);
    }
    if (group->points->len > 1) {
        return set_group(L, value, group);
    }
    only = &g_array_index(group->points, SignalPoint, 0);
    set = bind_to_set(L, value, only->device, only->reference);
    bind_push_word(L, set == NULL ? WORD_BROKEN : WORD_ACTION, "set", set);
    return 1;
}

static int
word_log(lua_State *L)
{
    Script *script = bind_script(L);
    const char *text = luaL_tolstring(L, 1, NULL);

    if (script->host == NULL) {
        bind_push_word(L, WORD_ACTION, "log", mark_action_new(text));
        return 1;
    }
    script->host->log(script->host->user, text);
    return 0;
}

/* Outside of the timeline it shows while loading, too. */
static int
word_print(lua_State *L)
{
    luaL_Buffer buffer;
    int count = lua_gettop(L);
    Script *script = bind_script(L);

    luaL_buffinit(L, &buffer);
    for (int i = 1; i <= count; i++) {
        luaL_addstring(&buffer, i > 1 ? "\t" : "");
        lua_getglobal(L, "tostring"); /* ours: no addresses */
        lua_pushvalue(L, i);
        lua_call(L, 1, 1);
        luaL_addvalue(&buffer);
    }
    luaL_pushresult(&buffer);
    if (script->host != NULL) {
        script->host->log(script->host->user, lua_tostring(L, -1));
    } else {
        fprintf(stderr, "%s\n", lua_tostring(L, -1));
    }
    return 0;
}

const BindWord bind_timeline_words[] = {
    { "set", "set(ied, reference, value) or set(group, value)",
      "gives points a value, or { value=, q=, t= }; t is stamped, q kept unless given",
      word_set, BIND_LOAD | BIND_TASK },
    { "log", "log \"text\"", "shows a text and puts it among the events; in at and every too",
      word_log, BIND_LOAD | BIND_TASK },
    { "print", "print(...)", "shows a text on stderr", word_print, BIND_LOAD | BIND_TASK },
    { 0 },
};
