/* SPDX-License-Identifier: Apache-2.0
 *
 * From an accepted operate to its end (IEC 61850-7-2 20.5.3): the process executes, operTimeout
 * bounds it, CommandTermination tells a client with enhanced security, and ST, MX and OR show
 * it. LastApplError is sent here too.
 */
#include "sim/acsi/control_private.h"

#define SEND_LIMIT 65000
#define USUAL_LIMIT 30000 /* ms, where the file has no operTimeout */

/* Error that goes with a cause; the others have none. */
static const ControlErrorKind errors[ADD_CAUSES] = {
    [ADD_CAUSE_UNKNOWN] = CONTROL_ERROR_UNKNOWN,
    [ADD_CAUSE_TIME_LIMIT_OVER] = CONTROL_TIMEOUT_TEST_NOT_OK,
};

static MmsObjectName
name_of(const ControlRequest *request, GString *item)
{
    const Model *model = request->object->controls->server->model;

    model_append_item(model, &request->place, item);
    return (MmsObjectName){ .scope = MMS_SCOPE_DOMAIN,
                            .domain =
                                slice_from_string(model->devices[request->place.device].domain),
                            .item = { (const uint8_t *)item->str, item->len } };
}

static ControlError
error_of(const ControlRequest *request, const ControlNoticeForm *form, const char *reference)
{
    AddCause cause = form->result == CONTROL_NO_CAUSE ? ADD_CAUSE_NONE : (AddCause)form->result;
    AddCause sent = request->object->controls->server->model->edition == EDITION_1
                        ? add_cause_of_edition_1(cause)
                        : cause;

    return (ControlError){ .cntrl_obj = slice_from_string(reference),
                           .error = errors[sent],
                           .origin = request->parameters.origin,
                           .ctl_num = form->ctl_num,
                           .add_cause = sent };
}

/* The structure of the operate as it came; with another ctlNum it is made anew. */
static void
put_oper(const ControlRequest *request, uint8_t ctl_num, BerWriter *writer)
{
    ControlParameters parameters = request->parameters;
    ControlLayout layout;

    if (ctl_num == parameters.ctl_num || !control_request_layout(request, &layout)) {
        ber_put_raw(writer, (Slice){ request->data, request->size });
        return;
    }
    parameters.ctl_num = ctl_num;
    control_put(writer, &layout, &parameters);
}

void
control_request_put_notice(const ControlRequest *request, const ControlNoticeForm *form,
                           BerWriter *writer)
{
    g_autoptr(GString) item = g_string_new(NULL);
    MmsObjectName name = name_of(request, item);
    g_autofree char *reference =
        g_strdup_printf("%s/%s", (const char *)name.domain.data, item->str);
    ControlError error = error_of(request, form, reference);
    BerWriter oper_writer;
    Pdu oper;

    if (!form->is_termination) {
        control_error_put(writer, &error);
        return;
    }
    pdu_init(&oper, 0);
    oper_writer = ber_writer(&oper, SEND_LIMIT);
    put_oper(request, form->ctl_num, &oper_writer);
    control_termination_put(writer, &name, pdu_content(&oper),
                            form->result == CONTROL_NO_CAUSE ? NULL : &error);
    pdu_clear(&oper);
}

static void
send_notice(const ControlRequest *request, bool is_termination, int result)
{
    Controls *controls = request->object->controls;
    BerWriter writer = ber_writer(&controls->outgoing, SEND_LIMIT);
    const ControlNoticeForm form = { is_termination, result, request->parameters.ctl_num };
    Slice content;

    if (request->caller == NULL || controls->server->send == NULL) {
        return;
    }
    pdu_reset(&controls->outgoing);
    control_request_put_notice(request, &form, &writer);
    content = pdu_content(&controls->outgoing);
    if (!writer.overflow && control_gate_lets_out(request, is_termination, &content)) {
        controls->server->send(controls->server->user, request->caller, content);
    }
}

