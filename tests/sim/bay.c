/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/bay.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

static int64_t
bay_time(void *user)
{
    return clock_now(((Bay *)user)->clock);
}

static void
note_event(const Event *event, void *user)
{
    Bay *bay = user;

    CU_ASSERT_STRING_EQUAL(event->ied, "BAY");
    g_string_append(bay->log, event_kind_name(event->kind));
    if (event->reference != NULL) {
        g_string_append_printf(bay->log, " %s", event->reference);
    }
    if (event->value != NULL) {
        g_string_append_printf(bay->log, "=%s", event->value);
    }
    g_string_append_c(bay->log, '\n');
}

void
bay_begin(Bay *bay, uint64_t events, unsigned associations_max, int64_t timeout)
{
    g_autofree char *path = test_path("testdata/scl/feeder.cid");

    bay->loop = turns_new(&bay->context);
    bay->clock = clock_new(NOW);
    bay->bus = event_bus_new(bay_time, bay_time, bay);
    bay->log = g_string_new(NULL);
    event_subscribe(bay->bus, events, note_event, bay);
    bay->file = scl_load(path, false, 0, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bay->file);
    bay->ied = ied_new(&(IedParameters){ .name = "BAY",
                                         .model = bay->file->servers[0].model,
                                         .loop = bay->loop,
                                         .clock = bay->clock,
                                         .events = bay->bus,
                                         .associations_max = associations_max,
                                         .handshake_timeout = timeout });
    CU_ASSERT_TRUE_FATAL(ied_listen(bay->ied, "127.0.0.1", 0, NULL));
    g_string_truncate(bay->log, 0);
}

void
bay_end(Bay *bay)
{
    ied_free(bay->ied);
    scl_file_free(bay->file);
    event_bus_free(bay->bus);
    clock_free(bay->clock);
    g_string_free(bay->log, TRUE);
    turns_free(bay->loop, bay->context);
}

int
peer_connect(const Bay *bay)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)ied_port(bay->ied)),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    CU_ASSERT_TRUE_FATAL(fd >= 0);
    CU_ASSERT_EQUAL_FATAL(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

ssize_t
peer_receive(const Bay *bay, int fd, uint8_t *bytes, size_t size)
{
    struct pollfd waited = { .fd = fd, .events = POLLIN };
    int64_t end = g_get_monotonic_time() + TURNS_LIMIT;

    while (g_get_monotonic_time() < end) {
        g_main_context_iteration(bay->context, FALSE);
        if (poll(&waited, 1, 1) == 1) {
            ssize_t got = recv(fd, bytes, size, 0);

            return MAX(got, 0);
        }
    }
    return -1;
}

ssize_t
peer_ask(const Bay *bay, int fd, const Wire *wire, uint8_t answer[1024])
{
    CU_ASSERT_EQUAL(send(fd, wire->bytes, wire->size, MSG_NOSIGNAL), (ssize_t)wire->size);
    return peer_receive(bay, fd, answer, 1024);
}

int
peer_associate(const Bay *bay, int fd)
{
    uint8_t answer[1024];
    Wire wire;

    wire_connect_request(&wire);
    if (peer_ask(bay, fd, &wire, answer) < 6 || answer[5] != 0xD0) {
        return -1;
    }
    wire_associate(&wire);
    return peer_ask(bay, fd, &wire, answer) > 7 ? answer[7] : -1;
}

int
peer_new(const Bay *bay)
{
    int fd = peer_connect(bay);

    CU_ASSERT_EQUAL(peer_associate(bay, fd), 0x0E);
    return fd;
}

bool
peer_reads(const Bay *bay, int fd)
{
    uint8_t answer[1024];
    size_t invoke_at;
    ssize_t size;
    Wire wire;

    wire_read(&wire, "FEEDER1LD0", "MMXU1$MX$TotW$mag$f", &invoke_at);
    size = peer_ask(bay, fd, &wire, answer);
    return size > 7 && answer[size - 7] == 0x87 && answer[size - 6] == 5;
}

bool
peer_is_ended(const Bay *bay, int fd)
{
    uint8_t bytes[1024];
    ssize_t size;

    do {
        size = peer_receive(bay, fd, bytes, sizeof bytes);
    } while (size > 0);
    return size == 0;
}
