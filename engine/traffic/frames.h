/* SPDX-License-Identifier: Apache-2.0
 *
 * The TCP/IP packets that a connection's octets would have travelled in, made up: handshake,
 * segments of a usual size with sequence numbers that fit, acknowledgements, and the end, over
 * IPv4 or IPv6 (RFC 791, 8200, 9293). What the kernel really sent is not known below a socket,
 * and there is nothing below a pipe.
 */
#pragma once

#include <stdbool.h>

#include "sim/base/slice.h"

/* An end of a connection. */
typedef struct FramesEnd {
    uint8_t address[16];
    uint8_t address_size; /* 4 or 16, of both ends the same */
    uint16_t port;
    uint32_t next;    /* its next sequence number */
    uint32_t unacked; /* octets it sent that the other end has not acknowledged */
    uint16_t packets; /* for the identification of IPv4 */
} FramesEnd;

enum { FRAMES_CLIENT, FRAMES_SERVER, FRAMES_ENDS };

/* One packet: its header, and the part of the connection's octets that it carries. */
typedef void (*FramesPut)(void *user, unsigned from, Slice header, Slice content);

typedef struct Frames {
    FramesEnd ends[FRAMES_ENDS];
    FramesPut put;
    void *user;
} Frames;

/* Begins with given addresses and ports; the rest of the ends may be zero. */
void frames_open(Frames *frames);
/* Octets that an end sent. */
void frames_send(Frames *frames, unsigned from, Slice octets);
/* The end `from` ends it, by FIN (the other follows) or RST. */
void frames_finish(Frames *frames, unsigned from);
void frames_reset(Frames *frames, unsigned from);

/* A packet of an address to itself that carries nothing and belongs to no connection: UDP to
 * the port of discard (RFC 768, 863). Returns it, in `packet`. */
#define FRAMES_EMPTY_MAX 48
Slice frames_make_empty(const FramesEnd *end, uint8_t packet[FRAMES_EMPTY_MAX]);

/* Reads "127.0.0.1:40312" or "[::1]:40312"; false for anything else. */
bool frames_parse_end(const char *text, FramesEnd *end);