/* In the first edition it belongs to enhanced security. A read of SBO has none. */
void
control_tell_error(const ControlRequest *request, AddCause cause)
{
    if (request->service != CONTROL_SBO &&
        (request->object->controls->server->model->edition != EDITION_1 ||
         control_model_is_enhanced(request->model))) {
        send_notice(request, false, (int)cause);
    }
}

void
control_terminate(const ControlRequest *request, int result)
{
    g_autofree char *what =
        result == CONTROL_NO_CAUSE
            ? g_strdup("result=positive")
            : g_strdup_printf("result=negative cause=%s", add_cause_name((unsigned)result));

    send_notice(request, true, result);
    control_emit(request, EVENT_COMMAND_TERMINATED, what);
    control_track_termination(request, result);
}

void
control_end(ControlRequest *request, int result)
{
    ControlObject *object = request->object;

    request->ended = true;
    request->lent = false;
    request->result = result;
    clock_disarm(object->controls->server->clock, &object->limit);
    control_default_stop(object);
    control_show(object);
    control_queue(object);
}

void
control_take_back(ControlRequest *request)
{
    if (request->lent && request->process->gone != NULL) {
        request->process->gone(request->user, request);
    }
    request->lent = false;
}

static void
time_is_over(Timer *timer)
{
    ControlObject *object =
        (ControlObject *)(void *)((char *)timer - offsetof(ControlObject, limit));

    control_take_back(object->command);
    control_end(object->command, ADD_CAUSE_TIME_LIMIT_OVER);
}

int64_t
control_object_oper_timeout(const ControlObject *object)
{
    int64_t timeout = control_setting(object, "operTimeout", USUAL_LIMIT);

    return (timeout > 0 ? timeout : USUAL_LIMIT) * CLOCK_MILLISECOND;
}

static void
arm_limit(ControlObject *object)
{
    Clock *clock = object->controls->server->clock;

    clock_arm(clock, &object->limit, clock_now(clock) + control_object_oper_timeout(object),
              time_is_over);
}

static void
stage_origin(ControlObject *object)
{
    const ControlParameters *parameters = &object->command->parameters;
    NodeRef leaf;

    if (control_status_leaf(object, "origin$orCat", &leaf)) {
        control_stage_number(object, &leaf, parameters->origin.category);
    }
    if (control_status_leaf(object, "origin$orIdent", &leaf)) {
        control_stage(
            object, &leaf,
            &(Value){ .kind = VALUE_OCTET_STRING, .string = parameters->origin.ident });
    }
    if (control_status_leaf(object, "ctlNum", &leaf)) {
        control_stage_number(object, &leaf, parameters->ctl_num);
    }
}

void
control_start(ControlObject *object)
{
    ControlRequest *command = object->command;
    bool own = control_change_open(object->controls);
    NodeRef leaf;

    command->started = true;
    if (!command->silent) {
        stage_origin(object);
        if (control_status_leaf(object, "tOpOk", &leaf)) {
            control_stage_time(object, &leaf);
        }
    }
    control_stage_state(object);
    control_change_close(object->controls, own);
    arm_limit(object);
    control_queue(object);
}

static void
execute(ControlRequest *command)
{
    command->executing = true;
    if (command->silent) {
        control_take_back(command);
        control_end(command, CONTROL_NO_CAUSE);
    } else if (command->process != NULL && command->process->execute != NULL) {
        command->lent = true;
        command->process->execute(command->user, command);
    } else {
        control_default_begin(command, NULL);
    }
}

static void
finish(ControlObject *object)
{
    if (control_model_is_enhanced(object->command->model) && !object->command->unheard) {
        control_terminate(object->command, object->command->result);
    }
    control_go(object, CONTROL_ENDED);
}

void
control_begin(ControlObject *object)
{
    ControlRequest *command = object->command;

    if (object->state != CONTROL_EXECUTING) {
        return;
    }
    if (command->timed) {
        command->timed = false;
        control_terminate(command, CONTROL_NO_CAUSE);
    }
    if (command->ended) {
        finish(object);
    } else if (!command->executing) {
        execute(command);
    }
}
