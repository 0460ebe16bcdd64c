/* SPDX-License-Identifier: Apache-2.0
 *
 * Expectations over a bus and two clocks moved by hand: held, failed, in time, after something,
 * often enough, never; and what is said when they fail.
 */
#include "tests/engine/expect_world.h"

#include <string.h>

#include "tests/test.h"

static void
what_happens_in_time_holds_and_what_does_not_fails(void)
{
    World world;

    world_open(&world);
    world_add(&world, "expect", EVENT_ASSOCIATED, NULL)->within = CLOCK_SECOND;
    world_add(&world, "expect", EVENT_RELEASED, NULL)->within = CLOCK_SECOND;
    world_begin(&world);
    CU_ASSERT_EQUAL(expectations_open(world.expectations), 2);
    world_emit(&world, EVENT_ASSOCIATED, "B", NULL);
    world_emit(&world, EVENT_ASSOCIATED, "A", NULL);
    world_emit(&world, EVENT_RELEASED, "B", NULL);
    world_move(&world, CLOCK_SECOND);
    world_emit(&world, EVENT_RELEASED, "A", NULL);
    CU_ASSERT_STRING_EQUAL(world.said->str,
                           "ok A associated within 1 s: -\n"
                           "FAILED A released within 1 s: nothing; but B released by "
                           "127.0.0.1:40000 at 0 s\n");
    CU_ASSERT_EQUAL(expectations_open(world.expectations), 0);
    world_close(&world);
}

static void
wall_time_is_another_clock(void)
{
    World world;
    Expectation *expectation;

    world_open(&world);
    expectation = world_add(&world, "expect", EVENT_ASSOCIATED, NULL);
    expectation->within = CLOCK_SECOND;
    expectation->wall = true;
    world_begin(&world);
    world_move(&world, 10 * CLOCK_SECOND);
    CU_ASSERT_EQUAL(expectations_open(world.expectations), 1);
    clock_advance(world.wall, 3 * CLOCK_SECOND, 0);
    CU_ASSERT_STRING_EQUAL(world.said->str,
                           "FAILED A associated within 1 s (wall time): nothing\n");
    world_close(&world);
}

static void
counts_have_bounds(void)
{
    World world;
    Expectation *expectation;

    world_open(&world);
    world_add(&world, "expect", EVENT_CONNECTED, NULL)->at_least = 2;
    expectation = world_add(&world, "expect", EVENT_ASSOCIATED, NULL);
    expectation->at_least = 0;
    expectation->at_most = 2;
    world_begin(&world);
    for (unsigned i = 0; i < 3; i++) {
        world_emit(&world, EVENT_CONNECTED, "A", NULL);
        world_emit(&world, EVENT_ASSOCIATED, "A", NULL);
    }
    CU_ASSERT_STRING_EQUAL(
        world.said->str, "ok A connected at least 2 times: -\n"
                         "FAILED A associated at most 2 times: 3 times, the last: A associated "
                         "by 127.0.0.1:40000 at 0 s\n");
    world_close(&world);
}

static void
after_counts_from_its_event(void)
{
    World world;
    Expectation *expectation;
    EventPattern *aborted = pattern_new(EVENT_ABORTED, "A");

    world_open(&world);
    for (unsigned i = 0; i < 2; i++) {
        expectation = world_add(&world, "expect", EVENT_ASSOCIATED, NULL);
        expectation->within = CLOCK_SECOND;
        expectation->after = pattern_ref(aborted);
    }
    expectation = world_add(&world, "never", EVENT_ASSOCIATED, NULL);
    expectation->after_time = 6 * CLOCK_SECOND;
    world_begin(&world);
    world_emit(&world, EVENT_ASSOCIATED, "A", NULL);
    world_move(&world, 5 * CLOCK_SECOND);
    CU_ASSERT_STRING_EQUAL(world.said->str, "");
    world_emit(&world, EVENT_ABORTED, "A", NULL);
    world_move(&world, CLOCK_SECOND / 2);
    world_emit(&world, EVENT_ASSOCIATED, "A", NULL);
    CU_ASSERT_STRING_EQUAL(world.said->str, "ok A associated within 1 s after A aborted: -\n"
                                            "ok A associated within 1 s after A aborted: -\n");
    g_string_truncate(world.said, 0);
    expectations_end(world.expectations);
    CU_ASSERT_STRING_EQUAL(world.said->str,
                           "FAILED never A associated after 6 s: what it comes "
                           "after never happened\n");
    pattern_unref(aborted);
    world_close(&world);
}

static void
never_fails_at_once_and_holds_at_the_end(void)
{
    World world;

    world_open(&world);
    world_add(&world, "never", EVENT_ABORTED, NULL);
    world_add(&world, "never", EVENT_REFUSED, NULL);
    world_begin(&world);
    CU_ASSERT_EQUAL(expectations_open(world.expectations), 0); /* no run waits for them */
    world_emit(&world, EVENT_ABORTED, "A", NULL);
    CU_ASSERT_STRING_EQUAL(world.said->str,
                           "FAILED never A aborted: A aborted by 127.0.0.1:40000 at 0 s\n");
    g_string_truncate(world.said, 0);
    expectations_end(world.expectations);
    CU_ASSERT_STRING_EQUAL(world.said->str, "ok never A refused: -\n");
    world_close(&world);
}

