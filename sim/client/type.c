/* SPDX-License-Identifier: Apache-2.0
 *
 * The TypeDescription of a server (ISO 9506-2 14.2) as an owned tree. The tree's size is
 * bounded by the octets it came in, its depth by CLIENT_TYPE_DEPTH_MAX; every level begins a
 * reader of its own, since four BER levels make one level of type.
 */
#include "sim/client/client.h"
#include "sim/mms/data.h"

#define FLOAT_DESCRIPTION 0xA7

/* A basic type: how its size stands in the description, and how it is called. */
typedef struct BasicRow {
    BerTag tag;
    enum { SIZE_NONE, SIZE_INTEGER, SIZE_DATE_FLAG } form;
    const char *name;
} BasicRow;

static const BasicRow basics[] = {
    { MMS_DATA_BOOLEAN, SIZE_NONE, "BOOLEAN" },
    { MMS_DATA_BIT_STRING, SIZE_INTEGER, "BIT-STRING" },
    { MMS_DATA_INTEGER, SIZE_INTEGER, "INT" },
    { MMS_DATA_UNSIGNED, SIZE_INTEGER, "UINT" },
    { MMS_DATA_FLOATING_POINT, SIZE_NONE, "FLOAT" },
    { MMS_DATA_OCTET_STRING, SIZE_INTEGER, "OCTET-STRING" },
    { MMS_DATA_VISIBLE_STRING, SIZE_INTEGER, "VISIBLE-STRING" },
    { MMS_DATA_GENERALIZED_TIME, SIZE_NONE, "GENERALIZED-TIME" },
    { MMS_DATA_BINARY_TIME, SIZE_DATE_FLAG, "BINARY-TIME" },
    { MMS_DATA_BCD, SIZE_INTEGER, "BCD" },
    { MMS_DATA_OBJECT_IDENTIFIER, SIZE_NONE, "OBJECT-IDENTIFIER" },
    { MMS_DATA_MMS_STRING, SIZE_INTEGER, "MMS-STRING" },
    { MMS_DATA_UTC_TIME, SIZE_NONE, "UTC-TIME" },
};

static const BasicRow *
basic_find(BerTag tag)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(basics); i++) {
        if (basics[i].tag == tag) {
            return &basics[i];
        }
    }
    return NULL;
}

static ClientType *decode(BerReader *reader, unsigned depth);

static ClientType *
type_new(BerTag tag, int32_t size)
{
    ClientType *type = g_new0(ClientType, 1);

    type->tag = tag;
    type->size = size;
    return type;
}

static void
add_component(ClientType *type, unsigned *room, char *name, ClientType *inner)
{
    if (type->count == *room) {
        *room = *room == 0 ? 4 : *room * 2;
        type->components = g_renew(ClientComponent, type->components, *room);
    }
    type->components[type->count++] = (ClientComponent){ name, inner };
}

static void
decode_component(ClientType *type, unsigned *room, BerReader *list, unsigned depth)
{
    BerReader component = ber_open(list, BER_SEQUENCE);
    BerReader inner;
    Slice name = SLICE_NONE;
    ClientType *inner_type;

    if (ber_peek(&component) == BER_CONTEXT(0)) {
        name = ber_get(&component, BER_CONTEXT(0));
    }
    inner = ber_reader(ber_get(&component, BER_CONTEXT_CONSTRUCTED(1)));
    inner_type = decode(&inner, depth + 1);
    ber_close(&component, &inner);
    ber_close(list, &component);
    if (memchr(name.data != NULL ? name.data : (const uint8_t *)"", 0, name.size) != NULL) {
        ber_fail(list, BER_BAD_VALUE);
    }
    if (inner_type == NULL || list->error != BER_OK) {
        client_type_free(inner_type);
        ber_fail(list, BER_BAD_VALUE);
        return;
    }
    add_component(type, room, g_strndup((const char *)name.data, name.size), inner_type);
}

static void
skip_packed(BerReader *reader)
{
    if (ber_peek(reader) == BER_CONTEXT(0)) {
        ber_get_boolean(reader, BER_CONTEXT(0));
    }
}

static ClientType *
decode_structure(Slice content, unsigned depth)
{
    BerReader reader = ber_reader(content);
    g_autoptr(ClientType) type = type_new(MMS_DATA_STRUCTURE, 0);
    unsigned room = 0;
    BerReader list;

    skip_packed(&reader);
    list = ber_open(&reader, BER_CONTEXT_CONSTRUCTED(1));
    while (!ber_at_end(&list)) {
        decode_component(type, &room, &list, depth);
    }
    ber_close(&reader, &list);
    return ber_at_end(&reader) && reader.error == BER_OK ? g_steal_pointer(&type) : NULL;
}

static ClientType *
decode_array(Slice content, unsigned depth)
{
    BerReader reader = ber_reader(content);
    g_autoptr(ClientType) type = type_new(MMS_DATA_ARRAY, 0);
    unsigned room = 0;
    ClientType *element;
    BerReader inner;

    skip_packed(&reader);
    type->elements = (uint32_t)ber_get_integer(&reader, BER_CONTEXT(1), 0, INT32_MAX);
    inner = ber_reader(ber_get(&reader, BER_CONTEXT_CONSTRUCTED(2)));
    inner.error = reader.error;
    element = decode(&inner, depth + 1);
    ber_close(&reader, &inner);
    if (element == NULL || reader.error != BER_OK || !ber_at_end(&reader)) {
        client_type_free(element);
        return NULL;
    }
    add_component(type, &room, g_strdup(""), element);
    return g_steal_pointer(&type);
}

