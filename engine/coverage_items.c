/* SPDX-License-Identifier: Apache-2.0
 *
 * What an IED offers, item by item, and whether its marks say that it was touched: a walk for
 * each kind of coverage.
 */
#include "engine/coverage_private.h"

#define READ (1u << VMD_TOUCH_READ)
#define WRITTEN (1u << VMD_TOUCH_WRITE)
#define REPORTED (1u << VMD_TOUCH_REPORT)
#define ANY (READ | WRITTEN | REPORTED)

typedef struct Walk {
    const Covered *covered;
    bool named;
    CoverageItem item;
    void *user;
} Walk;

static bool
is_touched(const Walk *walk, unsigned touches, const NodeRef *ref)
{
    return covered_any(walk->covered, touches, ref->offset, ref->type->size);
}

static void
tell(const Walk *walk, const NodeRef *ref, bool touched)
{
    g_autofree char *name =
        walk->named ? reference_format(walk->covered->model, ref, false) : NULL;

    walk->item(walk->user, name, touched);
}

static void
walk_devices(const Walk *walk)
{
    const Model *model = walk->covered->model;

    for (unsigned i = 0; i < model->device_count; i++) {
        const LogicalDevice *device = &model->devices[i];
        bool touched = false;

        for (unsigned n = 0; n < device->node_count && !touched; n++) {
            touched = covered_any(walk->covered, ANY, device->nodes[n].offset,
                                  device->nodes[n].type->size);
        }
        walk->item(walk->user, device->inst, touched);
    }
}

/* Calls `each` with every FC of every logical node. */
static void
walk_constraints(const Walk *walk, void (*each)(const Walk *walk, const NodeRef *fc))
{
    const Model *model = walk->covered->model;

    for (unsigned i = 0; i < model->device_count; i++) {
        const LogicalDevice *device = &model->devices[i];

        for (unsigned n = 0; n < device->node_count; n++) {
            NodeRef node = model_node_ref(device, &device->nodes[n]);

            for (unsigned c = 0; c < node.type->component_count; c++) {
                NodeRef fc = node_inside(&node, &node.type->components[c]);

                each(walk, &fc);
            }
        }
    }
}

static void
walk_nodes(const Walk *walk)
{
    const Model *model = walk->covered->model;

    for (unsigned i = 0; i < model->device_count; i++) {
        const LogicalDevice *device = &model->devices[i];

        for (unsigned n = 0; n < device->node_count; n++) {
            NodeRef node = model_node_ref(device, &device->nodes[n]);

            tell(walk, &node, is_touched(walk, ANY, &node));
        }
    }
}

/* The data objects of a functional constraint. */
static void
walk_objects(const Walk *walk, const NodeRef *fc, unsigned touches)
{
    for (unsigned c = 0; c < fc->type->component_count; c++) {
        NodeRef object = node_inside(fc, &fc->type->components[c]);

        if ((object.flags & COMPONENT_CONTROL_BLOCK) == 0) {
            tell(walk, &object, is_touched(walk, touches, &object));
        }
    }
}

static void
points_of(const Walk *walk, const NodeRef *fc)
{
    if (fc->fc == FC_ST || fc->fc == FC_MX) {
        walk_objects(walk, fc, READ | REPORTED);
    }
}

static void
controls_of(const Walk *walk, const NodeRef *fc)
{
    if (fc->fc == FC_CO) {
        walk_objects(walk, fc, WRITTEN);
    }
}

/* Types are nested no deeper than TYPE_DEPTH_MAX. */
static void
walk_leaves(const Walk *walk, const NodeRef *ref)
{
    if (ref->flags & COMPONENT_CONTROL_BLOCK) {
        return;
    }
    if (type_is_leaf(ref->type)) {
        tell(walk, ref, is_touched(walk, ANY, ref));
        return;
    }
    for (unsigned c = 0; ref->type->kind == VALUE_STRUCTURE && c < ref->type->component_count;
         c++) {
        NodeRef inner = node_inside(ref, &ref->type->components[c]);

        walk_leaves(walk, &inner);
    }
    for (uint32_t e = 0; ref->type->kind == VALUE_ARRAY && e < ref->type->element_count; e++) {
        NodeRef inner;

        if (node_element(ref, e, &inner)) {
            walk_leaves(walk, &inner);
        }
    }
}

static void
attributes_of(const Walk *walk, const NodeRef *fc)
{
    walk_leaves(walk, fc);
}

static void
walk_points(const Walk *walk)
{
    walk_constraints(walk, points_of);
}

