/* SPDX-License-Identifier: Apache-2.0
 *
 * The load generator of `make bench`. Every request is built beforehand; what is measured is
 * the server.
 *
 *     load reads COUNT SECONDS ROUNDS ECHO-PORT ECHO-PID HOST PORT PID DOMAIN ITEM
 *         COUNT associations, each with one read on the way at any time, against the echo with
 *         the same sizes, in turns; one line a round: round trips a second of both, and the
 *         processor time of a round trip in the server and the echo, in ns.
 *     load exactly COUNT HOST PORT DOMAIN ITEM
 *         COUNT reads of one association, one behind the other, and its end: what a server does
 *         for them can be counted; it falls asleep between them, so that each takes as many
 *         turns of its loop. Tells a digest of all answers.
 *     load associations COUNT SECONDS close|release HOST PORT
 *         COUNT side by side connect, associate and leave, again and again.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "tests/bench/wire.h"

#define COUNT_MAX 1000
#define WARM_UP 0.2 /* seconds */
#define PAUSE 4000  /* microseconds between two reads that are counted */

/* One connection and the answer it waits for. */
typedef struct Peer {
    int fd;
    unsigned step; /* of an association's life */
    uint16_t invoke;
    size_t received, expected; /* octets; expected 0: as the TPKT header says */
    uint8_t answer[65536];
} Peer;

static Peer peers[COUNT_MAX];
static struct sockaddr_in server;

static void __attribute__((noreturn, format(printf, 1, 2))) fail(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    exit(1);
}

