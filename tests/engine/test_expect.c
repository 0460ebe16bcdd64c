/* SPDX-License-Identifier: Apache-2.0
 *
 * Expectations over a bus and two clocks moved by hand: held, failed, in time, after something,
 * often enough, never; and what is said when they fail.
 */
#include "engine/expect.h"

#include <string.h>

#include "tests/test.h"

typedef struct World {
    Clock *virtual, *wall;
    EventBus *bus;
    GPtrArray *list;
    Expectations *expectations;
    Device device;
    GString *said;
} World;

static int64_t
virtual_now(void *user)
{
    return clock_now(((World *)user)->virtual);
}

static int64_t
wall_now(void *user)
{
    return clock_now(((World *)user)->wall);
}

static void
note(void *user, const Expectation *expectation, bool held, char *seen)
{
    g_autofree char *what = expectation_format(expectation);

    g_string_append_printf(((World *)user)->said, "%s %s: %s\n", held ? "ok" : "FAILED", what,
                           seen != NULL ? seen : "-");
    g_free(seen);
}

static void
open_world(World *world)
{
    *world = (World){ .virtual = clock_new(CLOCK_SECOND), .wall = clock_new(CLOCK_SECOND) };
    world->bus = event_bus_new(virtual_now, wall_now, world);
    world->list = g_ptr_array_new_with_free_func((GDestroyNotify)expectation_free);
    world->device = (Device){ .name = (char *)"A" };
    world->said = g_string_new(NULL);
}

static Expectation *
add(World *world, const char *type, EventKind kind, const char *reference)
{
    EventPattern *pattern = pattern_new(kind, "A");
    Expectation *expectation;

    pattern_add_device(pattern, &world->device);
    if (reference != NULL) {
        pattern_set_reference(pattern, reference);
    }
    expectation = expectation_new(expect_type_find(type), pattern);
    pattern_unref(pattern);
    g_ptr_array_add(world->list, expectation);
    return expectation;
}

static void
begin(World *world)
{
    world->expectations =
        expectations_new(world->list, world->bus, world->virtual, world->wall, note, world);
    expectations_zero(world->expectations);
}

static void
emit(World *world, EventKind kind, const char *ied, const char *reference)
{
    event_emit(world->bus, &(Event){ .kind = kind,
                                     .ied = ied,
                                     .client = "127.0.0.1:40000",
                                     .reference = reference });
}

static void
move(World *world, int64_t ns)
{
    clock_advance(world->virtual, clock_now(world->virtual) + ns, 0);
}

static void
close_world(World *world)
{
    expectations_free(world->expectations);
    g_ptr_array_unref(world->list);
    event_bus_free(world->bus);
    clock_free(world->virtual);
    clock_free(world->wall);
    g_string_free(world->said, TRUE);
}

static void
what_happens_in_time_holds_and_what_does_not_fails(void)
{
    World world;

    open_world(&world);
    add(&world, "expect", EVENT_ASSOCIATED, NULL)->within = CLOCK_SECOND;
    add(&world, "expect", EVENT_RELEASED, NULL)->within = CLOCK_SECOND;
    begin(&world);
    CU_ASSERT_EQUAL(expectations_open(world.expectations), 2);
    emit(&world, EVENT_ASSOCIATED, "B", NULL);
    emit(&world, EVENT_ASSOCIATED, "A", NULL);
    emit(&world, EVENT_RELEASED, "B", NULL);
    move(&world, CLOCK_SECOND);
    emit(&world, EVENT_RELEASED, "A", NULL);
    CU_ASSERT_STRING_EQUAL(world.said->str,
                           "ok A associated within 1 s: -\n"
                           "FAILED A released within 1 s: nothing; but B released by "
                           "127.0.0.1:40000\n");
    CU_ASSERT_EQUAL(expectations_open(world.expectations), 0);
    close_world(&world);
}

