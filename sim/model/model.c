/* SPDX-License-Identifier: Apache-2.0
 *
 * Models: life, layout, and the way from names to places (see model.h). A find walks the name
 * from component to component; the hashed indexes make each step short however many nodes a
 * device has.
 */
#include "sim/model/model.h"

#include "sim/model/name_index.h"

Model *
model_new(TypePool *types, StringPool *strings)
{
    Model *model = g_new0(Model, 1);

    model->types = type_pool_ref(types);
    model->strings = string_pool_ref(strings);
    model->references = 1;
    return model;
}

Model *
model_ref(Model *model)
{
    model->references++;
    return model;
}

static void
free_arrays(Model *model)
{
    for (unsigned i = 0; i < model->device_count; i++) {
        g_free(model->devices[i].nodes);
        g_free(model->devices[i].index);
    }
    for (unsigned i = 0; i < model->data_set_count; i++) {
        g_free(model->data_sets[i].members);
    }
    g_free(model->devices);
    g_free(model->index);
    g_free(model->initial);
    g_free(model->data_sets);
    g_free(model->control_blocks);
    g_free(model->settings);
    g_free(model->access_overrides);
    g_free(model->journals);
    g_free(model->journal_devices);
}

void
model_unref(Model *model)
{
    if (model == NULL || --model->references > 0) {
        return;
    }
    free_arrays(model);
    g_free(model->name);
    g_free(model->access_point);
    g_free(model->manufacturer);
    g_free(model->type);
    g_free(model->config_version);
    g_free(model->desc);
    type_pool_unref(model->types);
    string_pool_unref(model->strings);
    g_free(model);
}

/* Attributes of control blocks are no data. */
static uint32_t
count_data_leaves(const Type *node)
{
    uint32_t count = node->leaf_count;

    for (uint32_t i = 0; i < node->component_count; i++) {
        const Type *fc = node->components[i].type;

        for (uint32_t k = 0; k < fc->component_count; k++) {
            if (fc->components[k].flags & COMPONENT_CONTROL_BLOCK) {
                count -= fc->components[k].type->leaf_count;
            }
        }
    }
    return count;
}

static void
index_nodes(LogicalDevice *device)
{
    uint32_t slots = name_index_slots(device->node_count);

    device->index = g_new0(uint16_t, slots);
    for (unsigned i = 0; i < device->node_count; i++) {
        name_index_add(device->index, slots, slice_from_string(device->nodes[i].name),
                       (uint16_t)i);
    }
}

static bool
lay_out_device(Model *model, unsigned at)
{
    LogicalDevice *device = &model->devices[at];
    uint64_t size = model->size;

    if (device->node_count > TYPE_COMPONENTS_MAX) {
        return false;
    }
    for (unsigned i = 0; i < device->node_count; i++) {
        LogicalNode *node = &device->nodes[i];

        node->offset = (uint32_t)size;
        node->device = (uint16_t)at;
        size += node->type->size;
        model->leaf_count += count_data_leaves(node->type);
        if (size > TYPE_SIZE_MAX) {
            return false;
        }
    }
    model->size = (uint32_t)size;
    index_nodes(device);
    return true;
}

bool
model_finish_layout(Model *model)
{
    uint32_t slots = name_index_slots(model->device_count);

    if (model->device_count > TYPE_COMPONENTS_MAX) {
        return false;
    }
    model->index = g_new0(uint16_t, slots);
    for (unsigned i = 0; i < model->device_count; i++) {
        if (!lay_out_device(model, i)) {
            return false;
        }
        name_index_add(model->index, slots, slice_from_string(model->devices[i].domain),
                       (uint16_t)i);
    }
    model->initial = g_malloc0(MAX(model->size, 1));
    return true;
}

const LogicalDevice *
model_find_device(const Model *model, Slice domain)
{
    uint32_t slots = name_index_slots(model->device_count);
    uint32_t at = name_hash(domain);
    int32_t position;

    while ((position = name_index_next(model->index, slots, &at)) >= 0) {
        if (slice_equals_string(domain, model->devices[position].domain)) {
            return &model->devices[position];
        }
    }
    return NULL;
}

const LogicalNode *
model_find_node(const LogicalDevice *device, Slice name)
{
    uint32_t slots = name_index_slots(device->node_count);
    uint32_t at = name_hash(name);
    int32_t position;

    while ((position = name_index_next(device->index, slots, &at)) >= 0) {
        if (slice_equals_string(name, device->nodes[position].name)) {
            return &device->nodes[position];
        }
    }
    return NULL;
}

NodeRef
model_node_ref(const LogicalDevice *device, const LogicalNode *node)
{
    return (NodeRef){ .type = node->type,
                      .offset = node->offset,
                      .device = node->device,
                      .node = (uint16_t)(node - device->nodes),
                      .fc = FC_NONE };
}

bool
model_find_item(const Model *model, Slice domain, Slice item, NodeRef *ref)
{
    const LogicalDevice *device = model_find_device(model, domain);
    const LogicalNode *node;
    Slice path;
    NodeRef at;

    if (device == NULL) {
        return false;
    }
    node = model_find_node(device, model_first_name(item, &path));
    if (node == NULL) {
        return false;
    }
    at = model_node_ref(device, node);
    if (path.data != NULL && !node_path(&at, path, &at)) {
        return false;
    }
    *ref = at;
    return true;
}