static void
walk_controls(const Walk *walk)
{
    walk_constraints(walk, controls_of);
}

static void
walk_attributes(const Walk *walk)
{
    walk_constraints(walk, attributes_of);
}

static void
walk_data_sets(const Walk *walk)
{
    const Model *model = walk->covered->model;

    for (unsigned i = 0; i < model->data_set_count; i++) {
        const DataSet *set = &model->data_sets[i];
        const LogicalDevice *device = &model->devices[set->device];
        g_autofree char *name =
            g_strdup_printf("%s/%s.%s", device->inst, device->nodes[set->node].name, set->name);

        walk->item(walk->user, name, walk->covered->data_sets[i] != 0);
    }
}

static bool
is_report_block(const ControlBlock *block)
{
    return block->kind == CB_URCB || block->kind == CB_BRCB;
}

static bool
are_instances(const ControlBlock *a, const ControlBlock *b)
{
    return a->kind == b->kind && a->device == b->device && a->node == b->node &&
           strcmp(a->base_name, b->base_name) == 0;
}

static bool
is_first_instance(const Model *model, unsigned at)
{
    for (unsigned i = 0; i < at; i++) {
        if (are_instances(&model->control_blocks[i], &model->control_blocks[at])) {
            return false;
        }
    }
    return true;
}

/* "LD0/LLN0.BR.brcbMeas", with "(01 03 of 5)" behind it when there are several instances. */
static void
tell_report_block(const Walk *walk, unsigned at)
{
    const Model *model = walk->covered->model;
    const ControlBlock *first = &model->control_blocks[at];
    const LogicalDevice *device = &model->devices[first->device];
    GString *text = g_string_new(NULL);
    unsigned count = 0, enabled = 0;

    g_string_printf(text, "%s/%s.%s.%s", device->inst, device->nodes[first->node].name,
                    fc_name(first->ref.fc), first->base_name);
    g_string_append(text, " (");
    for (unsigned i = at; i < model->control_block_count; i++) {
        if (!are_instances(first, &model->control_blocks[i])) {
            continue;
        }
        count++;
        if (walk->covered->blocks[i] != 0) {
            g_string_append_printf(text, "%s ", model->control_blocks[i].name);
            enabled++;
        }
    }
    g_string_append_printf(text, "%u of %u)", enabled, count);
    if (count == 1) {
        g_string_truncate(text, (gsize)(strchr(text->str, '(') - text->str - 1));
    }
    walk->item(walk->user, text->str, enabled > 0);
    g_string_free(text, TRUE);
}

static void
walk_rcbs(const Walk *walk)
{
    const Model *model = walk->covered->model;

    for (unsigned i = 0; i < model->control_block_count; i++) {
        if (is_report_block(&model->control_blocks[i]) && is_first_instance(model, i)) {
            tell_report_block(walk, i);
        }
    }
}

static void
walk_settings(const Walk *walk)
{
    const Model *model = walk->covered->model;

    for (unsigned i = 0; i < model->control_block_count; i++) {
        const ControlBlock *block = &model->control_blocks[i];

        if (block->kind == CB_SGCB) {
            tell(walk, &block->ref, is_touched(walk, READ | WRITTEN, &block->ref));
        }
    }
}

char *
covered_log_name(const Model *model, unsigned journal)
{
    const LogicalDevice *device = &model->devices[model->journal_devices[journal]];
    g_autofree char *item = g_strdelimit(g_strdup(model->journals[journal]), "$", '.');

    return g_strdup_printf("%s/%s", device->inst, item);
}

static void
walk_logs(const Walk *walk)
{
    for (unsigned i = 0; i < walk->covered->model->journal_count; i++) {
        g_autofree char *name = covered_log_name(walk->covered->model, i);

        walk->item(walk->user, name, walk->covered->logs[i] != 0);
    }
}

void
covered_each(const Covered *covered, CoverageKind kind, bool named, CoverageItem item,
             void *user)
{
    static void (*const walks[])(const Walk *walk) = {
        [COVERAGE_DEVICES] = walk_devices,     [COVERAGE_NODES] = walk_nodes,
        [COVERAGE_POINTS] = walk_points,       [COVERAGE_ATTRIBUTES] = walk_attributes,
        [COVERAGE_DATA_SETS] = walk_data_sets, [COVERAGE_RCBS] = walk_rcbs,
        [COVERAGE_CONTROLS] = walk_controls,   [COVERAGE_SETTINGS] = walk_settings,
        [COVERAGE_LOGS] = walk_logs,
    };
    Walk walk = { covered, named, item, user };

    walks[kind](&walk);
}
