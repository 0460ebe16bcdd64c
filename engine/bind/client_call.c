/* SPDX-License-Identifier: Apache-2.0
 *
 * Calls of tasks' clients: requests one after the other, results kept in C until the task goes
 * on. A call whose task is gone lives on until its answer came or its client is freed.
 */
#include "engine/bind/client.h"

#include <string.h>

static void
free_item(void *data)
{
    CallItem *item = data;

    g_free(item->reference);
    g_free(item->domain);
    g_free(item->item);
    g_free(item->component);
    g_free(item->text);
    if (item->has_data) {
        pdu_clear(&item->data);
    }
    g_free(item);
}

static void
free_list(void *data)
{
    g_ptr_array_unref(data);
}

struct ClientCall *
call_new(ScriptClient *client, Task *task)
{
    struct ClientCall *call = g_new0(struct ClientCall, 1);

    call->client = client;
    call->task = task;
    call->items = g_ptr_array_new_with_free_func(free_item);
    call->domains = g_ptr_array_new_with_free_func(g_free);
    call->names = g_ptr_array_new_with_free_func(free_list);
    g_ptr_array_add(client->calls, call);
    task->call = call;
    task->state = TASK_WAITING;
    return call;
}

void
call_free(struct ClientCall *call)
{
    if (call->task != NULL) {
        call->task->call = NULL;
    }
    g_ptr_array_remove(call->client->calls, call);
    client_walk_free(call->walk);
    client_log_free(call->log);
    g_ptr_array_unref(call->items);
    g_ptr_array_unref(call->domains);
    g_ptr_array_unref(call->names);
    for (unsigned i = 0; i < G_N_ELEMENTS(call->identity); i++) {
        g_free(call->identity[i]);
    }
    g_free(call->failure_kind);
    g_free(call->failure);
    g_free(call->problem);
    g_free(call->list);
    g_free(call);
}

void
bind_call_forget(struct ClientCall *call)
{
    call->task = NULL;
    if (call->done) {
        call_free(call);
    }
}

void
call_deadline_arm(lua_State *L, int index, CallDeadline *deadline, TimerFire fire)
{
    const ScriptHost *host = bind_script(L)->host;
    int64_t within = 10 * CLOCK_SECOND;
    bool wall = false;

    bind_option_time(L, index, "within", &within);
    bind_option_boolean(L, index, "wall", &wall);
    deadline->clock = wall ? loop_wall(host->loop) : host->stage->clock;
    clock_arm(deadline->clock, &deadline->timer, clock_now(deadline->clock) + within, fire);
}

void
call_deadline_disarm(CallDeadline *deadline)
{
    if (deadline->clock != NULL) {
        clock_disarm(deadline->clock, &deadline->timer);
    }
}

void
call_finish(struct ClientCall *call)
{
    call->done = true;
    if (call->task == NULL) {
        call_free(call);
    } else {
        bind_task_ready(call->task);
    }
}

void
call_fail(struct ClientCall *call, const char *kind, const char *text)
{
    if (call->failure == NULL) {
        call->failure_kind = g_strdup(kind);
        call->failure = g_strdup_printf("%s: %s", call->client->peer, text);
    }
}

bool
call_check(struct ClientCall *call, const ClientFailure *failure)
{
    static const char *const kinds[] = {
        [CLIENT_CONNECT] = "connect",
        [CLIENT_REFUSED] = "refused",
        [CLIENT_ABORTED] = "aborted",
        [CLIENT_TIMEOUT] = "no-answer",
        [CLIENT_SERVICE_ERROR] = "service-error",
        [CLIENT_REJECT] = "reject",
        [CLIENT_BAD_ANSWER] = "bad-answer",
        [CLIENT_CLOSED] = "closed",
        [CLIENT_TOO_LARGE] = "too-large",
        [CLIENT_UNKNOWN_NAME] = "unknown-name",
        [CLIENT_VALUE_REFUSED] = "value-refused",
        [CLIENT_NOT_FREE] = "not-free",
    };

    if (failure != NULL) {
        call_fail(call, kinds[failure->kind], failure->text);
    }
    return failure != NULL;
}

void
call_check_service(struct ClientCall *call, const ClientFailure *failure)
{
    const char *slash = failure != NULL && failure->kind == CLIENT_SERVICE_ERROR
                            ? strchr(failure->text, '/')
                            : NULL;

    if (slash != NULL) {
        call_fail(call, slash + 1, failure->text);
    } else {
        call_check(call, failure);
    }
}

CallItem *
call_add_item(struct ClientCall *call, const char *reference)
{
    CallItem *item = g_new0(CallItem, 1);

    item->reference = g_strdup(reference);
    g_ptr_array_add(call->items, item);
    return item;
}

/* "MHAI1$MX$HA$phsAHar(3)$cVal$mag" is an element and what is inside it. */
void
call_set_place(CallItem *item, const Model *model, const NodeRef *ref)
{
    GString *name = g_string_new(NULL);
    char *open;

    model_append_item(model, ref, name);
    item->domain = g_strdup(model->devices[ref->device].domain);
    item->type = ref->type;
    open = strchr(name->str, '(');
    if (open != NULL) {
        char *end;

        item->has_index = true;
        item->index = (uint32_t)strtoul(open + 1, &end, 10);
        item->component = end[0] == ')' && end[1] == '$' ? g_strdup(end + 2) : NULL;
        *open = '\0';
    }
    item->item = g_string_free(name, FALSE);
}

