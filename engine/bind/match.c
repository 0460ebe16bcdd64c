/* SPDX-License-Identifier: Apache-2.0
 *
 * Options of events. A field is asked for by its text, its number, true or false, or by a test:
 * { "<", 10 }, { ">=", 1, "<", 5 }, { "like", "object-*" }, { "contains", "x" },
 * { "in", { "on", "off" } }.
 */
#include "engine/bind/match.h"

#include <string.h>

#include "sim/client/client.h"

enum { OPTIONS_MAX = 24, TEXTS_MAX = 32 };

/* Kinds whose events never have a value. */
#define NO_VALUE                                                                               \
    (EVENT_MASK(EVENT_CONNECTED) | EVENT_MASK(EVENT_RELEASED) | EVENT_MASK(EVENT_BROWSED) |    \
     EVENT_MASK(EVENT_RCB_ENABLED) | EVENT_MASK(EVENT_RESERVED) |                              \
     EVENT_MASK(EVENT_GI_REQUESTED) | EVENT_MASK(EVENT_BUFFER_OVERFLOWED) |                    \
     EVENT_MASK(EVENT_POWERED_ON) | EVENT_MASK(EVENT_SELECT_EXPIRED))

static const struct {
    const char *name;
    FieldTestKind kind;
} text_tests[] = {
    { "like", FIELD_IS_LIKE }, { "contains", FIELD_CONTAINS }, { "in", FIELD_IS_ONE_OF },
    { "==", FIELD_IS },        { "~=", FIELD_IS_NOT },
};

/* One text, or for "in" those of a list, into `texts`; lent by Lua. */
static bool
collect_texts(lua_State *L, int index, FieldTestKind kind, const char **texts)
{
    lua_Integer count;

    if (kind != FIELD_IS_ONE_OF) {
        texts[0] = lua_type(L, index) == LUA_TSTRING ? lua_tostring(L, index) : NULL;
        return texts[0] != NULL;
    }
    count = lua_istable(L, index) ? (lua_Integer)lua_rawlen(L, index) : 0;
    for (lua_Integer i = 1; i <= count && i < TEXTS_MAX; i++) {
        lua_rawgeti(L, index, i);
        texts[i - 1] = luaL_tolstring(L, -1, NULL);
        lua_remove(L, -2); /* the text stays on the stack */
    }
    return count > 0 && count < TEXTS_MAX;
}

/* A sign at `index`, what it compares with behind it. */
static bool
add_test(lua_State *L, EventPattern *pattern, const char *field, int index)
{
    const char *sign = lua_tostring(L, index);
    const char *texts[TEXTS_MAX] = { NULL };
    const Comparison *comparison = comparison_find(sign);
    int operand = index + 1;

    if (comparison != NULL && lua_type(L, operand) == LUA_TNUMBER) {
        pattern_add_test(pattern,
                         field_test_new_number(field, comparison, lua_tonumber(L, operand)));
        return true;
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(text_tests); i++) {
        if (strcmp(text_tests[i].name, sign) != 0) {
            continue;
        }
        if (!collect_texts(L, operand, text_tests[i].kind, texts)) {
            bind_problem(L, "%s: \"%s\" compares with %s, not %s", field, sign,
                         text_tests[i].kind == FIELD_IS_ONE_OF ? "a list" : "a text",
                         bind_describe(L, operand));
            return false;
        }
        pattern_add_test(pattern, field_test_new(field, text_tests[i].kind, texts));
        return true;
    }
    if (comparison != NULL) {
        bind_problem(L, "%s: \"%s\" compares with a number, not %s", field, sign,
                     bind_describe(L, operand));
        return false;
    }
    bind_problem(L, "%s: no such test: \"%s\"; there are < <= > >= == ~= like contains in",
                 field, sign);
    return false;
}

/* { sign, operand, sign, operand, ... } */
static bool
add_tests(lua_State *L, EventPattern *pattern, const char *field, int table)
{
    lua_Integer count = (lua_Integer)lua_rawlen(L, table);
    int top = lua_gettop(L);

    for (lua_Integer i = 1; i <= count; i += 2) {
        bool added;

        luaL_checkstack(L, TEXTS_MAX + LUA_MINSTACK, "too many tests");
        lua_rawgeti(L, table, i);
        lua_rawgeti(L, table, i + 1);
        if (lua_type(L, top + 1) != LUA_TSTRING) {
            bind_problem(L, "%s: a test is a sign and a value such as { \"<\", 10 }, not %s",
                         field, bind_describe(L, top + 1));
            return false;
        }
        added = add_test(L, pattern, field, top + 1);
        lua_settop(L, top);
        if (!added) {
            return false;
        }
    }
    if (count == 0) {
        bind_problem(L, "%s: a test is a sign and a value such as { \"<\", 10 }", field);
    }
    return count > 0;
}

