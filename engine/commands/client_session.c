/* SPDX-License-Identifier: Apache-2.0
 *
 * One association for a command that asks one thing after the other (see client_options.h).
 */
#include <stdio.h>

#include "engine/command.h"
#include "engine/commands/client_options.h"

#define PORT_DEFAULT 102

static bool
split_address(const char *address, char **host, int *port)
{
    const char *colon = strrchr(address, ':');
    guint64 number = PORT_DEFAULT;

    if (address[0] == '[') {
        const char *end = strchr(address, ']');

        if (end == NULL || (end[1] != '\0' && end[1] != ':')) {
            return false;
        }
        *host = g_strndup(address + 1, (size_t)(end - address - 1));
        colon = end[1] == ':' ? end + 1 : NULL;
    } else {
        *host =
            colon != NULL ? g_strndup(address, (size_t)(colon - address)) : g_strdup(address);
    }
    if (colon != NULL && !g_ascii_string_to_unsigned(colon + 1, 10, 1, 65535, &number, NULL)) {
        return false;
    }
    *port = (int)number;
    return **host != '\0';
}

void
client_session_tell(ClientSession *session, const char *what, const ClientFailure *failure)
{
    session->failed = true;
    fprintf(stderr, "iedbench: %s: %s%s%s\n", session->address, what != NULL ? what : "",
            what != NULL ? ": " : "", failure->text);
}

static void
on_connected(void *user, Client *client, const ClientFailure *failure)
{
    ClientSession *session = user;

    (void)client;
    session->failed = failure != NULL;
    if (failure != NULL) {
        client_session_tell(
            session, failure->kind == CLIENT_REFUSED ? "association refused" : NULL, failure);
    }
    client_session_wake(session);
}

static int64_t
since_start(void *user)
{
    const ClientSession *session = user;

    return clock_now(loop_wall(session->loop)) - session->began;
}

static bool
open_trace(ClientSession *session, const ClientOptions *options)
{
    TrafficParameters parameters = { .options = &options->traffic,
                                     .loop = session->loop,
                                     .command = "client",
                                     .time = since_start,
                                     .user = session };
    g_autoptr(GError) error = NULL;

    session->began = clock_now(loop_wall(session->loop));
    session->traffic = traffic_new(&parameters, &error);
    if (error != NULL) {
        fprintf(stderr, "iedbench: %s\n", error->message);
        return false;
    }
    traffic_watch_client(session->traffic, session->gates, session->address);
    return true;
}

bool
client_session_open(ClientSession *session, const ClientOptions *options, const char *address,
                    int *status)
{
    ClientParameters parameters = options->parameters;
    g_autofree char *host = NULL;

    *session = (ClientSession){ .address = g_strdup(address) };
    if (!split_address(address, &host, &parameters.port)) {
        fprintf(stderr, "iedbench: %s: not HOST:PORT\n", address);
        *status = EXIT_USAGE;
        return false;
    }
    session->loop = loop_new(NULL);
    parameters.loop = session->loop;
    parameters.host = host;
    *status = EXIT_START;
    if (!open_trace(session, options)) {
        return false;
    }
    parameters.gates = session->traffic != NULL ? session->gates : NULL;
    session->client = client_connect(&parameters, on_connected, session);
    client_session_wait(session);
    return !session->failed;
}

void
client_session_wait(ClientSession *session)
{
    loop_run(session->loop);
}

void
client_session_wake(ClientSession *session)
{
    loop_quit(session->loop);
}

typedef struct Nap {
    Timer timer;
    ClientSession *session;
} Nap;

static void
on_nap_over(Timer *timer)
{
    client_session_wake(((Nap *)(void *)timer)->session);
}

void
client_session_sleep(ClientSession *session, int64_t duration)
{
    Clock *wall = loop_wall(session->loop);
    Nap nap = { .session = session };

    clock_arm(wall, &nap.timer, clock_now(wall) + duration, on_nap_over);
    client_session_wait(session);
    clock_disarm(wall, &nap.timer);
}

static void
on_released(void *user, Client *client)
{
    (void)client;
    client_session_wake(user);
}

void
client_session_release(ClientSession *session)
{
    if (session->client != NULL && client_is_open(session->client)) {
        client_release(session->client, on_released, session);
        client_session_wait(session);
    }
}

void
client_session_clear(ClientSession *session)
{
    client_session_release(session);
    client_free(session->client);
    traffic_free(session->traffic);
    if (session->loop != NULL) {
        loop_free(session->loop);
    }
    g_free(session->address);
    *session = (ClientSession){ 0 };
}
