/* SPDX-License-Identifier: Apache-2.0
 *
 * Expectations in words: what is expected, what was seen instead, and which events came nearest
 * to it.
 */
#include "engine/expect.h"

#include "engine/expect_private.h"
#include "engine/text.h"

static void
append_duration(GString *text, const char *word, int64_t ns)
{
    g_autofree char *duration = ns == 0 ? NULL : duration_format(ns);

    if (duration != NULL) {
        g_string_append_printf(text, " %s %s", word, duration);
    }
}

static void
append_pattern(GString *text, const char *word, const EventPattern *pattern)
{
    g_autofree char *words = pattern == NULL ? NULL : pattern_format(pattern);

    if (words != NULL) {
        g_string_append_printf(text, " %s %s", word, words);
    }
}

static void
append_counts(GString *text, const Expectation *expectation)
{
    const char *plural = expectation->at_most == 1 ? "" : "s";

    if (expectation->at_least == expectation->at_most) {
        g_string_append_printf(text, " exactly %u time%s", expectation->at_most, plural);
        return;
    }
    if (expectation->at_least > 1) {
        g_string_append_printf(text, " at least %u times", expectation->at_least);
    }
    if (expectation->at_most != UINT32_MAX) {
        g_string_append_printf(text, " at most %u time%s", expectation->at_most, plural);
    }
}

char *
expectation_format(const Expectation *expectation)
{
    GString *text = g_string_new(expectation->type->verb);

    if (expectation->type->say != NULL) {
        expectation->type->say(expectation, text);
    } else {
        g_autofree char *pattern = pattern_format(expectation->patterns->pdata[0]);

        g_string_append(text, pattern);
    }
    append_counts(text, expectation);
    append_duration(text, "within", expectation->within);
    if (expectation->within != 0 && expectation->wall) {
        g_string_append(text, " (wall time)");
    }
    append_pattern(text, "after", expectation->after);
    append_duration(text, "after", expectation->after_time);
    append_pattern(text, "before", expectation->before);
    append_duration(text, "before", expectation->before_time);
    return g_string_free(text, FALSE);
}

char *
expectation_format_time(const Expectation *expectation, int64_t time)
{
    const Expectations *owner = expectation->owner;
    g_autofree char *duration = NULL;

    if (!owner->zero_passed || time < owner->zero) {
        return g_strdup("before time 0");
    }
    duration = duration_format(time - owner->zero);
    return g_strdup_printf("at %s", duration);
}

char *
expectation_format_event(const Expectation *expectation, const Event *event)
{
    g_autofree char *text = event_format(event);
    g_autofree char *time = expectation_format_time(expectation, event->time);

    return g_strdup_printf("%s %s", text, time);
}

/* The nearest stand first; of equal ones, the earlier. */
void
expectation_keep_near(Expectation *expectation, const Event *event, unsigned misses,
                      const char *why)
{
    enum { ROOM = G_N_ELEMENTS(expectation->near) };
    unsigned held = MIN(expectation->near_count, ROOM), at = held;
    g_autofree char *text = NULL;

    expectation->near_count++;
    while (at > 0 && misses < expectation->near[at - 1].misses) {
        at--;
    }
    if (at == ROOM) {
        return;
    }
    if (held == ROOM) {
        g_free(expectation->near[--held].text);
    }
    memmove(&expectation->near[at + 1], &expectation->near[at],
            (held - at) * sizeof(ExpectNear));
    text = expectation_format_event(expectation, event);
    expectation->near[at] =
        (ExpectNear){ misses, g_strdup_printf("%s%s", text, why != NULL ? why : "") };
}

void
expectation_append_near(const Expectation *expectation, GString *text)
{
    enum { ROOM = G_N_ELEMENTS(expectation->near) };
    unsigned held = MIN(expectation->near_count, ROOM);

    for (unsigned i = 0; i < held; i++) {
        g_string_append_printf(text, "%s%s", i == 0 ? "; but " : ", ",
                               expectation->near[i].text);
    }
    if (expectation->near_count > held) {
        g_string_append_printf(text, " and %u more", expectation->near_count - held);
    }
}

char *
expectation_seen(const Expectation *expectation)
{
    GString *text = g_string_new(NULL);

    if (expectation->state == EXPECT_IDLE) {
        g_string_append(text, "what it comes after never happened");
    } else if (expectation->count > 0) {
        g_string_append_printf(text, "%u time%s", expectation->count,
                               expectation->count == 1 ? "" : "s");
    } else {
        g_string_append(text, "nothing");
    }
    if (expectation->ended != NULL) {
        g_string_append_printf(text, " before %s", expectation->ended);
    }
    expectation_append_near(expectation, text);
    return g_string_free(text, FALSE);
}
