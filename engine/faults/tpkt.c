/* SPDX-License-Identifier: Apache-2.0
 *
 * TPKT (RFC 1006) and COTP (ISO 8073) as they must not be: a wrong length or version, a TPDU
 * larger than was agreed, one whose end of TSDU never comes.
 */
#include "engine/fault.h"

#include <string.h>

#define HEADER_SIZE 4
#define VERSION 3
#define TPKT_MAX 65535
#define DT_EOT 0x80

static bool
is_meant(Fault *fault, const GatePass *pass, const char *layer, size_t least)
{
    return pass->outbound && pass->bytes.size >= least && strcmp(pass->layer, layer) == 0 &&
           fault_hits(fault, pass);
}

/* The octets of the pass with one of them changed. */
static void
change_octet(Fault *fault, GatePass *pass, size_t at, uint8_t octet)
{
    g_autofree uint8_t *octets = g_memdup2(pass->bytes.data, pass->bytes.size);

    octets[at] = octet;
    fault_replace(fault, pass, (Slice){ octets, pass->bytes.size });
}

enum { LENGTH_BY };

static GateVerdict
wrong_length(Fault *fault, GatePass *pass)
{
    g_autofree uint8_t *octets = NULL;
    int length, by = (int)fault_value(fault, LENGTH_BY)->number;

    if (!is_meant(fault, pass, "tpkt", HEADER_SIZE)) {
        return GATE_PASS;
    }
    octets = g_memdup2(pass->bytes.data, pass->bytes.size);
    length = CLAMP((octets[2] << 8 | octets[3]) + by, 0, TPKT_MAX);
    octets[2] = (uint8_t)(length >> 8);
    octets[3] = (uint8_t)length;
    fault_tell(fault, pass, "%zu octets say that they are %d", pass->bytes.size, length);
    fault_replace(fault, pass, (Slice){ octets, pass->bytes.size });
    return GATE_PASS;
}

static const FaultParameter length_parameters[] = {
    [LENGTH_BY] = { .name = "offset",
                    .kind = FAULT_NUMBER,
                    .preset = "1",
                    .unit = "octets",
                    .help = "what the length is too large by, or too small when negative",
                    .least = -TPKT_MAX,
                    .most = TPKT_MAX },
    { 0 },
};

const FaultType fault_wrong_length = {
    .name = "wrong_length",
    .layer = "tpkt",
    .help = "the TPKT length is not that of the packet",
    .gates = FAULT_GATE(GATE_SEND),
    .parameters = length_parameters,
    .act = wrong_length,
};

enum { VERSION_NUMBER };

static GateVerdict
wrong_version(Fault *fault, GatePass *pass)
{
    uint8_t version = (uint8_t)fault_value(fault, VERSION_NUMBER)->count;

    if (!is_meant(fault, pass, "tpkt", HEADER_SIZE)) {
        return GATE_PASS;
    }
    fault_tell(fault, pass, "version %u, not %d", version, VERSION);
    change_octet(fault, pass, 0, version);
    return GATE_PASS;
}

static const FaultParameter version_parameters[] = {
    [VERSION_NUMBER] = { .name = "version",
                         .kind = FAULT_COUNT,
                         .preset = "4",
                         .help = "in place of 3",
                         .least = 0,
                         .most = 255 },
    { 0 },
};

const FaultType fault_wrong_version = {
    .name = "wrong_version",
    .layer = "tpkt",
    .help = "the TPKT version is another one",
    .gates = FAULT_GATE(GATE_SEND),
    .parameters = version_parameters,
    .act = wrong_version,
};

enum { TPDU_SIZE };

/* The same DT with so many zero octets behind its user data that the packet has the size. */
static GateVerdict
oversized(Fault *fault, GatePass *pass)
{
    size_t size = fault_value(fault, TPDU_SIZE)->count;
    g_autofree uint8_t *octets = NULL;

    if (pass->bytes.size >= size || !is_meant(fault, pass, "tpkt", HEADER_SIZE)) {
        return GATE_PASS;
    }
    octets = g_malloc0(size);
    memcpy(octets, pass->bytes.data, pass->bytes.size);
    octets[2] = (uint8_t)(size >> 8);
    octets[3] = (uint8_t)size;
    fault_tell(fault, pass, "%zu octets became %zu", pass->bytes.size, size);
    fault_replace(fault, pass, (Slice){ octets, size });
    return GATE_PASS;
}

static const FaultParameter oversized_parameters[] = {
    [TPDU_SIZE] = { .name = "size",
                    .kind = FAULT_COUNT,
                    .preset = "65535",
                    .unit = "octets",
                    .help = "of the TPKT; what is missing is zeros",
                    .least = 8,
                    .most = TPKT_MAX },
    { 0 },
};

const FaultType fault_oversized_tpdu = {
    .name = "oversized_tpdu",
    .layer = "cotp",
    .help = "a TPDU is larger than was agreed",
    .gates = FAULT_GATE(GATE_SEND),
    .parameters = oversized_parameters,
    .act = oversized,
};

/* DT: LI 2, F0, EOT and number. */
static GateVerdict
missing_eot(Fault *fault, GatePass *pass)
{
    if (pass->bytes.size < 3 || pass->bytes.data[1] != 0xF0 ||
        (pass->bytes.data[2] & DT_EOT) == 0 || !is_meant(fault, pass, "cotp", 3)) {
        return GATE_PASS;
    }
    fault_tell(fault, pass, "EOT is missing in %zu octets", pass->bytes.size);
    change_octet(fault, pass, 2, pass->bytes.data[2] & (uint8_t)~DT_EOT);
    return GATE_PASS;
}

const FaultType fault_missing_eot = {
    .name = "missing_eot",
    .layer = "cotp",
    .help = "the last DT of a TSDU does not say so; the next TSDU is taken for its rest",
    .gates = FAULT_GATE(GATE_SEND),
    .act = missing_eot,
};
