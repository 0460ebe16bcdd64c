/* SPDX-License-Identifier: Apache-2.0
 *
 * any_of { ... } and all_of { ... }: several expectations with one outcome. It is decided as
 * soon as its parts say enough.
 */
#include "engine/expect.h"

static unsigned
count_parts(const Expectation *expectation, ExpectState state)
{
    unsigned count = 0;

    for (unsigned i = 0; i < expectation->parts->len; i++) {
        count += ((const Expectation *)expectation->parts->pdata[i])->state == state;
    }
    return count;
}

/* "A released within 1 s: nothing; B released within 1 s: ...", of those that failed. */
static char *
failures(const Expectation *expectation)
{
    GString *text = g_string_new(NULL);

    for (unsigned i = 0; i < expectation->parts->len; i++) {
        const Expectation *part = expectation->parts->pdata[i];

        if (part->state == EXPECT_FAILED) {
            g_autofree char *what = expectation_format(part);

            g_string_append_printf(text, "%s(%s): %s", text->len > 0 ? "; " : "", what,
                                   part->said != NULL ? part->said : "nothing");
        }
    }
    return g_string_free(text, FALSE);
}

static bool
has_inconclusive(const Expectation *expectation)
{
    for (unsigned i = 0; i < expectation->parts->len; i++) {
        if (((const Expectation *)expectation->parts->pdata[i])->inconclusive) {
            return true;
        }
    }
    return false;
}

/* The group failed because of its parts; when one of them could not be judged, so could the
 * group not. */
static void
fail(Expectation *expectation)
{
    expectation->inconclusive = has_inconclusive(expectation);
    expectation_decide(expectation, false, failures(expectation));
}

static void
any_of_part(Expectation *expectation, const Expectation *part)
{
    if (part->state == EXPECT_HELD) {
        expectation_decide(expectation, true, expectation_format(part));
    } else if (count_parts(expectation, EXPECT_FAILED) == expectation->parts->len) {
        fail(expectation);
    }
}

static void
all_of_part(Expectation *expectation, const Expectation *part)
{
    if (part->state == EXPECT_FAILED) {
        fail(expectation);
    } else if (count_parts(expectation, EXPECT_HELD) == expectation->parts->len) {
        expectation_decide(expectation, true, NULL);
    }
}

/* Its parts were decided before it, and it with them. */
static void
group_expired(Expectation *expectation)
{
    g_assert(expectation->state == EXPECT_HELD || expectation->state == EXPECT_FAILED);
}

static void
say_parts(const Expectation *expectation, GString *text, const char *head)
{
    g_string_append(text, head);
    for (unsigned i = 0; i < expectation->parts->len; i++) {
        g_autofree char *part = expectation_format(expectation->parts->pdata[i]);

        g_string_append_printf(text, "%s(%s)", i == 0 ? " " : ", ", part);
    }
}

static void
any_of_say(const Expectation *expectation, GString *text)
{
    say_parts(expectation, text, "any of");
}

static void
all_of_say(const Expectation *expectation, GString *text)
{
    say_parts(expectation, text, "all of");
}

/* The run waits for its parts. */
static bool
group_waits(const Expectation *expectation)
{
    (void)expectation;
    return false;
}

const ExpectType expect_any_of = {
    .name = "any_of",
    .help = "one of several expectations holds",
    .verb = "",
    .part = any_of_part,
    .expired = group_expired,
    .waits = group_waits,
    .say = any_of_say,
};

const ExpectType expect_all_of = {
    .name = "all_of",
    .help = "several expectations hold, as one outcome",
    .verb = "",
    .part = all_of_part,
    .expired = group_expired,
    .waits = group_waits,
    .say = all_of_say,
};
