/* SPDX-License-Identifier: Apache-2.0
 *
 * A stage for tests of the engine.
 */
#include "tests/engine/support.h"

#include <CUnit/CUnit.h>

#include "tests/test.h"

#define START (INT64_C(1767225600) * CLOCK_SECOND) /* 2026-01-01 */

static int64_t
now(void *user)
{
    return clock_now(((EngineStage *)user)->clock);
}

void
engine_stage_open(EngineStage *self)
{
    g_autofree char *path = test_path("testdata/scl/feeder.cid");
    IedParameters parameters = { .name = "FEEDER1" };

    *self = (EngineStage){ 0 };
    self->loop = loop_new(NULL);
    self->clock = clock_new(START);
    self->bus = event_bus_new(now, now, self);
    self->file = scl_load(path, false, 0, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(self->file);
    parameters.model = self->file->servers[0].model;
    parameters.loop = self->loop;
    parameters.clock = self->clock;
    parameters.events = self->bus;
    self->device = (Device){ .name = (char *)"FEEDER1",
                             .server = self->file->servers,
                             .file = self->file->path,
                             .ied = ied_new(&parameters) };
    stage_init(&self->stage, self->clock, self->bus, 1);
    self->stage.zero = START;
}

void
engine_stage_close(EngineStage *self)
{
    stage_clear(&self->stage);
    ied_free(self->device.ied);
    scl_file_free(self->file);
    event_bus_free(self->bus);
    clock_free(self->clock);
    loop_free(self->loop);
}

Point
engine_point(const EngineStage *self, const char *reference)
{
    Point point = { 0 };

    CU_ASSERT_TRUE_FATAL(
        reference_resolve_point(self->file->servers[0].model, reference, &point, NULL));
    return point;
}

double
engine_real(const EngineStage *self, const char *reference)
{
    Point point = engine_point(self, reference);
    Value value;

    values_get(ied_values(self->device.ied), &point.value, &value);
    CU_ASSERT_EQUAL(value.kind, VALUE_FLOAT);
    return value.real;
}

char *
engine_text(const EngineStage *self, const char *reference)
{
    Point point = engine_point(self, reference);

    return values_format(ied_values(self->device.ied), &point.value);
}
