/* SPDX-License-Identifier: Apache-2.0
 *
 * A served IED and a client associated with it over the loopback, in one process.
 */
#pragma once

#include "sim/client/client.h"
#include "sim/ied.h"
#include "sim/scl/scl.h"

typedef struct ClientBay {
    Loop *loop;
    EventBus *bus;
    SclFile *file;
    Ied *ied;
    Client *client;
} ClientBay;

/* Serves the first server of testdata/scl/NAME; `limits` are the client's. */
void client_bay_begin(ClientBay *bay, const char *name, const MmsLimits *limits);
void client_bay_end(ClientBay *bay);
