/* SPDX-License-Identifier: Apache-2.0
 *
 * JSON in and out of Lua: what RFC 8259 allows is read, nothing else is, and what was read is
 * written the same.
 */
#include "engine/bind/json.h"

#include <lualib.h>
#include <string.h>

#include "tests/test.h"

static lua_State *
open_state(void)
{
    lua_State *L = luaL_newstate();

    luaL_newmetatable(L, "iedbench.json_array");
    lua_pop(L, 1);
    return L;
}

/* The text read and written again, or what is wrong with it; free with g_free. */
static char *
round_trip(const char *text, size_t size)
{
    lua_State *L = open_state();
    GString *written = g_string_new(NULL);

    if (!bind_json_parse(L, text, size) || !bind_json_format(L, -1, written)) {
        g_string_assign(written, lua_tostring(L, -1));
    }
    CU_ASSERT_EQUAL(lua_gettop(L), 1);
    lua_close(L);
    return g_string_free(written, FALSE);
}

static void
expect_round_trip(const char *text, const char *expected)
{
    g_autofree char *written = round_trip(text, strlen(text));

    CU_ASSERT_STRING_EQUAL(written, expected);
}

static void
values_are_read_and_written_the_same(void)
{
    static const char *const same[] = {
        "null",
        "true",
        "false",
        "0",
        "-12",
        "9223372036854775807",
        "2.5",
        "\"\"",
        "\"a\\\"b\\\\c\"",
        "\"ä€😀\"",
        "[]",
        "{}",
        "[1,null,[],{}]",
        "{\"a\":[1,2,{\"b\":\"c\"}],\"b\":false}",
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(same); i++) {
        expect_round_trip(same[i], same[i]);
    }
}

static void
forms_that_mean_the_same_become_one(void)
{
    expect_round_trip(" [ 1 ,\t2\r\n] ", "[1,2]");
    expect_round_trip("{\"b\":1,\"a\":2}", "{\"a\":2,\"b\":1}");
    expect_round_trip("{\"a\":1,\"a\":2}", "{\"a\":2}");
    expect_round_trip("{\"a\":null,\"b\":1}", "{\"b\":1}");
    expect_round_trip("\"\\u00e4\\ud83d\\ude00\\/\\n\"", "\"ä😀/\\n\"");
    expect_round_trip("1e2", "100");
    expect_round_trip("-0.5E-1", "-0.05");
}

static void
what_is_no_json_is_told_with_its_place(void)
{
    static const struct {
        const char *text, *problem;
    } cases[] = {
        { "", "line 1, column 1: it ends too early" },
        { " \n ", "line 2, column 2: it ends too early" },
        { "tru", "line 1, column 1: here no value begins" },
        { "nan", "line 1, column 1: here no value begins" },
        { "[1,]", "line 1, column 4: here no value begins" },
        { "[1 2]", "line 1, column 4: a comma or the end of an array is missing" },
        { "{\"a\" 1}", "line 1, column 6: a colon is missing" },
        { "{a:1}", "line 1, column 2: a member needs a name in quotes" },
        { "{\"a\":1", "line 1, column 7: a comma or the end of an object is missing" },
        { "01", "line 1, column 2: something follows the value" },
        { "1.", "line 1, column 3: a point needs digits behind it" },
        { "1e+", "line 1, column 4: an exponent needs digits" },
        { "-", "line 1, column 2: here no value begins" },
        { "+1", "line 1, column 1: here no value begins" },
        { "\"a\nb\"", "line 1, column 3: a control character stands in a string" },
        { "\"abc", "line 1, column 5: the string does not end" },
        { "\"\\x\"", "line 1, column 3: there is no such escape" },
        { "\"\\", "line 1, column 3: there is no such escape" },
        { "\"\\u12g4\"", "line 1, column 6: \\u needs four hexadecimal digits" },
        { "\"\\ud83d\"", "line 1, column 8: half of a surrogate pair" },
        { "\"\\ud83d\\u0041\"", "line 1, column 14: half of a surrogate pair" },
        { "\"\\ude00\"", "line 1, column 8: half of a surrogate pair" },
        { "[\"\xff\"]", "line 1, column 3: an octet that is no UTF-8" },
        { "1 x", "line 1, column 3: something follows the value" },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
        expect_round_trip(cases[i].text, cases[i].problem);
    }
}

