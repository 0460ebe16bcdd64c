/* SPDX-License-Identifier: Apache-2.0
 *
 * Ranges of settings (see setting_range.h).
 */
#include "sim/acsi/setting_range.h"

#include <glib.h>
#include <math.h>

/* A float's last digit makes a step of it seem a little off. */
#define STEP_TOLERANCE 1e-3

static double
number_of(const Value *value)
{
    return value->kind == VALUE_FLOAT      ? value->real
           : value->kind == VALUE_UNSIGNED ? (double)value->unsigned_
                                           : (double)value->integer;
}

static bool
is_number(const Type *type)
{
    return (type->kind == VALUE_INTEGER || type->kind == VALUE_UNSIGNED ||
            type->kind == VALUE_FLOAT) &&
           type->enumeration == NULL;
}

/* The number "minVal" beside "setVal", "minVal$f" beside "setMag$f"; false: there is none. */
static bool
find_limit(const Values *values, const NodeRef *object, const char *name, const char *part,
           double *limit)
{
    g_autofree char *path = part != NULL ? g_strconcat(name, "$", part, NULL) : g_strdup(name);
    NodeRef leaf;
    Value value;

    if (!node_path(object, slice_from_string(path), &leaf) || !is_number(leaf.type)) {
        return false;
    }
    values_get(values, &leaf, &value);
    *limit = number_of(&value);
    return true;
}

static bool
is_step(double number, double from, double step)
{
    double steps = (number - from) / step;

    return fabs(steps - round(steps)) <= STEP_TOLERANCE + fabs(steps) * 1e-6;
}

/* `object` under CF. */
static bool
is_allowed(const Values *values, const NodeRef *object, const char *part, double number)
{
    double min = 0, max = 0, step = 0;
    bool has_range = find_limit(values, object, "minVal", part, &min) &&
                     find_limit(values, object, "maxVal", part, &max) && max > min;

    if (has_range && !(number >= min && number <= max)) {
        return false;
    }
    return !find_limit(values, object, "stepSize", part, &step) || step <= 0 ||
           is_step(number, has_range ? min : 0, step);
}

/* The data object of the leaf as it stands under CF, and the part of the attribute behind
 * "setMag", to be freed; false: it has no configuration. */
static bool
find_object(const Values *values, const NodeRef *leaf, NodeRef *object, char **part)
{
    const Model *model = values_model(values);
    const LogicalDevice *device = &model->devices[leaf->device];
    g_autoptr(GString) item = g_string_new(NULL);
    g_auto(GStrv) names = NULL;
    unsigned at = 2; /* behind the node and the FC */

    model_append_item(model, leaf, item);
    names = g_strsplit(item->str, "$", 0);
    *object = model_node_ref(device, &device->nodes[leaf->node]);
    if (!node_component(object, slice_from_string("CF"), object)) {
        return false;
    }
    while (names[at] != NULL && node_component(object, slice_from_string(names[at]), object) &&
           object->flags & COMPONENT_DATA_OBJECT) {
        at++;
    }
    if (names[at] == NULL ||
        (strcmp(names[at], "setVal") != 0 && strcmp(names[at], "setMag") != 0)) {
        return false;
    }
    *part = g_strdup(names[at + 1]);
    return *part == NULL || names[at + 2] == NULL;
}

static bool
check_leaf(const Values *values, const NodeRef *leaf, Slice data)
{
    g_autofree char *part = NULL;
    NodeRef object;
    Value value;

    return !is_number(leaf->type) || value_decode(leaf->type, data, &value) != VALUE_OK ||
           !find_object(values, leaf, &object, &part) ||
           is_allowed(values, &object, part, number_of(&value));
}

static bool
check_place(const Values *values, const NodeRef *ref, Slice data)
{
    BerReader reader = ber_reader(data);
    bool allowed = true;
    BerReader inside;
    NodeRef inner;

    if (type_is_leaf(ref->type)) {
        return check_leaf(values, ref, data);
    }
    inside = ber_reader(ber_get(&reader, ref->type->kind == VALUE_ARRAY ? 0xA1 : 0xA2));
    for (uint32_t i = 0; i < ref->type->component_count && allowed; i++) {
        inner = node_inside(ref, &ref->type->components[i]);
        allowed = check_place(values, &inner, ber_get_element(&inside));
    }
    for (uint32_t i = 0; i < ref->type->element_count && allowed; i++) {
        node_element(ref, i, &inner);
        allowed = check_place(values, &inner, ber_get_element(&inside));
    }
    return allowed;
}

MmsDataError
setting_range_check(const Values *values, const NodeRef *ref, Slice data)
{
    return check_place(values, ref, data) ? MMS_DATA_SUCCESS : MMS_DATA_OBJECT_VALUE_INVALID;
}
