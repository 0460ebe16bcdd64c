/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/net/connection.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sim/net/listener.h"
#include "sim/net/pipe.h"
#include "tests/sim/net/turns.h"

/* One side of a talk: what it heard, and what it does in its callbacks. */
typedef struct Side {
    Loop *loop;
    Connection *connection;
    GString *heard;
    char *why;
    bool connected, closed;
    bool echoes, closes, finishes;
    unsigned drained;
} Side;

static void
side_connected(void *user)
{
    ((Side *)user)->connected = true;
}

static void
side_received(void *user, Slice bytes)
{
    Side *side = user;

    g_string_append_len(side->heard, (const char *)bytes.data, (gssize)bytes.size);
    if (side->echoes) {
        connection_send(side->connection, bytes);
    }
    if (side->finishes) {
        connection_finish(side->connection);
    }
    if (side->closes) {
        connection_close(side->connection, true);
        side->connection = NULL;
    }
}

static void
side_closed(void *user, const char *why)
{
    Side *side = user;

    side->closed = true;
    side->why = g_strdup(why);
    connection_close(side->connection, false);
    side->connection = NULL;
}

static const ConnectionUser side_user = { side_connected, side_received, side_closed };

typedef struct Talk {
    GMainContext *context;
    Loop *loop;
    Listener *listener;
    Side caller, called;
    bool accepted;
    int fd; /* the called side's, lent */
} Talk;

static void
talk_accept(void *user, int fd)
{
    Talk *talk = user;

    talk->called.connection = connection_new(talk->loop, fd, &side_user, &talk->called);
    talk->fd = fd;
    talk->accepted = true;
}

static void
side_init(Side *side, Loop *loop)
{
    *side = (Side){ .loop = loop, .heard = g_string_new(NULL) };
}

static void
side_clear(Side *side)
{
    if (side->connection != NULL) {
        connection_close(side->connection, false);
    }
    g_string_free(side->heard, TRUE);
    g_free(side->why);
}

