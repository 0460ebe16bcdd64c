/* SPDX-License-Identifier: Apache-2.0
 *
 * expect and never, and what all words of expectations share: times, clients, one outcome an
 * IED. A word is a row of engine/expect.c.
 */
#include "engine/bind/expect.h"
#include "engine/bind/word_options.h"

#include <string.h>

static const BindOption expect_options[] = {
    EXPECT_TIME_OPTIONS,
    { "at_least", OPTION_COUNT, false },
    { "at_most", OPTION_COUNT, false },
    { "times", OPTION_COUNT, false },
    { "by", OPTION_BY, false },
    { "per", OPTION_STRING, false },
    { NULL, OPTION_ANY, false },
};

static const BindOption never_options[] = {
    EXPECT_TIME_OPTIONS,
    { "by", OPTION_BY, false },
    { "per", OPTION_STRING, false },
    { NULL, OPTION_ANY, false },
};

bool
bind_check_times(lua_State *L, int index)
{
    const char *word = bind_row(L)->name;
    int64_t within = 1, after = 0, before = 1;
    bool wall = false, has_within = bind_option_time(L, index, "within", &within);
    bool has_before = bind_option_event(L, index, "before") == NULL &&
                      bind_option_time(L, index, "before", &before);

    if (bind_option_event(L, index, "after") == NULL) {
        bind_option_time(L, index, "after", &after);
    }
    if (has_within && within == 0) {
        bind_problem(L, "%s: within must be more than 0", word);
    } else if (has_before && before == 0) {
        bind_problem(L, "%s: impossible time: nothing happens before time 0", word);
    } else if (has_before && before <= after) {
        bind_problem(L, "%s: impossible time: before must be later than after", word);
    } else if (bind_option_boolean(L, index, "wall", &wall) && !has_within) {
        bind_problem(L, "%s: wall says how within counts: it needs within", word);
    } else {
        return true;
    }
    return false;
}

/* Times that were checked. */
static void
take_times(lua_State *L, Expectation *expectation, int index)
{
    EventPattern *after = bind_option_event(L, index, "after");
    EventPattern *before = bind_option_event(L, index, "before");

    bind_option_time(L, index, "within", &expectation->within);
    bind_option_boolean(L, index, "wall", &expectation->wall);
    if (after != NULL) {
        expectation->after = pattern_ref(after);
    } else {
        bind_option_time(L, index, "after", &expectation->after_time);
    }
    if (before != NULL) {
        expectation->before = pattern_ref(before);
    } else {
        bind_option_time(L, index, "before", &expectation->before_time);
    }
}

Expectation *
bind_push_expectation(lua_State *L, const ExpectType *type, int index)
{
    Word *word = bind_push_word(L, WORD_EXPECTATION, type->name, NULL);
    Expectation *expectation = expectation_new(type, NULL);

    word->thing = expectation;
    expectation->file = word->file;
    expectation->line = word->line;
    take_times(L, expectation, index);
    return expectation;
}

static void
take_counts(lua_State *L, Expectation *expectation, int index)
{
    bool most = bind_option_count(L, index, "at_most", &expectation->at_most);

    if (!bind_option_count(L, index, "at_least", &expectation->at_least) && most) {
        expectation->at_least = 0;
    }
    if (bind_option_count(L, index, "times", &expectation->at_least)) {
        expectation->at_most = expectation->at_least;
    }
}

void
bind_push_plain(lua_State *L, const ExpectType *type, EventPattern *pattern, int options)
{
    Expectation *expectation = bind_push_expectation(L, type, options);

    expectation_set_main(expectation, pattern);
    if (type->counts) {
        take_counts(L, expectation, options);
    }
}

EventPattern *
bind_get_pattern(lua_State *L, int index, int options)
{
    Word *word = bind_to_word(L, index, WORD_PATTERN);
    const char *client = NULL;
    EventPattern *copy;

    if (word == NULL) {
        if (!bind_is_broken(L, index)) {
            bind_problem(L, "%s takes an event such as bay:associated(), not %s",
                         bind_row(L)->name, bind_describe(L, index));
        }
        return NULL;
    }
    copy = pattern_copy(word->thing);
    if (bind_option_client(L, options, "by", &client)) {
        g_free(copy->client);
        copy->client = g_strdup(client);
    }
    return copy;
}

