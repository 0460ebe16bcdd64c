/* SPDX-License-Identifier: Apache-2.0
 *
 * Results for people: a line an outcome in the order of the scenario, what was seen where one
 * failed, and a last line that says it all.
 */
#include "engine/outputs/text.h"

#include <string.h>

#include "engine/output.h"
#include "engine/text.h"

void
text_put_head(GString *text, const Results *results)
{
    g_autofree char *label = results_label(results);

    g_string_append_printf(text, "# %s (seed %" G_GUINT64_FORMAT ", %u IED%s)\n", label,
                           results->facts.seed, results->facts.ied_count,
                           results->facts.ied_count == 1 ? "" : "s");
}

/* Only where it failed: what is known to fail needs no search for why. */
static void
put_last(GString *text, const Outcome *outcome)
{
    g_auto(GStrv) lines = outcome->last == NULL || outcome->state != OUTCOME_FAILED
                              ? NULL
                              : g_strsplit(outcome->last, "\n", -1);

    for (unsigned i = 0; lines != NULL && lines[i] != NULL; i++) {
        g_string_append_printf(text, "        %s %s\n", i == 0 ? "last:" : "     ", lines[i]);
    }
}

static void
put_outcome(GString *text, const Outcome *outcome)
{
    static const char *const states[] = { [OUTCOME_FAILED] = "FAILED",
                                          [OUTCOME_HELD] = "ok",
                                          [OUTCOME_OPEN] = "open",
                                          [OUTCOME_KNOWN] = "known" };

    g_string_append_printf(text, "%-6s  %s", states[outcome->state], outcome->what);
    if (outcome->times > 1) {
        g_string_append_printf(text, " (%u times)", outcome->times);
    }
    if (outcome->state == OUTCOME_HELD && outcome->seen != NULL) {
        g_string_append_printf(text, ": %s", outcome->seen);
    }
    g_string_append_c(text, '\n');
    if (outcome->reason != NULL) {
        g_autofree char *reason = g_utf8_make_valid(outcome->reason, -1);

        g_string_append_printf(text, "        known failure: %s\n", reason);
    }
    if (outcome->state == OUTCOME_FAILED || outcome->state == OUTCOME_KNOWN) {
        g_string_append_printf(text, "        seen: %s\n",
                               outcome->seen != NULL ? outcome->seen : "nothing");
        put_last(text, outcome);
        if (outcome->file != NULL) {
            g_string_append_printf(text, "        at %s:%d\n", outcome->file, outcome->line);
        }
    }
}

static void
put_counts(GString *text, const Results *results)
{
    g_autofree char *time = duration_format(results->duration);

    g_string_append_printf(text, "%u held, %u failed, ", results->held, results->failed);
    if (results->known > 0) {
        g_string_append_printf(text, "%u known to fail, ", results->known);
    }
    g_string_append_printf(text, "%u association%s, %s\n", results->associations,
                           results->associations == 1 ? "" : "s", time);
}

#define LAST_CELL_MAX 120

/* Columns as wide as their widest cell; the last one as it is, but cut off. */
static void
put_row(GString *text, char *const *cells, const unsigned *widths)
{
    for (unsigned i = 0; cells[i] != NULL; i++) {
        bool cut = cells[i + 1] == NULL && g_utf8_strlen(cells[i], -1) > LAST_CELL_MAX;
        g_autofree char *part = cut ? g_utf8_substring(cells[i], 0, LAST_CELL_MAX) : NULL;
        unsigned width = (unsigned)g_utf8_strlen(cells[i], -1);
        unsigned pad = cells[i + 1] == NULL || widths[i] < width ? 0 : widths[i] - width;

        g_string_append_printf(text, "%s%s%s%*s", i > 0 ? "  " : "", cut ? part : cells[i],
                               cut ? " ..." : "", (int)pad, "");
    }
    while (text->str[text->len - 1] == ' ') {
        g_string_truncate(text, text->len - 1);
    }
    g_string_append_c(text, '\n');
}

static void
put_table(GString *text, const ResultTable *table)
{
    unsigned columns = g_strv_length(table->columns);
    g_autofree unsigned *widths = g_new0(unsigned, columns + 1);

    for (unsigned i = 0; i < columns; i++) {
        widths[i] = (unsigned)g_utf8_strlen(table->columns[i], -1);
        for (unsigned row = 0; row < table->rows->len; row++) {
            char *const *cells = table->rows->pdata[row];

            widths[i] = MAX(widths[i], (unsigned)g_utf8_strlen(cells[i], -1));
        }
    }
    g_string_append_printf(text, "# %s\n", table->title);
    put_row(text, table->columns, widths);
    for (unsigned row = 0; row < table->rows->len; row++) {
        put_row(text, table->rows->pdata[row], widths);
    }
    if (table->omitted > 0) {
        g_string_append_printf(text, "and %u more\n", table->omitted);
    }
}

void
text_put_body(GString *text, const Results *results)
{
    g_autofree char *label = results_label(results);
    g_autofree Outcome **sorted = results_sort(results);

    for (unsigned i = 0; sorted[i] != NULL; i++) {
        put_outcome(text, sorted[i]);
    }
    if (results->broken != NULL) {
        g_string_append_printf(text, "ERROR   %s\n", results->broken);
    }
    for (unsigned i = 0; i < results->tables->len; i++) {
        const ResultTable *table = results->tables->pdata[i];

        if (table->in_text) {
            put_table(text, table);
        }
    }
    g_string_append_printf(text, "%s  %s: ", results_verdict(results), label);
    put_counts(text, results);
}

static void
put_verdict_count(void *user, const char *verdict, unsigned runs)
{
    GString *text = user;
    g_autofree char *lower = g_ascii_strdown(verdict, -1);

    g_string_append_printf(text, "%s %u %s", text->str[text->len - 1] == ':' ? "" : ",", runs,
                           lower);
}

void
text_put_summary(GString *text, const Suite *suite)
{
    unsigned width = 0;

    if (suite->runs->len + suite->not_run < 2) {
        return;
    }
    for (unsigned i = 0; i < suite->runs->len; i++) {
        g_autofree char *label = results_label(suite->runs->pdata[i]);

        width = MAX(width, (unsigned)g_utf8_strlen(label, -1));
    }
    g_string_append_c(text, '\n');
    for (unsigned i = 0; i < suite->runs->len; i++) {
        const Results *results = suite->runs->pdata[i];
        g_autofree char *label = results_label(results);

        g_string_append_printf(text, "%-16s  %s%*s  ", results_verdict(results), label,
                               (int)(width - (unsigned)g_utf8_strlen(label, -1)), "");
        put_counts(text, results);
    }
    g_string_append_printf(text, "%u run%s:", suite->runs->len,
                           suite->runs->len == 1 ? "" : "s");
    suite_each_verdict(suite, put_verdict_count, text);
    if (suite->not_run > 0) {
        g_string_append_printf(text, "; %u not run after a failure", suite->not_run);
    }
    g_string_append_c(text, '\n');
}

static void
write_text(GString *text, const Suite *suite)
{
    for (unsigned i = 0; i < suite->runs->len; i++) {
        text_put_head(text, suite->runs->pdata[i]);
        text_put_body(text, suite->runs->pdata[i]);
    }
    text_put_summary(text, suite);
}

const Output output_text = {
    .name = "text",
    .help = "a line an expectation and a verdict, on stdout and in --out",
    .file = "results.txt",
    .write = write_text,
};
