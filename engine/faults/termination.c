/* SPDX-License-Identifier: Apache-2.0
 *
 * CommandTermination and LastApplError (IEC 61850-8-1 20.8, 20.11) as they must not be: twice,
 * the contrary of what happened, with a ctlNum that nobody sent.
 */
#include "engine/faults/control.h"
#include "engine/text.h"

enum { REFERENCE, EXTRA };

static char *
check(const FaultSpec *spec, const Device *device)
{
    return fault_control_check(spec, device, REFERENCE);
}

static bool
is_termination(const Fault *fault, const GatePass *pass)
{
    return fault_control_is_meant(fault, pass, "CommandTermination", REFERENCE);
}

static void
replace(Fault *fault, GatePass *pass, const ControlNoticeForm *form)
{
    BerWriter writer;
    Pdu content;

    pdu_init(&content, 0);
    writer = ber_writer(&content, SIZE_MAX);
    control_request_put_notice(pass->subject, form, &writer);
    fault_replace(fault, pass, pdu_content(&content));
    pdu_clear(&content);
}

/* Twice. */

static GateVerdict
terminate_twice(Fault *fault, GatePass *pass)
{
    if (is_termination(fault, pass) && fault_hits(fault, pass)) {
        fault_hold(fault, pass, fault_value(fault, EXTRA)->time, true);
        fault_tell(fault, pass, "%s: terminated twice", fault_control_reference(pass));
    }
    return GATE_PASS;
}

static const FaultParameter twice_parameters[] = {
    [REFERENCE] = FAULT_CONTROL_ROW,
    [EXTRA] = { .name = "delay",
                .kind = FAULT_TIME,
                .preset = "0ms",
                .help = "from the first to the second" },
    { 0 },
};

const FaultType fault_terminated_twice = {
    .name = "terminated_twice",
    .layer = "control",
    .help = "a command is terminated twice, by the same CommandTermination",
    .gates = FAULT_GATE(GATE_CONTROL),
    .parameters = twice_parameters,
    .check = check,
    .act = terminate_twice,
};

/* Wrongly. */

static char *
check_cause(const FaultSpec *spec, const Device *device)
{
    const char *names[ADD_CAUSES + 1] = { NULL };
    const char *wanted = spec->values[EXTRA].text, *near;
    AddCause cause;

    if (add_cause_parse(wanted, &cause)) {
        return check(spec, device);
    }
    for (unsigned i = 0; i < ADD_CAUSES; i++) {
        names[i] = add_cause_name(i);
    }
    near = suggest_name(wanted, names);
    return g_strdup_printf("no such AddCause: %s%s%s%s", wanted,
                           near != NULL ? " (did you mean " : "", near != NULL ? near : "",
                           near != NULL ? "?)" : "");
}

static GateVerdict
terminate_wrongly(Fault *fault, GatePass *pass)
{
    const ControlRequest *request = pass->subject;
    ControlNoticeForm form = { .is_termination = true, .result = -1 };
    AddCause cause = ADD_CAUSE_UNKNOWN;

    if (!is_termination(fault, pass) || !fault_hits(fault, pass)) {
        return GATE_PASS;
    }
    form.ctl_num = control_request_parameters(request)->ctl_num;
    if (control_request_result(request) < 0) {
        add_cause_parse(fault_value(fault, EXTRA)->text, &cause);
        form.result = (int)cause;
    }
    fault_tell(fault, pass, "%s: it %s, and the termination says %s",
               fault_control_reference(pass), form.result < 0 ? "failed" : "went well",
               form.result < 0 ? "that all went well" : add_cause_name(cause));
    replace(fault, pass, &form);
    return GATE_PASS;
}

static const FaultParameter wrongly_parameters[] = {
    [REFERENCE] = FAULT_CONTROL_ROW,
    [EXTRA] = { .name = "cause",
                .kind = FAULT_TEXT,
                .preset = "blocked-by-process",
                .help = "the AddCause of a command that went well, by name or number" },
    { 0 },
};

const FaultType fault_terminated_wrongly = {
    .name = "terminated_wrongly",
    .layer = "control",
    .help = "a command that went well is terminated negatively, one that failed positively",
    .gates = FAULT_GATE(GATE_CONTROL),
    .parameters = wrongly_parameters,
    .check = check_cause,
    .act = terminate_wrongly,
};

/* Another number. */

static GateVerdict
renumber(Fault *fault, GatePass *pass)
{
    bool terminates = is_termination(fault, pass);
    const ControlRequest *request = pass->subject;
    uint8_t number;

    if (!(terminates || fault_control_is_meant(fault, pass, "LastApplError", REFERENCE)) ||
        !fault_hits(fault, pass)) {
        return GATE_PASS;
    }
    number = control_request_parameters(request)->ctl_num;
    fault_tell(fault, pass, "%s: %s with ctlNum %u, not %u", fault_control_reference(pass),
               pass->layer, (uint8_t)(number + fault_value(fault, EXTRA)->count), number);
    number = (uint8_t)(number + fault_value(fault, EXTRA)->count);
    replace(fault, pass,
            &(ControlNoticeForm){ terminates, control_request_result(request), number });
    return GATE_PASS;
}

static const FaultParameter number_parameters[] = {
    [REFERENCE] = FAULT_CONTROL_ROW,
    [EXTRA] = { .name = "offset",
                .kind = FAULT_COUNT,
                .preset = "1",
                .help = "what is added to the ctlNum of the command",
                .least = 1,
                .most = 255 },
    { 0 },
};

const FaultType fault_wrong_ctl_num = {
    .name = "wrong_ctl_num",
    .layer = "control",
    .help = "CommandTermination and LastApplError have a ctlNum that the client did not send",
    .gates = FAULT_GATE(GATE_CONTROL),
    .parameters = number_parameters,
    .check = check,
    .act = renumber,
};
