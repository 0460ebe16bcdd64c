/* SPDX-License-Identifier: Apache-2.0
 *
 * What travels takes time, with jitter: a slow line. The order of the octets stays.
 */
#include "engine/fault.h"

enum { DELAY, JITTER, DIRECTION };

static const FaultParameter parameters[] = {
    [DELAY] = { .name = "delay", .kind = FAULT_TIME, .preset = "50ms", .help = "one way" },
    [JITTER] = { .name = "jitter",
                 .kind = FAULT_TIME,
                 .preset = "0s",
                 .help = "up to so much more, drawn anew each time" },
    [DIRECTION] = { .name = "direction",
                    .kind = FAULT_CHOICE,
                    .preset = "both",
                    .choices = "out|in|both",
                    .help = "of the device's octets, of the client's, or of both" },
    { 0 },
};

static GateVerdict
act(Fault *fault, GatePass *pass)
{
    unsigned direction = fault_value(fault, DIRECTION)->choice;
    int64_t delay = fault_value(fault, DELAY)->time;
    int64_t jitter = fault_value(fault, JITTER)->time;

    if (pass->bytes.size == 0 || (direction == 0 && !pass->outbound) ||
        (direction == 1 && pass->outbound) || !fault_hits(fault, pass)) {
        /* What is not meant may not overtake what is. */
        if (fault_held(fault, pass->association, pass->outbound) == 0) {
            return GATE_PASS;
        }
        fault_hold(fault, pass, 0, false);
        return GATE_DROP;
    }
    if (jitter > 0) {
        delay +=
            (int64_t)prng_below(fault_prng(fault, pass->association), (uint64_t)jitter + 1);
    }
    fault_hold(fault, pass, delay, false);
    fault_tell(fault, pass, "delayed %zu octets %s by %.3f ms", pass->bytes.size,
               pass->outbound ? "out" : "in", (double)delay / 1e6);
    return GATE_DROP;
}

const FaultType fault_latency = {
    .name = "latency",
    .layer = "link",
    .help = "octets take longer, in their order",
    .gates = FAULT_GATE(GATE_BYTES),
    .parameters = parameters,
    .act = act,
};
