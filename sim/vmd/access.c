/* SPDX-License-Identifier: Apache-2.0
 *
 * Alternate access (ISO 9506-2 14.5.2): parts of a variable, read, written and checked. Each
 * selection goes one component or element down the type, so the recursion is as deep as the
 * type at most, whatever a peer asks for. One selection yields the bare value, several a
 * structure, a range or all elements an array.
 */
#include "sim/vmd/vmd_ied_private.h"

static bool
selects_array(const MmsAccess *access)
{
    return access->kind == MMS_ACCESS_RANGE || access->kind == MMS_ACCESS_ALL;
}

static uint32_t
first_element(const MmsAccess *access)
{
    return access->kind == MMS_ACCESS_ALL ? 0 : access->low;
}

static uint32_t
element_count(const NodeRef *ref, const MmsAccess *access)
{
    return access->kind == MMS_ACCESS_ALL ? ref->type->element_count : access->count;
}

/* The place of a single selection. */
static bool
step(const NodeRef *ref, const MmsAccess *access, NodeRef *inner)
{
    return access->kind == MMS_ACCESS_COMPONENT
               ? node_component(ref, access->component, inner)
               : node_element(ref, first_element(access), inner);
}

static MmsDataError
check_selection(const NodeRef *ref, const MmsAccess *access)
{
    ValueKind kind = access->kind == MMS_ACCESS_COMPONENT ? VALUE_STRUCTURE : VALUE_ARRAY;
    NodeRef inner;

    if (ref->type->kind != kind || (access->kind == MMS_ACCESS_RANGE && access->count == 0)) {
        return MMS_DATA_OBJECT_ATTRIBUTE_INCONSISTENT;
    }
    if (access->kind == MMS_ACCESS_RANGE &&
        (uint64_t)access->low + access->count > ref->type->element_count) {
        return MMS_DATA_OBJECT_NON_EXISTENT;
    }
    if (!step(ref, access, &inner)) {
        return MMS_DATA_OBJECT_NON_EXISTENT;
    }
    return access->inner == NULL ? MMS_DATA_SUCCESS : vmd_access_check(&inner, access->inner);
}

MmsDataError
vmd_access_check(const NodeRef *ref, const MmsAccess *access)
{
    MmsDataError result = MMS_DATA_SUCCESS;

    for (; access != NULL && result == MMS_DATA_SUCCESS; access = access->next) {
        result = check_selection(ref, access);
    }
    return result;
}

bool
vmd_access_place(const NodeRef *ref, const MmsAccess *access, NodeRef *place)
{
    *place = *ref;
    for (; access != NULL; access = access->inner) {
        NodeRef inner;

        if (access->next != NULL || selects_array(access) || !step(place, access, &inner)) {
            return false;
        }
        *place = inner;
    }
    return true;
}

static void
encode_inner(const Values *values, const NodeRef *inner, const MmsAccess *access,
             BerWriter *writer)
{
    if (access->inner == NULL) {
        values_encode(values, inner, writer);
    } else {
        vmd_access_encode(values, inner, access->inner, writer);
    }
}

static void
encode_selection(const Values *values, const NodeRef *ref, const MmsAccess *access,
                 BerWriter *writer)
{
    uint32_t count = selects_array(access) ? element_count(ref, access) : 0;
    NodeRef inner;
    BerMark mark;

    if (!selects_array(access)) {
        if (step(ref, access, &inner)) {
            encode_inner(values, &inner, access, writer);
        }
        return;
    }
    mark = ber_put_open(writer, 0xA1);
    for (uint32_t i = 0; i < count && !writer->overflow; i++) {
        if (node_element(ref, first_element(access) + i, &inner)) {
            encode_inner(values, &inner, access, writer);
        }
    }
    ber_put_close(writer, mark);
}

void
vmd_access_encode(const Values *values, const NodeRef *ref, const MmsAccess *access,
                  BerWriter *writer)
{
    BerMark mark;

    if (access->next == NULL) {
        encode_selection(values, ref, access, writer);
        return;
    }
    mark = ber_put_open(writer, 0xA2);
    for (; access != NULL && !writer->overflow; access = access->next) {
        encode_selection(values, ref, access, writer);
    }
    ber_put_close(writer, mark);
}

MmsDataError
vmd_place_decode(Values *values, const NodeRef *ref, Slice data)
{
    if (!model_is_writable(values_model(values), ref)) {
        return MMS_DATA_OBJECT_ACCESS_DENIED;
    }
    switch (change_decode(values, ref, data)) {
    case VALUE_OK:
        return MMS_DATA_SUCCESS;
    case VALUE_INVALID:
        return MMS_DATA_OBJECT_VALUE_INVALID;
    default:
        return MMS_DATA_TYPE_INCONSISTENT;
    }
}