static void
talk_begin(Talk *talk)
{
    talk->loop = turns_new(&talk->context);
    talk->accepted = false;
    side_init(&talk->caller, talk->loop);
    side_init(&talk->called, talk->loop);
    talk->listener = listener_new(talk->loop, "127.0.0.1", 0, talk_accept, talk, NULL);
    talk->caller.connection =
        connection_open(talk->loop, NULL, "127.0.0.1", listener_port(talk->listener),
                        &side_user, &talk->caller, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(talk->caller.connection);
}

static void
talk_begin_pipe(Talk *talk)
{
    talk->loop = turns_new(&talk->context);
    side_init(&talk->caller, talk->loop);
    side_init(&talk->called, talk->loop);
    talk->listener = NULL;
    pipe_new(talk->loop, &(PipeEnd){ "scenario", &side_user, &talk->caller },
             &(PipeEnd){ "IED1", &side_user, &talk->called }, &talk->caller.connection,
             &talk->called.connection);
}

static void
talk_end(Talk *talk)
{
    side_clear(&talk->caller);
    side_clear(&talk->called);
    listener_free(talk->listener);
    turns_free(talk->loop, talk->context);
}

static void
say(Side *side, const char *text)
{
    connection_send(side->connection, slice_from_string(text));
}

static void
bytes_go_there_and_back(void)
{
    Talk talk;

    talk_begin(&talk);
    talk.called.echoes = true;
    say(&talk.caller, "hel");
    say(&talk.caller, "lo");
    CU_ASSERT_EQUAL(connection_queued(talk.caller.connection), 5);
    CU_ASSERT_TRUE(turns_until(talk.context, &talk.accepted));
    turns_settle(talk.context);
    CU_ASSERT_TRUE(talk.caller.connected);
    CU_ASSERT_STRING_EQUAL(talk.called.heard->str, "hello");
    CU_ASSERT_STRING_EQUAL(talk.caller.heard->str, "hello");
    CU_ASSERT_STRING_EQUAL(connection_peer(talk.called.connection),
                           connection_local(talk.caller.connection));
    CU_ASSERT_TRUE(g_str_has_prefix(connection_peer(talk.called.connection), "127.0.0.1:"));
    talk_end(&talk);
}

static int
get_option(int fd, int level, int name)
{
    int value = 0;
    socklen_t size = sizeof value;

    CU_ASSERT_EQUAL(getsockopt(fd, level, name, &value, &size), 0);
    return value;
}

/* The kernel gives a peer up that vanished or that takes nothing: nobody waits 40 s for that
 * here. */
static void
a_vanished_peer_is_given_up(void)
{
    Talk talk;

    talk_begin(&talk);
    CU_ASSERT_TRUE(turns_until(talk.context, &talk.accepted));
    CU_ASSERT_TRUE(get_option(talk.fd, SOL_SOCKET, SO_KEEPALIVE));
    CU_ASSERT_TRUE(get_option(talk.fd, IPPROTO_TCP, TCP_NODELAY));
    CU_ASSERT_EQUAL(get_option(talk.fd, IPPROTO_TCP, TCP_KEEPIDLE), 20);
    CU_ASSERT_EQUAL(get_option(talk.fd, IPPROTO_TCP, TCP_KEEPINTVL), 5);
    CU_ASSERT_EQUAL(get_option(talk.fd, IPPROTO_TCP, TCP_USER_TIMEOUT), 40000);
    talk_end(&talk);
}

static void
closing_tells_the_other_side_only(void)
{
    Talk talk;

    talk_begin(&talk);
    talk.called.closes = true;
    say(&talk.caller, "go");
    CU_ASSERT_TRUE(turns_until(talk.context, &talk.caller.closed));
    CU_ASSERT_FALSE(talk.called.closed);
    CU_ASSERT_STRING_EQUAL(talk.caller.why, g_strerror(ECONNRESET));
    talk_end(&talk);
}

static void
finishing_writes_the_queue_first(void)
{
    Talk talk;
    g_autofree char *much = g_strnfill(3 * 1000 * 1000, 'x');

    talk_begin(&talk);
    CU_ASSERT_TRUE(turns_until(talk.context, &talk.accepted));
    say(&talk.called, much);
    connection_finish(talk.called.connection);
    say(&talk.called, "too late");
    CU_ASSERT_TRUE(turns_until(talk.context, &talk.caller.closed));
    CU_ASSERT_STRING_EQUAL(talk.caller.why, "closed by the peer");
    CU_ASSERT_EQUAL(talk.caller.heard->len, 3 * 1000 * 1000);
    CU_ASSERT_TRUE(turns_until(talk.context, &talk.called.closed));
    CU_ASSERT_STRING_EQUAL(talk.called.why, "finished");
    talk_end(&talk);
}

static void
a_refused_connection_says_why(void)
{
    Talk talk;
    int port;
    g_autoptr(GError) error = NULL;

    talk_begin(&talk);
    port = listener_port(talk.listener);
    turns_settle(talk.context);
    connection_close(talk.caller.connection, false);
    g_clear_pointer(&talk.listener, listener_free);
    talk.caller.connection =
        connection_open(talk.loop, NULL, "localhost", port, &side_user, &talk.caller, NULL);
    if (talk.caller.connection != NULL) {
        talk.caller.connected = false;
        CU_ASSERT_TRUE(turns_until(talk.context, &talk.caller.closed));
        CU_ASSERT_STRING_EQUAL(talk.caller.why, g_strerror(ECONNREFUSED));
        CU_ASSERT_FALSE(talk.caller.connected);
    }
    CU_ASSERT_PTR_NULL(
        connection_open(talk.loop, NULL, "no such host", 1, &side_user, &talk.caller, &error));
    CU_ASSERT_PTR_NOT_NULL_FATAL(error);
    CU_ASSERT_TRUE(g_str_has_prefix(error->message, "no such host: "));
    talk_end(&talk);
}

static void
localhost_finds_the_listener_whatever_the_address_family(void)
{
    Talk talk;

    talk_begin(&talk);
    turns_settle(talk.context);
    connection_close(talk.caller.connection, false);
    side_clear(&talk.called);
    side_init(&talk.called, talk.loop);
    talk.caller.connected = false;
    talk.caller.connection =
        connection_open(talk.loop, NULL, "localhost", listener_port(talk.listener), &side_user,
                        &talk.caller, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(talk.caller.connection);
    CU_ASSERT_TRUE(turns_until(talk.context, &talk.caller.connected));
    talk_end(&talk);
}

/* A raw peer that never reads. */
static int
connect_raw(Talk *talk)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)listener_port(talk->listener)),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    turns_settle(talk->context);
    connection_close(talk->caller.connection, false);
    talk->caller.connection = NULL;
    turns_settle(talk->context);
    talk->called.closed = false;
    g_clear_pointer(&talk->called.why, g_free);
    g_string_truncate(talk->called.heard, 0);
    talk->accepted = false;
    CU_ASSERT_EQUAL(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    CU_ASSERT_TRUE(turns_until(talk->context, &talk->accepted));
    return fd;
}

