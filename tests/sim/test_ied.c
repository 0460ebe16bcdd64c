/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/ied.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sim/model/timestamp.h"
#include "sim/scl/scl.h"
#include "tests/bench/wire.h"
#include "tests/hex.h"
#include "tests/sim/net/turns.h"

#define NOW (INT64_C(1700000000) * CLOCK_SECOND)
#define POWER "LD0/MMXU1.TotW"

/* One IED with its surroundings; `log` collects "kind reference=value" lines. */
typedef struct Bay {
    GMainContext *context;
    Loop *loop;
    Clock *clock;
    EventBus *bus;
    SclFile *file;
    Ied *ied;
    GString *log;
} Bay;

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

static void
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

static void
bay_end(Bay *bay)
{
    ied_free(bay->ied);
    scl_file_free(bay->file);
    event_bus_free(bay->bus);
    clock_free(bay->clock);
    g_string_free(bay->log, TRUE);
    turns_free(bay->loop, bay->context);
}

/* A client that is nothing but a socket. */
static int
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

/* Turns the loop until the peer has something to read, at most ten seconds; the octets, 0 at
 * the end of the connection, -1 when nothing came. */
static ssize_t
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

static ssize_t
peer_ask(const Bay *bay, int fd, const Wire *wire, uint8_t answer[1024])
{
    CU_ASSERT_EQUAL(send(fd, wire->bytes, wire->size, MSG_NOSIGNAL), (ssize_t)wire->size);
    return peer_receive(bay, fd, answer, 1024);
}

/* The association's answer: 0x0E when accepted. -1 when the connection ended. */
static int
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

static int
peer_new(const Bay *bay)
{
    int fd = peer_connect(bay);

    CU_ASSERT_EQUAL(peer_associate(bay, fd), 0x0E);
    return fd;
}

/* Whether a read is answered by a value. */
static bool
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

static bool
peer_is_ended(const Bay *bay, int fd)
{
    uint8_t bytes[1024];
    ssize_t size;

    do {
        size = peer_receive(bay, fd, bytes, sizeof bytes);
    } while (size > 0);
    return size == 0;
}

static void
the_life_of_an_association_is_told(void)
{
    Bay bay;
    uint8_t answer[1024];
    Wire wire;
    int fd;

    bay_begin(&bay, EVENT_MASK_ALL, 0, 0);
    fd = peer_new(&bay);
    CU_ASSERT_EQUAL(ied_association_count(bay.ied), 1);
    CU_ASSERT_TRUE(peer_reads(&bay, fd));
    wire_conclude(&wire);
    CU_ASSERT_TRUE(peer_ask(&bay, fd, &wire, answer) > 0);
    wire_release(&wire);
    CU_ASSERT_TRUE(peer_ask(&bay, fd, &wire, answer) > 0);
    CU_ASSERT_EQUAL(answer[7], 0x0A);
    CU_ASSERT_TRUE(peer_is_ended(&bay, fd));
    CU_ASSERT_STRING_EQUAL(bay.log->str, "connected\nassociated\n"
                                         "read LD0/MMXU1.TotW.mag.f=success\nreleased\n");
    CU_ASSERT_EQUAL(ied_association_count(bay.ied), 0);
    CU_ASSERT_EQUAL(ied_counters(bay.ied)->pdus_in, 3);
    CU_ASSERT_EQUAL(ied_counters(bay.ied)->pdus_out, 3);
    CU_ASSERT_EQUAL(ied_totals(bay.ied)->associated, 1);
    CU_ASSERT_EQUAL(ied_totals(bay.ied)->released, 1);
    close(fd);
    turns_settle(bay.context);
    CU_ASSERT_EQUAL(ied_counters(bay.ied)->pdus_in, 3);
    bay_end(&bay);
}

static void
a_lost_link_is_an_aborted_association(void)
{
    Bay bay;
    int fd;

    bay_begin(&bay, EVENT_MASK_ALL, 0, 0);
    fd = peer_new(&bay);
    close(fd);
    turns_settle(bay.context);
    CU_ASSERT_STRING_EQUAL(bay.log->str,
                           "connected\nassociated\naborted=user (peer): closed by the peer\n");
    bay_end(&bay);
}

