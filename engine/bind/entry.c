/* SPDX-License-Identifier: Apache-2.0
 *
 * at, every and after: entries of the timeline as data, what they do in braces behind them.
 */
#include "engine/bind/entry.h"
#include "engine/bind/word_options.h"

#include <string.h>

enum { OPTIONS = 3 }; /* where the options of after stand at the end */

static Entry *
push_entry(lua_State *L, EntryTime at)
{
    Word *word = bind_push_word(L, WORD_ENTRY, bind_row(L)->name, NULL);
    Entry *entry = entry_new(at.least);

    entry->at = at;
    entry->line = word->line;
    word->thing = entry;
    return entry;
}

static int
push_broken(lua_State *L)
{
    return bind_push_word(L, WORD_BROKEN, bind_row(L)->name, NULL), 1;
}

static const BindOption between_options[] = { { "between", OPTION_TABLE, true },
                                              { NULL, OPTION_ANY, false } };

/* { between = { "2s", "5s" } } at `index`. */
static bool
take_between(lua_State *L, int index, EntryTime *time)
{
    int top = lua_gettop(L);
    bool good;

    if (!bind_check_options(L, index, between_options, false)) {
        return false;
    }
    lua_getfield(L, index, "between");
    lua_rawgeti(L, top + 1, 1);
    lua_rawgeti(L, top + 1, 2);
    good = lua_rawlen(L, top + 1) == 2 && bind_to_time(L, top + 2, &time->least) &&
           bind_to_time(L, top + 3, &time->most);
    if (!good) {
        bind_problem(L, "%s: between takes two times, such as { \"2s\", \"5s\" }",
                     bind_row(L)->name);
    } else if (time->most <= time->least) {
        bind_problem(L, "%s: between ends before it begins", bind_row(L)->name);
        good = false;
    }
    lua_settop(L, top);
    return good;
}

static bool
is_between(lua_State *L, int index)
{
    bool is = false;

    if (lua_istable(L, index)) {
        is = lua_getfield(L, index, "between") != LUA_TNIL;
        lua_pop(L, 1);
    }
    return is;
}

/* A time, or one to be drawn. */
static bool
take_time(lua_State *L, int index, const char *what, EntryTime *time)
{
    if (lua_istable(L, index)) {
        return take_between(L, index, time);
    }
    if (!bind_to_time(L, index, &time->least)) {
        bind_problem(L, "%s takes %s, such as \"1.5s\", not %s", bind_row(L)->name, what,
                     bind_describe(L, index));
        return false;
    }
    time->most = time->least;
    return true;
}

static int
word_at(lua_State *L)
{
    EntryTime at;

    lua_settop(L, 1);
    if (bind_is_broken(L, 1) || !take_time(L, 1, "a time from time 0 on", &at)) {
        return push_broken(L);
    }
    push_entry(L, at);
    return 1;
}

static const BindOption every_options[] = {
    { "from", OPTION_TIME, false },   { "to", OPTION_TIME, false },
    { "times", OPTION_COUNT, false }, { "jitter", OPTION_TIME, false },
    { NULL, OPTION_ANY, false },
};

static const char *
check_every(const Entry *entry)
{
    if (entry->every.least < CLOCK_MILLISECOND) {
        return "a period is at least \"1ms\"";
    }
    if (entry->until < entry->at.least) {
        return "it would end before it begins";
    }
    if (entry->jitter != 0 && entry->every.most != entry->every.least) {
        return "a drawn period takes no jitter";
    }
    return 2 * entry->jitter > entry->every.least
               ? "jitter is at most half the period, so that none overtakes another"
               : NULL;
}

/* every(period, { from=, to=, times=, jitter= }) { ... } */
static int
word_every(lua_State *L)
{
    EntryTime every;
    unsigned times = 0;
    const char *why;
    Entry *entry;
    int64_t from;

    lua_settop(L, 2);
    if (bind_is_broken(L, 1) || !take_time(L, 1, "a period", &every) ||
        !bind_check_options(L, 2, every_options, false)) {
        return push_broken(L);
    }
    entry = push_entry(L, every);
    entry->every = every;
    if (bind_option_time(L, 2, "from", &from)) {
        entry->at = (EntryTime){ from, from };
    }
    bind_option_time(L, 2, "to", &entry->until);
    bind_option_time(L, 2, "jitter", &entry->jitter);
    bind_option_count(L, 2, "times", &times);
    entry->times = times;
    why = check_every(entry);
    if (why != NULL) {
        bind_problem(L, "every: %s", why);
        bind_use(L, lua_touserdata(L, -1));
        return push_broken(L);
    }
    return 1;
}

