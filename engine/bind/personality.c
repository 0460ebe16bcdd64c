/* SPDX-License-Identifier: Apache-2.0
 *
 * Reads personalities (engine/personality.h): a file is run in a sandbox of its own, without
 * any word of scenarios, and the table that it returns is checked key by key.
 */
#include "engine/personality.h"

#include <lauxlib.h>
#include <string.h>

#include "engine/bind/sandbox.h"
#include "engine/data.h"
#include "engine/text.h"

#define FOLDER "iedbench/personalities"
#define MEMORY_MAX (4u << 20)
#define INSTRUCTIONS_MAX 1000000
#define TEXTS_MAX 64

G_DEFINE_QUARK(iedbench - personality - error, personality_error)

/* Where a key stands in the file, as it is written: for messages. */
static int
line_of(const char *path, const char *key)
{
    g_autofree char *text = NULL;
    g_autofree char *pattern = g_strdup_printf("(^|[{,;\\s])%s\\s*=", key);
    g_autoptr(GRegex) regex = g_regex_new(pattern, 0, 0, NULL);
    g_auto(GStrv) lines = NULL;

    if (regex == NULL || !g_file_get_contents(path, &text, NULL, NULL)) {
        return 1;
    }
    lines = g_strsplit(text, "\n", -1);
    for (int i = 0; lines[i] != NULL; i++) {
        if (g_regex_match(regex, lines[i], 0, NULL)) {
            return i + 1;
        }
    }
    return 1;
}

static void
complain(const Personality *personality, const char *key, const char *what, GError **error)
{
    g_set_error(error, PERSONALITY_ERROR, 0, "%s:%d: %s", personality->path,
                key == NULL ? 1 : line_of(personality->path, key), what);
}

/* The text of a string, number or boolean on top of the stack; NULL for anything else. */
static char *
text_of(lua_State *L)
{
    switch (lua_type(L, -1)) {
    case LUA_TBOOLEAN:
        return g_strdup(lua_toboolean(L, -1) ? "true" : "false");
    case LUA_TNUMBER:
    case LUA_TSTRING:
        lua_pushvalue(L, -1);
        {
            char *text = g_strdup(lua_tostring(L, -1));

            lua_pop(L, 1);
            return text;
        }
    default:
        return NULL;
    }
}

/* The texts of the value on top of the stack, as the row's kind wants it; NULL: it is no such
 * thing. */
static char **
texts_of(lua_State *L, PersonalityKind kind)
{
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    bool list = lua_istable(L, -1);
    lua_Integer count = list ? MIN((lua_Integer)lua_rawlen(L, -1), TEXTS_MAX) : 1;

    if (list && kind != PERSONALITY_TEXTS) {
        return NULL;
    }
    for (lua_Integer i = 1; i <= count; i++) {
        char *text;

        if (list) {
            lua_rawgeti(L, -1, i);
        }
        text = text_of(L);
        if (list) {
            lua_pop(L, 1);
        }
        if (text == NULL) {
            return NULL;
        }
        g_ptr_array_add(texts, text);
    }
    g_ptr_array_add(texts, NULL);
    return (char **)g_ptr_array_steal(texts, NULL);
}

static bool
take_row(lua_State *L, Personality *personality, const PersonalityRow *row, GError **error)
{
    g_auto(GStrv) texts = texts_of(L, row->kind);
    g_autofree char *problem =
        texts == NULL
            ? g_strdup_printf("%s takes %s, not a %s", row->name,
                              row->kind == PERSONALITY_TEXTS ? "a text or a list of texts"
                                                             : "one value",
                              luaL_typename(L, -1))
            : personality_set(personality, row, (const char *const *)texts);

    if (problem != NULL) {
        complain(personality, row->name, problem, error);
    }
    return problem == NULL;
}

static const PersonalityRow *
find_row(const char *name)
{
    for (const PersonalityRow *row = personality_rows; row->name != NULL; row++) {
        if (strcmp(row->name, name) == 0) {
            return row;
        }
    }
    return NULL;
}

static void
complain_of_key(const Personality *personality, const char *key, GError **error)
{
    const char *names[64] = { NULL };
    const char *near;
    g_autofree char *what = NULL;

    for (unsigned i = 0; personality_rows[i].name != NULL && i < 63; i++) {
        names[i] = personality_rows[i].name;
    }
    near = suggest_name(key, names);
    what = g_strdup_printf("a personality has no %s%s%s%s", key,
                           near != NULL ? " (did you mean " : "", near != NULL ? near : "",
                           near != NULL ? "?)" : "");
    complain(personality, key, what, error);
}

/* Every key of the table on top of the stack is one of the rows. */
static bool
check_keys(lua_State *L, const Personality *personality, GError **error)
{
    for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) {
        const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : NULL;

        if (key == NULL) {
            complain(personality, NULL, "the keys of a personality are names", error);
            return false;
        }
        if (find_row(key) == NULL) {
            complain_of_key(personality, key, error);
            return false;
        }
    }
    return true;
}