static void
what_cannot_be_judged_fails(void)
{
    static const char *const references[] = { "LD0/LLN0.BR.a", "LD0/LLN0.BR.b",
                                              "LD0/LLN0.BR.c" };
    World world;

    world_open(&world);
    for (unsigned i = 0; i < G_N_ELEMENTS(references); i++) {
        world_add(&world, "never", EVENT_ENTRY_LOST, references[i]);
    }
    world_add(&world, "never", EVENT_BUFFER_OVERFLOWED, "LD0/LLN0.BR.c");
    world_add(&world, "never", EVENT_ABORTED, NULL);
    world_begin(&world);
    world_emit(&world, EVENT_ENTRY_MADE, "A", "LD0/LLN0.BR.a");
    world_emit(&world, EVENT_REPORT_SENT, "A", "LD0/LLN0.BR.b"); /* kept from an earlier run */
    world_emit(&world, EVENT_ENTRY_MADE, "B", "LD0/LLN0.BR.c");
    expectations_end(world.expectations);
    CU_ASSERT_STRING_EQUAL(
        world.said->str,
        "ok never A entry_lost LD0/LLN0.BR.a: -\n"
        "ok never A entry_lost LD0/LLN0.BR.b: -\n"
        "FAILED never A entry_lost LD0/LLN0.BR.c: inconclusive: there was no entry\n"
        "FAILED never A buffer_overflowed LD0/LLN0.BR.c: inconclusive: there was no entry\n"
        "ok never A aborted: -\n"); /* nobody was associated with anything */
    world_close(&world);
}

static bool
matches(const char *pattern_reference, const char *event_reference)
{
    EventPattern *pattern = pattern_new(EVENT_READ, "A");
    Event event = { .kind = EVENT_READ, .ied = "A", .reference = event_reference };
    bool match;

    pattern_set_reference(pattern, pattern_reference);
    match = pattern_matches(pattern, &event);
    pattern_unref(pattern);
    return match;
}

static void
a_reference_covers_what_contains_it_and_what_is_inside(void)
{
    CU_ASSERT_TRUE(matches("LD0/XCBR1.Pos.stVal", "LD0/XCBR1.Pos.stVal"));
    CU_ASSERT_TRUE(matches("LD0/XCBR1.Pos.stVal", "LD0/XCBR1.Pos [ST]"));
    CU_ASSERT_TRUE(matches("LD0/XCBR1.Pos.stVal [ST]", "LD0/XCBR1 [ST]"));
    CU_ASSERT_TRUE(matches("LD0/XCBR1.Pos.stVal [ST]", "LD0/XCBR1"));
    CU_ASSERT_TRUE(matches("LD0/XCBR1", "LD0/XCBR1.Pos.q"));
    CU_ASSERT_TRUE(matches("LD0/MHAI1.HA", "LD0/MHAI1.HA(3).mag"));
    CU_ASSERT_FALSE(matches("LD0/XCBR1.Pos.stVal [ST]", "LD0/XCBR1.Pos [CF]"));
    CU_ASSERT_FALSE(matches("LD0/XCBR1.Pos", "LD0/XCBR1.PosX"));
    CU_ASSERT_FALSE(matches("LD0/XCBR1.Pos", "LD0/XCBR12.Pos"));
    CU_ASSERT_FALSE(matches("LD0/XCBR1.Pos", NULL));
}

static void
a_client_is_its_name_or_address_with_or_without_port(void)
{
    EventPattern *pattern = pattern_new(EVENT_READ, "A");
    Event event = { .kind = EVENT_READ, .ied = "A", .client = "127.0.0.1:40000" };

    pattern->client = g_strdup("127.0.0.1");
    CU_ASSERT_TRUE(pattern_matches(pattern, &event));
    event.client = "127.0.0.10:1";
    CU_ASSERT_FALSE(pattern_matches(pattern, &event));
    event.client = NULL;
    CU_ASSERT_FALSE(pattern_matches(pattern, &event));
    pattern_unref(pattern);
}

static void
before_an_event_or_a_time_is_a_deadline(void)
{
    World world;
    EventPattern *gi;

    world_open(&world);
    gi = world_pattern(&world, EVENT_GI_REQUESTED, NULL);
    world_add(&world, "expect", EVENT_BROWSED, NULL)->before = pattern_ref(gi);
    world_add(&world, "expect", EVENT_READ, NULL)->before = pattern_ref(gi);
    world_add(&world, "never", EVENT_READ, NULL)->before = pattern_ref(gi);
    world_add(&world, "expect", EVENT_WROTE, NULL)->before_time = 2 * CLOCK_SECOND;
    world_begin(&world);
    CU_ASSERT_EQUAL(expectations_open(world.expectations), 3);
    world_emit(&world, EVENT_BROWSED, "A", NULL);
    world_move(&world, CLOCK_SECOND);
    world_emit(&world, EVENT_GI_REQUESTED, "A", NULL);
    world_emit(&world, EVENT_READ, "A", NULL);
    world_move(&world, CLOCK_SECOND - 1);
    CU_ASSERT_TRUE(world_said(
        &world, "ok A browsed before A gi_requested: -\n"
                "FAILED A read before A gi_requested: nothing before A gi_requested by "
                "127.0.0.1:40000 at 1 s\n"
                "ok never A read before A gi_requested: -\n"));
    world_move(&world, 1);
    CU_ASSERT_TRUE(world_said(&world, "FAILED A wrote before 2 s: nothing\n"));
    pattern_unref(gi);
    world_close(&world);
}