static void
a_peer_that_does_not_read_meets_the_queue_limit(void)
{
    Talk talk;
    g_autofree char *much = g_strnfill(1000 * 1000, 'x');
    int fd;

    talk_begin(&talk);
    fd = connect_raw(&talk);
    connection_set_queue_limit(talk.called.connection, 2 * 1000 * 1000);
    for (int i = 0; i < 100 && !talk.called.closed; i++) {
        say(&talk.called, much);
        turns_settle(talk.context);
    }
    CU_ASSERT_TRUE(talk.called.closed);
    CU_ASSERT_STRING_EQUAL(talk.called.why, "the peer does not read what it is sent");
    close(fd);
    talk_end(&talk);
}

static void
side_drained(void *user)
{
    Side *side = user;

    CU_ASSERT_TRUE(connection_queued(side->connection) <= 1000);
    side->drained++;
}

static void
a_drained_queue_is_told_once(void)
{
    Talk talk;
    g_autofree char *much = g_strnfill(1000 * 1000, 'x');
    char block[65536];
    int fd;

    talk_begin(&talk);
    fd = connect_raw(&talk);
    for (int i = 0; i < 15 && connection_queued(talk.called.connection) == 0; i++) {
        say(&talk.called, much);
        turns_settle(talk.context);
    }
    CU_ASSERT_TRUE(connection_queued(talk.called.connection) > 1000);
    connection_tell_drained(talk.called.connection, 1000, side_drained);
    turns_settle(talk.context);
    CU_ASSERT_EQUAL(talk.called.drained, 0);
    for (int quiet = 0; quiet < 3;) {
        quiet = recv(fd, block, sizeof block, MSG_DONTWAIT) > 0 ? 0 : quiet + 1;
        turns_settle(talk.context);
    }
    CU_ASSERT_EQUAL(talk.called.drained, 1);
    say(&talk.called, "more");
    turns_settle(talk.context);
    CU_ASSERT_EQUAL(talk.called.drained, 1);
    close(fd);
    talk_end(&talk);
}

static void
a_peer_that_asks_and_does_not_read_holds_itself_up(void)
{
    Talk talk;
    char block[4096];
    size_t sent = 0, got = 0;
    int fd;

    memset(block, 'x', sizeof block);
    talk_begin(&talk);
    talk.called.echoes = true;
    fd = connect_raw(&talk);
    for (int blocked = 0; blocked < 3;) {
        ssize_t size = send(fd, block, sizeof block, MSG_DONTWAIT);

        sent += size > 0 ? (size_t)size : 0;
        blocked = size > 0 ? 0 : blocked + 1;
        turns_settle(talk.context);
    }
    CU_ASSERT_FALSE_FATAL(talk.called.closed);
    CU_ASSERT_TRUE(connection_queued(talk.called.connection) <= 512 * 1024);
    CU_ASSERT_TRUE(talk.called.heard->len < sent);
    for (int quiet = 0; quiet < 3 && got < sent;) {
        ssize_t size = recv(fd, block, sizeof block, MSG_DONTWAIT);

        got += size > 0 ? (size_t)size : 0;
        quiet = size > 0 ? 0 : quiet + 1;
        if (size <= 0) {
            turns_settle(talk.context);
        }
    }
    CU_ASSERT_EQUAL(got, sent);
    close(fd);
    talk_end(&talk);
}

