/* SPDX-License-Identifier: Apache-2.0
 *
 * Tracked services on control blocks (IEC 61850-7-3 7.8.3 to 7.8.9): one row a kind. The object
 * shows the control block as it is behind the service, with what the client asked for in its
 * place. All attributes of one control block that a Write has in a row are one service; each
 * attribute of an SGCB is a service of its own.
 */
#include "sim/acsi/attribute.h"
#include "sim/acsi/tracking_private.h"

static const struct {
    TrackKind kind;
    ServiceName service;
} rows[] = {
    [CB_URCB] = { TRACK_URCB, SERVICE_SET_URCB_VALUES },
    [CB_BRCB] = { TRACK_BRCB, SERVICE_SET_BRCB_VALUES },
    [CB_LCB] = { TRACK_LOCB, SERVICE_SET_LCB_VALUES },
    [CB_GOCB] = { TRACK_GOCB, SERVICE_SET_GOCB_VALUES },
    [CB_MSVCB] = { TRACK_MSVCB, SERVICE_SET_MSVCB_VALUES },
    [CB_USVCB] = { TRACK_USVCB, SERVICE_SET_USVCB_VALUES },
    [CB_SGCB] = { TRACK_SGCB, SERVICE_UNKNOWN }, /* by attribute */
};

const ControlBlock *
track_block_of(const Tracking *tracking, const NodeRef *ref)
{
    const Model *model = tracking->server.model;

    for (unsigned i = 0; i < model->control_block_count; i++) {
        const NodeRef *block = &model->control_blocks[i].ref;

        if (ref->level >= block->level && ref->offset >= block->offset &&
            ref->offset + ref->type->size <= block->offset + block->type->size) {
            return &model->control_blocks[i];
        }
    }
    return NULL;
}

static char *
reference_of(const Tracking *tracking, const ControlBlock *block)
{
    const LogicalDevice *device = &tracking->server.model->devices[block->device];

    return g_strdup_printf("%s/%s.%s", device->domain, device->nodes[block->node].name,
                           block->name);
}

/* NULL when there is no object for it. */
static TrackRecord *
record_block(Tracking *tracking, const ControlBlock *block, TrackedService service)
{
    g_autofree char *reference = reference_of(tracking, block);
    TrackRecord *record;

    service.reference = reference;
    record = track_record_new(
        tracking, tracking_find(tracking, block->device, rows[block->kind].kind, NULL),
        &service);
    if (record != NULL) {
        vmd_ied_refresh(tracking->server.vmd, &block->ref);
        track_copy(record, &record->object->place, &block->ref);
    }
    return record;
}

/* What the client wrote, where it can be read as such a value. */
static void
put_item(TrackRecord *record, const ControlBlock *block, const TrackedItem *item)
{
    const NodeRef *place = &record->object->place;
    const char *name = attribute_name(block, &item->attribute);
    Value value;

    if (name == NULL ||
        attribute_decode(item->attribute.type, item->data, &value) != MMS_DATA_SUCCESS) {
        return;
    }
    for (uint32_t i = 0; i < place->type->component_count; i++) {
        const Component *component = &place->type->components[i];
        NodeRef leaf = node_inside(place, component);

        if (track_is_counterpart(component->name, name) && type_is_leaf(leaf.type)) {
            track_put_leaf(record, &leaf, &value);
        }
    }
}

static ServiceName
sgcb_service(const ControlBlock *block, const GArray *items)
{
    static const struct {
        const char *name;
        ServiceName service;
    } services[] = { { "ActSG", SERVICE_SELECT_ACTIVE_SG },
                     { "EditSG", SERVICE_SELECT_EDIT_SG },
                     { "CnfEdit", SERVICE_CONFIRM_EDIT_SG_VALUES } };
    const char *name =
        items->len > 0 ? attribute_name(block, &g_array_index(items, TrackedItem, 0).attribute)
                       : NULL;

    for (unsigned i = 0; i < G_N_ELEMENTS(services) && name != NULL; i++) {
        if (strcmp(name, services[i].name) == 0) {
            return services[i].service;
        }
    }
    return SERVICE_UNKNOWN;
}

void
track_block_end(Tracking *tracking, const VmdCaller *caller)
{
    TrackedBlock *written = &tracking->written;
    const ControlBlock *block = written->block;
    TrackRecord *record;
    TrackedService service = { .status = written->status, .client = caller->client };

    if (block == NULL) {
        return;
    }
    service.service = block->kind == CB_SGCB ? sgcb_service(block, written->items)
                                             : rows[block->kind].service;
    record = record_block(tracking, block, service);
    for (unsigned i = 0; i < written->items->len && record != NULL; i++) {
        put_item(record, block, &g_array_index(written->items, TrackedItem, i));
    }
    if (record != NULL) {
        track_record_finish(record, false);
    }
    written->block = NULL;
    g_array_set_size(written->items, 0);
}

void
track_block_write(Tracking *tracking, VmdCaller *caller, const NodeRef *ref, Slice data,
                  MmsDataError result)
{
    TrackedBlock *written = &tracking->written;
    const ControlBlock *block = track_block_of(tracking, ref);
    TrackedItem item = { *ref, data };

    if (block != written->block || block->kind == CB_SGCB) {
        track_block_end(tracking, caller);
    }
    if (written->block == NULL) {
        written->block = block;
        written->status = STATUS_NO_ERROR;
    }
    if (written->status == STATUS_NO_ERROR) {
        written->status = track_status(tracking, caller, ref, result);
    }
    g_array_append_val(written->items, item);
}

void
track_edit(Tracking *tracking, const VmdCaller *caller, const NodeRef *ref,
           const char *reference, ServiceStatus status)
{
    const Model *model = tracking->server.model;
    TrackedService service = { SERVICE_SET_EDIT_SG_VALUE, status, reference, caller->client };
    TrackRecord *record = track_record_new(
        tracking, tracking_find(tracking, ref->device, TRACK_SGCB, NULL), &service);

    for (unsigned i = 0; i < model->control_block_count && record != NULL; i++) {
        const ControlBlock *block = &model->control_blocks[i];

        if (block->kind == CB_SGCB && block->device == ref->device) {
            vmd_ied_refresh(tracking->server.vmd, &block->ref);
            track_copy(record, &record->object->place, &block->ref);
        }
    }
    if (record != NULL) {
        track_record_finish(record, false);
    }
}

void
tracking_note_change(Tracking *tracking, const ControlBlock *block)
{
    TrackRecord *record =
        tracking == NULL ? NULL
                         : record_block(tracking, block,
                                        (TrackedService){ .service = SERVICE_INTERNAL_CHANGE });

    if (record != NULL) {
        track_record_finish(record, true);
    }
}
