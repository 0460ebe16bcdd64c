/* SPDX-License-Identifier: Apache-2.0
 *
 * Packets made up around a connection: sequence numbers, sizes, checksums, both IP versions.
 */
#include "engine/traffic/frames.h"

#include <glib.h>

#include "tests/test.h"

typedef struct Packet {
    unsigned from;
    uint8_t octets[2048];
    size_t size, content;
} Packet;

typedef struct Seen {
    Frames frames;
    Packet packets[64];
    unsigned count;
} Seen;

static void
keep(void *user, unsigned from, Slice header, Slice content)
{
    Seen *seen = user;
    Packet *packet = &seen->packets[seen->count++];

    g_assert(seen->count <= G_N_ELEMENTS(seen->packets));
    packet->from = from;
    packet->size = header.size + content.size;
    packet->content = content.size;
    memcpy(packet->octets, header.data, header.size);
    if (content.size > 0) {
        memcpy(packet->octets + header.size, content.data, content.size);
    }
}

static void
begin(Seen *seen, const char *client, const char *server)
{
    *seen = (Seen){ .frames = { .put = keep, .user = seen } };
    CU_ASSERT_TRUE(frames_parse_end(client, &seen->frames.ends[FRAMES_CLIENT]));
    CU_ASSERT_TRUE(frames_parse_end(server, &seen->frames.ends[FRAMES_SERVER]));
    frames_open(&seen->frames);
}

static uint32_t
word(const uint8_t *at, unsigned size)
{
    uint32_t value = 0;

    for (unsigned i = 0; i < size; i++) {
        value = value << 8 | at[i];
    }
    return value;
}

static size_t
ip_size(const Packet *packet)
{
    return packet->octets[0] >> 4 == 6 ? 40 : 20;
}

static const uint8_t *
tcp(const Packet *packet)
{
    return packet->octets + ip_size(packet);
}

static uint32_t
sum(uint32_t sum, const uint8_t *at, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        sum += i % 2 == 0 ? (uint32_t)at[i] << 8 : at[i];
    }
    while (sum > 0xFFFF) {
        sum = (sum & 0xFFFF) + (sum >> 16);
    }
    return sum;
}

/* A sum with the checksum in it is all ones. */
static void
check_sums(const Packet *packet)
{
    size_t ip = ip_size(packet);
    size_t addresses = ip == 40 ? 32 : 8;
    uint32_t protocol = packet->octets[ip == 20 ? 9 : 6];
    uint32_t pseudo = protocol + (uint32_t)(packet->size - ip);

    if (ip == 20) {
        CU_ASSERT_EQUAL(sum(0, packet->octets, ip), 0xFFFF);
        CU_ASSERT_EQUAL(word(packet->octets + 2, 2), packet->size);
    } else {
        CU_ASSERT_EQUAL(word(packet->octets + 4, 2), packet->size - ip);
    }
    pseudo = sum(pseudo, packet->octets + ip - addresses, addresses);
    CU_ASSERT_EQUAL(sum(pseudo, tcp(packet), packet->size - ip), 0xFFFF);
}

/* Each packet begins where the last of its side ended, and acknowledges all of the other's. */
static void
check_numbers(const Seen *seen)
{
    uint32_t next[FRAMES_ENDS] = { 0 };
    bool known[FRAMES_ENDS] = { false };

    for (unsigned i = 0; i < seen->count; i++) {
        const Packet *packet = &seen->packets[i];
        const uint8_t *header = tcp(packet);
        unsigned flags = header[13];

        check_sums(packet);
        if (known[packet->from]) {
            CU_ASSERT_EQUAL(word(header + 4, 4), next[packet->from]);
        }
        if (flags & 16) {
            CU_ASSERT_EQUAL(word(header + 8, 4), next[!packet->from]);
        }
        known[packet->from] = true;
        next[packet->from] =
            word(header + 4, 4) + (uint32_t)packet->content + (flags & 3 ? 1 : 0);
    }
}

