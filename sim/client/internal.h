/* SPDX-License-Identifier: Apache-2.0
 *
 * The client and its calls, for the files of sim/client/ only. Whatever runs a user's callback
 * stands between enter and leave, so that client_free inside one only marks, and the last
 * leave destroys.
 */
#pragma once

#include "sim/client/client.h"
#include "sim/client/log.h"
#include "sim/net/connection.h"

typedef struct ClientCall ClientCall;

#define container_of(pointer, type, member)                                                    \
    ((type *)(void *)((char *)(pointer)-offsetof(type, member)))

typedef enum ClientState {
    STATE_CONNECTING, /* TCP, or the association, is not there yet */
    STATE_OPEN,
    STATE_RELEASING,
    STATE_ENDED,
} ClientState;

struct Client {
    Loop *loop;
    Connection *connection;
    MmsAssociation *association;
    ClientState state;
    MmsParameters parameters;
    Gate *gates; /* of the connection; NULL: nobody looks */
    char *peer;
    int64_t timeout;
    Timer guard;     /* of connecting and of releasing */
    LoopLater later; /* what may not run inside the call that asked for it */
    unsigned busy;   /* callbacks being run */
    bool freed;
    bool is_cut;   /* at the end of this turn, */
    ClientCut cut; /* so */
    bool is_there; /* connected before anybody could be told */
    char *refusal; /* why connecting failed at once, to be told later */

    ClientConnected connected;
    void *connected_user;
    ClientEnded ended;
    void *ended_user;
    ClientUnconfirmed unconfirmed;
    void *unconfirmed_user;
    void (*released)(void *user, Client *client);
    void *released_user;

    ClientCall *calls; /* outstanding or unsent */

    struct ClientSubscription *subscriptions; /* of subscription.c */
    struct ClientControl *controls;           /* of control.c */

    GHashTable *directory; /* of resolve.c: domain, "" for their list -> GPtrArray of names */
};

/* A call of the user: one confirmed request, or several after one another (pages), and one
 * answer to the user. Exactly one of answer (a response) and failure is given. It answers the
 * user, or sends the next request of the same call; what the call owns is released in `clear`.
 */
typedef void (*ClientCallFinish)(ClientCall *call, const MmsAnswer *answer,
                                 const ClientFailure *failure);

struct ClientCall {
    Client *client;
    ClientCallFinish finish;
    void (*clear)(ClientCall *call); /* NULL: owns nothing */
    void *user;
    union {
        ClientDone plain;
        ClientIdentified identified;
        ClientStatusTold told;
        ClientNamed named;
        ClientTyped typed;
        ClientRead read;
        ClientListed listed;
        ClientDeleted deleted;
        ClientLogRead logged;
        ClientLogCounted counted;
    } done;
    unsigned expected; /* items the answer must have; 0 when not known before */
    void *own;

    /* Of client.c. */
    struct ClientTicket *ticket; /* the request that is outstanding */
    ClientFailure failure;       /* of a request that could not be sent, told later */
    bool is_unsent;
    Timer timer;
    ClientCall *next, *previous;
};

static inline void
client_enter(Client *client)
{
    client->busy++;
}

void client_destroy(Client *client);

/* Offers the content of an unconfirmed PDU to the subscriptions. */
void client_take_report(Client *client, Slice content);
/* The client goes: they fall silent. */
void client_forget_subscriptions(Client *client);
/* The same for controls; and the association ended: what is awaited will not come. */
void client_take_notice(Client *client, Slice content);
void client_end_controls(Client *client);
void client_forget_controls(Client *client);
/* What client_resolve fetched: the variables of a domain; NULL when it did not. */
const GPtrArray *client_known_names(const Client *client, const char *domain);

static inline void
client_leave(Client *client)
{
    if (--client->busy == 0 && client->freed) {
        client_destroy(client);
    }
}

/* Answers the calls that could not be sent. */
void client_fail_unsent(Client *client);
void client_call_free(ClientCall *call);

ClientCall *client_call_new(Client *client, ClientCallFinish finish, void *user);
/* Without a request: finished from a later turn, with call->failure. */
void client_call_later(ClientCall *call);
void client_call_send(ClientCall *call, MmsRequestPut put, const void *request);

static inline ClientFailure
client_bad_answer(const char *text)
{
    return (ClientFailure){ .kind = CLIENT_BAD_ANSWER, .text = text };
}

static inline MmsObjectName
client_object_name(MmsScope scope, const char *domain, const char *item)
{
    return (MmsObjectName){
        .scope = scope,
        .domain = scope == MMS_SCOPE_DOMAIN ? slice_from_string(domain) : SLICE_NONE,
        .item = slice_from_string(item),
    };
}
