/* SPDX-License-Identifier: Apache-2.0
 *
 * What a control does that nobody asked for: it forgets who selected it, or moves by itself.
 */
#include "engine/control_place.h"
#include "engine/faults/control.h"

/* The selection is lost. */

enum { REFERENCE, AFTER };

static char *
check(const FaultSpec *spec, const Device *device)
{
    return fault_control_check(spec, device, REFERENCE);
}

static GateVerdict
lose_selection(Fault *fault, GatePass *pass)
{
    int64_t after = fault_value(fault, AFTER)->time;

    if (fault_control_is_meant(fault, pass, "selected", REFERENCE) && fault_hits(fault, pass)) {
        control_request_forget_selection((ControlRequest *)pass->subject, after);
        fault_tell(fault, pass, "%s: the selection is forgotten after %.3f s",
                   fault_control_reference(pass), (double)after / 1e9);
    }
    return GATE_PASS;
}

static const FaultParameter lost_parameters[] = {
    [REFERENCE] = FAULT_CONTROL_ROW,
    [AFTER] = { .name = "after",
                .kind = FAULT_TIME,
                .preset = "0ms",
                .help = "from the answer of the select on" },
    { 0 },
};

const FaultType fault_select_lost = {
    .name = "select_lost",
    .layer = "control",
    .help = "the device forgets a selection that its client believes to hold",
    .gates = FAULT_GATE(GATE_CONTROL),
    .parameters = lost_parameters,
    .check = check,
    .act = lose_selection,
};

/* It moves by itself. */

enum { MOVED, TRAVEL, EVERY };

typedef struct Motion {
    Timer timer; /* first */
    Fault *fault;
    NodeRef co;
    bool moving; /* on its way to `value` */
    double value;
} Motion;

static void go_on(Timer *timer);

static void
arm(Motion *motion, int64_t delay)
{
    Clock *clock = motion->fault->stage->clock;

    clock_arm(clock, &motion->timer, clock_now(clock) + delay, go_on);
}

static ControlObject *
object_of(const Motion *motion)
{
    Controls *controls = ied_controls(motion->fault->device->ied);

    return controls == NULL ? NULL : controls_find(controls, &motion->co);
}

static void
arrive(Motion *motion)
{
    ControlObject *object = object_of(motion);
    const FaultValue *every = fault_value(motion->fault, EVERY);

    motion->moving = false;
    if (object != NULL) {
        control_object_move(object, motion->value, true);
    }
    if (every->given) {
        arm(motion, MAX(every->time, CLOCK_MILLISECOND));
    }
    fault_wake(motion->fault);
}

/* A command that moves it now comes first: it is tried again a little later. */
static void
set_out(Motion *motion)
{
    enum { AGAIN = 10 };
    static const GatePass nothing = { .point = GATE_CONTROL, .layer = "move" };
    ControlObject *object = object_of(motion);
    int64_t travel = fault_value(motion->fault, TRAVEL)->time;

    if (object == NULL || !control_object_can_move(object)) {
        arm(motion, AGAIN * CLOCK_MILLISECOND);
        return;
    }
    if (!fault_hits(motion->fault, &nothing)) {
        return;
    }
    motion->value = control_object_next_value(object);
    fault_tell(motion->fault, NULL, "%s moves to %g without a command",
               control_object_reference(object), motion->value);
    motion->moving = true;
    if (travel == 0) {
        arrive(motion);
        return;
    }
    control_object_move(object, motion->value, false);
    arm(motion, travel);
}

static void
go_on(Timer *timer)
{
    Motion *motion = (Motion *)(void *)timer;

    if (motion->moving) {
        arrive(motion);
    } else {
        set_out(motion);
    }
}

static char *
check_motion(const FaultSpec *spec, const Device *device)
{
    static const char *const positions[] = { "stVal[ST]", "valWTr[ST]", "mxVal[MX]" };
    const char *reference = spec->values[MOVED].text;
    NodeRef place;

    for (unsigned i = 0; i < G_N_ELEMENTS(positions); i++) {
        g_autofree char *position = g_strdup_printf("%s.%s", reference, positions[i]);

        if (reference_resolve(device->server->model, position, &place, NULL)) {
            return fault_control_check(spec, device, MOVED);
        }
    }
    return g_strdup_printf("%s is no control with a position", reference);
}

static void
begin(Fault *fault)
{
    Motion *motion = fault->state;

    motion->fault = fault;
    if (control_place_find(fault->device->server->model, fault_value(fault, MOVED)->text,
                           &motion->co)) {
        set_out(motion);
    }
}

static bool
is_moving(const Fault *fault)
{
    return ((const Motion *)fault->state)->moving;
}

/* What began to move arrives. */
static void
end(Fault *fault)
{
    Motion *motion = fault->state;

    clock_disarm(fault->stage->clock, &motion->timer);
    if (motion->moving && !fault->stage->ending) {
        ControlObject *object = object_of(motion);

        if (object != NULL) {
            control_object_move(object, motion->value, true);
        }
    }
}

static const FaultParameter motion_parameters[] = {
    [MOVED] = { .name = "reference",
                .kind = FAULT_POINT,
                .preset = NULL,
                .help = "the control that moves" },
    [TRAVEL] = { .name = "travel",
                 .kind = FAULT_TIME,
                 .preset = "80ms",
                 .help = "so long it is in between; 0: it is there at once" },
    [EVERY] = { .name = "every",
                .kind = FAULT_TIME,
                .preset = "",
                .help = "it moves again so long after it arrived; without it once" },
    { 0 },
};

const FaultType fault_moves_without_command = {
    .name = "moves_without_command",
    .layer = "control",
    .help =
        "a switch goes to its other position, a tap a step further, and nobody asked for it",
    .no_settings = FAULT_NO_SHARE | FAULT_NO_CLIENT,
    .parameters = motion_parameters,
    .state_size = sizeof(Motion),
    .check = check_motion,
    .busy = is_moving,
    .begin = begin,
    .end = end,
};
