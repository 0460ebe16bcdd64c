/* SPDX-License-Identifier: Apache-2.0
 *
 * What the HTML report tells in words: the failed expectations first, then all of them, then
 * what else the run has to say, and its events. Everything that the picture shows stands here,
 * too, for those who do not see it.
 */
#include "engine/outputs/html.h"

#include <math.h>

/* Longer lists are folded. */
#define OPEN_ROWS 30

static const struct {
    const char *word, *sign;
} outcome_words[] = {
    [OUTCOME_FAILED] = { "failed", "\xe2\x9c\x97" },
    [OUTCOME_HELD] = { "held", "\xe2\x9c\x93" },
    [OUTCOME_OPEN] = { "open", "\xe2\x80\xa6" },
    [OUTCOME_KNOWN] = { "known to fail", "!" },
};

const char *
html_outcome_sign(const Outcome *outcome)
{
    return outcome_words[outcome->state].sign;
}

const char *
html_outcome_word(const Outcome *outcome)
{
    return outcome->state == OUTCOME_FAILED && outcome->inconclusive
               ? "inconclusive"
               : outcome_words[outcome->state].word;
}

char *
html_seconds(int64_t ns)
{
    return g_strdup_printf("%.3f", (double)ns / 1e9);
}

static void
put_where(GString *page, const Outcome *outcome)
{
    if (outcome->file != NULL) {
        html_put(page, "<code>%s:%d</code>", outcome->file, outcome->line);
    }
}

/* In a table there is no room for folders. */
static void
put_line(GString *page, const Outcome *outcome)
{
    g_autofree char *base = outcome->file == NULL ? NULL : g_path_get_basename(outcome->file);

    if (base != NULL) {
        html_put(page, "<code title=\"%s\">%s:%d</code>", outcome->file, base, outcome->line);
    }
}

static void
put_failure(GString *page, const Outcome *outcome)
{
    g_autofree char *at = html_seconds(outcome->at);

    html_put(page,
             "<li class=\"card\"><p class=\"what\"><span class=\"failed\">%s %s</span> %s</p>",
             html_outcome_sign(outcome), html_outcome_word(outcome), outcome->what);
    html_put(page, "<p>Seen: %s</p><p class=\"where\">at %s s ",
             outcome->seen != NULL ? outcome->seen : "nothing", at);
    put_where(page, outcome);
    html_put(page, "</p>");
    if (outcome->last != NULL) {
        html_put(page, "<p>Last PDUs:</p><pre>%s</pre>", outcome->last);
    }
    html_put(page, "</li>\n");
}

void
html_put_failures(GString *page, const HtmlRun *run)
{
    const Results *results = run->results;

    if (results->broken != NULL) {
        html_put(page, "<h3>The scenario is wrong, or could not start</h3>\n<pre>%s</pre>\n",
                 results->broken);
    }
    if (results->nothing && results->end == RUN_COMPLETE) {
        html_put(page, "<p class=\"failed\">No client ever associated.</p>\n");
    }
    if (results->failed == 0) {
        return;
    }
    html_put(page,
             "<h3>Failed expectations (%u)</h3>\n<ul style=\"list-style:none;padding:0\">\n",
             results->failed);
    for (unsigned i = 0; run->sorted[i] != NULL; i++) {
        if (run->sorted[i]->state == OUTCOME_FAILED) {
            put_failure(page, run->sorted[i]);
        }
    }
    html_put(page, "</ul>\n");
}

static void
put_measure(GString *page, const OutcomeMeasure *measure)
{
    if (measure->metric != NULL && !isnan(measure->value)) {
        html_put(page, "<br>%s of %s: %f %s, to be %s %f %s (%u samples)", measure->of,
                 measure->metric, measure->value, measure->unit, measure->is, measure->limit,
                 measure->unit, (unsigned)measure->samples);
    }
}

static void
put_outcome(GString *page, const Outcome *outcome)
{
    const char *class = outcome_state_name(outcome->state);
    g_autofree char *at = html_seconds(outcome->at);

    html_put(page, "<tr><td class=\"state %s\">%s %s</td><td>%s", class,
             html_outcome_sign(outcome), html_outcome_word(outcome), outcome->what);
    if (outcome->times > 1) {
        html_put(page, " (%u times)", outcome->times);
    }
    put_measure(page, &outcome->measure);
    if (outcome->reason != NULL) {
        html_put(page, "<br>known failure: %s", outcome->reason);
    }
    html_put(page, "</td><td>%s</td><td class=\"number\">%s</td><td>", outcome->seen, at);
    put_line(page, outcome);
    html_put(page, "</td></tr>\n");
}

/* A list that is long is folded, and its scrolling part can be reached with the keyboard. */
static void
open_list(GString *page, const char *title, unsigned rows, const char *label)
{
    html_put(page,
             "<details%r><summary>%s</summary><div class=\"scroll\" tabindex=\"0\" "
             "role=\"region\" aria-label=\"%s\"><table>\n",
             rows <= OPEN_ROWS ? " open" : "", title, label);
}

