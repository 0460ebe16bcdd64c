/* SPDX-License-Identifier: Apache-2.0
 *
 * What the default process moves, and how that shows: one row a class of data object, told
 * apart by what ctlVal and the status are (see doc/control.md).
 */
#include "sim/acsi/control_class.h"

#define SWITCH_TRAVEL (80 * CLOCK_MILLISECOND)
#define STEP_TRAVEL (100 * CLOCK_MILLISECOND)

enum { POSITION_MIN = -64, POSITION_MAX = 63 };

static void
stage_time_beside(ControlObject *object)
{
    NodeRef leaf;

    if (control_leaf(object, FC_ST, "t", &leaf) || control_leaf(object, FC_MX, "t", &leaf)) {
        control_stage_time(object, &leaf);
    }
}

static void
stage_status(ControlObject *object, const char *path, double number)
{
    NodeRef leaf;

    if (control_status_leaf(object, path, &leaf) && type_is_leaf(leaf.type)) {
        control_stage_real(object, &leaf, number);
    }
}

static ControlOrigin
origin_of(const ControlObject *object)
{
    return object->command != NULL ? object->command->parameters.origin
                                   : (ControlOrigin){ .category = CONTROL_PROCESS };
}

/* The breaker behind a switch controller goes with it, and tells by whom. */
static void
stage_moved_switch(ControlObject *object, int position)
{
    const LogicalNode *node = control_moved_switch(object);
    ControlOrigin origin = origin_of(object);
    NodeRef leaf;

    if (node == NULL || !control_node_leaf(object, node, "Pos$stVal", &leaf)) {
        return;
    }
    control_stage_number(object, &leaf, position);
    if (control_node_leaf(object, node, "Pos$t", &leaf)) {
        control_stage_time(object, &leaf);
    }
    if (control_node_leaf(object, node, "Pos$origin$orCat", &leaf)) {
        control_stage_number(object, &leaf, origin.category);
    }
    if (control_node_leaf(object, node, "Pos$origin$orIdent", &leaf)) {
        control_stage(object, &leaf,
                      &(Value){ .kind = VALUE_OCTET_STRING, .string = origin.ident });
    }
}

static void
stage_position(ControlObject *object, int position)
{
    stage_status(object, "stVal", position);
    stage_time_beside(object);
    stage_moved_switch(object, position);
}

static void
start_switch(ControlObject *object, double target)
{
    (void)target;
    stage_position(object, 0);
}

static void
finish_switch(ControlObject *object, double target)
{
    stage_position(object, target != 0 ? 2 : 1);
}

static void
finish_value(ControlObject *object, double target)
{
    stage_status(object, "stVal", target);
    stage_time_beside(object);
}

static void
start_step(ControlObject *object, double target)
{
    (void)target;
    stage_status(object, "valWTr$transInd", 1);
    stage_time_beside(object);
}

static void
finish_step(ControlObject *object, double target)
{
    stage_status(object, "valWTr$posVal", target);
    stage_status(object, "valWTr$transInd", 0);
    stage_time_beside(object);
}

/* i is f as sVC scales it. */
static void
finish_analogue(ControlObject *object, double target)
{
    NodeRef real, scaled, factor, offset;
    double scale = 1, zero = 0;

    if (control_leaf(object, FC_CF, "sVC$scaleFactor", &factor) &&
        control_leaf(object, FC_CF, "sVC$offset", &offset) &&
        control_real(object->controls, &factor) != 0) {
        scale = control_real(object->controls, &factor);
        zero = control_real(object->controls, &offset);
    }
    if (control_status_leaf(object, "mxVal$f", &real)) {
        control_stage_real(object, &real, target);
    }
    if (control_status_leaf(object, "mxVal$i", &scaled)) {
        control_stage_real(object, &scaled, (target - zero) / scale);
    }
    stage_time_beside(object);
}

static double
status_of(const ControlObject *object)
{
    static const char *const paths[] = { "valWTr$posVal", "mxVal$f", "mxVal$i" };
    NodeRef leaf;

    for (unsigned i = 0; i < G_N_ELEMENTS(paths); i++) {
        if (control_status_leaf(object, paths[i], &leaf)) {
            return control_real(object->controls, &leaf);
        }
    }
    return 0;
}

static double
step_size(const ControlObject *object)
{
    static const char *const paths[] = { "stepSize$f", "stepSize$i", "stepSize" };
    NodeRef leaf;

    for (unsigned i = 0; i < G_N_ELEMENTS(paths); i++) {
        if (control_leaf(object, FC_CF, paths[i], &leaf) && type_is_leaf(leaf.type) &&
            control_real(object->controls, &leaf) > 0) {
            return control_real(object->controls, &leaf);
        }
    }
    return 1;
}

