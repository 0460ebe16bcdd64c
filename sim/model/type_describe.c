/* SPDX-License-Identifier: Apache-2.0
 *
 * TypeDescription (ISO 9506-2 14.2): what getVariableAccessAttributes tells of a place. The
 * explicit tags [2] of an elementType and [1] of a componentType stand here, that of the
 * response in the service.
 */
#include "sim/model/type.h"

enum {
    TAG_ARRAY = 0xA1,
    TAG_STRUCTURE = 0xA2,
    TAG_FLOAT = 0xA7,
    TAG_BINARY_TIME = 0x8C,
};

/* Primitive descriptions whose content is a size, or nothing. */
static const BerTag tags[] = {
    [VALUE_BOOLEAN] = 0x83,    [VALUE_BIT_STRING] = 0x84,   [VALUE_INTEGER] = 0x85,
    [VALUE_UNSIGNED] = 0x86,   [VALUE_OCTET_STRING] = 0x89, [VALUE_VISIBLE_STRING] = 0x8A,
    [VALUE_MMS_STRING] = 0x90, [VALUE_UTC_TIME] = 0x91,
};

static void
describe_leaf(const Type *type, BerWriter *writer)
{
    BerMark mark;

    switch (type->kind) {
    case VALUE_BOOLEAN:
    case VALUE_UTC_TIME:
        ber_put_null(writer, tags[type->kind]);
        break;
    case VALUE_BINARY_TIME:
        ber_put_boolean(writer, TAG_BINARY_TIME, true); /* with the date */
        break;
    case VALUE_FLOAT:
        mark = ber_put_open(writer, TAG_FLOAT);
        ber_put_integer(writer, BER_INTEGER, type->length);
        ber_put_integer(writer, BER_INTEGER, type->length == 32 ? 8 : 11);
        ber_put_close(writer, mark);
        break;
    default:
        ber_put_integer(writer, tags[type->kind],
                        type->variable ? -type->length : type->length);
    }
}

static void
describe_array(const Type *type, BerWriter *writer)
{
    BerMark array = ber_put_open(writer, TAG_ARRAY);
    BerMark element;

    ber_put_unsigned(writer, BER_CONTEXT(1), type->element_count);
    element = ber_put_open(writer, BER_CONTEXT_CONSTRUCTED(2));
    type_describe(type->element, writer);
    ber_put_close(writer, element);
    ber_put_close(writer, array);
}

static void
describe_component(const Component *component, BerWriter *writer)
{
    BerMark sequence = ber_put_open(writer, BER_SEQUENCE);
    BerMark inner;

    ber_put_string(writer, BER_CONTEXT(0), component->name);
    inner = ber_put_open(writer, BER_CONTEXT_CONSTRUCTED(1));
    type_describe(component->type, writer);
    ber_put_close(writer, inner);
    ber_put_close(writer, sequence);
}

static void
describe_structure(const Type *type, BerWriter *writer)
{
    BerMark structure = ber_put_open(writer, TAG_STRUCTURE);
    BerMark components = ber_put_open(writer, BER_CONTEXT_CONSTRUCTED(1));

    for (uint32_t i = 0; i < type->component_count && !writer->overflow; i++) {
        describe_component(&type->components[i], writer);
    }
    ber_put_close(writer, components);
    ber_put_close(writer, structure);
}

void
type_describe(const Type *type, BerWriter *writer)
{
    switch (type->kind) {
    case VALUE_STRUCTURE:
        describe_structure(type, writer);
        break;
    case VALUE_ARRAY:
        describe_array(type, writer);
        break;
    default:
        describe_leaf(type, writer);
    }
}
