/* SPDX-License-Identifier: Apache-2.0
 *
 * scenario { ... }: takes what it lists into the Scenario, and checks what only the whole
 * shows.
 */
#include "engine/bind/entry.h"
#include "engine/bind/word_options.h"

#include <string.h>

#include "engine/http.h"

#define TAGS_MAX 32

static const BindOption scenario_options[] = {
    { "name", OPTION_STRING, false },
    { "start", OPTION_EVENT, false },
    { "start_within", OPTION_TIME, false },
    { "duration", OPTION_TIME, false },
    { "allow_no_client", OPTION_BOOLEAN, false },
    { "tags", OPTION_TABLE, false },
    { "webhook", OPTION_STRING, false },
    { NULL, OPTION_ANY, false },
};

static void take_item(lua_State *L, int index);

static void
take_list(lua_State *L, int index)
{
    bind_check_depth(L);
    for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, index); i++) {
        lua_rawgeti(L, index, i);
        take_item(L, lua_gettop(L));
        lua_pop(L, 1);
    }
}

static void
take_word(lua_State *L, Word *word)
{
    Scenario *scenario = bind_script(L)->scenario;

    bind_use(L, word);
    switch (word->kind) {
    case WORD_ENTRY:
        if (word->thing != NULL) {
            g_ptr_array_add(scenario->entries, bind_take_entry(L, word));
        }
        break;
    case WORD_EXPECTATION:
        if (word->thing != NULL) {
            g_ptr_array_add(scenario->expectations, word->thing);
            word->thing = NULL;
        } else {
            g_autofree char *text =
                g_strdup_printf("this %s stands somewhere else already", word->name);

            scenario_add_problem(scenario, word->file, word->line, text);
        }
        break;
    case WORD_TASK:
        ((Task *)word->thing)->state = TASK_NEW;
        break;
    case WORD_BROKEN:
        break;
    default:
        bind_problem(
            L,
            "scenario holds at, every, after, expect, never and task; %s stands in none of "
            "them",
            word->name);
        break;
    }
}

static void
take_item(lua_State *L, int index)
{
    static const WordKind kinds[] = { WORD_ENTRY,  WORD_EXPECTATION, WORD_TASK,  WORD_BROKEN,
                                      WORD_ACTION, WORD_PATTERN,     WORD_DEVICE };

    for (unsigned i = 0; i < G_N_ELEMENTS(kinds); i++) {
        Word *word = bind_to_word(L, index, kinds[i]);

        if (word != NULL) {
            take_word(L, word);
            return;
        }
    }
    if (lua_istable(L, index)) {
        take_list(L, index);
    } else {
        bind_problem(L, "scenario holds at, every, after, expect, never and task, not %s",
                     bind_describe(L, index));
    }
}

/* `base`: the earliest time at which it can begin. */
static void
check_entries(Scenario *scenario, const GPtrArray *entries, int64_t base)
{
    for (unsigned i = 0; i < entries->len; i++) {
        const Entry *entry = entries->pdata[i];

        if (base + entry->at.least > scenario->duration) {
            scenario_add_problem(scenario, scenario->path, entry->line,
                                 "impossible time: the scenario is over before");
        } else {
            check_entries(scenario, entry->inner, base + entry->at.least);
        }
    }
}

static void
check_end(Scenario *scenario, const Expectation *expectation)
{
    const char *name = expectation->type->name;

    if (scenario->duration == 0 && expectation->within == 0 && expectation->before_time == 0 &&
        expectation->type->needs_bound) {
        g_autofree char *text = g_strdup_printf(
            "%s needs within, or the scenario a duration: it could wait for ever", name);

        scenario_add_problem(scenario, expectation->file, expectation->line, text);
    }
    if (scenario->duration != 0 && expectation->after_time >= scenario->duration) {
        scenario_add_problem(scenario, expectation->file, expectation->line,
                             "impossible time: it begins when the scenario is over");
    }
    for (unsigned i = 0; i < expectation->parts->len; i++) {
        check_end(scenario, expectation->parts->pdata[i]);
    }
}

static void
check_ends(Scenario *scenario)
{
    for (unsigned i = 0; i < scenario->expectations->len; i++) {
        check_end(scenario, scenario->expectations->pdata[i]);
    }
    if (scenario->duration != 0) {
        check_entries(scenario, scenario->entries, 0);
    }
}

/* tags = { "smoke", "reporting" }: texts without commas and spaces, so that --tag can name
 * them.
 */