int
control_direction(double command)
{
    return command == CONTROL_HIGHER ? 1 : command == CONTROL_LOWER ? -1 : 0;
}

bool
control_is_at_end(const ControlObject *object, int way)
{
    NodeRef leaf;
    double low = POSITION_MIN, high = POSITION_MAX;
    bool limited = control_limits(object, &low, &high) ||
                   control_status_leaf(object, "valWTr$posVal", &leaf);

    return limited &&
           ((way > 0 && status_of(object) >= high) || (way < 0 && status_of(object) <= low));
}

static void
start_tap(ControlObject *object, double target)
{
    if (control_direction(target) != 0) {
        start_step(object, target);
    }
}

static void
finish_tap(ControlObject *object, double target)
{
    finish_step(object, status_of(object) + control_direction(target));
}

static void
finish_raise(ControlObject *object, double target)
{
    finish_analogue(object, status_of(object) + control_direction(target) * step_size(object));
}

static const ControlClass classes[] = {
    {
        .status = "stVal",
        .ctl_val = VALUE_BOOLEAN,
        .status_kind = VALUE_BIT_STRING,
        .travel = SWITCH_TRAVEL,
        .start = start_switch,
        .finish = finish_switch,
        .reach = finish_switch,
        .is_switch = true,
    },
    {
        .status = "stVal",
        .ctl_val = VALUE_BOOLEAN,
        .status_kind = VALUE_BOOLEAN,
        .finish = finish_value,
        .reach = finish_value,
        .has_pulses = true,
    },
    {
        .status = "stVal",
        .ctl_val = VALUE_INTEGER,
        .status_kind = VALUE_INTEGER,
        .finish = finish_value,
        .reach = finish_value,
        .has_pulses = true,
    },
    {
        .status = "valWTr",
        .ctl_val = VALUE_INTEGER,
        .status_kind = VALUE_STRUCTURE,
        .travel = STEP_TRAVEL,
        .start = start_step,
        .finish = finish_step,
        .reach = finish_step,
    },
    {
        .status = "valWTr",
        .ctl_val = VALUE_BIT_STRING,
        .status_kind = VALUE_STRUCTURE,
        .travel = STEP_TRAVEL,
        .start = start_tap,
        .finish = finish_tap,
        .reach = finish_step,
        .by_steps = true,
    },
    {
        .status = "mxVal",
        .ctl_val = VALUE_STRUCTURE,
        .status_kind = VALUE_STRUCTURE,
        .finish = finish_analogue,
        .reach = finish_analogue,
    },
    {
        .status = "mxVal",
        .ctl_val = VALUE_BIT_STRING,
        .status_kind = VALUE_STRUCTURE,
        .travel = STEP_TRAVEL,
        .finish = finish_raise,
        .reach = finish_analogue,
        .by_steps = true,
    },
};

/* A data object without a status that fits is only told that all went well. */
static const ControlClass silent = { .status = NULL };

const ControlClass *
control_class_of(const ControlObject *object)
{
    NodeRef oper, ctl_val, status;

    if (!control_component(object, CONTROL_OPER, &oper) ||
        !node_component(&oper, slice_from_string("ctlVal"), &ctl_val)) {
        return &silent;
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(classes); i++) {
        if (ctl_val.type->kind == classes[i].ctl_val &&
            control_status_leaf(object, classes[i].status, &status) &&
            status.type->kind == classes[i].status_kind) {
            return &classes[i];
        }
    }
    return &silent;
}

void
control_stage_bad_state(ControlObject *object)
{
    enum { BAD_STATE = 3 };

    stage_position(object, BAD_STATE);
}

double
control_object_next_value(const ControlObject *object)
{
    const ControlClass *class = control_class_of(object);
    double low = POSITION_MIN, high = POSITION_MAX, present = status_of(object);
    NodeRef leaf;

    if (control_status_leaf(object, "stVal", &leaf)) {
        present = (double)control_number(object->controls, &leaf);
    }
    if (class->status_kind == VALUE_BIT_STRING) {
        return present != 2;
    }
    if (class->status_kind == VALUE_BOOLEAN) {
        return present == 0;
    }
    control_limits(object, &low, &high);
    if (class->status_kind == VALUE_INTEGER || class->reach == finish_step) {
        return present + 1 > high ? low : present + 1;
    }
    return present + step_size(object);
}
