/* SPDX-License-Identifier: Apache-2.0
 *
 * Tamed Lua: what is gone, what is the same in every run, and budgets that pcall cannot
 * swallow.
 */
#include "engine/bind/sandbox.h"

#include <glib.h>
#include <lauxlib.h>
#include <string.h>

#include "tests/test.h"

/* Runs a text; the result or the error is left as a string in `answer`. */
static bool
run(Sandbox *sandbox, const char *text, char answer[512])
{
    lua_State *L = sandbox->lua;
    bool good = luaL_loadbufferx(L, text, strlen(text), "@t.lua", "t") == LUA_OK &&
                lua_pcall(L, 0, 1, 0) == LUA_OK;

    g_strlcpy(answer, luaL_tolstring(L, -1, NULL), 512);
    lua_settop(L, 0);
    return good;
}

static bool
run_once(const Sandbox *limits, const char *text, char answer[512])
{
    Sandbox sandbox = *limits;
    bool good;

    CU_ASSERT_TRUE_FATAL(sandbox_open(&sandbox, 7));
    good = run(&sandbox, text, answer);
    if (sandbox_exceeded(&sandbox) != NULL) {
        g_strlcpy(answer, sandbox_exceeded(&sandbox), 512);
        good = false;
    }
    sandbox_close(&sandbox);
    CU_ASSERT_EQUAL(sandbox.memory, 0);
    return good;
}

static void
what_reaches_outside_is_gone(void)
{
    static const char *const gone[] = {
        "io",         "debug",          "package",   "dofile",     "loadfile",
        "os.execute", "os.remove",      "os.getenv", "os.exit",    "string.dump",
        "coroutine",  "collectgarbage", "_G",        "os.tmpname",
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(gone); i++) {
        g_autofree char *text = g_strdup_printf("return %s", gone[i]);
        char answer[512];

        CU_ASSERT_TRUE(run_once(&(Sandbox){ 0 }, text, answer));
        CU_ASSERT_STRING_EQUAL(answer, "nil");
    }
}

static void
bytecode_is_not_loaded(void)
{
    char answer[512];

    CU_ASSERT_TRUE(run_once(&(Sandbox){ 0 }, "return (load('\\27Lua'))", answer));
    CU_ASSERT_STRING_EQUAL(answer, "nil");
    CU_ASSERT_TRUE(run_once(&(Sandbox){ 0 }, "return load('return 6 * 7')()", answer));
    CU_ASSERT_STRING_EQUAL(answer, "42");
}

static void
pairs_and_next_go_in_order(void)
{
    static const char text[] =
        "local t = { z = 1, a = 2, [3] = 3, [1] = 4, [true] = 5, m = 6, [2.5] = 7 }\n"
        "local keys = {}\n"
        "for k in pairs(t) do keys[#keys + 1] = tostring(k) end\n"
        "local more, k = {}, next(t)\n"
        "while k ~= nil do more[#more + 1] = tostring(k) k = next(t, k) end\n"
        "return table.concat(keys, ' ') .. '|' .. table.concat(more, ' ')\n";
    char answer[512];

    CU_ASSERT_TRUE(run_once(&(Sandbox){ 0 }, text, answer));
    CU_ASSERT_STRING_EQUAL(answer, "1 2.5 3 a m z true|1 2.5 3 a m z true");
}

static void
a_table_may_lose_keys_while_it_is_walked(void)
{
    static const char text[] = "local t, n = { a = 1, b = 2, c = 3 }, 0\n"
                               "for k in pairs(t) do t.b = nil n = n + 1 end\n"
                               "return n .. tostring(next({}))\n";
    char answer[512];

    CU_ASSERT_TRUE(run_once(&(Sandbox){ 0 }, text, answer));
    CU_ASSERT_STRING_EQUAL(answer, "2nil");
}

static void
draws_follow_the_seed(void)
{
    static const char text[] = "return math.random(1, 1000000) .. ' ' .. math.random()";
    char first[512], second[512];

    CU_ASSERT_TRUE(run_once(&(Sandbox){ 0 }, text, first));
    CU_ASSERT_TRUE(run_once(&(Sandbox){ 0 }, text, second));
    CU_ASSERT_STRING_EQUAL(first, second);
    CU_ASSERT_FALSE(run_once(&(Sandbox){ 0 }, "math.randomseed(1)", first));
}

static void
tables_show_no_addresses(void)
{
    char answer[512];

    CU_ASSERT_TRUE(run_once(&(Sandbox){ 0 }, "return tostring({}) .. tostring(print)", answer));
    CU_ASSERT_STRING_EQUAL(answer, "tablefunction");
}

static void
an_endless_loop_ends_with_its_line(void)
{
    const Sandbox limits = { .instructions_max = 100000 };
    char answer[512];

    CU_ASSERT_FALSE(run_once(&limits, "local n = 0\nwhile true do\nn = n + 1\nend", answer));
    CU_ASSERT_TRUE(g_str_has_prefix(answer, "t.lua:"));
    CU_ASSERT_PTR_NOT_NULL(strstr(answer, "endless loop"));
}

