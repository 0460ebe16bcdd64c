/* SPDX-License-Identifier: Apache-2.0
 *
 * What the bindings share: places, problems, the one door from C to Lua.
 */
#include "engine/bind/bind.h"

#include <string.h>

#include "engine/text.h"

Script *
bind_script(lua_State *L)
{
    return (Script *)sandbox_of(L);
}

const BindWord *
bind_row(lua_State *L)
{
    static const BindWord assignment = { .name =
                                             "set" }; /* bay[reference] = value has no row */
    const BindWord *row = lua_touserdata(L, lua_upvalueindex(1));

    return row != NULL ? row : &assignment;
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

/* An error that is no text is not asked for one: its __tostring would run outside of any call.
 */
static void
push_error(lua_State *L, Script *script, lua_State *thread)
{
    Place place = bind_place(thread);

    if (lua_isstring(thread, -1)) {
        push_with_whole_path(L, script, lua_tostring(thread, -1));
    } else {
        lua_pushfstring(L, "%s:%d: an error that is no text but %s", place.file, place.line,
                        bind_describe(thread, -1));
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
        push_error(L, script, thread);
        luaL_traceback(L, thread, lua_tostring(L, -1), 0);
    }
    return status;
}
