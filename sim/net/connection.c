/* SPDX-License-Identifier: Apache-2.0
 *
 * TCP connections. Reading stops while much waits to be written, so that a peer which asks and
 * does not read holds itself up; what is sent without being asked for meets the queue limit.
 * The user's callbacks come from the loop only, never from inside a call of his.
 */
#include "sim/net/connection.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sim/net/transport.h"

#define READ_SIZE 4096
#define READS_A_TURN 4
#define QUEUE_PAUSE (256 * 1024) /* more waiting: nothing is read */
#define QUEUE_LIMIT (16 * 1024 * 1024)
#define QUEUE_KEPT 4096 /* an empty queue keeps no more memory than this */
#define LINGER (3 * CLOCK_SECOND)

void
connection_hold(Connection *connection)
{
    connection->held++;
}

void
connection_unhold(Connection *connection)
{
    if (--connection->held > 0 || connection->state != CONNECTION_DEAD) {
        return;
    }
    if (connection->candidates != NULL) {
        freeaddrinfo(connection->candidates);
    }
    if (connection->origin != NULL) {
        freeaddrinfo(connection->origin);
    }
    g_clear_pointer(&connection->handed, g_byte_array_unref);
    g_free(connection->queue);
    g_free(connection->peer);
    g_free(connection->local);
    g_free(connection);
}

