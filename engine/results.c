/* SPDX-License-Identifier: Apache-2.0
 *
 * Outcomes become a verdict.
 */
#include "engine/results.h"

#include <stdlib.h>
#include <string.h>

#include "engine/command.h"

static void
free_outcome(void *data)
{
    Outcome *outcome = data;

    g_free(outcome->what);
    g_free(outcome->seen);
    g_free(outcome->last);
    g_free(outcome->file);
    g_free(outcome->reason);
    g_free(outcome->measure.metric);
    g_free(outcome);
}

static void
free_series(void *data)
{
    ResultSeries *series = data;

    g_ptr_array_unref(series->events);
    g_free(series);
}

static void
free_table(void *data)
{
    ResultTable *table = data;

    g_free(table->name);
    g_free(table->title);
    g_strfreev(table->columns);
    g_ptr_array_unref(table->rows);
    g_free(table);
}

const char *
outcome_state_name(OutcomeState state)
{
    static const char *const names[] = { [OUTCOME_FAILED] = "failed",
                                         [OUTCOME_HELD] = "held",
                                         [OUTCOME_OPEN] = "open",
                                         [OUTCOME_KNOWN] = "known" };

    return names[state];
}

const char *
run_end_name(RunEnd end)
{
    static const char *const names[] = { [RUN_COMPLETE] = "complete",
                                         [RUN_MAX_TIME] = "max-time",
                                         [RUN_INTERRUPTED] = "interrupted",
                                         [RUN_BROKEN] = "broken" };

    return names[end];
}

/* A copy that lives as long as the results, in UTF-8; NULL of NULL. */
static const char *
keep(Results *results, const char *text)
{
    g_autofree char *valid = NULL;

    if (text == NULL || g_utf8_validate(text, -1, NULL)) {
        return text == NULL ? NULL : g_string_chunk_insert_const(results->strings, text);
    }
    valid = g_utf8_make_valid(text, -1);
    return g_string_chunk_insert_const(results->strings, valid);
}

static const char *const *
keep_list(Results *results, const char *const *list)
{
    unsigned length = list == NULL ? 0 : g_strv_length((char **)list);
    const char **copy = g_new0(const char *, length + 1);

    for (unsigned i = 0; i < length; i++) {
        copy[i] = keep(results, list[i]);
    }
    return copy;
}

static char *
make_valid(char *text)
{
    char *valid;

    if (text == NULL || g_utf8_validate(text, -1, NULL)) {
        return text;
    }
    valid = g_utf8_make_valid(text, -1);
    g_free(text);
    return valid;
}

Results *
results_new(const RunFacts *facts)
{
    Results *results = g_new0(Results, 1);

    results->strings = g_string_chunk_new(4096);
    results->facts = *facts;
    results->facts.scenario = keep(results, facts->scenario);
    results->facts.path = keep(results, facts->path);
    results->facts.client = keep(results, facts->client);
    results->facts.tags = keep_list(results, facts->tags);
    results->facts.sources = keep_list(results, facts->sources);
    results->facts.versions = keep_list(results, facts->versions);
    results->outcomes = g_ptr_array_new_with_free_func(free_outcome);
    results->events = g_ptr_array_new_with_free_func(g_free);
    results->series = g_ptr_array_new_with_free_func(free_series);
    results->tables = g_ptr_array_new_with_free_func(free_table);
    return results;
}

void
results_free(Results *results)
{
    if (results != NULL) {
        g_ptr_array_unref(results->outcomes);
        g_ptr_array_unref(results->events);
        g_ptr_array_unref(results->series);
        g_ptr_array_unref(results->tables);
        g_free((void *)results->facts.tags);
        g_free((void *)results->facts.sources);
        g_free((void *)results->facts.versions);
        g_string_chunk_free(results->strings);
        g_free(results->broken);
        g_free(results);
    }
}

