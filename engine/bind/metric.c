/* SPDX-License-Identifier: Apache-2.0
 *
 * threshold(metric, "<=", limit) and what it measures: bay:metric "NAME", bay:coverage "KIND",
 * time_between(a, b), rate(event), occurrences(event), counter "NAME".
 */
#include "engine/bind/expect.h"
#include "engine/bind/word_options.h"

#include <string.h>

#include "engine/expects/threshold.h"

static int
push_metric(lua_State *L, Metric *metric)
{
    bind_push_word(L, WORD_METRIC, bind_row(L)->name, metric);
    return 1;
}

/* { "reference", "client" } or one of them: what both events have in common. False: told. */
static bool
add_same(lua_State *L, int index, unsigned *same)
{
    static const struct {
        const char *name;
        unsigned bit;
    } rows[] = { { "ied", METRIC_SAME_IED },
                 { "reference", METRIC_SAME_REFERENCE },
                 { "client", METRIC_SAME_CLIENT } };
    const char *text = lua_type(L, index) == LUA_TSTRING ? lua_tostring(L, index) : "";

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (strcmp(rows[i].name, text) == 0) {
            *same |= rows[i].bit;
            return true;
        }
    }
    bind_problem(L,
                 "%s: same is \"ied\", \"reference\" or \"client\", or a list of them, not %s",
                 bind_row(L)->name, bind_describe(L, index));
    return false;
}

bool
bind_take_same(lua_State *L, int options, unsigned *same)
{
    int top = lua_gettop(L);
    unsigned taken = 0;
    bool sound = true;

    if (!lua_istable(L, options) || lua_getfield(L, options, "same") == LUA_TNIL) {
        lua_settop(L, top);
        return true;
    }
    if (lua_istable(L, top + 1)) {
        for (lua_Integer i = 1; sound && i <= (lua_Integer)lua_rawlen(L, top + 1); i++) {
            lua_rawgeti(L, top + 1, i);
            sound = add_same(L, lua_gettop(L), &taken);
            lua_settop(L, top + 1);
        }
    } else {
        sound = add_same(L, top + 1, &taken);
    }
    lua_settop(L, top);
    *same = taken;
    return sound;
}

static bool
take_per(lua_State *L, int options, Metric *metric)
{
    if (bind_option_time(L, options, "per", &metric->per) && metric->per < CLOCK_MILLISECOND) {
        bind_problem(L, "%s: per must be at least \"1ms\"", bind_row(L)->name);
        return false;
    }
    return true;
}

static int
broken_metric(lua_State *L)
{
    return bind_push_word(L, WORD_BROKEN, bind_row(L)->name, NULL), 1;
}

static const BindOption between_options[] = { { "same", OPTION_ANY, false },
                                              { "wall", OPTION_BOOLEAN, false },
                                              { "by", OPTION_BY, false },
                                              { NULL, OPTION_ANY, false } };

/* time_between(a, b, { same=, wall=, by= }) */
static int
word_time_between(lua_State *L)
{
    Metric *metric = metric_new(&metric_between);

    lua_settop(L, 3);
    push_metric(L, metric);
    metric->same = METRIC_SAME_IED;
    if (!bind_check_options(L, 3, between_options, false) ||
        !bind_take_same(L, 3, &metric->same)) {
        return broken_metric(L);
    }
    metric->from = bind_get_pattern(L, 1, 3);
    metric->to = metric->from == NULL ? NULL : bind_get_pattern(L, 2, 3);
    if (metric->to == NULL) {
        return broken_metric(L);
    }
    bind_option_boolean(L, 3, "wall", &metric->wall);
    lua_settop(L, 4);
    return 1;
}

/* rate(event, { per=, by= }) and occurrences(event, { by= }) */
static int
metric_of_event(lua_State *L, const MetricKind *kind, const BindOption *options)
{
    Metric *metric = metric_new(kind);

    lua_settop(L, 2);
    push_metric(L, metric);
    metric->per = CLOCK_SECOND;
    if (!bind_check_options(L, 2, options, false) || !take_per(L, 2, metric)) {
        return broken_metric(L);
    }
    metric->from = bind_get_pattern(L, 1, 2);
    if (metric->from == NULL) {
        return broken_metric(L);
    }
    lua_settop(L, 3);
    return 1;
}

static const BindOption rate_options[] = { { "per", OPTION_TIME, false },
                                           { "by", OPTION_BY, false },
                                           { NULL, OPTION_ANY, false } };

static int
word_rate(lua_State *L)
{
    return metric_of_event(L, &metric_rate, rate_options);
}

static const BindOption occurrences_options[] = { { "by", OPTION_BY, false },
                                                  { NULL, OPTION_ANY, false } };

static int
word_occurrences(lua_State *L)
{
    return metric_of_event(L, &metric_occurrences, occurrences_options);
}

/* bay:metric "NAME". */

