/* SPDX-License-Identifier: Apache-2.0
 *
 * Select, SelectWithValue, Operate and Cancel as they come in (IEC 61850-8-1 20.2 to 20.6): a
 * read of SBO, writes of SBOw, Oper and Cancel. A request passes the gate, the state and the
 * checks, then the process decides; its answer may come later.
 */
#include "sim/acsi/control_private.h"

#include "sim/mms/data.h"

/* Which models know the service. */
static const bool offered[CONTROL_SERVICES][CONTROL_MODELS] = {
    [CONTROL_SBO] = { [CONTROL_SBO_NORMAL] = true },
    [CONTROL_SBOW] = { [CONTROL_SBO_ENHANCED] = true },
    [CONTROL_OPER] = { false, true, true, true, true },
    [CONTROL_CANCEL] = { false, true, true, true, true },
};

/* By service: own, and another's. */
static const ControlEvent events[CONTROL_SERVICES][2] = {
    [CONTROL_SBO] = { CONTROL_SELECT, CONTROL_SELECT_OTHER },
    [CONTROL_SBOW] = { CONTROL_SELECT, CONTROL_SELECT_OTHER },
    [CONTROL_OPER] = { CONTROL_OPERATE, CONTROL_OPERATE_OTHER },
    [CONTROL_CANCEL] = { CONTROL_CANCEL_OWN, CONTROL_CANCEL_OTHER },
};

static const EventKind told[CONTROL_SERVICES] = { EVENT_SELECTED, EVENT_SELECTED,
                                                  EVENT_OPERATED, EVENT_CANCELLED };

static ControlRequest *
request_new(ControlObject *object, VmdCaller *caller, ControlService service,
            const NodeRef *place, Slice data)
{
    ControlRequest *request = g_new0(ControlRequest, 1);

    request->object = object;
    request->service = service;
    request->model = control_object_model(object);
    request->place = *place;
    request->caller = caller;
    request->client = g_strdup(caller->client);
    request->association = caller->association;
    request->process = object->process != NULL ? object->process : object->controls->process;
    request->user = object->process != NULL ? object->user : object->controls->user;
    request->open = true;
    request->result = CONTROL_NO_CAUSE;
    if (data.size > 0) {
        request->data = g_memdup2(data.data, data.size);
        request->size = data.size;
    }
    return request;
}

void
control_request_free(ControlRequest *request)
{
    if (request == NULL) {
        return;
    }
    if (request->pending != NULL) {
        mms_pending_watch(request->pending, NULL, NULL);
    }
    if (request->lent && request->process->gone != NULL) {
        request->process->gone(request->user, request);
    }
    g_free(request->data);
    g_free(request->client);
    g_free(request);
}

/* The pointer of the object that holds the request, of whatever kind. */
static ControlRequest **
place_of(ControlRequest *request)
{
    ControlObject *object = request->object;

    return request->service == CONTROL_OPER     ? &object->command
           : request->service == CONTROL_CANCEL ? &object->cancel
                                                : &object->selection;
}

static void
answer_select(ControlRequest *request, bool selected)
{
    const ControlObject *object = request->object;
    const Model *model = object->controls->server->model;
    g_autoptr(GString) text = g_string_new(NULL);
    Pdu pdu;

    if (selected) {
        g_string_printf(text, "%s/", model->devices[object->co.device].domain);
        model_append_item(model, &object->co, text);
    }
    if (request->pending == NULL) {
        values_poke(
            object->controls->server->values, &request->place,
            &(Value){ .kind = VALUE_VISIBLE_STRING, .string = slice_from_string(text->str) });
        object->controls->answer = MMS_DATA_SUCCESS;
        return;
    }
    pdu_init(&pdu, 0);
    BerWriter writer = ber_writer(&pdu, SIZE_MAX);
    ber_put_string(&writer, MMS_DATA_VISIBLE_STRING, text->str);
    mms_pending_complete(g_steal_pointer(&request->pending), MMS_DATA_SUCCESS,
                         pdu_content(&pdu));
    pdu_clear(&pdu);
}

