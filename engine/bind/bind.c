/* SPDX-License-Identifier: Apache-2.0
 *
 * What the bindings share: places, problems, words as Lua objects, options, the one door from C
 * to Lua.
 */
#include "engine/bind/bind.h"

#include <math.h>
#include <string.h>

#include "engine/signal.h"
#include "engine/text.h"

#define DEPTH_MAX 150
#define WORD_METATABLE "iedbench.word"
#define BROKEN_METATABLE "iedbench.broken"
#define FAILURE_METATABLE "iedbench.failure"

Script *
bind_script(lua_State *L)
{
    return (Script *)sandbox_of(L);
}

const BindWord *
bind_row(lua_State *L)
{
    return lua_touserdata(L, lua_upvalueindex(1));
}

static const char *
intern_name(Script *script, const char *name)
{
    for (unsigned i = 0; i < script->names->len; i++) {
        if (strcmp(script->names->pdata[i], name) == 0) {
            return script->names->pdata[i];
        }
    }
    g_ptr_array_add(script->names, g_strdup(name));
    return script->names->pdata[script->names->len - 1];
}

Place
bind_place(lua_State *L)
{
    Script *script = bind_script(L);
    Place place = { script->scenario->path, 0 };
    lua_Debug frame;

    for (int level = 0; lua_getstack(L, level, &frame) != 0; level++) {
        lua_getinfo(L, "Sl", &frame);
        if (frame.currentline <= 0 || frame.source[0] != '@') {
            continue;
        }
        if (strcmp(frame.source + 1, script->scenario->path) == 0) {
            return (Place){ script->scenario->path, frame.currentline };
        }
        if (place.line == 0) {
            place = (Place){ intern_name(script, frame.source + 1), frame.currentline };
        }
    }
    return place;
}

static void
tell(lua_State *L, const char *text)
{
    Script *script = bind_script(L);
    Place place = bind_place(L);

    if (script->host != NULL) {
        lua_pushfstring(L, "%s:%d: %s", place.file, place.line, text);
        lua_error(L);
    }
    scenario_add_problem(script->scenario, place.file, place.line, text);
}

/* The text is moved into Lua's hands first: `tell` may not return. */
static void
tell_formatted(lua_State *L, const char *format, va_list arguments)
{
    char *text = g_strdup_vprintf(format, arguments);
    char copy[1024];

    g_strlcpy(copy, text, sizeof copy);
    g_free(text);
    tell(L, copy);
}

void
bind_problem(lua_State *L, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    tell_formatted(L, format, arguments);
    va_end(arguments);
}

int
bind_refuse(lua_State *L, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    tell_formatted(L, format, arguments);
    va_end(arguments);
    bind_push_word(L, WORD_BROKEN, "", NULL);
    return 1;
}

const char *
bind_suggestion(lua_State *L, const char *wrong, const char *const *names)
{
    const char *near = suggest_name(wrong, names);

    return near == NULL ? lua_pushliteral(L, "")
                        : lua_pushfstring(L, " (did you mean %s?)", near);
}

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
    [WORD_PATTERN] = (void (*)(void *))pattern_unref,
    [WORD_ACTION] = (void (*)(void *))action_unref,
    [WORD_ENTRY] = (void (*)(void *))entry_free,
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
        [WORD_ENTRY] = "iedbench.entry",     [WORD_TASK] = "iedbench.entry"
    };
    Script *script = bind_script(L);
    Place place = bind_place(L);
    Word *word = lua_newuserdatauv(L, sizeof *word, 0);

    *word = (Word){ .kind = kind,
                    .name = name,
                    .file = place.file,
                    .line = place.line,
                    .used = !must_be_used(kind),
                    .thing = thing };
    luaL_setmetatable(L, metatables[kind] != NULL ? metatables[kind] : WORD_METATABLE);
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

/* Options. */

static bool
option_fits(lua_State *L, int index, OptionKind kind)
{
    int64_t ns;

    switch (kind) {
    case OPTION_TIME:
        return bind_to_time(L, index, &ns);
    case OPTION_NUMBER:
        return lua_type(L, index) == LUA_TNUMBER && isfinite(lua_tonumber(L, index));
    case OPTION_COUNT:
        return lua_isinteger(L, index) && lua_tointeger(L, index) >= 0 &&
               lua_tointeger(L, index) < UINT32_MAX;
    case OPTION_BOOLEAN:
        return lua_isboolean(L, index);
    case OPTION_STRING:
        return lua_type(L, index) == LUA_TSTRING;
    case OPTION_EVENT:
        return bind_to_word(L, index, WORD_PATTERN) != NULL || bind_is_broken(L, index);
    case OPTION_MOMENT:
        return option_fits(L, index, OPTION_EVENT) || bind_to_time(L, index, &ns);
    case OPTION_TABLE:
        return lua_istable(L, index);
    case OPTION_ANY:
        return true;
    }
    return false;
}

