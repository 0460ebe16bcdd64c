/* SPDX-License-Identifier: Apache-2.0
 *
 * One TCP connection: received bytes go to a callback, sent ones are gathered and written once
 * a turn. TCP_NODELAY, a budget of bytes a turn so that one busy peer does not starve another,
 * a bounded queue towards a peer that does not read.
 */
#pragma once

#include "sim/base/gate.h"
#include "sim/net/loop.h"

typedef struct Connection Connection;

/* The code of an error is an errno or one of getaddrinfo's (negative). */
#define CONNECTION_ERROR (connection_error_quark())
GQuark connection_error_quark(void);

/* How it went. An end that the kernel makes a reset of, because unread octets waited, counts as
 * ENDED_HERE: nobody tells us. */
typedef enum ConnectionEnd {
    CONNECTION_ENDED_HERE,    /* this side closed first */
    CONNECTION_ENDED_BY_PEER, /* the peer did */
    CONNECTION_RESET_HERE,
    CONNECTION_RESET_BY_PEER, /* or it cannot be reached any more */
} ConnectionEnd;

typedef struct ConnectionUser {
    void (*connected)(void *user);             /* outgoing ones only */
    void (*received)(void *user, Slice bytes); /* may close or finish the connection inside */
    /* The last callback: the peer closed, an error, the queue limit. `why` static or strerror
     * text. The connection is freed when it returns; connection_close inside is allowed and
     * changes nothing. Not after connection_close. */
    void (*closed)(void *user, const char *why);
} ConnectionUser;

/* Takes over `fd`, a connected non-blocking socket. */
Connection *connection_new(Loop *loop, int fd, const ConnectionUser *callbacks, void *user);

/* Connects to a numeric IPv4/IPv6 address or a host name that resolves at once (localhost),
 * from a numeric address of this machine unless `from` is NULL; NULL with error. */
Connection *connection_open(Loop *loop, const char *from, const char *host, int port,
                            const ConnectionUser *callbacks, void *user, GError **error);

/* Queues a copy; written at the end of the turn. */
void connection_send(Connection *connection, Slice bytes);

/* What a fault took at GATE_BYTES, or made, goes on from there, to the wire or up to the user:
 * faults are not asked again, watchers see it. Not from inside a callback. */
void connection_inject(Connection *connection, bool outbound, Slice bytes);
/* So many more (fewer, when negative) outbound pieces are held by faults: the end of a finished
 * connection waits for them. Allowed inside a gate. */
void connection_withhold(Connection *connection, int pieces);

/* Writes now what the kernel takes, for who cannot wait for the end of the turn. */
void connection_flush(Connection *connection);

/* How an accepted socket notices that its peer vanished: probed after `idle` seconds without a
 * word, every `interval` s, given up after `count` probes. 0: as all others. */
void connection_set_probes(int fd, unsigned idle, unsigned interval, unsigned count);

/* Closes gracefully once the queue is written (at most a few seconds), then calls closed. */
void connection_finish(Connection *connection);

/* Closes at once and frees; reset sends RST. No callback comes any more. Safe inside callbacks.
 */
void connection_close(Connection *connection, bool reset);

/* Nothing is received until it is resumed: what comes waits with the kernel, or with the other
 * end of a pipe. A peer that goes meanwhile is noticed only when its socket fails. */
void connection_pause(Connection *connection);
void connection_resume(Connection *connection);

/* What waits is never sent, and nothing more is: the peer hears nothing until the connection is
 * closed. Callbacks go to another user from here on. */
void connection_forsake(Connection *connection, const ConnectionUser *callbacks, void *user);

/* "127.0.0.1:40312" of the peer, and of this side; "?" when it went before anybody asked. Lent.
 */
const char *connection_peer(Connection *connection);
const char *connection_local(Connection *connection);

/* For GATE_CLOSED. */
ConnectionEnd connection_end(const Connection *connection);

/* Octets waiting to be written. */
size_t connection_queued(const Connection *connection);
/* Calls `drained` with the user once, as soon as no more than so many octets wait after a
 * write.
 */
void connection_tell_drained(Connection *connection, size_t octets,
                             void (*drained)(void *user));
void connection_set_queue_limit(Connection *connection, size_t octets);
/* Watches its bytes (GATE_BYTES) and its end (GATE_CLOSED), and tells GATE_OPENED at once, so
 * its addresses should be known by then. `gates` are GATE_POINTS, lent. */
void connection_set_gates(Connection *connection, Gate *gates, uint64_t association);
