/* SPDX-License-Identifier: Apache-2.0
 *
 * Legal but odd BER (ISO/IEC 8825-1): lengths in more octets than they need, or of indefinite
 * form around what is constructed (8.1.3), a TRUE that is not FF (8.2.2), bits that are unused
 * and not zero (8.6.2). A correct client does not notice.
 */
#include "engine/faults/filter.h"

#include "sim/ber/reader.h"
#include "sim/ber/writer.h"

enum { STYLE, PDU };
enum { LONG, INDEFINITE, TRUE_IS_1, UNUSED_BITS };
#define DEPTH_MAX 40

static const FaultParameter parameters[] = {
    [STYLE] = { .name = "style",
                .kind = FAULT_CHOICE,
                .preset = "long",
                .choices = "long|indefinite|true|unused_bits",
                .help = "lengths of four octets where fewer do, or indefinite; of values in "
                        "reads and reports: TRUE is 1, unused bits are set" },
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

        if (reader.error != BER_OK || again.error != BER_OK || depth > DEPTH_MAX) {
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

/* Values. They keep their size, so they are changed where they stand. */

/* Of Data: [3] boolean, [4] bit-string (ISO 9506-2 14.3.2). Whether the leaf became odd. */
static bool
make_leaf_odd(uint8_t *leaf, size_t size, unsigned style)
{
    enum { BOOLEAN = 0x83, BIT_STRING = 0x84, BOOLEAN_SIZE = 3, HEAD = 2 };
    uint8_t unused;

    if (style == TRUE_IS_1) {
        if (leaf[0] != BOOLEAN || size != BOOLEAN_SIZE || leaf[2] == 0) {
            return false;
        }
        leaf[2] = 1;
        return true;
    }
    if (leaf[0] != BIT_STRING || size <= HEAD + 1 || leaf[1] >= 0x80 || leaf[2] == 0 ||
        leaf[2] > 7) {
        return false;
    }
    unused = (uint8_t)((1U << leaf[2]) - 1);
    leaf[size - 1] |= unused;
    return true;
}

/* Whether any value among the elements, which are in `octets`, became odd. */
static bool
make_odd(uint8_t *octets, Slice elements, unsigned style, unsigned depth)
{
    BerReader reader = ber_reader(elements);
    bool any = false;

    while (!ber_at_end(&reader) && depth < DEPTH_MAX) {
        Slice element = ber_get_element(&reader);
        BerReader again = ber_reader(element);
        BerTag tag;
        Slice content = ber_get_any(&again, &tag);
        uint8_t *at = octets + (element.data - elements.data);

        if (reader.error != BER_OK || again.error != BER_OK || element.size == 0) {
            return any;
        }
        if ((at[0] & 0x20) == 0) {
            any = make_leaf_odd(at, element.size, style) || any;
        } else if (content.size > 0) {
            any =
                make_odd(at + (content.data - element.data), content, style, depth + 1) || any;
        }
    }
    return any;
}

static bool
is_meant(const Fault *fault, const GatePass *pass)
{
    const FaultValue *wanted = fault_value(fault, PDU);
    bool values = fault_value(fault, STYLE)->choice >= TRUE_IS_1;
    FaultPdu pdu;

    if (!pass->outbound || pass->bytes.size == 0 || g_strcmp0(pass->layer, "mms") != 0) {
        return false;
    }
    pdu = fault_pdu_read(pass->bytes);
    if (values && g_strcmp0(pdu.kind, "report") != 0 &&
        (pdu.row == NULL || g_strcmp0(pdu.row->name, "read") != 0)) {
        return false; /* elsewhere the same tags are other things */
    }
    return !wanted->given || g_strcmp0(pdu.kind, wanted->text) == 0 ||
           (pdu.row != NULL && g_strcmp0(pdu.row->name, wanted->text) == 0);
}

static void
change_values(Fault *fault, GatePass *pass, unsigned style)
{
    g_autofree uint8_t *octets = g_memdup2(pass->bytes.data, pass->bytes.size);

    if (make_odd(octets, pass->bytes, style, 0) && fault_hits(fault, pass)) {
        fault_tell(fault, pass, "%s in %zu octets",
                   style == TRUE_IS_1 ? "TRUE is 1" : "unused bits are set", pass->bytes.size);
        fault_replace(fault, pass, (Slice){ octets, pass->bytes.size });
    }
}

static void
change_lengths(Fault *fault, GatePass *pass, unsigned style)
{
    BerWriter writer;
    Pdu bytes;

    pdu_init(&bytes, pass->bytes.size * 2);
    writer = ber_writer(&bytes, SIZE_MAX);
    if (put_odd(&writer, pass->bytes, style == INDEFINITE, 0) && fault_hits(fault, pass)) {
        fault_tell(fault, pass, "%zu octets became %zu of %s lengths", pass->bytes.size,
                   pdu_content(&bytes).size, fault_value(fault, STYLE)->text);
        fault_replace(fault, pass, pdu_content(&bytes));
    }
    pdu_clear(&bytes);
}

static GateVerdict
act(Fault *fault, GatePass *pass)
{
    unsigned style = fault_value(fault, STYLE)->choice;

    if (is_meant(fault, pass)) {
        (style >= TRUE_IS_1 ? change_values : change_lengths)(fault, pass, style);
    }
    return GATE_PASS;
}

const FaultType fault_odd_ber = {
    .name = "odd_ber",
    .layer = "mms",
    .help = "legal but odd BER: lengths, values of TRUE, unused bits",
    .gates = FAULT_GATE(GATE_SEND),
    .parameters = parameters,
    .check = check,
    .act = act,
};