static void
accessed(void *user, const ClientFailure *failure, const ClientItem *items, unsigned count)
{
    struct ClientCall *call = user;

    if (!call_check(call, failure)) {
        for (unsigned i = 0; i < count && i < call->items->len; i++) {
            CallItem *item = call->items->pdata[i];

            item->result = items[i].result;
            if (item->result == MMS_DATA_SUCCESS && !call->writes) {
                item->has_data = true;
                pdu_init(&item->data, items[i].data.size);
                pdu_append_slice(&item->data, items[i].data);
            }
        }
    }
    call_finish(call);
}

ClientName
call_item_name(const CallItem *item)
{
    return (ClientName){ .domain = item->domain,
                         .item = item->item,
                         .has_index = item->has_index,
                         .index = item->index,
                         .component = item->component };
}

static void
access_all(struct ClientCall *call)
{
    unsigned count = call->items->len;
    g_autofree ClientName *names = g_new0(ClientName, count + 1);
    g_autofree Slice *data = g_new0(Slice, count + 1);

    for (unsigned i = 0; i < count; i++) {
        const CallItem *item = call->items->pdata[i];

        names[i] = call_item_name(item);
        data[i] = item->has_data ? pdu_content(&item->data) : SLICE_NONE;
    }
    if (call->writes) {
        client_write(call->client->client, names, data, count, accessed, call);
    } else {
        client_read(call->client->client, names, count, accessed, call);
    }
}

static void resolve_next(struct ClientCall *call);

static void
typed(void *user, const ClientFailure *failure, const ClientType *type)
{
    struct ClientCall *call = user;
    CallItem *item = call->items->pdata[call->at];
    g_autoptr(GError) error = NULL;

    if (call_check(call, failure)) {
        call_finish(call);
        return;
    }
    item->has_data = true;
    pdu_init(&item->data, 64);
    if (!client_data_parse(type, item->text, &item->data, &error)) {
        call_fail(call, "value", error->message);
        call_finish(call);
        return;
    }
    call->at++;
    resolve_next(call);
}

static void
resolved(void *user, const ClientFailure *failure, const ClientTarget *target)
{
    struct ClientCall *call = user;
    CallItem *item = call->items->pdata[call->at];

    if (!call_check(call, failure) && target->is_list) {
        call_fail(call, "unknown-name", "it is a data set, not a variable");
    }
    if (call->failure != NULL) {
        call_finish(call);
        return;
    }
    item->domain = g_strdup(target->name.domain);
    item->item = g_strdup(target->name.item);
    item->has_index = target->name.has_index;
    item->index = target->name.index;
    item->component = g_strdup(target->name.component);
    if (call->writes) {
        client_get_type(call->client->client, item->domain, item->item, typed, call);
    } else {
        call->at++;
        resolve_next(call);
    }
}

/* Items of our own models are resolved already. */
static void
resolve_next(struct ClientCall *call)
{
    while (call->at < call->items->len) {
        const CallItem *item = call->items->pdata[call->at];

        if (item->item == NULL) {
            client_resolve(call->client->client, item->reference, resolved, call);
            return;
        }
        call->at++;
    }
    if (call->resolved != NULL) {
        call->resolved(call);
    } else {
        access_all(call);
    }
}

void
call_begin_access(struct ClientCall *call)
{
    resolve_next(call);
}

static GPtrArray *
copy_names(const char *const *names, unsigned count)
{
    GPtrArray *copy = g_ptr_array_new_with_free_func(g_free);

    for (unsigned i = 0; i < count; i++) {
        g_ptr_array_add(copy, g_strdup(names[i]));
    }
    return copy;
}

static void browse_next(struct ClientCall *call);

static void
domain_named(void *user, const ClientFailure *failure, const char *const *names, unsigned count)
{
    struct ClientCall *call = user;

    if (call_check(call, failure)) {
        call_finish(call);
        return;
    }
    g_ptr_array_add(call->names, copy_names(names, count));
    call->at++;
    browse_next(call);
}

static void
browse_next(struct ClientCall *call)
{
    if (call->at == call->domains->len) {
        call_finish(call);
        return;
    }
    client_get_names(call->client->client, MMS_CLASS_NAMED_VARIABLE, MMS_SCOPE_DOMAIN,
                     call->domains->pdata[call->at], domain_named, call);
}

static void
domains_named(void *user, const ClientFailure *failure, const char *const *names,
              unsigned count)
{
    struct ClientCall *call = user;

    if (call_check(call, failure)) {
        call_finish(call);
        return;
    }
    for (unsigned i = 0; i < count; i++) {
        g_ptr_array_add(call->domains, g_strdup(names[i]));
    }
    browse_next(call);
}

void
call_begin_browse(struct ClientCall *call)
{
    client_get_names(call->client->client, MMS_CLASS_DOMAIN, MMS_SCOPE_VMD, NULL, domains_named,
                     call);
}

void
bind_clients_free(Script *script)
{
    for (unsigned i = 0; i < script->clients->len; i++) {
        ScriptClient *client = script->clients->pdata[i];

        client_free_subscriptions(client);
        client_free_controls(client);
        client_free(client->client);
        while (client->calls->len > 0) {
            call_free(client->calls->pdata[0]);
        }
        g_ptr_array_unref(client->calls);
        g_free(client->peer);
        g_free(client);
    }
    g_ptr_array_set_size(script->clients, 0);
}
