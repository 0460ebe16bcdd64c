/* SPDX-License-Identifier: Apache-2.0
 *
 * both, exactly_one and takeover: what several clients do.
 */
#include "engine/expects/takeover.h"

#include "tests/engine/expect_world.h"
#include "tests/test.h"

static void
add_by(World *world, Expectation *expectation, EventKind kind, const char *client)
{
    EventPattern *pattern = world_pattern(world, kind, NULL);

    pattern->client = g_strdup(client);
    expectation_add_pattern(expectation, pattern);
    pattern_unref(pattern);
}

static Expectation *
add_clients(World *world, const ExpectType *type)
{
    Expectation *expectation = world_add_bare(world, type);

    add_by(world, expectation, EVENT_ASSOCIATED, "X");
    add_by(world, expectation, EVENT_ASSOCIATED, "Y");
    return expectation;
}

static void
emit_by(World *world, EventKind kind, const char *client, const char *reference)
{
    world_emit_event(world, &(Event){ .kind = kind,
                                      .ied = "A",
                                      .client = client,
                                      .address = "10.0.0.1:5",
                                      .reference = reference });
}

static void
both_wait_for_the_last_one(void)
{
    World world;

    world_open(&world);
    add_clients(&world, &expect_both);
    add_clients(&world, &expect_both)->within = CLOCK_SECOND;
    world_begin(&world);
    emit_by(&world, EVENT_ASSOCIATED, "X", NULL);
    emit_by(&world, EVENT_ASSOCIATED, "X", NULL);
    world_move(&world, CLOCK_SECOND);
    CU_ASSERT_TRUE(world_said(
        &world, "FAILED A associated by X and by Y within 1 s: not by Y: 2 times\n"));
    emit_by(&world, EVENT_ASSOCIATED, "Y", NULL);
    CU_ASSERT_TRUE(world_said(&world, "ok A associated by X and by Y: -\n"));
    world_close(&world);
}

static void
exactly_one_is_not_none_and_not_two(void)
{
    World world;

    world_open(&world);
    add_clients(&world, &expect_exactly_one)->within = CLOCK_SECOND;
    add_clients(&world, &expect_exactly_one)->after_time = CLOCK_SECOND;
    world_begin(&world);
    world_move(&world, CLOCK_SECOND);
    CU_ASSERT_TRUE(
        world_said(&world, "FAILED either A associated by X or by Y within 1 s: nothing\n"));
    emit_by(&world, EVENT_ASSOCIATED, "Y", NULL);
    emit_by(&world, EVENT_ASSOCIATED, "Y", NULL);
    CU_ASSERT_TRUE(world_said(&world, ""));
    emit_by(&world, EVENT_ASSOCIATED, "X", NULL);
    CU_ASSERT_TRUE(world_said(&world, "FAILED either A associated by X or by Y after 1 s: X, Y "
                                      "did, the last: A associated by X at 1 s\n"));
    world_close(&world);
}

static void
exactly_one_holds_at_the_end(void)
{
    World world;

    world_open(&world);
    add_clients(&world, &expect_exactly_one);
    world_begin(&world);
    CU_ASSERT_EQUAL(expectations_open(world.expectations), 0);
    emit_by(&world, EVENT_ASSOCIATED, "Y", NULL);
    expectations_end(world.expectations);
    CU_ASSERT_TRUE(world_said(&world, "ok either A associated by X or by Y: Y\n"));
    world_close(&world);
}

static Expectation *
add_takeover(World *world, int64_t within)
{
    Expectation *expectation = world_add_bare(world, &expect_takeover);

    expect_takeover_set(expectation, within);
    add_by(world, expectation, EVENT_RCB_ENABLED, "X");
    add_by(world, expectation, EVENT_RCB_ENABLED, "Y");
    add_by(world, expectation, EVENT_ABORTED, "X");
    add_by(world, expectation, EVENT_RELEASED, "X");
    add_by(world, expectation, EVENT_ABORTED, "Y");
    add_by(world, expectation, EVENT_RELEASED, "Y");
    return expectation;
}