static double
now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void
open_peer(Peer *peer)
{
    int on = 1;

    peer->fd = socket(AF_INET, SOCK_STREAM, 0);
    peer->received = peer->expected = 0;
    peer->step = 0;
    if (peer->fd < 0 || connect(peer->fd, (struct sockaddr *)&server, sizeof server) < 0) {
        fail("connect: %s", strerror(errno));
    }
    setsockopt(peer->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

static void
send_wire(const Peer *peer, const void *bytes, size_t size)
{
    if (send(peer->fd, bytes, size, MSG_NOSIGNAL) != (ssize_t)size) {
        fail("send: %s", strerror(errno));
    }
}

/* True once a whole answer is there. */
static bool
receive(Peer *peer)
{
    size_t expected = peer->expected;
    ssize_t size =
        recv(peer->fd, peer->answer + peer->received, sizeof peer->answer - peer->received, 0);

    if (size <= 0) {
        fail("the server closed the connection at step %u", peer->step);
    }
    peer->received += (size_t)size;
    if (expected == 0 && peer->received >= 4) {
        expected = (size_t)peer->answer[2] << 8 | peer->answer[3];
    }
    if (expected == 0 || peer->received < expected) {
        return false;
    }
    if (peer->received > expected) {
        fail("more than one answer came");
    }
    peer->received = 0;
    return true;
}

static void
receive_whole(Peer *peer)
{
    while (!receive(peer)) {
    }
}

/* Whether the last answer has octets `pair` somewhere behind the headers. */
static bool
answer_has(const Peer *peer, size_t size, uint8_t first)
{
    for (size_t i = 7; i < size; i++) {
        if (peer->answer[i] == first) {
            return true;
        }
    }
    return false;
}

static void
associate(Peer *peer)
{
    Wire wire;

    open_peer(peer);
    wire_connect_request(&wire);
    send_wire(peer, wire.bytes, wire.size);
    receive_whole(peer);
    if (peer->answer[5] != 0xD0) {
        fail("COTP was not connected");
    }
    wire_associate(&wire);
    send_wire(peer, wire.bytes, wire.size);
    receive_whole(peer);
    if (peer->answer[7] != 0x0E || !answer_has(peer, 200, 0xA9)) {
        fail("the association was refused");
    }
}

static void
watch(int epoll, Peer *peer)
{
    struct epoll_event event = { .events = EPOLLIN, .data.ptr = peer };

    epoll_ctl(epoll, EPOLL_CTL_ADD, peer->fd, &event);
}

/* Processor time of a process so far, in ns. */
static double
processor_time(int pid)
{
    char path[64];
    double time = 0;
    FILE *file;

    snprintf(path, sizeof path, "/proc/%d/schedstat", pid);
    file = fopen(path, "r");
    if (file == NULL || fscanf(file, "%lf", &time) != 1) {
        fail("%s cannot be read", path);
    }
    fclose(file);
    return time;
}

typedef struct Rate {
    double a_second; /* round trips */
    double cost;     /* processor time of one in the server, ns */
} Rate;

/* `count` peers send `request` again and again; `invoke_at` 0: left as it is. */
static Rate
run_round(Peer *first, unsigned count, Wire *request, size_t invoke_at, double seconds, int pid)
{
    struct epoll_event events[64];
    int epoll = epoll_create1(0);
    double begin = 0, end = now() + WARM_UP;
    double used = 0;
    uint64_t done = 0;
    bool warm = false;
    Rate rate;

    for (unsigned i = 0; i < count; i++) {
        watch(epoll, &first[i]);
        send_wire(&first[i], request->bytes, request->size);
    }
    for (;;) {
        int ready = epoll_wait(epoll, events, 64, 5000);

        if (ready <= 0) {
            fail("the server is silent");
        }
        for (int i = 0; i < ready; i++) {
            Peer *peer = events[i].data.ptr;

            if (receive(peer)) {
                done++;
                if (invoke_at != 0) {
                    peer->invoke++;
                    request->bytes[invoke_at] = 1 + (peer->invoke >> 8 & 63);
                    request->bytes[invoke_at + 1] = (uint8_t)peer->invoke;
                }
                send_wire(peer, request->bytes, request->size);
            }
        }
        if (now() >= end) {
            if (warm) {
                break;
            }
            warm = true;
            used = processor_time(pid);
            begin = now();
            end = begin + seconds;
            done = 0;
        }
    }
    rate.a_second = (double)done / (now() - begin);
    rate.cost = (processor_time(pid) - used) / (double)done;
    close(epoll);
    for (unsigned i = 0; i < count; i++) {
        receive_whole(&first[i]);
    }
    return rate;
}

static void
open_echo(Peer *peer, size_t request_size, size_t answer_size, int port)
{
    uint32_t sizes[2] = { (uint32_t)request_size, (uint32_t)answer_size };

    server.sin_port = htons((uint16_t)port);
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    open_peer(peer);
    send_wire(peer, sizes, sizeof sizes);
    peer->expected = answer_size;
}

static void
run_reads(char **argument)
{
    unsigned count = (unsigned)atoi(argument[0]);
    double seconds = atof(argument[1]);
    int rounds = atoi(argument[2]);
    size_t invoke_at;
    size_t answer_size;
    Wire request;

    if (count < 1 || count > COUNT_MAX / 2) {
        fail("1 to %d associations", COUNT_MAX / 2);
    }
    wire_read(&request, argument[8], argument[9], &invoke_at);
    for (unsigned i = 0; i < count; i++) {
        associate(&peers[i]);
    }
    send_wire(&peers[0], request.bytes, request.size);
    receive_whole(&peers[0]);
    answer_size = (size_t)peers[0].answer[2] << 8 | peers[0].answer[3];
    if (!answer_has(&peers[0], answer_size, 0xA4) || peers[0].answer[answer_size - 3] == 0x80) {
        fail("%s/%s cannot be read", argument[8], argument[9]);
    }
    for (unsigned i = 0; i < count; i++) {
        open_echo(&peers[count + i], request.size, answer_size, atoi(argument[3]));
    }
    printf("sizes %zu %zu\n", request.size, answer_size);
    for (int i = 0; i < rounds; i++) {
        Rate mms = run_round(peers, count, &request, invoke_at, seconds, atoi(argument[7]));
        Rate echo = run_round(peers + count, count, &request, 0, seconds, atoi(argument[4]));

        printf("round %.0f %.0f %.0f %.0f\n", mms.a_second, echo.a_second, mms.cost, echo.cost);
        fflush(stdout);
    }
}

/* FNV-1a. */
static uint64_t
digest_answer(uint64_t digest, const Peer *peer)
{
    size_t size = (size_t)peer->answer[2] << 8 | peer->answer[3];

    for (size_t i = 0; i < size; i++) {
        digest = (digest ^ peer->answer[i]) * UINT64_C(0x100000001B3);
    }
    return digest;
}

static void
run_exactly(char **argument)
{
    Peer *peer = &peers[0];
    uint64_t digest = UINT64_C(0xCBF29CE484222325);
    size_t invoke_at;
    Wire request;

    wire_read(&request, argument[3], argument[4], &invoke_at);
    associate(peer);
    digest = digest_answer(digest, peer);
    for (int i = 0; i < atoi(argument[0]); i++) {
        usleep(PAUSE);
        send_wire(peer, request.bytes, request.size);
        receive_whole(peer);
        if (!answer_has(peer, 200, 0xA4)) {
            fail("%s/%s cannot be read", argument[3], argument[4]);
        }
        digest = digest_answer(digest, peer);
    }
    close(peer->fd);
    printf("answers %016llx\n", (unsigned long long)digest);
}

enum { STEP_CONNECT, STEP_ASSOCIATE, STEP_CONCLUDE, STEP_RELEASE };

static Wire life[4];

/* Goes on with an association's life; true when one is through. */
static bool
live_on(int epoll, Peer *peer, bool release)
{
    struct linger at_once = { .l_onoff = 1 };

    peer->step++;
    if (peer->step <= STEP_ASSOCIATE || (release && peer->step <= STEP_RELEASE)) {
        send_wire(peer, life[peer->step].bytes, life[peer->step].size);
        return false;
    }
    if (peer->answer[7] != (release ? 0x0A : 0x0E)) {
        fail("the association was not %s", release ? "released" : "accepted");
    }
    setsockopt(peer->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(peer->fd);
    open_peer(peer);
    watch(epoll, peer);
    send_wire(peer, life[0].bytes, life[0].size);
    return true;
}

static void
run_associations(char **argument)
{
    unsigned count = (unsigned)atoi(argument[0]);
    double begin, seconds = atof(argument[1]);
    bool release = strcmp(argument[2], "release") == 0;
    struct epoll_event events[64];
    int epoll = epoll_create1(0);
    uint64_t done = 0;

    wire_connect_request(&life[STEP_CONNECT]);
    wire_associate(&life[STEP_ASSOCIATE]);
    wire_conclude(&life[STEP_CONCLUDE]);
    wire_release(&life[STEP_RELEASE]);
    for (unsigned i = 0; i < count; i++) {
        open_peer(&peers[i]);
        watch(epoll, &peers[i]);
        send_wire(&peers[i], life[0].bytes, life[0].size);
    }
    begin = now();
    while (now() < begin + seconds) {
        int ready = epoll_wait(epoll, events, 64, 5000);

        if (ready <= 0) {
            fail("the server is silent");
        }
        for (int i = 0; i < ready; i++) {
            Peer *peer = events[i].data.ptr;

            if (receive(peer) && live_on(epoll, peer, release)) {
                done++;
            }
        }
    }
    printf("associations %.0f\n", (double)done / (now() - begin));
}

static void
set_server(const char *host, const char *port)
{
    server.sin_family = AF_INET;
    server.sin_port = htons((uint16_t)atoi(port));
    if (inet_pton(AF_INET, host, &server.sin_addr) != 1) {
        fail("not an IPv4 address: %s", host);
    }
}

int
main(int argc, char **argv)
{
    if (argc == 12 && strcmp(argv[1], "reads") == 0) {
        set_server(argv[7], argv[8]);
        run_reads(argv + 2);
    } else if (argc == 7 && strcmp(argv[1], "exactly") == 0) {
        set_server(argv[3], argv[4]);
        run_exactly(argv + 2);
    } else if (argc == 7 && strcmp(argv[1], "associations") == 0) {
        set_server(argv[5], argv[6]);
        run_associations(argv + 2);
    } else {
        fail("load reads|exactly|associations ...; see the head of tests/bench/load.c");
    }
    return 0;
}