static void
a_half_closed_peer_gets_its_answer(void)
{
    Talk talk;
    char answer[16];
    int fd;

    talk_begin(&talk);
    talk.called.echoes = true;
    fd = connect_raw(&talk);
    CU_ASSERT_EQUAL(send(fd, "last", 4, 0), 4);
    shutdown(fd, SHUT_WR);
    CU_ASSERT_TRUE(turns_until(talk.context, &talk.called.closed));
    CU_ASSERT_EQUAL(recv(fd, answer, sizeof answer, 0), 4);
    close(fd);
    talk_end(&talk);
}

typedef struct Guest {
    GateGuest guest;
    GateVerdict verdict;
    Slice instead;
    unsigned in, out;
} Guest;

static GateVerdict
guest_act(GateGuest *guest, GatePass *pass)
{
    Guest *self = (Guest *)guest;

    CU_ASSERT_EQUAL(pass->point, GATE_BYTES);
    CU_ASSERT_EQUAL(pass->association, 7);
    *(pass->outbound ? &self->out : &self->in) += 1;
    if (self->instead.data != NULL) {
        pass->bytes = self->instead;
    }
    return self->verdict;
}

static void
gates_see_and_change_the_bytes(void)
{
    Talk talk;
    Gate gates[GATE_POINTS] = { { NULL } };
    Guest guest = { .guest = { .act = guest_act }, .instead = slice_from_string("changed") };

    talk_begin_pipe(&talk);
    talk.called.echoes = true;
    connection_set_gates(talk.called.connection, gates, 7);
    gate_add(&gates[GATE_BYTES], &guest.guest);
    say(&talk.caller, "plain");
    turns_settle(talk.context);
    CU_ASSERT_STRING_EQUAL(talk.called.heard->str, "changed");
    CU_ASSERT_STRING_EQUAL(talk.caller.heard->str, "changed");
    CU_ASSERT_EQUAL(guest.in, 1);
    CU_ASSERT_EQUAL(guest.out, 1);
    guest.verdict = GATE_DROP;
    say(&talk.caller, "lost");
    turns_settle(talk.context);
    CU_ASSERT_EQUAL(guest.in, 2);
    CU_ASSERT_EQUAL(guest.out, 1);
    guest.verdict = GATE_CLOSE;
    say(&talk.called, "end");
    turns_settle(talk.context);
    CU_ASSERT_TRUE(talk.called.closed);
    CU_ASSERT_STRING_EQUAL(talk.called.why, "closed at a gate");
    CU_ASSERT_TRUE(talk.caller.closed);
    talk_end(&talk);
}

typedef struct Ends {
    GateGuest opened, closed;
    unsigned opens, closes;
    ConnectionEnd how;
} Ends;

static GateVerdict
note_opened(GateGuest *guest, GatePass *pass)
{
    Ends *ends = (Ends *)(void *)((char *)guest - offsetof(Ends, opened));

    CU_ASSERT_TRUE(
        g_str_has_prefix(connection_peer((Connection *)pass->subject), "127.0.0.1:"));
    ends->opens++;
    return GATE_PASS;
}

static GateVerdict
note_closed(GateGuest *guest, GatePass *pass)
{
    Ends *ends = (Ends *)(void *)((char *)guest - offsetof(Ends, closed));

    ends->closes++;
    ends->how = connection_end(pass->subject);
    return GATE_PASS;
}

/* How the called side's connection ended, as its gate was told; -1 when it was not told once.
 */
