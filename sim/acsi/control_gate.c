/* SPDX-License-Identifier: Apache-2.0
 *
 * What passes GATE_CONTROL (see control.h): services as they come, the moments at which a fault
 * turns their course, and the notices on their way out.
 */
#include "sim/acsi/control_private.h"

#include "sim/mms/service.h"

static GateVerdict
pass_gate(Controls *controls, GatePass *pass)
{
    Gate *gates = controls->server->gates;

    return gates == NULL ? GATE_PASS : gate_pass(&gates[GATE_CONTROL], pass);
}

static void
close_when(GateVerdict verdict, const ControlRequest *request)
{
    const ControlsParameters *parameters = &request->object->controls->parameters;

    if (verdict == GATE_CLOSE && request->caller != NULL && parameters->close != NULL) {
        parameters->close(parameters->user, request->caller);
    }
}

bool
control_gate_takes(const ControlRequest *request)
{
    Controls *controls = request->object->controls;
    GatePass pass = { .point = GATE_CONTROL,
                      .layer = control_service_name(request->service),
                      .association = request->association,
                      .bytes = { request->data, request->size },
                      .subject = request };
    GateVerdict verdict = pass_gate(controls, &pass);

    if (verdict == GATE_PASS) {
        return false;
    }
    close_when(verdict, request);
    mms_pending_of(request->caller);
    controls->answer = MMS_DATA_LATER;
    return true;
}

static void
pass_moment(ControlRequest *request, const char *moment)
{
    GatePass pass = { .point = GATE_CONTROL,
                      .layer = moment,
                      .association = request->association,
                      .subject = request };

    close_when(pass_gate(request->object->controls, &pass), request);
}

void
control_gate_selected(ControlRequest *request)
{
    pass_moment(request, "selected");
    if (request->forgets) {
        control_arm_expiry(request->object);
    }
}

void
control_gate_executes(ControlRequest *request)
{
    pass_moment(request, "execute");
}

bool
control_gate_lets_out(const ControlRequest *request, bool is_termination, Slice *content)
{
    GatePass pass = { .point = GATE_CONTROL,
                      .layer = is_termination ? "CommandTermination" : "LastApplError",
                      .outbound = true,
                      .association = request->association,
                      .bytes = *content,
                      .subject = request };
    GateVerdict verdict = pass_gate(request->object->controls, &pass);

    close_when(verdict, request);
    *content = pass.bytes;
    return verdict == GATE_PASS;
}

void
control_request_forget_selection(ControlRequest *request, int64_t after)
{
    request->forgets = true;
    request->forgotten_after = after;
}

void
control_request_set_course(ControlRequest *request, const ControlCourse *course)
{
    request->object->course = *course;
}

int64_t
control_request_travel(const ControlRequest *request)
{
    return control_default_travel(request->object);
}

void
control_request_end_unheard(ControlRequest *request)
{
    request->unheard = true;
}

int
control_request_result(const ControlRequest *request)
{
    return request->result;
}
