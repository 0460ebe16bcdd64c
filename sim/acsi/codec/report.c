/* SPDX-License-Identifier: Apache-2.0
 *
 * Reports on the wire (IEC 61850-8-1 17.3; see report.h). Every field is a Data of its own in
 * the list of AccessResults; a failure stands only in a value's place.
 */
#include "sim/acsi/codec/report.h"

#include "sim/mms/data.h"
#include "sim/model/timestamp.h"

#define LIST_NAME "RPT"

unsigned
report_bits_get(const uint8_t *octets, size_t bits)
{
    unsigned value = 0;

    for (size_t i = 0; i < bits && i < 32; i++) {
        if (octets[i / 8] & 0x80 >> i % 8) {
            value |= 1u << i;
        }
    }
    return value;
}

/* Bit 0 becomes the most significant bit of the first octet. */
static inline void
spread_bits(unsigned value, uint8_t *octets)
{
    for (unsigned rest = value; rest != 0; rest &= rest - 1) {
        unsigned bit = (unsigned)__builtin_ctz(rest);

        octets[bit / 8] |= (uint8_t)(0x80 >> bit % 8);
    }
}

void
report_bits_put(BerWriter *writer, unsigned value, size_t bits)
{
    uint8_t octets[4] = { 0 };

    spread_bits(value, octets);
    ber_put_bit_string(writer, MMS_DATA_BIT_STRING, octets, bits);
}

bool
report_is(const MmsInformationReport *information)
{
    return information->is_list && information->list.scope == MMS_SCOPE_VMD &&
           slice_equals_string(information->list.item, LIST_NAME);
}

static uint32_t
get_unsigned(BerReader *reader, uint32_t max)
{
    return (uint32_t)ber_get_integer(reader, MMS_DATA_UNSIGNED, 0, max);
}

/* TimeOfDay with date; without one (4 octets) it counts from 1984. */
static int64_t
get_time(BerReader *reader)
{
    Slice content = ber_get(reader, MMS_DATA_BINARY_TIME);
    uint8_t octets[6] = { 0 };

    if (content.size != 4 && content.size != 6) {
        ber_fail(reader, BER_BAD_VALUE);
        return 0;
    }
    memcpy(octets, content.data, content.size);
    return binary_time_decode(octets);
}

static void
get_entry_id(BerReader *reader, uint8_t entry_id[REPORT_ENTRY_ID_SIZE])
{
    Slice content = ber_get(reader, MMS_DATA_OCTET_STRING);

    if (reader->error == BER_OK && content.size != REPORT_ENTRY_ID_SIZE) {
        ber_fail(reader, BER_BAD_VALUE);
    }
    if (reader->error == BER_OK) {
        memcpy(entry_id, content.data, REPORT_ENTRY_ID_SIZE);
    }
}

static void
get_options(BerReader *reader, Report *report)
{
    size_t bits = 0;
    Slice octets = ber_get_bit_string(reader, MMS_DATA_BIT_STRING, &bits);

    if (reader->error == BER_OK && bits != REPORT_OPTION_BITS) {
        ber_fail(reader, BER_BAD_VALUE);
    }
    if (reader->error == BER_OK) {
        report->options = report_bits_get(octets.data, bits);
    }
}

static void
get_fields(BerReader *reader, Report *report)
{
    if (report->options & REPORT_SEQUENCE_NUMBER) {
        report->sq_num = get_unsigned(reader, UINT16_MAX);
    }
    if (report->options & REPORT_TIME_STAMP) {
        report->time_of_entry = get_time(reader);
    }
    if (report->options & REPORT_DATA_SET_NAME) {
        report->dat_set = ber_get(reader, MMS_DATA_VISIBLE_STRING);
    }
    if (report->options & REPORT_BUFFER_OVERFLOW) {
        report->buf_ovfl = ber_get_boolean(reader, MMS_DATA_BOOLEAN);
    }
    if (report->options & REPORT_ENTRY_ID) {
        get_entry_id(reader, report->entry_id);
    }
    if (report->options & REPORT_CONF_REVISION) {
        report->conf_rev = get_unsigned(reader, UINT32_MAX);
    }
    if (report->options & REPORT_SEGMENTATION) {
        report->sub_sq_num = get_unsigned(reader, UINT32_MAX);
        report->more_segments_follow = ber_get_boolean(reader, MMS_DATA_BOOLEAN);
    }
}

static bool
includes(const Report *report, unsigned index)
{
    return (report->inclusion[index / 8] & 0x80 >> index % 8) != 0;
}

static void
get_inclusion(BerReader *reader, Report *report)
{
    size_t bits = 0;

    report->inclusion = ber_get_bit_string(reader, MMS_DATA_BIT_STRING, &bits).data;
    report->member_count = reader->error == BER_OK ? (unsigned)bits : 0;
    for (unsigned i = 0; i < report->member_count; i++) {
        report->included_count += includes(report, i);
    }
}

static Slice
get_reason(BerReader *reader, size_t *bits)
{
    Slice octets = ber_get_bit_string(reader, MMS_DATA_BIT_STRING, bits);

    if (reader->error == BER_OK && *bits != REPORT_TRIGGER_BITS &&
        *bits != REPORT_TRIGGER_BITS + 1) {
        ber_fail(reader, BER_BAD_VALUE);
    }
    return octets;
}

