/* SPDX-License-Identifier: Apache-2.0
 *
 * Results for people, on stdout: a line an outcome in the order of the scenario, what was seen
 * where one failed, and a last line that says it all.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/results.h"
#include "engine/text.h"

static void
print_head(const RunFacts *facts)
{
    printf("# %s (seed %" G_GUINT64_FORMAT ", %u IED%s)\n", facts->scenario, facts->seed,
           facts->ied_count, facts->ied_count == 1 ? "" : "s");
}

static void *
open_text(const RunFacts *facts, GError **error)
{
    (void)error;
    if (!facts->stdout_taken) {
        print_head(facts);
    }
    return (void *)facts->scenario;
}

static int
compare_outcomes(const void *a, const void *b)
{
    const Outcome *x = *(const Outcome *const *)a, *y = *(const Outcome *const *)b;
    int file = g_strcmp0(x->file, y->file);

    if (file != 0) {
        return file;
    }
    return x->line != y->line ? (x->line > y->line) - (x->line < y->line)
                              : (x->at > y->at) - (x->at < y->at);
}

static void
print_outcome(const Outcome *outcome)
{
    static const char *const states[] = { [OUTCOME_FAILED] = "FAILED",
                                          [OUTCOME_HELD] = "ok",
                                          [OUTCOME_OPEN] = "open",
                                          [OUTCOME_KNOWN] = "known" };

    printf("%-6s  %s", states[outcome->state], outcome->what);
    if (outcome->times > 1) {
        printf(" (%u times)", outcome->times);
    }
    if (outcome->state == OUTCOME_HELD && outcome->seen != NULL) {
        printf(": %s", outcome->seen);
    }
    printf("\n");
    if (outcome->reason != NULL) {
        printf("        known failure: %s\n", outcome->reason);
    }
    if (outcome->state == OUTCOME_FAILED || outcome->state == OUTCOME_KNOWN) {
        printf("        seen: %s\n", outcome->seen != NULL ? outcome->seen : "nothing");
        if (outcome->file != NULL) {
            printf("        at %s:%d\n", outcome->file, outcome->line);
        }
    }
}

static const char *
verdict(const Results *results)
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

static void
close_text(void *output, const Results *results)
{
    g_autofree char *time = duration_format(results->duration);
    g_autofree Outcome **sorted =
        g_memdup2(results->outcomes->pdata, results->outcomes->len * sizeof(Outcome *));

    (void)output;
    if (results->facts.stdout_taken) {
        print_head(&results->facts);
    }
    if (results->outcomes->len > 0) {
        qsort(sorted, results->outcomes->len, sizeof(Outcome *), compare_outcomes);
    }
    for (unsigned i = 0; i < results->outcomes->len; i++) {
        print_outcome(sorted[i]);
    }
    if (results->broken != NULL) {
        printf("ERROR   %s\n", results->broken);
    }
    printf("%s  %s: %u held, %u failed, ", verdict(results), results->facts.scenario,
           results->held, results->failed);
    if (results->known > 0) {
        printf("%u known to fail, ", results->known);
    }
    printf("%u association%s, %s\n", results->associations,
           results->associations == 1 ? "" : "s", time);
    fflush(stdout);
}

const Output output_text = {
    .name = "text",
    .help = "a line an expectation and a verdict, on stdout",
    .open = open_text,
    .close = close_text,
};
