/* SPDX-License-Identifier: Apache-2.0
 *
 * in_order: what comes one behind the other, what does not, and the gaps between.
 */
#include "engine/expects/in_order.h"

#include "tests/engine/expect_world.h"
#include "tests/test.h"

static Expectation *
add_order(World *world, int64_t gap, bool strict)
{
    Expectation *expectation = world_add_bare(world, &expect_in_order);

    expect_in_order_set(expectation, gap, strict);
    world_add_pattern(world, expectation, EVENT_ASSOCIATED, NULL);
    world_add_pattern(world, expectation, EVENT_BROWSED, NULL);
    world_add_pattern(world, expectation, EVENT_RELEASED, NULL);
    return expectation;
}

static void
events_one_behind_the_other_hold_whatever_stands_between(void)
{
    World world;

    world_open(&world);
    add_order(&world, 0, false);
    world_begin(&world);
    CU_ASSERT_EQUAL(expectations_open(world.expectations), 1);
    world_emit(&world, EVENT_BROWSED, "A", NULL);
    world_emit(&world, EVENT_ASSOCIATED, "A", NULL);
    world_emit(&world, EVENT_ASSOCIATED, "B", NULL);
    world_emit(&world, EVENT_BROWSED, "B", NULL);
    world_emit(&world, EVENT_RELEASED, "A", NULL);
    world_emit(&world, EVENT_BROWSED, "A", NULL);
    CU_ASSERT_TRUE(world_said(&world, ""));
    world_emit(&world, EVENT_RELEASED, "A", NULL);
    CU_ASSERT_TRUE(world_said(&world, "ok in order: A associated, A browsed, A released: -\n"));
    CU_ASSERT_EQUAL(expectations_open(world.expectations), 0);
    world_close(&world);
}

static void
what_is_missing_is_told_with_what_came(void)
{
    World world;

    world_open(&world);
    add_order(&world, 0, false)->within = 5 * CLOCK_SECOND;
    add_order(&world, 0, false);
    world_begin(&world);
    world_move(&world, CLOCK_SECOND);
    world_emit(&world, EVENT_ASSOCIATED, "A", NULL);
    world_emit(&world, EVENT_RELEASED, "A", NULL);
    world_move(&world, 4 * CLOCK_SECOND);
    CU_ASSERT_TRUE(world_said(
        &world, "FAILED in order: A associated, A browsed, A released within 5 s: "
                "A associated by 127.0.0.1:40000 at 1 s; did not come: A browsed\n"));
    world_emit(&world, EVENT_BROWSED, "A", NULL);
    expectations_end(world.expectations);
    CU_ASSERT_TRUE(world_said(
        &world, "FAILED in order: A associated, A browsed, A released: A associated by "
                "127.0.0.1:40000 at 1 s, A browsed by 127.0.0.1:40000 at 5 s; did not come: "
                "A released\n"));
    world_close(&world);
}

static void
a_gap_counts_from_each_event_to_the_next(void)
{
    World world;

    world_open(&world);
    add_order(&world, CLOCK_SECOND, false);
    world_begin(&world);
    world_move(&world, 10 * CLOCK_SECOND);
    world_emit(&world, EVENT_ASSOCIATED, "A", NULL);
    world_move(&world, CLOCK_SECOND - 1);
    world_emit(&world, EVENT_BROWSED, "A", NULL);
    world_move(&world, CLOCK_SECOND - 1);
    CU_ASSERT_TRUE(world_said(&world, ""));
    world_move(&world, 1);
    CU_ASSERT_TRUE(world_said(
        &world, "FAILED in order (gaps up to 1 s): A associated, A browsed, A released: A "
                "associated by 127.0.0.1:40000 at 10 s, A browsed by "
                "127.0.0.1:40000 at 11 s; did not come within 1 s behind it: A released\n"));
    world_close(&world);
}

static void
strictly_none_comes_out_of_its_place(void)
{
    World world;

    world_open(&world);
    add_order(&world, 0, true);
    world_begin(&world);
    world_emit(&world, EVENT_ASSOCIATED, "A", NULL);
    world_emit(&world, EVENT_READ, "A", NULL);
    CU_ASSERT_TRUE(world_said(&world, ""));
    world_emit(&world, EVENT_RELEASED, "A", NULL);
    CU_ASSERT_TRUE(world_said(&world,
                              "FAILED strictly in order: A associated, A browsed, A released: "
                              "A associated by 127.0.0.1:40000 at 0 s; A released by "
                              "127.0.0.1:40000 at 0 s came where this was due: A browsed\n"));
    world_close(&world);
}

static void
one_event_is_not_two_of_the_same_kind(void)
{
    World world;
    Expectation *expectation;

    world_open(&world);
    expectation = world_add_bare(&world, &expect_in_order);
    expect_in_order_set(expectation, 0, false);
    world_add_pattern(&world, expectation, EVENT_READ, NULL);
    world_add_pattern(&world, expectation, EVENT_READ, NULL);
    world_begin(&world);
    world_emit(&world, EVENT_READ, "A", NULL);
    CU_ASSERT_TRUE(world_said(&world, ""));
    world_emit(&world, EVENT_READ, "A", NULL);
    CU_ASSERT_TRUE(world_said(&world, "ok in order: A read, A read: -\n"));
    world_close(&world);
}

TEST_SUITE(engine_expects_in_order,
           TEST_CASE(events_one_behind_the_other_hold_whatever_stands_between),
           TEST_CASE(what_is_missing_is_told_with_what_came),
           TEST_CASE(a_gap_counts_from_each_event_to_the_next),
           TEST_CASE(strictly_none_comes_out_of_its_place),
           TEST_CASE(one_event_is_not_two_of_the_same_kind))