static void
the_nearest_events_are_told_with_their_times(void)
{
    World world;

    world_open(&world);
    world_add(&world, "expect", EVENT_READ, "LD0/XCBR1.Pos")->within = 9 * CLOCK_SECOND;
    world_begin(&world);
    for (unsigned i = 0; i < 4; i++) {
        world_emit(&world, EVENT_READ, "B", "LD0/MMXU1.A");
        world_move(&world, CLOCK_SECOND);
    }
    world_emit(&world, EVENT_READ, "B", "LD0/XCBR1.Pos");
    world_emit(&world, EVENT_READ, "A", "LD0/MMXU1.A");
    world_move(&world, 5 * CLOCK_SECOND);
    CU_ASSERT_TRUE(world_said(
        &world, "FAILED A read LD0/XCBR1.Pos within 9 s: nothing; but B read LD0/XCBR1.Pos by "
                "127.0.0.1:40000 at 4 s, A read LD0/MMXU1.A by 127.0.0.1:40000 at 4 s, B read "
                "LD0/MMXU1.A by 127.0.0.1:40000 at 0 s and 3 more\n"));
    world_close(&world);
}

static void
what_comes_too_early_or_too_late_is_told(void)
{
    World world;
    Expectation *expectation;
    Results *results = results_new(&(RunFacts){ .scenario = "x" });
    Outcome *outcome;

    world_open(&world);
    expectation = world_add(&world, "expect", EVENT_READ, NULL);
    expectation->after_time = CLOCK_SECOND;
    expectation->within = CLOCK_SECOND;
    world_begin(&world);
    world_emit(&world, EVENT_READ, "A", NULL);
    world_move(&world, 2 * CLOCK_SECOND);
    CU_ASSERT_TRUE(world_said(&world, "FAILED A read within 1 s after 1 s: nothing; but A read "
                                      "by 127.0.0.1:40000 at 0 s, too early\n"));
    outcome = expectation_add_outcome(expectation, results, false, g_strdup("nothing"), 0);
    world_move(&world, CLOCK_SECOND / 2);
    world_emit(&world, EVENT_READ, "A", NULL);
    world_emit(&world, EVENT_READ, "A", NULL);
    CU_ASSERT_STRING_EQUAL(outcome->seen,
                           "nothing; too late: A read by 127.0.0.1:40000 at 2.5 s");
    results_free(results);
    world_close(&world);
}

static OutcomeState
state_of(bool held, bool inconclusive)
{
    World world;
    Expectation *expectation;
    Results *results = results_new(&(RunFacts){ .scenario = "x" });
    OutcomeState state;

    world_open(&world);
    expectation = world_add(&world, "never", EVENT_READ, NULL);
    expectation->known = g_strdup("ticket 7");
    expectation->inconclusive = inconclusive;
    state = expectation_add_outcome(expectation, results, held, NULL, 0)->state;
    CU_ASSERT_STRING_EQUAL(((Outcome *)results->outcomes->pdata[0])->reason, "ticket 7");
    world_close(&world);
    results_free(results);
    return state;
}

static void
what_is_known_to_fail_fails_when_it_holds_or_cannot_be_judged(void)
{
    CU_ASSERT_EQUAL(state_of(false, false), OUTCOME_KNOWN);
    CU_ASSERT_EQUAL(state_of(true, false), OUTCOME_FAILED);
    CU_ASSERT_EQUAL(state_of(false, true), OUTCOME_FAILED);
}

TEST_SUITE(engine_expect, TEST_CASE(what_happens_in_time_holds_and_what_does_not_fails),
           TEST_CASE(wall_time_is_another_clock), TEST_CASE(counts_have_bounds),
           TEST_CASE(after_counts_from_its_event),
           TEST_CASE(never_fails_at_once_and_holds_at_the_end),
           TEST_CASE(before_an_event_or_a_time_is_a_deadline),
           TEST_CASE(the_nearest_events_are_told_with_their_times),
           TEST_CASE(what_comes_too_early_or_too_late_is_told),
           TEST_CASE(what_is_known_to_fail_fails_when_it_holds_or_cannot_be_judged),
           TEST_CASE(what_cannot_be_judged_fails),
           TEST_CASE(a_reference_covers_what_contains_it_and_what_is_inside),
           TEST_CASE(a_client_is_its_name_or_address_with_or_without_port))
