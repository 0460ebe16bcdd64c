/* SPDX-License-Identifier: Apache-2.0
 *
 * Data (ISO 9506-2 14.4.2) into the open change set, checked against the type of the place:
 * kind, width, length and number of members. A Data that does not fit leaves nothing staged.
 */
#include "sim/model/values_internal.h"

static bool
decode_float(const Type *type, Slice content, Value *value)
{
    uint64_t bits = 0;
    float single;
    uint32_t word;

    if (content.size != 1 + type->size || content.data[0] != (type->size == 4 ? 8 : 11)) {
        return false;
    }
    for (size_t i = 1; i < content.size; i++) {
        bits = bits << 8 | content.data[i];
    }
    if (type->size == 4) {
        word = (uint32_t)bits;
        memcpy(&single, &word, 4);
        value->real = single;
    } else {
        memcpy(&value->real, &bits, 8);
    }
    return true;
}

static bool
decode_bits(Slice content, Value *value)
{
    Slice octets;

    if (!ber_decode_bit_string(content, &octets, &value->bit_string.bits) ||
        octets.size > sizeof value->bit_string.octets) {
        return false;
    }
    if (octets.size > 0) {
        memcpy(value->bit_string.octets, octets.data, octets.size);
    }
    return true;
}

/* The content of one basic Data; false when it is none of the type's kind. */
static bool
decode_content(const Type *type, Slice content, Value *value)
{
    switch (type->kind) {
    case VALUE_BOOLEAN:
        value->boolean = content.size == 1 && content.data[0] != 0;
        return content.size == 1;
    case VALUE_INTEGER:
        return ber_decode_integer(content, &value->integer);
    case VALUE_UNSIGNED:
        return ber_decode_unsigned(content, &value->unsigned_);
    case VALUE_FLOAT:
        return decode_float(type, content, value);
    case VALUE_BIT_STRING:
        return decode_bits(content, value);
    case VALUE_BINARY_TIME:
    case VALUE_UTC_TIME:
        if (content.size != type->size) {
            return false;
        }
        memcpy(value->time, content.data, content.size);
        return true;
    default:
        value->string = content;
        return true;
    }
}

static ValueResult
get_value(const Type *type, BerReader *reader, Value *value)
{
    static const BerTag tags[] = {
        [VALUE_BOOLEAN] = 0x83,        [VALUE_BIT_STRING] = 0x84,  [VALUE_INTEGER] = 0x85,
        [VALUE_UNSIGNED] = 0x86,       [VALUE_FLOAT] = 0x87,       [VALUE_OCTET_STRING] = 0x89,
        [VALUE_VISIBLE_STRING] = 0x8A, [VALUE_BINARY_TIME] = 0x8C, [VALUE_MMS_STRING] = 0x90,
        [VALUE_UTC_TIME] = 0x91,
    };
    Slice content = ber_get(reader, tags[type->kind]);

    value->kind = type->kind;
    return reader->error == BER_OK && decode_content(type, content, value)
               ? VALUE_OK
               : VALUE_TYPE_INCONSISTENT;
}

ValueResult
value_decode(const Type *type, Slice data, Value *value)
{
    BerReader reader = ber_reader(data);
    ValueResult result = get_value(type, &reader, value);
    uint8_t octets[LEAF_SIZE_MAX];

    if (result == VALUE_OK && !ber_at_end(&reader)) {
        result = VALUE_TYPE_INCONSISTENT;
    }
    return result == VALUE_OK ? value_pack(type, value, octets) : result;
}

static ValueResult
decode_leaf(Values *values, const NodeRef *ref, BerReader *reader)
{
    Value value;
    ValueResult result = get_value(ref->type, reader, &value);

    return result == VALUE_OK ? values_stage(values, ref, &value) : result;
}

/* As deep as the type, whatever the peer sends. */
static ValueResult
decode(Values *values, const NodeRef *ref, BerReader *reader)
{
    const Type *type = ref->type;
    ValueResult result = VALUE_OK;
    BerReader inner;
    NodeRef inside;

    if (type_is_leaf(type)) {
        return decode_leaf(values, ref, reader);
    }
    inner = ber_open(reader, type->kind == VALUE_ARRAY ? 0xA1 : 0xA2);
    for (uint32_t i = 0; i < type->element_count && result == VALUE_OK; i++) {
        node_element(ref, i, &inside);
        result = decode(values, &inside, &inner);
    }
    for (uint32_t i = 0; i < type->component_count && result == VALUE_OK; i++) {
        inside = node_inside(ref, &type->components[i]);
        result = decode(values, &inside, &inner);
    }
    if (result == VALUE_OK) {
        ber_close(reader, &inner);
        result = reader->error == BER_OK ? VALUE_OK : VALUE_TYPE_INCONSISTENT;
    }
    return result;
}

ValueResult
change_decode(Values *values, const NodeRef *ref, Slice data)
{
    unsigned before = values->staged_count;
    BerReader reader = ber_reader(data);
    ValueResult result;

    g_assert(values->open);
    result = decode(values, ref, &reader);
    if (result == VALUE_OK && !ber_at_end(&reader)) {
        result = VALUE_TYPE_INCONSISTENT;
    }
    if (result != VALUE_OK) {
        change_rewind(values, before);
    }
    return result;
}
