/* SPDX-License-Identifier: Apache-2.0
 *
 * in_order { a, b, c }: each comes behind the one before it, the whole within a time, each next
 * one within a gap. Other events between them do not matter; with `strict` those of the list
 * itself do.
 */
#include "engine/expects/in_order.h"

#include "engine/text.h"

typedef struct InOrder {
    int64_t gap;
    bool strict;
    unsigned at;   /* how many came */
    GString *came; /* these, in words */
} InOrder;

static const EventPattern *
awaited(const Expectation *expectation)
{
    const InOrder *order = expectation->own;

    return expectation->patterns->pdata[order->at];
}

/* "after A associated at 1 s, A browsed at 2 s: no A read". */
static char *
story(const Expectation *expectation, const char *how)
{
    const InOrder *order = expectation->own;
    g_autofree char *next = pattern_format(awaited(expectation));
    GString *text = g_string_new(order->at > 0 ? order->came->str : "none of them");

    g_string_append_printf(text, "; %s: %s", how, next);
    return g_string_free(text, FALSE);
}

static void
advance(Expectation *expectation, const Event *event)
{
    InOrder *order = expectation->own;
    g_autofree char *text = expectation_format_event(expectation, event);

    g_string_append_printf(order->came, "%s%s", order->at > 0 ? ", " : "", text);
    order->at++;
    if (order->at == expectation->patterns->len) {
        expectation_decide(expectation, true, NULL);
    } else if (order->gap != 0) {
        expectation_arm_step(expectation, order->gap);
    }
}

static void
in_order_seen(Expectation *expectation, const Event *event, uint64_t which)
{
    const InOrder *order = expectation->own;

    if ((which & UINT64_C(1) << order->at) != 0) {
        advance(expectation, event);
    } else if (order->strict) {
        g_autofree char *text = expectation_format_event(expectation, event);
        g_autofree char *how = g_strdup_printf("%s came where this was due", text);

        expectation_decide(expectation, false, story(expectation, how));
    } else {
        expectation_keep_near(expectation, event, 1, NULL);
    }
}

static void
in_order_gap_over(Expectation *expectation)
{
    const InOrder *order = expectation->own;
    g_autofree char *gap = duration_format(order->gap);
    g_autofree char *how = g_strdup_printf("did not come within %s behind it", gap);

    expectation_decide(expectation, false, story(expectation, how));
}

static void
in_order_expired(Expectation *expectation)
{
    g_autofree char *how = expectation->ended == NULL
                               ? g_strdup("did not come")
                               : g_strdup_printf("did not come before %s", expectation->ended);

    expectation_decide(expectation, false, story(expectation, how));
}

static void
in_order_say(const Expectation *expectation, GString *text)
{
    const InOrder *order = expectation->own;

    g_string_append(text, order->strict ? "strictly in order" : "in order");
    if (order->gap != 0) {
        g_autofree char *gap = duration_format(order->gap);

        g_string_append_printf(text, " (gaps up to %s)", gap);
    }
    for (unsigned i = 0; i < expectation->patterns->len; i++) {
        g_autofree char *pattern = pattern_format(expectation->patterns->pdata[i]);

        g_string_append_printf(text, "%s%s", i == 0 ? ": " : ", ", pattern);
    }
}

static void
in_order_free(void *own)
{
    InOrder *order = own;

    g_string_free(order->came, TRUE);
    g_free(order);
}

void
expect_in_order_set(Expectation *expectation, int64_t gap, bool strict)
{
    InOrder *order = g_new0(InOrder, 1);

    order->gap = gap;
    order->strict = strict;
    order->came = g_string_new(NULL);
    expectation->own = order;
}

const ExpectType expect_in_order = {
    .name = "in_order",
    .help = "events happen one behind the other, with gaps that are not too long",
    .verb = "",
    .needs_bound = true,
    .seen = in_order_seen,
    .step_over = in_order_gap_over,
    .expired = in_order_expired,
    .say = in_order_say,
    .free = in_order_free,
};
