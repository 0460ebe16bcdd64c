/* SPDX-License-Identifier: Apache-2.0
 *
 * JUnit XML, in the form that Jenkins and GitLab read: a suite a run, a case an outcome, and
 * one for the run as a whole. A mistake of the scenario is an error, never a failure of the
 * client.
 */
#include <stdio.h>
#include <string.h>

#include "engine/output.h"
#include "engine/outputs/escape.h"
#include "engine/text.h"

static void
put_attribute(GString *text, const char *name, const char *value)
{
    g_string_append_printf(text, " %s=\"", name);
    escape_append_xml(text, value);
    g_string_append_c(text, '"');
}

static void
open_case(GString *text, const char *class, const char *name, int64_t took)
{
    g_string_append(text, "    <testcase");
    put_attribute(text, "classname", class);
    put_attribute(text, "name", name);
    g_string_append_printf(text, " time=\"%.6f\"", (double)MAX(took, 0) / 1e9);
}

/* An element that says why a case is not simply passed. */
static void
put_why(GString *text, const char *element, const char *type, const char *message,
        const char *detail)
{
    g_string_append_printf(text, "      <%s", element);
    if (type != NULL) {
        put_attribute(text, "type", type);
    }
    put_attribute(text, "message", message);
    g_string_append_c(text, '>');
    escape_append_xml(text, detail);
    g_string_append_printf(text, "</%s>\n", element);
}

static const char *
type_of(const Outcome *outcome)
{
    if (outcome->inconclusive) {
        return "inconclusive";
    }
    return outcome->measure.metric != NULL ? "threshold" : "expectation";
}

static void
put_failure(GString *text, const Outcome *outcome)
{
    const char *seen = outcome->seen != NULL ? outcome->seen : "nothing";
    g_autofree char *message = g_strdup_printf("seen: %s", seen);
    g_autoptr(GString) detail = g_string_new(NULL);

    g_string_append_printf(detail, "expected: %s\nseen: %s\n", outcome->what, seen);
    if (outcome->last != NULL) {
        g_string_append_printf(detail, "last PDUs:\n%s\n", outcome->last);
    }
    g_string_append_printf(detail, "at %.6f s\n", (double)outcome->at / 1e9);
    if (outcome->file != NULL) {
        g_string_append_printf(detail, "%s:%d\n", outcome->file, outcome->line);
    }
    put_why(text, "failure", type_of(outcome), message, detail->str);
}

static void
put_outcome(GString *text, const char *label, const Outcome *outcome)
{
    g_autofree char *skipped =
        outcome->state == OUTCOME_KNOWN
            ? g_strdup_printf("known failure: %s",
                              outcome->reason != NULL ? outcome->reason : "")
            : g_strdup("the run was cut off before it was decided");

    open_case(text, label, outcome->what, outcome->at - outcome->from);
    if (outcome->file != NULL) {
        put_attribute(text, "file", outcome->file);
        g_string_append_printf(text, " line=\"%d\"", outcome->line);
    }
    if (outcome->state == OUTCOME_HELD) {
        g_string_append(text, "/>\n");
        return;
    }
    g_string_append(text, ">\n");
    if (outcome->state == OUTCOME_FAILED) {
        put_failure(text, outcome);
    } else {
        put_why(text, "skipped", NULL, skipped, outcome->seen);
    }
    g_string_append(text, "    </testcase>\n");
}

typedef struct Completion {
    const char *element; /* NULL: all went well */
    const char *type;
    const char *message;
} Completion;

static Completion
completion_of(const Results *results)
{
    switch (results->end) {
    case RUN_BROKEN:
        return (Completion){ "error", "scenario", results->broken };
    case RUN_INTERRUPTED:
        return (Completion){ "error", "interrupted", "the run was interrupted" };
    case RUN_MAX_TIME:
        return (Completion){ "failure", "max-time",
                             "--max-time was over before all was decided" };
    default:
        return results->nothing
                   ? (Completion){ "failure", "nothing", "no client ever associated" }
                   : (Completion){ NULL, NULL, NULL };
    }
}

