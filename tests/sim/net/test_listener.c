/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/net/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/sim/net/turns.h"

typedef struct Door {
    unsigned count;
    Listener *frees;
} Door;

static void
door_accept(void *user, int fd)
{
    Door *door = user;

    door->count++;
    close(fd);
    g_clear_pointer(&door->frees, listener_free);
}

static int
knock(int port)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)port),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    CU_ASSERT_EQUAL(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

/* Whether the other side has ended the connection, waiting at most two seconds. */
static bool
is_ended(int fd)
{
    struct pollfd waited = { .fd = fd, .events = POLLIN };
    char octet;

    return poll(&waited, 1, 2000) == 1 && recv(fd, &octet, 1, 0) <= 0;
}

static void
connections_are_accepted(void)
{
    GMainContext *context;
    Loop *loop = turns_new(&context);
    Door door = { 0 };
    Listener *listener = listener_new(loop, "127.0.0.1", 0, door_accept, &door, NULL);
    int fds[3];

    CU_ASSERT_PTR_NOT_NULL_FATAL(listener);
    CU_ASSERT_TRUE(listener_port(listener) > 0);
    CU_ASSERT_STRING_EQUAL(listener_address(listener), "127.0.0.1");
    for (int i = 0; i < 3; i++) {
        fds[i] = knock(listener_port(listener));
    }
    turns_settle(context);
    CU_ASSERT_EQUAL(door.count, 3);
    for (int i = 0; i < 3; i++) {
        close(fds[i]);
    }
    listener_free(listener);
    turns_free(loop, context);
}

static void
failures_name_address_port_and_reason(void)
{
    GMainContext *context;
    Loop *loop = turns_new(&context);
    Door door = { 0 };
    Listener *listener = listener_new(loop, "127.0.0.1", 0, door_accept, &door, NULL);
    g_autofree char *expected =
        g_strdup_printf("127.0.0.1:%d: Address already in use", listener_port(listener));
    static const struct {
        const char *address;
        int port, code;
    } rows[] = {
        { "192.0.2.77", 11300, EADDRNOTAVAIL },
        { "localhost", 11300, EINVAL },
        { "127.0.0.1", 65536, EINVAL },
        { "127.0.0.1", -1, EINVAL },
    };
    g_autoptr(GError) error = NULL;

    CU_ASSERT_PTR_NULL(
        listener_new(loop, "127.0.0.1", listener_port(listener), door_accept, &door, &error));
    CU_ASSERT_PTR_NOT_NULL_FATAL(error);
    CU_ASSERT_EQUAL(error->domain, LISTENER_ERROR);
    CU_ASSERT_EQUAL(error->code, EADDRINUSE);
    CU_ASSERT_STRING_EQUAL(error->message, expected);
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_clear_error(&error);
        CU_ASSERT_PTR_NULL(
            listener_new(loop, rows[i].address, rows[i].port, door_accept, &door, &error));
        CU_ASSERT_PTR_NOT_NULL_FATAL(error);
        CU_ASSERT_EQUAL(error->code, rows[i].code);
    }
    listener_free(listener);
    turns_free(loop, context);
}

static void
an_accept_may_free_the_listener(void)
{
    GMainContext *context;
    Loop *loop = turns_new(&context);
    Door door = { 0 };
    Listener *listener = listener_new(loop, "127.0.0.1", 0, door_accept, &door, NULL);
    int first = knock(listener_port(listener));
    int second = knock(listener_port(listener));

    door.frees = listener;
    turns_settle(context);
    CU_ASSERT_EQUAL(door.count, 1);
    CU_ASSERT_TRUE(is_ended(second));
    close(first);
    close(second);
    turns_free(loop, context);
}

static void
without_descriptors_the_caller_is_turned_away(void)
{
    GMainContext *context;
    Loop *loop = turns_new(&context);
    Door door = { 0 };
    Listener *listener = listener_new(loop, "127.0.0.1", 0, door_accept, &door, NULL);
    int caller = knock(listener_port(listener));
    struct rlimit before, few;
    int probe = open("/dev/null", O_RDONLY);

    /* All below the probe are taken, so a limit there leaves none. */
    getrlimit(RLIMIT_NOFILE, &before);
    few = before;
    few.rlim_cur = (rlim_t)probe;
    close(probe);
    setrlimit(RLIMIT_NOFILE, &few);
    turns_settle(context);
    setrlimit(RLIMIT_NOFILE, &before);
    CU_ASSERT_EQUAL(door.count, 0);
    CU_ASSERT_TRUE(is_ended(caller));
    close(caller);
    caller = knock(listener_port(listener));
    turns_settle(context);
    CU_ASSERT_EQUAL(door.count, 1);
    close(caller);
    listener_free(listener);
    turns_free(loop, context);
}

TEST_SUITE(net_listener, TEST_CASE(connections_are_accepted),
           TEST_CASE(failures_name_address_port_and_reason),
           TEST_CASE(an_accept_may_free_the_listener),
           TEST_CASE(without_descriptors_the_caller_is_turned_away))
