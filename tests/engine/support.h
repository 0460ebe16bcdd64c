/* SPDX-License-Identifier: Apache-2.0
 *
 * A stage for tests of the engine: one IED of feeder.cid that nobody can reach, a clock moved
 * by hand, and a bus. Nothing asks the system's time, so nothing depends on the machine.
 */
#pragma once

#include "engine/stage.h"

typedef struct EngineStage {
    Loop *loop;
    Clock *clock;
    EventBus *bus;
    SclFile *file;
    Device device;
    Stage stage;
} EngineStage;

void engine_stage_open(EngineStage *self);
void engine_stage_close(EngineStage *self);

Point engine_point(const EngineStage *self, const char *reference);
double engine_real(const EngineStage *self, const char *reference);
/* The value as text; free with g_free. */
char *engine_text(const EngineStage *self, const char *reference);
