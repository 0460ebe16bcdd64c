/* SPDX-License-Identifier: Apache-2.0
 *
 * An initiate-Response (ISO 9506-2 8.2) with absurd values or lies about what the device can
 * do. The device itself goes on by what was really agreed.
 */
#include "engine/fault.h"

#include <string.h>

#include "sim/ber/reader.h"
#include "sim/ber/writer.h"

enum { PDU_SIZE, CALLING, CALLED, NESTING, VERSION, SERVICES, CBB };

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
    { 0 },
};

static char *
check(const FaultSpec *spec, const Device *device)
{
    bool any = spec->values[SERVICES].choice != 0 || spec->values[CBB].choice != 0;

    (void)device;
    for (unsigned i = PDU_SIZE; i <= VERSION; i++) {
        any = any || spec->values[i].given;
    }
    return any ? NULL : g_strdup("name at least one value, as pdu_size = 1");
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

static GateVerdict
act(Fault *fault, GatePass *pass)
{
    Pdu bytes;

    if (!pass->outbound || strcmp(pass->layer, "mms") != 0 || pass->bytes.size == 0 ||
        pass->bytes.data[0] != 0xA9) {
        return GATE_PASS;
    }
    pdu_init(&bytes, pass->bytes.size + 16);
    if (rewrite(fault, pass->bytes, &bytes) && fault_hits(fault, pass)) {
        fault_replace(fault, pass, pdu_content(&bytes));
        fault_tell(fault, pass, "the initiate response lies");
    }
    pdu_clear(&bytes);
    return GATE_PASS;
}

const FaultType fault_negotiate = {
    .name = "negotiate",
    .layer = "mms",
    .help = "the initiate response has absurd values, or lies about capabilities",
    .gates = FAULT_GATE(GATE_SEND),
    .parameters = parameters,
    .check = check,
    .act = act,
};
