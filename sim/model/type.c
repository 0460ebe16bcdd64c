/* SPDX-License-Identifier: Apache-2.0
 *
 * Structures, arrays and enumerations are made and searched here (see type.h); the basic types
 * are rows in type_basic.c.
 */
#include "sim/model/type.h"

#include <glib.h>
#include <stdlib.h>

#include "sim/model/name_index.h"
#include "sim/model/type_pool.h"

static const char *const fc_names[FC_COUNT] = {
    [FC_ST] = "ST", [FC_MX] = "MX", [FC_CO] = "CO", [FC_CF] = "CF", [FC_DC] = "DC",
    [FC_SP] = "SP", [FC_SG] = "SG", [FC_RP] = "RP", [FC_LG] = "LG", [FC_BR] = "BR",
    [FC_GO] = "GO", [FC_SV] = "SV", [FC_SE] = "SE", [FC_MS] = "MS", [FC_US] = "US",
    [FC_EX] = "EX", [FC_SR] = "SR", [FC_OR] = "OR", [FC_BL] = "BL",
};

const char *
fc_name(Fc fc)
{
    return fc < FC_COUNT ? fc_names[fc] : "";
}

Fc
fc_parse(Slice text)
{
    for (unsigned fc = 0; fc < FC_COUNT; fc++) {
        if (slice_equals_string(text, fc_names[fc])) {
            return (Fc)fc;
        }
    }
    return FC_NONE;
}