static MmsDataError
decode_inner(Values *values, const NodeRef *inner, const MmsAccess *access, Slice data)
{
    return access->inner == NULL ? vmd_place_decode(values, inner, data)
                                 : vmd_access_decode(values, inner, access->inner, data);
}

static MmsDataError
decode_selection(Values *values, const NodeRef *ref, const MmsAccess *access, Slice data)
{
    BerReader reader = ber_reader(data);
    MmsDataError result = MMS_DATA_SUCCESS;
    BerReader elements;
    NodeRef inner;

    if (!selects_array(access)) {
        return step(ref, access, &inner) ? decode_inner(values, &inner, access, data)
                                         : MMS_DATA_OBJECT_NON_EXISTENT;
    }
    elements = ber_open(&reader, 0xA1);
    for (uint32_t i = 0; i < element_count(ref, access) && result == MMS_DATA_SUCCESS; i++) {
        Slice element = ber_get_element(&elements);

        if (elements.error != BER_OK || !node_element(ref, first_element(access) + i, &inner)) {
            return MMS_DATA_TYPE_INCONSISTENT;
        }
        result = decode_inner(values, &inner, access, element);
    }
    ber_close(&reader, &elements);
    return result == MMS_DATA_SUCCESS && reader.error != BER_OK ? MMS_DATA_TYPE_INCONSISTENT
                                                                : result;
}

MmsDataError
vmd_access_decode(Values *values, const NodeRef *ref, const MmsAccess *access, Slice data)
{
    BerReader reader = ber_reader(data);
    MmsDataError result = MMS_DATA_SUCCESS;
    BerReader members;

    if (access->next == NULL) {
        return decode_selection(values, ref, access, data);
    }
    members = ber_open(&reader, 0xA2);
    for (; access != NULL && result == MMS_DATA_SUCCESS; access = access->next) {
        Slice member = ber_get_element(&members);

        result = members.error != BER_OK ? MMS_DATA_TYPE_INCONSISTENT
                                         : decode_selection(values, ref, access, member);
    }
    ber_close(&reader, &members);
    return result == MMS_DATA_SUCCESS && reader.error != BER_OK ? MMS_DATA_TYPE_INCONSISTENT
                                                                : result;
}

/* A copy whose names lie behind it. */
static MmsAccess *
copy_selection(const MmsAccess *access)
{
    size_t names = access->component.size + access->name.size;
    MmsAccess *copy = g_malloc(sizeof *copy + names);
    uint8_t *at = (uint8_t *)(copy + 1);

    *copy = *access;
    copy->inner = NULL;
    copy->next = NULL;
    if (access->component.size > 0) {
        memcpy(at, access->component.data, access->component.size);
        copy->component.data = at;
        at += access->component.size;
    }
    if (access->name.size > 0) {
        memcpy(at, access->name.data, access->name.size);
        copy->name.data = at;
    }
    return copy;
}

MmsAccess *
vmd_access_of_element(uint32_t index, const char *components)
{
    g_auto(GStrv) names = g_strsplit(components != NULL ? components : "", "$", 0);
    MmsAccess element = { .kind = MMS_ACCESS_INDEX, .low = index };
    MmsAccess *first = copy_selection(&element);
    MmsAccess *last = first;

    for (char **name = names; *name != NULL; name++) {
        MmsAccess selection = { .kind = MMS_ACCESS_COMPONENT,
                                .component = slice_from_string(*name) };
        MmsAccess *copy = copy_selection(&selection);

        last->inner = copy;
        last = copy;
    }
    return first;
}

MmsAccess *
vmd_access_copy(const MmsAccess *access)
{
    MmsAccess *first = NULL;
    MmsAccess *last = NULL;

    for (; access != NULL; access = access->next) {
        MmsAccess *copy = copy_selection(access);

        copy->inner = access->inner == NULL ? NULL : vmd_access_copy(access->inner);
        if (last == NULL) {
            first = copy;
        } else {
            last->next = copy;
        }
        last = copy;
    }
    return first;
}

void
vmd_access_free(MmsAccess *access)
{
    while (access != NULL) {
        MmsAccess *next = (MmsAccess *)access->next;

        vmd_access_free((MmsAccess *)access->inner);
        g_free(access);
        access = next;
    }
}