void
control_answer(ControlRequest *request, MmsDataError result)
{
    if (request->service == CONTROL_SBO) {
        answer_select(request, result == MMS_DATA_SUCCESS);
    } else if (request->pending == NULL) {
        request->object->controls->answer = result;
    } else {
        mms_pending_complete(g_steal_pointer(&request->pending), result, SLICE_NONE);
    }
}

void
control_refuse(ControlRequest *request, ControlRefusal refusal)
{
    g_autofree char *what =
        refusal.cause == CONTROL_NO_CAUSE
            ? g_strdup_printf("error=%s", mms_data_error_name(refusal.error))
            : g_strdup_printf("cause=%s", add_cause_name((unsigned)refusal.cause));

    control_emit(request, EVENT_COMMAND_REFUSED, what);
    if (refusal.cause != CONTROL_NO_CAUSE) {
        control_tell_error(request, (AddCause)refusal.cause);
    }
    control_answer(request, refusal.error);
    control_track_answer(request, refusal);
}

static void
answer_well(ControlRequest *request)
{
    control_answer(request, MMS_DATA_SUCCESS);
    control_track_answer(request, (ControlRefusal){ MMS_DATA_SUCCESS, CONTROL_NO_CAUSE });
}

void
control_accepted(ControlRequest *request)
{
    ControlObject *object = request->object;

    request->open = false;
    if (request->service == CONTROL_OPER) {
        control_go(object, control_is_timed(request) ? CONTROL_TIMED : CONTROL_ACCEPTED);
        answer_well(request);
        return;
    }
    request->lent = false;
    if (request->service == CONTROL_CANCEL) {
        object->cancel = NULL;
    }
    control_go(object, CONTROL_ACCEPTED);
    answer_well(request);
    if (request->service == CONTROL_CANCEL) {
        control_request_free(request);
    } else {
        control_gate_selected(request);
    }
}

void
control_refused(ControlRequest *request, AddCause cause)
{
    ControlObject *object = request->object;

    request->lent = false;
    *place_of(request) = NULL;
    control_go(object, CONTROL_REFUSED);
    control_refuse(request, (ControlRefusal){ MMS_DATA_OBJECT_ACCESS_DENIED, (int)cause });
    control_request_free(request);
}

void
control_overtake(ControlRequest *request)
{
    ControlObject *object = request->object;
    Controls *controls = object->controls;

    control_take_back(request);
    object->selection = NULL;
    request->overtaken = true;
    request->next_overtaken = controls->overtaken;
    controls->overtaken = request;
    control_go(object, CONTROL_REFUSED);
    controls->parameters.wake(controls->parameters.user);
}

void
control_refuse_overtaken(Controls *controls)
{
    const ControlRefusal refusal = { MMS_DATA_OBJECT_ACCESS_DENIED, ADD_CAUSE_SELECT_FAILED };

    while (controls->overtaken != NULL) {
        ControlRequest *request = controls->overtaken;

        controls->overtaken = request->next_overtaken;
        control_refuse(request, refusal);
        control_request_free(request);
    }
}

static void
forget_overtaken(ControlRequest *request)
{
    ControlRequest **at = &request->object->controls->overtaken;

    while (*at != request) {
        at = &(*at)->next_overtaken;
    }
    *at = request->next_overtaken;
    control_request_free(request);
}

static void
withdraw(void *user)
{
    ControlRequest *request = user;

    request->pending = NULL;
    if (request->overtaken) {
        forget_overtaken(request);
        return;
    }
    *place_of(request) = NULL;
    control_go(request->object, CONTROL_WITHDRAWN);
    control_request_free(request);
}

static void
decide(ControlRequest *request)
{
    AddCause cause = ADD_CAUSE_UNKNOWN;
    ControlVerdict verdict = CONTROL_ACCEPT;

    if (request->process != NULL && request->process->decide != NULL) {
        request->deciding = true;
        verdict = request->process->decide(request->user, request, &cause);
        request->deciding = false;
    }
    switch (verdict) {
    case CONTROL_ACCEPT:
        control_accepted(request);
        break;
    case CONTROL_REFUSE:
        control_refused(request, cause);
        break;
    case CONTROL_LATER:
        request->lent = true;
        request->pending = mms_pending_of(request->caller);
        mms_pending_watch(request->pending, withdraw, request);
        request->object->controls->answer = MMS_DATA_LATER;
        break;
    }
}

