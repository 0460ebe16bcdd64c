/* SPDX-License-Identifier: Apache-2.0
 *
 * What the behaviour of a logical node (IEC 61850-7-4 annex A) makes of the quality of its
 * data.
 */
#include "sim/acsi/process_private.h"

#include <string.h>

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

bool
process_is_plain(const Process *process, const NodeRef *ref)
{
    Behaviour behaviour = process_behaviour(process, ref->device, ref->node);

    return behaviour == BEHAVIOUR_ON || behaviour == BEHAVIOUR_ON_BLOCKED;
}

void
process_apply_behaviour(const Process *process, const NodeRef *q, Value *quality)
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

static void
show_moded(Process *process, const NodeRef *q)
{
    Aside *aside = process_find_aside(process, q);
    Value shown;

    if (aside != NULL && aside->held != NULL) {
        process_show(process, aside->held);
        return;
    }
    if (aside == NULL && process_is_plain(process, q)) {
        return;
    }
    process_put_aside(process, q, NULL);
    shown = process_find_aside(process, q)->value;
    process_apply_behaviour(process, q, &shown);
    acsi_stage(process->server, q, &shown);
    if (process_is_plain(process, q)) {
        g_hash_table_remove(process->aside, process_key(q));
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

void
process_show_behaviour(Process *process, const NodeId *id)
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
