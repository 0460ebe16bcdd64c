/* SPDX-License-Identifier: Apache-2.0
 *
 * Session and presentation as they must not be: another SPDU in front of data, another
 * presentation context around them.
 */
#include "engine/fault.h"

#include <string.h>

enum { SPDU };

static const FaultParameter session_parameters[] = {
    [SPDU] = { .name = "spdu",
               .kind = FAULT_COUNT,
               .preset = "2",
               .help = "identifier in place of DATA TRANSFER (1)",
               .least = 0,
               .most = 255 },
    { 0 },
};

/* 01 00 01 00: GIVE TOKENS, then DATA TRANSFER. */
static GateVerdict
wrong_spdu(Fault *fault, GatePass *pass)
{
    static const uint8_t data_transfer[] = { 1, 0, 1, 0 };
    g_autofree uint8_t *octets = NULL;

    if (!pass->outbound || strcmp(pass->layer, "session") != 0 ||
        pass->bytes.size < sizeof data_transfer ||
        memcmp(pass->bytes.data, data_transfer, sizeof data_transfer) != 0 ||
        !fault_hits(fault, pass)) {
        return GATE_PASS;
    }
    octets = g_memdup2(pass->bytes.data, pass->bytes.size);
    octets[2] = (uint8_t)fault_value(fault, SPDU)->count;
    fault_tell(fault, pass, "SPDU %u in place of DATA TRANSFER", octets[2]);
    fault_replace(fault, pass, (Slice){ octets, pass->bytes.size });
    return GATE_PASS;
}

const FaultType fault_wrong_spdu = {
    .name = "wrong_spdu",
    .layer = "session",
    .help = "data come in another SPDU than DATA TRANSFER",
    .gates = FAULT_GATE(GATE_SEND),
    .parameters = session_parameters,
    .act = wrong_spdu,
};

enum { CONTEXT };

static const FaultParameter context_parameters[] = {
    [CONTEXT] = { .name = "context",
                  .kind = FAULT_COUNT,
                  .preset = "99",
                  .help = "presentation context identifier",
                  .least = 0,
                  .most = 127 },
    { 0 },
};

/* Where the identifier of user data lies: 61 L 30 L 02 01 id; 0 when they are not such. */
static size_t
find_context(Slice bytes)
{
    for (size_t at = 2; at + 3 < bytes.size && at < 12; at++) {
        if (bytes.data[at] == 0x02 && bytes.data[at + 1] == 0x01 && bytes.data[0] == 0x61) {
            return at + 2;
        }
    }
    return 0;
}

static GateVerdict
wrong_context(Fault *fault, GatePass *pass)
{
    g_autofree uint8_t *octets = NULL;
    size_t at;

    if (!pass->outbound || strcmp(pass->layer, "presentation") != 0 ||
        (at = find_context(pass->bytes)) == 0 || !fault_hits(fault, pass)) {
        return GATE_PASS;
    }
    octets = g_memdup2(pass->bytes.data, pass->bytes.size);
    fault_tell(fault, pass, "presentation context %u, not %u",
               fault_value(fault, CONTEXT)->count, octets[at]);
    octets[at] = (uint8_t)fault_value(fault, CONTEXT)->count;
    fault_replace(fault, pass, (Slice){ octets, pass->bytes.size });
    return GATE_PASS;
}

const FaultType fault_wrong_context = {
    .name = "wrong_context",
    .layer = "presentation",
    .help = "data stand in another presentation context than was agreed",
    .gates = FAULT_GATE(GATE_SEND),
    .parameters = context_parameters,
    .act = wrong_context,
};
