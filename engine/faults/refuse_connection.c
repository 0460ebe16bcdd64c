/* SPDX-License-Identifier: Apache-2.0
 *
 * A layer below ACSE refuses what the device would have accepted: COTP by a DR in place of its
 * CC (ISO 8073 13.5), session by a REFUSE in place of its ACCEPT (ISO 8327 8.3.3), presentation
 * by a CPR inside of that (ISO 8823 8.2).
 */
#include "engine/fault.h"

#include <string.h>

enum { COTP, SESSION, PRESENTATION };

/* Layer and code of each choice, in their order. */
static const struct {
    uint8_t layer, code;
} reasons[] = {
    { COTP, 0 },         { COTP, 1 },         { COTP, 2 },         { COTP, 3 },
    { COTP, 128 },       { COTP, 129 },       { COTP, 130 },       { COTP, 131 },
    { COTP, 133 },       { COTP, 135 },       { COTP, 136 },       { COTP, 138 },
    { SESSION, 0 },      { SESSION, 1 },      { SESSION, 129 },    { SESSION, 130 },
    { SESSION, 131 },    { SESSION, 132 },    { SESSION, 133 },    { SESSION, 134 },
    { PRESENTATION, 0 }, { PRESENTATION, 1 }, { PRESENTATION, 2 }, { PRESENTATION, 3 },
    { PRESENTATION, 4 }, { PRESENTATION, 5 }, { PRESENTATION, 6 }, { PRESENTATION, 7 },
};
#define CHOICES                                                                                \
    "cotp/not-specified|cotp/congestion|cotp/session-entity-not-attached|"                     \
    "cotp/address-unknown|cotp/normal-disconnect|cotp/remote-congestion|"                      \
    "cotp/negotiation-failed|cotp/duplicate-source-reference|cotp/protocol-error|"             \
    "cotp/reference-overflow|cotp/refused-on-this-network|cotp/header-length-invalid|"         \
    "session/not-specified-by-user|session/user-congestion|session/selector-unknown|"          \
    "session/user-not-attached|session/congestion|session/version-not-supported|"              \
    "session/not-specified|session/implementation-restriction|"                                \
    "presentation/not-specified|presentation/temporary-congestion|"                            \
    "presentation/local-limit-exceeded|presentation/called-address-unknown|"                   \
    "presentation/version-not-supported|presentation/default-context-not-supported|"           \
    "presentation/user-data-not-readable|presentation/no-PSAP-available"

enum { REASON };

static const FaultParameter parameters[] = {
    [REASON] = { .name = "reason",
                 .kind = FAULT_CHOICE,
                 .preset = "cotp/address-unknown",
                 .choices = CHOICES,
                 .help = "the layer that refuses, and why" },
    { 0 },
};

/* CC becomes DR with the same references. */
static size_t
put_disconnect(Slice cc, uint8_t code, uint8_t *octets)
{
    memcpy(octets, (const uint8_t[]){ 6, 0x80 }, 2);
    memcpy(octets + 2, cc.data + 2, 4);
    octets[6] = code;
    return 7;
}

/* REFUSE { transport disconnect: released; reason: the code, or "by the user" and the CPR {
 * [10] provider-reason } }. */
static size_t
put_refuse(bool presentation, uint8_t code, uint8_t *octets)
{
    const uint8_t own[] = { 0x0C, 6, 0x11, 1, 1, 0x32, 1, code };
    const uint8_t with_cpr[] = { 0x0C, 11, 0x11, 1, 1, 0x32, 6, 2, 0x30, 3, 0x8A, 1, code };

    if (presentation) {
        memcpy(octets, with_cpr, sizeof with_cpr);
        return sizeof with_cpr;
    }
    memcpy(octets, own, sizeof own);
    return sizeof own;
}

/* Whether the layer would accept here. */
static bool
accepts(const GatePass *pass, bool cotp)
{
    enum { CC = 0xD0, CC_SIZE = 7, ACCEPT = 0x0E };

    if (!pass->outbound || strcmp(pass->layer, cotp ? "cotp" : "session") != 0) {
        return false;
    }
    return cotp ? pass->bytes.size >= CC_SIZE && (pass->bytes.data[1] & 0xF0) == CC
                : pass->bytes.size > 0 && pass->bytes.data[0] == ACCEPT;
}

static void
hang_up(Fault *fault, uint64_t association)
{
    ied_cut(fault->device->ied, association, IED_CUT_FINISH);
}

static GateVerdict
act(Fault *fault, GatePass *pass)
{
    const FaultValue *reason = fault_value(fault, REASON);
    unsigned layer = reasons[reason->choice].layer;
    uint8_t code = reasons[reason->choice].code;
    uint8_t octets[16];
    size_t size;

    if (!accepts(pass, layer == COTP) || !fault_hits(fault, pass)) {
        return GATE_PASS;
    }
    size = layer == COTP ? put_disconnect(pass->bytes, code, octets)
                         : put_refuse(layer == PRESENTATION, code, octets);
    fault_replace(fault, pass, (Slice){ octets, size });
    fault_tell(fault, pass, "refused: %s", reason->text);
    fault_later(fault, pass, hang_up);
    return GATE_PASS;
}

const FaultType fault_refuse_connection = {
    .name = "refuse_connection",
    .layer = "session",
    .help = "COTP, session or presentation refuse what comes to be accepted",
    .gates = FAULT_GATE(GATE_SEND),
    .parameters = parameters,
    .act = act,
};