static ControlEvent
event_of(const ControlRequest *request)
{
    const ControlObject *object = request->object;
    bool other = object->owner != NULL && object->owner != request->caller;

    return request->service == CONTROL_OPER && !control_model_is_sbo(request->model)
               ? CONTROL_OPERATE_DIRECT
               : events[request->service][other];
}

/* What it refuses is freed. */
static bool
passes_checks(ControlRequest *request)
{
    ControlRefusal refusal = { MMS_DATA_SUCCESS, CONTROL_NO_CAUSE };

    if (request->service != CONTROL_CANCEL) {
        refusal = control_check(request);
    }
    if (refusal.error == MMS_DATA_SUCCESS) {
        return true;
    }
    control_lint_refusal(request, &refusal);
    if (request->service == CONTROL_OPER) {
        control_go(request->object, CONTROL_REFUSED);
    }
    control_refuse(request, refusal);
    control_request_free(request);
    return false;
}

static void
refuse_at_once(ControlRequest *request, ControlRefusal refusal)
{
    control_lint_refusal(request, &refusal);
    control_refuse(request, refusal);
}

static void
ask(ControlRequest *request)
{
    ControlObject *object = request->object;
    ControlEvent event = event_of(request);
    const ControlRow *row = control_row(object->state, event);

    control_lint(request);
    if (row->kind != CONTROL_GO) {
        g_assert(row->kind == CONTROL_DENY || row->kind == CONTROL_STAY);
        if (row->kind == CONTROL_DENY) {
            refuse_at_once(request, (ControlRefusal){ row->error, (int)row->cause });
        } else {
            answer_well(request);
        }
        control_request_free(request);
    } else if (passes_checks(request)) {
        object->owner = request->caller;
        *place_of(request) = request;
        control_go(object, event);
        control_emit(request, told[request->service], NULL);
        decide(request);
    }
}

bool
control_request_layout(const ControlRequest *request, ControlLayout *layout)
{
    const Type *type = request->place.type;

    *layout = (ControlLayout){ 0 };
    for (uint32_t i = 0; i < type->component_count; i++) {
        const Component *component = &type->components[i];

        if (!control_layout_add(layout, component->name,
                                component->type->kind == VALUE_BINARY_TIME)) {
            return false;
        }
    }
    return true;
}

/* The model and the structure, before anything has a cause. */
static MmsDataError
read_parameters(ControlRequest *request)
{
    Slice data = { request->data, request->size };
    ControlLayout layout;

    if (!offered[request->service][request->model]) {
        return MMS_DATA_OBJECT_ACCESS_DENIED;
    }
    if (request->service == CONTROL_SBO) {
        return MMS_DATA_SUCCESS;
    }
    if (!control_request_layout(request, &layout)) {
        return MMS_DATA_OBJECT_ACCESS_DENIED; /* the file has a structure of its own */
    }
    return control_check_structure(&request->place, data) == MMS_DATA_SUCCESS &&
                   control_get(data, &layout, &request->parameters)
               ? MMS_DATA_SUCCESS
               : MMS_DATA_TYPE_INCONSISTENT;
}

static MmsDataError
serve(ControlObject *object, VmdCaller *caller, ControlService service, const NodeRef *place,
      Slice data)
{
    ControlRequest *request;
    MmsDataError result;

    control_settle_model(object);
    request = request_new(object, caller, service, place, data);
    if (control_gate_takes(request)) {
        control_request_free(request);
        return MMS_DATA_LATER;
    }
    result = read_parameters(request);
    if (result != MMS_DATA_SUCCESS) {
        refuse_at_once(request, (ControlRefusal){ result, CONTROL_NO_CAUSE });
        control_request_free(request);
    } else {
        ask(request);
    }
    return object->controls->answer;
}