static void
wall_time_is_another_clock(void)
{
    World world;
    Expectation *expectation;

    open_world(&world);
    expectation = add(&world, "expect", EVENT_ASSOCIATED, NULL);
    expectation->within = CLOCK_SECOND;
    expectation->wall = true;
    begin(&world);
    move(&world, 10 * CLOCK_SECOND);
    CU_ASSERT_EQUAL(expectations_open(world.expectations), 1);
    clock_advance(world.wall, 3 * CLOCK_SECOND, 0);
    CU_ASSERT_STRING_EQUAL(world.said->str,
                           "FAILED A associated within 1 s (wall time): nothing\n");
    close_world(&world);
}

static void
counts_have_bounds(void)
{
    World world;
    Expectation *expectation;

    open_world(&world);
    add(&world, "expect", EVENT_CONNECTED, NULL)->at_least = 2;
    expectation = add(&world, "expect", EVENT_ASSOCIATED, NULL);
    expectation->at_least = 0;
    expectation->at_most = 2;
    begin(&world);
    for (unsigned i = 0; i < 3; i++) {
        emit(&world, EVENT_CONNECTED, "A", NULL);
        emit(&world, EVENT_ASSOCIATED, "A", NULL);
    }
    CU_ASSERT_STRING_EQUAL(
        world.said->str, "ok A connected at least 2 times: -\n"
                         "FAILED A associated at most 2 times: 3 times, the last: A associated "
                         "by 127.0.0.1:40000\n");
    close_world(&world);
}

static void
after_counts_from_its_event(void)
{
    World world;
    Expectation *expectation;
    EventPattern *aborted = pattern_new(EVENT_ABORTED, "A");

    open_world(&world);
    for (unsigned i = 0; i < 2; i++) {
        expectation = add(&world, "expect", EVENT_ASSOCIATED, NULL);
        expectation->within = CLOCK_SECOND;
        expectation->after = pattern_ref(aborted);
    }
    expectation = add(&world, "never", EVENT_ASSOCIATED, NULL);
    expectation->after_time = 6 * CLOCK_SECOND;
    begin(&world);
    emit(&world, EVENT_ASSOCIATED, "A", NULL);
    move(&world, 5 * CLOCK_SECOND);
    CU_ASSERT_STRING_EQUAL(world.said->str, "");
    emit(&world, EVENT_ABORTED, "A", NULL);
    move(&world, CLOCK_SECOND / 2);
    emit(&world, EVENT_ASSOCIATED, "A", NULL);
    CU_ASSERT_STRING_EQUAL(world.said->str, "ok A associated within 1 s after A aborted: -\n"
                                            "ok A associated within 1 s after A aborted: -\n");
    g_string_truncate(world.said, 0);
    expectations_end(world.expectations);
    CU_ASSERT_STRING_EQUAL(world.said->str,
                           "FAILED never A associated after 6 s: what it comes "
                           "after never happened\n");
    pattern_unref(aborted);
    close_world(&world);
}

static void
never_fails_at_once_and_holds_at_the_end(void)
{
    World world;

    open_world(&world);
    add(&world, "never", EVENT_ABORTED, NULL);
    add(&world, "never", EVENT_REFUSED, NULL);
    begin(&world);
    CU_ASSERT_EQUAL(expectations_open(world.expectations), 0); /* no run waits for them */
    emit(&world, EVENT_ABORTED, "A", NULL);
    CU_ASSERT_STRING_EQUAL(world.said->str,
                           "FAILED never A aborted: A aborted by 127.0.0.1:40000\n");
    g_string_truncate(world.said, 0);
    expectations_end(world.expectations);
    CU_ASSERT_STRING_EQUAL(world.said->str, "ok never A refused: -\n");
    close_world(&world);
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

TEST_SUITE(engine_expect, TEST_CASE(what_happens_in_time_holds_and_what_does_not_fails),
           TEST_CASE(wall_time_is_another_clock), TEST_CASE(counts_have_bounds),
           TEST_CASE(after_counts_from_its_event),
           TEST_CASE(never_fails_at_once_and_holds_at_the_end),
           TEST_CASE(a_reference_covers_what_contains_it_and_what_is_inside),
           TEST_CASE(a_client_is_its_name_or_address_with_or_without_port))
