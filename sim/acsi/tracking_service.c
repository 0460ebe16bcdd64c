/* SPDX-License-Identifier: Apache-2.0
 *
 * What clients ask of the VMD, as tracked services: writes are sorted into those of control
 * blocks, of setting groups and of data; data sets, logs and associations have no object but
 * GenTrk. And what a refusal of MMS is in ACSI (IEC 61850-8-1 annex, ServiceStatusKind).
 */
#include "sim/acsi/tracking_private.h"

ServiceStatus
service_status_of(MmsDataError result)
{
    static const ServiceStatus table[] = {
        [MMS_DATA_OBJECT_INVALIDATED] = STATUS_INSTANCE_NOT_AVAILABLE,
        [MMS_DATA_HARDWARE_FAULT] = STATUS_FAILED_DUE_TO_SERVER_CONSTRAINT,
        [MMS_DATA_TEMPORARILY_UNAVAILABLE] = STATUS_ACCESS_NOT_ALLOWED_IN_CURRENT_STATE,
        [MMS_DATA_OBJECT_ACCESS_DENIED] = STATUS_ACCESS_VIOLATION,
        [MMS_DATA_OBJECT_UNDEFINED] = STATUS_INSTANCE_NOT_AVAILABLE,
        [MMS_DATA_INVALID_ADDRESS] = STATUS_INSTANCE_NOT_AVAILABLE,
        [MMS_DATA_TYPE_UNSUPPORTED] = STATUS_TYPE_CONFLICT,
        [MMS_DATA_TYPE_INCONSISTENT] = STATUS_TYPE_CONFLICT,
        [MMS_DATA_OBJECT_ATTRIBUTE_INCONSISTENT] = STATUS_PARAMETER_VALUE_INCONSISTENT,
        [MMS_DATA_OBJECT_ACCESS_UNSUPPORTED] = STATUS_CLASS_NOT_SUPPORTED,
        [MMS_DATA_OBJECT_NON_EXISTENT] = STATUS_INSTANCE_NOT_AVAILABLE,
        [MMS_DATA_OBJECT_VALUE_INVALID] = STATUS_PARAMETER_VALUE_INAPPROPRIATE,
    };

    return result == MMS_DATA_SUCCESS             ? STATUS_NO_ERROR
           : (size_t)result < G_N_ELEMENTS(table) ? table[result]
                                                  : STATUS_FAILED_DUE_TO_SERVER_CONSTRAINT;
}

ServiceStatus
service_status_of_error(MmsError result)
{
    static const struct {
        MmsError error;
        ServiceStatus status;
    } table[] = {
        { MMS_OK, STATUS_NO_ERROR },
        { MMS_OBJECT_NON_EXISTENT, STATUS_INSTANCE_NOT_AVAILABLE },
        { MMS_OBJECT_UNDEFINED, STATUS_INSTANCE_NOT_AVAILABLE },
        { MMS_OBJECT_EXISTS, STATUS_INSTANCE_IN_USE },
        { MMS_OBJECT_CONSTRAINT_CONFLICT, STATUS_INSTANCE_IN_USE },
        { MMS_OBJECT_ACCESS_DENIED, STATUS_ACCESS_VIOLATION },
        { MMS_OBJECT_STATE_CONFLICT, STATUS_ACCESS_NOT_ALLOWED_IN_CURRENT_STATE },
        { MMS_SERVICE_OTHER, STATUS_PARAMETER_VALUE_INAPPROPRIATE },
        { MMS_DEFINITION_OTHER, STATUS_PARAMETER_VALUE_INAPPROPRIATE },
        { MMS_OBJECT_ATTRIBUTE_INCONSISTENT, STATUS_PARAMETER_VALUE_INCONSISTENT },
        { MMS_OBJECT_ACCESS_UNSUPPORTED, STATUS_CLASS_NOT_SUPPORTED },
        { MMS_TYPE_INCONSISTENT, STATUS_TYPE_CONFLICT },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(table); i++) {
        if (table[i].error == result) {
            return table[i].status;
        }
    }
    return STATUS_FAILED_DUE_TO_SERVER_CONSTRAINT;
}

ServiceStatus
track_status(const Tracking *tracking, const VmdCaller *caller, const NodeRef *ref,
             MmsDataError result)
{
    return result == MMS_DATA_TEMPORARILY_UNAVAILABLE &&
                   vmd_ied_is_locked(tracking->server.vmd, caller, ref)
               ? STATUS_INSTANCE_LOCKED_BY_OTHER_CLIENT
               : service_status_of(result);
}

