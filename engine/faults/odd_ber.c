/* SPDX-License-Identifier: Apache-2.0
 *
 * Legal but odd BER (ISO/IEC 8825-1 8.1.3): lengths in more octets than they need, or of
 * indefinite form around what is constructed. A correct client does not notice.
 */
#include "engine/faults/filter.h"

#include "sim/ber/reader.h"
#include "sim/ber/writer.h"

enum { STYLE, PDU };

static const FaultParameter parameters[] = {
    [STYLE] = { .name = "style",
                .kind = FAULT_CHOICE,
                .preset = "long",
                .choices = "long|indefinite",
                .help = "of the lengths: four octets where fewer do, or indefinite" },
    [PDU] = FAULT_PDU_ROW,
    { 0 },
};

static char *
check(const FaultSpec *spec, const Device *device)
{
    FaultSpec like = { .type = spec->type };

    (void)device;
    /* The rows of a filter, with the layer that is meant here. */
    like.values[0].text = (char *)"mms";
    like.values[2] = spec->values[PDU];
    return fault_filter_check(&like, 0);
}

static void
put_octet(BerWriter *writer, uint8_t octet)
{
    ber_put_raw(writer, (Slice){ &octet, 1 });
}

static void
put_long_length(BerWriter *writer, size_t size)
{
    put_octet(writer, 0x84);
    for (int shift = 24; shift >= 0; shift -= 8) {
        put_octet(writer, (uint8_t)(size >> shift));
    }
}

static size_t
tag_size(Slice element)
{
    size_t size = 1;

    if ((element.data[0] & 0x1F) == 0x1F) {
        while (size < element.size && (element.data[size++] & 0x80) != 0) {
        }
    }
    return size;
}

/* Walks elements; depth is bounded by the reader. False when they are no BER. */
static bool
put_odd(BerWriter *writer, Slice elements, bool indefinite, unsigned depth)
{
    BerReader reader = ber_reader(elements);

    while (!ber_at_end(&reader)) {
        Slice element = ber_get_element(&reader);
        BerReader again = ber_reader(element);
        BerTag tag;
        Slice content = ber_get_any(&again, &tag);
        bool constructed = element.size > 0 && (element.data[0] & 0x20) != 0;
        Pdu inner;
        bool sound = true;

        if (reader.error != BER_OK || again.error != BER_OK || depth > 40) {
            return false;
        }
        ber_put_raw(writer, (Slice){ element.data, tag_size(element) });
        if (!constructed) {
            put_long_length(writer, content.size);
            ber_put_raw(writer, content);
            continue;
        }
        pdu_init(&inner, content.size * 2);
        BerWriter below = ber_writer(&inner, SIZE_MAX);

        sound = put_odd(&below, content, indefinite, depth + 1);
        if (indefinite) {
            put_octet(writer, 0x80);
        } else {
            put_long_length(writer, pdu_content(&inner).size);
        }
        ber_put_raw(writer, pdu_content(&inner));
        if (indefinite) {
            ber_put_raw(writer, (Slice){ (const uint8_t *)"\0\0", 2 });
        }
        pdu_clear(&inner);
        if (!sound) {
            return false;
        }
    }
    return reader.error == BER_OK;
}

static bool
is_meant(Fault *fault, const GatePass *pass)
{
    const FaultValue *wanted = fault_value(fault, PDU);
    FaultPdu pdu;

    if (!pass->outbound || pass->bytes.size == 0 || g_strcmp0(pass->layer, "mms") != 0) {
        return false;
    }
    pdu = fault_pdu_read(pass->bytes);
    return (!wanted->given || g_strcmp0(pdu.kind, wanted->text) == 0 ||
            (pdu.row != NULL && g_strcmp0(pdu.row->name, wanted->text) == 0)) &&
           fault_hits(fault, pass);
}

static GateVerdict
act(Fault *fault, GatePass *pass)
{
    BerWriter writer;
    Pdu bytes;

    if (!is_meant(fault, pass)) {
        return GATE_PASS;
    }
    pdu_init(&bytes, pass->bytes.size * 2);
    writer = ber_writer(&bytes, SIZE_MAX);
    if (put_odd(&writer, pass->bytes, fault_value(fault, STYLE)->choice == 1, 0)) {
        fault_tell(fault, pass, "%zu octets became %zu of %s lengths", pass->bytes.size,
                   pdu_content(&bytes).size, fault_value(fault, STYLE)->text);
        fault_replace(fault, pass, pdu_content(&bytes));
    }
    pdu_clear(&bytes);
    return GATE_PASS;
}

const FaultType fault_odd_ber = {
    .name = "odd_ber",
    .layer = "mms",
    .help = "lengths are legal but odd: long or indefinite",
    .gates = FAULT_GATE(GATE_SEND),
    .parameters = parameters,
    .check = check,
    .act = act,
};
