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

/* Comments on what matters to a reader of packets: faults, marks of the scenario, power,
 * refusals, aborts (capture_comments.h). */
void capture_follow(Capture *capture, EventBus *bus);

/* Keys for the TLS of the packets that come (an NSS key log). */
void capture_add_secrets(Capture *capture, Slice key_log);