/* Walks over the three lists once, noting where each begins. */
static void
check_members(BerReader *reader, Report *report)
{
    MmsResults values;
    MmsDataError result;
    Slice data;
    size_t bits;

    report->references = *reader;
    for (unsigned i = 0; i < report->included_count; i++) {
        if (report->options & REPORT_DATA_REFERENCE) {
            ber_get(reader, MMS_DATA_VISIBLE_STRING);
        }
    }
    report->values.reader = *reader;
    values.reader = *reader;
    for (unsigned i = 0; i < report->included_count; i++) {
        if (!mms_results_next(&values, &result, &data)) {
            ber_fail(&values.reader, BER_TRUNCATED);
        }
    }
    *reader = values.reader;
    report->reasons = *reader;
    for (unsigned i = 0; i < report->included_count; i++) {
        if (report->options & REPORT_REASON) {
            get_reason(reader, &bits);
        }
    }
}

bool
report_get(const MmsInformationReport *information, Report *report)
{
    BerReader reader = information->results.reader;

    *report = (Report){ 0 };
    if (!report_is(information)) {
        return false;
    }
    report->rpt_id = ber_get(&reader, MMS_DATA_VISIBLE_STRING);
    get_options(&reader, report);
    get_fields(&reader, report);
    get_inclusion(&reader, report);
    check_members(&reader, report);
    return reader.error == BER_OK && reader.at == reader.end;
}

bool
report_next(Report *report, ReportedMember *member)
{
    size_t bits;
    Slice reason;

    while (report->next < report->member_count && !includes(report, report->next)) {
        report->next++;
    }
    if (report->next >= report->member_count) {
        return false;
    }
    *member = (ReportedMember){ .index = report->next++ };
    if (report->options & REPORT_DATA_REFERENCE) {
        member->data_ref = ber_get(&report->references, MMS_DATA_VISIBLE_STRING);
    }
    if (report->options & REPORT_REASON) {
        reason = get_reason(&report->reasons, &bits);
        member->reason = report_bits_get(reason.data, bits);
    }
    return mms_results_next(&report->values, &member->result, &member->data);
}

static void
put_string(BerWriter *writer, Slice text)
{
    ber_put(writer, MMS_DATA_VISIBLE_STRING, text);
}

static void
put_time(BerWriter *writer, int64_t time)
{
    uint8_t octets[6];

    binary_time_encode(time, octets);
    ber_put(writer, MMS_DATA_BINARY_TIME, SLICE_OF(octets));
}

static void
put_fields(BerWriter *writer, const Report *report)
{
    if (report->options & REPORT_SEQUENCE_NUMBER) {
        ber_put_unsigned(writer, MMS_DATA_UNSIGNED, report->sq_num);
    }
    if (report->options & REPORT_TIME_STAMP) {
        put_time(writer, report->time_of_entry);
    }
    if (report->options & REPORT_DATA_SET_NAME) {
        put_string(writer, report->dat_set);
    }
    if (report->options & REPORT_BUFFER_OVERFLOW) {
        ber_put_boolean(writer, MMS_DATA_BOOLEAN, report->buf_ovfl);
    }
    if (report->options & REPORT_ENTRY_ID) {
        ber_put(writer, MMS_DATA_OCTET_STRING, SLICE_OF(report->entry_id));
    }
    if (report->options & REPORT_CONF_REVISION) {
        ber_put_unsigned(writer, MMS_DATA_UNSIGNED, report->conf_rev);
    }
    if (report->options & REPORT_SEGMENTATION) {
        ber_put_unsigned(writer, MMS_DATA_UNSIGNED, report->sub_sq_num);
        ber_put_boolean(writer, MMS_DATA_BOOLEAN, report->more_segments_follow);
    }
}

MmsInformationReportMarks
report_open(BerWriter *writer, const Report *report)
{
    const MmsObjectName name = { .scope = MMS_SCOPE_VMD,
                                 .item = { (const uint8_t *)LIST_NAME, strlen(LIST_NAME) } };
    MmsInformationReportMarks marks =
        mms_information_report_open(writer, &(MmsVariables){ .list = &name });

    put_string(writer, report->rpt_id);
    report_bits_put(writer, report->options, REPORT_OPTION_BITS);
    put_fields(writer, report);
    ber_put_bit_string(writer, MMS_DATA_BIT_STRING, report->inclusion, report->member_count);
    return marks;
}

void
report_put_reference(BerWriter *writer, Slice data_ref)
{
    put_string(writer, data_ref);
}

void
report_put_reason(BerWriter *writer, unsigned reason)
{
    uint8_t octets[REPORT_REASON_SIZE] = { MMS_DATA_BIT_STRING, 2, 8 - REPORT_TRIGGER_BITS };

    spread_bits(reason & ((1u << REPORT_TRIGGER_BITS) - 1), octets + 3);
    ber_put_raw(writer, SLICE_OF(octets));
}

void
report_close(BerWriter *writer, MmsInformationReportMarks marks)
{
    mms_information_report_close(writer, marks);
}
