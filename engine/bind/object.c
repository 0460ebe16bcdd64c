/* SPDX-License-Identifier: Apache-2.0
 *
 * Words, failures and events as Lua objects: who owns what stands behind them, and that no
 * declaration is thrown away unseen.
 */
#include "engine/bind/control.h"

#include <math.h>
#include <string.h>

#include "engine/field.h"
#include "engine/metric.h"
#include "engine/signal.h"

#define DEPTH_MAX 150
#define WORD_METATABLE "iedbench.word"
#define BROKEN_METATABLE "iedbench.broken"
#define NAMED_CLIENT_METATABLE "iedbench.named"
#define FAILURE_METATABLE "iedbench.failure"

static void
free_station(void *thing)
{
    Station *station = thing;

    g_ptr_array_unref(station->devices);
    g_free(station->name);
    g_free(station);
}

static void
free_group(void *thing)
{
    Group *group = thing;

    for (unsigned i = 0; i < group->points->len; i++) {
        g_free(g_array_index(group->points, SignalPoint, i).reference);
    }
    g_array_unref(group->points);
    g_free(group->text);
    g_free(group);
}

/* How a Word's thing goes; NULL: it belongs to somebody else. */
static void (*const free_thing[WORD_KINDS])(void *) = {
    [WORD_STATION] = free_station,
    [WORD_GROUP] = free_group,
    [WORD_SOURCE] = bind_source_free,
    [WORD_PATTERN] = (void (*)(void *))pattern_unref,
    [WORD_ACTION] = (void (*)(void *))action_unref,
    [WORD_ENTRY] = (void (*)(void *))entry_free,
    [WORD_METRIC] = (void (*)(void *))metric_unref,
    [WORD_EXPECTATION] = (void (*)(void *))expectation_free,
};

/* Kinds that are declarations: made, and not placed anywhere, they would do nothing. */
static bool
must_be_used(WordKind kind)
{
    return kind == WORD_ACTION || kind == WORD_ENTRY || kind == WORD_EXPECTATION ||
           kind == WORD_TASK || kind == WORD_SCENARIO;
}

static void
unlink_unused(Script *script, Word *word)
{
    for (Word **at = &script->unused; *at != NULL; at = &(*at)->next_unused) {
        if (*at == word) {
            *at = word->next_unused;
            return;
        }
    }
}

static int
collect_word(lua_State *L)
{
    Word *word = lua_touserdata(L, 1);

    if (!word->used) {
        unlink_unused(bind_script(L), word);
    }
    if (word->thing != NULL && free_thing[word->kind] != NULL) {
        free_thing[word->kind](word->thing);
    }
    word->thing = NULL;
    return 0;
}

/* An unused word is held by the registry until somebody looks. */
Word *
bind_push_word(lua_State *L, WordKind kind, const char *name, void *thing)
{
    static const char *const metatables[WORD_KINDS] = {
        [WORD_BROKEN] = BROKEN_METATABLE,    [WORD_DEVICE] = "iedbench.ied",
        [WORD_STATION] = "iedbench.station", [WORD_CLIENT] = "iedbench.client",
        [WORD_SOURCE] = "iedbench.source",   [WORD_SUBSCRIPTION] = "iedbench.subscription",
        [WORD_PROGRAM] = "iedbench.program", [WORD_ENTRY] = "iedbench.entry",
        [WORD_TASK] = "iedbench.entry",      [WORD_CLIENT_CONTROL] = "iedbench.client-control"
    };
    Script *script = bind_script(L);
    Place place = bind_place(L);
    Word *word = lua_newuserdatauv(L, sizeof *word, 0);
    const char *metatable =
        kind == WORD_NAMED_CLIENT ? NAMED_CLIENT_METATABLE : metatables[kind];

    *word = (Word){ .kind = kind,
                    .name = name,
                    .file = place.file,
                    .line = place.line,
                    .used = !must_be_used(kind),
                    .thing = thing };
    luaL_setmetatable(L, metatable != NULL ? metatable : WORD_METATABLE);
    if (!word->used) {
        word->next_unused = script->unused;
        script->unused = word;
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, word);
    }
    return word;
}

