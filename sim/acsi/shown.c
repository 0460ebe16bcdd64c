/* SPDX-License-Identifier: Apache-2.0
 *
 * See shown.h.
 */
#include "sim/acsi/shown.h"

#include "sim/model/packed.h"

/* What is true of a leaf that shows something else. */
typedef struct Kept {
    NodeRef ref;
    Value value;
    GBytes *string; /* owns what the value lends; NULL: nothing */
} Kept;

struct Shown {
    Values *values;
    Gate *gate;
    GHashTable *kept; /* offset of the leaf -> Kept; NULL until needed */
    bool begun;
};

static gpointer
key_of(const NodeRef *ref)
{
    return GUINT_TO_POINTER(ref->offset + 1);
}

static void
free_kept(gpointer data)
{
    Kept *kept = data;

    g_clear_pointer(&kept->string, g_bytes_unref);
    g_free(kept);
}

static void
keep(Shown *shown, const NodeRef *ref, const Value *value)
{
    Kept *kept = g_new0(Kept, 1);

    kept->ref = *ref;
    kept->value = *value;
    if (type_is_string(ref->type)) {
        Slice string = value_string(value);

        kept->string = g_bytes_new(string.data, string.size);
        kept->value.string.data = g_bytes_get_data(kept->string, &kept->value.string.size);
    }
    if (shown->kept == NULL) {
        shown->kept = g_hash_table_new_full(NULL, NULL, NULL, free_kept);
    }
    g_hash_table_replace(shown->kept, key_of(ref), kept);
}

/* Past the checks of the enumeration, which a device that lies does not make. */
static void
stage_any(Values *values, const NodeRef *ref, const Value *value)
{
    Type plain = *ref->type;
    uint8_t octets[LEAF_SIZE_MAX] = { 0 };

    plain.enumeration = NULL;
    if (type_is_string(ref->type)) {
        change_set(values, ref, value);
    } else if (value_pack(&plain, value, octets) == VALUE_OK) {
        change_set_octets(values, ref, octets);
    }
}

static void
pass_leaf(Shown *shown, unsigned index)
{
    ShownLeaf leaf = { .ref = *change_leaf(shown->values, index) };
    GatePass pass = { .point = GATE_CHANGE, .subject = &leaf };
    Value value, truth;

    change_get(shown->values, &leaf.ref, &value);
    truth = value;
    leaf.value = &value;
    if (gate_pass(shown->gate, &pass) != GATE_PASS) {
        keep(shown, &leaf.ref, &truth);
        change_drop(shown->values, index);
    } else if (leaf.changed) {
        keep(shown, &leaf.ref, &truth);
        stage_any(shown->values, &leaf.ref, &value);
    } else if (shown->kept != NULL) {
        g_hash_table_remove(shown->kept, key_of(&leaf.ref));
    }
}

static void
run(void *user, Values *values, ChangeOrigin origin)
{
    Shown *shown = user;
    unsigned count = change_count(values);

    (void)origin;
    if (!gate_is_attended(shown->gate) && shown->kept == NULL) {
        return;
    }
    for (unsigned i = 0; i < count; i++) {
        pass_leaf(shown, i);
    }
    if (shown->kept != NULL && g_hash_table_size(shown->kept) == 0) {
        g_clear_pointer(&shown->kept, g_hash_table_unref);
    }
}

void
shown_stage_leaf(Shown *shown, const NodeRef *leaf)
{
    Value value;

    if (shown->begun && !shown_true(shown, leaf, &value)) {
        values_get(shown->values, leaf, &value);
    }
    if (shown->begun) {
        stage_any(shown->values, leaf, &value);
    }
}

/* A string is staged as a copy, so that what is kept may go while the rule runs. */
bool
shown_stage(Shown *shown, const NodeRef *place)
{
    GHashTableIter each;
    gpointer data;
    bool any = false;

    if (!shown->begun || shown->kept == NULL) {
        return false;
    }
    if (place != NULL && type_is_leaf(place->type)) {
        any = g_hash_table_contains(shown->kept, key_of(place));
        if (any) {
            shown_stage_leaf(shown, place);
        }
        return any;
    }
    g_hash_table_iter_init(&each, shown->kept);
    while (g_hash_table_iter_next(&each, NULL, &data)) {
        const Kept *kept = data;

        if (place == NULL || (kept->ref.offset >= place->offset &&
                              kept->ref.offset < place->offset + place->type->size)) {
            stage_any(shown->values, &kept->ref, &kept->value);
            any = true;
        }
    }
    return any;
}

bool
shown_true(const Shown *shown, const NodeRef *leaf, Value *value)
{
    const Kept *kept = shown == NULL || shown->kept == NULL
                           ? NULL
                           : g_hash_table_lookup(shown->kept, key_of(leaf));

    if (kept != NULL) {
        *value = kept->value;
    }
    return kept != NULL;
}

/* What the values are without rules is true of them. */
static void
refresh(Shown *shown)
{
    GHashTableIter each;
    gpointer data;

    if (shown->kept == NULL) {
        return;
    }
    g_hash_table_iter_init(&each, shown->kept);
    while (g_hash_table_iter_next(&each, NULL, &data)) {
        Kept *kept = data;

        values_get(shown->values, &kept->ref, &kept->value);
        if (kept->string != NULL) {
            Slice string = value_string(&kept->value);

            g_bytes_unref(kept->string);
            kept->string = g_bytes_new(string.data, string.size);
            kept->value.string.data = g_bytes_get_data(kept->string, &kept->value.string.size);
        }
    }
}

void
shown_begin(Shown *shown)
{
    refresh(shown);
    values_add_rule(shown->values, run, shown);
    shown->begun = true;
    shown_stage(shown, NULL);
}

void
shown_end(Shown *shown)
{
    values_remove_rule(shown->values, run, shown);
    shown->begun = false;
}

Shown *
shown_new(Values *values, Gate *gate)
{
    Shown *shown = g_new0(Shown, 1);

    shown->values = values;
    shown->gate = gate;
    return shown;
}

void
shown_free(Shown *shown)
{
    if (shown != NULL) {
        g_clear_pointer(&shown->kept, g_hash_table_unref);
        g_free(shown);
    }
}
