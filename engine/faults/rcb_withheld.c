/* SPDX-License-Identifier: Apache-2.0
 *
 * Report control blocks that a client has and does not have (IEC 61850-7-2 17.2): no integrity
 * report comes, or somebody else owns the block.
 */
#include "engine/faults/rcb.h"

enum { HOST = FAULT_RCB + 1 };

/* integrity_never */

static GateVerdict
skip_integrity(Fault *fault, GatePass *pass)
{
    g_autofree char *name = NULL;

    if (g_strcmp0(pass->layer, "integrity") != 0 ||
        !fault_rcb_fits(fault->spec, fault->device, pass->subject) ||
        !fault_hits(fault, pass)) {
        return GATE_PASS;
    }
    name = fault_rcb_name(fault->device, pass->subject, false);
    fault_tell(fault, pass, "%s makes no integrity report", name);
    return GATE_DROP;
}

static const FaultParameter integrity_parameters[] = { [FAULT_RCB] = FAULT_RCB_ROW, { 0 } };

const FaultType fault_integrity_never = {
    .name = "integrity_never",
    .layer = "report",
    .help = "the integrity period goes by and no report comes",
    .gates = FAULT_GATE(GATE_TIMER),
    .parameters = integrity_parameters,
    .check = fault_rcb_check,
    .act = skip_integrity,
};

/* rcb_stolen: whatever was taken is given back at the end, unless somebody has it by then. */

static void
steal(Fault *fault, Reporting *reporting, const ReportingRcb *rcb, const GatePass *pass,
      const char *name)
{
    GArray **stolen = fault->state;

    reporting_steal(reporting, rcb->number, fault_value(fault, HOST)->text);
    g_array_append_val(*stolen, rcb->number);
    fault_tell(fault, pass, "%s belongs to %s", name, fault_value(fault, HOST)->text);
}

/* Without a name those are meant that somebody has; a named one may wait for its client. */
static bool
is_owned(const ReportingRcb *rcb)
{
    return rcb->association != 0;
}

static void
begin_stealing(Fault *fault)
{
    static const FaultRcbDeed owned = { is_owned, steal }, named = { NULL, steal };

    *(GArray **)fault->state = g_array_new(FALSE, FALSE, sizeof(unsigned));
    fault_rcb_each(fault, fault_value(fault, FAULT_RCB)->given ? &named : &owned);
}

static void
end_stealing(Fault *fault)
{
    GArray *stolen = *(GArray **)fault->state;
    Reporting *reporting = ied_reporting(fault->device->ied);

    for (unsigned i = 0; i < stolen->len && reporting != NULL; i++) {
        reporting_give_back(reporting, g_array_index(stolen, unsigned, i),
                            fault_value(fault, HOST)->text);
    }
    g_array_unref(stolen);
}

static const FaultParameter stealing_parameters[] = {
    [FAULT_RCB] = FAULT_RCB_ROW,
    [HOST] = { .name = "owner",
               .kind = FAULT_TEXT,
               .preset = "192.0.2.77",
               .help = "the host that has it, as Owner shows" },
    { 0 },
};

const FaultType fault_rcb_stolen = {
    .name = "rcb_stolen",
    .layer = "report",
    .help = "somebody else has the control block: RptEna falls, writes are refused",
    .no_settings = FAULT_NO_TIMES,
    .parameters = stealing_parameters,
    .state_size = sizeof(GArray *),
    .check = fault_rcb_check,
    .begin = begin_stealing,
    .end = end_stealing,
};