static Outcome *
find_held(const Results *results, const char *what, const char *file, int line)
{
    for (unsigned i = results->outcomes->len; i-- > 0;) {
        Outcome *outcome = results->outcomes->pdata[i];

        if (outcome->state == OUTCOME_HELD && outcome->line == line &&
            strcmp(outcome->what, what) == 0 && g_strcmp0(outcome->file, file) == 0) {
            return outcome;
        }
    }
    return NULL;
}

Outcome *
results_add(Results *results, OutcomeState state, char *what, char *seen, const char *file,
            int line, int64_t at)
{
    Outcome *outcome;

    what = make_valid(what);
    seen = make_valid(seen);
    outcome = state == OUTCOME_HELD && line > 0 ? find_held(results, what, file, line) : NULL;
    if (outcome != NULL) {
        outcome->times++;
        g_free(what);
        g_free(seen);
        return outcome;
    }
    outcome = g_new(Outcome, 1);
    *outcome = (Outcome){ .state = state,
                          .what = what,
                          .seen = seen,
                          .file = make_valid(g_strdup(file)),
                          .line = line,
                          .from = at,
                          .at = at,
                          .times = 1 };
    g_ptr_array_add(results->outcomes, outcome);
    results->held += state == OUTCOME_HELD;
    results->failed += state == OUTCOME_FAILED;
    results->known += state == OUTCOME_KNOWN;
    return outcome;
}

void
results_excuse(Results *results, Outcome *outcome, const char *reason)
{
    if (outcome->state == OUTCOME_FAILED) {
        outcome->state = OUTCOME_KNOWN;
        outcome->reason = g_strdup(reason);
        results->failed--;
        results->known++;
    }
}

static Event *
keep_event(Results *results, const Event *event)
{
    Event *copy = g_memdup2(event, sizeof *event);

    copy->ied = keep(results, event->ied);
    copy->client = keep(results, event->client);
    copy->reference = keep(results, event->reference);
    copy->value = keep(results, event->value);
    return copy;
}

/* Time stamps and qualities move with their values and tell no more than those. */
static bool
is_drawn(const Event *event)
{
    return event->reference != NULL && event->value != NULL &&
           !g_str_has_suffix(event->reference, ".t") &&
           !g_str_has_suffix(event->reference, ".q");
}

static ResultSeries *
find_series(const Results *results, const Event *event)
{
    for (unsigned i = 0; i < results->series->len; i++) {
        ResultSeries *series = results->series->pdata[i];

        if (strcmp(series->reference, event->reference) == 0 &&
            g_strcmp0(series->ied, event->ied) == 0) {
            return series;
        }
    }
    return NULL;
}

bool
results_wants_value(Results *results, const Event *event)
{
    const ResultSeries *series;

    if (!is_drawn(event)) {
        return false;
    }
    series = find_series(results, event);
    if (series == NULL ? results->series->len < RESULTS_SERIES_MAX
                       : series->events->len < RESULTS_POINTS_MAX) {
        return true;
    }
    results->values_omitted = true;
    return false;
}

static void
add_value(Results *results, const Event *event)
{
    ResultSeries *series;

    if (!results_wants_value(results, event)) {
        return;
    }
    series = find_series(results, event);
    if (series == NULL) {
        series = g_new0(ResultSeries, 1);
        series->ied = keep(results, event->ied);
        series->reference = keep(results, event->reference);
        series->events = g_ptr_array_new_with_free_func(g_free);
        g_ptr_array_add(results->series, series);
    }
    g_ptr_array_add(series->events, keep_event(results, event));
}

void
results_add_event(Results *results, const Event *event)
{
    results->counts[event->kind]++;
    if (event->kind == EVENT_CHANGED) {
        add_value(results, event);
    } else if (results->events->len < RESULTS_EVENTS_MAX) {
        g_ptr_array_add(results->events, keep_event(results, event));
    }
}

void
results_drop_events(Results *results)
{
    results->values_omitted = results->values_omitted || results->series->len > 0;
    g_ptr_array_set_size(results->events, 0);
    g_ptr_array_set_size(results->series, 0);
}

