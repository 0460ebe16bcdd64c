/* SPDX-License-Identifier: Apache-2.0
 *
 * Places of the arena as Data (ISO 9506-2 14.4.2), straight into a message: no value tree, no
 * allocation. A fixed octet string that nobody has set (EntryID, Addr) is sent as zeros,
 * because an empty one would not be of its type.
 */
#include "sim/model/values_internal.h"

static void
encode_float(const Type *type, const uint8_t *octets, BerWriter *writer)
{
    uint8_t content[9];
    uint64_t bits;
    uint32_t single;

    if (type->size == 4) {
        memcpy(&single, octets, 4);
        bits = (uint64_t)single << 32;
        content[0] = 8;
    } else {
        memcpy(&bits, octets, 8);
        content[0] = 11;
    }
    bits = GUINT64_TO_BE(bits);
    memcpy(content + 1, &bits, 8);
    ber_put(writer, 0x87, (Slice){ content, 1 + type->size });
}

static void
encode_string(const Values *values, const Type *type, const uint8_t *octets, BerWriter *writer)
{
    static const BerTag tags[] = {
        [VALUE_OCTET_STRING] = 0x89, [VALUE_VISIBLE_STRING] = 0x8A, [VALUE_MMS_STRING] = 0x90
    };

    ber_put(writer, tags[type->kind], values_string(values, type, octets));
}

static void
encode_leaf(const Values *values, const Type *type, const uint8_t *octets, BerWriter *writer)
{
    switch (type->kind) {
    case VALUE_BOOLEAN:
        ber_put_boolean(writer, 0x83, octets[0] != 0);
        break;
    case VALUE_INTEGER:
        ber_put_integer(writer, 0x85, packed_integer(type, octets));
        break;
    case VALUE_UNSIGNED:
        ber_put_unsigned(writer, 0x86, packed_unsigned(type, octets));
        break;
    case VALUE_FLOAT:
        encode_float(type, octets, writer);
        break;
    case VALUE_BIT_STRING:
        ber_put_bit_string(writer, 0x84, octets, (size_t)type->length);
        break;
    case VALUE_BINARY_TIME:
        ber_put(writer, 0x8C, (Slice){ octets, 6 });
        break;
    case VALUE_UTC_TIME:
        ber_put(writer, 0x91, (Slice){ octets, 8 });
        break;
    default:
        encode_string(values, type, octets, writer);
    }
}

/* As deep as the type, TYPE_DEPTH_MAX at most; stops as soon as the message is full. */
static void
encode(const Values *values, const Type *type, const uint8_t *octets, BerWriter *writer)
{
    BerMark mark;

    if (type_is_leaf(type)) {
        encode_leaf(values, type, octets, writer);
        return;
    }
    mark = ber_put_open(writer, type->kind == VALUE_ARRAY ? 0xA1 : 0xA2);
    for (uint32_t i = 0; i < type->element_count && !writer->overflow; i++) {
        encode(values, type->element, octets + i * type->element->size, writer);
    }
    for (uint32_t i = 0; i < type->component_count && !writer->overflow; i++) {
        const Component *component = &type->components[i];

        encode(values, component->type, octets + component->offset, writer);
    }
    ber_put_close(writer, mark);
}

void
values_encode(const Values *values, const NodeRef *ref, BerWriter *writer)
{
    encode(values, ref->type, values->octets + ref->offset, writer);
}
