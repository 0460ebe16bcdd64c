/* SPDX-License-Identifier: Apache-2.0
 *
 * The traffic of IEDs as a pcapng file: the real octets of every connection, as they pass the
 * BYTES gate behind all faults, in packets that are made up around them (frames.h). An
 * interface an IED; what happens becomes comments on the packets.
 */
#pragma once

#include "engine/traffic/pcapng.h"
#include "sim/base/event.h"
#include "sim/base/gate.h"
#include "sim/net/loop.h"

typedef struct Capture Capture;

typedef struct CaptureParameters {
    const char *path;
    uint64_t limit; /* octets; 0: none */
    Loop *loop;     /* whose wall clock stamps the packets */
    bool stepped;   /* nothing may be armed on that clock: the file is written as it fills */
    void (*tell)(void *user, const char *text); /* it ended early, and why */
    void *user;
} CaptureParameters;

/* NULL with error when the file cannot be made. */
Capture *capture_new(const CaptureParameters *parameters, GError **error);
/* After whatever was watched is gone. */
void capture_free(Capture *capture);

/* Watches what passes the gates (GATE_POINTS of them) of one IED, before it listens. `address`
 * is shown: "127.0.0.1:10102", or NULL. */
void capture_watch(Capture *capture, Gate *gates, const char *name, const char *address);

/* A comment for the next packet: of the association, of the IED, or, with 0 and NULL, of any.
 * In front of it stands when it was given, on the clock of the packets. What finds no packet
 * stands in the statistics at the end of the file; very many that wait for one are dropped. */
void capture_comment(Capture *capture, const char *ied, uint64_t association, const char *text);

/* Comments on the events that matter to a reader of packets: marks, power, refusals, aborts. */
void capture_follow(Capture *capture, EventBus *bus);

/* Keys for the TLS of the packets that come (an NSS key log). */
void capture_add_secrets(Capture *capture, Slice key_log);