void
results_break(Results *results, const char *message)
{
    g_free(results->broken);
    results->broken = make_valid(g_strdup(message));
    results->end = RUN_BROKEN;
}

char *
results_label(const Results *results)
{
    const RunFacts *facts = &results->facts;
    GString *label = g_string_new(facts->scenario);

    if (facts->client != NULL) {
        g_string_append_printf(label, " (a client that %s)", facts->client);
    }
    if (facts->repetition != 0) {
        g_string_append_printf(label, " #%u", facts->repetition);
    }
    return g_string_free(label, FALSE);
}

ResultTable *
results_add_table(Results *results, const char *name, const char *title,
                  const char *const *columns)
{
    ResultTable *table = g_new0(ResultTable, 1);

    table->name = make_valid(g_strdup(name));
    table->title = make_valid(g_strdup(title));
    table->columns = g_strdupv((char **)columns);
    for (unsigned i = 0; table->columns[i] != NULL; i++) {
        table->columns[i] = make_valid(table->columns[i]);
    }
    table->rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    g_ptr_array_add(results->tables, table);
    return table;
}

void
results_add_row(ResultTable *table, const char *const *cells)
{
    unsigned columns = g_strv_length(table->columns);
    char **row = g_new0(char *, columns + 1);

    for (unsigned i = 0; i < columns; i++) {
        row[i] = make_valid(g_strdup(cells[i] != NULL ? cells[i] : ""));
    }
    g_ptr_array_add(table->rows, row);
}

int
results_status(const Results *results)
{
    int status = results->end == RUN_MAX_TIME ? EXIT_MAX_TIME : EXIT_HELD;

    if (results->status != 0) {
        return results->status;
    }
    if (results->nothing && results->end == RUN_COMPLETE) {
        status = status_worse(status, EXIT_NOTHING);
    }
    if (results->failed > 0) {
        status = status_worse(status, EXIT_NOT_HELD);
    }
    return results->end == RUN_BROKEN ? EXIT_USAGE : status;
}

const char *
results_verdict(const Results *results)
{
    if (results->end == RUN_BROKEN) {
        return "BROKEN";
    }
    if (results->end == RUN_INTERRUPTED) {
        return "INTERRUPTED";
    }
    if (results->failed > 0) {
        return "FAILED";
    }
    if (results->end == RUN_MAX_TIME) {
        return "TIMED OUT";
    }
    return results->nothing ? "NOTHING HAPPENED" : "PASSED";
}

static int
compare_outcomes(const void *a, const void *b)
{
    const Outcome *x = *(const Outcome *const *)a, *y = *(const Outcome *const *)b;
    int file = g_strcmp0(x->file, y->file);

    if (file != 0) {
        return file;
    }
    if (x->line != y->line) {
        return (x->line > y->line) - (x->line < y->line);
    }
    if (x->at != y->at) {
        return (x->at > y->at) - (x->at < y->at);
    }
    return strcmp(x->what, y->what);
}

Outcome **
results_sort(const Results *results)
{
    Outcome **sorted = g_new0(Outcome *, results->outcomes->len + 1);

    for (unsigned i = 0; i < results->outcomes->len; i++) {
        sorted[i] = results->outcomes->pdata[i];
    }
    if (results->outcomes->len > 1) {
        qsort(sorted, results->outcomes->len, sizeof(Outcome *), compare_outcomes);
    }
    return sorted;
}

int
status_worse(int a, int b)
{
    static const int worst_first[] = { EXIT_START,   EXIT_USAGE,    EXIT_NOT_HELD,
                                       EXIT_NOTHING, EXIT_MAX_TIME, EXIT_HELD };

    for (unsigned i = 0; i < G_N_ELEMENTS(worst_first); i++) {
        if (a == worst_first[i] || b == worst_first[i]) {
            return worst_first[i];
        }
    }
    return MAX(a, b);
}
