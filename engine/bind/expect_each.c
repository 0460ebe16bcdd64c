/* SPDX-License-Identifier: Apache-2.0
 *
 * each(X, Y, { within= }): behind every X comes a Y in time.
 */
#include "engine/bind/expect.h"
#include "engine/bind/word_options.h"

#include "engine/expects/each.h"
#include "engine/metric.h"

static const BindOption each_options[] = {
    { "within", OPTION_TIME, true },
    { "same", OPTION_ANY, false },
    { "after", OPTION_MOMENT, false },
    { "before", OPTION_MOMENT, false },
    { "by", OPTION_BY, false },
    { "per", OPTION_STRING, false },
    { "allow_none", OPTION_BOOLEAN, false },
    { NULL, OPTION_ANY, false },
};

/* The `within` of the options is that of each event, checked already. */
static void
push_one(lua_State *L, GPtrArray *patterns, int options)
{
    Expectation *expectation = bind_push_expectation(L, &expect_each, options);
    EachLimit limit = { .within = expectation->within, .same = METRIC_SAME_IED };

    expectation->within = 0;
    bind_take_same(L, options, &limit.same);
    bind_option_boolean(L, options, "allow_none", &limit.allow_none);
    expect_each_set(expectation, &limit);
    for (unsigned i = 0; i < EACH_PATTERNS; i++) {
        expectation_add_pattern(expectation, patterns->pdata[i]);
    }
}

/* The client of the options at 3 is whose events answer; at 4 there are none. NULL: told. */
static GPtrArray *
get_patterns(lua_State *L)
{
    GPtrArray *patterns = g_ptr_array_new_with_free_func((GDestroyNotify)pattern_unref);
    EventPattern *first = bind_get_pattern(L, 1, 4);
    EventPattern *second = first == NULL ? NULL : bind_get_pattern(L, 2, 3);

    if (first != NULL) {
        g_ptr_array_add(patterns, first);
    }
    if (second != NULL) {
        g_ptr_array_add(patterns, second);
        return patterns;
    }
    g_ptr_array_unref(patterns);
    return NULL;
}

static int
word_each(lua_State *L)
{
    unsigned same = 0;
    GPtrArray *patterns = NULL;
    bool per_ied, sound;

    lua_settop(L, 4);
    if (!bind_check_options(L, 3, each_options, false) || !bind_check_times(L, 3) ||
        !bind_take_same(L, 3, &same)) {
        return bind_push_word(L, WORD_BROKEN, "each", NULL), 1;
    }
    per_ied = bind_is_per_ied(L, 3, &sound);
    patterns = sound ? get_patterns(L) : NULL;
    if (patterns == NULL) {
        return bind_push_word(L, WORD_BROKEN, "each", NULL), 1;
    }
    if (per_ied) {
        bind_push_per_ied(L, patterns, 3, push_one);
    } else {
        push_one(L, patterns, 3);
    }
    g_ptr_array_unref(patterns);
    return 1;
}

const BindWord bind_expect_each_words[] = {
    { "each",
      "each(event, event, { within=, same=, after=, before=, by=, per=\"ied\", allow_none= })",
      "behind every event of the first kind the client must make the second happen, within a "
      "time; of the same IED unless same says otherwise",
      word_each, BIND_LOAD },
    { 0 },
};

const BindWordOptions bind_expect_each_options[] = {
    { bind_expect_each_words, "each", each_options, NULL },
    { 0 },
};
