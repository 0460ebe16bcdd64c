/* SPDX-License-Identifier: Apache-2.0
 *
 * The client's association: connecting, time limits, releasing, and what ends it.
 */
#include "sim/client/internal.h"

#define TIMEOUT_DEFAULT (10 * CLOCK_SECOND)
void
client_destroy(Client *client)
{
    while (client->calls != NULL) {
        client_call_free(client->calls);
    }
    client_forget_subscriptions(client);
    client_forget_controls(client);
    if (client->association != NULL) {
        if (mms_association_is_open(client->association)) {
            mms_association_abort(client->association);
        }
        mms_association_free(client->association);
    }
    if (client->connection != NULL) {
        connection_flush(client->connection);
        connection_close(client->connection, false);
    }
    clock_disarm(loop_wall(client->loop), &client->guard);
    loop_forget(client->loop, &client->later);
    if (client->directory != NULL) {
        g_hash_table_unref(client->directory);
    }
    g_free(client->refusal);
    g_free(client->peer);
    g_free(client);
}

static void
tell_connected(Client *client, ClientFailureKind kind, const char *text)
{
    ClientFailure failure = { .kind = kind, .text = text };

    clock_disarm(loop_wall(client->loop), &client->guard);
    client->state = STATE_ENDED;
    client->connected(client->connected_user, client, &failure);
}

static void tell_ended(Client *client, ClientFailureKind kind, const char *text);
static void on_connected(void *user);

static void
perform_cut(Client *client)
{
    bool aborts = client->cut == CLIENT_CUT_ABORT && client->association != NULL &&
                  mms_association_is_open(client->association);

    client->is_cut = false;
    if (aborts) {
        mms_association_abort(client->association);
    }
    if (client->connection != NULL) {
        if (aborts) {
            connection_flush(client->connection);
        }
        connection_close(client->connection, client->cut == CLIENT_CUT_RESET);
        client->connection = NULL;
    }
    if (client->association != NULL) {
        mms_association_lost(client->association, "cut by the client");
    }
    tell_ended(client, CLIENT_ABORTED, "cut by the client");
}

/* Calls that could not be sent, and a connection that could not be begun. */
static void
on_later(LoopLater *later)
{
    Client *client = container_of(later, Client, later);

    client_enter(client);
    if (client->is_there && client->connection != NULL) {
        client->is_there = false;
        on_connected(client);
    }
    if (client->refusal != NULL && client->state == STATE_CONNECTING) {
        tell_connected(client, CLIENT_CONNECT, client->refusal);
    }
    if (client->is_cut) {
        perform_cut(client);
    }
    client_fail_unsent(client);
    client_leave(client);
}

static void
on_transmit(void *user, Slice bytes)
{
    Client *client = user;

    if (client->connection != NULL) {
        connection_send(client->connection, bytes);
    }
}

static void
on_associated(void *user)
{
    Client *client = user;

    clock_disarm(loop_wall(client->loop), &client->guard);
    client->state = STATE_OPEN;
    client_enter(client);
    client->connected(client->connected_user, client, NULL);
    client_leave(client);
}

static void
tell_ended(Client *client, ClientFailureKind kind, const char *text)
{
    ClientState before = client->state;

    if (client->freed || before == STATE_ENDED) {
        return;
    }
    clock_disarm(loop_wall(client->loop), &client->guard);
    client->state = STATE_ENDED;
    client_enter(client);
    client_end_controls(client);
    if (client->freed) {
        client_leave(client);
        return;
    }
    if (before == STATE_CONNECTING) {
        tell_connected(client, kind, text);
    } else if (before == STATE_RELEASING) {
        client->released(client->released_user, client);
    } else if (client->ended != NULL) {
        client->ended(client->ended_user, client, text);
    }
    client_leave(client);
}

static void
on_ended(void *user, MmsEnd how, const OsiReason *reason)
{
    g_autofree char *text =
        reason == NULL || reason->text == NULL
            ? g_strdup("the association ended")
            : g_strdup_printf("%s%s%s%s", reason->layer != NULL ? reason->layer : "",
                              reason->layer != NULL ? ": " : "", reason->text,
                              reason->by_peer ? " (by the peer)" : "");

    tell_ended(user, how == MMS_END_REFUSED ? CLIENT_REFUSED : CLIENT_ABORTED, text);
}

static void
on_finish(void *user)
{
    Client *client = user;

    if (client->connection != NULL && !client->freed) {
        connection_finish(client->connection);
    }
}

static void
on_unconfirmed(void *user, Slice content)
{
    Client *client = user;

    client_enter(client);
    if (!client->freed) {
        client_take_report(client, content);
    }
    if (!client->freed) {
        client_take_notice(client, content);
    }
    if (client->unconfirmed != NULL && !client->freed) {
        client->unconfirmed(client->unconfirmed_user, client, content);
    }
    client_leave(client);
}

static const MmsUser association_user = {
    .transmit = on_transmit,
    .associated = on_associated,
    .ended = on_ended,
    .finish = on_finish,
    .unconfirmed = on_unconfirmed,
};

static void
on_connected(void *user)
{
    Client *client = user;

    client_enter(client);
    if (client->gates != NULL) {
        connection_set_gates(client->connection, client->gates, 1);
    }
    client->association = mms_association_new(&client->parameters, &association_user, client);
    mms_association_connect(client->association);
    client_leave(client);
}

static void
on_received(void *user, Slice bytes)
{
    Client *client = user;

    client_enter(client);
    mms_association_receive(client->association, bytes);
    client_leave(client);
}