static int
end_told(void (*end)(Talk *talk))
{
    Gate gates[GATE_POINTS] = { { NULL } };
    Ends ends = { .opened = { .act = note_opened, .watches = true },
                  .closed = { .act = note_closed, .watches = true } };
    Talk talk;

    talk_begin(&talk);
    CU_ASSERT_TRUE(turns_until(talk.context, &talk.accepted));
    CU_ASSERT_TRUE(turns_until(talk.context, &talk.caller.connected));
    gate_add(&gates[GATE_OPENED], &ends.opened);
    gate_add(&gates[GATE_CLOSED], &ends.closed);
    connection_set_gates(talk.called.connection, gates, 7);
    end(&talk);
    turns_settle(talk.context);
    talk_end(&talk);
    return ends.opens == 1 && ends.closes == 1 ? (int)ends.how : -1;
}

static void
peer_closes(Talk *talk)
{
    connection_close(talk->caller.connection, false);
    talk->caller.connection = NULL;
    CU_ASSERT_TRUE(turns_until(talk->context, &talk->called.closed));
}

static void
peer_resets(Talk *talk)
{
    connection_close(talk->caller.connection, true);
    talk->caller.connection = NULL;
    CU_ASSERT_TRUE(turns_until(talk->context, &talk->called.closed));
}

static void
we_close(Talk *talk)
{
    connection_close(talk->called.connection, false);
    talk->called.connection = NULL;
}

static void
we_reset(Talk *talk)
{
    connection_close(talk->called.connection, true);
    talk->called.connection = NULL;
}

static void
gates_are_told_of_the_beginning_and_how_it_ended(void)
{
    CU_ASSERT_EQUAL(end_told(peer_closes), CONNECTION_ENDED_BY_PEER);
    CU_ASSERT_EQUAL(end_told(peer_resets), CONNECTION_RESET_BY_PEER);
    CU_ASSERT_EQUAL(end_told(we_close), CONNECTION_ENDED_HERE);
    CU_ASSERT_EQUAL(end_told(we_reset), CONNECTION_RESET_HERE);
}

static void
a_pipe_carries_bytes_and_its_end(void)
{
    Talk talk;

    talk_begin_pipe(&talk);
    talk.called.echoes = true;
    talk.called.finishes = true;
    CU_ASSERT_STRING_EQUAL(connection_peer(talk.called.connection), "scenario");
    CU_ASSERT_STRING_EQUAL(connection_peer(talk.caller.connection), "IED1");
    say(&talk.caller, "hel");
    say(&talk.caller, "lo");
    CU_ASSERT_FALSE(loop_is_quiet(talk.loop));
    turns_settle(talk.context);
    CU_ASSERT_TRUE(loop_is_quiet(talk.loop));
    CU_ASSERT_STRING_EQUAL(talk.caller.heard->str, "hello");
    CU_ASSERT_STRING_EQUAL(talk.called.why, "finished");
    CU_ASSERT_STRING_EQUAL(talk.caller.why, "closed by the peer");
    talk_end(&talk);
}

static void
what_was_flushed_is_heard_before_the_end(void)
{
    void (*const begins[])(Talk *) = { talk_begin, talk_begin_pipe };

    for (unsigned i = 0; i < G_N_ELEMENTS(begins); i++) {
        Talk talk;

        begins[i](&talk);
        turns_settle(talk.context);
        say(&talk.caller, "last ");
        connection_flush(talk.caller.connection);
        say(&talk.caller, "words");
        connection_flush(talk.caller.connection);
        connection_close(talk.caller.connection, false);
        talk.caller.connection = NULL;
        turns_settle(talk.context);
        CU_ASSERT_STRING_EQUAL(talk.called.heard->str, "last words");
        CU_ASSERT_STRING_EQUAL(talk.called.why, "closed by the peer");
        talk_end(&talk);
    }
}

static void
a_pipes_end_may_close_while_it_receives(void)
{
    Talk talk;

    talk_begin_pipe(&talk);
    talk.called.closes = true;
    say(&talk.caller, "go");
    turns_settle(talk.context);
    CU_ASSERT_FALSE(talk.called.closed);
    CU_ASSERT_TRUE(talk.caller.closed);
    CU_ASSERT_STRING_EQUAL(talk.called.heard->str, "go");
    talk_end(&talk);
}

