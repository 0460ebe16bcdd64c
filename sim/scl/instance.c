/* SPDX-License-Identifier: Apache-2.0
 *
 * DOI, SDI and DAI (IEC 61850-6 9.3.6): what an instance says about values goes into the
 * model's initial octets, never into types. A DAI names no functional constraint, so it speaks
 * of every attribute of its path: SG and SE alike.
 */
#include "sim/scl/builder.h"

#include <string.h>

#include "sim/scl/value.h"

typedef struct Walk {
    SclBuilder *builder;
    unsigned active_group;
} Walk;

/* The same path under several functional constraints. */
typedef struct Places {
    NodeRef refs[FC_COUNT];
    unsigned count;
} Places;

static bool
step_into(const NodeRef *ref, const char *name, const char *index, NodeRef *inner)
{
    guint64 number;

    if (!node_component(ref, slice_from_string(name), inner) ||
        inner->flags & COMPONENT_CONTROL_BLOCK) {
        return false;
    }
    if (index == NULL) {
        return true;
    }
    return g_ascii_string_to_unsigned(index, 10, 0, UINT32_MAX, &number, NULL) &&
           node_element(inner, (uint32_t)number, inner);
}

/* Array elements keep the flags of their array. */
static void
step_all(const Places *outer, const SclElement *element, Places *inner)
{
    const char *name = scl_get(element, "name");
    const char *index = scl_find(element, "ix");

    inner->count = 0;
    for (unsigned i = 0; i < outer->count; i++) {
        if (step_into(&outer->refs[i], name, index, &inner->refs[inner->count])) {
            inner->count++;
        }
    }
}

static void
note_unmatched(SclBuilder *builder, const SclElement *element)
{
    static const char *const words[] = {
        [SCL_DOI] = "DOI", [SCL_SDI] = "SDI", [SCL_DAI] = "DAI"
    };
    const char *index = scl_find(element, "ix");

    scl_note(builder->notes, element->line,
             "%s \"%s\"%s%s%s matches nothing in the templates; left out", words[element->tag],
             scl_get(element, "name"), index != NULL ? "(" : "", index != NULL ? index : "",
             index != NULL ? ")" : "");
}

static unsigned
group_of(const SclElement *value)
{
    guint64 group = 0;

    g_ascii_string_to_unsigned(scl_get(value, "sGroup"), 10, 1, 255, &group, NULL);
    return (unsigned)group;
}

/* The Val that holds now: the one of no group, else of the active one, else, for what belongs
 * to no setting group, any. */
static const SclElement *
present_value(const SclElement *element, Fc fc, unsigned active_group)
{
    const SclElement *active = NULL;

    SCL_EACH(value, element, SCL_VAL)
    {
        if (scl_find(value, "sGroup") == NULL) {
            return value;
        }
        if (group_of(value) == active_group) {
            active = value;
        }
    }
    return active != NULL || fc == FC_SG || fc == FC_SE ? active : scl_child(element, SCL_VAL);
}

static void
add_setting(SclBuilder *builder, const NodeRef *leaf, const SclElement *value)
{
    const uint8_t *initial = builder->model->initial + leaf->offset;
    SettingValue setting = { .device = leaf->device,
                             .group = (uint8_t)group_of(value),
                             .offset = leaf->offset,
                             .type = leaf->type };
    uint8_t octets[16];

    if (setting.group == 0) {
        scl_note(builder->notes, value->line, "sGroup=\"%s\" is no setting group",
                 scl_get(value, "sGroup"));
        return;
    }
    memcpy(octets, initial, leaf->type->size);
    scl_value_store(builder->notes, value->line, leaf->type, value->text, octets,
                    builder->loader->strings);
    if (memcmp(octets, initial, leaf->type->size) != 0) {
        uint8_t *kept = type_pool_allocate(builder->loader->types, leaf->type->size);

        memcpy(kept, octets, leaf->type->size);
        setting.octets = kept;
        g_array_append_val(builder->settings, setting);
    }
}

static void
add_override(SclBuilder *builder, const NodeRef *leaf, const char *kind)
{
    static const char *const names[] = { "Set", "Conf", "RO", "Spec" };
    AccessOverride override = { .offset = leaf->offset };
    unsigned present = leaf->flags >> COMPONENT_VALUE_KIND_SHIFT & 3;

    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
        if (strcmp(kind, names[i]) == 0 && i != present) {
            override.access = (uint8_t)i;
            g_array_append_val(builder->overrides, override);
        }
    }
}

