/* SPDX-License-Identifier: Apache-2.0
 *
 * --trace: what passes on the connections of IEDs or of a client, decoded, a line or a tree a
 * PDU, as it passes the BYTES gate behind all faults:
 *
 *     1.234567 FEEDER1 <- 127.0.0.1:40312 mms confirmed-request 17 read IED1LD0/LLN0$ST$Mod
 */
#pragma once

#include <stdio.h>

#include "engine/traffic/trace_decode.h"
#include "sim/base/event.h"
#include "sim/base/gate.h"

/* "mms,cotp", "mms:tree", "all"; an error names what is no layer. */
bool trace_layers_parse(const char *text, TraceLayers *layers, GError **error);

typedef struct Trace Trace;

typedef struct TraceParameters {
    TraceLayers layers;
    FILE *file;                  /* lent */
    int64_t (*time)(void *user); /* ns that stand in front; NULL: none do */
    void *user;
} TraceParameters;

Trace *trace_new(const TraceParameters *parameters);
/* After whatever was watched is gone. */
void trace_free(Trace *trace);

/* Watches the gates of an IED; with `client`, those of a client's connection to it. */
void trace_watch(Trace *trace, Gate *gates, const char *ied, bool client);

/* A line for each fault that is armed, acts, or is removed, between the PDUs. */
void trace_follow(Trace *trace, EventBus *bus);