static void
what_is_taken_over_in_time_holds(void)
{
    World world;

    world_open(&world);
    add_takeover(&world, CLOCK_SECOND);
    world_begin(&world);
    emit_by(&world, EVENT_RCB_ENABLED, "X", "LD0/LLN0.BR.rcb01");
    CU_ASSERT_EQUAL(expectations_open(world.expectations), 0);
    emit_by(&world, EVENT_ABORTED, "X", NULL);
    CU_ASSERT_EQUAL(expectations_open(world.expectations), 1);
    world_move(&world, CLOCK_SECOND * 4 / 10);
    emit_by(&world, EVENT_RCB_ENABLED, "Y", "LD0/LLN0.BR.rcb02");
    CU_ASSERT_EQUAL(expectations_open(world.expectations), 0);
    world_move(&world, 10 * CLOCK_SECOND);
    expectations_end(world.expectations);
    CU_ASSERT_TRUE(world_said(&world, "ok Y takes over within 1 s what X lost: A rcb_enabled "
                                      "by X: 1 time, the slowest after 400 ms\n"));
    world_close(&world);
}

static void
what_is_not_taken_over_in_time_fails_at_once(void)
{
    World world;

    world_open(&world);
    add_takeover(&world, CLOCK_SECOND);
    world_begin(&world);
    emit_by(&world, EVENT_RCB_ENABLED, "X", "LD0/LLN0.BR.rcb");
    emit_by(&world, EVENT_RCB_ENABLED, "Y", "LD0/LLN0.BR.other");
    emit_by(&world, EVENT_RELEASED, "X", NULL);
    world_move(&world, CLOCK_SECOND);
    CU_ASSERT_TRUE(world_said(
        &world, "FAILED Y takes over within 1 s what X lost: A rcb_enabled by X: A "
                "LD0/LLN0.BR.rcb was not taken over within 1 s; lost with: A released by X "
                "at 0 s\n"));
    world_close(&world);
}

static void
who_did_it_before_need_not_do_it_again_but_only_while_it_lasts(void)
{
    World world;

    world_open(&world);
    add_takeover(&world, 0);
    add_takeover(&world, 0)->before_time = CLOCK_SECOND;
    world_begin(&world);
    emit_by(&world, EVENT_RCB_ENABLED, "X", "LD0/LLN0.BR.rcb");
    emit_by(&world, EVENT_RCB_ENABLED, "Y", "LD0/LLN0.BR.rcb");
    emit_by(&world, EVENT_ABORTED, "X", NULL);
    world_move(&world, CLOCK_SECOND);
    CU_ASSERT_TRUE(world_said(&world, "ok Y takes over what X lost: A rcb_enabled by X before "
                                      "1 s: 1 time, the slowest after 0 s\n"));
    emit_by(&world, EVENT_RCB_ENABLED, "X", "LD0/LLN0.BR.rcb");
    emit_by(&world, EVENT_ABORTED, "Y", NULL);
    emit_by(&world, EVENT_ABORTED, "X", NULL);
    expectations_end(world.expectations);
    CU_ASSERT_TRUE(world_said(
        &world, "FAILED Y takes over what X lost: A rcb_enabled by X: A LD0/LLN0.BR.rcb was "
                "not taken over; lost with: A aborted by X at 1 s\n"));
    world_close(&world);
}

static void
without_a_loss_there_is_nothing_to_judge(void)
{
    World world;
    Expectation *expectation;

    world_open(&world);
    expectation = add_takeover(&world, CLOCK_SECOND);
    world_begin(&world);
    emit_by(&world, EVENT_ABORTED, "X", NULL);
    emit_by(&world, EVENT_RCB_ENABLED, "Y", "LD0/LLN0.BR.rcb");
    expectations_end(world.expectations);
    CU_ASSERT_TRUE(expectation->inconclusive);
    CU_ASSERT_TRUE(world_said(&world, "FAILED Y takes over within 1 s what X lost: A "
                                      "rcb_enabled by X: inconclusive: the first client lost "
                                      "no association in which it had done this\n"));
    world_close(&world);
}

TEST_SUITE(engine_expects_clients, TEST_CASE(both_wait_for_the_last_one),
           TEST_CASE(exactly_one_is_not_none_and_not_two),
           TEST_CASE(exactly_one_holds_at_the_end), TEST_CASE(what_is_taken_over_in_time_holds),
           TEST_CASE(what_is_not_taken_over_in_time_fails_at_once),
           TEST_CASE(who_did_it_before_need_not_do_it_again_but_only_while_it_lasts),
           TEST_CASE(without_a_loss_there_is_nothing_to_judge))