static EventPattern *
named_pattern(const Metric *metric, EventKind kind, const char *client)
{
    EventPattern *pattern = pattern_new(kind, metric->who);

    for (unsigned i = 0; i < metric->device_count; i++) {
        pattern_add_device(pattern, metric->devices[i]);
    }
    pattern->client = g_strdup(client);
    return pattern;
}

static void
add_device(Metric *metric, Device *device)
{
    metric->devices = g_renew(Device *, metric->devices, metric->device_count + 1);
    metric->devices[metric->device_count++] = device;
}

static void
take_devices(lua_State *L, Metric *metric)
{
    Word *word = bind_to_word(L, 1, WORD_STATION);

    if (word == NULL) {
        add_device(metric, bind_to_device(L, 1));
        metric->who = g_strdup(metric->devices[0]->name);
        return;
    }
    const Station *station = word->thing;

    for (unsigned i = 0; i < station->devices->len; i++) {
        add_device(metric, station->devices->pdata[i]);
    }
    metric->who = g_strdup_printf("any IED of %s", station->name);
}

static const MetricType *
to_metric_type(lua_State *L)
{
    const char *name = luaL_checkstring(L, 2), *names[64] = { NULL };
    const MetricType *type = metric_type_find(name);
    unsigned count = 0;

    for (const MetricType *row = metric_types; type == NULL && row->name != NULL; row++) {
        names[count++] = row->name;
    }
    if (type == NULL) {
        bind_problem(L, "no such metric: %s%s", name, bind_suggestion(L, name, names));
    }
    return type;
}

static const BindOption metric_options[] = { { "by", OPTION_BY, false },
                                             { "per", OPTION_TIME, false },
                                             { "wall", OPTION_BOOLEAN, false },
                                             { NULL, OPTION_ANY, false } };

/* Options are those that mean something for the metric. */
static bool
check_named(lua_State *L, const MetricType *type)
{
    const bool meant[] = { type->kind->of_events, type->kind->unit == METRIC_RATE,
                           type->kind == &metric_between };
    BindOption options[G_N_ELEMENTS(metric_options)] = { { NULL, OPTION_ANY, false } };
    unsigned count = 0;

    for (unsigned i = 0; i < G_N_ELEMENTS(meant); i++) {
        if (meant[i]) {
            options[count++] = metric_options[i];
        }
    }
    return bind_check_options(L, 3, options, false);
}

int
bind_word_metric(lua_State *L)
{
    const MetricType *type = to_metric_type(L);
    const char *client = NULL;
    Metric *metric;

    lua_settop(L, 3);
    if (type == NULL || !check_named(L, type)) {
        return broken_metric(L);
    }
    metric = metric_new(type->kind);
    push_metric(L, metric);
    metric->type = type;
    metric->per = type->per;
    metric->same = type->same;
    take_devices(L, metric);
    if (!take_per(L, 3, metric)) {
        return broken_metric(L);
    }
    bind_option_boolean(L, 3, "wall", &metric->wall);
    bind_option_client(L, 3, "by", &client);
    if (type->kind->of_events) {
        metric->from = named_pattern(metric, type->from, client);
    }
    if (type->kind == &metric_between) {
        /* Power comes on by nobody. */
        metric->to = named_pattern(metric, type->to, client);
        if (type->from == EVENT_POWERED_ON) {
            g_clear_pointer(&metric->from->client, g_free);
        }
    }
    lua_settop(L, 4);
    return 1;
}

/* bay:coverage "KIND", bay:coverage() for all of them. False: told. */
static bool
take_coverage_kind(lua_State *L, CoverageKind *kind)
{
    const char *name = luaL_optstring(L, 2, NULL), *names[COVERAGE_KINDS + 1] = { NULL };

    *kind = name == NULL ? COVERAGE_KINDS : coverage_kind_find(name);
    if (name == NULL || *kind != COVERAGE_KINDS) {
        return true;
    }
    for (unsigned i = 0; i < COVERAGE_KINDS; i++) {
        names[i] = coverage_kind_name(i);
    }
    bind_problem(L, "coverage: no such kind: %s%s", name, bind_suggestion(L, name, names));
    return false;
}

int
bind_word_coverage(lua_State *L)
{
    CoverageKind kind;
    Metric *metric;

    if (!take_coverage_kind(L, &kind)) {
        return broken_metric(L);
    }
    metric = metric_new(&metric_coverage);
    push_metric(L, metric);
    metric->coverage = kind;
    take_devices(L, metric);
    return 1;
}

/* threshold(metric, sign, limit, options) */

static const BindOption threshold_options[] = {
    { "of", OPTION_STRING, false },          { "within", OPTION_TIME, false },
    { "after", OPTION_MOMENT, false },       { "before", OPTION_MOMENT, false },
    { "allow_none", OPTION_BOOLEAN, false }, { NULL, OPTION_ANY, false },
};

static bool
take_comparison(lua_State *L, ThresholdLimit *limit)
{
    const char *sign = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : NULL;

    limit->comparison = sign == NULL ? NULL : comparison_find(sign);
    if (limit->comparison == NULL) {
        bind_problem(L, "threshold compares with < <= > >= == ~=, not with %s",
                     bind_describe(L, 2));
    }
    return limit->comparison != NULL;
}

