/* SPDX-License-Identifier: Apache-2.0
 *
 * See process.h. Nothing is held for data objects that show what the process says.
 */
#include "sim/acsi/process.h"

#include "sim/acsi/shown.h"
#include "sim/model/reference.h"

enum {
    LEAVES_MAX = 8,
    /* Quality, first and second octet. */
    VALIDITY = 0xC0,
    INVALID = 0x40,
    QUESTIONABLE = 0xC0,
    OLD_DATA = 0x01,
    SUBSTITUTED = 0x20,
    TEST = 0x10,
    OPERATOR_BLOCKED = 0x08,
};

/* A leaf of the value of a data object, and of its substitute. */
typedef struct HeldLeaf {
    NodeRef shown, substitute;
    bool has_substitute;
    Value frozen;
} HeldLeaf;

/* A data object that does not show the process's value. */
typedef struct Held {
    NodeRef object; /* its structure under ST or MX */
    NodeRef sub_ena, sub_q, blk_ena, q, t;
    bool has_sub, has_sub_q, has_blk, has_q, has_t;
    bool substituted, blocked;
    bool queued; /* waits for the end of the rule */
    HeldLeaf leaves[LEAVES_MAX];
    unsigned leaf_count;
    Value frozen_q;
} Held;

/* A value of the process that is kept aside. */
typedef struct Aside {
    const Held *held; /* NULL: a quality, for the behaviour of its node only */
    Value value;
} Aside;

typedef struct NodeId {
    uint16_t device, node;
} NodeId;

struct Process {
    const AcsiServer *server;
    GHashTable *aside;   /* offset of the leaf -> Aside; NULL until needed */
    GHashTable *held;    /* offset of the object -> Held; NULL until needed */
    GPtrArray *queued;   /* Held*, of the rule at hand */
    GArray *moded;       /* NodeId whose behaviour changed, of the set at hand */
    uint8_t **behaviour; /* by device and node; NULL: all on, as is a device's NULL */
};

/* The value of a data object and its substitute, by common data class. */
static const struct {
    Fc fc;
    const char *value, *substitute;
} classes[] = {
    { FC_ST, "stVal", "subVal" },  /* SPS DPS INS ENS, SPC DPC INC ENC */
    { FC_ST, "valWTr", "subVal" }, /* BSC ISC */
    { FC_MX, "mxVal", "subVal" },  /* APC BAC */
    { FC_MX, "mag", "subMag" },    /* MV */
    { FC_MX, "cVal", "subCVal" },  /* CMV */
};

static gpointer
key_of(const NodeRef *ref)
{
    return GUINT_TO_POINTER(ref->offset + 1);
}

static Aside *
find_aside(const Process *process, const NodeRef *leaf)
{
    return process->aside == NULL ? NULL : g_hash_table_lookup(process->aside, key_of(leaf));
}

bool
process_get(const Process *process, const NodeRef *leaf, Value *value)
{
    const Aside *aside = find_aside(process, leaf);
    bool staged = change_get(process->server->values, leaf, value);

    if (!staged && aside != NULL) {
        *value = aside->value;
    } else if (!staged) {
        shown_true(process->server->shown, leaf, value);
    }
    return staged;
}

Behaviour
process_behaviour(const Process *process, uint16_t device, uint16_t node)
{
    const uint8_t *nodes = process->behaviour == NULL ? NULL : process->behaviour[device];

    return nodes == NULL ? BEHAVIOUR_ON : (Behaviour)nodes[node];
}

void
process_set_behaviour(Process *process, uint16_t device, uint16_t node, Behaviour behaviour)
{
    const Model *model = process->server->model;
    NodeId id = { device, node };

    if (behaviour == process_behaviour(process, device, node)) {
        return;
    }
    if (process->behaviour == NULL) {
        process->behaviour = g_new0(uint8_t *, model->device_count);
    }
    if (process->behaviour[device] == NULL) {
        process->behaviour[device] = g_malloc(model->devices[device].node_count);
        memset(process->behaviour[device], BEHAVIOUR_ON, model->devices[device].node_count);
    }
    process->behaviour[device][node] = (uint8_t)behaviour;
    g_array_append_val(process->moded, id);
}

static bool
is_plain(const Process *process, const NodeRef *ref)
{
    Behaviour behaviour = process_behaviour(process, ref->device, ref->node);

    return behaviour == BEHAVIOUR_ON || behaviour == BEHAVIOUR_ON_BLOCKED;
}

