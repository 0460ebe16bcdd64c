/* SPDX-License-Identifier: Apache-2.0
 *
 * An IED on the loopback with its surroundings, and peers that are nothing but sockets.
 */
#pragma once

#include <sys/types.h>

#include "sim/ied.h"
#include "sim/scl/scl.h"
#include "tests/bench/wire.h"
#include "tests/sim/net/turns.h"

#define NOW (INT64_C(1700000000) * CLOCK_SECOND)

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

/* feeder.cid, the events of the mask in the log; the IED's parameters, 0 for the defaults. */
void bay_begin(Bay *bay, uint64_t events, unsigned associations_max, int64_t timeout);
void bay_end(Bay *bay);

int peer_connect(const Bay *bay);

/* Turns the loop until the peer has something to read, at most ten seconds; the octets, 0 at
 * the end of the connection, -1 when nothing came. */
ssize_t peer_receive(const Bay *bay, int fd, uint8_t *bytes, size_t size);
ssize_t peer_ask(const Bay *bay, int fd, const Wire *wire, uint8_t answer[1024]);

/* The association's answer: 0x0E when accepted. -1 when the connection ended. */
int peer_associate(const Bay *bay, int fd);
/* Connected and associated. */
int peer_new(const Bay *bay);

/* Whether a read is answered by a value. */
bool peer_reads(const Bay *bay, int fd);
bool peer_is_ended(const Bay *bay, int fd);
