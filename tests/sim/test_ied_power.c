/* SPDX-License-Identifier: Apache-2.0
 *
 * An IED without power: nobody is associated, nobody gets in, and it comes up as delivered.
 */
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/sim/bay.h"

#define POWER "LD0/MMXU1.TotW"

static int
try_connect(int port)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)port),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int failure = connect(fd, (struct sockaddr *)&address, sizeof address) == 0 ? 0 : errno;

    close(fd);
    return failure;
}

static double
get_power(const Bay *bay)
{
    Point point;
    Value value;

    CU_ASSERT_TRUE_FATAL(reference_resolve_point(ied_model(bay->ied), POWER, &point, NULL));
    values_get(ied_values(bay->ied), &point.value, &value);
    return value.real;
}

static void
set_power(const Bay *bay, double number)
{
    Value value = { .kind = VALUE_FLOAT, .real = number };
    Point point;

    CU_ASSERT_TRUE_FATAL(reference_resolve_point(ied_model(bay->ied), POWER, &point, NULL));
    CU_ASSERT_EQUAL(ied_set(bay->ied, &point, &(IedSet){ .value = &value }), VALUE_OK);
}

static void
connections_are_reset_and_refused_until_it_is_up(void)
{
    Bay bay;
    int fd, port;

    bay_begin(&bay, EVENT_MASK_ALL & ~EVENT_MASK(EVENT_CHANGED), 0, 0);
    fd = peer_new(&bay);
    port = ied_port(bay.ied);
    g_string_truncate(bay.log, 0);
    ied_power_off(bay.ied, &(IedPowerOff){ .keep = false });
    CU_ASSERT_TRUE(ied_is_off(bay.ied));
    CU_ASSERT_EQUAL(ied_association_count(bay.ied), 0);
    CU_ASSERT_TRUE(peer_is_ended(&bay, fd));
    CU_ASSERT_EQUAL(try_connect(port), ECONNREFUSED);
    ied_power_off(bay.ied, &(IedPowerOff){ .keep = false });
    CU_ASSERT_TRUE(ied_power_on(bay.ied, NULL));
    CU_ASSERT_TRUE(ied_power_on(bay.ied, NULL));
    CU_ASSERT_EQUAL(ied_port(bay.ied), port);
    CU_ASSERT_STRING_EQUAL(bay.log->str, "aborted=user (peer): the device lost its power\n"
                                         "powered_off=lost\npowered_on\n");
    close(fd);
    fd = peer_new(&bay);
    CU_ASSERT_TRUE(peer_reads(&bay, fd));
    close(fd);
    bay_end(&bay);
}

static void
a_silent_one_answers_nothing_until_it_is_up(void)
{
    Bay bay;
    int fd, other;
    Wire wire;
    char octet;

    bay_begin(&bay, 0, 0, 0);
    fd = peer_new(&bay);
    ied_power_off(bay.ied, &(IedPowerOff){ .silent = true });
    wire_connect_request(&wire);
    CU_ASSERT_EQUAL(send(fd, wire.bytes, wire.size, MSG_NOSIGNAL), (ssize_t)wire.size);
    other = peer_connect(&bay);
    CU_ASSERT_EQUAL(send(other, wire.bytes, wire.size, MSG_NOSIGNAL), (ssize_t)wire.size);
    turns_settle(bay.context);
    CU_ASSERT_EQUAL(recv(fd, &octet, 1, MSG_DONTWAIT), -1);
    CU_ASSERT_EQUAL(errno, EAGAIN);
    CU_ASSERT_EQUAL(recv(other, &octet, 1, MSG_DONTWAIT), -1);
    CU_ASSERT_EQUAL(errno, EAGAIN);
    CU_ASSERT_TRUE(ied_power_on(bay.ied, NULL));
    CU_ASSERT_TRUE(peer_is_ended(&bay, fd));
    CU_ASSERT_TRUE(peer_is_ended(&bay, other));
    close(fd);
    close(other);
    fd = peer_new(&bay);
    CU_ASSERT_TRUE(peer_reads(&bay, fd));
    close(fd);
    bay_end(&bay);
}

static void
a_peer_may_go_while_it_hears_nothing(void)
{
    Bay bay;
    int fd;

    bay_begin(&bay, 0, 0, 0);
    fd = peer_new(&bay);
    ied_power_off(bay.ied, &(IedPowerOff){ .silent = true });
    close(fd);
    turns_settle(bay.context);
    fd = peer_connect(&bay);
    bay_end(&bay);
    close(fd);
}

static void
values_are_as_delivered_and_as_set_meanwhile(void)
{
    Bay bay;
    double initial;

    bay_begin(&bay, EVENT_MASK(EVENT_CHANGED), 0, 0);
    initial = get_power(&bay);
    set_power(&bay, initial + 5);
    ied_power_off(bay.ied, &(IedPowerOff){ .keep = true });
    CU_ASSERT_EQUAL(get_power(&bay), initial);
    g_string_truncate(bay.log, 0);
    set_power(&bay, initial + 7);
    CU_ASSERT_STRING_EQUAL(bay.log->str, "");
    CU_ASSERT_TRUE(ied_power_on(bay.ied, NULL));
    CU_ASSERT_EQUAL(get_power(&bay), initial + 7);
    bay_end(&bay);
}

static void
one_that_is_off_can_go(void)
{
    Bay bay;

    bay_begin(&bay, 0, 0, 0);
    ied_power_off(bay.ied, &(IedPowerOff){ .keep = true });
    bay_end(&bay);
}

TEST_SUITE(ied_power, TEST_CASE(connections_are_reset_and_refused_until_it_is_up),
           TEST_CASE(a_silent_one_answers_nothing_until_it_is_up),
           TEST_CASE(a_peer_may_go_while_it_hears_nothing),
           TEST_CASE(values_are_as_delivered_and_as_set_meanwhile),
           TEST_CASE(one_that_is_off_can_go))