static bool
service_at(const ControlSlot *slot, const NodeRef *ref, ControlService *service)
{
    NodeRef place;

    for (unsigned i = 0; i < CONTROL_SERVICES; i++) {
        if (ref->level == slot->co.level + 1 &&
            node_component(&slot->co, slice_from_string(control_service_name(i)), &place) &&
            place.offset == ref->offset) {
            *service = (ControlService)i;
            return true;
        }
    }
    return false;
}

static MmsDataError
write_service(void *user, VmdCaller *caller, const NodeRef *ref, Slice data)
{
    Controls *controls = user;
    ControlSlot *slot = control_slot_find(controls, ref);
    ControlService service;

    if (slot == NULL) {
        return MMS_DATA_NOT_MINE;
    }
    if (!service_at(slot, ref, &service) || service == CONTROL_SBO) {
        return MMS_DATA_OBJECT_ACCESS_DENIED;
    }
    return serve(control_object_get(controls, slot), caller, service, ref, data);
}

/* Only a read of SBO alone selects; inside a larger place it reads as empty. */
static void
refresh(void *user, const NodeRef *ref)
{
    Controls *controls = user;
    static const Value empty = { .kind = VALUE_VISIBLE_STRING };

    for (unsigned i = 0; i < controls->slot_count; i++) {
        const NodeRef *co = &controls->slots[i].co;
        NodeRef place;

        if (controls->slots[i].object != NULL && co->offset < ref->offset + ref->type->size &&
            ref->offset < co->offset + co->type->size &&
            node_component(co, slice_from_string("SBO"), &place)) {
            values_poke(controls->server->values, &place, &empty);
        }
    }
}

static MmsDataError
read_service(void *user, VmdCaller *caller, const NodeRef *ref)
{
    Controls *controls = user;
    ControlSlot *slot = control_slot_find(controls, ref);
    ControlService service;

    if (slot == NULL || !service_at(slot, ref, &service) || service != CONTROL_SBO) {
        return MMS_DATA_SUCCESS;
    }
    return serve(control_object_get(controls, slot), caller, service, ref, SLICE_NONE);
}

const VmdHook control_hook = { .write = write_service,
                               .refresh = refresh,
                               .read = read_service };

/* Whether the data object has what the model wants. */
static bool
has_structures(const ControlObject *object, int64_t model)
{
    NodeRef place;

    return (model == CONTROL_STATUS_ONLY || control_component(object, CONTROL_OPER, &place)) &&
           (model != CONTROL_SBO_NORMAL || control_component(object, CONTROL_SBO, &place)) &&
           (model != CONTROL_SBO_ENHANCED || control_component(object, CONTROL_SBOW, &place));
}

/* ctlModel changes only between commands, and to what there are structures for. */
static MmsDataError
write_setting(void *user, VmdCaller *caller, const NodeRef *ref, Slice data)
{
    Controls *controls = user;
    ControlObject *object = controls_find(controls, ref);
    NodeRef leaf;
    Value value;

    (void)caller;
    if (object == NULL || !control_leaf(object, FC_CF, "ctlModel", &leaf) ||
        leaf.offset != ref->offset || !type_is_leaf(ref->type) ||
        !model_is_writable(controls->server->model, ref) ||
        value_decode(ref->type, data, &value) != VALUE_OK) {
        return MMS_DATA_NOT_MINE;
    }
    if (object->state != CONTROL_IDLE) {
        return MMS_DATA_TEMPORARILY_UNAVAILABLE;
    }
    return has_structures(object, value.integer) ? MMS_DATA_NOT_MINE
                                                 : MMS_DATA_OBJECT_VALUE_INVALID;
}

const VmdHook control_setting_hook = { .write = write_setting };

void
control_forget(Controls *controls, const VmdCaller *caller)
{
    for (unsigned i = 0; i < controls->slot_count; i++) {
        ControlObject *object = controls->slots[i].object;

        if (object == NULL) {
            continue;
        }
        if (object->command != NULL && object->command->caller == caller) {
            object->command->caller = NULL;
        }
        if (object->owner == caller) {
            control_go(object, CONTROL_LOST);
        }
    }
}
