/* SPDX-License-Identifier: Apache-2.0
 *
 * Staging and committing sets, and the two simplest actions: set a point, show a mark.
 */
#include "engine/stage.h"

#include "engine/fault.h"
#include "engine/playback.h"
#include "engine/power.h"
#include "engine/signal.h"

void
stage_init(Stage *stage, Clock *clock, EventBus *events, uint64_t seed)
{
    *stage = (Stage){ .clock = clock, .events = events, .seed = seed };
    stage->staged = g_ptr_array_new();
    stage->tickers = g_ptr_array_new();
    stage->moving = g_hash_table_new(g_int64_hash, g_int64_equal);
    stage->players = g_ptr_array_new();
    stage->outages = g_ptr_array_new();
    stage->faults = g_ptr_array_new();
}

void
stage_clear(Stage *stage)
{
    if (stage->staged == NULL) {
        return;
    }
    signal_stop_all(stage);
    playback_stop_all(stage);
    power_stop_all(stage);
    fault_stop_all(stage);
    g_ptr_array_unref(stage->faults);
    g_ptr_array_unref(stage->staged);
    g_ptr_array_unref(stage->tickers);
    g_hash_table_unref(stage->moving);
    g_ptr_array_unref(stage->players);
    g_ptr_array_unref(stage->outages);
    stage->staged = NULL;
}

ValueResult
stage_set(Stage *stage, Device *device, const Point *point, const IedSet *set)
{
    if (!device->staged) {
        device->staged = true;
        g_ptr_array_add(stage->staged, device);
        ied_change_open(device->ied);
    }
    return ied_set(device->ied, point, set);
}

void
stage_commit(Stage *stage)
{
    for (unsigned i = 0; i < stage->staged->len; i++) {
        Device *device = stage->staged->pdata[i];

        device->staged = false;
        ied_change_commit(device->ied);
    }
    g_ptr_array_set_size(stage->staged, 0);
}

Action *
action_ref(Action *action)
{
    action->references++;
    return action;
}

void
action_unref(Action *action)
{
    if (action != NULL && --action->references == 0) {
        action->type->free(action);
    }
}

static void
perform_set(Action *action, Stage *stage)
{
    SetAction *self = (SetAction *)action;
    IedSet set = {
        .value = self->has_value ? &self->value : NULL,
        .q = self->has_q ? &self->q : NULL,
        .t = self->has_t ? &self->t : NULL,
    };

    stage_set(stage, self->device, &self->point, &set);
}

static void
free_set(Action *action)
{
    SetAction *self = (SetAction *)action;

    g_free(self->text);
    g_free(self);
}

static const ActionType set_type = { "set", perform_set, free_set };

SetAction *
set_action_new(Device *device, const Point *point)
{
    SetAction *self = g_new0(SetAction, 1);

    self->action = (Action){ &set_type, 1 };
    self->device = device;
    self->point = *point;
    return self;
}

typedef struct MarkAction {
    Action action;
    char *text;
} MarkAction;

static void
perform_mark(Action *action, Stage *stage)
{
    event_emit(stage->events,
               &(Event){ .kind = EVENT_MARK, .value = ((MarkAction *)action)->text });
}

static void
free_mark(Action *action)
{
    g_free(((MarkAction *)action)->text);
    g_free(action);
}

static const ActionType mark_type = { "mark", perform_mark, free_mark };

Action *
mark_action_new(const char *text)
{
    MarkAction *self = g_new0(MarkAction, 1);

    self->action = (Action){ &mark_type, 1 };
    self->text = g_strdup(text);
    return &self->action;
}
