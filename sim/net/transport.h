/* SPDX-License-Identifier: Apache-2.0
 *
 * What connection.c, connect.c, ends.c and pipe.c share: the inside of a Connection. Only they
 * include this.
 */
#pragma once

#include <netdb.h>

#include "sim/net/connection.h"

typedef enum ConnectionState {
    CONNECTION_CONNECTING,
    CONNECTION_OPEN,
    CONNECTION_FINISHING, /* writes its queue, then half-closes; what comes is thrown away */
    CONNECTION_LINGERING, /* half-closed, waits for the peer's end */
    CONNECTION_DEAD,      /* freed as soon as nobody holds it */
} ConnectionState;

struct Connection {
    LoopWatch watch; /* fd -1: an end of a pipe, or none yet */
    LoopLater flush;
    Timer linger; /* of the wall clock */
    Loop *loop;
    const ConnectionUser *callbacks;
    void *user;
    ConnectionState state;
    unsigned held;
    bool paused;         /* nothing is received */
    bool blocked;        /* the kernel took only a part of the queue */
    int withheld;        /* pieces that are still to be injected outbound */
    const char *failure; /* to be told by the next flush */
    ConnectionEnd how;   /* it ends, as far as is known */
    uint8_t *queue;      /* owned; queue[start] up to, not including, queue[end] waits */
    size_t start, end, room, limit;
    void (*drained)(void *user); /* NULL: nobody asked */
    size_t drained_at;           /* octets in the queue at which it is told */
    Gate *gates;
    uint64_t association;
    char *peer, *local;              /* owned; NULL until asked for */
    struct addrinfo *candidates;     /* owned; of an outgoing connection */
    const struct addrinfo *upcoming; /* the next one to try */
    struct addrinfo *origin;         /* owned; where an outgoing one comes from, or NULL */
    bool is_pipe;
    Connection *other;  /* of a pipe; NULL once that end is gone */
    GByteArray *handed; /* of a pipe: what the other end flushed, to be received; or NULL */
};

/* Callers hold a connection as long as they may touch it after a callback. */
void connection_hold(Connection *connection);
void connection_unhold(Connection *connection);

/* Frees what it has and tells the user. */
void connection_fail(Connection *connection, const char *why);

/* All that it had to say before its end was written. */
bool connection_is_through(const Connection *connection);

/* The same for an errno of the socket. */
void connection_break(Connection *connection, int failure);

/* Tells whoever asked when little enough waits. */
void connection_check_drained(Connection *connection);

/* Hands bytes up through the gate. */
void connection_deliver(Connection *connection, Slice bytes);

/* An object with the callbacks and nothing connected, to be put to work by the caller. */
Connection *connection_new_bare(Loop *loop, ConnectionState state,
                                const ConnectionUser *callbacks, void *user);

void connection_close_socket(Connection *connection, bool reset);
void connection_set_options(int fd);
/* SO_ERROR. */
int connection_take_error(const Connection *connection);

/* The candidate under way answered or failed (connect.c). */
void connection_try_ready(Connection *connection);

/* The turn's work of a pipe's end, handing its queue over ahead of that, and its leaving. */
void pipe_flush(Connection *end);
void pipe_hand_over(Connection *end);
void pipe_detach(Connection *end);