/* The field's test lies on top of the stack. */
static bool
take_test(lua_State *L, EventPattern *pattern, const char *field)
{
    int index = lua_gettop(L);

    switch (lua_type(L, index)) {
    case LUA_TNUMBER:
        pattern_add_test(pattern, field_test_new_number(field, comparison_find("=="),
                                                        lua_tonumber(L, index)));
        return true;
    case LUA_TSTRING:
    case LUA_TBOOLEAN:
        pattern_add_field(pattern, field, luaL_tolstring(L, index, NULL));
        return true;
    case LUA_TTABLE:
        return add_tests(L, pattern, field, index);
    default:
        bind_problem(L, "%s takes a text, a number or a test such as { \"<\", 10 }, not %s",
                     field, bind_describe(L, index));
        return false;
    }
}

/* What reads and writes end in has names; a wrong one would never be met. */
static bool
check_result(lua_State *L, EventKind kind, const char *value)
{
    const char *names[MMS_DATA_OBJECT_VALUE_INVALID + 3] = { mms_data_error_name(
        MMS_DATA_SUCCESS) };

    for (int i = 0; i <= MMS_DATA_OBJECT_VALUE_INVALID; i++) {
        names[i + 1] = mms_data_error_name((MmsDataError)i);
    }
    for (unsigned i = 0; names[i] != NULL; i++) {
        if (strcmp(names[i], value) == 0) {
            return true;
        }
    }
    bind_problem(L, "%s: no such value: %s%s", event_kind_name(kind), value,
                 bind_suggestion(L, value, names));
    return false;
}

static bool
check_value(lua_State *L, const EventPattern *pattern, const FieldTest *test)
{
    bool is_text =
        test->kind == FIELD_IS || test->kind == FIELD_IS_NOT || test->kind == FIELD_IS_ONE_OF;

    if ((NO_VALUE & EVENT_MASK(pattern->kind)) != 0) {
        bind_problem(L, "%s has no value", event_kind_name(pattern->kind));
        return false;
    }
    if (pattern->kind != EVENT_READ && pattern->kind != EVENT_WROTE) {
        return true;
    }
    if (test->kind == FIELD_COMPARES) {
        bind_problem(L, "%s: its value is a text such as \"success\", no number",
                     event_kind_name(pattern->kind));
        return false;
    }
    for (unsigned i = 0; is_text && test->texts[i] != NULL; i++) {
        if (!check_result(L, pattern->kind, test->texts[i])) {
            return false;
        }
    }
    return true;
}

const BindOption bind_match_options[] = {
    { "by", OPTION_BY, false },         { "value", OPTION_ANY, false },
    { "reference", OPTION_ANY, false }, { "where", OPTION_FUNCTION, false },
    { NULL, OPTION_ANY, false },
};

static bool
check_options(lua_State *L, int index, const char *const *fields)
{
    BindOption options[OPTIONS_MAX] = { { NULL, OPTION_ANY, false } };
    unsigned count = 0;

    for (; bind_match_options[count].name != NULL; count++) {
        options[count] = bind_match_options[count];
    }
    for (unsigned i = 0; fields != NULL && fields[i] != NULL; i++) {
        g_assert(count + 1 < OPTIONS_MAX);
        options[count++] = (BindOption){ fields[i], OPTION_ANY, false };
    }
    return bind_check_options(L, index, options, false);
}

static bool
take_field(lua_State *L, int index, const char *field, EventPattern *pattern)
{
    int top = lua_gettop(L);
    bool taken = true;

    if (lua_getfield(L, index, field) != LUA_TNIL) {
        taken = take_test(L, pattern, field);
    }
    lua_settop(L, top);
    return taken;
}

bool
bind_take_match(lua_State *L, int index, const char *const *fields, EventPattern *pattern)
{
    static const char *const own[] = { "value", "reference", NULL };
    const char *client = NULL;

    if (!check_options(L, index, fields)) {
        return false;
    }
    if (!lua_istable(L, index)) {
        return true;
    }
    for (unsigned i = 0; own[i] != NULL; i++) {
        if (!take_field(L, index, own[i], pattern)) {
            return false;
        }
    }
    for (unsigned i = 0; i < pattern->tests->len; i++) {
        const FieldTest *test = pattern->tests->pdata[i];

        if (strcmp(test->field, "value") == 0 && !check_value(L, pattern, test)) {
            return false;
        }
    }
    for (unsigned i = 0; fields != NULL && fields[i] != NULL; i++) {
        if (!take_field(L, index, fields[i], pattern)) {
            return false;
        }
    }
    if (bind_option_client(L, index, "by", &client)) {
        g_free(pattern->client);
        pattern->client = g_strdup(client);
    }
    if (lua_getfield(L, index, "where") == LUA_TFUNCTION) {
        bind_take_where(L, pattern);
    } else {
        lua_pop(L, 1);
    }
    return true;
}
