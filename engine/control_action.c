/* SPDX-License-Identifier: Apache-2.0
 *
 * See control_action.h.
 */
#include "engine/control_action.h"

typedef struct ControlAction {
    Action action; /* first */
    Device *device;
    NodeRef co;
    char *reference;
    unsigned services;
    ControlRule *rule;
} ControlAction;

static void
perform(Action *action, Stage *stage)
{
    const ControlAction *self = (const ControlAction *)action;
    ControlDesk *desk = control_desk_get(self->device, &self->co, self->reference);

    (void)stage;
    control_desk_set_rule(desk, self->services, self->rule);
}

static void
free_action(Action *action)
{
    ControlAction *self = (ControlAction *)action;

    g_free(self->reference);
    g_free(self->rule);
    g_free(self);
}

static const ActionType control_type = { "control", perform, free_action };

Action *
control_action_new(Device *device, const NodeRef *co, const char *reference, unsigned services,
                   const ControlRule *rule)
{
    ControlAction *self = g_new0(ControlAction, 1);

    *self = (ControlAction){
        { &control_type, 1 }, device,   *co,
        g_strdup(reference),  services, rule != NULL ? g_memdup2(rule, sizeof *rule) : NULL
    };
    return &self->action;
}
