/* SPDX-License-Identifier: Apache-2.0
 *
 * Reports with a field as it must not be (IEC 61850-8-1 17.2). The control block itself goes on
 * as if nothing had happened; whether a report has a field, its OptFlds say.
 */
#include "engine/fault.h"

#include "sim/ber/reader.h"
#include "sim/ber/writer.h"

/* Fields. The order is that of the report; a field stands there when its OptFlds bit is set. */

typedef enum Field {
    RPT_ID,
    OPT_FLDS,
    SQ_NUM,
    TIME_OF_ENTRY,
    DAT_SET,
    BUF_OVFL,
    ENTRY_ID,
    CONF_REV,
    SUB_SQ_NUM,
    MORE_SEGMENTS,
    INCLUSION,
    FIELDS
} Field;

/* OptFlds bit of each; -1: always there. */
static const int option_bits[FIELDS] = {
    [RPT_ID] = -1,    [OPT_FLDS] = -1,     [SQ_NUM] = 1,     [TIME_OF_ENTRY] = 2,
    [DAT_SET] = 4,    [BUF_OVFL] = 6,      [ENTRY_ID] = 7,   [CONF_REV] = 8,
    [SUB_SQ_NUM] = 9, [MORE_SEGMENTS] = 9, [INCLUSION] = -1,
};

static bool
has_field(Slice options, Field field)
{
    int bit = option_bits[field];

    return bit < 0 ||
           ((size_t)bit / 8 < options.size && (options.data[bit / 8] & 0x80 >> bit % 8) != 0);
}

/* What is put in place of a field's element. */
typedef void (*FieldPut)(const Fault *fault, BerWriter *writer, Slice element);

/* Puts the list of AccessResults with one field changed; false when the report has none, or is
 * not as it should be. */
static bool
put_results(const Fault *fault, BerWriter *writer, Slice list, Field wanted, FieldPut put)
{
    BerReader reader = ber_reader(list);
    Slice options = SLICE_NONE;
    bool found = false;
    size_t bits;

    for (unsigned field = RPT_ID; field < FIELDS && !ber_at_end(&reader); field++) {
        Slice element;

        if (!has_field(options, field)) {
            continue;
        }
        element = ber_get_element(&reader);
        if (field == OPT_FLDS) {
            BerReader inner = ber_reader(element);

            options = ber_get_bit_string(&inner, 0x84, &bits);
        }
        if (field == wanted) {
            put(fault, writer, element);
            found = true;
        } else {
            ber_put_raw(writer, element);
        }
    }
    while (!ber_at_end(&reader)) {
        ber_put_raw(writer, ber_get_element(&reader));
    }
    return found && reader.error == BER_OK;
}

/* InformationReport [0] { variableListName [1], listOfAccessResult [0] }. */
static bool
rewrite(const Fault *fault, Slice report, BerWriter *writer, Field wanted, FieldPut put)
{
    BerReader reader = ber_reader(report);
    BerReader inner = ber_open(&reader, 0xA0);
    BerMark outer = ber_put_open(writer, 0xA0);
    BerMark results;
    bool found;

    ber_put_raw(writer, ber_get_element(&inner));
    results = ber_put_open(writer, 0xA0);
    found = put_results(fault, writer, ber_get(&inner, 0xA0), wanted, put);
    ber_put_close(writer, results);
    ber_put_close(writer, outer);
    ber_close(&reader, &inner);
    return found && reader.error == BER_OK;
}

/* What a fault does to a field. */
typedef struct FieldFault {
    Field field;
    FieldPut put;
    const char *what; /* as is told */
} FieldFault;

static GateVerdict
change(Fault *fault, GatePass *pass)
{
    const FieldFault *own = fault->spec->type->own;
    BerWriter writer;
    Pdu bytes;

    pdu_init(&bytes, pass->bytes.size + 64);
    writer = ber_writer(&bytes, SIZE_MAX);
    if (rewrite(fault, pass->bytes, &writer, own->field, own->put) && fault_hits(fault, pass)) {
        fault_replace(fault, pass, pdu_content(&bytes));
        fault_tell(fault, pass, "%s", own->what);
    }
    pdu_clear(&bytes);
    return GATE_PASS;
}

enum { OFFSET };

/* An unsigned one that is off, as wide as it may be. */
static void
put_off(const Fault *fault, BerWriter *writer, Slice element)
{
    BerReader reader = ber_reader(element);
    uint32_t value = ber_get_unsigned32(&reader, 0x86);

    ber_put_unsigned(writer, 0x86, value + fault_value(fault, OFFSET)->count);
}

#define OFFSET_ROW(of)                                                                         \
    {                                                                                          \
        .name = "offset", .kind = FAULT_COUNT, .preset = "1", .help = "what is added to " of,  \
        .least = 1, .most = 65535                                                              \
    }

