/* SPDX-License-Identifier: Apache-2.0
 *
 * A process that moves without a command (see control.h).
 */
#include "sim/acsi/control_class.h"

static void
stage_own_origin(ControlObject *object)
{
    static const Value nobody = { .kind = VALUE_OCTET_STRING };
    NodeRef leaf;

    if (control_status_leaf(object, "origin$orCat", &leaf)) {
        control_stage_number(object, &leaf, CONTROL_PROCESS);
    }
    if (control_status_leaf(object, "origin$orIdent", &leaf)) {
        control_stage(object, &leaf, &nobody);
    }
}

bool
control_object_can_move(const ControlObject *object)
{
    return control_class_of(object)->finish != NULL && object->command == NULL &&
           !clock_is_armed(&object->travel);
}

void
control_object_move(ControlObject *object, double value, bool arrives)
{
    const ControlClass *class = control_class_of(object);
    ControlStage how = arrives ? class->reach : class->start;
    bool own;

    if (!control_object_can_move(object) || how == NULL) {
        return;
    }
    own = control_change_open(object->controls);
    how(object, value);
    stage_own_origin(object);
    control_change_close(object->controls, own);
}
