/* SPDX-License-Identifier: Apache-2.0
 *
 * Outcomes become a verdict.
 */
#include "engine/results.h"

#include <string.h>

#include "engine/command.h"

extern const Output output_text;
extern const Output output_events_jsonl;

const Output *const outputs[] = { &output_text, &output_events_jsonl, NULL };

static void
free_outcome(void *data)
{
    Outcome *outcome = data;

    g_free(outcome->what);
    g_free(outcome->seen);
    g_free(outcome->file);
    g_free(outcome->reason);
    g_free(outcome->measure.metric);
    g_free(outcome);
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

Results *
results_new(const RunFacts *facts)
{
    Results *results = g_new0(Results, 1);

    results->facts = *facts;
    results->outcomes = g_ptr_array_new_with_free_func(free_outcome);
    return results;
}

void
results_free(Results *results)
{
    if (results != NULL) {
        g_ptr_array_unref(results->outcomes);
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
    Outcome *outcome =
        state == OUTCOME_HELD && line > 0 ? find_held(results, what, file, line) : NULL;

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
                          .file = g_strdup(file),
                          .line = line,
                          .at = at,
                          .times = 1 };
    g_ptr_array_add(results->outcomes, outcome);
    results->held += state == OUTCOME_HELD;
    results->failed += state == OUTCOME_FAILED;
    results->known += state == OUTCOME_KNOWN;
    return outcome;
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