void
connection_close_socket(Connection *connection, bool reset)
{
    struct linger at_once = { .l_onoff = 1 };

    if (connection->watch.fd < 0) {
        return;
    }
    if (reset) {
        setsockopt(connection->watch.fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }
    loop_remove(connection->loop, &connection->watch);
    close(connection->watch.fd);
    connection->watch.fd = -1;
}

static void
tell_gate(Connection *connection, GatePoint point)
{
    GatePass pass = { .point = point,
                      .association = connection->association,
                      .subject = connection };

    if (connection->gates != NULL) {
        gate_pass(&connection->gates[point], &pass);
    }
}

static void
dispose(Connection *connection, bool reset)
{
    if (connection->state == CONNECTION_DEAD) {
        return;
    }
    if (reset) {
        connection->how = CONNECTION_RESET_HERE;
    }
    tell_gate(connection, GATE_CLOSED);
    connection->state = CONNECTION_DEAD;
    loop_forget(connection->loop, &connection->flush);
    clock_disarm(loop_wall(connection->loop), &connection->linger);
    connection_close_socket(connection, reset);
    pipe_detach(connection);
}

void
connection_fail(Connection *connection, const char *why)
{
    connection_hold(connection);
    dispose(connection, false);
    connection->callbacks->closed(connection->user, why);
    connection_unhold(connection);
}

void
connection_break(Connection *connection, int failure)
{
    connection->how = CONNECTION_RESET_BY_PEER;
    connection_fail(connection, g_strerror(failure));
}

/* What is left of the bytes behind the gate; none when nothing goes further. */
static G_GNUC_NO_INLINE Slice
deliver_at_gate(Connection *connection, Slice bytes)
{
    GatePass pass = { .point = GATE_BYTES,
                      .association = connection->association,
                      .bytes = bytes };
    GateVerdict verdict = gate_pass_guests(&connection->gates[GATE_BYTES], &pass);

    if (verdict == GATE_CLOSE) {
        connection_fail(connection, "closed at a gate");
    }
    return verdict == GATE_PASS && connection->state != CONNECTION_DEAD ? pass.bytes
                                                                        : SLICE_NONE;
}

static inline bool
is_watched(const Connection *connection)
{
    return connection->gates != NULL && gate_is_attended(&connection->gates[GATE_BYTES]);
}

void
connection_deliver(Connection *connection, Slice bytes)
{
    if (is_watched(connection)) {
        bytes = deliver_at_gate(connection, bytes);
        if (bytes.size == 0) {
            return;
        }
    }
    connection->callbacks->received(connection->user, bytes);
}

static bool
is_reading(const Connection *connection)
{
    return connection->state >= CONNECTION_FINISHING ||
           (connection->state == CONNECTION_OPEN && !connection->paused &&
            connection_queued(connection) <= QUEUE_PAUSE);
}

static void
choose_events(Connection *connection)
{
    loop_modify(connection->loop, &connection->watch,
                (is_reading(connection) ? EPOLLIN : 0) | (connection->blocked ? EPOLLOUT : 0));
}

static void
linger_over(Timer *timer)
{
    Connection *connection =
        (Connection *)(void *)((char *)timer - offsetof(Connection, linger));

    connection_fail(connection, "finished");
}

static void
half_close(Connection *connection)
{
    connection->state = CONNECTION_LINGERING;
    shutdown(connection->watch.fd, SHUT_WR);
}

/* Why it failed, or NULL. */
static const char *
write_queue(Connection *connection)
{
    ssize_t written = send(connection->watch.fd, connection->queue + connection->start,
                           connection_queued(connection), MSG_NOSIGNAL);

    if (written < 0 && errno != EAGAIN && errno != EINTR) {
        connection->how = CONNECTION_RESET_BY_PEER;
        return g_strerror(errno);
    }
    connection->start += written > 0 ? (size_t)written : 0;
    connection->blocked = connection_queued(connection) > 0;
    if (!connection->blocked) {
        connection->start = connection->end = 0;
        if (connection->room > QUEUE_KEPT) {
            g_clear_pointer(&connection->queue, g_free);
            connection->room = 0;
        }
    }
    return NULL;
}

bool
connection_is_through(const Connection *connection)
{
    return connection->state == CONNECTION_FINISHING && connection_queued(connection) == 0 &&
           connection->withheld == 0;
}

void
connection_check_drained(Connection *connection)
{
    void (*drained)(void *user) = connection->drained;

    if (drained != NULL && connection->state == CONNECTION_OPEN &&
        connection_queued(connection) <= connection->drained_at) {
        connection->drained = NULL;
        drained(connection->user);
    }
}

static void
flush(Connection *connection)
{
    if (connection->failure != NULL) {
        connection_fail(connection, connection->failure);
        return;
    }
    if (connection->is_pipe) {
        pipe_flush(connection);
        return;
    }
    if (connection->state == CONNECTION_CONNECTING) {
        return;
    }
    if (connection_queued(connection) > 0) {
        const char *failure = write_queue(connection);

        if (failure != NULL) {
            connection_fail(connection, failure);
            return;
        }
    }
    if (connection_is_through(connection)) {
        half_close(connection);
    }
    choose_events(connection);
    connection_check_drained(connection);
}

static void
flush_later(LoopLater *later)
{
    Connection *connection =
        (Connection *)(void *)((char *)later - offsetof(Connection, flush));

    connection_hold(connection);
    flush(connection);
    connection_unhold(connection);
}

/* The peer sends no more. What it asked for before is still written, as far as the kernel takes
 * it at once. */
static void
peer_ended(Connection *connection)
{
    bool lingering = connection->state == CONNECTION_LINGERING;

    if (connection_queued(connection) > 0) {
        write_queue(connection);
    }
    connection->how = lingering ? CONNECTION_ENDED_HERE : CONNECTION_ENDED_BY_PEER;
    connection_fail(connection, lingering ? "finished" : "closed by the peer");
}

static void
read_some(Connection *connection)
{
    uint8_t bytes[READ_SIZE];

    for (int i = 0; i < READS_A_TURN && is_reading(connection); i++) {
        ssize_t size = recv(connection->watch.fd, bytes, sizeof bytes, 0);

        if (size == 0) {
            peer_ended(connection);
        } else if (size < 0 && errno != EAGAIN && errno != EINTR) {
            connection_break(connection, errno);
        } else if (size > 0 && connection->state == CONNECTION_OPEN) {
            connection_deliver(connection, (Slice){ bytes, (size_t)size });
        }
        if (size < (ssize_t)sizeof bytes || connection->state == CONNECTION_DEAD) {
            return;
        }
    }
}

int
connection_take_error(const Connection *connection)
{
    int failure = 0;
    socklen_t size = sizeof failure;

    getsockopt(connection->watch.fd, SOL_SOCKET, SO_ERROR, &failure, &size);
    return failure;
}

static void
ready(LoopWatch *watch, uint32_t events)
{
    Connection *connection = (Connection *)watch;

    connection_hold(connection);
    if (connection->state == CONNECTION_CONNECTING) {
        connection_try_ready(connection);
        connection_unhold(connection);
        return;
    }
    if ((events & (EPOLLERR | EPOLLHUP)) != 0 && !is_reading(connection)) {
        int failure = connection_take_error(connection);

        connection_break(connection, failure != 0 ? failure : ECONNRESET);
    } else if ((events & (EPOLLIN | EPOLLERR | EPOLLHUP)) != 0) {
        read_some(connection);
    }
    if ((events & EPOLLOUT) != 0 && connection->state != CONNECTION_DEAD) {
        flush(connection);
    }
    connection_unhold(connection);
}

Connection *
connection_new_bare(Loop *loop, ConnectionState state, const ConnectionUser *callbacks,
                    void *user)
{
    Connection *connection = g_new0(Connection, 1);

    connection->watch.fd = -1;
    connection->watch.ready = ready;
    connection->flush.run = flush_later;
    connection->loop = loop;
    connection->callbacks = callbacks;
    connection->user = user;
    connection->state = state;
    connection->limit = QUEUE_LIMIT;
    return connection;
}

Connection *
connection_new(Loop *loop, int fd, const ConnectionUser *callbacks, void *user)
{
    Connection *connection = connection_new_bare(loop, CONNECTION_OPEN, callbacks, user);

    connection_set_options(fd);
    connection->watch.fd = fd;
    connection->watch.events = EPOLLIN;
    if (!loop_add(loop, &connection->watch)) {
        connection->failure = "no more descriptors can be watched";
        loop_later(loop, &connection->flush);
    }
    return connection;
}

static void
make_room(Connection *connection, size_t size)
{
    size_t queued = connection_queued(connection);

    if (connection->start > 0 && connection->room - queued >= size) {
        memmove(connection->queue, connection->queue + connection->start, queued);
        connection->start = 0;
        connection->end = queued;
    }
    if (connection->room - connection->end < size) {
        connection->room = MAX(MAX(connection->room * 2, 512), connection->end + size);
        connection->queue = g_realloc(connection->queue, connection->room);
    }
}

/* Behind the gate. */
static void
queue_bytes(Connection *connection, Slice bytes)
{
    if (bytes.size >
        connection->limit - MIN(connection->limit, connection_queued(connection))) {
        connection->failure = "the peer does not read what it is sent";
    } else if (bytes.size > 0) {
        make_room(connection, bytes.size);
        memcpy(connection->queue + connection->end, bytes.data, bytes.size);
        connection->end += bytes.size;
    }
    if (!connection->blocked || connection->failure != NULL) {
        loop_later(connection->loop, &connection->flush);
    }
}

/* What is left of the bytes behind the gate. */
static G_GNUC_NO_INLINE Slice
send_at_gate(Connection *connection, Slice bytes)
{
    GatePass pass = { .point = GATE_BYTES,
                      .outbound = true,
                      .association = connection->association,
                      .bytes = bytes };
    GateVerdict verdict = gate_pass_guests(&connection->gates[GATE_BYTES], &pass);

    connection->failure = verdict == GATE_CLOSE ? "closed at a gate" : NULL;
    return verdict == GATE_PASS ? pass.bytes : SLICE_NONE;
}

void
connection_send(Connection *connection, Slice bytes)
{
    if (connection->state > CONNECTION_OPEN || connection->failure != NULL) {
        return;
    }
    if (is_watched(connection)) {
        bytes = send_at_gate(connection, bytes);
    }
    queue_bytes(connection, bytes);
}

void
connection_inject(Connection *connection, bool outbound, Slice bytes)
{
    GatePass pass = { .point = GATE_BYTES,
                      .outbound = outbound,
                      .association = connection->association,
                      .bytes = bytes };

    if (connection->failure != NULL || connection->state == CONNECTION_DEAD ||
        connection->state > (outbound ? CONNECTION_FINISHING : CONNECTION_OPEN)) {
        return;
    }
    if (connection->gates != NULL) {
        gate_watch(&connection->gates[GATE_BYTES], &pass);
    }
    if (outbound) {
        queue_bytes(connection, bytes);
    } else {
        connection_hold(connection);
        connection->callbacks->received(connection->user, bytes);
        connection_unhold(connection);
    }
}

void
connection_withhold(Connection *connection, int pieces)
{
    connection->withheld += pieces;
    loop_later(connection->loop, &connection->flush);
}

void
connection_flush(Connection *connection)
{
    if (connection->is_pipe) {
        pipe_hand_over(connection);
    } else if (connection->watch.fd >= 0 && connection->state != CONNECTION_CONNECTING &&
               connection_queued(connection) > 0) {
        connection->failure = write_queue(connection);
        loop_later(connection->loop, &connection->flush);
    }
}

void
connection_finish(Connection *connection)
{
    if (connection->state > CONNECTION_OPEN) {
        return;
    }
    if (connection->state == CONNECTION_CONNECTING) {
        connection->failure = "finished";
    } else {
        connection->state = CONNECTION_FINISHING;
    }
    clock_arm(loop_wall(connection->loop), &connection->linger,
              clock_now(loop_wall(connection->loop)) + LINGER, linger_over);
    loop_later(connection->loop, &connection->flush);
}

void
connection_close(Connection *connection, bool reset)
{
    connection_hold(connection);
    dispose(connection, reset);
    connection_unhold(connection);
}

void
connection_pause(Connection *connection)
{
    connection->paused = true;
    loop_later(connection->loop, &connection->flush);
}

void
connection_resume(Connection *connection)
{
    connection->paused = false;
    loop_later(connection->loop, &connection->flush);
    if (connection->other != NULL) {
        loop_later(connection->loop, &connection->other->flush);
    }
}

size_t
connection_queued(const Connection *connection)
{
    return connection->end - connection->start;
}

void
connection_tell_drained(Connection *connection, size_t octets, void (*drained)(void *user))
{
    connection->drained = drained;
    connection->drained_at = octets;
}

void
connection_set_queue_limit(Connection *connection, size_t octets)
{
    connection->limit = octets;
}

void
connection_set_gates(Connection *connection, Gate *gates, uint64_t association)
{
    connection->gates = gates;
    connection->association = association;
    tell_gate(connection, GATE_OPENED);
}

ConnectionEnd
connection_end(const Connection *connection)
{
    return connection->how;
}