static void
a_connection_is_opened_used_and_finished(void)
{
    static const uint8_t octets[] = { 3, 0, 0, 7, 2, 0xF0, 0x80 };
    Seen seen;

    begin(&seen, "127.0.0.1:40312", "127.0.0.1:10102");
    frames_send(&seen.frames, FRAMES_CLIENT, SLICE_OF(octets));
    frames_send(&seen.frames, FRAMES_SERVER, SLICE_OF(octets));
    frames_finish(&seen.frames, FRAMES_CLIENT);
    CU_ASSERT_EQUAL(seen.count, 8);
    check_numbers(&seen);
    CU_ASSERT_EQUAL(tcp(&seen.packets[0])[13], 2);
    CU_ASSERT_EQUAL(tcp(&seen.packets[1])[13], 18);
    CU_ASSERT_EQUAL(word(tcp(&seen.packets[3]), 2), 40312);
    CU_ASSERT_EQUAL(word(tcp(&seen.packets[3]) + 2, 2), 10102);
    CU_ASSERT_EQUAL(memcmp(seen.packets[3].octets + 40, octets, sizeof octets), 0);
    CU_ASSERT_EQUAL(tcp(&seen.packets[5])[13] & 1, 1);
    CU_ASSERT_EQUAL(seen.packets[5].from, FRAMES_CLIENT);
    CU_ASSERT_EQUAL(tcp(&seen.packets[6])[13] & 1, 1);
    CU_ASSERT_EQUAL(seen.packets[6].from, FRAMES_SERVER);
}

static void
much_is_cut_into_segments_and_acknowledged_on_the_way(void)
{
    g_autofree uint8_t *octets = g_malloc0(40001);
    size_t carried = 0;
    unsigned acknowledged = 0;
    Seen seen;

    begin(&seen, "10.0.0.1:1", "10.0.0.2:102");
    frames_send(&seen.frames, FRAMES_SERVER, (Slice){ octets, 40001 });
    check_numbers(&seen);
    for (unsigned i = 3; i < seen.count; i++) {
        CU_ASSERT_TRUE(seen.packets[i].size <= 1500);
        carried += seen.packets[i].content;
        acknowledged += seen.packets[i].from == FRAMES_CLIENT;
    }
    CU_ASSERT_EQUAL(carried, 40001);
    CU_ASSERT_EQUAL(acknowledged, 2);
}

static void
both_versions_of_ip_are_there(void)
{
    uint8_t odd[1501] = { 7 };
    Seen seen;

    begin(&seen, "[::1]:40312", "[2001:db8::1]:102");
    frames_send(&seen.frames, FRAMES_CLIENT, SLICE_OF(odd));
    frames_reset(&seen.frames, FRAMES_SERVER);
    check_numbers(&seen);
    CU_ASSERT_EQUAL(seen.count, 6);
    CU_ASSERT_EQUAL(seen.packets[0].octets[0], 0x60);
    CU_ASSERT_EQUAL(seen.packets[3].size, 1500);
    CU_ASSERT_EQUAL(seen.packets[4].content, 61);
    CU_ASSERT_EQUAL(tcp(&seen.packets[5])[13] & 4, 4);
}

static void
an_empty_packet_is_udp_to_discard_with_right_sums(void)
{
    static const char *const addresses[] = { "198.18.0.1:102", "[2001:db8::1]:102" };

    for (unsigned i = 0; i < G_N_ELEMENTS(addresses); i++) {
        FramesEnd end = { .next = 0 };
        Packet packet = { .from = FRAMES_SERVER };
        Slice octets;

        CU_ASSERT_TRUE(frames_parse_end(addresses[i], &end));
        octets = frames_make_empty(&end, packet.octets);
        packet.size = octets.size;
        check_sums(&packet);
        CU_ASSERT_EQUAL(packet.size, ip_size(&packet) + 8);
        CU_ASSERT_EQUAL(packet.octets[i == 0 ? 9 : 6], 17);
        CU_ASSERT_EQUAL(word(tcp(&packet) + 2, 2), 9);
    }
}

static void
what_is_no_address_is_refused(void)
{
    static const char *const bad[] = {
        "?",  "HMI", "127.0.0.1", "127.0.0.1:x", "localhost:1", "::1:102x", "127.0.0.1:70000",
        ":1", "[]:1"
    };
    FramesEnd end;

    for (unsigned i = 0; i < G_N_ELEMENTS(bad); i++) {
        CU_ASSERT_FALSE(frames_parse_end(bad[i], &end));
    }
}

TEST_SUITE(frames, TEST_CASE(a_connection_is_opened_used_and_finished),
           TEST_CASE(much_is_cut_into_segments_and_acknowledged_on_the_way),
           TEST_CASE(both_versions_of_ip_are_there),
           TEST_CASE(an_empty_packet_is_udp_to_discard_with_right_sums),
           TEST_CASE(what_is_no_address_is_refused))