static void
one_association_too_many_is_refused(void)
{
    Bay bay;
    int first, second, third;

    bay_begin(&bay, EVENT_MASK(EVENT_REFUSED), 2, 0);
    first = peer_new(&bay);
    second = peer_new(&bay);
    third = peer_connect(&bay);
    CU_ASSERT_NOT_EQUAL(peer_associate(&bay, third), 0x0E);
    CU_ASSERT_TRUE(peer_is_ended(&bay, third));
    CU_ASSERT_STRING_EQUAL(bay.log->str, "refused=mms: every association is in use\n");
    CU_ASSERT_TRUE(peer_reads(&bay, first));
    close(third);
    close(second);
    turns_settle(bay.context);
    third = peer_new(&bay);
    CU_ASSERT_EQUAL(ied_association_count(bay.ied), 2);
    close(first);
    close(third);
    bay_end(&bay);
}

static void
who_does_not_associate_is_sent_away(void)
{
    Bay bay;
    uint8_t answer[1024];
    int silent, half;
    Wire wire;

    bay_begin(&bay, EVENT_MASK(EVENT_REFUSED), 0, 200 * CLOCK_MILLISECOND);
    silent = peer_connect(&bay);
    half = peer_connect(&bay);
    wire_connect_request(&wire);
    CU_ASSERT_TRUE(peer_ask(&bay, half, &wire, answer) > 0);
    CU_ASSERT_TRUE(peer_is_ended(&bay, silent));
    CU_ASSERT_TRUE(peer_is_ended(&bay, half));
    CU_ASSERT_STRING_EQUAL(bay.log->str, "refused=no association came about in time\n"
                                         "refused=no association came about in time\n");
    close(silent);
    close(half);
    bay_end(&bay);
}

static void
an_unfinished_pdu_ends_its_association_only(void)
{
    Bay bay;
    int patient, stuck;

    bay_begin(&bay, EVENT_MASK(EVENT_ABORTED), 0, 200 * CLOCK_MILLISECOND);
    patient = peer_new(&bay);
    stuck = peer_new(&bay);
    CU_ASSERT_EQUAL(send(stuck, "\x03\x00\x00\x50\x02\xF0", 6, 0), 6);
    CU_ASSERT_TRUE(peer_is_ended(&bay, stuck));
    CU_ASSERT_TRUE(g_str_has_prefix(bay.log->str, "aborted="));
    CU_ASSERT_TRUE(peer_reads(&bay, patient));
    CU_ASSERT_EQUAL(ied_association_count(bay.ied), 1);
    close(stuck);
    close(patient);
    bay_end(&bay);
}

static void
a_pdu_in_pieces_is_waited_for(void)
{
    Bay bay;
    size_t invoke_at;
    uint8_t answer[1024];
    Wire wire;
    int fd;

    bay_begin(&bay, EVENT_MASK(EVENT_ABORTED), 0, 10 * CLOCK_SECOND);
    fd = peer_new(&bay);
    wire_read(&wire, "FEEDER1LD0", "MMXU1$MX$TotW$mag$f", &invoke_at);
    for (size_t i = 0; i < wire.size; i++) {
        CU_ASSERT_EQUAL(send(fd, wire.bytes + i, 1, 0), 1);
        g_main_context_iteration(bay.context, FALSE);
    }
    CU_ASSERT_TRUE(peer_receive(&bay, fd, answer, sizeof answer) > 7);
    CU_ASSERT_STRING_EQUAL(bay.log->str, "");
    close(fd);
    bay_end(&bay);
}

/* Garbage at each layer: what is written behind a good association, and in place of one. */
static void
garbage_ends_its_association_only(void)
{
    static const struct {
        bool associated;
        const char *bytes;
    } rows[] = {
        { false, "47 45 54 20 2F 20 48 54 54 50 2F 31 2E 31 0D 0A 0D 0A" }, /* no TPKT */
        { false, "03 00 00 03" },                                           /* TPKT too short */
        { false, "03 00 00 07 02 F0 80" },                                  /* DT before CR */
        { false, "03 00 00 0B 06 E0 00 00 00 01 40" },                      /* class 4 only */
        { true, "03 00 00 08 03 F0 80 AA" },                                /* wrong LI */
        { true, "03 00 00 0B 02 F0 80 FF FF FF FF" },                       /* no SPDU */
        { true, "03 00 00 0F 02 F0 80 01 00 01 00 30 02 00 00" },           /* presentation */
        { true, "03 00 00 16 02 F0 80 01 00 01 00 61 09 30 07 02 01 09 A0 02 A0 00" },
    };
    Bay bay;
    int good;

    bay_begin(&bay, EVENT_MASK(EVENT_ABORTED), 0, 0);
    good = peer_new(&bay);
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GByteArray) bytes = hex_parse(rows[i].bytes);
        int bad = rows[i].associated ? peer_new(&bay) : peer_connect(&bay);

        CU_ASSERT_EQUAL(send(bad, bytes->data, bytes->len, 0), (ssize_t)bytes->len);
        CU_ASSERT_TRUE(peer_is_ended(&bay, bad));
        close(bad);
        CU_ASSERT_TRUE(peer_reads(&bay, good));
    }
    CU_ASSERT_EQUAL(ied_association_count(bay.ied), 1);
    close(good);
    bay_end(&bay);
}

