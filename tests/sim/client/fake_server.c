/* SPDX-License-Identifier: Apache-2.0
 *
 * The fake server (see fake_server.h).
 */
#include "tests/sim/client/fake_server.h"

#include "sim/ber/reader.h"
#include "sim/net/connection.h"
#include "sim/net/listener.h"
#include "sim/osi/stack.h"
#include "tests/hex.h"

/* Initiate response: PDU of 65000, 5 outstanding each way, nesting 10, usual services. */
#define INITIATE_RESPONSE                                                                      \
    "A9 26 80 03 00 FD E8 81 01 05 82 01 05 83 01 0A"                                          \
    "A4 16 80 01 01 81 03 05 F1 00 82 0C 03 EE 1C 00 00 00 02 00 00 58 ED 18"

typedef struct FakePeer FakePeer;
struct FakePeer {
    FakeServer *server;
    Connection *connection;
    OsiStack *stack;
    FakePeer *next;
};

struct FakeServer {
    Loop *loop;
    Listener *listener;
    FakeAnswer answer;
    void *user;
    FakePeer *peers;
};

static void
send_hex(FakePeer *peer, OsiPrimitive primitive, const char *hex)
{
    g_autoptr(GByteArray) bytes = hex_parse(hex);
    Pdu pdu;

    pdu_init(&pdu, bytes->len);
    pdu_append_slice(&pdu, hex_slice(bytes));
    osi_stack_send(peer->stack, primitive, &pdu, 0);
    pdu_clear(&pdu);
}

/* Every PDU in a data primitive of its own; what is no element goes as it is. */
static void
send_pdus(FakePeer *peer, Slice content)
{
    while (content.size > 0) {
        BerReader reader = ber_reader(content);
        Slice element = ber_get_element(&reader);
        Pdu pdu;

        element = reader.error == BER_OK ? element : content;
        pdu_init(&pdu, element.size);
        pdu_append_slice(&pdu, element);
        osi_stack_send(peer->stack, OSI_DATA, &pdu, 0);
        pdu_clear(&pdu);
        content = slice_from(content, element.size);
    }
}

static void
take_pdu(FakePeer *peer, Slice content)
{
    BerReader reader = ber_reader(content);
    BerReader request;
    uint32_t invoke_id;
    BerTag tag;
    Slice body;
    Pdu pdu;
    BerWriter writer;

    if (ber_peek(&reader) == 0x8B) {
        send_hex(peer, OSI_DATA, "8C 00");
        return;
    }
    request = ber_open(&reader, 0xA0);
    invoke_id = ber_get_unsigned32(&request, BER_INTEGER);
    body = ber_get_any(&request, &tag);
    if (request.error != BER_OK) {
        return;
    }
    pdu_init(&pdu, 256);
    writer = ber_writer(&pdu, 65000);
    if (!peer->server->answer(peer->server->user, invoke_id, tag, body, &writer)) {
        osi_stack_send(peer->stack, OSI_ABORT, NULL, 0);
    } else {
        send_pdus(peer, pdu_content(&pdu));
    }
    pdu_clear(&pdu);
}

static void
on_indicate(void *user, const OsiIndication *indication)
{
    FakePeer *peer = user;

    if (indication->primitive == OSI_CONNECT) {
        send_hex(peer, OSI_ACCEPT, INITIATE_RESPONSE);
    } else if (indication->primitive == OSI_DATA) {
        take_pdu(peer, indication->content);
    } else if (indication->primitive == OSI_RELEASE) {
        osi_stack_send(peer->stack, OSI_RELEASED, NULL, 0);
    }
}

static void
on_transmit(void *user, Slice bytes)
{
    FakePeer *peer = user;

    if (peer->connection != NULL) {
        connection_send(peer->connection, bytes);
    }
}

static void
on_finish(void *user)
{
    FakePeer *peer = user;

    if (peer->connection != NULL) {
        connection_finish(peer->connection);
    }
}

static void
on_received(void *user, Slice bytes)
{
    FakePeer *peer = user;

    osi_stack_receive(peer->stack, bytes);
}

static void
on_closed(void *user, const char *why)
{
    FakePeer *peer = user;

    (void)why;
    peer->connection = NULL;
}

static void
on_accept(void *user, int fd)
{
    static const ConnectionUser connection_user = { .received = on_received,
                                                    .closed = on_closed };
    static const OsiUser stack_user = { .indicate = on_indicate,
                                        .transmit = on_transmit,
                                        .finish = on_finish };
    const OsiParameters parameters = { .role = OSI_SERVER };
    FakeServer *server = user;
    FakePeer *peer = g_new0(FakePeer, 1);

    peer->server = server;
    peer->next = server->peers;
    server->peers = peer;
    peer->stack = osi_stack_new(&parameters, &stack_user, peer);
    peer->connection = connection_new(server->loop, fd, &connection_user, peer);
}

FakeServer *
fake_server_new(Loop *loop, FakeAnswer answer, void *user)
{
    FakeServer *server = g_new0(FakeServer, 1);

    server->loop = loop;
    server->answer = answer;
    server->user = user;
    server->listener = listener_new(loop, "127.0.0.1", 0, on_accept, server, NULL);
    g_assert(server->listener != NULL);
    return server;
}

void
fake_server_free(FakeServer *server)
{
    while (server->peers != NULL) {
        FakePeer *peer = server->peers;

        server->peers = peer->next;
        if (peer->connection != NULL) {
            connection_close(peer->connection, false);
        }
        osi_stack_free(peer->stack);
        g_free(peer);
    }
    listener_free(server->listener);
    g_free(server);
}

int
fake_server_port(const FakeServer *server)
{
    return listener_port(server->listener);
}

void
fake_put_response(BerWriter *writer, uint32_t invoke_id, const char *service)
{
    g_autoptr(GByteArray) bytes = hex_parse(service);
    BerMark mark = ber_put_open(writer, 0xA1);

    ber_put_unsigned(writer, BER_INTEGER, invoke_id);
    ber_put_raw(writer, hex_slice(bytes));
    ber_put_close(writer, mark);
}
