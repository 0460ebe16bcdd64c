/* SPDX-License-Identifier: Apache-2.0
 *
 * Controls of a client and what comes to them unasked: LastApplError and CommandTermination,
 * and which request each is for.
 */
#include "sim/client/control_internal.h"
#include "sim/mms/data.h"

#include <stdarg.h>

static void
unlink_from_client(ClientControl *control)
{
    ClientControl **link = &control->client->controls;

    while (*link != control) {
        link = &(*link)->next;
    }
    *link = control->next;
    control->next = NULL;
}

static void
destroy_when_idle(ClientControl *control)
{
    if (!control->freed || control->busy > 0 || control->calls > 0) {
        return;
    }
    while (control->pending != NULL) {
        control_call_free(control->pending);
    }
    if (control->client != NULL) {
        unlink_from_client(control);
    }
    client_type_free(control->type);
    pdu_clear(&control->last_octets);
    g_free(control->domain);
    g_free(control->item);
    g_free(control->name);
    g_free(control);
}

void
control_enter(ClientControl *control)
{
    control->busy++;
}

void
control_leave(ClientControl *control)
{
    control->busy--;
    destroy_when_idle(control);
}

bool
control_resume(ClientControl *control)
{
    control->calls--;
    if (control->freed) {
        destroy_when_idle(control);
        return false;
    }
    return true;
}

void
control_tell_found(ClientControl *control, const ClientFailure *failure)
{
    control_enter(control);
    control->callbacks->found(control->user, control, failure);
    control_leave(control);
}

void
control_tell_problem(ClientControl *control, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list arguments;

    if (control->callbacks->problem == NULL || control->freed) {
        return;
    }
    va_start(arguments, format);
    text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    control->callbacks->problem(control->user, control, text);
}

ClientControl *
client_control_new(Client *client, const char *reference, ControlModel model,
                   const ClientControlUser *callbacks, void *user)
{
    ClientControl *control = g_new0(ClientControl, 1);

    control->client = client;
    control->callbacks = callbacks;
    control->user = user;
    control->model = model;
    control->next = client->controls;
    client->controls = control;
    pdu_init(&control->last_octets, 0);
    control_find(control, reference);
    return control;
}

void
client_control_free(ClientControl *control)
{
    if (control == NULL || control->freed) {
        return;
    }
    control->freed = true;
    destroy_when_idle(control);
}

static void
stop_waiting(ClientControl *control)
{
    for (ControlCall *call = control->pending; call != NULL; call = call->next) {
        clock_disarm(call->clock, &call->timer);
    }
}

void
client_forget_controls(Client *client)
{
    while (client->controls != NULL) {
        ClientControl *control = client->controls;

        stop_waiting(control);
        client->controls = control->next;
        control->next = NULL;
        control->client = NULL;
        control->calls = 0;
        destroy_when_idle(control);
    }
}

static ControlCall *
find_waiting(const Client *client)
{
    for (ClientControl *control = client->controls; control != NULL; control = control->next) {
        for (ControlCall *call = control->pending; call != NULL; call = call->next) {
            if (call->answered && !control->freed) {
                return call;
            }
        }
    }
    return NULL;
}

/* Each callback may free controls: the search begins anew. */
void
client_end_controls(Client *client)
{
    ControlCall *call;

    while (!client->freed && (call = find_waiting(client)) != NULL) {
        ClientControl *control = call->control;

        control_enter(control);
        call->timed = false;
        control_call_terminate(call, CLIENT_TERMINATION_LOST);
        control_leave(control);
    }
}

/* "IED1LD0/CSWI1$CO$Pos", with or without "$Oper" behind it. The service is then that one. */
static bool
is_object(const ClientControl *control, Slice cntrl_obj, ControlService *service)
{
    g_autofree char *text = g_strndup((const char *)cntrl_obj.data, cntrl_obj.size);
    g_autofree char *own = NULL;
    const char *rest;

    *service = CONTROL_SERVICES;
    if (control->item == NULL) {
        return false;
    }
    own = g_strdup_printf("%s/%s", control->domain, control->item);
    if (!g_str_has_prefix(text, own)) {
        return false;
    }
    rest = text + strlen(own);
    for (unsigned i = 0; i < CONTROL_SERVICES; i++) {
        if (rest[0] == '$' && g_str_equal(rest + 1, control_service_name((ControlService)i))) {
            *service = (ControlService)i;
        }
    }
    return rest[0] == '\0' || *service != CONTROL_SERVICES;
}

/* The oldest request of that service (CONTROL_SERVICES: any) and number. */
static ControlCall *
find_call(ClientControl *control, ControlService service, const uint8_t *ctl_num)
{
    for (ControlCall *call = control->pending; call != NULL; call = call->next) {
        bool numbered = control_layout_has(&control->layouts[call->service], CONTROL_CTL_NUM);

        if ((service == CONTROL_SERVICES || call->service == service) &&
            (ctl_num == NULL || !numbered || call->ctl_num == *ctl_num)) {
            return call;
        }
    }
    return NULL;
}