/* "LLN0$CF$Mod$ctlModel" to "LLN0.Mod.ctlModel": an object reference has no FC. */
static char *
reference_of(Slice domain, Slice item)
{
    GString *text = g_string_new_len((const char *)domain.data, (gssize)domain.size);
    Slice path, inner;
    Slice node = model_first_name(item, &path);

    g_string_append_printf(text, "%s%.*s", domain.size > 0 ? "/" : "", (int)node.size,
                           (const char *)node.data);
    if (path.data != NULL && fc_parse(model_first_name(path, &inner)) != FC_NONE) {
        path = inner;
    }
    if (path.data != NULL) {
        g_string_append_printf(text, ".%.*s", (int)path.size, (const char *)path.data);
    }
    return g_strdelimit(g_string_free(text, FALSE), "$", '.');
}

static char *
reference_of_name(const MmsObjectName *name)
{
    return name->scope == MMS_SCOPE_ASSOCIATION
               ? g_strdup_printf("@%.*s", (int)name->item.size, (const char *)name->item.data)
               : reference_of(name->domain, name->item);
}

static void
note(Tracking *tracking, unsigned device, const TrackedService *service)
{
    TrackRecord *record =
        track_record_new(tracking, tracking_find(tracking, device, TRACK_GEN, NULL), service);

    if (record != NULL) {
        track_record_finish(record, false);
    }
}

/* What has no device of this IED counts for the first. */
static void
note_name(Tracking *tracking, const VmdCaller *caller, const MmsObjectName *name,
          ServiceName service, ServiceStatus status)
{
    const Model *model = tracking->server.model;
    const LogicalDevice *device =
        name->scope == MMS_SCOPE_DOMAIN ? model_find_device(model, name->domain) : NULL;
    g_autofree char *reference = reference_of_name(name);

    track_block_end(tracking, caller);
    note(tracking, device != NULL ? (unsigned)(device - model->devices) : 0,
         &(TrackedService){ service, status, reference, caller->client });
}

/* Controls tell of themselves: what they answer may come later. */
static void
wrote(void *user, VmdCaller *caller, const NodeRef *ref, Slice data, MmsDataError result)
{
    Tracking *tracking = user;
    const Model *model = tracking->server.model;
    g_autoptr(GString) item = NULL;
    g_autofree char *reference = NULL;
    ServiceStatus status;

    if (result == MMS_DATA_LATER || ref->fc == FC_CO) {
        return;
    }
    if (track_block_of(tracking, ref) != NULL) {
        track_block_write(tracking, caller, ref, data, result);
        return;
    }
    track_block_end(tracking, caller);
    item = g_string_new(NULL);
    model_append_item(model, ref, item);
    reference = reference_of(slice_from_string(model->devices[ref->device].domain),
                             (Slice){ (const uint8_t *)item->str, item->len });
    status = track_status(tracking, caller, ref, result);
    if (ref->fc == FC_SE) {
        track_edit(tracking, caller, ref, reference, status);
    } else {
        note(tracking, ref->device,
             &(TrackedService){ SERVICE_SET_DATA_VALUES, status, reference, caller->client });
    }
}

static void
missed(void *user, VmdCaller *caller, const MmsObjectName *name, MmsDataError result)
{
    note_name(user, caller, name, SERVICE_SET_DATA_VALUES, service_status_of(result));
}

static void
wrote_list(void *user, VmdCaller *caller, const MmsObjectName *name, MmsDataError result)
{
    note_name(user, caller, name, SERVICE_SET_DATA_SET_VALUES, service_status_of(result));
}

static void
written(void *user, VmdCaller *caller)
{
    track_block_end(user, caller);
    tracking_flush(user);
}

static void
listed(void *user, VmdCaller *caller, const MmsObjectName *name, bool deleted, MmsError result)
{
    note_name(user, caller, name, deleted ? SERVICE_DELETE_DATA_SET : SERVICE_CREATE_DATA_SET,
              service_status_of_error(result));
}

static void
queried(void *user, VmdCaller *caller, const MmsObjectName *name, bool after, MmsError result)
{
    note_name(user, caller, name, after ? SERVICE_QUERY_LOG_AFTER : SERVICE_QUERY_LOG_BY_TIME,
              service_status_of_error(result));
}

const VmdTracker tracking_tracker = { .wrote = wrote,
                                      .missed = missed,
                                      .wrote_list = wrote_list,
                                      .written = written,
                                      .listed = listed,
                                      .queried = queried };

void
tracking_note_association(Tracking *tracking, const char *client, ServiceName service,
                          ServiceStatus status)
{
    TrackRecord *record =
        tracking == NULL
            ? NULL
            : track_record_new(
                  tracking, tracking_find(tracking, 0, TRACK_GEN, NULL),
                  &(TrackedService){ service, status, tracking->server.ied, client });

    if (record != NULL) {
        track_record_finish(record, true);
    }
}
