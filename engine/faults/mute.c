/* SPDX-License-Identifier: Apache-2.0
 *
 * The device reads everything and answers nothing, not even the connection request: it hangs,
 * its operating system does not.
 */
#include "engine/fault.h"

static GateVerdict
act(Fault *fault, GatePass *pass)
{
    if (pass->bytes.size == 0 || !fault_hits(fault, pass)) {
        return GATE_PASS;
    }
    fault_tell(fault, pass, "swallowed %zu octets %s", pass->bytes.size,
               pass->outbound ? "out" : "in");
    return GATE_DROP;
}

const FaultType fault_mute = {
    .name = "mute",
    .layer = "link",
    .help = "accepts and reads, and answers nothing at all",
    .gates = FAULT_GATE(GATE_BYTES),
    .act = act,
};