/* What the behaviour of the logical node makes of a quality. */
static void
apply_behaviour(const Process *process, const NodeRef *q, Value *quality)
{
    uint8_t *octets = quality->bit_string.octets;

    switch (process_behaviour(process, q->device, q->node)) {
    case BEHAVIOUR_TEST:
    case BEHAVIOUR_TEST_BLOCKED:
        octets[1] |= TEST;
        break;
    case BEHAVIOUR_OFF:
        octets[0] = (uint8_t)((octets[0] & ~VALIDITY) | INVALID);
        break;
    default:
        break;
    }
}

/* From now on the leaf's process value is kept aside; one in the open set goes there. */
static void
put_aside(Process *process, const NodeRef *leaf, const Held *held)
{
    Values *values = process->server->values;
    Aside *aside = find_aside(process, leaf);

    if (aside == NULL) {
        aside = g_new0(Aside, 1);
        if (process->aside == NULL) {
            process->aside = g_hash_table_new_full(NULL, NULL, NULL, g_free);
        }
        g_hash_table_insert(process->aside, key_of(leaf), aside);
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

static void
add_leaf(Held *held, const NodeRef *shown, const NodeRef *substitute)
{
    if (held->leaf_count < LEAVES_MAX) {
        HeldLeaf *leaf = &held->leaves[held->leaf_count++];

        leaf->shown = *shown;
        leaf->has_substitute = substitute != NULL;
        if (substitute != NULL) {
            leaf->substitute = *substitute;
        }
    }
}

/* Vector, AnalogueValue and ValWithTrans by the names of their components. */
static void
add_leaves(Held *held, const NodeRef *shown, const NodeRef *substitute)
{
    if (type_is_leaf(shown->type)) {
        add_leaf(held, shown, substitute);
        return;
    }
    for (uint32_t i = 0; i < shown->type->component_count; i++) {
        const Component *component = &shown->type->components[i];
        NodeRef inner = node_inside(shown, component);
        NodeRef other;
        bool has = substitute != NULL &&
                   node_component(substitute, slice_from_string(component->name), &other) &&
                   type_is_leaf(inner.type) == type_is_leaf(other.type);

        add_leaves(held, &inner, has ? &other : NULL);
    }
}

static bool
find_component(const NodeRef *ref, bool exists, const char *name, NodeRef *inner)
{
    return exists && node_component(ref, slice_from_string(name), inner);
}

/* The data object whose subEna or blkEna is under `own`; NULL when it has no value for them. */
static Held *
describe(const Process *process, const NodeRef *own)
{
    const Model *model = process->server->model;
    Held *held = g_new0(Held, 1);
    NodeRef sv, bl, value, substitute;
    bool has_sv = node_under(model, own, FC_SV, &sv);
    bool has_bl = node_under(model, own, FC_BL, &bl);

    held->has_blk = find_component(&bl, has_bl, "blkEna", &held->blk_ena);
    held->has_sub_q = find_component(&sv, has_sv, "subQ", &held->sub_q);
    for (unsigned i = 0; i < G_N_ELEMENTS(classes); i++) {
        if (node_under(model, own, classes[i].fc, &held->object) &&
            find_component(&held->object, true, classes[i].value, &value)) {
            held->has_sub = find_component(&sv, has_sv, "subEna", &held->sub_ena) &&
                            find_component(&sv, has_sv, classes[i].substitute, &substitute);
            held->has_q = find_component(&held->object, true, "q", &held->q);
            held->has_t = find_component(&held->object, true, "t", &held->t);
            add_leaves(held, &value, held->has_sub ? &substitute : NULL);
            return held;
        }
    }
    g_free(held);
    return NULL;
}

static Held *
find_held(const Process *process, const NodeRef *object)
{
    return process->held == NULL ? NULL : g_hash_table_lookup(process->held, key_of(object));
}

/* A leaf of SV or BL is written. */
static void
touch(Process *process, const NodeRef *leaf)
{
    static const char *const names[] = { "subEna", "blkEna", NULL };
    NodeRef own;
    Held *held, *known;

    if (!node_around(process->server->model, leaf, names, &own) ||
        (held = describe(process, &own)) == NULL) {
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
        g_hash_table_insert(process->held, key_of(&held->object), held);
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
    apply_behaviour(process, &held->q, quality);
}

/* Stages what the data object is to show; t when that is something else than before. */
static void
show(const Process *process, const Held *held)
{
    Values *values = process->server->values;
    bool changes = false;
    Value value;

    for (unsigned i = 0; i < held->leaf_count; i++) {
        const HeldLeaf *leaf = &held->leaves[i];
        const Aside *aside = find_aside(process, &leaf->shown);

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
        put_aside(process, &held->leaves[i].shown, held);
    }
    if (held->has_q) {
        put_aside(process, &held->q, held);
    }
    if (held->has_t) {
        put_aside(process, &held->t, held);
    }
}

static void
freeze(Process *process, Held *held)
{
    for (unsigned i = 0; i < held->leaf_count; i++) {
        held->leaves[i].frozen = find_aside(process, &held->leaves[i].shown)->value;
    }
    if (held->has_q) {
        held->frozen_q = find_aside(process, &held->q)->value;
    }
}

static void
release(Process *process, const Held *held)
{
    for (unsigned i = 0; i < held->leaf_count; i++) {
        g_hash_table_remove(process->aside, key_of(&held->leaves[i].shown));
    }
    if (held->has_t) {
        g_hash_table_remove(process->aside, key_of(&held->t));
    }
    if (held->has_q && is_plain(process, &held->q)) {
        g_hash_table_remove(process->aside, key_of(&held->q));
    } else if (held->has_q) {
        find_aside(process, &held->q)->held = NULL;
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
        value = held->blocked ? leaf->frozen : find_aside(process, &leaf->shown)->value;
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
        g_hash_table_remove(process->held, key_of(&held->object));
        return;
    }
    hold(process, held);
    if (blocked && !was_blocked) {
        freeze(process, held);
    }
    held->substituted = substituted;
    held->blocked = blocked;
    show(process, held);
    if (substituted != was_substituted) {
        emit(process, held, substituted ? EVENT_SUBSTITUTED : EVENT_UNSUBSTITUTED);
    }
    if (blocked != was_blocked) {
        emit(process, held, blocked ? EVENT_BLOCKED : EVENT_UNBLOCKED);
    }
    if (!substituted && !blocked) {
        release(process, held);
        g_hash_table_remove(process->held, key_of(&held->object));
    }
}

/* A value of the process for a leaf that shows another. */
static void
divert(Process *process, unsigned index)
{
    Values *values = process->server->values;
    const NodeRef leaf = *change_leaf(values, index);
    Aside *aside = find_aside(process, &leaf);
    Value shown;

    if (aside == NULL) {
        return;
    }
    change_get(values, &leaf, &aside->value);
    change_drop(values, index);
    if (aside->held == NULL) {
        shown = aside->value;
        apply_behaviour(process, &leaf, &shown);
        stage(process, &leaf, &shown);
    }
}

static void
show_moded(Process *process, const NodeRef *q)
{
    Aside *aside = find_aside(process, q);
    Value shown;

    if (aside != NULL && aside->held != NULL) {
        show(process, aside->held);
        return;
    }
    if (aside == NULL && is_plain(process, q)) {
        return;
    }
    put_aside(process, q, NULL);
    shown = find_aside(process, q)->value;
    apply_behaviour(process, q, &shown);
    acsi_stage(process->server, q, &shown);
    if (is_plain(process, q)) {
        g_hash_table_remove(process->aside, key_of(q));
    }
}

/* The quality of the node's own data; that of Mod and Beh is always good. */
static void
visit_qualities(Process *process, const NodeRef *place)
{
    const Type *type = place->type;

    for (uint32_t i = 0; i < type->element_count; i++) {
        NodeRef inner;

        if (node_element(place, i, &inner) && !type_is_leaf(inner.type)) {
            visit_qualities(process, &inner);
        }
    }
    for (uint32_t i = 0; i < type->component_count; i++) {
        const Component *component = &type->components[i];
        NodeRef inner = node_inside(place, component);

        if (type_is_leaf(inner.type)) {
            if (inner.type->kind == VALUE_BIT_STRING && inner.type->length == 13 &&
                strcmp(component->name, "q") == 0) {
                show_moded(process, &inner);
            }
        } else if (inner.level != 2 || (strcmp(component->name, "Mod") != 0 &&
                                        strcmp(component->name, "Beh") != 0)) {
            visit_qualities(process, &inner);
        }
    }
}

static void
show_behaviour(Process *process, const NodeId *id)
{
    static const char *const constraints[] = { "ST", "MX" };
    const LogicalDevice *device = &process->server->model->devices[id->device];
    NodeRef node = model_node_ref(device, &device->nodes[id->node]);

    for (unsigned i = 0; i < G_N_ELEMENTS(constraints); i++) {
        NodeRef place;

        if (node_component(&node, slice_from_string(constraints[i]), &place)) {
            visit_qualities(process, &place);
        }
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
        show_behaviour(process, &g_array_index(process->moded, NodeId, i));
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
