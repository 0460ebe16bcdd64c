/* SPDX-License-Identifier: Apache-2.0
 *
 * expect and never: one word a row of engine/expect.c.
 */
#include "engine/bind/bind.h"

#include <string.h>

static const BindOption expect_options[] = {
    { "within", OPTION_TIME, false },   { "wall", OPTION_BOOLEAN, false },
    { "after", OPTION_MOMENT, false },  { "at_least", OPTION_COUNT, false },
    { "at_most", OPTION_COUNT, false }, { "by", OPTION_CLIENT, false },
    { "per", OPTION_STRING, false },    { NULL, OPTION_ANY, false },
};

static const BindOption never_options[] = {
    { "within", OPTION_TIME, false },  { "wall", OPTION_BOOLEAN, false },
    { "after", OPTION_MOMENT, false }, { "by", OPTION_CLIENT, false },
    { "per", OPTION_STRING, false },   { NULL, OPTION_ANY, false },
};

/* `pattern` is referenced by the new word. */
static Expectation *
push_expectation(lua_State *L, const ExpectType *type, EventPattern *pattern)
{
    Expectation *expectation = expectation_new(type, pattern);
    Word *word = bind_push_word(L, WORD_EXPECTATION, type->name, expectation);
    EventPattern *after = bind_option_event(L, 2, "after");
    bool most = bind_option_count(L, 2, "at_most", &expectation->at_most);

    expectation->file = word->file;
    expectation->line = word->line;
    bind_option_time(L, 2, "within", &expectation->within);
    bind_option_boolean(L, 2, "wall", &expectation->wall);
    if (!bind_option_count(L, 2, "at_least", &expectation->at_least) && most) {
        expectation->at_least = 0;
    }
    if (after != NULL) {
        expectation->after = pattern_ref(after);
    } else {
        bind_option_time(L, 2, "after", &expectation->after_time);
    }
    return expectation;
}

static EventPattern *
named_client(lua_State *L, EventPattern *pattern)
{
    EventPattern *copy = pattern_copy(pattern);
    const char *client = NULL;

    if (bind_option_string(L, 2, "by", &client)) {
        g_free(copy->client);
        copy->client = g_strdup(client);
    }
    return copy;
}

/* per = "ied": the same of each IED that the event names. */
static int
push_per_ied(lua_State *L, const ExpectType *type, const EventPattern *all)
{
    lua_newtable(L);
    for (unsigned i = 0; i < all->device_count; i++) {
        EventPattern *one = pattern_copy(all);

        one->devices[0] = all->devices[i];
        one->device_count = 1;
        g_free(one->who);
        one->who = g_strdup(all->devices[i]->name);
        push_expectation(L, type, one);
        pattern_unref(one);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static bool
check_bounds(lua_State *L)
{
    unsigned least = 1, most = UINT32_MAX;
    int64_t within = 1;
    const char *per = NULL;

    bind_option_count(L, 2, "at_most", &most);
    if (bind_option_count(L, 2, "at_least", &least) && least > most) {
        bind_problem(L, "%s: at_least %d is more than at_most %d", bind_row(L)->name,
                     (int)least, (int)most);
        return false;
    }
    if (bind_option_time(L, 2, "within", &within) && within == 0) {
        bind_problem(L, "%s: within must be more than 0", bind_row(L)->name);
        return false;
    }
    if (bind_option_string(L, 2, "per", &per) && strcmp(per, "ied") != 0) {
        bind_problem(L, "%s: per is \"ied\", not \"%s\"", bind_row(L)->name, per);
        return false;
    }
    return true;
}

static int
word_expect(lua_State *L)
{
    const ExpectType *type = expect_type_find(bind_row(L)->name);
    Word *word = bind_to_word(L, 1, WORD_PATTERN);
    const char *per = NULL;
    EventPattern *pattern;

    lua_settop(L, 2);
    if (word == NULL) {
        return bind_is_broken(L, 1)
                   ? (bind_push_word(L, WORD_BROKEN, type->name, NULL), 1)
                   : bind_refuse(L, "%s takes an event such as bay:associated(), not %s",
                                 type->name, bind_describe(L, 1));
    }
    if (!bind_check_options(L, 2, type->counts ? expect_options : never_options, false) ||
        !check_bounds(L)) {
        return bind_push_word(L, WORD_BROKEN, type->name, NULL), 1;
    }
    pattern = named_client(L, word->thing);
    if (bind_option_string(L, 2, "per", &per)) {
        push_per_ied(L, type, pattern);
    } else {
        push_expectation(L, type, pattern);
    }
    pattern_unref(pattern);
    return 1;
}

const BindWord bind_expect_words[] = {
    { "expect",
      "expect(event, { within=, wall=, after=, at_least=, at_most=, by=, per=\"ied\" })",
      "the client must make this happen; within counts from time 0, or from `after`",
      word_expect, BIND_LOAD },
    { "never", "never(event, { within=, wall=, after=, by=, per=\"ied\" })",
      "this must not happen, until the run ends or within a time", word_expect, BIND_LOAD },
    { 0 },
};