static const char *
option_kind_name(OptionKind kind)
{
    static const char *const names[] = {
        [OPTION_TIME] = "a time such as \"1.5s\" or \"100ms\"",
        [OPTION_NUMBER] = "a number",
        [OPTION_COUNT] = "a count",
        [OPTION_BOOLEAN] = "true or false",
        [OPTION_STRING] = "a string",
        [OPTION_EVENT] = "an event such as bay:associated()",
        [OPTION_MOMENT] = "an event or a time",
        [OPTION_TABLE] = "a table",
        [OPTION_ANY] = "anything",
    };

    return names[kind];
}

static bool
check_option(lua_State *L, const BindOption *rows, const char *word)
{
    const char *names[32] = { NULL };
    const char *key = lua_tostring(L, -2);
    unsigned count = 0;

    for (const BindOption *row = rows; row->name != NULL; row++) {
        if (strcmp(row->name, key) == 0) {
            if (!option_fits(L, -1, row->kind)) {
                bind_problem(L, "%s: %s takes %s, not %s", word, key,
                             option_kind_name(row->kind), bind_describe(L, -1));
                return false;
            }
            return true;
        }
        names[count++] = row->name;
    }
    bind_problem(L, "%s has no option %s%s", word, key, bind_suggestion(L, key, names));
    return false;
}

bool
bind_check_options(lua_State *L, int index, const BindOption *rows, bool list)
{
    const char *word = bind_row(L)->name;
    int top = lua_gettop(L);
    bool sound = true;

    if (!lua_isnoneornil(L, index) && !lua_istable(L, index)) {
        bind_problem(L, "%s takes its options as a table, not %s", word,
                     bind_describe(L, index));
        return false;
    }
    if (lua_istable(L, index)) {
        lua_pushnil(L);
        while (lua_next(L, index) != 0) {
            int here = lua_gettop(L);

            if (lua_type(L, -2) == LUA_TSTRING) {
                sound = check_option(L, rows, word) && sound;
            } else if (!list || !lua_isinteger(L, -2)) {
                bind_problem(L, "%s takes options by name, not %s", word, bind_describe(L, -1));
                sound = false;
            }
            lua_settop(L, here - 1);
        }
    }
    for (const BindOption *row = rows; row->name != NULL; row++) {
        if (row->required &&
            (!lua_istable(L, index) || lua_getfield(L, index, row->name) == LUA_TNIL)) {
            bind_problem(L, "%s needs %s", word, row->name);
            sound = false;
        }
        lua_settop(L, MAX(top, lua_gettop(L) - 1));
    }
    lua_settop(L, top);
    return sound;
}

/* Pushes the option; false, and nothing pushed, when it is not given. */
static bool
push_option(lua_State *L, int index, const char *name)
{
    if (!lua_istable(L, index)) {
        return false;
    }
    if (lua_getfield(L, index, name) == LUA_TNIL) {
        lua_pop(L, 1);
        return false;
    }
    return true;
}

bool
bind_to_time(lua_State *L, int index, int64_t *ns)
{
    if (lua_type(L, index) == LUA_TNUMBER) {
        lua_Number seconds = lua_tonumber(L, index);

        *ns = seconds >= 0 && seconds < 9e9 ? (int64_t)llround(seconds * 1e9) : -1;
        return *ns >= 0;
    }
    return lua_type(L, index) == LUA_TSTRING && duration_parse(lua_tostring(L, index), ns);
}

bool
bind_option_time(lua_State *L, int index, const char *name, int64_t *ns)
{
    bool given = push_option(L, index, name);

    if (given) {
        given = bind_to_time(L, -1, ns);
        lua_pop(L, 1);
    }
    return given;
}

bool
bind_option_number(lua_State *L, int index, const char *name, double *number)
{
    bool given = push_option(L, index, name);

    if (given) {
        *number = lua_tonumber(L, -1);
        lua_pop(L, 1);
    }
    return given;
}

bool
bind_option_count(lua_State *L, int index, const char *name, unsigned *count)
{
    bool given = push_option(L, index, name);

    if (given) {
        *count = (unsigned)lua_tointeger(L, -1);
        lua_pop(L, 1);
    }
    return given;
}

