/* SPDX-License-Identifier: Apache-2.0
 *
 * Listening sockets: numeric addresses only, a bounded number of accepts a turn.
 */
#include "sim/net/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 1024
#define ACCEPTS_A_TURN 64

struct Listener {
    LoopWatch watch;
    Loop *loop;
    ListenerAccept accept;
    void *user;
    char *address;
    int port;
    bool paused;
    bool accepting, freed; /* freed while accepting: the memory goes when that is through */
};

typedef union SocketAddress {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
} SocketAddress;

G_DEFINE_QUARK(listener_error, listener_error)

/* The size of the address, 0 when the text is none. */
static socklen_t
parse_address(const char *text, int port, SocketAddress *address)
{
    memset(address, 0, sizeof *address);
    if (inet_pton(AF_INET, text, &address->v4.sin_addr) == 1) {
        address->v4.sin_family = AF_INET;
        address->v4.sin_port = htons((uint16_t)port);
        return sizeof address->v4;
    }
    if (inet_pton(AF_INET6, text, &address->v6.sin6_addr) == 1) {
        address->v6.sin6_family = AF_INET6;
        address->v6.sin6_port = htons((uint16_t)port);
        return sizeof address->v6;
    }
    return 0;
}

static int
bound_port(int fd)
{
    SocketAddress address;
    socklen_t size = sizeof address;

    if (getsockname(fd, &address.any, &size) < 0) {
        return 0;
    }
    return ntohs(address.any.sa_family == AF_INET6 ? address.v6.sin6_port
                                                   : address.v4.sin_port);
}

/* A descriptor that has the address, or -1 with errno. */
static int
open_bound(const SocketAddress *address, socklen_t size)
{
    int on = 1;
    int fd = socket(address->any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (fd < 0) {
        return -1;
    }
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) < 0 ||
        bind(fd, &address->any, size) < 0) {
        int failure = errno;

        close(fd);
        errno = failure;
        return -1;
    }
    return fd;
}

/* A descriptor that listens, or -1 with errno. */
static int
open_listening(const SocketAddress *address, socklen_t size)
{
    int fd = open_bound(address, size);

    if (fd >= 0 && listen(fd, BACKLOG) < 0) {
        int failure = errno;

        close(fd);
        errno = failure;
        return -1;
    }
    return fd;
}

static void
accept_ready(LoopWatch *watch, uint32_t events)
{
    Listener *listener = (Listener *)watch;

    (void)events;
    listener->accepting = true;
    for (int i = 0; i < ACCEPTS_A_TURN && !listener->freed; i++) {
        int fd = accept4(watch->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

        if (fd >= 0) {
            listener->accept(listener->user, fd);
        } else if (errno == EMFILE || errno == ENFILE) {
            loop_refuse_connection(listener->loop, watch->fd);
        } else if (errno != ECONNABORTED && errno != EINTR) {
            break;
        }
    }
    listener->accepting = false;
    if (listener->freed) {
        g_free(listener);
    }
}

static void
set_failure(GError **error, const char *address, int port, int failure)
{
    g_set_error(error, LISTENER_ERROR, failure,
                strchr(address, ':') != NULL ? "[%s]:%d: %s" : "%s:%d: %s", address, port,
                g_strerror(failure));
}

Listener *
listener_new(Loop *loop, const char *address, int port, ListenerAccept accept, void *user,
             GError **error)
{
    SocketAddress parsed;
    socklen_t size = parse_address(address, port, &parsed);
    int fd = -1;
    Listener *listener;

    if (size == 0 || port < 0 || port > 65535) {
        set_failure(error, address, port, EINVAL);
        return NULL;
    }
    fd = open_listening(&parsed, size);
    if (fd < 0) {
        set_failure(error, address, port, errno);
        return NULL;
    }
    listener = g_new0(Listener, 1);
    listener->watch = (LoopWatch){ .ready = accept_ready, .fd = fd, .events = EPOLLIN };
    listener->loop = loop;
    listener->accept = accept;
    listener->user = user;
    listener->address = g_strdup(address);
    listener->port = bound_port(fd);
    if (!loop_add(loop, &listener->watch)) {
        set_failure(error, address, port, errno);
        close(fd);
        g_free(listener->address);
        g_free(listener);
        return NULL;
    }
    return listener;
}

void
listener_free(Listener *listener)
{
    if (listener == NULL) {
        return;
    }
    if (!listener->paused) {
        loop_remove(listener->loop, &listener->watch);
    }
    if (listener->watch.fd >= 0) {
        close(listener->watch.fd);
    }
    g_free(listener->address);
    listener->freed = true;
    if (!listener->accepting) {
        g_free(listener);
    }
}

/* A socket that is bound and does not listen refuses. */
static int
reopen(const Listener *listener)
{
    SocketAddress address;
    socklen_t size = parse_address(listener->address, listener->port, &address);

    return open_bound(&address, size);
}

void
listener_pause(Listener *listener, bool refuse)
{
    if (!listener->paused) {
        listener->paused = true;
        loop_remove(listener->loop, &listener->watch);
    }
    if (refuse) {
        close(listener->watch.fd);
        listener->watch.fd = reopen(listener);
    }
}

static void
reset_waiting(const Listener *listener)
{
    struct linger at_once = { .l_onoff = 1 };
    int fd;

    while ((fd = accept4(listener->watch.fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        close(fd);
    }
}

bool
listener_resume(Listener *listener, GError **error)
{
    if (!listener->paused) {
        return true;
    }
    if (listener->watch.fd < 0) {
        listener->watch.fd = reopen(listener);
    } else {
        reset_waiting(listener);
    }
    if (listener->watch.fd < 0 || listen(listener->watch.fd, BACKLOG) < 0 ||
        !loop_add(listener->loop, &listener->watch)) {
        set_failure(error, listener->address, listener->port, errno);
        return false;
    }
    listener->paused = false;
    return true;
}

int
listener_port(const Listener *listener)
{
    return listener->port;
}

const char *
listener_address(const Listener *listener)
{
    return listener->address;
}
