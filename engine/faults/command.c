/* SPDX-License-Identifier: Apache-2.0
 *
 * Operates that a device accepts and does not carry out as it should (IEC 61850-7-2 20.5):
 * nothing follows, the position stays where it is or in between, or something of it is late.
 * They are about the device's own process: what a task of the scenario executes is the task's.
 */
#include "engine/faults/control.h"
#include "engine/faults/filter.h"

enum { REFERENCE, EXTRA };

static char *
check(const FaultSpec *spec, const Device *device)
{
    return fault_control_check(spec, device, REFERENCE);
}

static bool
is_executed(Fault *fault, const GatePass *pass)
{
    return fault_control_is_meant(fault, pass, "execute", REFERENCE) && fault_hits(fault, pass);
}

static const FaultParameter reference_only[] = { [REFERENCE] = FAULT_CONTROL_ROW, { 0 } };

/* Ignored: it ends at once, and nobody hears of it. */
static GateVerdict
ignore(Fault *fault, GatePass *pass)
{
    static const ControlCourse nothing = { 0, CONTROL_STAYS, ADD_CAUSE_UNKNOWN };

    if (is_executed(fault, pass)) {
        ControlRequest *request = (ControlRequest *)pass->subject;

        control_request_set_course(request, &nothing);
        control_request_end_unheard(request);
        fault_tell(fault, pass, "%s: accepted, and nothing follows",
                   fault_control_reference(pass));
    }
    return GATE_PASS;
}

const FaultType fault_control_ignored = {
    .name = "control_ignored",
    .layer = "control",
    .help = "an operate is answered well, and nothing moves, nor is there a CommandTermination",
    .gates = FAULT_GATE(GATE_CONTROL),
    .parameters = reference_only,
    .check = check,
    .act = ignore,
};

/* Stuck. operTimeout ends the command, with time-limit-over. */
static void
stop_at(Fault *fault, const GatePass *pass, ControlStop stop)
{
    const ControlCourse course = { -1, stop, -1 };

    control_request_set_course((ControlRequest *)pass->subject, &course);
    fault_tell(fault, pass, "%s: stuck, %s", fault_control_reference(pass),
               stop == CONTROL_STAYS           ? "unmoved"
               : stop == CONTROL_STOPS_BETWEEN ? "in between"
                                               : "in a bad state");
}

static GateVerdict
stick(Fault *fault, GatePass *pass)
{
    if (is_executed(fault, pass)) {
        stop_at(fault, pass,
                fault_value(fault, EXTRA)->choice == 0 ? CONTROL_STAYS : CONTROL_STOPS_BAD);
    }
    return GATE_PASS;
}

static const FaultParameter stuck_parameters[] = {
    [REFERENCE] = FAULT_CONTROL_ROW,
    [EXTRA] = { .name = "at",
                .kind = FAULT_CHOICE,
                .preset = "unmoved",
                .choices = "unmoved|bad",
                .help = "where it is, or, of a switch, in bad-state" },
    { 0 },
};

const FaultType fault_position_stuck = {
    .name = "position_stuck",
    .layer = "control",
    .help = "an operate is accepted and the position does not get there; operTimeout ends it",
    .gates = FAULT_GATE(GATE_CONTROL),
    .parameters = stuck_parameters,
    .check = check,
    .act = stick,
};

static GateVerdict
stay_between(Fault *fault, GatePass *pass)
{
    if (is_executed(fault, pass)) {
        stop_at(fault, pass, CONTROL_STOPS_BETWEEN);
    }
    return GATE_PASS;
}

const FaultType fault_intermediate_forever = {
    .name = "intermediate_forever",
    .layer = "control",
    .help = "a switch, or a tap changer, begins to move and never arrives; operTimeout ends it",
    .gates = FAULT_GATE(GATE_CONTROL),
    .parameters = reference_only,
    .check = check,
    .act = stay_between,
};