static bool
is_word(lua_State *L, int index)
{
    bool is = false;

    if (lua_type(L, index) == LUA_TUSERDATA && lua_getmetatable(L, index) != 0) {
        is = lua_getfield(L, -1, "iedbench") == LUA_TBOOLEAN;
        lua_pop(L, 2);
    }
    return is;
}

Word *
bind_to_word(lua_State *L, int index, WordKind kind)
{
    Word *word = is_word(L, index) ? lua_touserdata(L, index) : NULL;

    return word != NULL && word->kind == kind ? word : NULL;
}

bool
bind_is_broken(lua_State *L, int index)
{
    return bind_to_word(L, index, WORD_BROKEN) != NULL;
}

const char *
bind_describe(lua_State *L, int index)
{
    switch (lua_type(L, index)) {
    case LUA_TNIL:
    case LUA_TNONE:
        return "nothing";
    case LUA_TUSERDATA:
        return is_word(L, index) ? lua_pushfstring(L, "what %s gives",
                                                   ((Word *)lua_touserdata(L, index))->name)
                                 : "an object";
    case LUA_TSTRING:
        return lua_pushfstring(L, "the string \"%s\"", lua_tostring(L, index));
    case LUA_TNUMBER:
        return lua_pushfstring(L, "the number %s", luaL_tolstring(L, index, NULL));
    case LUA_TBOOLEAN:
        return lua_toboolean(L, index) ? "true" : "false";
    default:
        return lua_pushfstring(L, "a %s", luaL_typename(L, index));
    }
}

void
bind_use(lua_State *L, Word *word)
{
    if (!word->used) {
        word->used = true;
        unlink_unused(bind_script(L), word);
        lua_pushnil(L);
        lua_rawsetp(L, LUA_REGISTRYINDEX, word);
    }
}

void
bind_check_unused(lua_State *L)
{
    Script *script = bind_script(L);

    while (script->unused != NULL) {
        Word *word = script->unused;
        const char *file = word->file, *name = word->name;
        bool is_action = word->kind == WORD_ACTION;
        int line = word->line;

        bind_use(L, word);
        if (script->host != NULL) {
            luaL_error(L, "%s:%d: %s is thrown away here: act(%s(...)) performs it", file, line,
                       name, name);
        } else {
            g_autofree char *text =
                g_strdup_printf("%s is thrown away here: it must stand in scenario { ... }%s",
                                name, is_action ? ", in an at or every" : "");

            scenario_add_problem(script->scenario, file, line, text);
        }
    }
}

void
bind_check_depth(lua_State *L)
{
    if (lua_gettop(L) > DEPTH_MAX) {
        luaL_error(L, "lists are nested too deep");
    }
    luaL_checkstack(L, LUA_MINSTACK, "lists are nested too deep");
}

static int
show_failure(lua_State *L)
{
    lua_getfield(L, 1, "text");
    return 1;
}

void
bind_push_failure(lua_State *L, const char *kind, const char *text)
{
    lua_createtable(L, 0, 2);
    lua_pushstring(L, kind);
    lua_setfield(L, -2, "kind");
    lua_pushstring(L, text);
    lua_setfield(L, -2, "text");
    luaL_setmetatable(L, FAILURE_METATABLE);
}

void
bind_push_failure_of(lua_State *L, const char *kind, const char *what, const char *text)
{
    bind_push_failure(L, kind, text);
    lua_pushstring(L, what);
    lua_setfield(L, -2, "what");
}

bool
bind_is_failure(lua_State *L, int index)
{
    bool is = false;

    if (lua_istable(L, index) && lua_getmetatable(L, index) != 0) {
        luaL_getmetatable(L, FAILURE_METATABLE);
        is = lua_rawequal(L, -1, -2) != 0;
        lua_pop(L, 2);
    }
    return is;
}

static void
set_text(lua_State *L, const char *name, const char *text)
{
    if (text != NULL) {
        lua_pushstring(L, text);
        lua_setfield(L, -2, name);
    }
}

/* 5 and not 5.0, where it is whole. */
static void
push_number(lua_State *L, double number)
{
    if (number == floor(number) && fabs(number) < 1e15) {
        lua_pushinteger(L, (lua_Integer)number);
    } else {
        lua_pushnumber(L, number);
    }
}

/* What stands in the value as key=value: a number, true, false, or a text; in quotes always a
 * text. Nothing is owned here, as Lua may raise. */