static void
apply_leaf(Walk *walk, const NodeRef *leaf, const SclElement *element)
{
    SclBuilder *builder = walk->builder;
    const SclElement *present = present_value(element, leaf->fc, walk->active_group);
    const char *kind = scl_find(element, "valKind");

    if (present != NULL) {
        scl_value_store(builder->notes, present->line, leaf->type, present->text,
                        builder->model->initial + leaf->offset, builder->loader->strings);
    }
    if (kind != NULL) {
        add_override(builder, leaf, kind);
    }
    if (leaf->fc != FC_SG) {
        return;
    }
    SCL_EACH(value, element, SCL_VAL)
    {
        if (scl_find(value, "sGroup") != NULL) {
            add_setting(builder, leaf, value);
        }
    }
}

static void apply_inner(Walk *walk, const Places *places, const SclElement *element);

static void
apply_attribute(Walk *walk, const Places *outer, const SclElement *element)
{
    Places places;
    unsigned leaves = 0;

    step_all(outer, element, &places);
    for (unsigned i = 0; i < places.count; i++) {
        if (type_is_leaf(places.refs[i].type)) {
            apply_leaf(walk, &places.refs[i], element);
            leaves++;
        }
    }
    if (leaves == 0) {
        note_unmatched(walk->builder, element);
    }
}

static void
apply_group(Walk *walk, const Places *outer, const SclElement *element)
{
    Places places;

    step_all(outer, element, &places);
    if (places.count == 0) {
        note_unmatched(walk->builder, element);
        return;
    }
    apply_inner(walk, &places, element);
}

static void
apply_inner(Walk *walk, const Places *places, const SclElement *element)
{
    for (const SclElement *child = element->first; child != NULL; child = child->next) {
        if (child->tag == SCL_SDI) {
            apply_group(walk, places, child);
        } else if (child->tag == SCL_DAI) {
            apply_attribute(walk, places, child);
        }
    }
}

/* Mod and Beh are on and Health is Ok even where their EnumType is missing. */
static void
turn_on(SclBuilder *builder, const NodeRef *node)
{
    static const char *const paths[] = { "ST$Mod$stVal", "ST$Beh$stVal", "ST$Health$stVal" };

    for (unsigned i = 0; i < G_N_ELEMENTS(paths); i++) {
        NodeRef leaf;

        if (node_path(node, slice_from_string(paths[i]), &leaf) &&
            leaf.type->kind == VALUE_INTEGER && leaf.type->enumeration == NULL &&
            scl_is_zero(builder->model->initial + leaf.offset, leaf.type->size)) {
            scl_value_store(builder->notes, 0, leaf.type, "1",
                            builder->model->initial + leaf.offset, builder->loader->strings);
        }
    }
}

void
scl_instance_apply(SclBuilder *builder, uint16_t device, uint16_t node,
                   const SclElement *element, unsigned active_group)
{
    const LogicalDevice *owner = &builder->model->devices[device];
    NodeRef whole = model_node_ref(owner, &owner->nodes[node]);
    Walk walk = { builder, active_group };
    Places roots = { .count = 0 };

    for (uint32_t i = 0; i < whole.type->component_count; i++) {
        roots.refs[roots.count++] = node_inside(&whole, &whole.type->components[i]);
    }
    SCL_EACH(instance, element, SCL_DOI)
    {
        apply_group(&walk, &roots, instance);
    }
    turn_on(builder, &whole);
}

static int
compare_settings(const void *a, const void *b)
{
    const SettingValue *left = a, *right = b;

    if (left->group != right->group) {
        return left->group < right->group ? -1 : 1;
    }
    return left->offset < right->offset ? -1 : left->offset > right->offset;
}

static int
compare_overrides(const void *a, const void *b)
{
    const AccessOverride *left = a, *right = b;

    return left->offset < right->offset ? -1 : left->offset > right->offset;
}

void
scl_instance_finish(SclBuilder *builder)
{
    Model *model = builder->model;

    g_array_sort(builder->settings, compare_settings);
    g_array_sort(builder->overrides, compare_overrides);
    model->setting_count = builder->settings->len;
    model->settings =
        g_memdup2(builder->settings->data, builder->settings->len * sizeof(SettingValue));
    model->access_override_count = builder->overrides->len;
    model->access_overrides =
        g_memdup2(builder->overrides->data, builder->overrides->len * sizeof(AccessOverride));
}
