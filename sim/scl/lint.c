/* SPDX-License-Identifier: Apache-2.0
 *
 * What IEC 61850-6 and 7-2 do not allow although it can be served: control models without
 * their control structures, names and data sets over their limits.
 */
#include "sim/scl/builder.h"

#include <string.h>

#define CONTROL_NAME_MAX 32

/* Which control structures a ctlModel asks for, by its ordinal. */
static const struct {
    const char *name;
    bool oper, sbo, sbow;
} models[] = {
    { "status-only", false, false, false },
    { "direct-with-normal-security", true, false, false },
    { "sbo-with-normal-security", true, true, false },
    { "direct-with-enhanced-security", true, false, false },
    { "sbo-with-enhanced-security", true, false, true },
};

static bool
has(const NodeRef *node, const char *object, const char *structure)
{
    g_autofree char *path = g_strjoin("$", "CO", object, structure, NULL);
    NodeRef found;

    return node_path(node, slice_from_string(path), &found);
}

/* Where the file speaks of the object: its DOI, else its node. */
static int
line_of(const SclElement *element, const char *object)
{
    SCL_EACH(instance, element, SCL_DOI)
    {
        if (strcmp(scl_get(instance, "name"), object) == 0) {
            return instance->line;
        }
    }
    return element->line;
}

static void
lint_control(SclBuilder *builder, const SclElement *element, const NodeRef *node,
             const char *object, unsigned model)
{
    const char *missing = NULL;
    const LogicalNode *owner = &builder->model->devices[node->device].nodes[node->node];

    if (model >= G_N_ELEMENTS(models)) {
        return;
    }
    if (models[model].oper && !has(node, object, "Oper")) {
        missing = "Oper";
    } else if (models[model].sbo && !has(node, object, "SBO")) {
        missing = "SBO";
    } else if (models[model].sbow && !has(node, object, "SBOw")) {
        missing = "SBOw";
    }
    if (missing != NULL) {
        scl_note(builder->notes, line_of(element, object),
                 "%s.%s is %s, but its type has no %s: it cannot be operated", owner->name,
                 object, models[model].name, missing);
    }
}

static void
lint_controls(SclBuilder *builder, const SclElement *element, const NodeRef *node)
{
    NodeRef configuration;

    if (!node_path(node, slice_from_string("CF"), &configuration)) {
        return;
    }
    for (uint32_t i = 0; i < configuration.type->component_count; i++) {
        NodeRef object = node_inside(&configuration, &configuration.type->components[i]);
        NodeRef leaf;

        if (node_component(&object, slice_from_string("ctlModel"), &leaf) &&
            leaf.type->kind == VALUE_INTEGER) {
            lint_control(builder, element, node, configuration.type->components[i].name,
                         builder->model->initial[leaf.offset]);
        }
    }
}

static void
lint_data_sets(SclBuilder *builder)
{
    const Model *model = builder->model;
    unsigned max = model->services.data_set_attributes_max;

    for (unsigned i = 0; i < model->data_set_count; i++) {
        const DataSet *set = &model->data_sets[i];
        GArray *plans = g_ptr_array_index(builder->plans, set->device);

        if (max > 0 && set->member_count > max) {
            scl_note(builder->notes, g_array_index(plans, SclNodePlan, set->node).element->line,
                     "data set \"%s\" has %u members; Services allow %u", set->item,
                     set->member_count, max);
        }
    }
}

static void
lint_names(SclBuilder *builder)
{
    for (unsigned i = 0; i < builder->controls->len; i++) {
        const SclControl *control = &g_array_index(builder->controls, SclControl, i);

        if (control->instance == 1 && strlen(control->name) > CONTROL_NAME_MAX) {
            scl_note(builder->notes, control->element->line,
                     "the name of control block \"%s\" is longer than %d", control->name,
                     CONTROL_NAME_MAX);
        }
    }
}

/* What has no LN0 has no place for data sets and control blocks (IEC 61850-6 9.3.5). */
static void
lint_devices(SclBuilder *builder)
{
    SCL_EACH(device, builder->server, SCL_LDEVICE)
    {
        if (scl_child(device, SCL_LN0) == NULL) {
            scl_note(builder->notes, device->line, "LDevice \"%s\" has no LN0",
                     scl_get(device, "inst"));
        }
    }
}

void
scl_lint_server(SclBuilder *builder)
{
    const Model *model = builder->model;

    for (unsigned i = 0; i < model->device_count; i++) {
        GArray *plans = g_ptr_array_index(builder->plans, i);

        for (unsigned k = 0; k < plans->len; k++) {
            NodeRef node = model_node_ref(&model->devices[i], &model->devices[i].nodes[k]);

            lint_controls(builder, g_array_index(plans, SclNodePlan, k).element, &node);
        }
    }
    lint_devices(builder);
    lint_data_sets(builder);
    lint_names(builder);
}