static void
a_bad_mms_pdu_is_rejected_and_the_association_goes_on(void)
{
    g_autoptr(GByteArray) bytes =
        hex_parse("03 00 00 1C 02 F0 80 01 00 01 00 61 0F 30 0D 02 01 03 A0 08 A0 06 02 01 07 "
                  "BF 7F 00");
    uint8_t answer[1024];
    Bay bay;
    int fd;

    bay_begin(&bay, EVENT_MASK(EVENT_ABORTED), 0, 0);
    fd = peer_new(&bay);
    CU_ASSERT_EQUAL(send(fd, bytes->data, bytes->len, 0), (ssize_t)bytes->len);
    CU_ASSERT_TRUE(peer_receive(&bay, fd, answer, sizeof answer) > 20);
    CU_ASSERT_EQUAL(ied_counters(bay.ied)->rejects_sent, 1);
    CU_ASSERT_TRUE(peer_reads(&bay, fd));
    close(fd);
    bay_end(&bay);
}

static void
probes_that_connect_and_close_leave_nothing(void)
{
    Bay bay;
    int good;

    bay_begin(&bay, EVENT_MASK(EVENT_ABORTED) | EVENT_MASK(EVENT_REFUSED), 0, 0);
    good = peer_new(&bay);
    for (int i = 0; i < 300; i++) {
        int probe = peer_connect(&bay);

        if (i % 2 == 0) {
            g_main_context_iteration(bay.context, FALSE);
        }
        close(probe);
    }
    turns_settle(bay.context);
    CU_ASSERT_TRUE(peer_reads(&bay, good));
    CU_ASSERT_EQUAL(ied_association_count(bay.ied), 1);
    CU_ASSERT_STRING_EQUAL(bay.log->str, "");
    close(good);
    bay_end(&bay);
}

static void
a_thousand_idle_associations_disturb_nobody(void)
{
    enum { COUNT = 1000 };
    int fds[COUNT];
    Bay bay;

    bay_begin(&bay, EVENT_MASK(EVENT_ABORTED), 2 * COUNT, 0);
    for (int i = 0; i < COUNT; i++) {
        fds[i] = peer_new(&bay);
    }
    CU_ASSERT_EQUAL(ied_association_count(bay.ied), COUNT);
    CU_ASSERT_TRUE(peer_reads(&bay, fds[COUNT / 2]));
    for (int i = 0; i < COUNT; i++) {
        close(fds[i]);
    }
    turns_settle(bay.context);
    CU_ASSERT_EQUAL(ied_association_count(bay.ied), 0);
    bay_end(&bay);
}

/* Asks again and again and never reads. */
static void
a_slow_reader_holds_up_only_itself(void)
{
    size_t invoke_at;
    Bay bay;
    Wire wire;
    int slow, good;
    int blocked = 0;

    bay_begin(&bay, EVENT_MASK(EVENT_ABORTED), 0, 0);
    good = peer_new(&bay);
    slow = peer_new(&bay);
    wire_read(&wire, "FEEDER1LD0", "MMXU1", &invoke_at);
    for (int i = 0; i < 200000 && blocked < 20; i++) {
        ssize_t size = send(slow, wire.bytes, wire.size, MSG_DONTWAIT);

        if (size != (ssize_t)wire.size) {
            blocked++;
            g_main_context_iteration(bay.context, FALSE);
        }
        if (size > 0 && size < (ssize_t)wire.size) {
            break;
        }
    }
    CU_ASSERT_TRUE(blocked > 0);
    CU_ASSERT_TRUE(peer_reads(&bay, good));
    CU_ASSERT_EQUAL(ied_association_count(bay.ied), 2);
    close(slow);
    close(good);
    bay_end(&bay);
}

/* Many requests in one go wait their turn; one of somebody else's does not wait for them all.
 */
