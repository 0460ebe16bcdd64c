/* SPDX-License-Identifier: Apache-2.0
 *
 * Calls: which answer belongs to which call, time limits, and requests that cannot be sent.
 */
#include "sim/client/internal.h"

/* What the association knows of a request: it outlives a call that ran out of time, until the
 * late answer comes or the association ends. */
typedef struct ClientTicket {
    ClientCall *call; /* NULL: nobody waits any more */
    uint32_t invoke_id;
} ClientTicket;

void
client_call_free(ClientCall *call)
{
    Client *client = call->client;

    clock_disarm(loop_wall(client->loop), &call->timer);
    if (call->ticket != NULL) {
        call->ticket->call = NULL;
    }
    if (call->previous != NULL) {
        call->previous->next = call->next;
    } else {
        client->calls = call->next;
    }
    if (call->next != NULL) {
        call->next->previous = call->previous;
    }
    if (call->clear != NULL) {
        call->clear(call);
    }
    g_free(call);
}

/* Tells the user of a call, and frees it unless it went on with another request. */
static void
finish_call(ClientCall *call, const MmsAnswer *answer, const ClientFailure *failure)
{
    Client *client = call->client;

    clock_disarm(loop_wall(client->loop), &call->timer);
    call->is_unsent = false;
    if (!client->freed) {
        call->finish(call, answer, failure);
    }
    if (call->ticket == NULL && !call->is_unsent) {
        client_call_free(call);
    }
}

static ClientFailure
failure_of(const MmsAnswer *answer)
{
    switch (answer->kind) {
    case MMS_ANSWER_ERROR:
        return (ClientFailure){ .kind = CLIENT_SERVICE_ERROR,
                                .error = answer->error,
                                .text = mms_error_name(answer->error) };
    case MMS_ANSWER_REJECT:
        return (ClientFailure){ .kind = CLIENT_REJECT,
                                .reject = answer->reject,
                                .text = mms_reject_name(answer->reject) };
    case MMS_ANSWER_CANCELLED:
        return (ClientFailure){ .kind = CLIENT_TIMEOUT, .text = "the request was cancelled" };
    default:
        return (ClientFailure){ .kind = CLIENT_ABORTED, .text = "the association ended" };
    }
}

static void
on_answered(void *user, const MmsAnswer *answer)
{
    ClientTicket *ticket = user;
    ClientCall *call = ticket->call;
    ClientFailure failure = failure_of(answer);
    Client *client;

    g_free(ticket);
    if (call == NULL) {
        return;
    }
    call->ticket = NULL;
    client = call->client;
    client_enter(client);
    if (answer->kind == MMS_ANSWER_RESPONSE) {
        finish_call(call, answer, NULL);
    } else {
        finish_call(call, NULL, &failure);
    }
    client_leave(client);
}

static void
on_call_timeout(Timer *timer)
{
    ClientCall *call = container_of(timer, ClientCall, timer);
    ClientFailure failure = { .kind = CLIENT_TIMEOUT, .text = "no answer in time" };
    Client *client = call->client;
    uint32_t invoke_id = call->ticket->invoke_id;

    client_enter(client);
    call->ticket->call = NULL;
    call->ticket = NULL;
    mms_association_cancel(client->association, invoke_id);
    finish_call(call, NULL, &failure);
    client_leave(client);
}

static ClientCall *
find_unsent(Client *client)
{
    for (ClientCall *call = client->calls; call != NULL; call = call->next) {
        if (call->is_unsent) {
            return call;
        }
    }
    return NULL;
}

ClientCall *
client_call_new(Client *client, ClientCallFinish finish, void *user)
{
    ClientCall *call = g_new0(ClientCall, 1);

    call->client = client;
    call->finish = finish;
    call->user = user;
    call->next = client->calls;
    if (call->next != NULL) {
        call->next->previous = call;
    }
    client->calls = call;
    return call;
}

void
client_call_later(ClientCall *call)
{
    call->is_unsent = true;
    loop_later(call->client->loop, &call->client->later);
}

void
client_call_send(ClientCall *call, MmsRequestPut put, const void *request)
{
    Client *client = call->client;
    Clock *wall = loop_wall(client->loop);
    ClientTicket *ticket = g_new0(ClientTicket, 1);

    ticket->call = call;
    if (client_is_open(client)) {
        ticket->invoke_id =
            mms_association_request(client->association, put, request, on_answered, ticket);
    }
    if (ticket->invoke_id != 0) {
        call->ticket = ticket;
        clock_arm(wall, &call->timer, clock_now(wall) + client->timeout, on_call_timeout);
        return;
    }
    g_free(ticket);
    call->failure = client_is_open(client)
                        ? (ClientFailure){ .kind = CLIENT_TOO_LARGE,
                                           .text = "the request does not fit a PDU" }
                        : (ClientFailure){ .kind = CLIENT_CLOSED, .text = "not connected" };
    client_call_later(call);
}

void
client_fail_unsent(Client *client)
{
    ClientCall *call;

    while (!client->freed && (call = find_unsent(client)) != NULL) {
        ClientFailure failure = call->failure;

        finish_call(call, NULL, &failure);
    }
}
