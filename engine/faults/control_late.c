/* SPDX-License-Identifier: Apache-2.0
 *
 * A control that is late: with its response, which what follows then overtakes, with the
 * movement and all that comes behind it, or with the CommandTermination only.
 */
#include "engine/faults/control.h"
#include "engine/faults/filter.h"

enum { REFERENCE, WHAT, DELAY };
enum { RESPONSE, MOVEMENT, TERMINATION };

static const FaultParameter parameters[] = {
    [REFERENCE] = FAULT_CONTROL_ROW,
    [WHAT] = { .name = "what",
               .kind = FAULT_CHOICE,
               .preset = "response",
               .choices = "response|movement|termination",
               .help =
                   "the answer of a select, operate or cancel, the movement with its end, or "
                   "the CommandTermination alone" },
    [DELAY] = { .name = "delay", .kind = FAULT_TIME, .preset = "2s", .help = "how late it is" },
    { 0 },
};

/* An answer that is meant and did not leave yet. */
typedef struct Answer {
    uint64_t association;
    uint32_t invoke_id;
} Answer;

typedef struct Late {
    Answer served;   /* the request that is being served */
    GArray *answers; /* Answer */
} Late;

static char *
check(const FaultSpec *spec, const Device *device)
{
    return fault_control_check(spec, device, REFERENCE);
}

static void
begin(Fault *fault)
{
    ((Late *)fault->state)->answers = g_array_new(FALSE, FALSE, sizeof(Answer));
}

static void
end(Fault *fault)
{
    g_array_unref(((Late *)fault->state)->answers);
}

/* Answers that will never leave, since their association is gone, are forgotten. */
static bool
is_busy(const Fault *fault)
{
    GArray *answers = ((const Late *)fault->state)->answers;

    for (unsigned i = answers->len; i-- > 0;) {
        if (ied_connection_number(fault->device->ied,
                                  g_array_index(answers, Answer, i).association) == 0) {
            g_array_remove_index_fast(answers, i);
        }
    }
    return answers->len > 0;
}

static bool
is_service(const Fault *fault, const GatePass *pass)
{
    for (unsigned service = 0; service < CONTROL_SERVICES; service++) {
        if (fault_control_is_meant(fault, pass, control_service_name(service), REFERENCE)) {
            return true;
        }
    }
    return false;
}

static void
expect_answer(Fault *fault, const GatePass *pass)
{
    Late *late = fault->state;

    if (fault_value(fault, WHAT)->choice == RESPONSE && is_service(fault, pass) &&
        late->served.association == pass->association && fault_hits(fault, pass)) {
        is_busy(fault);
        g_array_append_val(late->answers, late->served);
    }
}

/* True: it is one, and forgotten. */
static bool
take_answer(Fault *fault, const GatePass *pass)
{
    GArray *answers = ((Late *)fault->state)->answers;
    FaultPdu pdu;

    if (answers->len == 0 || !pass->outbound || pass->primitive != OSI_DATA ||
        g_strcmp0(pass->layer, "mms") != 0) {
        return false;
    }
    pdu = fault_pdu_read(pass->bytes);
    for (unsigned i = 0; i < answers->len && pdu.has_invoke_id; i++) {
        const Answer *answer = &g_array_index(answers, Answer, i);

        if (answer->association == pass->association && answer->invoke_id == pdu.invoke_id) {
            g_array_remove_index(answers, i);
            return true;
        }
    }
    return false;
}

static GateVerdict
hold(Fault *fault, GatePass *pass, const char *what)
{
    int64_t delay = fault_value(fault, DELAY)->time;

    fault_hold(fault, pass, delay, true);
    fault_tell(fault, pass, "%s comes %.3f s late", what, (double)delay / 1e9);
    return GATE_DROP;
}

static void
move_late(Fault *fault, const GatePass *pass)
{
    ControlRequest *request = (ControlRequest *)pass->subject;
    int64_t delay = fault_value(fault, DELAY)->time;
    const ControlCourse course = { control_request_travel(request) + delay, CONTROL_ARRIVES,
                                   -1 };

    control_request_set_course(request, &course);
    fault_tell(fault, pass, "%s: arrives %.3f s late", fault_control_reference(pass),
               (double)delay / 1e9);
}

static GateVerdict
act(Fault *fault, GatePass *pass)
{
    Late *late = fault->state;
    unsigned what = fault_value(fault, WHAT)->choice;

    switch (pass->point) {
    case GATE_SERVE:
        late->served =
            (Answer){ pass->association, ((const MmsRequest *)pass->subject)->invoke_id };
        break;
    case GATE_SEND:
        return take_answer(fault, pass) ? hold(fault, pass, "the response") : GATE_PASS;
    default:
        expect_answer(fault, pass);
        if (what == MOVEMENT && fault_control_is_meant(fault, pass, "execute", REFERENCE) &&
            fault_hits(fault, pass)) {
            move_late(fault, pass);
        } else if (what == TERMINATION &&
                   fault_control_is_meant(fault, pass, "CommandTermination", REFERENCE) &&
                   fault_hits(fault, pass)) {
            return hold(fault, pass, "the CommandTermination");
        }
    }
    return GATE_PASS;
}

const FaultType fault_control_late = {
    .name = "control_late",
    .layer = "control",
    .help = "the response, the movement or the CommandTermination of a control is late",
    .gates = FAULT_GATE(GATE_SERVE) | FAULT_GATE(GATE_SEND) | FAULT_GATE(GATE_CONTROL),
    .parameters = parameters,
    .state_size = sizeof(Late),
    .check = check,
    .busy = is_busy,
    .begin = begin,
    .end = end,
    .act = act,
};
