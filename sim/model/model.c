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

/* Cuts `path` at the first $; what is behind goes into `rest`, whose data is NULL when there
 * was none. */
static Slice
first_name(Slice path, Slice *rest)
{
    const uint8_t *dollar = path.size > 0 ? memchr(path.data, '$', path.size) : NULL;

    if (dollar == NULL) {
        *rest = SLICE_NONE;
        return path;
    }
    *rest = (Slice){ dollar + 1, (size_t)(path.data + path.size - dollar - 1) };
    return (Slice){ path.data, (size_t)(dollar - path.data) };
}

NodeRef
node_inside(const NodeRef *ref, const Component *component)
{
    NodeRef inner = *ref;
    enum {
        INHERITED = COMPONENT_DCHG | COMPONENT_QCHG | COMPONENT_DUPD | COMPONENT_CONTROL_BLOCK
    };
    uint16_t access = (uint16_t)(3u << COMPONENT_VALUE_KIND_SHIFT);

    inner.type = component->type;
    inner.offset += component->offset;
    inner.fc = ref->level == 0 ? component->fc : ref->fc;
    inner.level++;
    inner.flags = (uint16_t)(component->flags | (ref->flags & INHERITED));
    if ((component->flags & access) == 0) {
        inner.flags |= ref->flags & access;
    }
    return inner;
}

bool
node_component(const NodeRef *ref, Slice name, NodeRef *inner)
{
    const Component *component =
        ref->type->kind == VALUE_STRUCTURE ? type_component(ref->type, name) : NULL;

    if (component != NULL) {
        *inner = node_inside(ref, component);
    }
    return component != NULL;
}

bool
node_element(const NodeRef *ref, uint32_t index, NodeRef *inner)
{
    if (ref->type->kind != VALUE_ARRAY || index >= ref->type->element_count) {
        return false;
    }
    *inner = *ref;
    inner->type = ref->type->element;
    inner->offset += index * inner->type->size;
    inner->level++;
    return true;
}

bool
node_path(const NodeRef *ref, Slice path, NodeRef *inner)
{
    NodeRef at = *ref;

    do {
        Slice name = first_name(path, &path);

        if (!node_component(&at, name, &at)) {
            return false;
        }
    } while (path.data != NULL);
    *inner = at;
    return true;
}

bool
model_find_item(const Model *model, Slice domain, Slice item, NodeRef *ref)
{
    const LogicalDevice *device = model_find_device(model, domain);
    const LogicalNode *node;
    NodeRef at;
    Slice name;

    if (device == NULL) {
        return false;
    }
    name = first_name(item, &item);
    node = model_find_node(device, name);
    if (node == NULL) {
        return false;
    }
    at = model_node_ref(device, node);
    if (item.data != NULL && !node_path(&at, item, &at)) {
        return false;
    }
    *ref = at;
    return true;
}

/* The component of a structure in which the octet at `offset` lies. */
static const Component *
component_at(const Type *type, uint32_t offset)
{
    uint32_t low = 0;
    uint32_t high = type->component_count;

    while (high - low > 1) {
        uint32_t middle = (low + high) / 2;

        if (type->components[middle].offset <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return &type->components[low];
}

NodeRef
node_towards(const NodeRef *ref, uint32_t offset)
{
    NodeRef inner = *ref;

    if (ref->type->kind == VALUE_ARRAY) {
        node_element(ref, (offset - ref->offset) / ref->type->element->size, &inner);
        return inner;
    }
    return node_inside(ref, component_at(ref->type, offset - ref->offset));
}

void
model_append_item(const Model *model, const NodeRef *ref, GString *text)
{
    const LogicalDevice *device = &model->devices[ref->device];
    NodeRef at = model_node_ref(device, &device->nodes[ref->node]);

    g_string_append(text, device->nodes[ref->node].name);
    while (at.level < ref->level) {
        const Type *type = at.type;
        uint32_t inside = ref->offset - at.offset;

        if (type->kind == VALUE_ARRAY) {
            g_string_append_printf(text, "(%u)", inside / type->element->size);
        } else {
            g_string_append_c(text, '$');
            g_string_append(text, component_at(type, inside)->name);
        }
        at = node_towards(&at, ref->offset);
    }
}

static bool
is_writable_fc(Fc fc)
{
    static const bool writable[FC_COUNT] = {
        [FC_CF] = true, [FC_DC] = true, [FC_SP] = true,
        [FC_SV] = true, [FC_SE] = true, [FC_BL] = true,
    };

    return fc < FC_COUNT && writable[fc];
}

/* What the instances say about leaves in [offset, offset + size): the first entry. */
static unsigned
find_override(const Model *model, uint32_t offset)
{
    unsigned low = 0;
    unsigned high = model->access_override_count;

    while (low < high) {
        unsigned middle = (low + high) / 2;

        if (model->access_overrides[middle].offset < offset) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool
is_writable_leaf(const Model *model, const NodeRef *leaf)
{
    unsigned at = find_override(model, leaf->offset);

    if (at < model->access_override_count &&
        model->access_overrides[at].offset == leaf->offset) {
        return model->access_overrides[at].access == ACCESS_SET;
    }
    return (leaf->flags >> COMPONENT_VALUE_KIND_SHIFT & 3) == ACCESS_SET;
}

bool
model_is_writable(const Model *model, const NodeRef *ref)
{
    NodeRef inner;
    bool writable = true;

    if (!is_writable_fc(ref->fc) || ref->flags & COMPONENT_CONTROL_BLOCK) {
        return false;
    }
    if (type_is_leaf(ref->type)) {
        return is_writable_leaf(model, ref);
    }
    for (uint32_t i = 0; i < ref->type->element_count && writable; i++) {
        writable = node_element(ref, i, &inner) && model_is_writable(model, &inner);
    }
    for (uint32_t i = 0; i < ref->type->component_count && writable; i++) {
        inner = node_inside(ref, &ref->type->components[i]);
        writable = model_is_writable(model, &inner);
    }
    return writable;
}
