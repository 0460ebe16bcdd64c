/* SPDX-License-Identifier: Apache-2.0
 *
 * The device concludes: it asks the client for the end of the association (ISO 9506-2 8.3) at
 * once, or in place of an answer. What the client answers is its business; an association that
 * goes on goes on.
 */
#include "engine/fault.h"

#include <string.h>

#include "sim/osi/stack.h"

#define CONCLUDE_REQUEST ((const uint8_t *)"\x8B\x00")
#define CONCLUDE_RESPONSE 0x8C
#define CONCLUDE_ERROR 0xAD

static void
conclude(void *user, uint64_t association)
{
    Fault *fault = user;
    GatePass pass = { .point = GATE_SEND,
                      .layer = "mms",
                      .primitive = OSI_DATA,
                      .outbound = true,
                      .association = association,
                      .bytes = { CONCLUDE_REQUEST, 2 } };

    if (fault_hits(fault, &pass)) {
        fault_hold(fault, &pass, 0, true);
        fault_tell(fault, &pass, "asked for the conclusion");
    }
}

static void
begin(Fault *fault)
{
    ied_each_connection(fault->device->ied, conclude, fault);
}

/* The answer is to us. */
static GateVerdict
act(Fault *fault, GatePass *pass)
{
    if (pass->outbound || strcmp(pass->layer, "mms") != 0 || pass->bytes.size == 0 ||
        (pass->bytes.data[0] != CONCLUDE_RESPONSE && pass->bytes.data[0] != CONCLUDE_ERROR)) {
        return GATE_PASS;
    }
    fault_tell(fault, pass, "the client %s",
               pass->bytes.data[0] == CONCLUDE_RESPONSE ? "agreed" : "refused");
    return GATE_DROP;
}

const FaultType fault_conclude = {
    .name = "conclude",
    .layer = "mms",
    .help = "the device asks every client to conclude",
    .gates = FAULT_GATE(GATE_RECEIVE),
    .no_settings = FAULT_NO_TIMES,
    .begin = begin,
    .act = act,
};
