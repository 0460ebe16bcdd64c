/* SPDX-License-Identifier: Apache-2.0
 *
 * Options of words: tables checked against rows, with near names for wrong ones.
 */
#include "engine/bind/bind.h"
#include "engine/bind/word_options.h"

#include <math.h>
#include <string.h>

#include "engine/text.h"

/* "10.0.0.5", "10.0.0.5:40000", "[::1]", "[::1]:40000". */
bool
bind_is_client(const char *text)
{
    bool bracketed = text[0] == '[';
    size_t length = strcspn(text + bracketed, bracketed ? "]" : ":");
    g_autofree char *host = g_strndup(text + bracketed, length);
    const char *rest = text + bracketed + length;

    if (!g_hostname_is_ip_address(host) || (bracketed && *rest++ != ']')) {
        return false;
    }
    return *rest == '\0' || (rest[0] == ':' && rest[1] != '\0' &&
                             rest[strspn(rest + 1, "0123456789") + 1] == '\0');
}

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
    case OPTION_CLIENT:
        return lua_type(L, index) == LUA_TSTRING && bind_is_client(lua_tostring(L, index));
    case OPTION_BY:
        return bind_to_word(L, index, WORD_NAMED_CLIENT) != NULL || bind_is_broken(L, index) ||
               option_fits(L, index, OPTION_CLIENT);
    case OPTION_FUNCTION:
        return lua_isfunction(L, index);
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

const char *
bind_option_kind_name(OptionKind kind)
{
    static const char *const names[] = {
        [OPTION_TIME] = "a time such as \"1.5s\" or \"100ms\"",
        [OPTION_NUMBER] = "a number",
        [OPTION_COUNT] = "a count",
        [OPTION_BOOLEAN] = "true or false",
        [OPTION_STRING] = "a string",
        [OPTION_CLIENT] = "a client's address such as \"10.0.0.5\" or \"[::1]\"",
        [OPTION_BY] = "a declared client, or an address such as \"10.0.0.5\" or \"[::1]\"",
        [OPTION_FUNCTION] = "a function",
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
                             bind_option_kind_name(row->kind), bind_describe(L, -1));
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

/* "500" would be seconds where somebody meant milliseconds. */
static bool
has_unit(const char *text)
{
    return text[0] != '\0' && g_ascii_isalpha(text[strlen(text) - 1]);
}

bool
bind_to_time(lua_State *L, int index, int64_t *ns)
{
    if (lua_type(L, index) == LUA_TNUMBER) {
        lua_Number seconds = lua_tonumber(L, index);

        *ns = seconds >= 0 && seconds < 9e9 ? (int64_t)llround(seconds * 1e9) : -1;
        return *ns >= 0;
    }
    return lua_type(L, index) == LUA_TSTRING && has_unit(lua_tostring(L, index)) &&
           duration_parse(lua_tostring(L, index), ns);
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

bool
bind_option_client(lua_State *L, int index, const char *name, const char **client)
{
    const NamedClient *named = bind_option_named_client(L, index, name);

    if (named != NULL) {
        *client = named->name;
        return true;
    }
    return bind_option_string(L, index, name, client) && *client != NULL;
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
