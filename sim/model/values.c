/* SPDX-License-Identifier: Apache-2.0
 *
 * The arena of one IED, its own strings and its observers (see values.h). Encoding stands in
 * encode.c, writing in change.c.
 */
#include "sim/model/values_internal.h"

Values *
values_new(Model *model)
{
    Values *values = g_new0(Values, 1);

    values->model = model_ref(model);
    values->octets = g_memdup2(model->initial, MAX(model->size, 1));
    return values;
}

static void
free_strings(Values *values)
{
    for (uint32_t i = 0; i < values->string_slots; i++) {
        g_free(values->strings[i]);
    }
    g_clear_pointer(&values->strings, g_free);
    values->string_slots = 0;
    values->first_free = 0;
    values->string_octets = 0;
}

void
values_free(Values *values)
{
    if (values == NULL) {
        return;
    }
    free_strings(values);
    g_free(values->octets);
    g_free(values->staged);
    g_free(values->observers);
    g_free(values->rules);
    model_unref(values->model);
    g_free(values);
}

void
values_reset(Values *values)
{
    change_discard(values);
    free_strings(values);
    memcpy(values->octets, values->model->initial, values->model->size);
}

Model *
values_model(const Values *values)
{
    return values->model;
}

size_t
values_memory(const Values *values)
{
    return sizeof *values + values->model->size + values->string_octets +
           values->string_slots * sizeof *values->strings +
           values->staged_capacity * sizeof *values->staged;
}

Slice
values_string(const Values *values, const Type *type, const uint8_t *octets)
{
    static const uint8_t zeros[16];
    const OwnedString *own;
    StringHandle handle;

    memcpy(&handle, octets, sizeof handle);
    if (handle == 0 && !type->variable && (size_t)type->length <= sizeof zeros) {
        return (Slice){ zeros, (size_t)type->length };
    }
    if (!(handle & STRING_OWNED)) {
        return string_pool_get(values->model->strings, handle);
    }
    own = values->strings[handle & ~STRING_OWNED];
    return (Slice){ own->octets, own->size };
}

static uint32_t
take_slot(Values *values)
{
    uint32_t slot = values->first_free;

    while (slot < values->string_slots && values->strings[slot] != NULL) {
        slot++;
    }
    if (slot == values->string_slots) {
        values->string_slots = MAX(8, slot + slot / 2);
        values->strings = g_renew(OwnedString *, values->strings, values->string_slots);
        memset(values->strings + slot, 0,
               (values->string_slots - slot) * sizeof *values->strings);
    }
    values->first_free = slot + 1;
    return slot;
}

StringHandle
values_own_string(Values *values, Slice octets)
{
    OwnedString *own;
    uint32_t slot;

    if (octets.size == 0) {
        return 0;
    }
    slot = take_slot(values);
    own = g_malloc(sizeof *own + octets.size);
    own->size = (uint32_t)octets.size;
    memcpy(own->octets, octets.data, octets.size);
    values->strings[slot] = own;
    values->string_octets += sizeof *own + octets.size;
    return STRING_OWNED | slot;
}

void
values_disown_string(Values *values, StringHandle handle)
{
    uint32_t slot = handle & ~STRING_OWNED;

    if (handle & STRING_OWNED) {
        values->string_octets -= sizeof(OwnedString) + values->strings[slot]->size;
        g_clear_pointer(&values->strings[slot], g_free);
        values->first_free = MIN(values->first_free, slot);
    }
}

const uint8_t *
values_octets(const Values *values, const NodeRef *leaf)
{
    return values->octets + leaf->offset;
}

void
values_unpack(const Values *values, const Type *type, const uint8_t *octets, Value *value)
{
    if (!type_is_string(type)) {
        value_unpack(type, octets, value);
        return;
    }
    value->kind = type->kind;
    value->string = values_string(values, type, octets);
}

void
values_get(const Values *values, const NodeRef *leaf, Value *value)
{
    values_unpack(values, leaf->type, values_octets(values, leaf), value);
}

bool
values_equal(const Values *values, const NodeRef *leaf, const Value *value)
{
    const uint8_t *octets = values->octets + leaf->offset;
    uint8_t packed[LEAF_SIZE_MAX];

    if (value_pack(leaf->type, value, packed) != VALUE_OK) {
        return false;
    }
    return type_is_string(leaf->type)
               ? slice_equal(values_string(values, leaf->type, octets), value_string(value))
               : memcmp(octets, packed, leaf->type->size) == 0;
}

void
values_observe(Values *values, ChangeObserver observer, void *user)
{
    unsigned at = values->observer_count++;

    values->observers = g_renew(Observer, values->observers, values->observer_count);
    values->observers[at] = (Observer){ observer, user };
}

void
values_unobserve(Values *values, ChangeObserver observer, void *user)
{
    for (unsigned i = 0; i < values->observer_count; i++) {
        Observer *at = &values->observers[i];

        if (at->notify == observer && at->user == user) {
            values->observer_count--;
            memmove(at, at + 1, (values->observer_count - i) * sizeof *at);
            return;
        }
    }
}
