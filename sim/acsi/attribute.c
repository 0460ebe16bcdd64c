/* SPDX-License-Identifier: Apache-2.0
 *
 * Attributes of control blocks (see attribute.h).
 */
#include "sim/acsi/attribute.h"

#include <glib.h>

/* An octet string of the right kind but the wrong size is a wrong value. */
MmsDataError
attribute_decode(const Type *type, Slice data, Value *value)
{
    ValueResult result = value_decode(type, data, value);

    if (result == VALUE_OK && type->kind == VALUE_BIT_STRING &&
        value->bit_string.bits != (size_t)type->length) {
        result = VALUE_TYPE_INCONSISTENT;
    }
    if (result == VALUE_TYPE_INCONSISTENT && type->kind == VALUE_OCTET_STRING &&
        data.size > 0 && data.data[0] == 0x89) {
        result = VALUE_INVALID;
    }
    return result == VALUE_OK        ? MMS_DATA_SUCCESS
           : result == VALUE_INVALID ? MMS_DATA_OBJECT_VALUE_INVALID
                                     : MMS_DATA_TYPE_INCONSISTENT;
}

const char *
attribute_name(const ControlBlock *block, const NodeRef *ref)
{
    const Type *type = block->ref.type;

    for (unsigned i = 0; i < type->component_count && type_is_leaf(ref->type); i++) {
        if (type->components[i].type == ref->type &&
            block->ref.offset + type->components[i].offset == ref->offset) {
            return type->components[i].name;
        }
    }
    return NULL;
}

void
attribute_poke(Values *values, const ControlBlock *block, const char *name, const Value *value)
{
    NodeRef leaf;

    if (node_component(&block->ref, slice_from_string(name), &leaf)) {
        values_poke(values, &leaf, value);
    }
}

Value
attribute_get(const Values *values, const ControlBlock *block, const char *name)
{
    Value value = { .kind = VALUE_INTEGER };
    NodeRef leaf;

    if (node_component(&block->ref, slice_from_string(name), &leaf)) {
        values_get(values, &leaf, &value);
    }
    return value;
}

void
attribute_poke_number(Values *values, const ControlBlock *block, const char *name,
                      int64_t number)
{
    Value value = { .kind = VALUE_INTEGER, .integer = number };
    NodeRef leaf;

    if (!node_component(&block->ref, slice_from_string(name), &leaf)) {
        return;
    }
    if (leaf.type->kind == VALUE_BOOLEAN) {
        value = (Value){ .kind = VALUE_BOOLEAN, .boolean = number != 0 };
    }
    values_poke(values, &leaf, &value);
}

int64_t
attribute_number(const Values *values, const ControlBlock *block, const char *name)
{
    Value value = attribute_get(values, block, name);

    return value.kind == VALUE_BOOLEAN ? value.boolean : value.integer;
}

Slice
attribute_text(const Values *values, const ControlBlock *block, const char *name)
{
    Value value = attribute_get(values, block, name);

    return value.kind == VALUE_INTEGER ? SLICE_NONE : value.string;
}

char *
attribute_block_reference(const Model *model, const ControlBlock *block)
{
    const LogicalDevice *device = &model->devices[block->device];

    return g_strdup_printf("%s/%s.%s.%s", device->inst, device->nodes[block->node].name,
                           fc_name(block->ref.fc), block->name);
}