static bool
take_table(lua_State *L, Personality *personality, GError **error)
{
    g_autofree char *problem = NULL;

    if (!lua_istable(L, -1)) {
        complain(personality, NULL, "a personality returns a table", error);
        return false;
    }
    if (!check_keys(L, personality, error)) {
        return false;
    }
    for (const PersonalityRow *row = personality_rows; row->name != NULL; row++) {
        lua_pushstring(L, row->name);
        if (lua_rawget(L, -2) != LUA_TNIL && !take_row(L, personality, row, error)) {
            return false;
        }
        lua_pop(L, 1);
    }
    problem = personality_check(personality);
    if (problem != NULL) {
        complain(personality, NULL, problem, error);
    }
    return problem == NULL;
}

/* What the file returns is on top of the stack. */
static bool
run_file(Sandbox *sandbox, const char *path, GError **error)
{
    lua_State *L = sandbox->lua;
    const char *over;

    sandbox_begin_slice(sandbox);
    if (luaL_loadfilex(L, path, "t") == LUA_OK && lua_pcall(L, 0, 1, 0) == LUA_OK) {
        return true;
    }
    over = sandbox_exceeded(sandbox);
    g_set_error(error, PERSONALITY_ERROR, 0, "%s",
                over != NULL               ? over
                : lua_isstring(L, -1) != 0 ? lua_tostring(L, -1)
                                           : "the file raises something");
    return false;
}

static Personality *
load_file(const char *name, const char *path, GError **error)
{
    Sandbox sandbox = { .memory_max = MEMORY_MAX, .instructions_max = INSTRUCTIONS_MAX };
    char *nowhere[] = { NULL };
    Personality *personality = personality_new(name, path);
    bool taken;

    sandbox.roots = nowhere;
    if (!sandbox_open(&sandbox, 0)) {
        g_set_error(error, PERSONALITY_ERROR, 0, "%s: there is no memory for it", path);
        personality_free(personality);
        return NULL;
    }
    taken = run_file(&sandbox, path, error) && take_table(sandbox.lua, personality, error);
    sandbox_close(&sandbox);
    if (!taken) {
        g_clear_pointer(&personality, personality_free);
    }
    return personality;
}

/* Sorted names, each once; the paths are in the same order. */
static void
find_all(const char *folder, GPtrArray *names, GPtrArray *paths)
{
    g_auto(GStrv) roots = data_library_roots(folder != NULL ? folder : ".");

    for (char **root = roots; *root != NULL; root++) {
        g_autofree char *place = g_build_filename(*root, FOLDER, NULL);
        g_autoptr(GDir) directory = g_dir_open(place, 0, NULL);
        const char *file;

        while (directory != NULL && (file = g_dir_read_name(directory)) != NULL) {
            g_autofree char *name = g_strndup(file, strlen(file) - MIN(strlen(file), 4));
            unsigned at = 0;

            if (!g_str_has_suffix(file, ".lua") || file[0] == '.' ||
                g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL)) {
                continue;
            }
            while (at < names->len && strcmp(names->pdata[at], name) < 0) {
                at++;
            }
            g_ptr_array_insert(names, (int)at, g_steal_pointer(&name));
            g_ptr_array_insert(paths, (int)at, g_build_filename(place, file, NULL));
        }
    }
}

Personality *
personality_load(const char *name, const char *folder, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    const char *near;
    unsigned at;

    if (g_str_has_suffix(name, ".lua")) {
        g_autofree char *path = g_path_is_absolute(name) || folder == NULL
                                    ? g_strdup(name)
                                    : g_build_filename(folder, name, NULL);

        return load_file(name, path, error);
    }
    find_all(folder, names, paths);
    if (g_ptr_array_find_with_equal_func(names, name, g_str_equal, &at)) {
        return load_file(name, paths->pdata[at], error);
    }
    g_ptr_array_add(names, NULL);
    near = suggest_name(name, (const char *const *)names->pdata);
    g_set_error(error, PERSONALITY_ERROR, 0,
                "no such personality: %s%s%s%s (see iedbench list personalities)", name,
                near != NULL ? ", did you mean " : "", near != NULL ? near : "",
                near != NULL ? "?" : "");
    return NULL;
}

GPtrArray *
personality_load_all(GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) all =
        g_ptr_array_new_with_free_func((GDestroyNotify)(void (*)(void))personality_free);

    find_all(NULL, names, paths);
    for (unsigned i = 0; i < names->len; i++) {
        Personality *personality = load_file(names->pdata[i], paths->pdata[i], error);

        if (personality == NULL) {
            return NULL;
        }
        g_ptr_array_add(all, personality);
    }
    return g_steal_pointer(&all);
}
