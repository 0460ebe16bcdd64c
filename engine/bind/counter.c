/* SPDX-License-Identifier: Apache-2.0
 *
 * counter "NAME", which is a metric, and count("NAME"), which counts: in tasks at once,
 * elsewhere as an action.
 */
#include "engine/bind/bind.h"
#include "engine/bind/word_options.h"

#include <string.h>

#include "engine/metric.h"

static Counter *
find_counter(const Scenario *scenario, const char *name)
{
    for (unsigned i = 0; i < scenario->counters->len; i++) {
        Counter *counter = scenario->counters->pdata[i];

        if (strcmp(counter->name, name) == 0) {
            return counter;
        }
    }
    return NULL;
}

static const BindOption counter_options[] = { { "on", OPTION_EVENT, false },
                                              { "step", OPTION_COUNT, false },
                                              { NULL, OPTION_ANY, false } };

/* counter "NAME", counter("NAME", { on = event, step = N }). */
static int
word_counter(lua_State *L)
{
    Scenario *scenario = bind_script(L)->scenario;
    EventPattern *on;
    unsigned step = 1;
    Metric *metric;

    lua_settop(L, 2);
    if (lua_type(L, 1) != LUA_TSTRING || lua_tostring(L, 1)[0] == '\0') {
        return bind_refuse(L, "counter takes a name, not %s", bind_describe(L, 1));
    }
    if (find_counter(scenario, lua_tostring(L, 1)) != NULL) {
        return bind_refuse(L, "counter: there is a counter %s already", lua_tostring(L, 1));
    }
    if (!bind_check_options(L, 2, counter_options, false)) {
        return bind_push_word(L, WORD_BROKEN, "counter", NULL), 1;
    }
    metric = metric_new(&metric_total);
    bind_push_word(L, WORD_METRIC, "counter", metric);
    metric->counter = counter_new(lua_tostring(L, 1));
    g_ptr_array_add(scenario->counters, metric->counter);
    on = bind_option_event(L, 2, "on");
    metric->counter->on = on != NULL ? pattern_ref(on) : NULL;
    bind_option_count(L, 2, "step", &step);
    metric->counter->step = step;
    return 1;
}

/* The counter at 1, by its word or its name; NULL: told. */
static Counter *
to_counter(lua_State *L)
{
    const Scenario *scenario = bind_script(L)->scenario;
    Word *word = bind_to_word(L, 1, WORD_METRIC);
    const char *name = lua_type(L, 1) == LUA_TSTRING ? lua_tostring(L, 1) : NULL;
    const char *names[64] = { NULL };
    Counter *counter = name != NULL ? find_counter(scenario, name) : NULL;

    if (word != NULL) {
        counter = ((const Metric *)word->thing)->counter;
    }
    if (counter != NULL) {
        return counter;
    }
    for (unsigned i = 0; i < scenario->counters->len && i < G_N_ELEMENTS(names) - 1; i++) {
        names[i] = ((const Counter *)scenario->counters->pdata[i])->name;
    }
    if (name != NULL) {
        bind_problem(L, "no such counter: %s%s", name, bind_suggestion(L, name, names));
    } else if (!bind_is_broken(L, 1)) {
        bind_problem(L, "count takes a counter or its name, not %s", bind_describe(L, 1));
    }
    return NULL;
}

static int
word_count(lua_State *L)
{
    Counter *counter = to_counter(L);
    lua_Integer step = 1;

    if (counter == NULL) {
        return bind_push_word(L, WORD_BROKEN, "count", NULL), 1;
    }
    if (!lua_isnoneornil(L, 2)) {
        if (!lua_isinteger(L, 2)) {
            return bind_refuse(L, "count takes a whole number, not %s", bind_describe(L, 2));
        }
        step = lua_tointeger(L, 2);
    }
    if (bind_script(L)->host != NULL) {
        counter->value += step;
        lua_pushinteger(L, counter->value);
        return 1;
    }
    bind_push_word(L, WORD_ACTION, "count", count_action_new(counter, step));
    return 1;
}

const BindWord bind_counter_words[] = {
    { "counter", "counter \"NAME\", counter(\"NAME\", { on=event, step= })",
      "metric: a counter of the scenario's own; events may count", word_counter, BIND_LOAD },
    { "count", "count(counter, [n])",
      "counts: as an action, and in tasks at once, where it gives the new value", word_count,
      BIND_LOAD | BIND_TASK },
    { 0 },
};

const BindWordOptions bind_counter_options[] = {
    { bind_counter_words, "counter", counter_options, NULL },
    { 0 },
};
