/* SPDX-License-Identifier: Apache-2.0
 *
 * Packets made up around a connection's octets (see frames.h).
 */
#include "engine/traffic/frames.h"

#include <arpa/inet.h>
#include <glib.h>

enum { TCP_FIN = 1, TCP_SYN = 2, TCP_RST = 4, TCP_PSH = 8, TCP_ACK = 16 };

#define PROTOCOL_TCP 6
#define PROTOCOL_UDP 17
#define PORT_DISCARD 9
#define UDP_HEADER 8
#define HOPS 64
#define IPV4_HEADER 20
#define IPV6_HEADER 40
#define TCP_HEADER 20
#define SYN_OPTIONS 8
#define HEADER_MAX (IPV6_HEADER + TCP_HEADER + SYN_OPTIONS)
#define ETHERNET_MTU 1500
#define WINDOW_SCALE 7
#define WINDOW 1024 /* of 128 octets */
#define SYN_WINDOW 65535
/* Sent and not acknowledged by data that came back: an acknowledgement of its own. */
#define UNACKED_MAX 16384

static void
put_16(uint8_t *at, uint32_t value)
{
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
}

static void
put_32(uint8_t *at, uint32_t value)
{
    put_16(at, value >> 16);
    put_16(at + 2, value);
}

/* Adds 16 bit words for a checksum (RFC 1071); an odd octet may only come last. */
static uint64_t
sum_octets(uint64_t sum, const uint8_t *at, size_t size)
{
    for (; size >= 2; at += 2, size -= 2) {
        sum += (uint32_t)at[0] << 8 | at[1];
    }
    return size > 0 ? sum + ((uint32_t)at[0] << 8) : sum;
}

static uint16_t
fold(uint64_t sum)
{
    while (sum > 0xFFFF) {
        sum = (sum & 0xFFFF) + (sum >> 16);
    }
    return (uint16_t)~sum;
}

/* MSS and window scale. */
static void
put_syn_options(uint8_t *at, size_t ip_header)
{
    const uint8_t options[SYN_OPTIONS] = { 2, 4, 0, 0, 3, 3, WINDOW_SCALE, 1 };

    memcpy(at, options, sizeof options);
    put_16(at + 2, (uint32_t)(ETHERNET_MTU - TCP_HEADER - ip_header));
}

static void
put_ip(uint8_t *at, FramesEnd *from, const FramesEnd *to, unsigned protocol, size_t size)
{
    if (from->address_size == 16) {
        at[0] = 0x60;
        put_16(at + 4, (uint32_t)size);
        at[6] = (uint8_t)protocol;
        at[7] = HOPS;
        memcpy(at + 8, from->address, 16);
        memcpy(at + 24, to->address, 16);
        return;
    }
    at[0] = 0x45;
    put_16(at + 2, (uint32_t)(IPV4_HEADER + size));
    put_16(at + 4, from->packets++);
    at[6] = 0x40; /* don't fragment */
    at[8] = HOPS;
    at[9] = (uint8_t)protocol;
    memcpy(at + 12, from->address, 4);
    memcpy(at + 16, to->address, 4);
    put_16(at + 10, fold(sum_octets(0, at, IPV4_HEADER)));
}

static uint64_t
sum_addresses(uint64_t sum, const FramesEnd *from, const FramesEnd *to)
{
    sum = sum_octets(sum, from->address, from->address_size);
    return sum_octets(sum, to->address, to->address_size);
}

