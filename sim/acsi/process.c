/* SPDX-License-Identifier: Apache-2.0
 *
 * See process.h. Nothing is held for data objects that show what the process says.
 */
#include "sim/acsi/process_private.h"

#include "sim/acsi/shown.h"
#include "sim/model/reference.h"

Aside *
process_find_aside(const Process *process, const NodeRef *leaf)
{
    return process->aside == NULL ? NULL
                                  : g_hash_table_lookup(process->aside, process_key(leaf));
}

bool
process_get(const Process *process, const NodeRef *leaf, Value *value)
{
    const Aside *aside = process_find_aside(process, leaf);
    bool staged = change_get(process->server->values, leaf, value);

    if (!staged && aside != NULL) {
        *value = aside->value;
    } else if (!staged) {
        shown_true(process->server->shown, leaf, value);
    }
    return staged;
}

void
process_put_aside(Process *process, const NodeRef *leaf, const Held *held)
{
    Values *values = process->server->values;
    Aside *aside = process_find_aside(process, leaf);

    if (aside == NULL) {
        aside = g_new0(Aside, 1);
        if (process->aside == NULL) {
            process->aside = g_hash_table_new_full(NULL, NULL, NULL, g_free);
        }
        g_hash_table_insert(process->aside, process_key(leaf), aside);
        if (change_get(values, leaf, &aside->value)) {
            change_drop(values, change_find(values, leaf->offset));
        } else {
            shown_true(process->server->shown, leaf, &aside->value);
        }
    }
    if (held != NULL) {
        aside->held = held;
    }
}

static bool
stage(const Process *process, const NodeRef *leaf, const Value *value)
{
    Values *values = process->server->values;

    Value truth;

    return (!values_equal(values, leaf, value) ||
            shown_true(process->server->shown, leaf, &truth)) &&
           change_set(values, leaf, value) == VALUE_OK;
}

static Held *
find_held(const Process *process, const NodeRef *object)
{
    return process->held == NULL ? NULL
                                 : g_hash_table_lookup(process->held, process_key(object));
}

/* A leaf of SV or BL is written. */
static void
touch(Process *process, const NodeRef *leaf)
{
    static const char *const names[] = { "subEna", "blkEna", NULL };
    NodeRef own;
    Held *held, *known;

    if (!node_around(process->server->model, leaf, names, &own) ||
        (held = process_describe(process, &own)) == NULL) {
        return;
    }
    known = find_held(process, &held->object);
    if (known != NULL) {
        g_free(held);
        held = known;
    } else {
        if (process->held == NULL) {
            process->held = g_hash_table_new_full(NULL, NULL, NULL, g_free);
        }
        g_hash_table_insert(process->held, process_key(&held->object), held);
    }
    if (!held->queued) {
        held->queued = true;
        g_ptr_array_add(process->queued, held);
    }
}

static void
shown_quality(const Process *process, const Held *held, Value *quality)
{
    const Values *values = process->server->values;
    uint8_t *octets = quality->bit_string.octets;

    process_get(process, &held->q, quality);
    if (held->substituted) {
        if (held->has_sub_q) {
            change_get(values, &held->sub_q, quality);
        }
        octets[1] |= SUBSTITUTED;
    } else if (held->blocked) {
        *quality = held->frozen_q;
        octets[0] |= (octets[0] & VALIDITY) == 0 ? QUESTIONABLE | OLD_DATA : OLD_DATA;
    }
    if (held->blocked) {
        octets[1] |= OPERATOR_BLOCKED;
    }
    process_apply_behaviour(process, &held->q, quality);
}

void
process_show(const Process *process, const Held *held)
{
    Values *values = process->server->values;
    bool changes = false;
    Value value;

    for (unsigned i = 0; i < held->leaf_count; i++) {
        const HeldLeaf *leaf = &held->leaves[i];
        const Aside *aside = process_find_aside(process, &leaf->shown);

        if (held->substituted && leaf->has_substitute) {
            change_get(values, &leaf->substitute, &value);
        } else {
            value = held->blocked ? leaf->frozen : aside->value;
        }
        changes |= stage(process, &leaf->shown, &value);
    }
    if (held->has_q) {
        shown_quality(process, held, &value);
        changes |= stage(process, &held->q, &value);
    }
    if (held->has_t && changes) {
        acsi_stamp(process->server, &value);
        change_set(values, &held->t, &value);
    }
}

static void
hold(Process *process, Held *held)
{
    for (unsigned i = 0; i < held->leaf_count; i++) {
        process_put_aside(process, &held->leaves[i].shown, held);
    }
    if (held->has_q) {
        process_put_aside(process, &held->q, held);
    }
    if (held->has_t) {
        process_put_aside(process, &held->t, held);
    }
}

static void
freeze(Process *process, Held *held)
{
    for (unsigned i = 0; i < held->leaf_count; i++) {
        held->leaves[i].frozen = process_find_aside(process, &held->leaves[i].shown)->value;
    }
    if (held->has_q) {
        held->frozen_q = process_find_aside(process, &held->q)->value;
    }
}

static void
release(Process *process, const Held *held)
{
    for (unsigned i = 0; i < held->leaf_count; i++) {
        g_hash_table_remove(process->aside, process_key(&held->leaves[i].shown));
    }
    if (held->has_t) {
        g_hash_table_remove(process->aside, process_key(&held->t));
    }
    if (held->has_q && process_is_plain(process, &held->q)) {
        g_hash_table_remove(process->aside, process_key(&held->q));
    } else if (held->has_q) {
        process_find_aside(process, &held->q)->held = NULL;
    }
}

