/* SPDX-License-Identifier: Apache-2.0
 *
 * Points: what a scenario means by a data object is its main value (IEC 61850-7-3), and the
 * quality and time beside it go along.
 */
#include "sim/model/reference_parts.h"

enum { NAMES_MAX = 8 };

/* One row an FC and path that is the main value of a common data class; the first that a data
 * object has counts. FC_NONE: inside an attribute, under whatever FC it stands. */
static const struct {
    Fc fc;
    const char *path;
} main_values[] = {
    { FC_ST, "stVal" },         /* SPS DPS INS ENS VSS ORS TCS, SPC DPC INC ENC */
    { FC_ST, "general" },       /* ACT ACD */
    { FC_ST, "actVal" },        /* BCR */
    { FC_ST, "valWTr$posVal" }, /* BSC ISC */
    { FC_ST, "cnt" },           /* SEC */
    { FC_MX, "mag$f" },         /* MV */
    { FC_MX, "mag$i" },         { FC_MX, "cVal$mag$f" }, /* CMV */
    { FC_MX, "cVal$mag$i" },    { FC_MX, "mxVal$f" },    /* APC BAC */
    { FC_MX, "mxVal$i" },       { FC_MX, "setMag$f" },   /* APC of the first edition */
    { FC_MX, "instMag$f" },                              /* SAV */
    { FC_MX, "instMag$i" },     { FC_SP, "setVal" },     /* SPG ING ENG VSG */
    { FC_SG, "setVal" },        { FC_SP, "setMag$f" },   /* ASG */
    { FC_SG, "setMag$f" },      { FC_SP, "setMag$i" },
    { FC_SG, "setMag$i" },      { FC_SP, "setSrcRef" },  /* ORG */
    { FC_SP, "setTm" },                                  /* TSG */
    { FC_SG, "setTm" },         { FC_SP, "cur" },        /* CUG */
    { FC_SG, "cur" },           { FC_SP, "setCharact" }, /* CURVE */
    { FC_SG, "setCharact" },    { FC_DC, "vendor" },     /* DPL LPL */
    { FC_DC, "val" },                                    /* VSD */
    { FC_SR, "objRef" },                                 /* the tracking classes */
    { FC_NONE, "f" },                                    /* AnalogueValue */
    { FC_NONE, "i" },           { FC_NONE, "mag$f" },    /* Vector */
    { FC_NONE, "mag$i" },       { FC_NONE, "posVal" },   /* ValWithTrans */
};

/* The first row whose path leads to a leaf from where the parts end. */
static bool
find_main_value(const ReferenceParts *parts, NodeRef *value)
{
    const Type *node = parts->node->type;

    for (unsigned row = 0; row < G_N_ELEMENTS(main_values); row++) {
        for (uint32_t i = 0; i < node->component_count; i++) {
            Fc fc = (Fc)node->components[i].fc;
            NodeRef ref;

            if ((parts->fc == FC_NONE || parts->fc == fc) &&
                (main_values[row].fc == FC_NONE || main_values[row].fc == fc) &&
                reference_walk(parts, fc, &ref) == parts->count &&
                node_path(&ref, slice_from_string(main_values[row].path), &ref) &&
                type_is_leaf(ref.type)) {
                *value = ref;
                return true;
            }
        }
    }
    return false;
}

static bool
is_quality(const Type *type)
{
    return type->kind == VALUE_BIT_STRING && type->length == 13;
}

/* The value lies in instMag or instCVal, and the object has what those become. */
static bool
is_instantaneous(const Model *model, const NodeRef *object, const NodeRef *value)
{
    static const char *const pairs[][2] = { { "instMag", "mag" }, { "instCVal", "cVal" } };
    NodeRef shown;

    for (unsigned i = 0; i < G_N_ELEMENTS(pairs) && object->fc == FC_MX; i++) {
        if (node_component(object, slice_from_string(pairs[i][1]), &shown) &&
            g_strcmp0(node_name(model, value, object->level + 1U), pairs[i][0]) == 0) {
            return true;
        }
    }
    return false;
}

/* q and t of the innermost structure around the value that has them. */
static void
find_companions(const Model *model, Point *point)
{
    const LogicalDevice *device = &model->devices[point->value.device];
    NodeRef at = model_node_ref(device, &device->nodes[point->value.node]);

    while (!type_is_leaf(at.type)) {
        NodeRef inner;

        if (at.level >= 2 && node_component(&at, slice_from_string("q"), &inner) &&
            is_quality(inner.type)) {
            point->q = inner;
            point->has_q = true;
        }
        if (at.level >= 2 && node_component(&at, slice_from_string("t"), &inner) &&
            inner.type->kind == VALUE_UTC_TIME) {
            point->t = inner;
            point->has_t = true;
        }
        point->instantaneous |= is_instantaneous(model, &at, &point->value);
        at = node_towards(&at, point->value.offset);
    }
    point->has_q = point->has_q && point->q.offset != point->value.offset;
    point->has_t = point->has_t && point->t.offset != point->value.offset;
}

static void
explain_no_value(const ReferenceParts *parts, const NodeRef *ref, GError **error)
{
    g_autoptr(GString) names = g_string_new(NULL);

    for (uint32_t i = 0; i < ref->type->component_count && i < NAMES_MAX; i++) {
        g_string_append_printf(names, "%s%s", i == 0 ? "; choose one of " : ", ",
                               ref->type->components[i].name);
    }
    if (ref->type->component_count > NAMES_MAX) {
        g_string_append(names, ", ...");
    }
    g_set_error(error, REFERENCE_ERROR, REFERENCE_NO_VALUE, "%s: has no value of its own%s",
                parts->text, names->str);
}

/* Who asks for the value of an object under several FCs means those of the process. */
static bool
find_process_data(const ReferenceParts *parts, const GError *error, NodeRef *ref)
{
    return g_error_matches(error, REFERENCE_ERROR, REFERENCE_AMBIGUOUS) &&
           (reference_walk(parts, FC_ST, ref) == parts->count ||
            reference_walk(parts, FC_MX, ref) == parts->count) &&
           ref->level > 1;
}

bool
reference_resolve_point(const Model *model, const char *text, Point *point, GError **error)
{
    g_autoptr(GError) inner = NULL;
    ReferenceParts parts;
    NodeRef ref;

    *point = (Point){ 0 };
    if (!reference_parse(model, text, &parts, error)) {
        return false;
    }
    if (reference_resolve(model, text, &ref, &inner) && type_is_leaf(ref.type)) {
        point->value = ref;
    } else if (parts.count == 0 || !find_main_value(&parts, &point->value)) {
        if (inner == NULL || find_process_data(&parts, inner, &ref)) {
            explain_no_value(&parts, &ref, error);
        } else {
            g_propagate_error(error, g_steal_pointer(&inner));
        }
        return false;
    }
    find_companions(model, point);
    return true;
}