/* Upper limits are for the largest, lower ones for the smallest, unless `of` says otherwise. */
static bool
take_statistic(lua_State *L, const Metric *metric, ThresholdLimit *limit)
{
    const char *name = limit->comparison->lower && !limit->comparison->upper ? "min" : "max";
    bool given = bind_option_string(L, 4, "of", &name);
    const char *names[16] = { NULL };
    unsigned count = 0;

    limit->statistic = statistic_find(name);
    if (given && metric->kind->total) {
        bind_problem(L, "threshold: this metric has one value; there is no %s of it", name);
        return false;
    }
    if (limit->statistic != NULL) {
        return true;
    }
    for (const Statistic *row = statistics; row->name != NULL; row++) {
        names[count++] = row->name;
    }
    bind_problem(L, "threshold: no such statistic: %s%s", name,
                 bind_suggestion(L, name, names));
    return false;
}

static bool
take_limit(lua_State *L, const Metric *metric, ThresholdLimit *limit)
{
    bool is_count = limit->statistic->of == NULL;
    int64_t ns;

    if (metric->kind->unit == METRIC_TIME && !is_count) {
        if (lua_type(L, 3) != LUA_TSTRING || !bind_to_time(L, 3, &ns)) {
            bind_problem(L, "threshold: the limit of a time is one such as \"500ms\", not %s",
                         bind_describe(L, 3));
            return false;
        }
        limit->limit = (double)ns;
        return true;
    }
    if (lua_type(L, 3) != LUA_TNUMBER || lua_tonumber(L, 3) < 0) {
        bind_problem(L, "threshold: the limit is a number that is not negative, not %s",
                     bind_describe(L, 3));
        return false;
    }
    limit->limit = lua_tonumber(L, 3);
    return true;
}

/* Nothing is below 0, everything is 0 at least; no share is above all. */
static bool
check_sense(lua_State *L, const Metric *metric, const ThresholdLimit *limit)
{
    const char *sign = limit->comparison->sign;
    bool above = limit->limit > 100 || (limit->limit == 100 && strcmp(sign, ">") == 0);

    if (metric->kind->unit == METRIC_PERCENT && above) {
        bind_problem(L, "threshold: this is a share: nothing is above 100 %%");
        return false;
    }

    if (limit->limit == 0 && strcmp(sign, "<") == 0) {
        bind_problem(L, "threshold: nothing is below 0");
        return false;
    }
    if (limit->limit == 0 && strcmp(sign, ">=") == 0) {
        bind_problem(L, "threshold: everything is at least 0");
        return false;
    }
    return true;
}

static int
word_threshold(lua_State *L)
{
    Word *word = bind_to_word(L, 1, WORD_METRIC);
    ThresholdLimit limit = { 0 };

    lua_settop(L, 4);
    if (word == NULL) {
        return bind_is_broken(L, 1)
                   ? broken_metric(L)
                   : bind_refuse(L,
                                 "threshold takes a metric such as bay:metric \"report_rate\", "
                                 "not %s",
                                 bind_describe(L, 1));
    }
    if (!bind_check_options(L, 4, threshold_options, false) || !bind_check_times(L, 4) ||
        !take_comparison(L, &limit) || !take_statistic(L, word->thing, &limit) ||
        !take_limit(L, word->thing, &limit) || !check_sense(L, word->thing, &limit)) {
        return broken_metric(L);
    }
    bind_option_boolean(L, 4, "allow_none", &limit.allow_none);
    expect_threshold_set(bind_push_expectation(L, &expect_threshold, 4), word->thing, &limit);
    return 1;
}

const BindWord bind_metric_words[] = {
    { "threshold",
      "threshold(metric, \"<=\", limit, { of=, within=, after=, before=, allow_none= })",
      "a measured quantity must be so; of is max (min for > and >=), mean, p50, p90, p95, p99 "
      "or "
      "count",
      word_threshold, BIND_LOAD },
    { "time_between", "time_between(event, event, { same=, wall=, by= })",
      "metric: times from an event to another, of the same IED unless same says otherwise",
      word_time_between, BIND_LOAD },
    { "rate", "rate(event, { per=, by= })", "metric: how often an event is, in a time (1 s)",
      word_rate, BIND_LOAD },
    { "occurrences", "occurrences(event, { by= })", "metric: how often an event was",
      word_occurrences, BIND_LOAD },
    { 0 },
};

const BindWordOptions bind_metric_options[] = {
    { bind_ied_methods, "metric", metric_options, NULL },
    { bind_station_methods, "metric", metric_options, NULL },
    { bind_metric_words, "time_between", between_options, NULL },
    { bind_metric_words, "rate", rate_options, NULL },
    { bind_metric_words, "occurrences", occurrences_options, NULL },
    { bind_metric_words, "threshold", threshold_options, NULL },
    { 0 },
};