static void
take_tags(lua_State *L)
{
    Scenario *scenario = bind_script(L)->scenario;
    lua_Integer length =
        lua_getfield(L, 1, "tags") == LUA_TTABLE ? (lua_Integer)lua_rawlen(L, -1) : 0;

    for (lua_Integer i = 1; i <= length && i <= TAGS_MAX; i++) {
        const char *tag = lua_rawgeti(L, -1, i) == LUA_TSTRING ? lua_tostring(L, -1) : "";

        if (tag[0] == '\0' || strpbrk(tag, ", \t\n") != NULL || tag[0] == '!') {
            bind_problem(L, "scenario: tags are words, as in { \"smoke\", \"reporting\" }");
        } else if (!g_strv_contains((const char *const *)scenario->tags, tag)) {
            unsigned count = g_strv_length(scenario->tags);

            scenario->tags = g_renew(char *, scenario->tags, count + 2);
            scenario->tags[count] = g_strdup(tag);
            scenario->tags[count + 1] = NULL;
        }
        lua_pop(L, 1);
    }
    if (length > TAGS_MAX) {
        bind_problem(L, "scenario: more than %d tags", TAGS_MAX);
    }
    lua_pop(L, 1);
}

/* webhook = "http://...": who is told the results. */
static void
take_webhook(lua_State *L)
{
    Scenario *scenario = bind_script(L)->scenario;
    const char *url = NULL;
    char *problem;

    if (!bind_option_string(L, 1, "webhook", &url)) {
        return;
    }
    problem = http_check_url(url);
    if (problem != NULL) {
        lua_pushstring(L, problem);
        g_free(problem);
        bind_problem(L, "scenario: webhook: %s", lua_tostring(L, -1));
        lua_pop(L, 1);
        return;
    }
    g_free(scenario->webhook);
    scenario->webhook = g_strdup(url);
}

static int
word_scenario(lua_State *L)
{
    Scenario *scenario = bind_script(L)->scenario;
    const char *name = NULL;
    EventPattern *start;

    if (!lua_istable(L, 1)) {
        return bind_refuse(L, "scenario takes { ... }, not %s", bind_describe(L, 1));
    }
    lua_settop(L, 1);
    bind_check_options(L, 1, scenario_options, true);
    bind_option_time(L, 1, "duration", &scenario->duration);
    bind_option_time(L, 1, "start_within", &scenario->start_within);
    bind_option_boolean(L, 1, "allow_no_client", &scenario->allow_no_client);
    if (bind_option_string(L, 1, "name", &name)) {
        g_free(scenario->name);
        scenario->name = g_strdup(name);
    }
    take_tags(L);
    take_webhook(L);
    start = bind_option_event(L, 1, "start");
    if (start != NULL && scenario->start == NULL) {
        scenario->start = pattern_ref(start);
    }
    take_list(L, 1);
    check_ends(scenario);
    bind_push_word(L, WORD_SCENARIO, "scenario", NULL);
    return 1;
}

const BindWord bind_scenario_words[] = {
    { "scenario",
      "return scenario { name=, start=event, start_within=, duration=, allow_no_client=, "
      "tags=, webhook=, ... }",
      "the whole: at, every, after, expect, never and task in any order, in lists too",
      word_scenario, BIND_LOAD },
    { 0 },
};

static bool
any_lasts(const GPtrArray *expectations)
{
    bool lasts = false;

    for (unsigned i = 0; i < expectations->len; i++) {
        const Expectation *expectation = expectations->pdata[i];

        lasts = lasts || any_lasts(expectation->parts) ||
                ((expectation->within != 0 || expectation->before_time != 0) &&
                 expectation->after == NULL);
    }
    return lasts;
}

/* Whether anything makes the run last. */
static bool
goes_on(const Script *script)
{
    const Scenario *scenario = script->scenario;
    bool lasts = scenario->duration != 0 || script_open_tasks(script) > 0;

    for (unsigned i = 0; i < scenario->entries->len; i++) {
        lasts = lasts || entry_is_finite(scenario->entries->pdata[i]);
    }
    return lasts || any_lasts(scenario->expectations);
}

void
bind_take_scenario(lua_State *L)
{
    Script *script = bind_script(L);
    Word *word = bind_to_word(L, -1, WORD_SCENARIO);

    if (word != NULL) {
        bind_use(L, word);
    } else if (!bind_is_broken(L, -1)) {
        scenario_add_problem(script->scenario, script->scenario->path, 0,
                             "a scenario file ends with return scenario { ... }");
    }
    bind_check_unused(L);
    bind_check_named_clients(script->scenario);
    bind_choose_stand_in(script);
    if (word != NULL && script->scenario->problems->len == 0 && !goes_on(script)) {
        scenario_add_problem(script->scenario, script->scenario->path, word->line,
                             "the run would end at once: give the scenario a duration");
    }
    if (script->scenario->devices->len == 0 && script->scenario->problems->len == 0) {
        scenario_add_problem(script->scenario, script->scenario->path, 0,
                             "no ied and no station: there is nothing to serve");
    }
}

const BindWordOptions bind_scenario_options[] = {
    { bind_scenario_words, "scenario", scenario_options, NULL },
    { 0 },
};
