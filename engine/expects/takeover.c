/* SPDX-License-Identifier: Apache-2.0
 *
 * takeover(A, B, event): what A had done in an association that it lost, B does within a time,
 * or has done already in one that it still has. The same is: at the same IED, at the same
 * reference; of report control blocks, any instance. It is judged at the end; without a loss of
 * A's there is nothing to judge.
 */
#include "engine/expects/takeover.h"

#include <string.h>

#include "engine/text.h"

/* Something that B is to do. */
typedef struct Due {
    char *what; /* "FEEDER1 LD0/LLN0.BR.brcb" */
    char *lost; /* the event that it comes from */
    int64_t since;
} Due;

typedef struct Takeover {
    int64_t within;
    GHashTable *first, *second; /* char* of what they have done: their IED */
    GPtrArray *due;             /* Due*, the oldest first */
    unsigned taken;
    int64_t slowest;
} Takeover;

static void
free_due(void *data)
{
    Due *due = data;

    g_free(due->what);
    g_free(due->lost);
    g_free(due);
}

static bool
is_of_reports(EventKind kind)
{
    return kind == EVENT_RCB_ENABLED || kind == EVENT_RESERVED || kind == EVENT_GI_REQUESTED ||
           kind == EVENT_RESYNCED || kind == EVENT_REPORT_SENT;
}

/* Instances of a control block are told apart by digits behind its name. */
static char *
what_of(const Event *event)
{
    char *what = g_strdup_printf("%s%s%s", event->ied, event->reference != NULL ? " " : "",
                                 event->reference != NULL ? event->reference : "");
    size_t length = strlen(what);

    while (event->reference != NULL && is_of_reports(event->kind) && length > 0 &&
           g_ascii_isdigit(what[length - 1])) {
        what[--length] = '\0';
    }
    return what;
}

static void
arm(Expectation *expectation)
{
    const Takeover *takeover = expectation->own;

    expectation_disarm_step(expectation);
    if (takeover->within != 0 && takeover->due->len > 0) {
        const Due *oldest = takeover->due->pdata[0];

        expectation_arm_step(expectation,
                             oldest->since + takeover->within - expectation_now(expectation));
    }
}

static void
note_taken(Takeover *takeover, int64_t time)
{
    takeover->taken++;
    takeover->slowest = MAX(takeover->slowest, time);
}

/* What A had done there is B's now. */
static void
first_lost(Expectation *expectation, const Event *event)
{
    Takeover *takeover = expectation->own;
    GHashTableIter iter;
    void *what, *ied;

    g_hash_table_iter_init(&iter, takeover->first);
    while (g_hash_table_iter_next(&iter, &what, &ied)) {
        if (strcmp(ied, event->ied) != 0) {
            continue;
        }
        if (g_hash_table_contains(takeover->second, what)) {
            note_taken(takeover, 0);
        } else {
            Due *due = g_new(Due, 1);

            *due = (Due){ g_strdup(what), expectation_format_event(expectation, event),
                          event->time };
            g_ptr_array_add(takeover->due, due);
        }
        g_hash_table_iter_remove(&iter);
    }
    arm(expectation);
}

static void
second_did(Expectation *expectation, const Event *event)
{
    Takeover *takeover = expectation->own;
    char *what = what_of(event);

    for (unsigned i = takeover->due->len; i-- > 0;) {
        const Due *due = takeover->due->pdata[i];

        if (strcmp(due->what, what) == 0) {
            note_taken(takeover, event->time - due->since);
            g_ptr_array_remove_index(takeover->due, i);
        }
    }
    g_hash_table_replace(takeover->second, what, g_strdup(event->ied));
    arm(expectation);
}

static void
second_lost(Takeover *takeover, const Event *event)
{
    GHashTableIter iter;
    void *ied;

    g_hash_table_iter_init(&iter, takeover->second);
    while (g_hash_table_iter_next(&iter, NULL, &ied)) {
        if (strcmp(ied, event->ied) == 0) {
            g_hash_table_iter_remove(&iter);
        }
    }
}