static bool
take_expectation(lua_State *L, int index, Entry *entry)
{
    Word *word = bind_to_word(L, index, WORD_EXPECTATION);

    if (word == NULL || word->thing == NULL) {
        return false;
    }
    if (entry->decisions == NULL) {
        entry->decisions = g_ptr_array_new();
    }
    g_ptr_array_add(entry->decisions, word->thing);
    return true;
}

/* An event, an expectation, or a list of expectations, as per = "ied" gives. */
static bool
take_cause(lua_State *L, Entry *entry)
{
    Word *word = bind_to_word(L, 1, WORD_PATTERN);
    lua_Integer count = lua_istable(L, 1) ? (lua_Integer)lua_rawlen(L, 1) : 0;

    if (word != NULL) {
        entry->after = pattern_ref(word->thing);
        return true;
    }
    if (take_expectation(L, 1, entry)) {
        return true;
    }
    for (lua_Integer i = 1; i <= count; i++) {
        bool good;

        lua_rawgeti(L, 1, i);
        good = take_expectation(L, lua_gettop(L), entry);
        lua_pop(L, 1);
        if (!good) {
            return false;
        }
    }
    return count > 0;
}

static bool
take_outcome(lua_State *L, Entry *entry)
{
    static const char *const names[] = { "held", "failed", "decided", NULL };
    const char *outcome;

    if (!bind_option_string(L, OPTIONS, "outcome", &outcome)) {
        return true;
    }
    if (entry->decisions == NULL) {
        bind_problem(L, "after: an event has no outcome, an expectation has");
        return false;
    }
    for (unsigned i = 0; names[i] != NULL; i++) {
        if (strcmp(names[i], outcome) == 0) {
            entry->outcome = (EntryOutcome)i;
            return true;
        }
    }
    bind_problem(L, "after: outcome is \"held\", \"failed\" or \"decided\", not \"%s\"",
                 outcome);
    return false;
}

static const BindOption after_options[] = { { "times", OPTION_COUNT, false },
                                            { "each", OPTION_BOOLEAN, false },
                                            { "outcome", OPTION_STRING, false },
                                            { NULL, OPTION_ANY, false } };

static bool
take_after_options(lua_State *L, Entry *entry)
{
    bool each = false;
    unsigned times = 0;

    if (!bind_check_options(L, OPTIONS, after_options, false) || !take_outcome(L, entry)) {
        return false;
    }
    bind_option_boolean(L, OPTIONS, "each", &each);
    if (bind_option_count(L, OPTIONS, "times", &times) && (times == 0 || each)) {
        bind_problem(L, "after: times is at least 1, and stands without each");
        return false;
    }
    entry->times = each ? 0 : MAX(times, 1);
    return true;
}

/* after(event or expectation, [delay,] { times=, each=, outcome= }) { ... } */
static int
word_after(lua_State *L)
{
    EntryTime delay = { 0, 0 };
    Entry *entry;

    lua_settop(L, OPTIONS);
    if (lua_istable(L, 2) && !is_between(L, 2)) {
        lua_pushvalue(L, 2);
        lua_replace(L, OPTIONS);
        lua_pushnil(L);
        lua_replace(L, 2);
    }
    if (bind_is_broken(L, 1) ||
        (!lua_isnil(L, 2) && !take_time(L, 2, "a time to wait", &delay))) {
        return push_broken(L);
    }
    entry = push_entry(L, delay);
    if (!take_cause(L, entry)) {
        bind_problem(L,
                     "after takes an event such as bay:associated() or an expectation, not %s",
                     bind_describe(L, 1));
    } else if (take_after_options(L, entry)) {
        return 1;
    }
    bind_use(L, lua_touserdata(L, OPTIONS + 1));
    return push_broken(L);
}