static void
a_busy_peer_does_not_starve_another(void)
{
    enum { COUNT = 2000 };
    g_autoptr(GByteArray) many = g_byte_array_new();
    size_t invoke_at;
    uint8_t answer[1024];
    const char *others;
    Bay bay;
    Wire wire;
    int busy, good;

    bay_begin(&bay, EVENT_MASK(EVENT_READ), 0, 0);
    busy = peer_new(&bay);
    good = peer_new(&bay);
    wire_read(&wire, "FEEDER1LD0", "MMXU1$MX$TotW$mag$f", &invoke_at);
    for (int i = 0; i < COUNT; i++) {
        g_byte_array_append(many, wire.bytes, (guint)wire.size);
    }
    CU_ASSERT_EQUAL(send(busy, many->data, many->len, MSG_DONTWAIT), (ssize_t)many->len);
    wire_read(&wire, "FEEDER1LD0", "MMXU1$MX$Hz$mag$f", &invoke_at);
    CU_ASSERT_TRUE(peer_ask(&bay, good, &wire, answer) > 7);
    turns_settle(bay.context);
    others = strstr(bay.log->str, "read LD0/MMXU1.Hz.mag.f=success\n");
    CU_ASSERT_PTR_NOT_NULL_FATAL(others);
    CU_ASSERT_TRUE(others - bay.log->str < (ptrdiff_t)bay.log->len / 2);
    CU_ASSERT_EQUAL(ied_counters(bay.ied)->requests_served, COUNT + 1);
    close(busy);
    close(good);
    bay_end(&bay);
}

static Point
find_point(const Bay *bay, const char *reference)
{
    Point point = { 0 };

    CU_ASSERT_TRUE_FATAL(reference_resolve_point(ied_model(bay->ied), reference, &point, NULL));
    return point;
}

static void
a_set_stamps_the_time_and_keeps_the_quality(void)
{
    const Value number = { .kind = VALUE_FLOAT, .real = 12.5 };
    const Value bad = { .kind = VALUE_BIT_STRING,
                        .bit_string = { .octets = { 0x40, 0 }, .bits = 13 } };
    Bay bay;
    Point power;
    Value value;
    uint8_t stamp[8];

    bay_begin(&bay, EVENT_MASK(EVENT_CHANGED), 0, 0);
    power = find_point(&bay, POWER);
    CU_ASSERT_TRUE(power.has_q && power.has_t);
    CU_ASSERT_EQUAL(ied_set(bay.ied, &power, &(IedSet){ .q = &bad }), VALUE_OK);
    clock_advance(bay.clock, NOW + CLOCK_SECOND, 0);
    CU_ASSERT_EQUAL(ied_set(bay.ied, &power, &(IedSet){ .value = &number }), VALUE_OK);
    values_get(ied_values(bay.ied), &power.value, &value);
    CU_ASSERT_EQUAL(value.real, 12.5);
    values_get(ied_values(bay.ied), &power.q, &value);
    CU_ASSERT_EQUAL(value.bit_string.octets[0], 0x40);
    values_get(ied_values(bay.ied), &power.t, &value);
    timestamp_encode(NOW + CLOCK_SECOND, TIMESTAMP_ACCURACY_1MS, stamp);
    CU_ASSERT_EQUAL(memcmp(value.time, stamp, 8), 0);
    CU_ASSERT_PTR_NOT_NULL(strstr(bay.log->str, "changed LD0/MMXU1.TotW.mag.f=12.5\n"));
    bay_end(&bay);
}

static void
sets_between_open_and_commit_are_one_change(void)
{
    const Value number = { .kind = VALUE_FLOAT, .real = 3 };
    const Value wrong = { .kind = VALUE_BOOLEAN, .boolean = true };
    Bay bay;
    Point power, other;
    Value value;

    bay_begin(&bay, EVENT_MASK(EVENT_CHANGED), 0, 0);
    power = find_point(&bay, POWER);
    other = find_point(&bay, "LD0/MMXU1.Hz");
    ied_change_open(bay.ied);
    CU_ASSERT_EQUAL(ied_set(bay.ied, &power, &(IedSet){ .value = &number }), VALUE_OK);
    CU_ASSERT_EQUAL(ied_set(bay.ied, &other, &(IedSet){ .value = &number }), VALUE_OK);
    CU_ASSERT_STRING_EQUAL(bay.log->str, "");
    CU_ASSERT_EQUAL(ied_change_commit(bay.ied), 4);
    CU_ASSERT_EQUAL(ied_set(bay.ied, &power, &(IedSet){ .value = &wrong }),
                    VALUE_TYPE_INCONSISTENT);
    values_get(ied_values(bay.ied), &power.value, &value);
    CU_ASSERT_EQUAL(value.real, 3);
    bay_end(&bay);
}

