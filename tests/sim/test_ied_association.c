/* SPDX-License-Identifier: Apache-2.0
 *
 * Peers that misbehave: only they suffer.
 */
#include <sys/socket.h>
#include <unistd.h>

#include "tests/hex.h"
#include "tests/sim/bay.h"

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

/* Sends one request after the other, each with the beginning of the next one, for longer than a
 * single one may take. */
static void
a_peer_always_in_the_middle_of_a_pdu_stays(void)
{
    enum { BEGINNING = 10, ROUNDS = 4 };
    Bay bay;
    size_t invoke_at;
    uint8_t answer[1024];
    Wire wire, turned;
    int fd;

    bay_begin(&bay, EVENT_MASK(EVENT_ABORTED), 0, CLOCK_SECOND);
    fd = peer_new(&bay);
    wire_read(&wire, "FEEDER1LD0", "MMXU1$MX$TotW$mag$f", &invoke_at);
    turned = wire;
    memcpy(turned.bytes, wire.bytes + BEGINNING, wire.size - BEGINNING);
    memcpy(turned.bytes + wire.size - BEGINNING, wire.bytes, BEGINNING);
    CU_ASSERT_EQUAL(send(fd, wire.bytes, BEGINNING, 0), BEGINNING);
    for (int i = 0; i < ROUNDS; i++) {
        int64_t until = g_get_monotonic_time() + 300 * G_TIME_SPAN_MILLISECOND;

        while (g_get_monotonic_time() < until) {
            g_main_context_iteration(bay.context, FALSE);
            g_usleep(1000);
        }
        CU_ASSERT_TRUE(peer_ask(&bay, fd, &turned, answer) > 7);
    }
    CU_ASSERT_STRING_EQUAL(bay.log->str, "");
    close(fd);
    bay_end(&bay);
}

static void
who_concludes_and_does_not_release_is_released(void)
{
    Bay bay;
    uint8_t answer[1024];
    Wire wire;
    int fd;

    bay_begin(&bay, EVENT_MASK(EVENT_ABORTED) | EVENT_MASK(EVENT_RELEASED), 0,
              200 * CLOCK_MILLISECOND);
    fd = peer_new(&bay);
    wire_conclude(&wire);
    CU_ASSERT_TRUE(peer_ask(&bay, fd, &wire, answer) > 7);
    CU_ASSERT_EQUAL(ied_association_count(bay.ied), 1);
    CU_ASSERT_TRUE(peer_is_ended(&bay, fd));
    CU_ASSERT_EQUAL(ied_association_count(bay.ied), 0);
    CU_ASSERT_STRING_EQUAL(bay.log->str, "released\n");
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

TEST_SUITE(ied_association, TEST_CASE(who_does_not_associate_is_sent_away),
           TEST_CASE(an_unfinished_pdu_ends_its_association_only),
           TEST_CASE(a_pdu_in_pieces_is_waited_for),
           TEST_CASE(a_peer_always_in_the_middle_of_a_pdu_stays),
           TEST_CASE(who_concludes_and_does_not_release_is_released),
           TEST_CASE(garbage_ends_its_association_only),
           TEST_CASE(a_bad_mms_pdu_is_rejected_and_the_association_goes_on),
           TEST_CASE(probes_that_connect_and_close_leave_nothing),
           TEST_CASE(a_thousand_idle_associations_disturb_nobody),
           TEST_CASE(a_slow_reader_holds_up_only_itself),
           TEST_CASE(a_busy_peer_does_not_starve_another))
