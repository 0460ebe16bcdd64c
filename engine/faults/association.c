/* SPDX-License-Identifier: Apache-2.0
 *
 * Associations that do not come about, or end too soon: refused with an ACSE diagnostic (ISO
 * 8650-1 7.1), called with selectors that the device does not have, aborted by it.
 */
#include "engine/faults/filter.h"

/* Refused. */

enum { DIAGNOSTIC, TRANSIENT };

static const FaultParameter refusal_parameters[] = {
    [DIAGNOSTIC] = { .name = "diagnostic",
                     .kind = FAULT_CHOICE,
                     .preset = "no-reason-given",
                     .choices = "null|no-reason-given|application-context-name-not-supported|"
                                "calling-AP-title-not-recognized|"
                                "calling-AP-invocation-identifier-not-recognized|"
                                "calling-AE-qualifier-not-recognized|"
                                "calling-AE-invocation-identifier-not-recognized|"
                                "called-AP-title-not-recognized|"
                                "called-AP-invocation-identifier-not-recognized|"
                                "called-AE-qualifier-not-recognized|"
                                "called-AE-invocation-identifier-not-recognized|"
                                "authentication-mechanism-name-not-recognized|"
                                "authentication-mechanism-name-required|"
                                "authentication-failure|authentication-required",
                     .help = "of the ACSE service user" },
    [TRANSIENT] = { .name = "transient",
                    .kind = FAULT_FLAG,
                    .preset = "false",
                    .help = "rejected-transient, not rejected-permanent" },
    { 0 },
};

static GateVerdict
refuse(Fault *fault, GatePass *pass)
{
    IedAdmission *admission = (IedAdmission *)pass->subject;

    if (!fault_hits(fault, pass)) {
        return GATE_PASS;
    }
    admission->diagnostic = (int)fault_value(fault, DIAGNOSTIC)->choice +
                            (fault_value(fault, TRANSIENT)->flag ? OSI_TRANSIENT : 0);
    fault_tell(fault, pass, "refused: %s", fault_value(fault, DIAGNOSTIC)->text);
    return GATE_DROP;
}

const FaultType fault_refuse_association = {
    .name = "refuse_association",
    .layer = "acse",
    .help = "an AARE rejects the association with a diagnostic",
    .gates = FAULT_GATE(GATE_ASSOCIATE),
    .parameters = refusal_parameters,
    .act = refuse,
};

/* Called wrongly. */

enum { WHICH };

static const FaultParameter selector_parameters[] = {
    [WHICH] = { .name = "which",
                .kind = FAULT_CHOICE,
                .preset = "psel",
                .choices = "tsel|ssel|psel|ap_title|ae_qualifier",
                .help = "what the device believes to be called otherwise" },
    { 0 },
};

static void
set_octets(OsiSelector *selector)
{
    *selector = (OsiSelector){ .size = 2, .octets = { 0x7E, 0x7E } };
}

static void
begin_selectors(Fault *fault)
{
    static const OsiCheck checks[] = { OSI_CHECK_TSEL, OSI_CHECK_SSEL, OSI_CHECK_PSEL,
                                       OSI_CHECK_AP_TITLE, OSI_CHECK_AE_QUALIFIER };
    unsigned which = fault_value(fault, WHICH)->choice;
    OsiAddress other = fault->device->server->osi;

    switch (which) {
    case 0:
        set_octets(&other.tsel);
        break;
    case 1:
        set_octets(&other.ssel);
        break;
    case 2:
        set_octets(&other.psel);
        break;
    case 3:
        other.ap_title_size = 2;
        other.ap_title[0] = other.ap_title[1] = 0x7E;
        break;
    default:
        other.has_ae_qualifier = true;
        other.ae_qualifier = 32639;
    }
    fault->acted++;
    ied_set_osi(fault->device->ied, &other, checks[which]);
    fault_tell(fault, NULL, "another %s", fault_value(fault, WHICH)->text);
}

static void
end_selectors(Fault *fault)
{
    ied_set_osi(fault->device->ied, NULL, 0);
}

const FaultType fault_wrong_selectors = {
    .name = "wrong_selectors",
    .layer = "acse",
    .help = "the device has another selector or title than the file says, and insists on it",
    .no_settings = FAULT_NO_SHARE | FAULT_NO_TIMES | FAULT_NO_CLIENT,
    .parameters = selector_parameters,
    .begin = begin_selectors,
    .end = end_selectors,
};

/* Aborted. */

enum { LAYER, DIRECTION, PDU, HOW };

static const FaultParameter abort_parameters[] = {
    [LAYER] = FAULT_LAYER_ROW,
    [DIRECTION] = FAULT_DIRECTION_ROW,
    [PDU] = FAULT_PDU_ROW,
    [HOW] = { .name = "how",
              .kind = FAULT_CHOICE,
              .preset = "abort",
              .choices = "abort|rst|fin|silence",
              .help = "by an A-ABORT, or of the connection below" },
    { 0 },
};

static char *
check_abort(const FaultSpec *spec, const Device *device)
{
    (void)device;
    return fault_filter_check(spec, LAYER);
}

static void
end_association(Fault *fault, uint64_t association)
{
    static const IedCut cuts[] = { IED_CUT_RESET, IED_CUT_RESET, IED_CUT_FINISH,
                                   IED_CUT_SILENCE };
    unsigned how = fault_value(fault, HOW)->choice;

    if (how == 0) {
        ied_abort_association(fault->device->ied, association);
    } else {
        ied_cut(fault->device->ied, association, cuts[how]);
    }
}

/* What caused it does not pass any more. */
static GateVerdict
abort_at(Fault *fault, GatePass *pass)
{
    if (!fault_filter_fits(fault, pass, LAYER) || !fault_hits(fault, pass)) {
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
    .help = "the association ends in place of a PDU",
    .gates = FAULT_GATE(GATE_SEND) | FAULT_GATE(GATE_RECEIVE),
    .parameters = abort_parameters,
    .check = check_abort,
    .act = abort_at,
};
