/* SPDX-License-Identifier: Apache-2.0
 *
 * See clock_action.h.
 */
#include "engine/clock_action.h"

typedef struct ClockAction {
    Action action;
    Device *device;
    ClockState state;
    int64_t offset;
    double ppm;
} ClockAction;

static void
perform_state(Action *action, Stage *stage)
{
    const ClockAction *self = (const ClockAction *)action;

    (void)stage;
    ied_enter_clock_state(self->device->ied, self->state);
}

static void
perform_shift(Action *action, Stage *stage)
{
    const ClockAction *self = (const ClockAction *)action;

    (void)stage;
    ied_shift_clock(self->device->ied, self->offset, self->ppm);
}

static void
free_action(Action *action)
{
    g_free(action);
}

static const ActionType state_type = { "clock", perform_state, free_action };
static const ActionType shift_type = { "clock_offset", perform_shift, free_action };

static Action *
action_new(const ActionType *type, const ClockAction *like)
{
    ClockAction *self = g_memdup2(like, sizeof *like);

    self->action = (Action){ type, 1 };
    return &self->action;
}

Action *
clock_state_action_new(Device *device, ClockState state)
{
    return action_new(&state_type, &(ClockAction){ .device = device, .state = state });
}

Action *
clock_shift_action_new(Device *device, int64_t offset, double ppm)
{
    return action_new(&shift_type,
                      &(ClockAction){ .device = device, .offset = offset, .ppm = ppm });
}
