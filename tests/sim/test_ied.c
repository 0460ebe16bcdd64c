/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/ied.h"

#include <sys/socket.h>
#include <unistd.h>

#include "sim/model/timestamp.h"
#include "tests/sim/bay.h"

#define POWER "LD0/MMXU1.TotW"

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
    CU_ASSERT_EQUAL(ied_change_commit(bay.ied), 6);
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

static GateVerdict
shut_out(GateGuest *guest, GatePass *pass)
{
    (void)guest;
    CU_ASSERT_EQUAL(pass->point, GATE_ACCEPT);
    return GATE_CLOSE;
}

static void
a_guest_at_the_accept_gate_shuts_peers_out(void)
{
    GateGuest guest = { .act = shut_out };
    Bay bay;
    int fd;

    bay_begin(&bay, EVENT_MASK(EVENT_CONNECTED), 0, 0);
    gate_add(&ied_gates(bay.ied)[GATE_ACCEPT], &guest);
    fd = peer_connect(&bay);
    CU_ASSERT_TRUE(peer_is_ended(&bay, fd));
    CU_ASSERT_STRING_EQUAL(bay.log->str, "");
    close(fd);
    gate_remove(&ied_gates(bay.ied)[GATE_ACCEPT], &guest);
    fd = peer_new(&bay);
    close(fd);
    bay_end(&bay);
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
           TEST_CASE(a_set_stamps_the_time_and_keeps_the_quality),
           TEST_CASE(sets_between_open_and_commit_are_one_change),
           TEST_CASE(all_associations_can_be_ended), TEST_CASE(an_ied_that_goes_says_so),
           TEST_CASE(a_guest_at_the_accept_gate_shuts_peers_out),
           TEST_CASE(a_client_inside_the_process_needs_no_socket))