static void
pcall_does_not_swallow_the_budget(void)
{
    static const char *const loops[] = {
        "while true do pcall(function() while true do end end) end",
        "local function f() pcall(f) while true do end end f()",
        "while true do xpcall(function() while true do end end, function() while true do end "
        "end) end",
        "local t = setmetatable({}, { __index = function() while true do end end })\n"
        "for i = 1, 100 do pcall(function() return t.x end) end",
        "for i = 1, 100 do pcall(table.sort, { 3, 2, 1 }, function() while true do end end) "
        "end",
    };
    const Sandbox limits = { .instructions_max = 100000 };

    for (unsigned i = 0; i < G_N_ELEMENTS(loops); i++) {
        char answer[512];

        CU_ASSERT_FALSE(run_once(&limits, loops[i], answer));
        CU_ASSERT_PTR_NOT_NULL(strstr(answer, "endless loop"));
    }
}

static void
memory_is_bounded_even_under_pcall(void)
{
    static const char *const hogs[] = {
        "local t = {} for i = 1, 1e9 do t[i] = ('x'):rep(1000) .. i end",
        "return ('x'):rep(1e9)",
        "while true do pcall(string.rep, 'x', 1e9) end",
        "local s = 'x' while true do s = s .. s end",
    };
    const Sandbox limits = { .memory_max = 4 << 20 };

    for (unsigned i = 0; i < G_N_ELEMENTS(hogs); i++) {
        char answer[512];

        CU_ASSERT_FALSE(run_once(&limits, hogs[i], answer));
        CU_ASSERT_PTR_NOT_NULL(strstr(answer, "memory"));
    }
}

static void
finalizers_are_refused(void)
{
    char answer[512];

    CU_ASSERT_FALSE(run_once(&(Sandbox){ 0 },
                             "setmetatable({}, { __gc = function() while true do end end })",
                             answer));
    CU_ASSERT_PTR_NOT_NULL(strstr(answer, "__gc"));
}

static void
note(void *user, const char *name, int line, bool assigned)
{
    g_string_append_printf(user, "%s:%d%s ", name, line, assigned ? "=" : "");
}

static char *
globals_of(const char *text)
{
    Sandbox sandbox = { 0 };
    GString *found = g_string_new(NULL);

    CU_ASSERT_TRUE_FATAL(sandbox_open(&sandbox, 1));
    CU_ASSERT_EQUAL(luaL_loadbufferx(sandbox.lua, text, strlen(text), "@t.lua", "t"), LUA_OK);
    sandbox_check_globals(sandbox.lua, note, found);
    sandbox_close(&sandbox);
    return g_string_free(found, FALSE);
}

static void
unknown_globals_are_found_wherever_they_stand(void)
{
    g_autofree char *none = globals_of("local x = math.pi print(x, tostring(x))");
    g_autofree char *one = globals_of("local x\n\nif x then\n  prnt(x)\nend");
    g_autofree char *inner = globals_of("local function f()\n  return function()\n    return "
                                        "lost + 1\n  end\nend\nreturn f");
    g_autofree char *assigned = globals_of("local a\ncount = 1");

    CU_ASSERT_STRING_EQUAL(none, "");
    CU_ASSERT_STRING_EQUAL(one, "prnt:4 ");
    CU_ASSERT_STRING_EQUAL(inner, "lost:3 ");
    CU_ASSERT_STRING_EQUAL(assigned, "count:2= ");
}

/* Lines far apart use the other form of line information. */
static void
lines_are_right_in_long_files(void)
{
    GString *text = g_string_new(NULL);
    g_autofree char *found = NULL;

    for (unsigned i = 0; i < 3000; i++) {
        g_string_append(text, "do local a = { 1 } a[1] = 2 end\n");
    }
    for (unsigned i = 0; i < 300; i++) {
        g_string_append(text, "\n");
    }
    g_string_append(text, "lost()\n");
    found = globals_of(text->str);
    g_string_free(text, TRUE);
    CU_ASSERT_STRING_EQUAL(found, "lost:3301 ");
}

TEST_SUITE(engine_sandbox, TEST_CASE(what_reaches_outside_is_gone),
           TEST_CASE(bytecode_is_not_loaded), TEST_CASE(pairs_and_next_go_in_order),
           TEST_CASE(a_table_may_lose_keys_while_it_is_walked),
           TEST_CASE(draws_follow_the_seed), TEST_CASE(tables_show_no_addresses),
           TEST_CASE(an_endless_loop_ends_with_its_line),
           TEST_CASE(pcall_does_not_swallow_the_budget),
           TEST_CASE(memory_is_bounded_even_under_pcall), TEST_CASE(finalizers_are_refused),
           TEST_CASE(unknown_globals_are_found_wherever_they_stand),
           TEST_CASE(lines_are_right_in_long_files))