static void
on_closed(void *user, const char *why)
{
    Client *client = user;

    client_enter(client);
    client->connection = NULL;
    if (client->association != NULL) {
        mms_association_lost(client->association, why);
    }
    tell_ended(client, client->association == NULL ? CLIENT_CONNECT : CLIENT_ABORTED, why);
    client_leave(client);
}

static const ConnectionUser connection_user = {
    .connected = on_connected,
    .received = on_received,
    .closed = on_closed,
};

/* Connecting or releasing took too long: the connection goes, whatever stands. */
static void
on_guard(Timer *timer)
{
    Client *client = container_of(timer, Client, guard);

    client_enter(client);
    if (client->connection != NULL) {
        connection_close(client->connection, false);
        client->connection = NULL;
    }
    if (client->state == STATE_CONNECTING) {
        tell_ended(client, CLIENT_TIMEOUT,
                   client->association == NULL ? "no connection in time"
                                               : "no association in time");
    }
    if (client->association != NULL) {
        mms_association_lost(client->association, "no answer in time");
    }
    tell_ended(client, CLIENT_TIMEOUT, "no answer in time");
    client_leave(client);
}

OsiAddress
client_usual_address(bool remote)
{
    OsiAddress address = {
        .tsel = { 2, { 0, 1 } },
        .ssel = { 2, { 0, 1 } },
        .psel = { 4, { 0, 0, 0, 1 } },
        .ap_title_size = remote ? 5 : 4,
        .ap_title = { 0x29, 0x01, 0x87, 0x67, 0x01 },
        .has_ae_qualifier = true,
        .ae_qualifier = 12,
    };

    return address;
}

static bool
address_is_zero(const OsiAddress *address)
{
    return address->tsel.size == 0 && address->ssel.size == 0 && address->psel.size == 0 &&
           address->ap_title_size == 0 && !address->has_ae_qualifier;
}

Client *
client_connect(const ClientParameters *parameters, ClientConnected connected, void *user)
{
    Client *client = g_new0(Client, 1);
    Clock *wall = loop_wall(parameters->loop);
    g_autoptr(GError) error = NULL;

    client->loop = parameters->loop;
    client->later.run = on_later;
    client->connected = connected;
    client->connected_user = user;
    client->timeout = parameters->timeout > 0 ? parameters->timeout : TIMEOUT_DEFAULT;
    client->peer = g_strdup_printf(strchr(parameters->host, ':') != NULL ? "[%s]:%d" : "%s:%d",
                                   parameters->host, parameters->port);
    client->parameters.limits = parameters->limits;
    client->gates = parameters->gates;
    client->parameters.osi.role = OSI_CLIENT;
    client->parameters.osi.local =
        address_is_zero(&parameters->local) ? client_usual_address(false) : parameters->local;
    client->parameters.osi.remote =
        address_is_zero(&parameters->remote) ? client_usual_address(true) : parameters->remote;
    clock_arm(wall, &client->guard, clock_now(wall) + client->timeout, on_guard);
    if (parameters->open != NULL) {
        client->connection =
            parameters->open(parameters->open_user, &connection_user, client, &error);
        client->is_there = client->connection != NULL;
        loop_later(client->loop, &client->later);
    } else {
        client->connection =
            connection_open(client->loop, parameters->from, parameters->host, parameters->port,
                            &connection_user, client, &error);
    }
    if (client->connection == NULL) {
        client->refusal = g_strdup(error->message);
        loop_later(client->loop, &client->later);
    }
    return client;
}

void
client_on_ended(Client *client, ClientEnded ended, void *user)
{
    client->ended = ended;
    client->ended_user = user;
}

void
client_on_unconfirmed(Client *client, ClientUnconfirmed unconfirmed, void *user)
{
    client->unconfirmed = unconfirmed;
    client->unconfirmed_user = user;
}

void
client_release(Client *client, void (*done)(void *user, Client *client), void *user)
{
    Clock *wall = loop_wall(client->loop);

    client->released = done;
    client->released_user = user;
    if (client->state != STATE_OPEN) {
        client->state = STATE_RELEASING;
        clock_arm(wall, &client->guard, clock_now(wall), on_guard);
        return;
    }
    client->state = STATE_RELEASING;
    clock_arm(wall, &client->guard, clock_now(wall) + client->timeout, on_guard);
    mms_association_conclude(client->association);
}

void
client_free(Client *client)
{
    if (client == NULL || client->freed) {
        return;
    }
    client->freed = true;
    if (client->busy == 0) {
        client_destroy(client);
    }
}

void
client_cut(Client *client, ClientCut how)
{
    client->is_cut = true;
    client->cut = how;
    loop_later(client->loop, &client->later);
}

void
client_pause(Client *client)
{
    if (client->connection != NULL) {
        connection_pause(client->connection);
    }
}

void
client_resume(Client *client)
{
    if (client->connection != NULL) {
        connection_resume(client->connection);
    }
}

bool
client_is_open(const Client *client)
{
    return client->state == STATE_OPEN && mms_association_is_open(client->association);
}

const MmsNegotiated *
client_negotiated(const Client *client)
{
    static const MmsNegotiated nothing;

    return client->association != NULL ? mms_association_negotiated(client->association)
                                       : &nothing;
}

const MmsCounters *
client_counters(const Client *client)
{
    static const MmsCounters nothing;

    return client->association != NULL ? mms_association_counters(client->association)
                                       : &nothing;
}

const char *
client_peer(const Client *client)
{
    return client->peer;
}
