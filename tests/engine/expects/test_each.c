/* SPDX-License-Identifier: Apache-2.0
 *
 * each: behind every X a Y in time, which of them are the same, and what is not judged.
 */
#include "engine/expects/each.h"

#include "engine/metric.h"
#include "tests/engine/expect_world.h"
#include "tests/test.h"

#define SECOND CLOCK_SECOND

static Expectation *
add_each(World *world, unsigned same)
{
    Expectation *expectation = world_add_bare(world, &expect_each);

    expect_each_set(expectation, &(EachLimit){ .within = 2 * SECOND, .same = same });
    world_add_pattern(world, expectation, EVENT_CHANGED, NULL);
    world_add_pattern(world, expectation, EVENT_READ, NULL);
    return expectation;
}

static void
emit_by(World *world, EventKind kind, const char *client, const char *reference)
{
    world_emit_event(
        world, &(Event){ .kind = kind, .ied = "A", .client = client, .reference = reference });
}

static void
every_one_that_has_its_own_in_time_holds_at_the_end(void)
{
    World world;

    world_open(&world);
    add_each(&world, METRIC_SAME_IED);
    world_begin(&world);
    for (unsigned i = 0; i < 3; i++) {
        world_emit(&world, EVENT_CHANGED, "A", "LD0/XCBR1.Pos");
        world_move(&world, (i + 1) * SECOND / 2);
        world_emit(&world, EVENT_READ, "A", "LD0/MMXU1");
        world_move(&world, 10 * SECOND);
    }
    CU_ASSERT_TRUE(world_said(&world, ""));
    CU_ASSERT_EQUAL(expectations_open(world.expectations), 0);
    expectations_end(world.expectations);
    CU_ASSERT_TRUE(world_said(&world, "ok within 2 s behind each A changed: A read: 3 times, "
                                      "the slowest after 1.5 s\n"));
    world_close(&world);
}

static void
the_first_without_one_fails_at_once_and_is_named(void)
{
    World world;

    world_open(&world);
    add_each(&world, METRIC_SAME_IED);
    world_begin(&world);
    world_emit(&world, EVENT_CHANGED, "A", "LD0/XCBR1.Pos");
    world_emit(&world, EVENT_READ, "A", NULL);
    world_move(&world, SECOND);
    world_emit(&world, EVENT_CHANGED, "A", "LD0/GGIO1.Alm1");
    world_move(&world, SECOND);
    world_emit(&world, EVENT_READ, "B", "LD0/GGIO1.Alm1");
    CU_ASSERT_EQUAL(expectations_open(world.expectations), 1);
    CU_ASSERT_TRUE(world_said(&world, ""));
    world_move(&world, SECOND);
    CU_ASSERT_TRUE(world_said(
        &world, "FAILED within 2 s behind each A changed: A read: A changed LD0/GGIO1.Alm1 by "
                "127.0.0.1:40000 at 1 s: nothing within 2 s behind it; 1 before it had theirs; "
                "but B read LD0/GGIO1.Alm1 by 127.0.0.1:40000 at 2 s\n"));
    world_close(&world);
}

/* Exactly then it is in time no more: the timer comes first. */
static void
the_limit_itself_is_too_late_only_when_nothing_came_before(void)
{
    World world;

    world_open(&world);
    add_each(&world, METRIC_SAME_IED);
    world_begin(&world);
    world_emit(&world, EVENT_CHANGED, "A", NULL);
    world_move(&world, 2 * SECOND - 1);
    world_emit(&world, EVENT_READ, "A", NULL);
    world_move(&world, SECOND);
    CU_ASSERT_TRUE(world_said(&world, ""));
    world_emit(&world, EVENT_CHANGED, "A", NULL);
    world_move(&world, 2 * SECOND);
    CU_ASSERT_TRUE(g_str_has_prefix(world.said->str, "FAILED "));
    world_close(&world);
}

/* The clock of the oldest counts, and one answer is for all of them. */
static void
one_answers_all_before_it(void)
{
    World world;

    world_open(&world);
    add_each(&world, METRIC_SAME_IED);
    add_each(&world, METRIC_SAME_IED);
    world_begin(&world);
    world_emit(&world, EVENT_CHANGED, "A", "LD0/XCBR1.Pos");
    world_move(&world, SECOND);
    world_emit(&world, EVENT_CHANGED, "A", "LD0/GGIO1.Alm1");
    world_emit(&world, EVENT_READ, "A", NULL);
    world_move(&world, 5 * SECOND);
    world_emit(&world, EVENT_CHANGED, "A", "LD0/XCBR1.Pos");
    expectations_end(world.expectations);
    CU_ASSERT_TRUE(world_said(
        &world, "ok within 2 s behind each A changed: A read: 2 times, the slowest after 1 s; "
                "1 more had not their time\n"
                "ok within 2 s behind each A changed: A read: 2 times, the slowest after 1 s; "
                "1 more had not their time\n"));
    world_close(&world);
}

