/* SPDX-License-Identifier: Apache-2.0
 *
 * A world for expectations: a bus, two clocks moved by hand, the device A, and what is decided
 * as lines "ok WHAT: SEEN" and "FAILED WHAT: SEEN".
 */
#pragma once

#include "engine/expect.h"

typedef struct World {
    Clock *virtual, *wall;
    EventBus *bus;
    GPtrArray *list;
    Expectations *expectations;
    Device device;
    GString *said;
} World;

void world_open(World *world);
void world_close(World *world);

/* A pattern of the device A, to be freed with pattern_unref. */
EventPattern *world_pattern(World *world, EventKind kind, const char *reference);
/* An expectation of the row about the device A; lent. */
Expectation *world_add(World *world, const char *type, EventKind kind, const char *reference);
/* One without a pattern; lent. */
Expectation *world_add_bare(World *world, const ExpectType *type);
/* One more pattern of it, of the device A. */
void world_add_pattern(World *world, Expectation *expectation, EventKind kind,
                       const char *reference);

/* Time 0 is now. */
void world_begin(World *world);
/* By 127.0.0.1:40000. */
void world_emit(World *world, EventKind kind, const char *ied, const char *reference);
void world_emit_event(World *world, const Event *event);
/* Virtual time goes on. */
void world_move(World *world, int64_t ns);
/* What was decided since it was asked last is this. */
bool world_said(World *world, const char *text);
