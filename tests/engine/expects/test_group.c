/* SPDX-License-Identifier: Apache-2.0
 *
 * any_of and all_of: decided as soon as their parts say enough, with one outcome; what cannot
 * be judged stays so.
 */
#include "tests/engine/expect_world.h"
#include "tests/test.h"

static Expectation *
add_part(World *world, Expectation *group, const char *type, EventKind kind)
{
    EventPattern *pattern = world_pattern(world, kind, NULL);
    Expectation *part = expectation_new(expect_type_find(type), pattern);

    pattern_unref(pattern);
    expectation_add_part(group, part);
    return part;
}

static Expectation *
add_group(World *world, const ExpectType *type)
{
    Expectation *group = world_add_bare(world, type);

    add_part(world, group, "expect", EVENT_RELEASED)->within = CLOCK_SECOND;
    add_part(world, group, "expect", EVENT_BROWSED)->within = 2 * CLOCK_SECOND;
    return group;
}

static void
any_of_holds_with_the_first_that_does(void)
{
    World world;

    world_open(&world);
    add_group(&world, &expect_any_of);
    world_begin(&world);
    CU_ASSERT_EQUAL(expectations_open(world.expectations), 2);
    world_move(&world, CLOCK_SECOND);
    CU_ASSERT_TRUE(world_said(&world, ""));
    world_emit(&world, EVENT_BROWSED, "A", NULL);
    CU_ASSERT_TRUE(world_said(&world, "ok any of (A released within 1 s), (A browsed within 2 "
                                      "s): A browsed within 2 s\n"));
    CU_ASSERT_EQUAL(expectations_open(world.expectations), 0);
    expectations_end(world.expectations);
    CU_ASSERT_TRUE(world_said(&world, ""));
    world_close(&world);
}

static void
any_of_fails_with_the_last_that_does(void)
{
    World world;

    world_open(&world);
    add_group(&world, &expect_any_of);
    world_begin(&world);
    world_emit(&world, EVENT_BROWSED, "B", NULL);
    world_move(&world, 2 * CLOCK_SECOND);
    CU_ASSERT_TRUE(world_said(
        &world, "FAILED any of (A released within 1 s), (A browsed within 2 s): "
                "(A released within 1 s): nothing; (A browsed within 2 s): nothing; but B "
                "browsed by 127.0.0.1:40000 at 0 s\n"));
    world_close(&world);
}

static void
all_of_is_one_outcome(void)
{
    World world;

    world_open(&world);
    add_group(&world, &expect_all_of);
    world_begin(&world);
    world_emit(&world, EVENT_BROWSED, "A", NULL);
    CU_ASSERT_TRUE(world_said(&world, ""));
    world_emit(&world, EVENT_RELEASED, "A", NULL);
    CU_ASSERT_TRUE(
        world_said(&world, "ok all of (A released within 1 s), (A browsed within 2 s): -\n"));
    world_close(&world);
}

static void
all_of_fails_with_the_first_that_does_and_drops_the_rest(void)
{
    World world;

    world_open(&world);
    add_group(&world, &expect_all_of);
    world_begin(&world);
    world_move(&world, CLOCK_SECOND);
    CU_ASSERT_TRUE(world_said(&world,
                              "FAILED all of (A released within 1 s), (A browsed within 2 s): "
                              "(A released within 1 s): nothing\n"));
    CU_ASSERT_EQUAL(expectations_open(world.expectations), 0);
    world_emit(&world, EVENT_BROWSED, "A", NULL);
    expectations_end(world.expectations);
    CU_ASSERT_TRUE(world_said(&world, ""));
    world_close(&world);
}

static void
what_only_the_end_decides_is_decided_before_its_group(void)
{
    World world;
    Expectation *group;

    world_open(&world);
    group = world_add_bare(&world, &expect_all_of);
    add_part(&world, group, "never", EVENT_REFUSED);
    add_part(&world, group, "expect", EVENT_BROWSED);
    world_begin(&world);
    world_emit(&world, EVENT_BROWSED, "A", NULL);
    CU_ASSERT_TRUE(world_said(&world, ""));
    expectations_end(world.expectations);
    CU_ASSERT_TRUE(world_said(&world, "ok all of (never A refused), (A browsed): -\n"));
    world_close(&world);
}

static void
a_part_that_cannot_be_judged_leaves_the_group_unjudged(void)
{
    World world;
    Expectation *group;

    world_open(&world);
    group = world_add_bare(&world, &expect_all_of);
    add_part(&world, group, "never", EVENT_ABORTED);
    add_part(&world, group, "expect", EVENT_BROWSED);
    world_begin(&world);
    world_emit(&world, EVENT_ASSOCIATED, "B", NULL);
    world_emit(&world, EVENT_BROWSED, "A", NULL);
    expectations_end(world.expectations);
    CU_ASSERT_TRUE(group->inconclusive);
    CU_ASSERT_TRUE(world_said(&world, "FAILED all of (never A aborted), (A browsed): (never A "
                                      "aborted): inconclusive: nobody was associated there\n"));
    world_close(&world);
}

TEST_SUITE(engine_expects_group, TEST_CASE(any_of_holds_with_the_first_that_does),
           TEST_CASE(any_of_fails_with_the_last_that_does), TEST_CASE(all_of_is_one_outcome),
           TEST_CASE(all_of_fails_with_the_first_that_does_and_drops_the_rest),
           TEST_CASE(what_only_the_end_decides_is_decided_before_its_group),
           TEST_CASE(a_part_that_cannot_be_judged_leaves_the_group_unjudged))
