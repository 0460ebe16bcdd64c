/* SPDX-License-Identifier: Apache-2.0
 *
 * both(A, B, event): each of the clients does it. exactly_one(A, B, event): one of them does
 * it, and the other never. Pattern n is the event by client n.
 */
#include "engine/expect.h"

static const char *
client_of(const Expectation *expectation, unsigned which)
{
    return ((const EventPattern *)expectation->patterns->pdata[which])->client;
}

/* "A, B", of those that did it, or of the others. */
static char *
clients(const Expectation *expectation, bool came)
{
    GString *text = g_string_new(NULL);

    for (unsigned i = 0; i < expectation->patterns->len; i++) {
        if (((expectation->came & UINT64_C(1) << i) != 0) == came) {
            g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "",
                                   client_of(expectation, i));
        }
    }
    return g_string_free(text, FALSE);
}

static void
both_seen(Expectation *expectation, const Event *event, uint64_t which)
{
    (void)event;
    (void)which;
    if (expectation->came == (UINT64_C(1) << expectation->patterns->len) - 1) {
        expectation_decide(expectation, true, NULL);
    }
}

static void
both_expired(Expectation *expectation)
{
    g_autofree char *missing = clients(expectation, false);
    g_autofree char *seen = expectation_seen(expectation);

    expectation_decide(expectation, false, g_strdup_printf("not by %s: %s", missing, seen));
}

static void
exactly_one_seen(Expectation *expectation, const Event *event, uint64_t which)
{
    (void)which;
    if ((expectation->came & (expectation->came - 1)) != 0) {
        g_autofree char *text = expectation_format_event(expectation, event);
        g_autofree char *all = clients(expectation, true);

        expectation_decide(expectation, false,
                           g_strdup_printf("%s did, the last: %s", all, text));
    }
}

static void
exactly_one_expired(Expectation *expectation)
{
    expectation_decide(expectation, expectation->came != 0,
                       expectation->came != 0 ? clients(expectation, true)
                                              : expectation_seen(expectation));
}

/* The first pattern ends with its client. */
static void
say(const Expectation *expectation, GString *text, const char *joint)
{
    g_autofree char *pattern = pattern_format(expectation->patterns->pdata[0]);

    g_string_append(text, pattern);
    for (unsigned i = 1; i < expectation->patterns->len; i++) {
        g_string_append_printf(text, " %s by %s", joint, client_of(expectation, i));
    }
}

static void
both_say(const Expectation *expectation, GString *text)
{
    say(expectation, text, "and");
}

static void
exactly_one_say(const Expectation *expectation, GString *text)
{
    g_string_append(text, "either ");
    say(expectation, text, "or");
}

const ExpectType expect_both = {
    .name = "both",
    .help = "several clients do the same",
    .verb = "",
    .needs_bound = true,
    .seen = both_seen,
    .expired = both_expired,
    .say = both_say,
};

const ExpectType expect_exactly_one = {
    .name = "exactly_one",
    .help = "one of several clients does something, and none of the others",
    .verb = "",
    .seen = exactly_one_seen,
    .expired = exactly_one_expired,
    .say = exactly_one_say,
};
