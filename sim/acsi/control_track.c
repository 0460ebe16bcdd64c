/* SPDX-License-Identifier: Apache-2.0
 *
 * Tracked services of controls (IEC 61850-7-3 7.8.10, CTS): what a client asked for, how it was
 * answered, and the cause. Which object a control has follows from its ctlVal.
 */
#include "sim/acsi/control_private.h"
#include "sim/acsi/tracking_private.h"

static bool
has_status(const ControlObject *object, const char *name)
{
    NodeRef place;

    return control_status_leaf(object, name, &place);
}

/* Of an analogue ctlVal, f before i. */
static TrackKind
kind_of(const ControlObject *object, const Type *ctl_val)
{
    switch (ctl_val->kind) {
    case VALUE_BOOLEAN:
        return control_is_switch(object) ? TRACK_DPC : TRACK_SPC;
    case VALUE_BIT_STRING:
        return has_status(object, "mxVal") ? TRACK_BAC : TRACK_BSC;
    case VALUE_STRUCTURE:
        return type_component(ctl_val, slice_from_string("f")) != NULL ? TRACK_APC_F
                                                                       : TRACK_APC_INT;
    case VALUE_FLOAT:
        return TRACK_APC_F;
    default:
        return ctl_val->enumeration != NULL   ? TRACK_ENC
               : has_status(object, "valWTr") ? TRACK_ISC
               : has_status(object, "mxVal")  ? TRACK_APC_INT
                                              : TRACK_INC;
    }
}

/* An analogue set point is shown as the other number when the file has only that one. */
static const TrackObject *
find_object(const ControlObject *object)
{
    const Tracking *tracking = object->controls->server->tracking;
    unsigned device = object->co.device;
    const TrackObject *found = NULL, *other = NULL;
    NodeRef oper, ctl_val;
    TrackKind kind;

    if (!control_component(object, CONTROL_OPER, &oper) ||
        !node_component(&oper, slice_from_string("ctlVal"), &ctl_val)) {
        return tracking_find(tracking, device, TRACK_GEN, NULL);
    }
    kind = kind_of(object, ctl_val.type);
    found = tracking_find(tracking, device, kind, ctl_val.type);
    if ((kind == TRACK_APC_F || kind == TRACK_APC_INT) &&
        (found == NULL || found->kind == TRACK_GEN)) {
        other = tracking_find(tracking, device,
                              kind == TRACK_APC_F ? TRACK_APC_INT : TRACK_APC_F, NULL);
    }
    return other != NULL ? other : found;
}

/* "LD/CSWI1.Pos" with the domain's name. */
static char *
reference_of(const ControlObject *object)
{
    const char *domain = object->controls->server->model->devices[object->co.device].domain;

    return g_strconcat(domain, strchr(object->reference, '/'), NULL);
}

/* What the request lacks, as a read of SBO lacks all of it, is 0. */
static void
put_parameters(TrackRecord *record, const ControlRequest *request)
{
    static const char *const values[] = { "ctlVal", "ctlVal$f", "ctlVal$i" };
    const ControlParameters *parameters = &request->parameters;
    double number = 0;

    control_target(request, &number);
    for (unsigned i = 0; i < G_N_ELEMENTS(values); i++) {
        track_put_number(record, values[i], number);
    }
    track_put_time(record, "operTm", parameters->oper_tm, parameters->t_quality);
    track_put_number(record, "origin$orCat", (double)parameters->origin.category);
    track_put(record, "origin$orIdent",
              &(Value){ .kind = VALUE_OCTET_STRING, .string = parameters->origin.ident });
    track_put_number(record, "ctlNum", parameters->ctl_num);
    track_put_time(record, "T", parameters->t, parameters->t_quality);
    track_put_number(record, "Test", parameters->test);
    /* CONTROL_SYNCHRO_CHECK is the first bit on the wire, which stands for 2 here. */
    track_put_number(record, "Check",
                     (parameters->check & CONTROL_SYNCHRO_CHECK ? 2 : 0) +
                         (parameters->check & CONTROL_INTERLOCK_CHECK ? 1 : 0));
}

static void
track(const ControlRequest *request, ServiceName service, ServiceStatus status, int cause)
{
    Tracking *tracking = request->object->controls->server->tracking;
    g_autofree char *reference = NULL;
    TrackRecord *record;

    if (tracking == NULL) {
        return;
    }
    reference = reference_of(request->object);
    record = track_record_new(tracking, find_object(request->object),
                              &(TrackedService){ service, status, reference, request->client });
    if (record == NULL) {
        return;
    }
    if (request->parameters.origin.ident.size > 0) {
        track_put(
            record, "originatorID",
            &(Value){ .kind = VALUE_OCTET_STRING, .string = request->parameters.origin.ident });
    }
    if (record->object->kind != TRACK_GEN) {
        put_parameters(record, request);
        track_put_number(record, "respAddCause",
                         cause == CONTROL_NO_CAUSE ? ADD_CAUSE_NONE : cause);
    }
    track_record_finish(record, false);
}

static ServiceStatus
status_of(ControlRefusal refusal)
{
    switch (refusal.cause) {
    case ADD_CAUSE_OBJECT_NOT_SELECTED:
        return STATUS_CONTROL_MUST_BE_SELECTED;
    case ADD_CAUSE_LOCKED_BY_OTHER_CLIENT:
        return STATUS_INSTANCE_LOCKED_BY_OTHER_CLIENT;
    case ADD_CAUSE_INCONSISTENT_PARAMETERS:
        return STATUS_PARAMETER_VALUE_INCONSISTENT;
    default:
        return service_status_of(refusal.error);
    }
}

void
control_track_answer(const ControlRequest *request, ControlRefusal refusal)
{
    static const ServiceName services[CONTROL_SERVICES] = {
        [CONTROL_SBO] = SERVICE_SELECT,
        [CONTROL_SBOW] = SERVICE_SELECT_WITH_VALUE,
        [CONTROL_OPER] = SERVICE_OPERATE,
        [CONTROL_CANCEL] = SERVICE_CANCEL,
    };
    ServiceName service = services[request->service];

    if (service == SERVICE_OPERATE && control_is_timed(request)) {
        service = SERVICE_TIME_ACTIVATED_OPERATE;
    }
    track(request, service, status_of(refusal), refusal.cause);
}

void
control_track_termination(const ControlRequest *request, int result)
{
    track(request, SERVICE_COMMAND_TERMINATION,
          result == CONTROL_NO_CAUSE ? STATUS_NO_ERROR
          : result == ADD_CAUSE_ABORTION_BY_COMMUNICATION_LOSS
              ? STATUS_FAILED_DUE_TO_COMMUNICATIONS_CONSTRAINT
              : STATUS_FAILED_DUE_TO_SERVER_CONSTRAINT,
          result);
}
