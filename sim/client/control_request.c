/* SPDX-License-Identifier: Apache-2.0
 *
 * Select, SelectWithValue, Operate and Cancel of a client (IEC 61850-8-1 20.2 to 20.6), and how
 * each ends: by a negative answer, by an answer alone, or by its CommandTermination.
 */
#include "sim/client/control_internal.h"
#include "sim/mms/data.h"
#include "sim/model/timestamp.h"

#define WITHIN_DEFAULT (30 * CLOCK_SECOND)

void
control_call_free(ControlCall *call)
{
    ControlCall **link = &call->control->pending;

    while (*link != call) {
        link = &(*link)->next;
    }
    *link = call->next;
    if (call->control->client != NULL) {
        clock_disarm(call->clock, &call->timer);
    }
    pdu_clear(&call->data);
    pdu_clear(&call->error_octets);
    g_free(call);
}

/* Keeps two slices in one PDU, which is emptied before. */
static void
keep(Pdu *octets, Slice *first, Slice *second)
{
    Slice one = *first, other = *second;

    pdu_reset(octets);
    pdu_append_slice(octets, one);
    pdu_append_slice(octets, other);
    *first = slice_first(pdu_content(octets), one.size);
    *second = slice_from(pdu_content(octets), one.size);
}

void
control_call_set_error(ControlCall *call, const ControlError *error)
{
    call->has_error = true;
    call->error = *error;
    keep(&call->error_octets, &call->error.cntrl_obj, &call->error.origin.ident);
}

static ControlCall *
call_new(ClientControl *control, ControlService service, const ClientCommandUser *callbacks,
         void *user)
{
    ControlCall *call = g_new0(ControlCall, 1);
    ControlCall **link = &control->pending;

    *call = (ControlCall){
        .control = control,
        .callbacks = callbacks,
        .user = user,
        .service = service,
        .clock = loop_wall(control->client->loop),
    };
    pdu_init(&call->data, 0);
    pdu_init(&call->error_octets, 0);
    while (*link != NULL) {
        link = &(*link)->next;
    }
    *link = call;
    return call;
}

static void
on_late(Timer *timer)
{
    ControlCall *call = container_of(timer, ControlCall, timer);
    ClientControl *control = call->control;
    Client *client = control->client;

    client_enter(client);
    control_enter(control);
    call->timed = false;
    control_call_terminate(call, CLIENT_TERMINATION_MISSING);
    control_leave(control);
    client_leave(client);
}

void
control_call_terminate(ControlCall *call, ClientTerminationKind kind)
{
    ClientControl *control = call->control;
    ClientTermination termination = { .kind = kind,
                                      .ctl_num = call->ctl_num,
                                      .has_error = call->has_error,
                                      .error = call->error };

    call->timed = false;
    if (kind == CLIENT_ACTIVATED && call->enhanced) {
        clock_arm(call->clock, &call->timer, clock_now(call->clock) + call->within, on_late);
    } else {
        call->answered = false;
    }
    if (call->callbacks->terminated != NULL && !control->freed && !control->client->freed) {
        call->callbacks->terminated(call->user, control, &termination);
    }
    if (!call->answered) {
        control_call_free(call);
    }
}

/* CommandTermination is waited for, or was there before the answer. */
static void
await(ControlCall *call)
{
    int64_t ahead = call->timed ? call->ahead : 0;

    call->answered = true;
    clock_arm(call->clock, &call->timer, clock_now(call->clock) + ahead + call->within,
              on_late);
    if (call->has_early) {
        call->has_early = false;
        control_call_terminate(call, call->early);
    }
}

static void
finish(ControlCall *call, const ClientFailure *failure, ClientControlAnswer *answer)
{
    ClientControl *control = call->control;

    control_enter(control);
    if (failure == NULL) {
        answer->service = call->service;
        answer->ctl_num = call->ctl_num;
        answer->has_error = call->has_error && !answer->accepted;
        answer->error = call->error;
        answer->terminates = answer->accepted && call->service == CONTROL_OPER &&
                             (call->enhanced || call->timed);
    }
    if (failure == NULL && call->has_early && !answer->terminates) {
        control_tell_problem(control, "%s: a CommandTermination of a command that %s",
                             control->name, answer->accepted ? "has none" : "was not accepted");
    }
    call->callbacks->answered(call->user, control, failure, answer);
    if (failure == NULL && answer->terminates && !control->freed && !control->client->freed) {
        await(call);
    } else {
        control_call_free(call);
    }
    control_leave(control);
}

static void
on_written(void *user, const ClientFailure *failure, const ClientItem *items, unsigned count)
{
    ControlCall *call = user;
    ClientControlAnswer answer = { 0 };

    (void)count;
    if (!control_resume(call->control)) {
        return;
    }
    if (failure == NULL) {
        answer.result = items[0].result;
        answer.accepted = answer.result == MMS_DATA_SUCCESS;
        call->control->selected = answer.accepted && call->service == CONTROL_SBOW;
    }
    finish(call, failure, &answer);
}

static void
on_selected(void *user, const ClientFailure *failure, const ClientItem *items, unsigned count)
{
    static const ClientFailure bad = { .kind = CLIENT_BAD_ANSWER,
                                       .text = "SBO is no visible string" };
    ControlCall *call = user;
    ClientControlAnswer answer = { 0 };

    (void)count;
    if (!control_resume(call->control)) {
        return;
    }
    if (failure == NULL && items[0].result == MMS_DATA_SUCCESS) {
        BerReader reader = ber_reader(items[0].data);

        answer.selected = ber_get(&reader, MMS_DATA_VISIBLE_STRING);
        failure = reader.error != BER_OK || reader.at != reader.end ? &bad : NULL;
    }
    if (failure == NULL) {
        answer.result = items[0].result;
        answer.accepted = answer.result == MMS_DATA_SUCCESS && answer.selected.size > 0;
    }
    finish(call, failure, &answer);
}

