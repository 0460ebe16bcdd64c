/* SPDX-License-Identifier: Apache-2.0
 *
 * Outgoing connections: the addresses of a name are tried one after the other until one
 * answers.
 */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sim/net/transport.h"

/* A peer that vanished, or that reads nothing while something waits for it, is given up after
 * this many milliseconds; an idle link is probed for that. */
#define GIVE_UP 40000
#define PROBE_IDLE 20 /* s */
#define PROBE_EVERY 5 /* s */

G_DEFINE_QUARK(connection_error, connection_error)

void
connection_set_options(int fd)
{
    static const struct {
        int level, name, value;
    } rows[] = {
        { IPPROTO_TCP, TCP_NODELAY, 1 },
        { SOL_SOCKET, SO_KEEPALIVE, 1 },
        { IPPROTO_TCP, TCP_KEEPIDLE, PROBE_IDLE },
        { IPPROTO_TCP, TCP_KEEPINTVL, PROBE_EVERY },
        { IPPROTO_TCP, TCP_USER_TIMEOUT, GIVE_UP },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        setsockopt(fd, rows[i].level, rows[i].name, &rows[i].value, sizeof rows[i].value);
    }
}

void
connection_set_probes(int fd, unsigned idle, unsigned interval, unsigned count)
{
    int seconds = (int)(interval != 0 ? interval : PROBE_EVERY);
    int first = (int)(idle != 0 ? idle : PROBE_IDLE);
    int give_up = count != 0 ? (first + seconds * (int)count) * 1000 : GIVE_UP;

    if (idle == 0 && interval == 0 && count == 0) {
        return;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &first, sizeof first);
    setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &seconds, sizeof seconds);
    setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &give_up, sizeof give_up);
}

/* Bound to where it is to come from, when that is of the same family, and on its way. */
static bool
set_out(const Connection *connection, int fd, const struct addrinfo *to)
{
    const struct addrinfo *from = connection->origin;

    if (from != NULL && bind(fd, from->ai_addr, from->ai_addrlen) != 0) {
        return false;
    }
    return connect(fd, to->ai_addr, to->ai_addrlen) == 0 || errno == EINPROGRESS;
}

/* Begins to connect to the next candidate that lets itself be tried; the last errno when none
 * does. */
static int
connect_next(Connection *connection)
{
    int failure = ECONNREFUSED;

    while (connection->upcoming != NULL) {
        const struct addrinfo *to = connection->upcoming;
        int fd = socket(to->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

        connection->upcoming = to->ai_next;
        if (fd < 0) {
            failure = errno;
            continue;
        }
        connection_set_options(fd);
        if (set_out(connection, fd, to)) {
            connection->watch.fd = fd;
            connection->watch.events = EPOLLOUT;
            if (loop_add(connection->loop, &connection->watch)) {
                return 0;
            }
            connection->watch.fd = -1;
        }
        failure = errno;
        close(fd);
    }
    return failure;
}

void
connection_try_ready(Connection *connection)
{
    int failure = connection_take_error(connection);

    if (failure != 0) {
        int next_failure;

        connection_close_socket(connection, false);
        next_failure = connection->upcoming != NULL ? connect_next(connection) : failure;
        if (next_failure != 0) {
            connection_fail(connection, g_strerror(next_failure));
        }
        return;
    }
    connection->state = CONNECTION_OPEN;
    loop_later(connection->loop, &connection->flush);
    if (connection->callbacks->connected != NULL) {
        connection->callbacks->connected(connection->user);
    }
}

/* A machine without /etc/hosts knows no localhost; it is the loopback all the same (RFC
 * 6761 6.3). */
static int
find_candidates(const char *host, int port, struct addrinfo **candidates)
{
    struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV };
    char service[16];
    int failure;

    g_snprintf(service, sizeof service, "%d", port);
    failure = getaddrinfo(host, service, &hints, candidates);
    if (failure != 0 && strcmp(host, "localhost") == 0) {
        failure = getaddrinfo("127.0.0.1", service, &hints, candidates);
    }
    if (failure != 0) {
        *candidates = NULL;
    }
    return failure;
}

static int
find_origin(const char *from, struct addrinfo **origin)
{
    struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST };

    int failure = from == NULL ? 0 : getaddrinfo(from, NULL, &hints, origin);

    if (failure != 0) {
        *origin = NULL;
    }
    return failure;
}

Connection *
connection_open(Loop *loop, const char *from, const char *host, int port,
                const ConnectionUser *callbacks, void *user, GError **error)
{
    Connection *connection;
    const char *wrong = from;
    int failure;

    connection = connection_new_bare(loop, CONNECTION_CONNECTING, callbacks, user);
    failure = find_origin(from, &connection->origin);
    if (failure == 0) {
        wrong = host;
        failure = find_candidates(host, port, &connection->candidates);
    }
    if (failure != 0) {
        g_set_error(error, CONNECTION_ERROR, failure, "%s: %s", wrong, gai_strerror(failure));
        connection_close(connection, false);
        return NULL;
    }
    connection->upcoming = connection->candidates;
    failure = connect_next(connection);
    if (failure != 0) {
        g_set_error(error, CONNECTION_ERROR, failure, "%s:%d: %s", host, port,
                    g_strerror(failure));
        connection_close(connection, false);
        return NULL;
    }
    return connection;
}
