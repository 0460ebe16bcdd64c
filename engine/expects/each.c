/* SPDX-License-Identifier: Apache-2.0
 *
 * each(X, Y, { within = T }): behind every X comes a Y in time, with the same IED, reference or
 * client. One Y answers every X before it, so that of all that are the same only the oldest one
 * matters. The first that had none fails it; an X that had not its time when all is over is not
 * judged, and without any X there is nothing to judge.
 */
#include "engine/expects/each.h"

#include <string.h>

#include "engine/expect_private.h"
#include "engine/metric.h"
#include "engine/text.h"

/* Of those that failed at one moment. */
#define TOLD_MAX 3

/* An X that waits for its Y, and those behind it that are the same. */
typedef struct Open {
    char *key;
    Event event; /* owned strings, as far as `same` asks for them */
    char *text;
    unsigned count;
    GList *link; /* in the queue */
} Open;

typedef struct Each {
    EachLimit limit;
    GHashTable *open; /* Open by its key */
    GQueue *queue;    /* the oldest first */
    unsigned had;     /* X that had their Y */
    int64_t slowest;
} Each;

static void
free_open(void *data)
{
    Open *open = data;

    g_free(open->key);
    g_free((char *)open->event.ied);
    g_free((char *)open->event.reference);
    g_free((char *)open->event.client);
    g_free(open->text);
    g_free(open);
}

static void
arm(Expectation *expectation)
{
    const Each *each = expectation->own;
    const Open *oldest = g_queue_peek_head(each->queue);

    expectation_disarm_step(expectation);
    if (oldest != NULL) {
        expectation_arm_step(expectation, oldest->event.time + each->limit.within -
                                              expectation_now(expectation));
    }
}

static void
first_seen(Expectation *expectation, const Event *event)
{
    Each *each = expectation->own;
    g_autofree char *key = metric_key(each->limit.same, event);
    Open *open = g_hash_table_lookup(each->open, key);

    if (open == NULL) {
        open = g_new0(Open, 1);
        open->key = g_steal_pointer(&key);
        open->event = (Event){ .time = event->time,
                               .ied = g_strdup(event->ied),
                               .reference = g_strdup(event->reference),
                               .client = g_strdup(event->client) };
        open->text = expectation_format_event(expectation, event);
        g_queue_push_tail(each->queue, open);
        open->link = g_queue_peek_tail_link(each->queue);
        g_hash_table_insert(each->open, open->key, open);
    }
    open->count++;
}

static void
answer(Each *each, Open *open, const Event *event)
{
    each->had += open->count;
    each->slowest = MAX(each->slowest, event->time - open->event.time);
    g_queue_delete_link(each->queue, open->link);
    g_hash_table_remove(each->open, open->key);
}

/* A reference is the same when either contains the other: who reads LD0/XCBR1 reads
 * LD0/XCBR1.Pos. */
static bool
is_same(unsigned same, const Event *first, const Event *second)
{
    return (!(same & METRIC_SAME_IED) || g_strcmp0(first->ied, second->ied) == 0) &&
           (!(same & METRIC_SAME_CLIENT) || g_strcmp0(first->client, second->client) == 0) &&
           (!(same & METRIC_SAME_REFERENCE) ||
            pattern_references_meet(first->reference, second->reference));
}

static void
second_seen(Expectation *expectation, const Event *event)
{
    Each *each = expectation->own;
    g_autofree char *key = metric_key(each->limit.same, event);
    Open *open = g_hash_table_lookup(each->open, key);
    GList *next;

    if (open != NULL) {
        answer(each, open, event);
    }
    if (!(each->limit.same & METRIC_SAME_REFERENCE)) {
        return;
    }
    for (GList *at = each->queue->head; at != NULL; at = next) {
        next = at->next;
        open = at->data;
        if (is_same(each->limit.same, &open->event, event)) {
            answer(each, open, event);
        }
    }
}

/* An event that is both answers what was before it and asks anew. */
static void
each_seen(Expectation *expectation, const Event *event, uint64_t which)
{
    if ((which & UINT64_C(1) << EACH_SECOND) != 0) {
        second_seen(expectation, event);
    }
    if ((which & UINT64_C(1) << EACH_FIRST) != 0) {
        first_seen(expectation, event);
    }
    arm(expectation);
}

