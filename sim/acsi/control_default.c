/* SPDX-License-Identifier: Apache-2.0
 *
 * The default process behind a control: it always succeeds, after a travel time. One row a
 * class of data object, told apart by what ctlVal and the status are (see doc/control.md).
 */
#include "sim/acsi/control_private.h"

#define SWITCH_TRAVEL (80 * CLOCK_MILLISECOND)
#define STEP_TRAVEL (100 * CLOCK_MILLISECOND)

enum { STOP = 0, LOWER = 1, HIGHER = 2 }; /* Tcmd */
enum { POSITION_MIN = -64, POSITION_MAX = 63 };

/* Both stage into the open change set; NULL: nothing. */
typedef void (*Stage)(ControlObject *object, double target);

typedef struct ProcessRow {
    const char *status; /* that it is, under ST or MX */
    ValueKind ctl_val;  /* of ctlVal */
    ValueKind status_kind;
    int64_t travel;
    Stage start, finish;
} ProcessRow;

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

static int
direction(double command)
{
    return command == HIGHER ? 1 : command == LOWER ? -1 : 0;
}

static bool
is_at_end(const ControlObject *object, int way)
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
    if (direction(target) != 0) {
        start_step(object, target);
    }
}

static void
finish_tap(ControlObject *object, double target)
{
    finish_step(object, status_of(object) + direction(target));
}

static void
finish_raise(ControlObject *object, double target)
{
    finish_analogue(object, status_of(object) + direction(target) * step_size(object));
}

static const ProcessRow rows[] = {
    { "stVal", VALUE_BOOLEAN, VALUE_BIT_STRING, SWITCH_TRAVEL, start_switch, finish_switch },
    { "stVal", VALUE_BOOLEAN, VALUE_BOOLEAN, 0, NULL, finish_value },
    { "stVal", VALUE_INTEGER, VALUE_INTEGER, 0, NULL, finish_value },
    { "valWTr", VALUE_INTEGER, VALUE_STRUCTURE, STEP_TRAVEL, start_step, finish_step },
    { "valWTr", VALUE_BIT_STRING, VALUE_STRUCTURE, STEP_TRAVEL, start_tap, finish_tap },
    { "mxVal", VALUE_STRUCTURE, VALUE_STRUCTURE, 0, NULL, finish_analogue },
    { "mxVal", VALUE_BIT_STRING, VALUE_STRUCTURE, STEP_TRAVEL, NULL, finish_raise },
};

/* A data object without a status that fits is only told that all went well. */
static const ProcessRow silent_row = { NULL, VALUE_BOOLEAN, VALUE_BOOLEAN, 0, NULL, NULL };

static const ProcessRow *
row_of(const ControlObject *object)
{
    NodeRef oper, ctl_val, status;

    if (!control_component(object, CONTROL_OPER, &oper) ||
        !node_component(&oper, slice_from_string("ctlVal"), &ctl_val)) {
        return &silent_row;
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (ctl_val.type->kind == rows[i].ctl_val &&
            control_status_leaf(object, rows[i].status, &status) &&
            status.type->kind == rows[i].status_kind) {
            return &rows[i];
        }
    }
    return &silent_row;
}

static bool
moves_by_steps(const ProcessRow *row)
{
    return row->finish == finish_tap || row->finish == finish_raise;
}

bool
control_default_is_at_limit(const ControlRequest *request)
{
    double target = 0;

    return moves_by_steps(row_of(request->object)) && control_target(request, &target) &&
           is_at_end(request->object, direction(target));
}

int64_t
control_default_travel(const ControlObject *object)
{
    return object->course.travel >= 0 ? object->course.travel
           : object->travel_time >= 0 ? object->travel_time
                                      : row_of(object)->travel;
}

static void
stage(ControlObject *object, Stage how, double target)
{
    bool own = control_change_open(object->controls);

    if (how != NULL) {
        how(object, target);
    }
    control_change_close(object->controls, own);
}

static void arrive(Timer *timer);

static void
arm(ControlObject *object, int64_t delay)
{
    Clock *clock = object->controls->server->clock;

    clock_arm(clock, &object->travel, clock_now(clock) + delay, arrive);
}

/* A pulse that the file configures ends the signal again. */
static void
begin_pulses(ControlObject *object, double target)
{
    enum { PULSE = 0, PULSES_MAX = 1000 };
    int64_t duration = control_setting(object, "pulseConfig$onDur", 0);
    int64_t count = control_setting(object, "pulseConfig$numPls", 1);

    if (target != 0 && duration > 0 &&
        control_setting(object, "pulseConfig$cmdQual", PULSE) == PULSE) {
        object->pulses = 2 * (unsigned)CLAMP(count, 1, PULSES_MAX) - 1;
        arm(object, duration * CLOCK_MILLISECOND);
    }
}

static void
go_on_pulsing(ControlObject *object)
{
    bool on = --object->pulses % 2 != 0;

    stage(object, finish_value, on);
    if (object->pulses > 0) {
        int64_t duration =
            control_setting(object, on ? "pulseConfig$onDur" : "pulseConfig$offDur", 0);

        arm(object, duration * CLOCK_MILLISECOND);
    }
}