static void
the_same_reference_is_one_that_contains_it(void)
{
    World world;

    world_open(&world);
    add_each(&world, METRIC_SAME_IED | METRIC_SAME_REFERENCE);
    world_begin(&world);
    world_emit(&world, EVENT_CHANGED, "A", "LD0/XCBR1.Pos.stVal [ST]");
    world_emit(&world, EVENT_CHANGED, "A", "LD0/XCBR1.BlkOpn.stVal [ST]");
    world_emit(&world, EVENT_CHANGED, "A", "LD0/GGIO1.Alm1.stVal [ST]");
    world_emit(&world, EVENT_READ, "A", "LD0/XCBR1 [ST]");
    world_emit(&world, EVENT_READ, "A", "LD0/GGIO1 [MX]");
    world_emit(&world, EVENT_READ, "A", "LD0/GGIO1.Alm10");
    world_move(&world, 2 * SECOND);
    CU_ASSERT_TRUE(g_str_has_prefix(
        world.said->str, "FAILED within 2 s behind each A changed: A read (same IED, "
                         "reference): A changed LD0/GGIO1.Alm1.stVal [ST] by 127.0.0.1:40000 "
                         "at 0 s: nothing within 2 s behind it; 2 before it had theirs"));
    world_close(&world);
}

static void
the_same_client_must_do_both(void)
{
    World world;

    world_open(&world);
    add_each(&world, METRIC_SAME_IED | METRIC_SAME_CLIENT);
    world_begin(&world);
    emit_by(&world, EVENT_CHANGED, "X", NULL);
    emit_by(&world, EVENT_READ, "Y", NULL);
    world_move(&world, 2 * SECOND);
    CU_ASSERT_TRUE(
        world_said(&world, "FAILED within 2 s behind each A changed: A read (same IED, "
                           "client): A changed by X at 0 s: nothing within 2 s behind it\n"));
    world_close(&world);
}

static void
many_that_fail_at_once_are_cut_off(void)
{
    World world;

    world_open(&world);
    add_each(&world, METRIC_SAME_REFERENCE);
    world_begin(&world);
    for (unsigned i = 0; i < 5; i++) {
        g_autofree char *reference = g_strdup_printf("LD0/GGIO1.Alm%u", i);

        world_emit(&world, EVENT_CHANGED, "A", reference);
    }
    world_move(&world, 2 * SECOND);
    CU_ASSERT_PTR_NOT_NULL(strstr(world.said->str, "LD0/GGIO1.Alm2 by 127.0.0.1:40000 at 0 s "
                                                   "and 2 more: nothing within 2 s"));
    world_close(&world);
}

static void
an_event_that_is_both_answers_the_one_before(void)
{
    World world;
    Expectation *expectation;

    world_open(&world);
    expectation = world_add_bare(&world, &expect_each);
    expect_each_set(expectation, &(EachLimit){ .within = 2 * SECOND, .same = METRIC_SAME_IED });
    world_add_pattern(&world, expectation, EVENT_READ, NULL);
    world_add_pattern(&world, expectation, EVENT_READ, NULL);
    world_begin(&world);
    for (unsigned i = 0; i < 4; i++) {
        world_emit(&world, EVENT_READ, "A", NULL);
        world_move(&world, SECOND);
    }
    expectations_end(world.expectations);
    CU_ASSERT_TRUE(world_said(&world, "ok within 2 s behind each A read: A read: 3 times, the "
                                      "slowest after 1 s; 1 more had not their time\n"));
    world_close(&world);
}

static void
without_the_first_event_there_is_nothing_to_judge_unless_that_is_allowed(void)
{
    World world;
    Expectation *expectation;

    world_open(&world);
    add_each(&world, METRIC_SAME_IED);
    expectation = world_add_bare(&world, &expect_each);
    expect_each_set(expectation, &(EachLimit){ .within = SECOND, .allow_none = true });
    world_add_pattern(&world, expectation, EVENT_CHANGED, NULL);
    world_add_pattern(&world, expectation, EVENT_READ, NULL);
    world_begin(&world);
    world_emit(&world, EVENT_READ, "A", NULL);
    expectations_end(world.expectations);
    CU_ASSERT_TRUE(world_said(&world, "FAILED within 2 s behind each A changed: A read: "
                                      "inconclusive: the first event never came\n"
                                      "ok within 1 s behind each A changed: A read: "
                                      "the first event never came\n"));
    world_close(&world);
}

static void
what_ends_before_any_had_its_time_is_not_judged(void)
{
    World world;

    world_open(&world);
    add_each(&world, METRIC_SAME_IED)->before_time = SECOND;
    world_begin(&world);
    world_emit(&world, EVENT_CHANGED, "A", NULL);
    world_move(&world, SECOND);
    CU_ASSERT_TRUE(world_said(&world,
                              "FAILED within 2 s behind each A changed: A read before 1 "
                              "s: inconclusive: it ended before any had its time\n"));
    world_close(&world);
}

TEST_SUITE(engine_expects_each, TEST_CASE(every_one_that_has_its_own_in_time_holds_at_the_end),
           TEST_CASE(the_first_without_one_fails_at_once_and_is_named),
           TEST_CASE(the_limit_itself_is_too_late_only_when_nothing_came_before),
           TEST_CASE(one_answers_all_before_it),
           TEST_CASE(the_same_reference_is_one_that_contains_it),
           TEST_CASE(the_same_client_must_do_both),
           TEST_CASE(many_that_fail_at_once_are_cut_off),
           TEST_CASE(an_event_that_is_both_answers_the_one_before),
           TEST_CASE(without_the_first_event_there_is_nothing_to_judge_unless_that_is_allowed),
           TEST_CASE(what_ends_before_any_had_its_time_is_not_judged))