/* What could not be sent. */
static void
finish_unsent(ClientCall *client_call, const MmsAnswer *ignored, const ClientFailure *failure)
{
    ControlCall *call = client_call->user;

    (void)ignored;
    if (control_resume(call->control)) {
        finish(call, failure, &(ClientControlAnswer){ 0 });
    }
}

static void
fail_later(ControlCall *call, ClientFailureKind kind, const char *text)
{
    ClientCall *client_call = client_call_new(call->control->client, finish_unsent, call);

    client_call->failure = (ClientFailure){ .kind = kind, .text = text };
    call->control->calls++;
    client_call_later(client_call);
}

static void
remember(ClientControl *control, const ControlParameters *parameters)
{
    Pdu octets;

    /* The new slices may lend from the old ones. */
    pdu_init(&octets, 0);
    control->has_last = true;
    control->last = *parameters;
    keep(&octets, &control->last.ctl_val, &control->last.origin.ident);
    pdu_clear(&control->last_octets);
    control->last_octets = octets;
}

static ClientName
component_name(const ClientControl *control, ControlService service, char **item)
{
    *item = g_strdup_printf("%s$%s", control->item, control_service_name(service));
    return (ClientName){ .domain = control->domain, .item = *item };
}

static void
write_call(ControlCall *call, const ControlParameters *parameters)
{
    ClientControl *control = call->control;
    const ControlLayout *layout = &control->layouts[call->service];
    g_autofree char *item = NULL;
    ClientName name = component_name(control, call->service, &item);
    BerWriter writer = ber_writer(&call->data, SIZE_MAX);
    ControlParameters sent;
    Slice data;

    control_put(&writer, layout, parameters);
    data = pdu_content(&call->data);
    if (!control_get(data, layout, &sent)) {
        fail_later(call, CLIENT_VALUE_REFUSED, "such a value cannot be sent");
        return;
    }
    call->ctl_val = sent.ctl_val;
    control->calls++;
    client_write(control->client, &name, &data, 1, on_written, call);
}

/* A SBOw begins a number, the Oper after it goes on with it; a cancel has that of the request
 * before. */
static uint8_t
choose_number(const ClientControl *control, ControlService service,
              const ClientCommand *command)
{
    uint8_t last = control->last.ctl_num;

    if (command->has_ctl_num) {
        return command->parameters.ctl_num;
    }
    if (service == CONTROL_CANCEL || (service == CONTROL_OPER && control->selected)) {
        return last;
    }
    return (uint8_t)(last + 1);
}

static ControlParameters
choose_parameters(ClientControl *control, ControlService service, const ClientCommand *command)
{
    ControlParameters parameters =
        command->parameters.ctl_val.size > 0 ? command->parameters : control->last;

    parameters.ctl_num = choose_number(control, service, command);
    parameters.t =
        command->has_t ? command->parameters.t : clock_now(loop_wall(control->client->loop));
    parameters.t_quality = TIMESTAMP_ACCURACY_1MS;
    return parameters;
}

static void
ask(ClientControl *control, ControlService service, const ClientCommand *command,
    const ClientCommandUser *callbacks, void *user)
{
    ControlCall *call = call_new(control, service, callbacks, user);
    ControlParameters parameters = choose_parameters(control, service, command);

    call->within = command->within > 0 ? command->within : WITHIN_DEFAULT;
    if (command->clock != NULL) {
        call->clock = command->clock;
    }
    call->enhanced = control_model_is_enhanced(control->model);
    call->ahead = parameters.oper_tm - parameters.t;
    call->timed = parameters.oper_tm != 0 && call->ahead > 0 &&
                  control_layout_has(&control->layouts[service], CONTROL_OPER_TM);
    if (control->layouts[service].count == 0) {
        fail_later(call, CLIENT_UNKNOWN_NAME, "the server has no such component");
    } else if (parameters.ctl_val.size == 0) {
        fail_later(call, CLIENT_VALUE_REFUSED, "no request before that it could repeat");
    } else {
        call->ctl_num = parameters.ctl_num;
        remember(control, &parameters); /* what `parameters` lent from may be gone */
        write_call(call, &control->last);
    }
    control->selected = control->selected && service == CONTROL_CANCEL;
}

static void
read_sbo(ClientControl *control, const ClientCommandUser *callbacks, void *user)
{
    ControlCall *call = call_new(control, CONTROL_SBO, callbacks, user);
    g_autofree char *item = NULL;
    ClientName name = component_name(control, CONTROL_SBO, &item);

    control->selected = false;
    control->calls++;
    client_read(control->client, &name, 1, on_selected, call);
}

void
client_control_select(ClientControl *control, const ClientCommand *command,
                      const ClientCommandUser *callbacks, void *user)
{
    bool has_value = client_control_has(control, CONTROL_SBOW);

    if (has_value &&
        (control->model == CONTROL_SBO_ENHANCED || !client_control_has(control, CONTROL_SBO))) {
        ask(control, CONTROL_SBOW, command, callbacks, user);
    } else {
        read_sbo(control, callbacks, user);
    }
}

void
client_control_operate(ClientControl *control, const ClientCommand *command,
                       const ClientCommandUser *callbacks, void *user)
{
    ask(control, CONTROL_OPER, command, callbacks, user);
}

void
client_control_cancel(ClientControl *control, const ClientCommand *command,
                      const ClientCommandUser *callbacks, void *user)
{
    ask(control, CONTROL_CANCEL, command, callbacks, user);
}
