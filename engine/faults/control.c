/* SPDX-License-Identifier: Apache-2.0
 *
 * Which controls a fault means (see control.h).
 */
#include "engine/faults/control.h"

#include <string.h>

static bool
is_controllable(const NodeRef *ref)
{
    for (unsigned service = 0; ref->fc == FC_CO && service < CONTROL_SERVICES; service++) {
        if (ref->type->kind == VALUE_STRUCTURE &&
            type_component(ref->type, slice_from_string(control_service_name(service))) !=
                NULL) {
            return true;
        }
    }
    return false;
}

bool
fault_control_find(const Model *model, const char *reference, NodeRef *co)
{
    g_autofree char *under_co = g_strdup_printf("%s[CO]", reference);

    return (reference_resolve(model, reference, co, NULL) && is_controllable(co)) ||
           (reference_resolve(model, under_co, co, NULL) && is_controllable(co));
}

char *
fault_control_check(const FaultSpec *spec, const Device *device, unsigned parameter)
{
    const FaultValue *value = &spec->values[parameter];
    NodeRef co;

    return !value->given || fault_control_find(device->server->model, value->text, &co)
               ? NULL
               : g_strdup_printf("%s is not controllable", value->text);
}

bool
fault_control_is_meant(const Fault *fault, const GatePass *pass, const char *moment,
                       unsigned parameter)
{
    const FaultValue *value = fault_value(fault, parameter);
    Controls *controls = ied_controls(fault->device->ied);
    NodeRef co;

    if (pass->point != GATE_CONTROL || strcmp(pass->layer, moment) != 0 || controls == NULL) {
        return false;
    }
    return !value->given ||
           (fault_control_find(fault->device->server->model, value->text, &co) &&
            controls_find(controls, &co) == control_request_object(pass->subject));
}

const char *
fault_control_reference(const GatePass *pass)
{
    return control_object_reference(control_request_object(pass->subject));
}
