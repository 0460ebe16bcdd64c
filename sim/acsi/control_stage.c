/* SPDX-License-Identifier: Apache-2.0
 *
 * Values that a control changes of its own accord, together in one change set of the device, so
 * that a report has them in one entry.
 */
#include "sim/acsi/control_private.h"

#include "sim/model/timestamp.h"

bool
control_change_open(Controls *controls)
{
    return acsi_change_open(controls->server);
}

void
control_change_close(Controls *controls, bool own)
{
    acsi_change_close(controls->server, own);
}

/* What does not fit the leaf's type is not staged: the file decides. */
void
control_stage(const ControlObject *object, const NodeRef *leaf, const Value *value)
{
    change_set(object->controls->server->values, leaf, value);
}

void
control_stage_number(const ControlObject *object, const NodeRef *leaf, int64_t number)
{
    Value value = { .kind = leaf->type->kind };

    switch (leaf->type->kind) {
    case VALUE_BOOLEAN:
        value.boolean = number != 0;
        break;
    case VALUE_BIT_STRING:
        value.bit_string.bits = (size_t)leaf->type->length;
        value.bit_string.octets[0] = (uint8_t)(number << 6);
        break;
    case VALUE_FLOAT:
        value.real = (double)number;
        break;
    default:
        value.kind = VALUE_INTEGER;
        value.integer = number;
        break;
    }
    control_stage(object, leaf, &value);
}

void
control_stage_real(const ControlObject *object, const NodeRef *leaf, double number)
{
    if (leaf->type->kind == VALUE_FLOAT) {
        control_stage(object, leaf, &(Value){ .kind = VALUE_FLOAT, .real = number });
    } else {
        control_stage_number(object, leaf, (int64_t)(number < 0 ? number - 0.5 : number + 0.5));
    }
}

/* As the clock of the IED shows it. */
void
control_stage_time(const ControlObject *object, const NodeRef *leaf)
{
    const AcsiServer *server = object->controls->server;
    Value value = { .kind = VALUE_UTC_TIME };

    if (leaf->type->kind == VALUE_UTC_TIME) {
        acsi_stamp(server, &value);
    } else if (leaf->type->kind == VALUE_BINARY_TIME) {
        value.kind = VALUE_BINARY_TIME;
        binary_time_encode(acsi_now(server), value.time);
    } else {
        return;
    }
    control_stage(object, leaf, &value);
}
