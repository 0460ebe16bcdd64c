/* SPDX-License-Identifier: Apache-2.0
 *
 * The change set (see values.h): leaves are staged with their arena form, and a commit writes
 * them in MMS order, so that observers meet neighbours together. A string is owned from the
 * moment it is staged; whichever handle loses, at commit, discard or when it is overwritten, is
 * disowned.
 */
#include "sim/model/values_internal.h"

/* Larger staging memory is not kept from commit to commit. */
enum { STAGED_KEPT = 64 };

void
change_open(Values *values, ChangeOrigin origin, uint64_t association)
{
    g_assert(!values->open);
    values->open = true;
    values->origin = origin;
    values->association = association;
}

bool
change_is_open(const Values *values)
{
    return values->open;
}

StringHandle
values_staged_string(const StagedLeaf *leaf)
{
    StringHandle handle = 0;

    if (type_is_string(leaf->ref.type)) {
        memcpy(&handle, leaf->octets, sizeof handle);
    }
    return handle;
}

/* The arena form of a value; a string is owned from here on. */
static ValueResult
pack(Values *values, const Value *value, StagedLeaf *leaf)
{
    ValueResult result = value_pack(leaf->ref.type, value, leaf->octets);

    if (result == VALUE_OK && type_is_string(leaf->ref.type)) {
        StringHandle handle = values_own_string(values, value_string(value));

        memcpy(leaf->octets, &handle, sizeof handle);
    }
    return result;
}

static void
add_staged(Values *values, const StagedLeaf *leaf)
{
    if (values->staged_count == values->staged_capacity) {
        values->staged_capacity = MAX(8, values->staged_capacity * 2);
        values->staged = g_renew(StagedLeaf, values->staged, values->staged_capacity);
    }
    values->staged[values->staged_count] = *leaf;
    values->staged[values->staged_count].order = values->arrivals++;
    values->staged_count++;
}

ValueResult
values_stage(Values *values, const NodeRef *ref, const Value *value)
{
    StagedLeaf leaf = { .ref = *ref };
    ValueResult result = pack(values, value, &leaf);

    if (result == VALUE_OK) {
        add_staged(values, &leaf);
    }
    return result;
}

/* A leaf with octets that were in an arena. */
static StagedLeaf
leaf_of(const NodeRef *ref, const uint8_t *octets)
{
    StagedLeaf leaf = { .ref = *ref };

    g_assert(type_is_leaf(ref->type) && !type_is_string(ref->type));
    memcpy(leaf.octets, octets, ref->type->size);
    return leaf;
}

void
change_set_octets(Values *values, const NodeRef *leaf, const uint8_t *octets)
{
    StagedLeaf staged = leaf_of(leaf, octets);

    g_assert(values->open);
    add_staged(values, &staged);
}

unsigned
change_mark(const Values *values)
{
    return values->staged_count;
}

void
change_rewind(Values *values, unsigned mark)
{
    while (values->staged_count > mark) {
        values_disown_string(values,
                             values_staged_string(&values->staged[--values->staged_count]));
    }
}

ValueResult
change_set(Values *values, const NodeRef *leaf, const Value *value)
{
    g_assert(values->open);
    return values_stage(values, leaf, value);
}

static int
compare_leaves(gconstpointer left, gconstpointer right, gpointer user)
{
    const StagedLeaf *a = left;
    const StagedLeaf *b = right;

    (void)user;
    if (a->ref.offset != b->ref.offset) {
        return a->ref.offset < b->ref.offset ? -1 : 1;
    }
    return a->order < b->order ? -1 : a->order > b->order;
}

static bool
goes(const StagedLeaf *staged, unsigned index, unsigned count)
{
    return staged[index].dropped ||
           (index + 1 < count && staged[index + 1].ref.offset == staged[index].ref.offset);
}

void
values_sort_staged(Values *values)
{
    StagedLeaf *staged = values->staged;
    unsigned count = values->staged_count;
    unsigned kept = 0;

    for (unsigned i = 1; i < count; i++) {
        if (staged[i].ref.offset <= staged[i - 1].ref.offset) {
            g_qsort_with_data(staged, (int)count, sizeof *staged, compare_leaves, NULL);
            break;
        }
    }
    for (unsigned i = 0; i < count; i++) {
        if (goes(staged, i, count)) {
            values_disown_string(values, values_staged_string(&staged[i]));
        } else {
            staged[kept++] = staged[i];
        }
    }
    values->staged_count = kept;
}

/* Writes one leaf into the arena; true when that made a difference. */
static bool
apply(Values *values, const StagedLeaf *leaf)
{
    uint8_t *octets = values->octets + leaf->ref.offset;
    StringHandle old;

    if (!type_is_string(leaf->ref.type)) {
        bool changed = memcmp(octets, leaf->octets, leaf->ref.type->size) != 0;

        memcpy(octets, leaf->octets, leaf->ref.type->size);
        return changed;
    }
    memcpy(&old, octets, sizeof old);
    if (slice_equal(values_string(values, leaf->ref.type, octets),
                    values_string(values, leaf->ref.type, leaf->octets))) {
        values_disown_string(values, values_staged_string(leaf));
        return false;
    }
    memcpy(octets, leaf->octets, sizeof old);
    values_disown_string(values, old);
    return true;
}

void
values_poke(Values *values, const NodeRef *leaf, const Value *value)
{
    StagedLeaf packed = { .ref = *leaf };
    ValueResult result = pack(values, value, &packed);

    g_assert(result == VALUE_OK);
    apply(values, &packed);
}

void
values_poke_octets(Values *values, const NodeRef *leaf, const uint8_t *octets)
{
    StagedLeaf packed = leaf_of(leaf, octets);

    apply(values, &packed);
}

static void
close_set(Values *values)
{
    values->staged_count = 0;
    values->arrivals = 0;
    values->open = false;
    if (values->staged_capacity > STAGED_KEPT) {
        g_clear_pointer(&values->staged, g_free);
        values->staged_capacity = 0;
    }
}

unsigned
change_commit(Values *values)
{
    g_autofree ChangedLeaf *leaves = NULL;
    ChangeSet set = { .origin = values->origin, .association = values->association };
    unsigned changed = 0;

    g_assert(values->open);
    values_sort_staged(values);
    if (values->rule_count > 0) {
        values_run_rules(values);
    }
    set.count = values->staged_count;
    leaves = g_new(ChangedLeaf, set.count);
    set.leaves = leaves;
    for (unsigned i = 0; i < set.count; i++) {
        leaves[i].ref = values->staged[i].ref;
        leaves[i].changed = apply(values, &values->staged[i]);
        changed += leaves[i].changed;
    }
    close_set(values);
    for (unsigned i = 0; i < values->observer_count && set.count > 0; i++) {
        values->observers[i].notify(values->observers[i].user, values, &set);
    }
    return changed;
}

void
change_discard(Values *values)
{
    change_rewind(values, 0);
    close_set(values);
}
