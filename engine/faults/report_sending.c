/* SPDX-License-Identifier: Apache-2.0
 *
 * Reports that are lost, doubled or late (IEC 61850-8-1 17.2). The control block goes on as if
 * nothing had happened.
 */
#include "engine/fault.h"

static GateVerdict
lose(Fault *fault, GatePass *pass)
{
    if (!fault_hits(fault, pass)) {
        return GATE_PASS;
    }
    fault_tell(fault, pass, "lost a report of %zu octets", pass->bytes.size);
    return GATE_DROP;
}

const FaultType fault_report_lost = {
    .name = "report_lost",
    .layer = "report",
    .help = "a report is lost; the buffer takes it for sent",
    .gates = FAULT_GATE(GATE_REPORT),
    .act = lose,
};

static GateVerdict
twice(Fault *fault, GatePass *pass)
{
    if (fault_hits(fault, pass)) {
        fault_hold(fault, pass, 0, true);
        fault_tell(fault, pass, "sent a report of %zu octets twice", pass->bytes.size);
    }
    return GATE_PASS;
}

const FaultType fault_report_twice = {
    .name = "report_twice",
    .layer = "report",
    .help = "a report comes twice, with the same SqNum and EntryID",
    .gates = FAULT_GATE(GATE_REPORT),
    .act = twice,
};

enum { DELAY };

static const FaultParameter late_parameters[] = {
    [DELAY] = { .name = "delay", .kind = FAULT_TIME, .preset = "2s", .help = "how late it is" },
    { 0 },
};

static GateVerdict
late(Fault *fault, GatePass *pass)
{
    if (!fault_hits(fault, pass)) {
        return GATE_PASS;
    }
    fault_hold(fault, pass, fault_value(fault, DELAY)->time, true);
    fault_tell(fault, pass, "a report of %zu octets comes %.3f s late", pass->bytes.size,
               (double)fault_value(fault, DELAY)->time / 1e9);
    return GATE_DROP;
}

const FaultType fault_report_late = {
    .name = "report_late",
    .layer = "report",
    .help = "a report is late; later ones overtake it",
    .gates = FAULT_GATE(GATE_REPORT),
    .parameters = late_parameters,
    .act = late,
};
