/* SPDX-License-Identifier: Apache-2.0
 *
 * Associations that do not come about: refused with an ACSE diagnostic (ISO 8650-1 7.1) or an
 * initiate-Error (ISO 9506-2 8.2), called with selectors that the device does not have.
 */
#include "engine/faults/refusal.h"
#include "engine/fault.h"

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
                                "authentication-failure|authentication-required|"
                                "provider-null|provider-no-reason-given|"
                                "no-common-acse-version",
                     .help = "of the ACSE service user; the last three of its provider" },
    [TRANSIENT] = { .name = "transient",
                    .kind = FAULT_FLAG,
                    .preset = "false",
                    .help = "rejected-transient, not rejected-permanent" },
    { 0 },
};

/* As many diagnostics has the service user: 0 to 14. */
#define BY_USER 15

static int
diagnostic_of(const Fault *fault)
{
    int choice = (int)fault_value(fault, DIAGNOSTIC)->choice;
    int transient = fault_value(fault, TRANSIENT)->flag ? OSI_TRANSIENT : 0;

    return transient |
           (choice < BY_USER ? choice | OSI_BY_USER : (choice - BY_USER) | OSI_BY_PROVIDER);
}

static GateVerdict
refuse(Fault *fault, GatePass *pass)
{
    IedAdmission *admission = (IedAdmission *)pass->subject;

    if (!fault_hits(fault, pass)) {
        return GATE_PASS;
    }
    admission->diagnostic = diagnostic_of(fault);
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

/* Refused by MMS. */

enum { ERROR };

static const FaultParameter initiate_parameters[] = {
    [ERROR] = { .name = "error",
                .kind = FAULT_TEXT,
                .preset = "initiate/other",
                .help =
                    "class and code of the ServiceError, as initiate/version-incompatible" },
    { 0 },
};

static char *
check_initiate(const FaultSpec *spec, const Device *device)
{
    (void)device;
    return fault_error_check(spec->values[ERROR].text);
}

static GateVerdict
refuse_initiate(Fault *fault, GatePass *pass)
{
    const char *error = fault_value(fault, ERROR)->text;

    if (!fault_hits(fault, pass)) {
        return GATE_PASS;
    }
    ((IedAdmission *)pass->subject)->error = (int)fault_error_of(error);
    fault_tell(fault, pass, "refused: %s", error);
    return GATE_DROP;
}

const FaultType fault_refuse_initiate = {
    .name = "refuse_initiate",
    .layer = "mms",
    .help = "an Initiate-Error refuses the association",
    .gates = FAULT_GATE(GATE_ASSOCIATE),
    .parameters = initiate_parameters,
    .check = check_initiate,
    .act = refuse_initiate,
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