bool
bind_is_per_ied(lua_State *L, int index, bool *sound)
{
    const char *per = NULL;

    *sound = true;
    if (!bind_option_string(L, index, "per", &per)) {
        return false;
    }
    if (strcmp(per, "ied") != 0) {
        bind_problem(L, "%s: per is \"ied\", not \"%s\"", bind_row(L)->name, per);
        *sound = false;
    }
    return true;
}

/* The pattern, narrowed to one of its devices; as it is when it is about others. */
static EventPattern *
narrow(const EventPattern *all, Device *device)
{
    EventPattern *one = pattern_copy(all);

    for (unsigned i = 0; i < all->device_count; i++) {
        if (all->devices[i] == device) {
            one->devices[0] = device;
            one->device_count = 1;
            g_free(one->who);
            one->who = g_strdup(device->name);
        }
    }
    return one;
}

void
bind_push_per_ied(lua_State *L, const GPtrArray *patterns, int options, BindPushOne push)
{
    const EventPattern *first = patterns->pdata[0];

    lua_newtable(L);
    for (unsigned i = 0; i < first->device_count; i++) {
        g_autoptr(GPtrArray) narrowed =
            g_ptr_array_new_with_free_func((GDestroyNotify)pattern_unref);

        for (unsigned k = 0; k < patterns->len; k++) {
            g_ptr_array_add(narrowed, narrow(patterns->pdata[k], first->devices[i]));
        }
        push(L, narrowed, options);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

static bool
check_counts(lua_State *L, int index)
{
    const char *word = bind_row(L)->name;
    unsigned least = 1, most = UINT32_MAX, times = 1;
    bool has_most = bind_option_count(L, index, "at_most", &most);
    bool has_least = bind_option_count(L, index, "at_least", &least);
    bool has_times = bind_option_count(L, index, "times", &times);

    if (has_times && (has_most || has_least)) {
        bind_problem(L,
                     "%s: times says how often exactly; at_least and at_most do not go with "
                     "it",
                     word);
    } else if (times == 0 || most == 0) {
        bind_problem(L, "%s: what must not happen at all is written never(event)", word);
    } else if (has_least && least == 0 && !has_most) {
        bind_problem(L, "%s: at_least 0 always holds", word);
    } else if (has_least && least > most) {
        bind_problem(L, "%s: at_least %d is more than at_most %d", word, (int)least, (int)most);
    } else {
        return true;
    }
    return false;
}

static void
push_one(lua_State *L, GPtrArray *patterns, int options)
{
    bind_push_plain(L, expect_type_find(bind_row(L)->name), patterns->pdata[0], options);
}

static int
word_expect(lua_State *L)
{
    const ExpectType *type = expect_type_find(bind_row(L)->name);
    bool per_ied, sound;
    EventPattern *pattern;

    lua_settop(L, 2);
    if (!bind_check_options(L, 2, type->counts ? expect_options : never_options, false) ||
        !bind_check_times(L, 2) || !check_counts(L, 2)) {
        return bind_push_word(L, WORD_BROKEN, type->name, NULL), 1;
    }
    per_ied = bind_is_per_ied(L, 2, &sound);
    pattern = sound ? bind_get_pattern(L, 1, 2) : NULL;
    if (pattern == NULL) {
        return bind_push_word(L, WORD_BROKEN, type->name, NULL), 1;
    }
    if (per_ied) {
        g_autoptr(GPtrArray) patterns = g_ptr_array_new();

        g_ptr_array_add(patterns, pattern);
        bind_push_per_ied(L, patterns, 2, push_one);
    } else {
        bind_push_plain(L, type, pattern, 2);
    }
    pattern_unref(pattern);
    return 1;
}

const BindWord bind_expect_words[] = {
    { "expect",
      "expect(event, { within=, wall=, after=, before=, at_least=, at_most=, times=, by=, "
      "per=\"ied\" })",
      "the client must make this happen; within counts from time 0, or from `after`",
      word_expect, BIND_LOAD },
    { "never", "never(event, { within=, wall=, after=, before=, by=, per=\"ied\" })",
      "this must not happen, until the run ends, within a time or before something",
      word_expect, BIND_LOAD },
    { 0 },
};

const BindWordOptions bind_expect_options[] = {
    { bind_expect_words, "expect", expect_options, NULL },
    { bind_expect_words, "never", never_options, NULL },
    { 0 },
};