static void
take_error(Client *client, const ControlError *error)
{
    ClientControl *owner = NULL;
    ControlCall *call = NULL;

    for (ClientControl *it = client->controls; it != NULL && call == NULL; it = it->next) {
        ControlService service;

        if (!it->freed && is_object(it, error->cntrl_obj, &service)) {
            owner = owner == NULL ? it : owner;
            call = find_call(it, service, &error->ctl_num);
        }
    }
    if (owner == NULL) {
        return;
    }
    owner = call != NULL ? call->control : owner;
    control_enter(owner);
    if (call == NULL) {
        control_tell_problem(owner, "%s: a LastApplError with ctlNum %u, which no request has",
                             owner->name, error->ctl_num);
    } else {
        control_call_set_error(call, error);
        if (call->answered && !call->enhanced) {
            control_call_terminate(call, CLIENT_TERMINATED_NEGATIVE);
        }
    }
    control_leave(owner);
}

static bool
is_operated(const ClientControl *control, const MmsObjectName *object)
{
    g_autofree char *item = g_strdup_printf("%s$Oper", control->item);

    return slice_equals_string(object->domain, control->domain) &&
           slice_equals_string(object->item, item);
}

/* NULL, or what is wrong with it for this call. */
static const char *
check_termination(const ControlCall *call, const ControlNotice *notice,
                  const ControlParameters *parameters)
{
    ControlService service;

    if (!mms_data_equal(parameters->ctl_val, call->ctl_val)) {
        return "another ctlVal than the command had";
    }
    if (notice->has_error && (!is_object(call->control, notice->error.cntrl_obj, &service) ||
                              notice->error.ctl_num != parameters->ctl_num)) {
        return "a LastApplError of another command";
    }
    return NULL;
}

static void
terminate(ControlCall *call, const ControlNotice *notice, const ControlParameters *parameters)
{
    const char *odd = check_termination(call, notice, parameters);
    ClientTerminationKind kind = notice->has_error ? CLIENT_TERMINATED_NEGATIVE
                                 : call->timed     ? CLIENT_ACTIVATED
                                                   : CLIENT_TERMINATED;

    if (odd != NULL) {
        control_tell_problem(call->control, "%s: CommandTermination with %s",
                             call->control->name, odd);
    }
    if (notice->has_error) {
        control_call_set_error(call, &notice->error);
    }
    if (call->answered) {
        control_call_terminate(call, kind);
    } else if (call->has_early) {
        control_tell_problem(call->control, "%s: a second CommandTermination",
                             call->control->name);
    } else {
        call->has_early = true;
        call->early = kind;
    }
}

static void
take_termination(Client *client, const ControlNotice *notice)
{
    ClientControl *owner = NULL;
    ControlCall *call = NULL;
    ControlParameters parameters;
    bool good = false;

    for (ClientControl *it = client->controls; it != NULL && call == NULL; it = it->next) {
        if (!it->freed && it->item != NULL && is_operated(it, &notice->object)) {
            owner = it;
            good = control_get(notice->oper, &it->layouts[CONTROL_OPER], &parameters);
            call = good ? find_call(it, CONTROL_OPER, &parameters.ctl_num) : NULL;
        }
    }
    if (owner == NULL) {
        return;
    }
    control_enter(owner);
    if (call != NULL) {
        terminate(call, notice, &parameters);
    } else if (good) {
        control_tell_problem(owner,
                             "%s: a CommandTermination with ctlNum %u that nobody waits for",
                             owner->name, parameters.ctl_num);
    } else {
        control_tell_problem(owner, "%s: a malformed CommandTermination", owner->name);
    }
    control_leave(owner);
}

/* Beside reports, which are lists, there are only these. */
static void
tell_malformed(Client *client)
{
    ClientControl *control = client->controls;

    while (control != NULL && (control->freed || control->item == NULL)) {
        control = control->next;
    }
    if (control != NULL) {
        control_enter(control);
        control_tell_problem(control,
                             "%s: an information report that is no LastApplError "
                             "and no CommandTermination",
                             control->name);
        control_leave(control);
    }
}

void
client_take_notice(Client *client, Slice content)
{
    MmsInformationReport information;
    ControlNotice notice;

    if (client->controls == NULL || !mms_information_report_get(content, &information) ||
        information.is_list) {
        return;
    }
    if (!control_notice_get(&information, &notice)) {
        tell_malformed(client);
    } else if (notice.is_termination) {
        take_termination(client, &notice);
    } else {
        take_error(client, &notice.error);
    }
}

const char *
client_control_name(const ClientControl *control)
{
    return control->name;
}

ControlModel
client_control_model(const ClientControl *control)
{
    return control->model;
}

bool
client_control_has(const ClientControl *control, ControlService service)
{
    return (control->has & 1u << service) != 0;
}

bool
client_control_has_oper_tm(const ClientControl *control)
{
    return control_layout_has(&control->layouts[CONTROL_OPER], CONTROL_OPER_TM);
}

const ClientType *
client_control_type(const ClientControl *control)
{
    return control->ctl_val;
}

ClientName
client_control_place(const ClientControl *control)
{
    return (ClientName){ .domain = control->domain, .item = control->item };
}
