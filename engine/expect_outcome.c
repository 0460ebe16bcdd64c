/* SPDX-License-Identifier: Apache-2.0
 *
 * From the decision of an expectation to an outcome of the run. What is known to fail is to
 * fail: it is a failure of the run when it holds, so that nobody keeps an excuse that is none
 * any more.
 */
#include "engine/expect.h"

static OutcomeState
state_of(const Expectation *expectation, bool held)
{
    if (expectation->known == NULL) {
        return held ? OUTCOME_HELD : OUTCOME_FAILED;
    }
    return held || expectation->inconclusive ? OUTCOME_FAILED : OUTCOME_KNOWN;
}

static char *
seen_of(const Expectation *expectation, bool held, char *seen)
{
    g_autofree char *own = seen;

    if (expectation->known == NULL || !held) {
        return g_steal_pointer(&own);
    }
    return own == NULL ? g_strdup("it holds, though it is known to fail")
                       : g_strdup_printf("it holds, though it is known to fail: %s", own);
}

Outcome *
expectation_add_outcome(Expectation *expectation, Results *results, bool held, char *seen,
                        int64_t at)
{
    Outcome *outcome =
        results_add(results, state_of(expectation, held), expectation_format(expectation),
                    seen_of(expectation, held, seen), expectation->file, expectation->line, at);

    expectation->outcome = outcome;
    if (expectation->opened != 0 && outcome->times == 1) {
        outcome->from = at - (expectation_now(expectation) - expectation->opened);
    }
    outcome->inconclusive = expectation->inconclusive;
    if (outcome->reason == NULL) {
        outcome->reason = g_strdup(expectation->known);
    }
    if (outcome->measure.metric == NULL) {
        outcome->measure = expectation->measure;
        outcome->measure.metric = g_strdup(expectation->measure.metric);
    }
    return outcome;
}
