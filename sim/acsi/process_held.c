/* SPDX-License-Identifier: Apache-2.0
 *
 * Which leaves of a data object substitution and blocking are about (IEC 61850-7-3): by its
 * common data class the value with its substitute, q and t.
 */
#include "sim/acsi/process_private.h"

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

Held *
process_describe(const Process *process, const NodeRef *own)
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
