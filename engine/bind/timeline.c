/* SPDX-License-Identifier: Apache-2.0
 *
 * at "1s" { ... }, every "1s" { ... } and set: entries of the timeline as data.
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
push_entry(lua_State *L, int64_t at)
{
    Word *word = bind_push_word(L, WORD_ENTRY, bind_row(L)->name, NULL);
    Entry *entry = entry_new(at);

    entry->line = word->line;
    word->thing = entry;
    return 1;
}

static int
word_at(lua_State *L)
{
    int64_t at;

    if (!bind_to_time(L, 1, &at)) {
        return bind_refuse(L, "at takes a time from time 0 on, such as \"1.5s\", not %s",
                           bind_describe(L, 1));
    }
    return push_entry(L, at);
}

/* every(period, { from=, to=, times= }) { ... } */
static int
word_every(lua_State *L)
{
    static const BindOption options[] = { { "from", OPTION_TIME, false },
                                          { "to", OPTION_TIME, false },
                                          { "times", OPTION_COUNT, false },
                                          { NULL, OPTION_ANY, false } };
    int64_t every, from, to = CLOCK_NEVER;
    unsigned times = 0;
    Entry *entry;

    lua_settop(L, 2);
    if (!bind_to_time(L, 1, &every) || every < CLOCK_MILLISECOND) {
        return bind_refuse(L, "every takes a period of at least \"1ms\", not %s",
                           bind_describe(L, 1));
    }
    if (!bind_check_options(L, 2, options, false)) {
        return bind_push_word(L, WORD_BROKEN, "every", NULL), 1;
    }
    from = every;
    bind_option_time(L, 2, "from", &from);
    bind_option_time(L, 2, "to", &to);
    bind_option_count(L, 2, "times", &times);
    if (to < from) {
        return bind_refuse(L, "every: it would end before it begins");
    }
    push_entry(L, from);
    entry = ((Word *)lua_touserdata(L, -1))->thing;
    entry->every = every;
    entry->until = to;
    entry->times = times;
    return 1;
}

static void
add_actions(lua_State *L, Entry *entry, int index, const char *name)
{
    Word *word = bind_to_word(L, index, WORD_ACTION);

    if (word != NULL) {
        bind_use(L, word);
        g_ptr_array_add(entry->actions, action_ref(word->thing));
    } else if (lua_istable(L, index)) {
        bind_check_depth(L);
        for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, index); i++) {
            lua_rawgeti(L, index, i);
            add_actions(L, entry, lua_gettop(L), name);
            lua_pop(L, 1);
        }
    } else if (bind_is_broken(L, index)) {
        entry->broken = true;
    } else {
        entry->broken = true;
        bind_problem(L, "%s does actions such as set or ramp; %s is none", name,
                     bind_describe(L, index));
    }
}

/* The braces behind at and every. */
static int
call_entry(lua_State *L)
{
    Word *word = lua_touserdata(L, 1);
    Entry *entry = word->thing;

    if (word->kind != WORD_ENTRY) {
        return bind_refuse(L, "%s cannot be called", word->name);
    }
    if (!lua_istable(L, 2) && bind_to_word(L, 2, WORD_ACTION) == NULL &&
        !bind_is_broken(L, 2)) {
        bind_problem(L, "%s \"...\" is followed by { actions }, not by %s", word->name,
                     bind_describe(L, 2));
    } else {
        add_actions(L, entry, 2, word->name);
    }
    lua_settop(L, 1);
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
    { "at", "at \"TIME\" { actions }",
      "at a time from time 0 on; its sets are one commit an IED", word_at, BIND_LOAD },
    { "every", "every(\"PERIOD\", { from=, to=, times= }) { actions }",
      "again and again; without to or times until the run ends", word_every, BIND_LOAD },
    { "set", "set(ied, reference, value) or set(group, value)",
      "gives points a value, or { value=, q=, t= }; t is stamped, q kept unless given",
      word_set, BIND_LOAD | BIND_TASK },
    { "log", "log \"text\"", "shows a text and puts it among the events; in at and every too",
      word_log, BIND_LOAD | BIND_TASK },
    { "print", "print(...)", "shows a text on stderr", word_print, BIND_LOAD | BIND_TASK },
    { 0 },
};

void
bind_open_timeline(lua_State *L)
{
    luaL_getmetatable(L, "iedbench.entry");
    lua_pushcfunction(L, call_entry);
    lua_setfield(L, -2, "__call");
    lua_pop(L, 1);
}