/* "A changed x at 1 s, A changed y at 1 s and 3 more". */
static void
append_overdue(const Expectation *expectation, GString *text)
{
    const Each *each = expectation->own;
    int64_t begun = expectation_now(expectation) - each->limit.within;
    unsigned count = 0;

    for (GList *at = each->queue->head;
         at != NULL && ((const Open *)at->data)->event.time <= begun; at = at->next) {
        if (count++ < TOLD_MAX) {
            g_string_append_printf(text, "%s%s", count > 1 ? ", " : "",
                                   ((const Open *)at->data)->text);
        }
    }
    if (count > TOLD_MAX) {
        g_string_append_printf(text, " and %u more", count - TOLD_MAX);
    }
}

static void
each_too_late(Expectation *expectation)
{
    const Each *each = expectation->own;
    g_autofree char *within = duration_format(each->limit.within);
    GString *text = g_string_new(NULL);

    append_overdue(expectation, text);
    g_string_append_printf(text, ": nothing within %s behind it", within);
    if (each->had > 0) {
        g_string_append_printf(text, "; %u before it had theirs", each->had);
    }
    expectation_append_near(expectation, text);
    expectation_decide(expectation, false, g_string_free(text, FALSE));
}

static unsigned
count_open(const Each *each)
{
    unsigned count = 0;

    for (GList *at = each->queue->head; at != NULL; at = at->next) {
        count += ((const Open *)at->data)->count;
    }
    return count;
}

static void
each_expired(Expectation *expectation)
{
    const Each *each = expectation->own;
    g_autofree char *slowest = duration_format(each->slowest);
    unsigned open = count_open(each);
    GString *text;

    if (each->had == 0 && open == 0 && each->limit.allow_none) {
        expectation_decide(expectation, true, g_strdup("the first event never came"));
        return;
    }
    if (each->had == 0) {
        expectation_decide_inconclusive(expectation, open == 0
                                                         ? "the first event never came"
                                                         : "it ended before any had its time");
        return;
    }
    text = g_string_new(NULL);
    g_string_printf(text, "%u time%s, the slowest after %s", each->had,
                    each->had == 1 ? "" : "s", slowest);
    if (open > 0) {
        g_string_append_printf(text, "; %u more had not their time", open);
    }
    expectation_decide(expectation, true, g_string_free(text, FALSE));
}

static bool
each_waits(const Expectation *expectation)
{
    return !g_queue_is_empty(((const Each *)expectation->own)->queue);
}

static void
each_say(const Expectation *expectation, GString *text)
{
    static const char *const names[] = { "IED", "reference", "client" };
    const Each *each = expectation->own;
    g_autofree char *first = pattern_format(expectation->patterns->pdata[EACH_FIRST]);
    g_autofree char *second = pattern_format(expectation->patterns->pdata[EACH_SECOND]);
    g_autofree char *within = duration_format(each->limit.within);
    const char *glue = " (same ";

    g_string_append_printf(text, "within %s behind each %s: %s", within, first, second);
    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
        if (each->limit.same >> i & 1 && each->limit.same != METRIC_SAME_IED) {
            g_string_append_printf(text, "%s%s", glue, names[i]);
            glue = ", ";
        }
    }
    g_string_append(text, glue[0] == ',' ? ")" : "");
}

static void
each_free(void *own)
{
    Each *each = own;

    g_queue_free(each->queue);
    g_hash_table_unref(each->open);
    g_free(each);
}

void
expect_each_set(Expectation *expectation, const EachLimit *limit)
{
    Each *each = g_new0(Each, 1);

    each->limit = *limit;
    each->open = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_open);
    each->queue = g_queue_new();
    expectation->own = each;
}

const ExpectType expect_each = {
    .name = "each",
    .help = "behind every event of one kind comes one of another, in time",
    .verb = "",
    .seen = each_seen,
    .step_over = each_too_late,
    .expired = each_expired,
    .waits = each_waits,
    .say = each_say,
    .free = each_free,
};
