/* SPDX-License-Identifier: Apache-2.0
 *
 * TAP 13 (the Test Anything Protocol): a test an outcome and one for each run as a whole. What
 * was cut off is skipped, a known failure is a TODO; a failed one is followed by a YAML block.
 */
#include <string.h>

#include "engine/output.h"
#include "engine/outputs/escape.h"
#include "sim/base/json.h"

typedef struct Tap {
    GString *text;
    unsigned number;
} Tap;

/* JSON's strings are those of YAML in double quotes. */
static void
put_member(Tap *tap, const char *name, const char *value)
{
    JsonWriter json = json_writer(tap->text);

    if (value != NULL) {
        g_string_append_printf(tap->text, "  %s: ", name);
        json_put_string(&json, NULL, value);
        g_string_append_c(tap->text, '\n');
    }
}

/* The last PDUs of the IED, a sequence of lines. */
static void
put_last(Tap *tap, const char *last)
{
    g_auto(GStrv) lines = last == NULL ? NULL : g_strsplit(last, "\n", -1);

    if (lines != NULL) {
        g_string_append(tap->text, "  last_pdus:\n");
    }
    for (unsigned i = 0; lines != NULL && lines[i] != NULL; i++) {
        JsonWriter json = json_writer(tap->text);

        g_string_append(tap->text, "    - ");
        json_put_string(&json, NULL, lines[i]);
        g_string_append_c(tap->text, '\n');
    }
}

static void
put_line(Tap *tap, bool ok, const char *label, const char *what)
{
    g_string_append_printf(tap->text, "%s %u - ", ok ? "ok" : "not ok", ++tap->number);
    escape_append_tap(tap->text, label);
    g_string_append(tap->text, ": ");
    escape_append_tap(tap->text, what);
}

static void
put_outcome(Tap *tap, const char *label, const Outcome *outcome)
{
    bool failed = outcome->state == OUTCOME_FAILED || outcome->state == OUTCOME_KNOWN;

    put_line(tap, !failed, label, outcome->what);
    if (outcome->state == OUTCOME_OPEN) {
        g_string_append(tap->text, " # SKIP the run was cut off before it was decided");
    }
    if (outcome->state == OUTCOME_KNOWN) {
        g_string_append(tap->text, " # TODO ");
        escape_append_tap(tap->text, outcome->reason != NULL ? outcome->reason : "known");
    }
    g_string_append_c(tap->text, '\n');
    if (!failed) {
        return;
    }
    g_string_append(tap->text, "  ---\n");
    put_member(tap, "message", outcome->what);
    put_member(tap, "seen", outcome->seen != NULL ? outcome->seen : "nothing");
    if (outcome->file != NULL) {
        put_member(tap, "file", outcome->file);
        g_string_append_printf(tap->text, "  line: %d\n", outcome->line);
    }
    g_string_append_printf(tap->text, "  at: %.6f\n", (double)outcome->at / 1e9);
    put_member(tap, "severity", outcome->inconclusive ? "inconclusive" : "fail");
    put_last(tap, outcome->last);
    g_string_append(tap->text, "  ...\n");
}

static void
put_run(Tap *tap, const Results *results)
{
    g_autofree char *label = results_label(results);
    g_autofree Outcome **sorted = results_sort(results);
    bool complete = results->end == RUN_COMPLETE && !results->nothing;

    for (unsigned i = 0; sorted[i] != NULL; i++) {
        put_outcome(tap, label, sorted[i]);
    }
    put_line(tap, complete, label, "run completed");
    g_string_append_c(tap->text, '\n');
    if (!complete) {
        g_string_append(tap->text, "  ---\n");
        put_member(tap, "message", results_verdict(results));
        put_member(tap, "seen", results->broken);
        g_string_append(tap->text, "  ...\n");
    }
}

static void
write_tap(GString *text, const Suite *suite)
{
    Tap tap = { .text = text };

    g_string_append(text, "TAP version 13\n");
    for (unsigned i = 0; i < suite->runs->len; i++) {
        put_run(&tap, suite->runs->pdata[i]);
    }
    g_string_append_printf(text, "1..%u\n", tap.number);
}

const Output output_tap = {
    .name = "tap",
    .help = "TAP 13 on stdout, for harnesses of tests",
    .option = "tap",
    .file = "results.tap",
    .to_stdout = true,
    .write = write_tap,
};
