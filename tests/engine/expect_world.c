/* SPDX-License-Identifier: Apache-2.0
 *
 * A world for expectations.
 */
#include "tests/engine/expect_world.h"

#include <stdio.h>
#include <string.h>

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
note(void *user, Expectation *expectation, bool held, char *seen)
{
    g_autofree char *what = expectation_format(expectation);

    g_string_append_printf(((World *)user)->said, "%s %s: %s\n", held ? "ok" : "FAILED", what,
                           seen != NULL ? seen : "-");
    g_free(seen);
}

void
world_open(World *world)
{
    *world = (World){ .virtual = clock_new(CLOCK_SECOND), .wall = clock_new(CLOCK_SECOND) };
    world->bus = event_bus_new(virtual_now, wall_now, world);
    world->list = g_ptr_array_new_with_free_func((GDestroyNotify)expectation_free);
    world->device = (Device){ .name = (char *)"A" };
    world->said = g_string_new(NULL);
}

void
world_close(World *world)
{
    expectations_free(world->expectations);
    g_ptr_array_unref(world->list);
    event_bus_free(world->bus);
    clock_free(world->virtual);
    clock_free(world->wall);
    g_string_free(world->said, TRUE);
}

EventPattern *
world_pattern(World *world, EventKind kind, const char *reference)
{
    EventPattern *pattern = pattern_new(kind, "A");

    pattern_add_device(pattern, &world->device);
    if (reference != NULL) {
        pattern_set_reference(pattern, reference);
    }
    return pattern;
}

Expectation *
world_add(World *world, const char *type, EventKind kind, const char *reference)
{
    EventPattern *pattern = world_pattern(world, kind, reference);
    Expectation *expectation = expectation_new(expect_type_find(type), pattern);

    pattern_unref(pattern);
    g_ptr_array_add(world->list, expectation);
    return expectation;
}

Expectation *
world_add_bare(World *world, const ExpectType *type)
{
    Expectation *expectation = expectation_new(type, NULL);

    g_ptr_array_add(world->list, expectation);
    return expectation;
}

void
world_add_pattern(World *world, Expectation *expectation, EventKind kind, const char *reference)
{
    EventPattern *pattern = world_pattern(world, kind, reference);

    expectation_add_pattern(expectation, pattern);
    pattern_unref(pattern);
}

void
world_begin(World *world)
{
    world->expectations =
        expectations_new(world->list, world->bus, world->virtual, world->wall, note, world);
    expectations_zero(world->expectations);
}

void
world_emit_event(World *world, const Event *event)
{
    event_emit(world->bus, event);
}

void
world_emit(World *world, EventKind kind, const char *ied, const char *reference)
{
    world_emit_event(world, &(Event){ .kind = kind,
                                      .ied = ied,
                                      .client = "127.0.0.1:40000",
                                      .reference = reference });
}

void
world_move(World *world, int64_t ns)
{
    clock_advance(world->virtual, clock_now(world->virtual) + ns, 0);
}

bool
world_said(World *world, const char *text)
{
    bool same = strcmp(world->said->str, text) == 0;

    if (!same) {
        fprintf(stderr, "expected:\n%sbut was:\n%s", text, world->said->str);
    }
    g_string_truncate(world->said, 0);
    return same;
}
