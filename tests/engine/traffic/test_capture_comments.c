/* SPDX-License-Identifier: Apache-2.0
 *
 * Comments that wait for packets: which packet gets which, and what is left.
 */
#include "engine/traffic/capture_comments.h"

#include <glib.h>

#include "tests/test.h"

#define NOON (INT64_C(1767268800) * 1000000000)

static const Event acted = { .kind = EVENT_FAULT_ACTED,
                             .ied = "FEEDER1",
                             .association = 7,
                             .way = EVENT_OUTBOUND,
                             .reference = "latency",
                             .value = "delayed 31 octets" };
static const Event mark = { .kind = EVENT_MARK, .value = "the breaker trips" };

static unsigned
count(char **texts)
{
    return texts == NULL ? 0 : g_strv_length(texts);
}

/* How many a packet takes. */
static unsigned
take(CaptureComments *comments, const char *ied, uint64_t association, bool outbound)
{
    g_auto(GStrv) texts = capture_comments_take(comments, ied, association, outbound);

    return count(texts);
}

static void
what_a_fault_did_begins_with_its_name_and_tells_the_time(void)
{
    CaptureComments *comments = capture_comments_new();
    g_auto(GStrv) texts = NULL;

    capture_comments_add(comments, &acted, NOON, true);
    texts = capture_comments_take(comments, "FEEDER1", 7, true);
    CU_ASSERT_EQUAL_FATAL(count(texts), 1);
    CU_ASSERT_TRUE(
        g_str_has_prefix(texts[0], "fault latency: delayed 31 octets (2026-01-01T12"));
    capture_comments_free(comments);
}

static void
only_what_a_fault_did_begins_with_fault(void)
{
    static const struct {
        EventKind kind;
        const char *begins;
    } rows[] = {
        { EVENT_FAULT_ARMED, "FEEDER1 fault_armed: latency (" },
        { EVENT_FAULT_REMOVED, "FEEDER1 fault_removed: latency (" },
        { EVENT_POWERED_ON, "FEEDER1 powered_on (" },
    };
    CaptureComments *comments = capture_comments_new();
    g_auto(GStrv) texts = NULL;

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        const Event event = { .kind = rows[i].kind, .ied = "FEEDER1", .reference = "latency" };

        capture_comments_add(comments, &event, NOON, false);
    }
    texts = capture_comments_take(comments, "FEEDER1", 1, false);
    CU_ASSERT_EQUAL_FATAL(count(texts), G_N_ELEMENTS(rows));
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        CU_ASSERT_TRUE(g_str_has_prefix(texts[i], rows[i].begins));
    }
    capture_comments_free(comments);
}

static void
a_comment_waits_for_its_association_and_its_way(void)
{
    CaptureComments *comments = capture_comments_new();

    capture_comments_add(comments, &acted, NOON, true);
    CU_ASSERT_EQUAL(take(comments, "FEEDER1", 8, true), 0);
    CU_ASSERT_EQUAL(take(comments, "FEEDER1", 7, false), 0);
    CU_ASSERT_EQUAL(take(comments, "FEEDER1", 7, true), 1);
    CU_ASSERT_EQUAL(take(comments, "FEEDER1", 7, true), 0);
    capture_comments_free(comments);
}

static void
the_last_packets_of_an_association_take_what_waits(void)
{
    CaptureComments *comments = capture_comments_new();

    capture_comments_add(comments, &acted, NOON, true);
    capture_comments_end(comments, 6);
    CU_ASSERT_EQUAL(take(comments, "FEEDER1", 7, false), 0);
    capture_comments_end(comments, 7);
    CU_ASSERT_EQUAL(take(comments, "FEEDER1", 7, false), 1);
    capture_comments_free(comments);
}

static void
without_its_association_the_next_packet_of_the_ied_will_do(void)
{
    CaptureComments *comments = capture_comments_new();

    capture_comments_add(comments, &acted, NOON, false);
    CU_ASSERT_EQUAL(take(comments, "FEEDER2", 9, false), 0);
    CU_ASSERT_EQUAL(take(comments, "FEEDER1", 9, false), 1);
    capture_comments_add(comments, &mark, NOON, false);
    CU_ASSERT_EQUAL(take(comments, "FEEDER2", 9, false), 1);
    capture_comments_free(comments);
}

static void
what_is_left_is_of_its_ied_or_of_none(void)
{
    CaptureComments *comments = capture_comments_new();
    g_auto(GStrv) none = NULL, own = NULL, rest = NULL;

    capture_comments_add(comments, &acted, NOON, true);
    capture_comments_add(comments, &mark, NOON, false);
    none = capture_comments_take_rest(comments, "FEEDER2");
    own = capture_comments_take_rest(comments, "FEEDER1");
    rest = capture_comments_take_rest(comments, NULL);
    CU_ASSERT_EQUAL(count(none), 0);
    CU_ASSERT_EQUAL(count(own), 1);
    CU_ASSERT_EQUAL(count(rest), 1);
    capture_comments_free(comments);
}

static void
very_many_are_dropped(void)
{
    CaptureComments *comments = capture_comments_new();
    g_auto(GStrv) rest = NULL;

    for (unsigned i = 0; i < 5000; i++) {
        capture_comments_add(comments, &mark, NOON, false);
    }
    rest = capture_comments_take_rest(comments, NULL);
    CU_ASSERT_EQUAL(count(rest), 1000);
    capture_comments_free(comments);
}

TEST_SUITE(capture_comments,
           TEST_CASE(what_a_fault_did_begins_with_its_name_and_tells_the_time),
           TEST_CASE(only_what_a_fault_did_begins_with_fault),
           TEST_CASE(a_comment_waits_for_its_association_and_its_way),
           TEST_CASE(the_last_packets_of_an_association_take_what_waits),
           TEST_CASE(without_its_association_the_next_packet_of_the_ied_will_do),
           TEST_CASE(what_is_left_is_of_its_ied_or_of_none), TEST_CASE(very_many_are_dropped))
