/* SPDX-License-Identifier: Apache-2.0
 *
 * Activating a setting group from a scenario (see group_action.h).
 */
#include "engine/group_action.h"

typedef struct ActivateGroup {
    Action action; /* first */
    Device *device;
    uint16_t ld;
    unsigned group;
} ActivateGroup;

/* What was set before in the same entry belongs to the group that was active. */
static void
perform(Action *action, Stage *stage)
{
    const ActivateGroup *self = (const ActivateGroup *)action;

    stage_commit(stage);
    ied_activate_group(self->device->ied, self->ld, self->group);
}

static void
free_action(Action *action)
{
    g_free(action);
}

static const ActionType activate_group_type = { "activate_group", perform, free_action };

Action *
activate_group_new(Device *device, uint16_t ld, unsigned group)
{
    ActivateGroup *self = g_new0(ActivateGroup, 1);

    *self = (ActivateGroup){ { &activate_group_type, 1 }, device, ld, group };
    return &self->action;
}
