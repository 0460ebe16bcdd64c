/* SPDX-License-Identifier: Apache-2.0
 *
 * Transmission stops: the device reads nothing any more, so that its peer meets a full window,
 * or falls silent in the middle of a PDU.
 */
#include "engine/fault.h"

static void
begin_reads(Fault *fault)
{
    fault->acted++;
    ied_pause(fault->device->ied, 0, true);
    fault_tell(fault, NULL, "reads nothing on %u associations",
               ied_association_count(fault->device->ied));
}

static void
end_reads(Fault *fault)
{
    ied_pause(fault->device->ied, 0, false);
}

static void
pause_one(Fault *fault, uint64_t association)
{
    ied_pause(fault->device->ied, association, true);
}

/* A connection that is newer than the fault: what it already gave waits here. */
static GateVerdict
act_reads(Fault *fault, GatePass *pass)
{
    if (pass->outbound) {
        return GATE_PASS;
    }
    fault_later(fault, pass, pause_one);
    fault_hold(fault, pass, FAULT_UNTIL_END, false);
    return GATE_DROP;
}

const FaultType fault_stall_reads = {
    .name = "stall_reads",
    .layer = "link",
    .help = "reads nothing, so that the peer's window fills; reports still leave",
    .gates = FAULT_GATE(GATE_BYTES),
    .no_settings = FAULT_NO_SHARE | FAULT_NO_TIMES | FAULT_NO_CLIENT,
    .begin = begin_reads,
    .end = end_reads,
    .act = act_reads,
};

enum { OCTETS, PAUSE };

static const FaultParameter parameters[] = {
    [OCTETS] = { .name = "octets",
                 .kind = FAULT_COUNT,
                 .preset = "5",
                 .unit = "octets",
                 .help = "that leave before the stop",
                 .least = 0,
                 .most = 65535 },
    [PAUSE] = { .name = "pause",
                .kind = FAULT_TIME,
                .preset = "5s",
                .help = "until the rest follows, and what comes behind it" },
    { 0 },
};

static GateVerdict
act_pdu(Fault *fault, GatePass *pass)
{
    size_t octets = fault_value(fault, OCTETS)->count;
    GatePass rest = *pass;

    if (!pass->outbound || pass->bytes.size == 0) {
        return GATE_PASS;
    }
    if (fault_held(fault, pass->association, true) > 0) {
        fault_hold(fault, pass, 0, false);
        return GATE_DROP;
    }
    if (pass->bytes.size <= octets || !fault_hits(fault, pass)) {
        return GATE_PASS;
    }
    rest.bytes = slice_from(pass->bytes, octets);
    fault_hold(fault, &rest, fault_value(fault, PAUSE)->time, false);
    fault_tell(fault, pass, "stopped behind %zu of %zu octets", octets, pass->bytes.size);
    pass->bytes.size = octets;
    return octets == 0 ? GATE_DROP : GATE_PASS;
}

const FaultType fault_stall_pdu = {
    .name = "stall_pdu",
    .layer = "link",
    .help = "falls silent in the middle of a PDU and goes on later",
    .gates = FAULT_GATE(GATE_BYTES),
    .parameters = parameters,
    .act = act_pdu,
};