static void
all_associations_can_be_ended(void)
{
    Bay bay;
    int a, b;

    bay_begin(&bay, EVENT_MASK(EVENT_ABORTED), 0, 0);
    a = peer_new(&bay);
    b = peer_new(&bay);
    ied_abort_all(bay.ied);
    CU_ASSERT_EQUAL(ied_association_count(bay.ied), 2);
    CU_ASSERT_TRUE(peer_is_ended(&bay, a));
    CU_ASSERT_TRUE(peer_is_ended(&bay, b));
    CU_ASSERT_EQUAL(ied_association_count(bay.ied), 0);
    CU_ASSERT_STRING_EQUAL(bay.log->str,
                           "aborted=user: aborted here\naborted=user: aborted here\n");
    close(a);
    close(b);
    bay_end(&bay);
}

static void
an_ied_that_goes_says_so(void)
{
    uint8_t bytes[1024];
    Bay bay;
    int fd;

    bay_begin(&bay, 0, 0, 0);
    fd = peer_new(&bay);
    bay_end(&bay);
    CU_ASSERT_TRUE(recv(fd, bytes, sizeof bytes, MSG_DONTWAIT) > 7);
    CU_ASSERT_EQUAL(bytes[7], 0x19); /* session ABORT */
    CU_ASSERT_EQUAL(recv(fd, bytes, sizeof bytes, MSG_DONTWAIT), 0);
    close(fd);
}

static void
pipe_received(void *user, Slice bytes)
{
    g_byte_array_append(user, bytes.data, (guint)bytes.size);
}

static void
pipe_closed(void *user, const char *why)
{
    (void)user;
    (void)why;
}

static void
a_client_inside_the_process_needs_no_socket(void)
{
    static const ConnectionUser client_user = { .received = pipe_received,
                                                .closed = pipe_closed };
    g_autoptr(GByteArray) heard = g_byte_array_new();
    Connection *client;
    Wire wire;
    Bay bay;

    bay_begin(&bay, EVENT_MASK_ALL, 0, 0);
    client = ied_connect(bay.ied, "scenario", &client_user, heard);
    CU_ASSERT_STRING_EQUAL(connection_peer(client), "BAY");
    wire_connect_request(&wire);
    connection_send(client, (Slice){ wire.bytes, wire.size });
    wire_associate(&wire);
    connection_send(client, (Slice){ wire.bytes, wire.size });
    turns_settle(bay.context);
    CU_ASSERT_STRING_EQUAL(bay.log->str, "connected\nassociated\n");
    CU_ASSERT_TRUE(loop_is_quiet(bay.loop));
    CU_ASSERT_TRUE(heard->len > 100);
    connection_close(client, false);
    turns_settle(bay.context);
    CU_ASSERT_EQUAL(ied_association_count(bay.ied), 0);
    bay_end(&bay);
}

TEST_SUITE(ied, TEST_CASE(the_life_of_an_association_is_told),
           TEST_CASE(a_lost_link_is_an_aborted_association),
           TEST_CASE(one_association_too_many_is_refused),
           TEST_CASE(who_does_not_associate_is_sent_away),
           TEST_CASE(an_unfinished_pdu_ends_its_association_only),
           TEST_CASE(a_pdu_in_pieces_is_waited_for),
           TEST_CASE(garbage_ends_its_association_only),
           TEST_CASE(a_bad_mms_pdu_is_rejected_and_the_association_goes_on),
           TEST_CASE(probes_that_connect_and_close_leave_nothing),
           TEST_CASE(a_thousand_idle_associations_disturb_nobody),
           TEST_CASE(a_slow_reader_holds_up_only_itself),
           TEST_CASE(a_busy_peer_does_not_starve_another),
           TEST_CASE(a_set_stamps_the_time_and_keeps_the_quality),
           TEST_CASE(sets_between_open_and_commit_are_one_change),
           TEST_CASE(all_associations_can_be_ended), TEST_CASE(an_ied_that_goes_says_so),
           TEST_CASE(a_client_inside_the_process_needs_no_socket))