static void
close_list(GString *page)
{
    html_put(page, "</tbody></table></div></details>\n");
}

void
html_put_outcomes(GString *page, const HtmlRun *run)
{
    unsigned count = run->results->outcomes->len;
    g_autofree char *title = g_strdup_printf("All %u, in the order of the scenario", count);

    html_put(page, "<h3>Expectations and checks</h3>\n");
    if (count == 0) {
        html_put(page, "<p>There is none.</p>\n");
        return;
    }
    open_list(page, title, count, "Expectations and checks");
    html_put(page, "<thead><tr><th scope=\"col\">State</th><th scope=\"col\">Expected</th>"
                   "<th scope=\"col\">Seen</th><th scope=\"col\" class=\"number\">At, s</th>"
                   "<th scope=\"col\">Line</th></tr></thead><tbody>\n");
    for (unsigned i = 0; run->sorted[i] != NULL; i++) {
        put_outcome(page, run->sorted[i]);
    }
    close_list(page);
}

static void
put_table(GString *page, const ResultTable *table)
{
    g_autofree char *title =
        g_strdup_printf("%u row%s", table->rows->len, table->rows->len == 1 ? "" : "s");

    html_put(page, "<h3>%s</h3>\n", table->title);
    open_list(page, title, table->rows->len, table->title);
    html_put(page, "<thead><tr>");
    for (unsigned i = 0; table->columns[i] != NULL; i++) {
        html_put(page, "<th scope=\"col\">%s</th>", table->columns[i]);
    }
    html_put(page, "</tr></thead><tbody>\n");
    for (unsigned i = 0; i < table->rows->len; i++) {
        char *const *cells = table->rows->pdata[i];

        html_put(page, "<tr>");
        for (unsigned k = 0; cells[k] != NULL; k++) {
            html_put(page, "<td>%s</td>", cells[k]);
        }
        html_put(page, "</tr>\n");
    }
    close_list(page);
    if (table->omitted > 0) {
        html_put(page, "<p>%u more rows are left out.</p>\n", table->omitted);
    }
}

void
html_put_tables(GString *page, const HtmlRun *run)
{
    for (unsigned i = 0; i < run->results->tables->len; i++) {
        put_table(page, run->results->tables->pdata[i]);
    }
}

static unsigned
count_events(const Results *results)
{
    unsigned total = 0;

    for (unsigned kind = 0; kind < EVENT_KINDS; kind++) {
        total += results->counts[kind];
    }
    return total;
}

static void
put_counts(GString *page, const Results *results)
{
    html_put(page, "<table><thead><tr><th scope=\"col\">Kind</th><th scope=\"col\" "
                   "class=\"number\">Times</th><th scope=\"col\">What it is</th></tr></thead>"
                   "<tbody>\n");
    for (unsigned kind = 0; kind < EVENT_KINDS; kind++) {
        if (results->counts[kind] > 0) {
            html_put(page,
                     "<tr><td><code>%s</code></td><td class=\"number\">%u</td><td>%s</td>"
                     "</tr>\n",
                     event_kind_name(kind), results->counts[kind], event_kind_help(kind));
        }
    }
    html_put(page, "</tbody></table>\n");
}

static void
put_event(GString *page, const Event *event, int64_t zero)
{
    g_autofree char *at = html_seconds(event->time - zero);

    html_put(page, "<tr><td class=\"number\">%s</td><td><code>%s</code></td><td>%s</td>", at,
             event_kind_name(event->kind), event->ied);
    html_put(page, "<td>%s</td><td class=\"mono\">%s</td><td>%s</td></tr>\n", event->client,
             event->reference, event->value);
}

void
html_put_events(GString *page, const HtmlRun *run)
{
    const Results *results = run->results;
    unsigned total = count_events(results) - results->counts[EVENT_CHANGED];
    unsigned shown = MIN(results->events->len, run->events_max);
    g_autofree char *title =
        shown == total
            ? g_strdup_printf("All %u events", total)
            : g_strdup_printf("The first %u of %u events; events.jsonl has all", shown, total);

    if (count_events(results) == 0) {
        return;
    }
    html_put(page, "<h3>Events</h3>\n");
    put_counts(page, results);
    open_list(page, title, shown + OPEN_ROWS, "Events");
    html_put(page, "<thead><tr><th scope=\"col\" class=\"number\">At, s</th><th "
                   "scope=\"col\">Event</th><th scope=\"col\">IED</th><th "
                   "scope=\"col\">Client</th><th scope=\"col\">Reference</th><th "
                   "scope=\"col\">Value</th></tr></thead><tbody>\n");
    for (unsigned i = 0; i < shown; i++) {
        put_event(page, results->events->pdata[i], results->zero);
    }
    close_list(page);
}