static void
a_paused_side_hears_nothing_until_it_goes_on(void)
{
    void (*const begins[])(Talk *) = { talk_begin, talk_begin_pipe };

    for (unsigned i = 0; i < G_N_ELEMENTS(begins); i++) {
        Talk talk;

        begins[i](&talk);
        turns_settle(talk.context);
        connection_pause(talk.called.connection);
        say(&talk.caller, "waits");
        turns_settle(talk.context);
        CU_ASSERT_STRING_EQUAL(talk.called.heard->str, "");
        say(&talk.called, "may still speak");
        turns_settle(talk.context);
        CU_ASSERT_STRING_EQUAL(talk.caller.heard->str, "may still speak");
        connection_resume(talk.called.connection);
        turns_settle(talk.context);
        CU_ASSERT_STRING_EQUAL(talk.called.heard->str, "waits");
        talk_end(&talk);
    }
}

static void
a_paused_side_does_not_notice_that_the_other_finished(void)
{
    Talk talk;

    talk_begin(&talk);
    turns_settle(talk.context);
    connection_pause(talk.called.connection);
    connection_finish(talk.caller.connection);
    turns_settle(talk.context);
    CU_ASSERT_FALSE(talk.called.closed);
    connection_resume(talk.called.connection);
    CU_ASSERT_TRUE(turns_until(talk.context, &talk.called.closed));
    talk_end(&talk);
}

static void
a_connection_comes_from_the_address_it_is_given(void)
{
    g_autoptr(GError) error = NULL;
    Talk talk;

    talk_begin(&talk);
    turns_settle(talk.context);
    connection_close(talk.caller.connection, false);
    side_clear(&talk.called);
    side_init(&talk.called, talk.loop);
    talk.caller.connected = talk.accepted = false;
    talk.caller.connection =
        connection_open(talk.loop, "127.0.0.9", "127.0.0.1", listener_port(talk.listener),
                        &side_user, &talk.caller, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(talk.caller.connection);
    CU_ASSERT_TRUE(turns_until(talk.context, &talk.accepted));
    CU_ASSERT_TRUE(g_str_has_prefix(connection_peer(talk.called.connection), "127.0.0.9:"));
    CU_ASSERT_PTR_NULL(connection_open(talk.loop, "nowhere", "127.0.0.1", 1, &side_user,
                                       &talk.caller, &error));
    CU_ASSERT_PTR_NOT_NULL_FATAL(error);
    CU_ASSERT_TRUE(g_str_has_prefix(error->message, "nowhere: "));
    talk_end(&talk);
}

TEST_SUITE(net_connection, TEST_CASE(bytes_go_there_and_back),
           TEST_CASE(a_vanished_peer_is_given_up), TEST_CASE(closing_tells_the_other_side_only),
           TEST_CASE(finishing_writes_the_queue_first),
           TEST_CASE(a_refused_connection_says_why),
           TEST_CASE(localhost_finds_the_listener_whatever_the_address_family),
           TEST_CASE(a_peer_that_does_not_read_meets_the_queue_limit),
           TEST_CASE(a_drained_queue_is_told_once),
           TEST_CASE(a_peer_that_asks_and_does_not_read_holds_itself_up),
           TEST_CASE(a_half_closed_peer_gets_its_answer),
           TEST_CASE(gates_see_and_change_the_bytes),
           TEST_CASE(gates_are_told_of_the_beginning_and_how_it_ended),
           TEST_CASE(a_pipe_carries_bytes_and_its_end),
           TEST_CASE(what_was_flushed_is_heard_before_the_end),
           TEST_CASE(a_pipes_end_may_close_while_it_receives),
           TEST_CASE(a_paused_side_hears_nothing_until_it_goes_on),
           TEST_CASE(a_paused_side_does_not_notice_that_the_other_finished),
           TEST_CASE(a_connection_comes_from_the_address_it_is_given))
