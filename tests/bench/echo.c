/* SPDX-License-Identifier: Apache-2.0
 *
 * The yardstick of `make bench`: the least a TCP server can do. One epoll loop, TCP_NODELAY,
 * one recv and one send a request, no allocation. The first eight octets of a connection tell
 * the sizes of request and answer, as two 32-bit numbers in host order.
 *
 *     echo PORT
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define DESCRIPTORS_MAX 1024
#define SIZE_MAX_ANSWER 65536

typedef struct Peer {
    uint32_t request_size, answer_size;
    uint32_t received; /* of the request under way */
} Peer;

static Peer peers[DESCRIPTORS_MAX];
static uint8_t bytes[SIZE_MAX_ANSWER];

static int
listen_on(int port)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)port),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) < 0 ||
        listen(fd, 1024) < 0) {
        perror("echo");
        exit(3);
    }
    return fd;
}

static void
accept_peer(int epoll, int listening)
{
    int on = 1;
    int fd = accept4(listening, NULL, NULL, SOCK_NONBLOCK);
    struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };

    if (fd < 0) {
        return;
    }
    if (fd >= DESCRIPTORS_MAX) {
        close(fd);
        return;
    }
    peers[fd] = (Peer){ 0 };
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

static void
serve_peer(int fd)
{
    Peer *peer = &peers[fd];
    ssize_t size;

    if (peer->request_size == 0) {
        if (recv(fd, peer, 8, 0) != 8 || peer->request_size == 0 ||
            peer->answer_size > SIZE_MAX_ANSWER) {
            close(fd);
        }
        return;
    }
    size = recv(fd, bytes, sizeof bytes, 0);
    if (size <= 0) {
        close(fd);
        return;
    }
    for (peer->received += (uint32_t)size; peer->received >= peer->request_size;
         peer->received -= peer->request_size) {
        if (send(fd, bytes, peer->answer_size, MSG_NOSIGNAL) != (ssize_t)peer->answer_size) {
            close(fd);
            return;
        }
    }
}

int
main(int argc, char **argv)
{
    struct epoll_event events[64];
    int listening = listen_on(argc > 1 ? atoi(argv[1]) : 0);
    int epoll = epoll_create1(0);
    struct epoll_event event = { .events = EPOLLIN, .data.fd = listening };

    epoll_ctl(epoll, EPOLL_CTL_ADD, listening, &event);
    for (;;) {
        int count = epoll_wait(epoll, events, 64, -1);

        for (int i = 0; i < count; i++) {
            if (events[i].data.fd == listening) {
                accept_peer(epoll, listening);
            } else {
                serve_peer(events[i].data.fd);
            }
        }
    }
}