/* One packet of at most a segment. */
static void
put_packet(Frames *frames, unsigned side, unsigned flags, Slice content)
{
    FramesEnd *from = &frames->ends[side];
    FramesEnd *to = &frames->ends[!side];
    size_t ip_size = from->address_size == 16 ? IPV6_HEADER : IPV4_HEADER;
    size_t tcp_size = TCP_HEADER + (flags & TCP_SYN ? SYN_OPTIONS : 0);
    uint8_t header[HEADER_MAX] = { 0 };
    uint8_t *tcp = header + ip_size;
    uint64_t sum = PROTOCOL_TCP + tcp_size + content.size;

    put_16(tcp, from->port);
    put_16(tcp + 2, to->port);
    put_32(tcp + 4, from->next);
    put_32(tcp + 8, flags & TCP_ACK ? to->next : 0);
    tcp[12] = (uint8_t)(tcp_size / 4 << 4);
    tcp[13] = (uint8_t)flags;
    put_16(tcp + 14, flags & TCP_SYN ? SYN_WINDOW : WINDOW);
    if (flags & TCP_SYN) {
        put_syn_options(tcp + TCP_HEADER, ip_size);
    }
    put_ip(header, from, to, PROTOCOL_TCP, tcp_size + content.size);
    sum = sum_addresses(sum, from, to);
    sum = sum_octets(sum_octets(sum, tcp, tcp_size), content.data, content.size);
    put_16(tcp + 16, fold(sum));
    from->next += (uint32_t)content.size + (flags & (TCP_SYN | TCP_FIN) ? 1 : 0);
    from->unacked += (uint32_t)content.size;
    to->unacked = 0;
    frames->put(frames->user, side, (Slice){ header, ip_size + tcp_size }, content);
}

void
frames_open(Frames *frames)
{
    put_packet(frames, FRAMES_CLIENT, TCP_SYN, SLICE_NONE);
    put_packet(frames, FRAMES_SERVER, TCP_SYN | TCP_ACK, SLICE_NONE);
    put_packet(frames, FRAMES_CLIENT, TCP_ACK, SLICE_NONE);
}

void
frames_send(Frames *frames, unsigned from, Slice octets)
{
    size_t ip_size = frames->ends[from].address_size == 16 ? IPV6_HEADER : IPV4_HEADER;

    while (octets.size > 0) {
        Slice segment = slice_first(octets, ETHERNET_MTU - TCP_HEADER - ip_size);

        octets = slice_from(octets, segment.size);
        put_packet(frames, from, TCP_ACK | (octets.size == 0 ? TCP_PSH : 0), segment);
        if (frames->ends[from].unacked > UNACKED_MAX) {
            put_packet(frames, !from, TCP_ACK, SLICE_NONE);
        }
    }
}

void
frames_finish(Frames *frames, unsigned from)
{
    put_packet(frames, from, TCP_FIN | TCP_ACK, SLICE_NONE);
    put_packet(frames, !from, TCP_FIN | TCP_ACK, SLICE_NONE);
    put_packet(frames, from, TCP_ACK, SLICE_NONE);
}

void
frames_reset(Frames *frames, unsigned from)
{
    put_packet(frames, from, TCP_RST | TCP_ACK, SLICE_NONE);
}

Slice
frames_make_empty(const FramesEnd *end, uint8_t packet[FRAMES_EMPTY_MAX])
{
    FramesEnd both = *end;
    size_t ip_size = end->address_size == 16 ? IPV6_HEADER : IPV4_HEADER;
    uint8_t *udp = packet + ip_size;
    uint64_t sum = PROTOCOL_UDP + UDP_HEADER;

    memset(packet, 0, FRAMES_EMPTY_MAX);
    put_ip(packet, &both, &both, PROTOCOL_UDP, UDP_HEADER);
    put_16(udp, PORT_DISCARD);
    put_16(udp + 2, PORT_DISCARD);
    put_16(udp + 4, UDP_HEADER);
    sum = sum_octets(sum_addresses(sum, end, end), udp, UDP_HEADER);
    put_16(udp + 6, fold(sum) != 0 ? fold(sum) : UINT16_MAX); /* 0 would be none */
    return (Slice){ packet, ip_size + UDP_HEADER };
}

bool
frames_parse_end(const char *text, FramesEnd *end)
{
    const char *colon = strrchr(text, ':');
    g_autofree char *host = NULL;
    guint64 port;

    if (colon == NULL || !g_ascii_string_to_unsigned(colon + 1, 10, 0, 65535, &port, NULL)) {
        return false;
    }
    host = g_strndup(text, (size_t)(colon - text));
    end->port = (uint16_t)port;
    if (host[0] == '[' && colon[-1] == ']') {
        host[strlen(host) - 1] = '\0';
        end->address_size = 16;
        return inet_pton(AF_INET6, host + 1, end->address) == 1;
    }
    end->address_size = 4;
    return inet_pton(AF_INET, host, end->address) == 1;
}
