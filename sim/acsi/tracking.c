/* SPDX-License-Identifier: Apache-2.0
 *
 * The life of service tracking, and which objects the file has for it (see tracking.h).
 */
#include "sim/acsi/tracking_private.h"

static const char *const names[TRACK_KINDS] = {
    [TRACK_SPC] = "SpcTrk",   [TRACK_DPC] = "DpcTrk",     [TRACK_INC] = "IncTrk",
    [TRACK_ENC] = "EncTrk",   [TRACK_APC_F] = "ApcFTrk",  [TRACK_APC_INT] = "ApcIntTrk",
    [TRACK_BSC] = "BscTrk",   [TRACK_ISC] = "IscTrk",     [TRACK_BAC] = "BacTrk",
    [TRACK_URCB] = "UrcbTrk", [TRACK_BRCB] = "BrcbTrk",   [TRACK_LOCB] = "LocbTrk",
    [TRACK_GOCB] = "GocbTrk", [TRACK_MSVCB] = "MsvcbTrk", [TRACK_USVCB] = "UsvcbTrk",
    [TRACK_SGCB] = "SgcbTrk", [TRACK_GEN] = "GenTrk",
};

/* "EncTrk", "EncTrk2". */
static bool
find_kind(const char *name, TrackKind *kind)
{
    size_t length = strlen(name);

    while (length > 0 && g_ascii_isdigit(name[length - 1])) {
        length--;
    }
    for (unsigned i = 0; i < TRACK_KINDS; i++) {
        if (strlen(names[i]) == length && strncmp(names[i], name, length) == 0) {
            *kind = (TrackKind)i;
            return true;
        }
    }
    return false;
}

static void
collect(Tracking *tracking, const LogicalDevice *device, const LogicalNode *node)
{
    NodeRef ref = model_node_ref(device, node);
    TrackObject object;
    NodeRef tracked;

    if (strcmp(node->ln_class, "LTRK") != 0 ||
        !node_component(&ref, slice_from_string(fc_name(FC_SR)), &tracked)) {
        return;
    }
    for (uint32_t i = 0; i < tracked.type->component_count; i++) {
        const Component *component = &tracked.type->components[i];

        if (component->type->kind == VALUE_STRUCTURE &&
            find_kind(component->name, &object.kind)) {
            object.place = node_inside(&tracked, component);
            g_array_append_val(tracking->objects, object);
        }
    }
}

Tracking *
tracking_new(const AcsiServer *server)
{
    Tracking *tracking = g_new0(Tracking, 1);
    const Model *model = server->model;

    tracking->server = *server;
    tracking->objects = g_array_new(FALSE, FALSE, sizeof(TrackObject));
    for (unsigned d = 0; d < model->device_count; d++) {
        for (unsigned n = 0; n < model->devices[d].node_count; n++) {
            collect(tracking, &model->devices[d], &model->devices[d].nodes[n]);
        }
    }
    if (tracking->objects->len == 0) {
        g_array_unref(tracking->objects);
        g_free(tracking);
        return NULL;
    }
    tracking->written.items = g_array_new(FALSE, FALSE, sizeof(TrackedItem));
    vmd_ied_track(server->vmd, &tracking_tracker, tracking);
    return tracking;
}

void
tracking_free(Tracking *tracking)
{
    if (tracking == NULL) {
        return;
    }
    vmd_ied_track(tracking->server.vmd, NULL, NULL);
    clock_disarm(tracking->server.clock, &tracking->later);
    g_queue_clear_full(&tracking->queue, track_record_free);
    g_array_unref(tracking->written.items);
    g_array_unref(tracking->objects);
    g_free(tracking);
}

/* Enumerations are compared, everything else is alike enough. */
static bool
is_alike(const TrackObject *object, const Type *alike)
{
    NodeRef leaf;

    return alike == NULL || alike->enumeration == NULL ||
           !node_component(&object->place, slice_from_string("ctlVal"), &leaf) ||
           leaf.type->enumeration == NULL || leaf.type->enumeration == alike->enumeration ||
           strcmp(leaf.type->enumeration->id, alike->enumeration->id) == 0;
}

/* Of the device itself, or of any other one. */
static const TrackObject *
find_of(const Tracking *tracking, unsigned device, bool own, TrackKind kind, const Type *alike)
{
    const TrackObject *found = NULL;

    for (unsigned i = 0; i < tracking->objects->len; i++) {
        const TrackObject *object = &g_array_index(tracking->objects, TrackObject, i);

        if (object->kind != kind || (object->place.device == device) != own) {
            continue;
        }
        if (is_alike(object, alike)) {
            return object;
        }
        found = found != NULL ? found : object;
    }
    return found;
}

const TrackObject *
tracking_find(const Tracking *tracking, unsigned device, TrackKind kind, const Type *alike)
{
    static const struct {
        bool own, general;
    } order[] = { { true, false }, { true, true }, { false, false }, { false, true } };
    const TrackObject *found = NULL;

    for (unsigned i = 0; i < G_N_ELEMENTS(order) && found == NULL; i++) {
        found =
            find_of(tracking, device, order[i].own, order[i].general ? TRACK_GEN : kind, alike);
    }
    return found;
}
