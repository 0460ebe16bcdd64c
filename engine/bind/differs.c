/* SPDX-License-Identifier: Apache-2.0
 *
 * ied { differs = { missing = ..., types = ..., conf_rev = ..., renamed = ... } }: a device
 * that is not as its SCL file says, built of an altered copy of it (sim/scl/alter.h).
 */
#include "engine/bind/bind.h"

#include <string.h>

/* What the table says so far. */
typedef struct Differs {
    GArray *alterations; /* SclAlteration */
    GPtrArray *texts;    /* for people; owned */
    GStringChunk *strings;
} Differs;

static const char *
keep(const Differs *differs, const char *text)
{
    return text == NULL ? NULL : g_string_chunk_insert(differs->strings, text);
}

static void
add(const Differs *differs, SclAlterationKind kind, const char *reference, const char *value)
{
    static const char *const words[] = { [SCL_ALTER_MISSING] = "is missing",
                                         [SCL_ALTER_TYPE] = "has the type ",
                                         [SCL_ALTER_CONF_REV] = "has the ConfRev ",
                                         [SCL_ALTER_NAME] = "is called " };
    SclAlteration alteration = { kind, keep(differs, reference), keep(differs, value) };

    g_array_append_val(differs->alterations, alteration);
    g_ptr_array_add(differs->texts,
                    g_strconcat(reference != NULL        ? reference
                                : kind == SCL_ALTER_NAME ? "the IED"
                                                         : "every control block",
                                " ", words[kind], value, NULL));
}

/* The value on top of the stack as text, of a string or a whole number; NULL: it is neither. */
static const char *
text_of(lua_State *L, const Differs *differs)
{
    if (lua_isinteger(L, -1)) {
        g_autofree char *number =
            g_strdup_printf("%" G_GINT64_FORMAT, (gint64)lua_tointeger(L, -1));

        return keep(differs, number);
    }
    return lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : NULL;
}

/* "LD0/XCBR1", or a list of them. */
static bool
take_missing(lua_State *L, const Differs *differs)
{
    bool sound = true;

    if (lua_type(L, -1) == LUA_TSTRING) {
        add(differs, SCL_ALTER_MISSING, lua_tostring(L, -1), NULL);
        return true;
    }
    for (lua_Integer i = 1; lua_istable(L, -1) && i <= (lua_Integer)lua_rawlen(L, -1); i++) {
        lua_rawgeti(L, -1, i);
        sound = lua_type(L, -1) == LUA_TSTRING && sound;
        if (sound) {
            add(differs, SCL_ALTER_MISSING, lua_tostring(L, -1), NULL);
        }
        lua_pop(L, 1);
    }
    return sound && lua_istable(L, -1);
}

/* { [reference] = value, ... } */
static bool
take_pairs(lua_State *L, const Differs *differs, SclAlterationKind kind)
{
    if (!lua_istable(L, -1)) {
        return false;
    }
    for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) {
        const char *value = text_of(L, differs);

        if (lua_type(L, -2) != LUA_TSTRING || value == NULL) {
            lua_pop(L, 2);
            return false;
        }
        add(differs, kind, lua_tostring(L, -2), value);
    }
    return true;
}

static bool
take_types(lua_State *L, const Differs *differs)
{
    return take_pairs(L, differs, SCL_ALTER_TYPE);
}

static bool
take_conf_rev(lua_State *L, const Differs *differs)
{
    if (lua_isinteger(L, -1) && lua_tointeger(L, -1) >= 0) {
        add(differs, SCL_ALTER_CONF_REV, NULL, text_of(L, differs));
        return true;
    }
    return take_pairs(L, differs, SCL_ALTER_CONF_REV);
}

static bool
take_renamed(lua_State *L, const Differs *differs)
{
    const char *name = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
    size_t length = strlen(name);

    if (length == 0 || length > 60 || !g_ascii_isalpha(name[0]) ||
        strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") !=
            length) {
        return false;
    }
    add(differs, SCL_ALTER_NAME, NULL, name);
    return true;
}

static const struct {
    const char *name;
    bool (*take)(lua_State *L, const Differs *differs);
    const char *wants;
} keys[] = {
    { "missing", take_missing, "a reference or a list of them" },
    { "types", take_types, "{ [\"LD0/MMXU1.TotW.mag.f\"] = \"INT32\" }" },
    { "conf_rev", take_conf_rev, "a number, or { [\"LD0/LLN0.brcbStatus\"] = 7 }" },
    { "renamed", take_renamed, "the name of an IED" },
};

/* The table is on top of the stack. */
static bool
take_table(lua_State *L, const Differs *differs)
{
    const char *names[G_N_ELEMENTS(keys) + 1] = { NULL };

    for (unsigned i = 0; i < G_N_ELEMENTS(keys); i++) {
        names[i] = keys[i].name;
        lua_pushstring(L, keys[i].name);
        if (lua_rawget(L, -2) != LUA_TNIL && !keys[i].take(L, differs)) {
            bind_problem(L, "ied: differs.%s takes %s", keys[i].name, keys[i].wants);
            return false;
        }
        lua_pop(L, 1);
    }
    for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) {
        const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "";

        if (!g_strv_contains(names, key)) {
            bind_problem(L, "ied: differs has no %s%s", key, bind_suggestion(L, key, names));
            return false;
        }
    }
    return true;
}

static int
compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static SclFile *
load(lua_State *L, const SclFile *file, const char *ied, const Differs *differs)
{
    Scenario *scenario = bind_script(L)->scenario;
    GError *error = NULL;
    SclFile *altered =
        scl_load_altered(file->path, ied, (SclAlteration *)(void *)differs->alterations->data,
                         differs->alterations->len, &error);

    if (altered == NULL) {
        lua_pushstring(L, error->message);
        g_error_free(error);
        bind_problem(L, "ied: differs: %s", lua_tostring(L, -1));
        lua_pop(L, 1);
        return NULL;
    }
    g_ptr_array_add(scenario->altered, altered);
    return altered;
}

SclFile *
bind_take_differs(lua_State *L, SclFile *file, const char *ied, char ***texts)
{
    int top = lua_gettop(L);
    Differs differs;

    *texts = NULL;
    if (lua_getfield(L, 1, "differs") == LUA_TNIL) {
        lua_settop(L, top);
        return file;
    }
    differs = (Differs){ g_array_new(FALSE, FALSE, sizeof(SclAlteration)),
                         g_ptr_array_new_with_free_func(g_free), g_string_chunk_new(256) };
    file = take_table(L, &differs) ? load(L, file, ied, &differs) : NULL;
    if (file != NULL) {
        g_ptr_array_sort(differs.texts, compare_texts);
        g_ptr_array_add(differs.texts, NULL);
        *texts = g_strdupv((char **)differs.texts->pdata);
    }
    g_array_unref(differs.alterations);
    g_ptr_array_unref(differs.texts);
    g_string_chunk_free(differs.strings);
    lua_settop(L, top);
    return file;
}
