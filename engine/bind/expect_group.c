/* SPDX-License-Identifier: Apache-2.0
 *
 * in_order, any_of, all_of: expectations over several events or expectations; known_failure:
 * what is known to fail. Options stand in the list itself or behind it.
 */
#include "engine/bind/expect.h"
#include "engine/bind/word_options.h"
#include "engine/expects/in_order.h"

static const BindOption order_options[] = {
    EXPECT_TIME_OPTIONS,
    { "gap", OPTION_TIME, false },
    { "strict", OPTION_BOOLEAN, false },
    { "by", OPTION_BY, false },
    { "per", OPTION_STRING, false },
    { NULL, OPTION_ANY, false },
};

static const BindOption group_options[] = {
    EXPECT_TIME_OPTIONS,
    { "by", OPTION_BY, false },
    { NULL, OPTION_ANY, false },
};

/* Where the options stand: behind the list, else among it; 0: told. */
static int
find_options(lua_State *L, const BindOption *rows)
{
    lua_settop(L, 2);
    if (!lua_istable(L, 1)) {
        bind_problem(L, "%s takes a list, not %s", bind_row(L)->name, bind_describe(L, 1));
        return 0;
    }
    if (lua_isnil(L, 2)) {
        return bind_check_options(L, 1, rows, true) && bind_check_times(L, 1) ? 1 : 0;
    }
    return bind_check_options(L, 2, rows, false) && bind_check_times(L, 2) ? 2 : 0;
}

static void
push_order(lua_State *L, GPtrArray *patterns, int options)
{
    Expectation *expectation = bind_push_expectation(L, &expect_in_order, options);
    int64_t gap = 0;
    bool strict = false;

    bind_option_time(L, options, "gap", &gap);
    bind_option_boolean(L, options, "strict", &strict);
    expect_in_order_set(expectation, gap, strict);
    for (unsigned i = 0; i < patterns->len; i++) {
        expectation_add_pattern(expectation, patterns->pdata[i]);
    }
}

/* The events of the list at 1; NULL: told. Nothing here is left behind by a Lua error: while
 * loading, problems are gathered, not raised. */
static GPtrArray *
get_events(lua_State *L, int options)
{
    GPtrArray *patterns = g_ptr_array_new_with_free_func((GDestroyNotify)pattern_unref);
    lua_Integer count = (lua_Integer)lua_rawlen(L, 1);
    bool sound = count >= 2 && count <= EXPECT_PATTERNS_MAX;

    if (!sound) {
        bind_problem(L, "in_order takes a list of 2 to %d events", EXPECT_PATTERNS_MAX);
    }
    for (lua_Integer i = 1; sound && i <= count; i++) {
        EventPattern *pattern;

        lua_rawgeti(L, 1, i);
        pattern = bind_get_pattern(L, lua_gettop(L), options);
        lua_settop(L, 2);
        if (pattern != NULL) {
            g_ptr_array_add(patterns, pattern);
        }
        sound = pattern != NULL;
    }
    if (!sound) {
        g_ptr_array_unref(patterns);
    }
    return sound ? patterns : NULL;
}

static bool
check_gap(lua_State *L, int options)
{
    int64_t gap = 1, within = INT64_MAX;

    bind_option_time(L, options, "within", &within);
    if (bind_option_time(L, options, "gap", &gap) && gap == 0) {
        bind_problem(L, "in_order: gap must be more than 0");
    } else if (gap > within) {
        bind_problem(L, "in_order: impossible time: gap is longer than within");
    } else {
        return true;
    }
    return false;
}

static int
word_in_order(lua_State *L)
{
    int options = find_options(L, order_options);
    bool sound, per_ied;
    GPtrArray *patterns = NULL;

    if (options != 0 && check_gap(L, options)) {
        per_ied = bind_is_per_ied(L, options, &sound);
        patterns = sound ? get_events(L, options) : NULL;
    }
    if (patterns == NULL) {
        return bind_push_word(L, WORD_BROKEN, "in_order", NULL), 1;
    }
    if (per_ied) {
        bind_push_per_ied(L, patterns, options, push_order);
    } else {
        push_order(L, patterns, options);
    }
    g_ptr_array_unref(patterns);
    return 1;
}

static bool take_parts(lua_State *L, int index, Expectation *group, int options);

