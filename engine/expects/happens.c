/* SPDX-License-Identifier: Apache-2.0
 *
 * expect(event): it happens, often enough, in time; with at_most not too often either.
 */
#include "engine/expect.h"

static void
happens_seen(Expectation *expectation, const Event *event, uint64_t which)
{
    (void)which;
    if (expectation->count > expectation->at_most) {
        g_autofree char *text = expectation_format_event(expectation, event);

        expectation_decide(expectation, false,
                           g_strdup_printf("%u time%s, the last: %s", expectation->count,
                                           expectation->count == 1 ? "" : "s", text));
    } else if (expectation->at_most == UINT32_MAX &&
               expectation->count >= expectation->at_least) {
        expectation_decide(expectation, true, NULL);
    }
}

static void
happens_expired(Expectation *expectation)
{
    expectation_decide(expectation, expectation->count >= expectation->at_least,
                       expectation_seen(expectation));
}

const ExpectType expect_happens = {
    .name = "expect",
    .help = "an event happens, within a time, often enough and not too often",
    .verb = "",
    .counts = true,
    .needs_bound = true,
    .seen = happens_seen,
    .expired = happens_expired,
};
