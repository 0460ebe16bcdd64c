/* SPDX-License-Identifier: Apache-2.0
 *
 * The device aborts: by ACSE (ABRT, of its user or its provider), by one of the layers below
 * (ARP of presentation, ABORT of session, DR of COTP), or of the connection; in place of a PDU,
 * or at once.
 */
#include "engine/faults/filter.h"

enum { LAYER, DIRECTION, PDU, HOW, AT_ONCE };

static const FaultParameter parameters[] = {
    [LAYER] = FAULT_LAYER_ROW,
    [DIRECTION] = FAULT_DIRECTION_ROW,
    [PDU] = FAULT_PDU_ROW,
    [HOW] = { .name = "how",
              .kind = FAULT_CHOICE,
              .preset = "abort",
              .choices = "abort|acse|presentation|session|cotp|rst|fin|silence",
              .help = "by an A-ABORT of the user, by a layer's provider, or of the connection "
                      "below" },
    [AT_ONCE] = { .name = "at_once",
                  .kind = FAULT_FLAG,
                  .preset = "false",
                  .help = "every association now, not in place of a PDU" },
    { 0 },
};

/* What is put in at a layer, in the order of the choices. */
static const struct {
    const char *layer; /* NULL: nothing, the connection is cut */
    Slice bytes;
    IedCut cut;
} ways[] = {
    { NULL, { 0 }, IED_CUT_FINISH }, /* the IED itself aborts */
    /* ABRT { [0] abort-source provider } */
    { "acse", { (const uint8_t *)"\x64\x03\x80\x01\x01", 5 }, IED_CUT_FINISH },
    /* ARP { [0] provider-reason reason-not-specified } */
    { "presentation", { (const uint8_t *)"\x30\x03\x80\x01\x00", 5 }, IED_CUT_FINISH },
    /* ABORT { transport disconnect: released, protocol error } */
    { "session", { (const uint8_t *)"\x19\x03\x11\x01\x05", 5 }, IED_CUT_FINISH },
    /* An abort of which no layer above says anything is a DR. */
    { "session", { 0 }, IED_CUT_FINISH },
    { NULL, { 0 }, IED_CUT_RESET },
    { NULL, { 0 }, IED_CUT_FINISH },
    { NULL, { 0 }, IED_CUT_SILENCE },
};

static char *
check(const FaultSpec *spec, const Device *device)
{
    (void)device;
    return fault_filter_check(spec, LAYER);
}

static void
end_association(Fault *fault, uint64_t association)
{
    Ied *ied = fault->device->ied;
    unsigned how = fault_value(fault, HOW)->choice;

    if (how == 0) {
        ied_abort_association(ied, association);
        return;
    }
    if (ways[how].layer != NULL) {
        ied_inject(ied, &(GatePass){ .point = GATE_SEND,
                                     .layer = ways[how].layer,
                                     .primitive = OSI_ABORT,
                                     .outbound = true,
                                     .association = association,
                                     .bytes = ways[how].bytes });
    }
    ied_cut(ied, association, ways[how].cut);
}

static void
end_at_once(void *user, uint64_t association)
{
    Fault *fault = user;
    GatePass pass = {
        .point = GATE_SEND, .layer = "mms", .outbound = true, .association = association
    };

    if (fault_hits(fault, &pass)) {
        fault_tell(fault, &pass, "%s at once", fault_value(fault, HOW)->text);
        fault_later(fault, &pass, end_association);
    }
}

static void
begin(Fault *fault)
{
    if (fault_value(fault, AT_ONCE)->flag) {
        ied_each_connection(fault->device->ied, end_at_once, fault);
        fault_over(fault);
    }
}

/* What caused it does not pass any more. */
static GateVerdict
act(Fault *fault, GatePass *pass)
{
    if (fault_value(fault, AT_ONCE)->flag || !fault_filter_fits(fault, pass, LAYER) ||
        !fault_hits(fault, pass)) {
        return GATE_PASS;
    }
    fault_later(fault, pass, end_association);
    fault_tell(fault, pass, "%s in place of %s, %zu octets", fault_value(fault, HOW)->text,
               pass->layer, pass->bytes.size);
    return GATE_DROP;
}

const FaultType fault_abort = {
    .name = "abort",
    .layer = "acse",
    .help = "the association ends in place of a PDU, or at once",
    .gates = FAULT_GATE(GATE_SEND) | FAULT_GATE(GATE_RECEIVE),
    .parameters = parameters,
    .check = check,
    .begin = begin,
    .act = act,
};