static void
an_octet_of_zero_is_refused(void)
{
    g_autofree char *inside = round_trip("\"a\0b\"", 5);
    g_autofree char *behind = round_trip("1\0", 2);

    CU_ASSERT_STRING_EQUAL(inside, "line 1, column 3: a control character stands in a string");
    CU_ASSERT_STRING_EQUAL(behind, "line 1, column 2: something follows the value");
}

static void
every_truncation_is_refused(void)
{
    static const char text[] =
        "{\"alarms\":[{\"id\":-1.5e3,\"on\":true,\"text\":\"\\u00e4\\n\"},null],\"n\":{}}";

    for (size_t size = 0; size < sizeof text - 1; size++) {
        g_autofree char *cut = g_memdup2(text, size); /* so that a reader too far is seen */
        g_autofree char *problem = round_trip(cut != NULL ? cut : "", size);

        CU_ASSERT(g_str_has_prefix(problem, "line 1, column "));
    }
}

static void
depth_is_bounded(void)
{
    g_autofree char *open = g_strnfill(BIND_JSON_DEPTH_MAX, '[');
    g_autofree char *shut = g_strnfill(BIND_JSON_DEPTH_MAX, ']');
    g_autofree char *deep = g_strconcat(open, shut, NULL);
    g_autofree char *deeper = g_strconcat("[", deep, "]", NULL);
    g_autofree char *bottomless = g_strnfill(1000000, '[');

    expect_round_trip(deep, deep);
    expect_round_trip(deeper, "line 1, column 61: it is nested too deep");
    expect_round_trip(bottomless, "line 1, column 61: it is nested too deep");
}

/* What a Lua expression is in JSON, or what is wrong with it. */
static void
expect_format(const char *expression, const char *expected)
{
    lua_State *L = open_state();
    g_autofree char *code = g_strdup_printf("return %s", expression);
    g_autoptr(GString) text = g_string_new(NULL);

    luaL_openlibs(L);
    CU_ASSERT_EQUAL_FATAL(luaL_dostring(L, code), LUA_OK);
    if (!bind_json_format(L, -1, text)) {
        g_string_assign(text, lua_tostring(L, -1));
    }
    CU_ASSERT_STRING_EQUAL(text->str, expected);
    lua_close(L);
}

static void
lua_values_without_a_form_are_refused(void)
{
    expect_format("{ 1, 2, x = 3 }",
                  "a table has to be either a list without holes or have names only");
    expect_format("{ [1] = 1, [3] = 3, [4] = 4 }",
                  "a table has to be either a list without holes or have names only");
    expect_format("{ a = { b = print } }", "a function has no form in JSON");
    expect_format("{ 0/0 }", "a number that is not finite");
    expect_format("(function() local t = {} t.t = t return t end)()",
                  "a table is nested too deep, or in itself");
}

static void
lua_values_become_json(void)
{
    expect_format("{}", "{}");
    expect_format("{ 3.0, 1.5, 'x\\n' }", "[3,1.5,\"x\\n\"]");
    expect_format("{ z = 1, a = { true, false } }", "{\"a\":[true,false],\"z\":1}");
    expect_format("nil", "null");
}

TEST_SUITE(json_in_lua, TEST_CASE(values_are_read_and_written_the_same),
           TEST_CASE(forms_that_mean_the_same_become_one),
           TEST_CASE(what_is_no_json_is_told_with_its_place),
           TEST_CASE(an_octet_of_zero_is_refused), TEST_CASE(every_truncation_is_refused),
           TEST_CASE(depth_is_bounded), TEST_CASE(lua_values_without_a_form_are_refused),
           TEST_CASE(lua_values_become_json))