static void
set_fields(lua_State *L, const char *value)
{
    Slice key, text;
    bool quoted;

    while (value != NULL && field_next(&value, &key, &text, &quoted)) {
        double number;

        lua_pushlstring(L, (const char *)key.data, key.size);
        if (!quoted && field_is_number(text, &number)) {
            push_number(L, number);
        } else if (!quoted &&
                   (slice_equals_string(text, "true") || slice_equals_string(text, "false"))) {
            lua_pushboolean(L, text.data[0] == 't');
        } else {
            lua_pushlstring(L, (const char *)text.data, text.size);
        }
        lua_settable(L, -3);
    }
}

void
bind_push_event(lua_State *L, const Event *event)
{
    double number;

    lua_newtable(L);
    set_fields(L, event->value);
    set_text(L, "kind", event_kind_name(event->kind));
    set_text(L, "ied", event->ied);
    set_text(L, "client", event->client);
    set_text(L, "address", event->address);
    set_text(L, "reference", event->reference);
    set_text(L, "value", event->value);
    if (event->value != NULL && field_is_number(slice_from_string(event->value), &number)) {
        push_number(L, number);
        lua_setfield(L, -2, "number");
    }
    lua_pushnumber(L, (lua_Number)event->time / 1e9);
    lua_setfield(L, -2, "time");
    lua_pushnumber(L, (lua_Number)(event->time - bind_script(L)->host->stage->zero) / 1e9);
    lua_setfield(L, -2, "at");
    bind_set_control_fields(L, event);
}

static int
show_word(lua_State *L)
{
    const Word *word = lua_touserdata(L, 1);

    if (word->kind == WORD_DEVICE) {
        lua_pushstring(L, ((const Device *)word->thing)->name);
    } else {
        lua_pushstring(L, word->name);
    }
    return 1;
}

/* Every word's metatable has the mark `iedbench` by which words are known. */
static void
open_metatable(lua_State *L, const char *name)
{
    luaL_newmetatable(L, name);
    lua_pushboolean(L, true);
    lua_setfield(L, -2, "iedbench");
    lua_pushcfunction(L, collect_word);
    lua_setfield(L, -2, "__gc");
    lua_pushcfunction(L, show_word);
    lua_setfield(L, -2, "__tostring");
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
}

/* What is made from a broken word is broken too, without another complaint. */
static int
give_broken(lua_State *L)
{
    bind_push_word(L, WORD_BROKEN, "", NULL);
    return 1;
}

static void
use_all(lua_State *L, int index)
{
    if (is_word(L, index)) {
        bind_use(L, lua_touserdata(L, index));
    } else if (lua_istable(L, index)) {
        bind_check_depth(L);
        for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, index); i++) {
            lua_rawgeti(L, index, i);
            use_all(L, lua_gettop(L));
            lua_pop(L, 1);
        }
    }
}

static int
call_broken(lua_State *L)
{
    int count = lua_gettop(L);

    for (int i = 2; i <= count; i++) {
        use_all(L, i);
    }
    return give_broken(L);
}

static int
ignore(lua_State *L)
{
    (void)L;
    return 0;
}

static void
open_broken(lua_State *L)
{
    luaL_getmetatable(L, BROKEN_METATABLE);
    lua_pushcfunction(L, give_broken);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, call_broken);
    lua_setfield(L, -2, "__call");
    lua_pushcfunction(L, ignore);
    lua_setfield(L, -2, "__newindex");
    lua_pop(L, 1);
}

void
bind_open_objects(lua_State *L)
{
    static const char *const metatables[] = { WORD_METATABLE,     BROKEN_METATABLE,
                                              "iedbench.ied",     "iedbench.station",
                                              "iedbench.client",  "iedbench.entry",
                                              "iedbench.source",  "iedbench.subscription",
                                              "iedbench.program", "iedbench.client-control" };

    for (unsigned i = 0; i < G_N_ELEMENTS(metatables); i++) {
        open_metatable(L, metatables[i]);
    }
    open_metatable(L, NAMED_CLIENT_METATABLE);
    open_broken(L);
    luaL_newmetatable(L, FAILURE_METATABLE);
    lua_pushcfunction(L, show_failure);
    lua_setfield(L, -2, "__tostring");
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
}