bool
bind_option_boolean(lua_State *L, int index, const char *name, bool *flag)
{
    bool given = push_option(L, index, name);

    if (given) {
        *flag = lua_toboolean(L, -1) != 0;
        lua_pop(L, 1);
    }
    return given;
}

bool
bind_option_string(lua_State *L, int index, const char *name, const char **text)
{
    bool given = push_option(L, index, name);

    if (given) {
        *text = lua_tostring(L, -1);
        lua_pop(L, 1);
    }
    return given;
}

EventPattern *
bind_option_event(lua_State *L, int index, const char *name)
{
    Word *word = NULL;

    if (push_option(L, index, name)) {
        word = bind_to_word(L, -1, WORD_PATTERN);
        lua_pop(L, 1);
    }
    return word == NULL ? NULL : word->thing;
}

/* Failures and events as Lua sees them. */

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

void
bind_push_event(lua_State *L, const Event *event)
{
    lua_newtable(L);
    set_text(L, "kind", event_kind_name(event->kind));
    set_text(L, "ied", event->ied);
    set_text(L, "client", event->client);
    set_text(L, "reference", event->reference);
    set_text(L, "value", event->value);
    lua_pushnumber(L, (lua_Number)event->time / 1e9);
    lua_setfield(L, -2, "time");
}

/* The door. */

/* Lua shortens long file names; people want them whole. */
static void
push_with_whole_path(lua_State *L, Script *script, const char *message)
{
    size_t length = strlen(script->short_source);

    if (length > 0 && strncmp(message, script->short_source, length) == 0 &&
        message[length] == ':') {
        lua_pushfstring(L, "%s%s", script->scenario->path, message + length);
    } else {
        lua_pushstring(L, message);
    }
}

int
bind_call(Script *script, lua_State *thread, int arguments, int *results)
{
    lua_State *L = script->sandbox.lua;
    int status;

    sandbox_begin_slice(&script->sandbox);
    status = lua_resume(thread, L, arguments, results);
    if (status == LUA_OK || status == LUA_YIELD) {
        return status;
    }
    lua_settop(L, 0);
    if (sandbox_exceeded(&script->sandbox) != NULL) {
        lua_pushstring(L, sandbox_exceeded(&script->sandbox));
    } else if (status == LUA_ERRMEM) {
        Place place = bind_place(thread);

        lua_pushfstring(L, "%s:%d: out of memory (the memory budget is used up)", place.file,
                        place.line);
    } else if (bind_is_failure(thread, -1)) {
        lua_xmove(thread, L, 1);
    } else {
        push_with_whole_path(L, script, luaL_tolstring(thread, -1, NULL));
        luaL_traceback(L, thread, lua_tostring(L, -1), 0);
    }
    return status;
}

/* Words in the world. */

static int
call_word(lua_State *L)
{
    const BindWord *row = bind_row(L);
    Script *script = bind_script(L);

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
    lua_pushcclosure(L, call_word, 1);
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
    const char *names[32] = { NULL };
    unsigned count = 0;

    lua_pushnil(L);
    while (lua_next(L, 1) != 0 && count < 31) {
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

static const BindWord *const global_words[] = { bind_scenario_words, bind_ied_words,
                                                bind_timeline_words, bind_signal_words,
                                                bind_expect_words,   bind_task_words,
                                                bind_client_words,   NULL };
static const BindWord *const methods[] = { bind_ied_methods, bind_event_methods,
                                           bind_station_methods, bind_client_methods, NULL };

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
bind_open(lua_State *L)
{
    static const char *const metatables[] = { WORD_METATABLE,    BROKEN_METATABLE,
                                              "iedbench.ied",    "iedbench.station",
                                              "iedbench.client", "iedbench.entry" };

    for (unsigned i = 0; i < G_N_ELEMENTS(metatables); i++) {
        open_metatable(L, metatables[i]);
    }
    open_broken(L);
    luaL_newmetatable(L, FAILURE_METATABLE);
    lua_pushcfunction(L, show_failure);
    lua_setfield(L, -2, "__tostring");
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
    for (unsigned i = 0; global_words[i] != NULL; i++) {
        for (const BindWord *row = global_words[i]; row->name != NULL; row++) {
            set_word(L, row);
        }
    }
    bind_open_ied(L);
    bind_open_timeline(L);
    bind_open_client(L);
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
            show(user, row->usage, row->help);
        }
    }
    for (unsigned i = 0; methods[i] != NULL; i++) {
        for (const BindWord *row = methods[i]; row->name != NULL; row++) {
            show(user, row->usage, row->help);
        }
    }
}
