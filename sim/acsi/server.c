/* SPDX-License-Identifier: Apache-2.0
 *
 * What behaviours do to the values (see server.h).
 */
#include "sim/acsi/server.h"

#include "sim/acsi/shown.h"

bool
acsi_change_open(const AcsiServer *server)
{
    bool alone = !change_is_open(server->values);

    if (alone) {
        change_open(server->values, CHANGE_DEVICE, 0);
    }
    return alone;
}

void
acsi_change_close(const AcsiServer *server, bool alone)
{
    if (alone) {
        change_commit(server->values);
    }
}

bool
acsi_time_of(const AcsiServer *server, const NodeRef *value, NodeRef *stamp)
{
    const LogicalDevice *device = &server->model->devices[value->device];
    NodeRef at = model_node_ref(device, &device->nodes[value->node]);
    bool found = false;

    while (!type_is_leaf(at.type)) {
        NodeRef inner;

        if (at.level >= 2 && node_component(&at, slice_from_string("t"), &inner) &&
            inner.type->kind == VALUE_UTC_TIME) {
            *stamp = inner;
            found = true;
        }
        at = node_towards(&at, value->offset);
    }
    return found;
}

void
acsi_stage(const AcsiServer *server, const NodeRef *leaf, const Value *value)
{
    NodeRef time;
    Value stamp;

    if ((values_equal(server->values, leaf, value) &&
         !shown_true(server->shown, leaf, &stamp)) ||
        change_set(server->values, leaf, value) != VALUE_OK) {
        return;
    }
    if (acsi_time_of(server, leaf, &time)) {
        acsi_stamp(server, &stamp);
        change_set(server->values, &time, &stamp);
    }
}