const char *
enum_type_name(const EnumType *enumeration, int64_t ordinal)
{
    unsigned low = 0;
    unsigned high = enumeration->count;

    while (low < high) {
        unsigned middle = (low + high) / 2;

        if (enumeration->values[middle].ordinal < ordinal) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < enumeration->count && enumeration->values[low].ordinal == ordinal
               ? enumeration->values[low].name
               : NULL;
}

bool
enum_type_ordinal(const EnumType *enumeration, Slice name, int32_t *ordinal)
{
    for (unsigned i = 0; i < enumeration->count; i++) {
        if (slice_equals_string(name, enumeration->values[i].name)) {
            *ordinal = enumeration->values[i].ordinal;
            return true;
        }
    }
    return false;
}

/* Length and first letter tell most names apart. */
static inline bool
has_name(const Component *component, Slice name)
{
    if (component->name_length == 0xFF) {
        return slice_equals_string(name, component->name);
    }
    return component->name_length == name.size && name.size > 0 &&
           component->name[0] == (char)name.data[0] &&
           memcmp(component->name, name.data, name.size) == 0;
}

const Component *
type_component(const Type *type, Slice name)
{
    uint32_t slots;
    uint32_t at;
    int32_t position;

    if (type->index == NULL) {
        for (uint32_t i = 0; i < type->component_count; i++) {
            if (has_name(&type->components[i], name)) {
                return &type->components[i];
            }
        }
        return NULL;
    }
    slots = name_index_slots(type->component_count);
    at = name_hash(name);
    while ((position = name_index_next(type->index, slots, &at)) >= 0) {
        if (has_name(&type->components[position], name)) {
            return &type->components[position];
        }
    }
    return NULL;
}

static const uint16_t *
index_components(TypePool *pool, const Type *type)
{
    uint32_t slots = name_index_slots(type->component_count);
    uint16_t *index = type_pool_allocate(pool, slots * sizeof *index);

    for (uint32_t i = 0; i < type->component_count; i++) {
        name_index_add(index, slots, slice_from_string(type->components[i].name), (uint16_t)i);
    }
    return index;
}

/* Lays the components out one behind the other. */
static bool
lay_out(Type *type, Component *components)
{
    uint64_t size = 0;
    uint8_t depth = 0;

    for (uint32_t i = 0; i < type->component_count; i++) {
        Component *component = &components[i];

        component->offset = (uint32_t)size;
        component->name_length = (uint8_t)MIN(strlen(component->name), 0xFF);
        size += component->type->size;
        depth = MAX(depth, component->type->depth);
        type->leaf_count += component->type->leaf_count;
        if (size > TYPE_SIZE_MAX) {
            return false;
        }
    }
    type->size = (uint32_t)size;
    type->depth = (uint8_t)(depth + 1);
    return depth < TYPE_DEPTH_MAX;
}

const Type *
type_new_structure(TypePool *pool, const char *name, const Component *components,
                   unsigned count)
{
    g_autofree Component *copy = NULL;
    Type probe = { .kind = VALUE_STRUCTURE };
    const Type *known;
    Type *type;

    if (count > TYPE_COMPONENTS_MAX) {
        return NULL;
    }
    copy = g_memdup2(components, count * sizeof *components);
    probe.component_count = count;
    if (!lay_out(&probe, copy)) {
        return NULL;
    }
    probe.components = copy;
    known = type_pool_find(pool, &probe);
    if (known != NULL) {
        return known;
    }
    probe.name = type_pool_intern(pool, name);
    probe.components = type_pool_copy(pool, copy, sizeof *copy, count);
    if (count >= NAME_INDEX_WORTH) {
        probe.index = index_components(pool, &probe);
    }
    type = (Type *)type_pool_copy(pool, &probe, sizeof probe, 1);
    type_pool_add(pool, type);
    return type;
}

const Type *
type_new_array(TypePool *pool, const Type *element, uint32_t count)
{
    Type probe = { .kind = VALUE_ARRAY };
    const Type *type;

    if (count == 0 || count > TYPE_SIZE_MAX || element->depth >= TYPE_DEPTH_MAX ||
        (uint64_t)element->size * count > TYPE_SIZE_MAX) {
        return NULL;
    }
    probe.element = element;
    probe.element_count = count;
    type = type_pool_find(pool, &probe);
    if (type != NULL) {
        return type;
    }
    probe.name = element->name;
    probe.size = element->size * count;
    probe.leaf_count = element->leaf_count * count;
    probe.depth = (uint8_t)(element->depth + 1);
    type = type_pool_copy(pool, &probe, sizeof probe, 1);
    type_pool_add(pool, type);
    return type;
}

static int
compare_ordinals(gconstpointer left, gconstpointer right, gpointer user)
{
    const struct EnumValue *a = left;
    const struct EnumValue *b = right;

    (void)user;
    return a->ordinal < b->ordinal ? -1 : a->ordinal > b->ordinal;
}

/* Sorted copy without doubles. */
static const EnumType *
new_enumeration(TypePool *pool, const char *id, const struct EnumValue *values, unsigned count)
{
    g_autofree struct EnumValue *sorted = g_memdup2(values, count * sizeof *values);
    EnumType enumeration = { .id = type_pool_intern(pool, id) };

    if (count > 0) {
        g_qsort_with_data(sorted, (int)count, sizeof *sorted, compare_ordinals, NULL);
    }
    for (unsigned i = 0; i < count; i++) {
        if (i > 0 && sorted[i].ordinal == sorted[enumeration.count - 1].ordinal) {
            continue;
        }
        sorted[enumeration.count].ordinal = sorted[i].ordinal;
        sorted[enumeration.count++].name = type_pool_intern(pool, sorted[i].name);
    }
    enumeration.values = type_pool_copy(pool, sorted, sizeof *sorted, enumeration.count);
    return type_pool_copy(pool, &enumeration, sizeof enumeration, 1);
}

const Type *
type_new_enum(TypePool *pool, const char *id, const struct EnumValue *values, unsigned count)
{
    const EnumType *enumeration = new_enumeration(pool, id, values, count);
    int32_t low = enumeration->count > 0 ? enumeration->values[0].ordinal : 0;
    int32_t high =
        enumeration->count > 0 ? enumeration->values[enumeration->count - 1].ordinal : 0;
    Type type = { .kind = VALUE_INTEGER, .leaf_count = 1 };

    type.length = low >= INT8_MIN && high <= INT8_MAX     ? 8
                  : low >= INT16_MIN && high <= INT16_MAX ? 16
                                                          : 32;
    type.size = (uint32_t)type.length / 8;
    type.name = enumeration->id;
    type.enumeration = enumeration;
    return type_pool_copy(pool, &type, sizeof type, 1);
}