/* FloatingPoint: format width and exponent width; only IEEE single and double exist. */
static ClientType *
decode_float(Slice content)
{
    BerReader reader = ber_reader(content);
    int64_t width = ber_get_integer(&reader, BER_INTEGER, 0, 255);
    int64_t exponent = ber_get_integer(&reader, BER_INTEGER, 0, 255);
    bool known = (width == 32 && exponent == 8) || (width == 64 && exponent == 11);

    return known && reader.error == BER_OK && ber_at_end(&reader)
               ? type_new(MMS_DATA_FLOATING_POINT, (int32_t)width)
               : NULL;
}

static ClientType *
decode_basic(BerTag tag, Slice content)
{
    const BasicRow *row = basic_find(tag);
    int64_t size = 0;

    if (row == NULL || tag == MMS_DATA_FLOATING_POINT) {
        return NULL;
    }
    if (row->form == SIZE_INTEGER) {
        return ber_decode_integer(content, &size) && size >= INT32_MIN + 1 && size <= INT32_MAX
                   ? type_new(tag, (int32_t)size)
                   : NULL;
    }
    if (row->form == SIZE_DATE_FLAG) {
        return content.size == 1 ? type_new(tag, content.data[0] != 0 ? 6 : 4) : NULL;
    }
    return content.size == 0 ? type_new(tag, 0) : NULL;
}

static ClientType *
decode(BerReader *reader, unsigned depth)
{
    BerTag tag;
    Slice content = ber_get_any(reader, &tag);

    if (reader->error != BER_OK || depth > CLIENT_TYPE_DEPTH_MAX) {
        return NULL;
    }
    switch (tag) {
    case MMS_DATA_STRUCTURE:
        return decode_structure(content, depth);
    case MMS_DATA_ARRAY:
        return decode_array(content, depth);
    case FLOAT_DESCRIPTION:
        return decode_float(content);
    default:
        return decode_basic(tag, content);
    }
}

ClientType *
client_type_decode(Slice description)
{
    BerReader reader = ber_reader(description);
    g_autoptr(ClientType) type = decode(&reader, 1);

    return reader.error == BER_OK && ber_at_end(&reader) ? g_steal_pointer(&type) : NULL;
}

void
client_type_free(ClientType *type)
{
    if (type == NULL) {
        return;
    }
    for (unsigned i = 0; i < type->count; i++) {
        g_free(type->components[i].name);
        client_type_free(type->components[i].type);
    }
    g_free(type->components);
    g_free(type);
}

ClientType *
client_type_copy(const ClientType *type)
{
    ClientType *copy = g_new(ClientType, 1);

    *copy = *type;
    copy->components = g_new(ClientComponent, type->count);
    for (unsigned i = 0; i < type->count; i++) {
        copy->components[i].name = g_strdup(type->components[i].name);
        copy->components[i].type = client_type_copy(type->components[i].type);
    }
    return copy;
}

bool
client_type_equal(const ClientType *type, const ClientType *other)
{
    if (type->tag != other->tag || type->size != other->size || type->count != other->count ||
        type->elements != other->elements) {
        return false;
    }
    for (unsigned i = 0; i < type->count; i++) {
        if (strcmp(type->components[i].name, other->components[i].name) != 0 ||
            !client_type_equal(type->components[i].type, other->components[i].type)) {
            return false;
        }
    }
    return true;
}

static const ClientType *
find_step(const ClientType *type, const char *step, size_t size)
{
    if (type->tag == MMS_DATA_ARRAY) {
        return size > 2 && step[0] == '(' && step[size - 1] == ')' ? type->components[0].type
                                                                   : NULL;
    }
    for (unsigned i = 0; i < type->count; i++) {
        if (strlen(type->components[i].name) == size &&
            memcmp(type->components[i].name, step, size) == 0) {
            return type->components[i].type;
        }
    }
    return NULL;
}

const ClientType *
client_type_find(const ClientType *type, const char *path)
{
    while (type != NULL && *path != '\0') {
        size_t size = strcspn(path, "$");

        type = find_step(type, path, size);
        path += size + (path[size] == '$' ? 1 : 0);
    }
    return type;
}

char *
client_type_format(const ClientType *type)
{
    const BasicRow *row = basic_find(type->tag);
    g_autofree char *inner = NULL;

    switch (type->tag) {
    case MMS_DATA_STRUCTURE:
        return g_strdup_printf("structure of %u", type->count);
    case MMS_DATA_ARRAY:
        inner = client_type_format(type->components[0].type);
        return g_strdup_printf("array of %u %s", type->elements, inner);
    case MMS_DATA_INTEGER:
    case MMS_DATA_UNSIGNED:
    case MMS_DATA_FLOATING_POINT:
    case MMS_DATA_BINARY_TIME:
        return g_strdup_printf("%s%d", row->name, type->size);
    default:
        return row->form == SIZE_NONE ? g_strdup(row->name)
               : type->size < 0       ? g_strdup_printf("%s up to %d", row->name, -type->size)
                                      : g_strdup_printf("%s of %d", row->name, type->size);
    }
}

uint64_t
client_type_leaves(const ClientType *type)
{
    uint64_t leaves = 0;

    if (type->tag != MMS_DATA_STRUCTURE && type->tag != MMS_DATA_ARRAY) {
        return 1;
    }
    for (unsigned i = 0; i < type->count; i++) {
        leaves += client_type_leaves(type->components[i].type);
    }
    return type->tag == MMS_DATA_ARRAY ? leaves * type->elements : leaves;
}