static bool
is_among(uint64_t which, unsigned aborted, unsigned released)
{
    return (which & (UINT64_C(1) << aborted | UINT64_C(1) << released)) != 0;
}

static void
takeover_seen(Expectation *expectation, const Event *event, uint64_t which)
{
    Takeover *takeover = expectation->own;

    if ((which & UINT64_C(1) << TAKEOVER_FIRST) != 0) {
        g_hash_table_replace(takeover->first, what_of(event), g_strdup(event->ied));
    }
    if ((which & UINT64_C(1) << TAKEOVER_SECOND) != 0) {
        second_did(expectation, event);
    }
    if (is_among(which, TAKEOVER_SECOND_ABORTED, TAKEOVER_SECOND_RELEASED)) {
        second_lost(takeover, event);
    }
    if (is_among(which, TAKEOVER_FIRST_ABORTED, TAKEOVER_FIRST_RELEASED)) {
        first_lost(expectation, event);
    }
}

static void
fail(Expectation *expectation, const char *how)
{
    const Takeover *takeover = expectation->own;
    const Due *due = takeover->due->pdata[0];

    expectation_decide(expectation, false,
                       g_strdup_printf("%s was not taken over%s; lost with: %s%s", due->what,
                                       how, due->lost,
                                       takeover->due->len > 1 ? ", and so was more" : ""));
}

static void
takeover_too_late(Expectation *expectation)
{
    const Takeover *takeover = expectation->own;
    g_autofree char *within = duration_format(takeover->within);
    g_autofree char *how = g_strdup_printf(" within %s", within);

    fail(expectation, how);
}

static void
takeover_expired(Expectation *expectation)
{
    const Takeover *takeover = expectation->own;
    g_autofree char *slowest = duration_format(takeover->slowest);

    if (takeover->due->len > 0) {
        fail(expectation, "");
    } else if (takeover->taken == 0) {
        expectation_decide_inconclusive(
            expectation, "the first client lost no association in which it had done this");
    } else {
        expectation_decide(expectation, true,
                           g_strdup_printf("%u time%s, the slowest after %s", takeover->taken,
                                           takeover->taken == 1 ? "" : "s", slowest));
    }
}

/* Only for what is being taken over, and has its time. */
static bool
takeover_waits(const Expectation *expectation)
{
    const Takeover *takeover = expectation->own;

    return takeover->within != 0 && takeover->due->len > 0;
}

static void
takeover_say(const Expectation *expectation, GString *text)
{
    const Takeover *takeover = expectation->own;
    const EventPattern *first = expectation->patterns->pdata[TAKEOVER_FIRST];
    const EventPattern *second = expectation->patterns->pdata[TAKEOVER_SECOND];
    g_autofree char *pattern = pattern_format(first);

    g_string_append_printf(text, "%s takes over", second->client);
    if (takeover->within != 0) {
        g_autofree char *within = duration_format(takeover->within);

        g_string_append_printf(text, " within %s", within);
    }
    g_string_append_printf(text, " what %s lost: %s", first->client, pattern);
}

static void
takeover_free(void *own)
{
    Takeover *takeover = own;

    g_hash_table_unref(takeover->first);
    g_hash_table_unref(takeover->second);
    g_ptr_array_unref(takeover->due);
    g_free(takeover);
}

void
expect_takeover_set(Expectation *expectation, int64_t within)
{
    Takeover *takeover = g_new0(Takeover, 1);

    takeover->within = within;
    takeover->first = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    takeover->second = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    takeover->due = g_ptr_array_new_with_free_func(free_due);
    expectation->own = takeover;
}

const ExpectType expect_takeover = {
    .name = "takeover",
    .help = "what a client did in an association that it lost, another one does in time",
    .verb = "",
    .seen = takeover_seen,
    .step_over = takeover_too_late,
    .expired = takeover_expired,
    .waits = takeover_waits,
    .say = takeover_say,
    .free = takeover_free,
};