/* A persistent output moves on until it is stopped or at its end. */
static void
go_on_moving(ControlObject *object)
{
    if (is_at_end(object, object->moving)) {
        object->moving = 0;
        return;
    }
    stage(object, row_of(object)->finish, object->moving > 0 ? HIGHER : LOWER);
    arm(object, MAX(control_default_travel(object), CLOCK_MILLISECOND));
}

static void
end_motion(ControlRequest *command)
{
    ControlObject *object = command->object;
    const ProcessRow *row = row_of(object);
    double target = 0;

    control_target(command, &target);
    stage(object, row->finish, target);
    control_end(command, CONTROL_NO_CAUSE); /* behind the commit: its reports leave first */
    if (row->finish == finish_value) {
        begin_pulses(object, target);
    } else if (moves_by_steps(row) && control_setting(object, "persistent", 0) != 0 &&
               direction(target) != 0) {
        object->moving = direction(target);
        arm(object, MAX(control_default_travel(object), CLOCK_MILLISECOND));
    }
}

/* It does not come to its end: what it shows then, and why, if that is told before operTimeout.
 */
static void
stop_on_the_way(ControlRequest *command)
{
    enum { BAD_STATE = 3 };
    ControlObject *object = command->object;
    int cause = object->course.cause;

    if (object->course.stop == CONTROL_STOPS_BAD && row_of(object)->start == start_switch) {
        bool own = control_change_open(object->controls);

        stage_position(object, BAD_STATE);
        control_change_close(object->controls, own);
    }
    if (cause >= 0) {
        control_end(command, cause);
    }
}

static void
arrive(Timer *timer)
{
    ControlObject *object =
        (ControlObject *)(void *)((char *)timer - offsetof(ControlObject, travel));

    if (object->pulses > 0) {
        go_on_pulsing(object);
    } else if (object->moving != 0) {
        go_on_moving(object);
    } else if (object->course.stop != CONTROL_ARRIVES) {
        stop_on_the_way(object->command);
    } else {
        end_motion(object->command);
    }
}

/* Not all the way: it begins to move, or not even that. */
static void
begin_to_stop(ControlObject *object, double target)
{
    if (object->course.stop != CONTROL_STAYS) {
        stage(object, row_of(object)->start, target);
    }
    if (control_default_travel(object) == 0) {
        stop_on_the_way(object->command);
    } else {
        arm(object, control_default_travel(object));
    }
}

void
control_default_begin(ControlRequest *request, const ControlCourse *course)
{
    static const ControlCourse usual = { -1, CONTROL_ARRIVES, -1 };
    ControlObject *object = request->object;
    const ProcessRow *row = row_of(object);
    double target = 0;
    int64_t travel;

    control_default_stop(object);
    object->course = course != NULL ? *course : usual;
    control_gate_executes(request);
    travel = control_default_travel(object);
    control_target(request, &target);
    if (object->course.stop != CONTROL_ARRIVES) {
        begin_to_stop(object, target);
    } else if (travel == 0 || (moves_by_steps(row) && direction(target) == 0)) {
        end_motion(request);
    } else {
        stage(object, row->start, target);
        arm(object, travel);
    }
}

void
control_default_stop(ControlObject *object)
{
    clock_disarm(object->controls->server->clock, &object->travel);
    object->pulses = 0;
    object->moving = 0;
}

/* Without a command. */

static bool
is_numbered(const ProcessRow *row)
{
    return row->status_kind == VALUE_INTEGER || row->finish == finish_step ||
           row->finish == finish_tap;
}

double
control_object_next_value(const ControlObject *object)
{
    const ProcessRow *row = row_of(object);
    double low = POSITION_MIN, high = POSITION_MAX, present = status_of(object);
    NodeRef leaf;

    if (control_status_leaf(object, "stVal", &leaf)) {
        present = (double)control_number(object->controls, &leaf);
    }
    if (row->status_kind == VALUE_BIT_STRING) {
        return present != 2;
    }
    if (row->status_kind == VALUE_BOOLEAN) {
        return present == 0;
    }
    control_limits(object, &low, &high);
    if (is_numbered(row)) {
        return present + 1 > high ? low : present + 1;
    }
    return present + step_size(object);
}

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
    return row_of(object)->finish != NULL && object->command == NULL &&
           !clock_is_armed(&object->travel);
}

void
control_object_move(ControlObject *object, double value, bool arrives)
{
    const ProcessRow *row = row_of(object);
    Stage how = !arrives                      ? row->start
                : row->finish == finish_tap   ? finish_step
                : row->finish == finish_raise ? finish_analogue
                                              : row->finish;
    bool own;

    if (!control_object_can_move(object) || how == NULL) {
        return;
    }
    own = control_change_open(object->controls);
    how(object, value);
    stage_own_origin(object);
    control_change_close(object->controls, own);
}