static void
emit(const Process *process, const Held *held, EventKind kind)
{
    const AcsiServer *server = process->server;
    g_autofree char *reference = NULL;
    g_autoptr(GString) text = g_string_new(NULL);
    const HeldLeaf *leaf = &held->leaves[0];
    Value value;

    if (!event_wanted(server->events, kind)) {
        return;
    }
    if (held->substituted && leaf->has_substitute) {
        change_get(server->values, &leaf->substitute, &value);
    } else {
        value = held->blocked ? leaf->frozen : process_find_aside(process, &leaf->shown)->value;
    }
    reference = reference_format(server->model, &held->object, false);
    value_append_text(leaf->shown.type, &value, text);
    event_emit(server->events, &(Event){ .kind = kind,
                                         .ied = server->ied,
                                         .reference = reference,
                                         .value = text->str });
}

static bool
is_set(const Process *process, bool exists, const NodeRef *leaf)
{
    Value value = { 0 };

    return exists && (change_get(process->server->values, leaf, &value), value.boolean);
}

/* What subEna and blkEna say after this set. */
static void
update(Process *process, Held *held)
{
    bool substituted = is_set(process, held->has_sub, &held->sub_ena);
    bool blocked = is_set(process, held->has_blk, &held->blk_ena);
    bool was_substituted = held->substituted;
    bool was_blocked = held->blocked;

    held->queued = false;
    if (!was_substituted && !was_blocked && !substituted && !blocked) {
        g_hash_table_remove(process->held, process_key(&held->object));
        return;
    }
    hold(process, held);
    if (blocked && !was_blocked) {
        freeze(process, held);
    }
    held->substituted = substituted;
    held->blocked = blocked;
    process_show(process, held);
    if (substituted != was_substituted) {
        emit(process, held, substituted ? EVENT_SUBSTITUTED : EVENT_UNSUBSTITUTED);
    }
    if (blocked != was_blocked) {
        emit(process, held, blocked ? EVENT_BLOCKED : EVENT_UNBLOCKED);
    }
    if (!substituted && !blocked) {
        release(process, held);
        g_hash_table_remove(process->held, process_key(&held->object));
    }
}

/* A value of the process for a leaf that shows another. */
static void
divert(Process *process, unsigned index)
{
    Values *values = process->server->values;
    const NodeRef leaf = *change_leaf(values, index);
    Aside *aside = process_find_aside(process, &leaf);
    Value shown;

    if (aside == NULL) {
        return;
    }
    change_get(values, &leaf, &aside->value);
    change_drop(values, index);
    if (aside->held == NULL) {
        shown = aside->value;
        process_apply_behaviour(process, &leaf, &shown);
        stage(process, &leaf, &shown);
    }
}

static void
run(void *user, Values *values, ChangeOrigin origin)
{
    Process *process = user;
    unsigned count = change_count(values);
    bool diverts = process->aside != NULL && g_hash_table_size(process->aside) > 0;

    (void)origin;
    for (unsigned i = 0; i < count; i++) {
        const NodeRef leaf = *change_leaf(values, i);

        if (leaf.fc == FC_SV || leaf.fc == FC_BL) {
            touch(process, &leaf);
        } else if (diverts) {
            divert(process, i);
        }
    }
    for (unsigned i = 0; i < process->moded->len; i++) {
        process_show_behaviour(process, &g_array_index(process->moded, NodeId, i));
    }
    g_array_set_size(process->moded, 0);
    for (unsigned i = 0; i < process->queued->len; i++) {
        update(process, process->queued->pdata[i]);
    }
    g_ptr_array_set_size(process->queued, 0);
}

static void
stage_enabled(Process *process, const NodeRef *place)
{
    for (uint32_t i = 0; i < place->type->component_count; i++) {
        const Component *component = &place->type->components[i];
        NodeRef inner = node_inside(place, component);
        Value value;

        if (!type_is_leaf(inner.type)) {
            stage_enabled(process, &inner);
        } else if (strcmp(component->name, "subEna") == 0 ||
                   strcmp(component->name, "blkEna") == 0) {
            values_get(process->server->values, &inner, &value);
            if (value.kind == VALUE_BOOLEAN && value.boolean) {
                change_set(process->server->values, &inner, &value);
            }
        }
    }
}

void
process_stage_initial(Process *process)
{
    const Model *model = process->server->model;

    for (unsigned d = 0; d < model->device_count; d++) {
        const LogicalDevice *device = &model->devices[d];

        for (unsigned n = 0; n < device->node_count; n++) {
            NodeRef node = model_node_ref(device, &device->nodes[n]);
            NodeRef place;

            if (node_component(&node, slice_from_string("SV"), &place)) {
                stage_enabled(process, &place);
            }
            if (node_component(&node, slice_from_string("BL"), &place)) {
                stage_enabled(process, &place);
            }
        }
    }
}

Process *
process_new(const AcsiServer *server)
{
    Process *process = g_new0(Process, 1);

    process->server = server;
    process->queued = g_ptr_array_new();
    process->moded = g_array_new(FALSE, FALSE, sizeof(NodeId));
    return process;
}

void
process_begin(Process *process)
{
    values_add_rule(process->server->values, run, process);
}

void
process_free(Process *process)
{
    if (process == NULL) {
        return;
    }
    values_remove_rule(process->server->values, run, process);
    g_clear_pointer(&process->aside, g_hash_table_unref);
    g_clear_pointer(&process->held, g_hash_table_unref);
    g_ptr_array_unref(process->queued);
    g_array_unref(process->moded);
    for (unsigned i = 0; process->behaviour != NULL && i < process->server->model->device_count;
         i++) {
        g_free(process->behaviour[i]);
    }
    g_free(process->behaviour);
    g_free(process);
}
