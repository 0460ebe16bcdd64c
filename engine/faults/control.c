/* SPDX-License-Identifier: Apache-2.0
 *
 * Which controls a fault means (see control.h).
 */
#include "engine/faults/control.h"

#include <string.h>

#include "engine/control_place.h"

char *
fault_control_check(const FaultSpec *spec, const Device *device, unsigned parameter)
{
    const FaultValue *value = &spec->values[parameter];
    NodeRef co;

    return !value->given || control_place_find(device->server->model, value->text, &co)
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
           (control_place_find(fault->device->server->model, value->text, &co) &&
            controls_find(controls, &co) == control_request_object(pass->subject));
}

const char *
fault_control_reference(const GatePass *pass)
{
    return control_object_reference(control_request_object(pass->subject));
}