/* An event among them is to happen, under the options of the group. */
static bool
take_part(lua_State *L, int index, Expectation *group, int options)
{
    Word *word = bind_to_word(L, index, WORD_EXPECTATION);
    EventPattern *pattern;

    if (word != NULL) {
        bind_use(L, word);
        if (word->thing == NULL) {
            bind_problem(L, "%s: this %s stands somewhere else already", bind_row(L)->name,
                         word->name);
            return false;
        }
        if (((const Expectation *)word->thing)->known != NULL) {
            bind_problem(L, "%s: known_failure goes around the whole of it", bind_row(L)->name);
            return false;
        }
        expectation_add_part(group, word->thing);
        word->thing = NULL;
        return true;
    }
    if (bind_to_word(L, index, WORD_PATTERN) == NULL && lua_istable(L, index)) {
        return take_parts(L, index, group, options);
    }
    if (bind_to_word(L, index, WORD_PATTERN) == NULL && !bind_is_broken(L, index)) {
        bind_problem(L, "%s holds expectations and events, not %s", bind_row(L)->name,
                     bind_describe(L, index));
        return false;
    }
    pattern = bind_get_pattern(L, index, options);
    if (pattern == NULL) {
        return false;
    }
    bind_push_plain(L, expect_type_find("expect"), pattern, options);
    pattern_unref(pattern);
    return take_part(L, lua_gettop(L), group, options);
}

static bool
take_parts(lua_State *L, int index, Expectation *group, int options)
{
    bool sound = true;

    bind_check_depth(L);
    for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, index); i++) {
        int top = lua_gettop(L);

        lua_rawgeti(L, index, i);
        sound = take_part(L, top + 1, group, options) && sound;
        lua_settop(L, top);
    }
    return sound;
}

/* The times are those of its events; the group itself is decided by its parts. */
static int
word_group(lua_State *L)
{
    const char *name = bind_row(L)->name;
    int options = find_options(L, group_options);
    Expectation *group;

    if (options == 0) {
        return bind_push_word(L, WORD_BROKEN, name, NULL), 1;
    }
    lua_pushnil(L);
    group = bind_push_expectation(L, expect_type_find(name), 3);
    if (!take_parts(L, 1, group, options)) {
        bind_use(L, lua_touserdata(L, 4));
        return bind_push_word(L, WORD_BROKEN, name, NULL), 1;
    }
    if (group->parts->len < 2) {
        bind_use(L, lua_touserdata(L, 4));
        return bind_refuse(L, "%s takes a list of at least 2 expectations or events", name);
    }
    lua_settop(L, 4);
    return 1;
}

static void
mark_known(lua_State *L, int index, const char *reason)
{
    Word *word = bind_to_word(L, index, WORD_EXPECTATION);

    if (word != NULL && word->thing != NULL) {
        Expectation *expectation = word->thing;

        if (expectation->known != NULL) {
            bind_problem(L, "known_failure: it has a reason already: %s", expectation->known);
        } else {
            expectation->known = g_strdup(reason);
        }
    } else if (lua_istable(L, index)) {
        bind_check_depth(L);
        for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, index); i++) {
            lua_rawgeti(L, index, i);
            mark_known(L, lua_gettop(L), reason);
            lua_pop(L, 1);
        }
    } else if (word == NULL && !bind_is_broken(L, index)) {
        bind_problem(L, "known_failure takes a reason and an expectation, not %s",
                     bind_describe(L, index));
        lua_pushnil(L);
        lua_replace(L, index);
    }
}

static int
word_known_failure(lua_State *L)
{
    lua_settop(L, 2);
    if (lua_type(L, 1) != LUA_TSTRING || lua_tostring(L, 1)[0] == '\0') {
        return bind_refuse(L, "known_failure takes a reason and an expectation");
    }
    mark_known(L, 2, lua_tostring(L, 1));
    lua_settop(L, 2);
    if (lua_isnil(L, 2)) {
        bind_push_word(L, WORD_BROKEN, "known_failure", NULL);
    }
    return 1;
}

const BindWord bind_expect_group_words[] = {
    { "in_order",
      "in_order { event, event, ..., within=, gap=, strict=, wall=, after=, before=, by=, "
      "per=\"ied\" }",
      "the events must happen one behind the other, each within `gap` of the one before; "
      "strict: none of them anywhere else",
      word_in_order, BIND_LOAD },
    { "any_of", "any_of { expectation or event, ..., within=, wall=, after=, before=, by= }",
      "one of them must hold; the options are those of events in the list", word_group,
      BIND_LOAD },
    { "all_of", "all_of { expectation or event, ..., within=, wall=, after=, before=, by= }",
      "all of them must hold, as one outcome", word_group, BIND_LOAD },
    { "known_failure", "known_failure(\"reason\", expectation)",
      "it is known to fail and does not fail the run; it does when it holds",
      word_known_failure, BIND_LOAD },
    { 0 },
};

const BindWordOptions bind_expect_group_options[] = {
    { bind_expect_group_words, "in_order", order_options, NULL },
    { bind_expect_group_words, "any_of", group_options, NULL },
    { bind_expect_group_words, "all_of", group_options, NULL },
    { 0 },
};
