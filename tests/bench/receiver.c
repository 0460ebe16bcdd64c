/* SPDX-License-Identifier: Apache-2.0
 *
 * See receiver.h. A report is walked down to its RptID and SqNum, lengths and all; what follows
 * is only counted. When it reached the socket is the kernel's own stamp (SO_TIMESTAMPNS), so
 * that the time until this process wakes is in no figure.
 */
#include "tests/bench/receiver.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "tests/bench/wire.h"

enum { ROOM = 256 * 1024, EVENTS = 64 };

typedef struct Peer {
    int fd;
    size_t size; /* octets in `bytes` */
    uint8_t bytes[ROOM];
} Peer;

typedef struct Octets {
    const uint8_t *at, *end;
} Octets;

static const ReceiverPlan *plan;
static ReceiverBoard *board;
static Peer peers[RECEIVER_BLOCKS_MAX];
static unsigned next_sq_num[RECEIVER_BLOCKS_MAX + 1];
static uint64_t taken[RECEIVER_BLOCKS_MAX + 1]; /* reports of a block; block 0: raw */
static uint64_t reports, octets;

static void __attribute__((noreturn, format(printf, 1, 2))) fail(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    fputs("the receiver: ", stderr);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    _exit(1);
}

static void
open_peer(Peer *peer)
{
    struct sockaddr_in server = { .sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)plan->port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int on = 1;

    peer->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (peer->fd < 0 || connect(peer->fd, (struct sockaddr *)&server, sizeof server) < 0) {
        fail("connect: %s", strerror(errno));
    }
    setsockopt(peer->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (plan->stamped) {
        setsockopt(peer->fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
    }
}

/* Sends, and waits for one whole answer, which stands in `bytes`; its size. */
static size_t
ask(Peer *peer, const Wire *wire)
{
    size_t size = 0, wanted = 4;

    if (send(peer->fd, wire->bytes, wire->size, MSG_NOSIGNAL) != (ssize_t)wire->size) {
        fail("send: %s", strerror(errno));
    }
    while (size < wanted) {
        ssize_t got = recv(peer->fd, peer->bytes + size, wanted - size, 0);

        if (got <= 0) {
            fail("the server closed the connection during set-up");
        }
        size += (size_t)got;
        wanted = size >= 4 ? (size_t)peer->bytes[2] << 8 | peer->bytes[3] : 4;
    }
    return size;
}

static void
associate(Peer *peer)
{
    Wire wire;

    wire_connect_request(&wire);
    ask(peer, &wire);
    wire_associate(&wire);
    ask(peer, &wire);
    if (peer->bytes[7] != 0x0E) {
        fail("the association was refused");
    }
}

static void
enable(Peer *peer, unsigned block)
{
    char item[64];
    size_t size;
    Wire wire;

    snprintf(item, sizeof item, "%s%02u$RptEna", plan->item, block);
    wire_write_flag(&wire, plan->domain, item);
    size = ask(peer, &wire);
    if (peer->bytes[size - 2] != 0x81 || peer->bytes[size - 1] != 0) {
        fail("%s cannot be enabled", item);
    }
}

/* The content of the next element, which must have this tag. */
static Octets
element(Octets *in, uint8_t tag)
{
    Octets content;
    size_t size;

    if (in->end - in->at < 4 || in->at[0] != tag) {
        fail("a PDU that is no report: %02X instead of %02X", in->at[0], tag);
    }
    size = in->at[1];
    in->at += 2;
    if (size == 0x81) {
        size = *in->at++;
    } else if (size == 0x82) {
        size = (size_t)in->at[0] << 8 | in->at[1];
        in->at += 2;
    }
    if (size > (size_t)(in->end - in->at)) {
        fail("a length of %zu octets past the end of the PDU", size);
    }
    content = (Octets){ in->at, in->at + size };
    in->at += size;
    return content;
}

static void
check_sq_num(unsigned block, Octets number)
{
    unsigned sq_num = 0;

    while (number.at < number.end) {
        sq_num = sq_num << 8 | *number.at++;
    }
    if (sq_num != next_sq_num[block]) {
        fail("block %u: SqNum %u instead of %u", block, sq_num, next_sq_num[block]);
    }
    next_sq_num[block] = (sq_num + 1) % plan->sq_nums;
}

/* One TPDU: which block's report it is, SqNum checked. */
static unsigned
take_report(Octets pdu)
{
    static const uint8_t headers[] = { 0x02, 0xF0, 0x80, 0x01, 0x00, 0x01, 0x00 };
    Octets report, results, rpt_id;
    unsigned block;

    if (pdu.end - pdu.at < 32 || memcmp(pdu.at + 4, headers, sizeof headers) != 0) {
        fail("COTP or session headers are not those of data");
    }
    pdu.at += 4 + sizeof headers;
    pdu = element(&pdu, 0x61);
    pdu = element(&pdu, 0x30);
    element(&pdu, 0x02);
    pdu = element(&pdu, 0xA0);
    pdu = element(&pdu, 0xA3);
    report = element(&pdu, 0xA0);
    element(&report, 0xA1);
    results = element(&report, 0xA0);
    rpt_id = element(&results, 0x8A);
    element(&results, 0x84); /* OptFlds, with a SqNum */
    block = (unsigned)(rpt_id.end[-2] - '0') * 10 + (unsigned)(rpt_id.end[-1] - '0');
    if (block < 1 || block > plan->blocks) {
        fail("a report of somebody else's control block");
    }
    check_sq_num(block, element(&results, 0x86));
    return block;
}

/* `each`: how many reports of a commit are counted for the same block. */
static void
count(unsigned block, unsigned each, size_t size, int64_t stamp)
{
    if (plan->stamped && reports < RECEIVER_SAMPLES_MAX) {
        board->latency[reports] = stamp - board->sent[taken[block] / each];
    }
    taken[block]++;
    reports++;
    octets += size;
}

static size_t
next_size(const Peer *peer, size_t at)
{
    size_t size;

    if (plan->domain == NULL) {
        return plan->size;
    }
    if (peer->size - at < 4) {
        return SIZE_MAX;
    }
    size = (size_t)peer->bytes[at + 2] << 8 | peer->bytes[at + 3];
    if (peer->bytes[at] != 3 || size < 7) {
        fail("not a TPKT header");
    }
    return size;
}

static void
take_all(Peer *peer, int64_t stamp)
{
    bool raw = plan->domain == NULL;
    size_t at = 0, size;

    while ((size = next_size(peer, at)) <= peer->size - at) {
        const uint8_t *bytes = peer->bytes + at;

        if (raw) { /* those of one connection are alike */
            count((unsigned)(peer - peers), plan->blocks / plan->connections, size, stamp);
        } else {
            count(take_report((Octets){ bytes, bytes + size }), 1, size, stamp);
        }
        at += size;
    }
    memmove(peer->bytes, peer->bytes + at, peer->size - at);
    peer->size -= at;
}

static int64_t
stamp_of(struct msghdr *message)
{
    const struct cmsghdr *control = CMSG_FIRSTHDR(message);
    struct timespec time;

    if (control == NULL || control->cmsg_level != SOL_SOCKET ||
        control->cmsg_type != SCM_TIMESTAMPNS) {
        fail("the kernel stamps nothing");
    }
    memcpy(&time, CMSG_DATA(control), sizeof time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static void
receive(Peer *peer)
{
    _Alignas(struct cmsghdr) char control[256];
    struct iovec room = { peer->bytes + peer->size, sizeof peer->bytes - peer->size };
    struct msghdr message = { .msg_iov = &room,
                              .msg_iovlen = 1,
                              .msg_control = plan->stamped ? control : NULL,
                              .msg_controllen = plan->stamped ? sizeof control : 0 };
    ssize_t size = recvmsg(peer->fd, &message, 0);

    if (atomic_load(&board->over)) {
        _exit(0);
    }
    if (size <= 0) {
        fail("the server closed the connection");
    }
    peer->size += (size_t)size;
    take_all(peer, plan->stamped ? stamp_of(&message) : 0);
}

void
receiver_run(const ReceiverPlan *the_plan, ReceiverBoard *the_board)
{
    struct epoll_event events[EVENTS];
    int epoll = epoll_create1(0);

    plan = the_plan;
    board = the_board;
    for (unsigned i = 0; i < plan->connections; i++) {
        struct epoll_event event = { .events = EPOLLIN, .data.ptr = &peers[i] };

        open_peer(&peers[i]);
        if (plan->domain != NULL) {
            associate(&peers[i]);
        }
        epoll_ctl(epoll, EPOLL_CTL_ADD, peers[i].fd, &event);
    }
    for (unsigned i = 0; i < plan->blocks && plan->domain != NULL; i++) {
        enable(&peers[i % plan->connections], i + 1);
    }
    atomic_store(&board->ready, true);
    for (;;) {
        int ready = epoll_wait(epoll, events, EVENTS, -1);

        for (int i = 0; i < ready; i++) {
            receive(events[i].data.ptr);
        }
        atomic_store(&board->octets, octets);
        atomic_store(&board->reports, reports);
    }
}
