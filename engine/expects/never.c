/* SPDX-License-Identifier: Apache-2.0
 *
 * never(event): it does not happen, within a time or until the end of the run.
 */
#include "engine/expect.h"

static void
never_seen(Expectation *expectation, const Event *event, uint64_t which)
{
    (void)which;
    expectation_decide(expectation, false, expectation_format_event(expectation, event));
}

static void
never_expired(Expectation *expectation)
{
    const char *lacks = expectation_lacks(expectation);

    if (lacks != NULL) {
        expectation_decide_inconclusive(expectation, lacks);
    } else {
        expectation_decide(expectation, true, NULL);
    }
}

const ExpectType expect_never = {
    .name = "never",
    .help = "an event does not happen",
    .verb = "never ",
    .seen = never_seen,
    .expired = never_expired,
};