Entry *
bind_take_entry(lua_State *L, Word *word)
{
    Entry *entry = word->thing;

    bind_use(L, word);
    word->thing = NULL;
    if (entry != NULL && entry->actions->len + entry->inner->len == 0 && !entry->broken) {
        g_autofree char *text =
            g_strdup_printf("%s does nothing: it is followed by { actions }", word->name);

        scenario_add_problem(bind_script(L)->scenario, word->file, word->line, text);
    }
    return entry;
}

static void add_item(lua_State *L, Entry *entry, int index, const char *name);

static void
add_list(lua_State *L, Entry *entry, int index, const char *name)
{
    bind_check_depth(L);
    for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, index); i++) {
        lua_rawgeti(L, index, i);
        add_item(L, entry, lua_gettop(L), name);
        lua_pop(L, 1);
    }
}

static void
add_item(lua_State *L, Entry *entry, int index, const char *name)
{
    Word *action = bind_to_word(L, index, WORD_ACTION);
    Word *inner = bind_to_word(L, index, WORD_ENTRY);

    if (action != NULL) {
        bind_use(L, action);
        g_ptr_array_add(entry->actions, action_ref(action->thing));
    } else if (inner != NULL && inner->thing != NULL && inner->thing != entry) {
        g_ptr_array_add(entry->inner, bind_take_entry(L, inner));
    } else if (inner != NULL) {
        entry->broken = true;
        bind_problem(L, "%s stands in two places", inner->name);
    } else if (lua_istable(L, index)) {
        add_list(L, entry, index, name);
    } else {
        entry->broken = true;
        if (!bind_is_broken(L, index)) {
            bind_problem(L, "%s does actions such as set or ramp, and entries; %s is none",
                         name, bind_describe(L, index));
        }
    }
}

/* The braces behind at, every and after. */
static int
call_entry(lua_State *L)
{
    Word *word = lua_touserdata(L, 1);
    Entry *entry = word->thing;

    if (word->kind != WORD_ENTRY) {
        return bind_refuse(L, "%s cannot be called", word->name);
    }
    if (entry == NULL) {
        return bind_refuse(L, "%s stands somewhere already: its actions come before that",
                           word->name);
    }
    if (!lua_istable(L, 2) && bind_to_word(L, 2, WORD_ACTION) == NULL &&
        bind_to_word(L, 2, WORD_ENTRY) == NULL && !bind_is_broken(L, 2)) {
        bind_problem(L, "%s \"...\" is followed by { actions }, not by %s", word->name,
                     bind_describe(L, 2));
    } else {
        add_item(L, entry, 2, word->name);
    }
    lua_settop(L, 1);
    return 1;
}

const BindWord bind_entry_words[] = {
    { "at", "at \"TIME\" { actions, entries }",
      "at a time from time 0 on, or from the play of the entry around it; at { between = { A, "
      "B } "
      "} draws it; the sets are one commit an IED",
      word_at, BIND_LOAD },
    { "every", "every(\"PERIOD\", { from=, to=, times=, jitter= }) { actions, entries }",
      "again and again; without to or times until the run ends; every { between = { A, B } } "
      "draws "
      "each gap",
      word_every, BIND_LOAD },
    { "after",
      "after(event or expectation, \"TIME\", { times=, each=, outcome= }) { actions, entries }",
      "a time behind an event, once, so many times, or each time; or behind an expectation "
      "that "
      "held, or with outcome = \"failed\" or \"decided\"",
      word_after, BIND_LOAD },
    { 0 },
};

void
bind_open_entries(lua_State *L)
{
    luaL_getmetatable(L, "iedbench.entry");
    lua_pushcfunction(L, call_entry);
    lua_setfield(L, -2, "__call");
    lua_pop(L, 1);
}

const BindWordOptions bind_entry_options[] = {
    { bind_entry_words, "at", between_options, "time" },
    { bind_entry_words, "every", between_options, "period" },
    { bind_entry_words, "every", every_options, NULL },
    { bind_entry_words, "after", after_options, NULL },
    { 0 },
};