static const FaultParameter sq_num_parameters[] = { [OFFSET] = OFFSET_ROW("SqNum"), { 0 } };
static const FaultParameter conf_rev_parameters[] = { [OFFSET] = OFFSET_ROW("ConfRev"), { 0 } };
static const FaultParameter sub_sq_num_parameters[] = { [OFFSET] = OFFSET_ROW("SubSqNum"),
                                                        { 0 } };

const FaultType fault_wrong_sq_num = {
    .name = "wrong_sq_num",
    .layer = "report",
    .help = "a report has another SqNum than is its turn",
    .gates = FAULT_GATE(GATE_REPORT),
    .parameters = sq_num_parameters,
    .own = &(const FieldFault){ SQ_NUM, put_off, "a wrong SqNum" },
    .act = change,
};

const FaultType fault_wrong_conf_rev = {
    .name = "wrong_conf_rev",
    .layer = "report",
    .help = "a report has another ConfRev than the control block",
    .gates = FAULT_GATE(GATE_REPORT),
    .parameters = conf_rev_parameters,
    .own = &(const FieldFault){ CONF_REV, put_off, "a wrong ConfRev" },
    .act = change,
};

const FaultType fault_wrong_sub_sq_num = {
    .name = "wrong_sub_sq_num",
    .layer = "report",
    .help = "a segment of a report has another SubSqNum than is its turn",
    .gates = FAULT_GATE(GATE_REPORT),
    .parameters = sub_sq_num_parameters,
    .own = &(const FieldFault){ SUB_SQ_NUM, put_off, "a wrong SubSqNum" },
    .act = change,
};

enum { NAME };

static const FaultParameter rpt_id_parameters[] = {
    [NAME] = { .name = "rpt_id",
               .kind = FAULT_TEXT,
               .preset = "somebody else",
               .help = "in its place" },
    { 0 },
};

static void
put_name(const Fault *fault, BerWriter *writer, Slice element)
{
    (void)element;
    ber_put_string(writer, 0x8A, fault_value(fault, NAME)->text);
}

const FaultType fault_wrong_rpt_id = {
    .name = "wrong_rpt_id",
    .layer = "report",
    .help = "a report has the RptID of nobody",
    .gates = FAULT_GATE(GATE_REPORT),
    .parameters = rpt_id_parameters,
    .own = &(const FieldFault){ RPT_ID, put_name, "a wrong RptID" },
    .act = change,
};

static void
put_true(const Fault *fault, BerWriter *writer, Slice element)
{
    (void)fault;
    (void)element;
    ber_put_boolean(writer, 0x83, true);
}

const FaultType fault_false_overflow = {
    .name = "false_overflow",
    .layer = "report",
    .help = "a buffered report says BufOvfl though nothing was lost",
    .gates = FAULT_GATE(GATE_REPORT),
    .own = &(const FieldFault){ BUF_OVFL, put_true, "BufOvfl without a cause" },
    .act = change,
};

/* The first octets of an EntryID are the oldest entry's: eight zeros come before any. */
static void
put_zeros(const Fault *fault, BerWriter *writer, Slice element)
{
    static const uint8_t zeros[8];

    (void)fault;
    (void)element;
    ber_put(writer, 0x89, (Slice){ zeros, sizeof zeros });
}

const FaultType fault_entry_id_back = {
    .name = "entry_id_back",
    .layer = "report",
    .help = "the EntryID of a buffered report goes back, to zeros",
    .gates = FAULT_GATE(GATE_REPORT),
    .own = &(const FieldFault){ ENTRY_ID, put_zeros, "an EntryID that went back" },
    .act = change,
};

/* The last member that is there is not among the bits; its value is. */
static void
put_fewer_bits(const Fault *fault, BerWriter *writer, Slice element)
{
    BerReader reader = ber_reader(element);
    size_t bits, last;
    Slice content = ber_get_bit_string(&reader, 0x84, &bits);
    g_autofree uint8_t *octets = g_memdup2(content.data, MAX(content.size, 1));

    (void)fault;
    for (last = bits; last > 0 && (octets[(last - 1) / 8] & 0x80 >> (last - 1) % 8) == 0;) {
        last--;
    }
    if (last > 0) {
        octets[(last - 1) / 8] &= (uint8_t) ~(0x80 >> (last - 1) % 8);
    }
    ber_put_bit_string(writer, 0x84, octets, bits);
}

const FaultType fault_missing_inclusion = {
    .name = "missing_inclusion",
    .layer = "report",
    .help = "a report has one value more than its inclusion bit string says",
    .gates = FAULT_GATE(GATE_REPORT),
    .own = &(const FieldFault){ INCLUSION, put_fewer_bits, "an inclusion bit is missing" },
    .act = change,
};
