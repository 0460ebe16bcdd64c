/* SPDX-License-Identifier: Apache-2.0
 *
 * Places: steps down from one to the next, the way back to a name, and who may write one (see
 * model.h).
 */
#include "sim/model/model.h"

Slice
model_first_name(Slice path, Slice *rest)
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
        Slice name = model_first_name(path, &path);

        if (!node_component(&at, name, &at)) {
            return false;
        }
    } while (path.data != NULL);
    *inner = at;
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

static NodeRef
node_of(const Model *model, const NodeRef *ref)
{
    const LogicalDevice *device = &model->devices[ref->device];

    return model_node_ref(device, &device->nodes[ref->node]);
}

const char *
node_name(const Model *model, const NodeRef *ref, unsigned level)
{
    NodeRef at = node_of(model, ref);

    while (at.level + 1U < level) {
        at = node_towards(&at, ref->offset);
    }
    return at.type->kind == VALUE_STRUCTURE
               ? component_at(at.type, ref->offset - at.offset)->name
               : NULL;
}

bool
node_under(const Model *model, const NodeRef *ref, Fc fc, NodeRef *other)
{
    NodeRef from = node_of(model, ref);
    NodeRef at = from;
    NodeRef inner;

    from = node_towards(&from, ref->offset);
    if (!node_component(&at, slice_from_string(fc_name(fc)), &at)) {
        return false;
    }
    for (; from.level < ref->level; from = node_towards(&from, ref->offset), at = inner) {
        uint32_t inside = ref->offset - from.offset;
        bool found =
            from.type->kind == VALUE_ARRAY
                ? node_element(&at, inside / from.type->element->size, &inner)
                : node_component(&at, slice_from_string(component_at(from.type, inside)->name),
                                 &inner);

        if (!found) {
            return false;
        }
    }
    *other = at;
    return true;
}

bool
node_around(const Model *model, const NodeRef *ref, const char *const *names, NodeRef *around)
{
    NodeRef at = node_of(model, ref);
    bool found = false;

    while (!type_is_leaf(at.type) && at.level <= ref->level) {
        for (const char *const *name = names; *name != NULL && at.level >= 2; name++) {
            if (at.type->kind == VALUE_STRUCTURE &&
                type_component(at.type, slice_from_string(*name)) != NULL) {
                *around = at;
                found = true;
            }
        }
        at = node_towards(&at, ref->offset);
    }
    return found;
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
