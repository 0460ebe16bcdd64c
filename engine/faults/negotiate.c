/* SPDX-License-Identifier: Apache-2.0
 *
 * An initiate-Response (ISO 9506-2 8.2) with absurd values or lies about what the device can
 * do, and a CC (ISO 8073 13.4) with an absurd TPDU size. The device itself goes on by what was
 * really agreed.
 */
#include "engine/fault.h"

#include <string.h>

#include "sim/ber/reader.h"
#include "sim/ber/writer.h"

enum { PDU_SIZE, CALLING, CALLED, NESTING, VERSION, SERVICES, CBB, TPDU_SIZE };

#define COUNT_ROW(tag, words)                                                                  \
    {                                                                                          \
        .name = tag, .kind = FAULT_COUNT, .preset = "", .help = words                          \
    }

static const FaultParameter parameters[] = {
    [PDU_SIZE] = COUNT_ROW("pdu_size", "localDetailCalled"),
    [CALLING] = COUNT_ROW("outstanding_calling", "negotiatedMaxServOutstandingCalling"),
    [CALLED] = COUNT_ROW("outstanding_called", "negotiatedMaxServOutstandingCalled"),
    [NESTING] = COUNT_ROW("nesting", "negotiatedDataStructureNestingLevel"),
    [VERSION] = COUNT_ROW("version", "negotiatedVersionNumber"),
    [SERVICES] = { .name = "services",
                   .kind = FAULT_CHOICE,
                   .preset = "true",
                   .choices = "true|none|all",
                   .help = "servicesSupportedCalled: the true ones, none or all bits" },
    [CBB] = { .name = "cbb",
              .kind = FAULT_CHOICE,
              .preset = "true",
              .choices = "true|none|all",
              .help = "negotiatedParameterCBB" },
    [TPDU_SIZE] = { .name = "tpdu_size",
                    .kind = FAULT_COUNT,
                    .preset = "",
                    .help = "of the COTP CC: the power of 2, 7 to 13 by ISO 8073",
                    .least = 0,
                    .most = 255 },
    { 0 },
};

/* Whether anything of the initiate response is asked for. */
static bool
is_of_mms(const FaultSpec *spec)
{
    bool any = spec->values[SERVICES].choice != 0 || spec->values[CBB].choice != 0;

    for (unsigned i = PDU_SIZE; i <= VERSION; i++) {
        any = any || spec->values[i].given;
    }
    return any;
}

static char *
check(const FaultSpec *spec, const Device *device)
{
    (void)device;
    return is_of_mms(spec) || spec->values[TPDU_SIZE].given
               ? NULL
               : g_strdup("name at least one value, as pdu_size = 1");
}

/* Copies an INTEGER, or puts what the scenario wants in its place. */
static void
copy_number(const Fault *fault, unsigned parameter, BerTag tag, BerReader *reader,
            BerWriter *writer)
{
    const FaultValue *value = fault_value(fault, parameter);

    if (ber_peek(reader) != tag) {
        return;
    }
    if (value->given) {
        ber_skip(reader);
        ber_put_unsigned(writer, tag, value->count);
    } else {
        ber_put_raw(writer, ber_get_element(reader));
    }
}

static void
copy_bits(const Fault *fault, unsigned parameter, BerTag tag, BerReader *reader,
          BerWriter *writer)
{
    unsigned how = fault_value(fault, parameter)->choice;
    g_autofree uint8_t *octets = NULL;
    size_t bits;
    Slice content;

    if (how == 0) {
        ber_put_raw(writer, ber_get_element(reader));
        return;
    }
    content = ber_get_bit_string(reader, tag, &bits);
    octets = g_malloc0(MAX(content.size, 1));
    memset(octets, how == 2 ? 0xFF : 0, content.size);
    ber_put_bit_string(writer, tag, octets, bits);
}

static bool
rewrite(const Fault *fault, Slice pdu, Pdu *bytes)
{
    BerReader reader = ber_reader(pdu);
    BerReader initiate = ber_open(&reader, 0xA9);
    BerWriter writer = ber_writer(bytes, SIZE_MAX);
    BerMark outer = ber_put_open(&writer, 0xA9);
    BerReader detail;
    BerMark inner;

    copy_number(fault, PDU_SIZE, 0x80, &initiate, &writer);
    copy_number(fault, CALLING, 0x81, &initiate, &writer);
    copy_number(fault, CALLED, 0x82, &initiate, &writer);
    copy_number(fault, NESTING, 0x83, &initiate, &writer);
    detail = ber_open(&initiate, 0xA4);
    inner = ber_put_open(&writer, 0xA4);
    copy_number(fault, VERSION, 0x80, &detail, &writer);
    copy_bits(fault, CBB, 0x81, &detail, &writer);
    copy_bits(fault, SERVICES, 0x82, &detail, &writer);
    ber_put_close(&writer, inner);
    ber_put_close(&writer, outer);
    ber_close(&initiate, &detail);
    ber_close(&reader, &initiate);
    return reader.error == BER_OK;
}

static void
lie_in_initiate(Fault *fault, GatePass *pass)
{
    Pdu bytes;

    pdu_init(&bytes, pass->bytes.size + 16);
    if (rewrite(fault, pass->bytes, &bytes) && fault_hits(fault, pass)) {
        fault_replace(fault, pass, pdu_content(&bytes));
        fault_tell(fault, pass, "the initiate response lies");
    }
    pdu_clear(&bytes);
}

/* Where the value of the TPDU size is in a CC (ISO 8073 13.4); 0 when it has none. */
static size_t
find_tpdu_size(Slice cc)
{
    enum { CC = 0xD0, HEADER = 7, SIZE_CODE = 0xC0 };

    if (cc.size < HEADER || (cc.data[1] & 0xF0) != CC) {
        return 0;
    }
    for (size_t at = HEADER; at + 2 < cc.size; at += 2 + (size_t)cc.data[at + 1]) {
        if (cc.data[at] == SIZE_CODE && cc.data[at + 1] == 1) {
            return at + 2;
        }
    }
    return 0;
}

static void
lie_in_cotp(Fault *fault, GatePass *pass, size_t at)
{
    g_autofree uint8_t *octets = g_memdup2(pass->bytes.data, pass->bytes.size);

    if (fault_hits(fault, pass)) {
        fault_tell(fault, pass, "TPDUs of 2^%u octets, not 2^%u",
                   fault_value(fault, TPDU_SIZE)->count, octets[at]);
        octets[at] = (uint8_t)fault_value(fault, TPDU_SIZE)->count;
        fault_replace(fault, pass, (Slice){ octets, pass->bytes.size });
    }
}

static GateVerdict
act(Fault *fault, GatePass *pass)
{
    size_t at;

    if (!pass->outbound || pass->bytes.size == 0) {
        return GATE_PASS;
    }
    if (strcmp(pass->layer, "mms") == 0 && pass->bytes.data[0] == 0xA9 &&
        is_of_mms(fault->spec)) {
        lie_in_initiate(fault, pass);
    } else if (strcmp(pass->layer, "cotp") == 0 && fault_value(fault, TPDU_SIZE)->given &&
               (at = find_tpdu_size(pass->bytes)) != 0) {
        lie_in_cotp(fault, pass, at);
    }
    return GATE_PASS;
}

const FaultType fault_negotiate = {
    .name = "negotiate",
    .layer = "mms",
    .help = "the initiate response, or the CC, has absurd values, or lies about capabilities",
    .gates = FAULT_GATE(GATE_SEND),
    .parameters = parameters,
    .check = check,
    .act = act,
};