static void
put_completion(GString *text, const char *label, const Results *results)
{
    Completion completion = completion_of(results);

    open_case(text, label, "run completed", results->duration);
    put_attribute(text, "file", results->facts.path);
    if (completion.element == NULL) {
        g_string_append(text, "/>\n");
        return;
    }
    g_string_append(text, ">\n");
    put_why(text, completion.element, completion.type,
            completion.message != NULL ? completion.message : "", completion.message);
    g_string_append(text, "    </testcase>\n");
}

static void
put_property(GString *text, const char *name, const char *value)
{
    g_string_append(text, "      <property");
    put_attribute(text, "name", name);
    put_attribute(text, "value", value);
    g_string_append(text, "/>\n");
}

static void
put_properties(GString *text, const RunFacts *facts)
{
    g_autofree char *seed = g_strdup_printf("%" G_GUINT64_FORMAT, facts->seed);

    g_string_append(text, "    <properties>\n");
    put_property(text, "seed", seed);
    for (unsigned i = 0; facts->tags[i] != NULL; i++) {
        put_property(text, "tag", facts->tags[i]);
    }
    for (unsigned i = 0; facts->versions[i] != NULL; i += 2) {
        put_property(text, facts->versions[i], facts->versions[i + 1]);
    }
    g_string_append(text, "    </properties>\n");
}

typedef struct Counts {
    unsigned tests, failures, errors, skipped;
    int64_t time;
} Counts;

static void
count_run(Counts *counts, const Results *results)
{
    Completion completion = completion_of(results);

    counts->tests += results->outcomes->len + 1;
    counts->failures += results->failed + (g_strcmp0(completion.element, "failure") == 0);
    counts->errors += g_strcmp0(completion.element, "error") == 0;
    counts->skipped += results->outcomes->len - results->held - results->failed;
    counts->time += results->duration;
}

static void
put_counts(GString *text, const Counts *counts)
{
    g_string_append_printf(
        text, " tests=\"%u\" failures=\"%u\" errors=\"%u\" skipped=\"%u\" time=\"%.6f\"",
        counts->tests, counts->failures, counts->errors, counts->skipped,
        (double)counts->time / 1e9);
}

static void
put_run(GString *text, const Results *results)
{
    g_autofree char *label = results_label(results);
    g_autofree char *started = time_format(results->facts.started);
    g_autofree Outcome **sorted = results_sort(results);
    Counts counts = { 0 };

    count_run(&counts, results);
    started[strlen("2026-01-02T03:04:05")] = '\0'; /* readers know no fraction */
    g_string_append(text, "  <testsuite");
    put_attribute(text, "name", label);
    put_counts(text, &counts);
    put_attribute(text, "timestamp", started);
    put_attribute(text, "file", results->facts.path);
    g_string_append(text, ">\n");
    put_properties(text, &results->facts);
    for (unsigned i = 0; sorted[i] != NULL; i++) {
        put_outcome(text, label, sorted[i]);
    }
    put_completion(text, label, results);
    g_string_append(text, "  </testsuite>\n");
}

static void
write_junit(GString *text, const Suite *suite)
{
    Counts counts = { 0 };

    for (unsigned i = 0; i < suite->runs->len; i++) {
        count_run(&counts, suite->runs->pdata[i]);
    }
    g_string_append(text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
    put_attribute(text, "name", "iedbench");
    put_counts(text, &counts);
    g_string_append(text, ">\n");
    for (unsigned i = 0; i < suite->runs->len; i++) {
        put_run(text, suite->runs->pdata[i]);
    }
    g_string_append(text, "</testsuites>\n");
}

const Output output_junit = {
    .name = "junit",
    .help = "JUnit XML, a test case an expectation",
    .option = "junit",
    .file = "junit.xml",
    .write = write_junit,
};
