/* SPDX-License-Identifier: Apache-2.0
 *
 * What a control heeds beside its own data object: Beh, Loc, Health of its node or of LLN0, and
 * the nodes that belong to it by prefix and instance: CILO, RSYN, XCBR, XSWI (IEC 61850-7-4).
 */
#include "sim/acsi/control_private.h"

static const LogicalDevice *
device_of(const ControlObject *object)
{
    return &object->controls->server->model->devices[object->co.device];
}

static const LogicalNode *
own_node(const ControlObject *object)
{
    return &device_of(object)->nodes[object->co.node];
}

bool
control_node_leaf(const ControlObject *object, const LogicalNode *node, const char *path,
                  NodeRef *leaf)
{
    NodeRef at = model_node_ref(device_of(object), node);

    return node_component(&at, slice_from_string(fc_name(FC_ST)), &at) &&
           node_path(&at, slice_from_string(path), leaf);
}

bool
control_node_number(const ControlObject *object, const LogicalNode *node, const char *path,
                    int64_t *number)
{
    NodeRef leaf;

    if (node == NULL || !control_node_leaf(object, node, path, &leaf)) {
        return false;
    }
    *number = control_number(object->controls, &leaf);
    return true;
}

bool
control_own_number(const ControlObject *object, const char *path, int64_t *number)
{
    return control_node_number(object, own_node(object), path, number);
}

bool
control_near_number(const ControlObject *object, const char *path, int64_t *number)
{
    const LogicalDevice *device = device_of(object);

    return control_own_number(object, path, number) ||
           control_node_number(object, model_find_node(device, slice_from_string("LLN0")), path,
                               number);
}

static bool
is_class(const LogicalNode *node, const char *ln_class)
{
    return strcmp(node->ln_class, ln_class) == 0;
}

static bool
belongs(const LogicalNode *node, const LogicalNode *own)
{
    return strcmp(node->prefix, own->prefix) == 0 && strcmp(node->inst, own->inst) == 0;
}

const LogicalNode *
control_partner(const ControlObject *object, const char *ln_class)
{
    const LogicalDevice *device = device_of(object);
    const LogicalNode *own = own_node(object);
    const LogicalNode *only = NULL;
    unsigned count = 0;

    for (unsigned i = 0; i < device->node_count; i++) {
        const LogicalNode *node = &device->nodes[i];

        if (!is_class(node, ln_class)) {
            continue;
        }
        if (belongs(node, own)) {
            return node;
        }
        only = node;
        count++;
    }
    return count == 1 ? only : NULL;
}

/* Of the switches in the device the one that fits prefix and instance; else the only one of the
 * device, when there is one CSWI only. */
const LogicalNode *
control_moved_switch(const ControlObject *object)
{
    const LogicalDevice *device = device_of(object);
    const LogicalNode *own = own_node(object);
    const LogicalNode *fitting = NULL, *only = NULL;
    unsigned fitting_count = 0, count = 0, controllers = 0;

    if (!is_class(own, "CSWI") || strcmp(object->path, "Pos") != 0) {
        return NULL;
    }
    for (unsigned i = 0; i < device->node_count; i++) {
        const LogicalNode *node = &device->nodes[i];

        controllers += is_class(node, "CSWI");
        if (is_class(node, "XCBR") || is_class(node, "XSWI")) {
            only = node;
            count++;
            fitting = belongs(node, own) ? node : fitting;
            fitting_count += belongs(node, own);
        }
    }
    if (fitting_count > 0) {
        return fitting_count == 1 ? fitting : NULL;
    }
    return count == 1 && controllers == 1 ? only : NULL;
}
