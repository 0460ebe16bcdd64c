/* SPDX-License-Identifier: Apache-2.0
 *
 * never(event): it does not happen, within a time or until the end of the run.
 */
#include "engine/expect.h"

static void
never_seen(Expectation *expectation, const Event *event)
{
    expectation_decide(expectation, false, event_format(event));
}

static void
never_expired(Expectation *expectation)
{
    bool inconclusive = expectation_is_inconclusive(expectation);

    expectation_decide(expectation, !inconclusive,
                       inconclusive ? g_strdup("inconclusive: nobody was associated there")
                                    : NULL);
}

const ExpectType expect_never = {
    .name = "never",
    .help = "an event does not happen",
    .verb = "never ",
    .seen = never_seen,
    .expired = never_expired,
};
