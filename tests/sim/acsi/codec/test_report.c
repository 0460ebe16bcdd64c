/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/acsi/codec/report.h"

#include "tests/hex.h"
#include "tests/test.h"

static const char *const goldens[] = { "data_change", "all_fields", "plain" };

static GByteArray *
load(const char *name)
{
    g_autofree char *path = g_strdup_printf("report/%s.hex", name);

    return hex_load(path);
}

/* The content of an unconfirmed PDU as a report. */
static bool
get(Slice pdu, Report *report)
{
    BerReader reader = ber_reader(pdu);
    Slice content = ber_get(&reader, 0xA3);
    MmsInformationReport information;

    return reader.error == BER_OK && mms_information_report_get(content, &information) &&
           report_get(&information, report);
}

/* Puts again what was got. */
static void
put(const Report *from, Pdu *pdu)
{
    Report head = *from;
    Report references = *from;
    Report values = *from;
    Report reasons = *from;
    ReportedMember member;
    BerWriter writer = ber_writer(pdu, 1000);
    BerMark whole = ber_put_open(&writer, 0xA3);
    MmsInformationReportMarks marks = report_open(&writer, &head);

    while (head.options & REPORT_DATA_REFERENCE && report_next(&references, &member)) {
        report_put_reference(&writer, member.data_ref);
    }
    while (report_next(&values, &member)) {
        if (member.result == MMS_DATA_SUCCESS) {
            ber_put_raw(&writer, member.data);
        } else {
            mms_data_error_put(&writer, member.result);
        }
    }
    while (head.options & REPORT_REASON && report_next(&reasons, &member)) {
        report_put_reason(&writer, member.reason);
    }
    report_close(&writer, marks);
    ber_put_close(&writer, whole);
}

static void
reports_go_both_ways(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(goldens); i++) {
        g_autoptr(GByteArray) bytes = load(goldens[i]);
        Report report;
        Pdu pdu;

        CU_ASSERT_TRUE_FATAL(get(hex_slice(bytes), &report));
        pdu_init(&pdu, 0);
        put(&report, &pdu);
        CU_ASSERT_TRUE(hex_equal(pdu_content(&pdu), hex_slice(bytes)));
        pdu_clear(&pdu);
    }
}

static void
every_field_is_read(void)
{
    g_autoptr(GByteArray) bytes = load("all_fields");
    ReportedMember member;
    Report report;

    CU_ASSERT_TRUE_FATAL(get(hex_slice(bytes), &report));
    CU_ASSERT_TRUE(slice_equals_string(report.rpt_id, "IED1LD0/LLN0$BR$b01"));
    CU_ASSERT_EQUAL(report.options, 0x3FE);
    CU_ASSERT_EQUAL(report.sq_num, 65535);
    CU_ASSERT_TRUE(slice_equals_string(report.dat_set, "IED1LD0/LLN0$ds1"));
    CU_ASSERT_TRUE(report.buf_ovfl);
    CU_ASSERT_EQUAL(report.entry_id[6], 1);
    CU_ASSERT_EQUAL(report.conf_rev, 3);
    CU_ASSERT_EQUAL(report.sub_sq_num, 1);
    CU_ASSERT_TRUE(report.more_segments_follow);
    CU_ASSERT_EQUAL(report.member_count, 4);
    CU_ASSERT_EQUAL(report.included_count, 2);
    CU_ASSERT_TRUE_FATAL(report_next(&report, &member));
    CU_ASSERT_EQUAL(member.index, 0);
    CU_ASSERT_TRUE(slice_equals_string(member.data_ref, "IED1LD0/GGIO1$ST$Ind1"));
    CU_ASSERT_EQUAL(member.reason, REPORT_DATA_CHANGE | REPORT_QUALITY_CHANGE);
    CU_ASSERT_EQUAL(member.data.size, 3);
    CU_ASSERT_TRUE_FATAL(report_next(&report, &member));
    CU_ASSERT_EQUAL(member.index, 2);
    CU_ASSERT_EQUAL(member.result, MMS_DATA_OBJECT_NON_EXISTENT);
    CU_ASSERT_EQUAL(member.reason, REPORT_GENERAL_INTERROGATION);
    CU_ASSERT_FALSE(report_next(&report, &member));
}

static void
decode(Slice bytes, void *user)
{
    ReportedMember member;
    Report report;
    unsigned count = 0;

    if (get(bytes, &report)) {
        while (report_next(&report, &member)) {
            count++;
        }
        CU_ASSERT_EQUAL(count, report.included_count);
        ++*(unsigned *)user;
    }
}

static void
bad_bytes_are_refused(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(goldens); i++) {
        g_autoptr(GByteArray) bytes = load(goldens[i]);
        unsigned good = 0;

        hex_torture(hex_slice(bytes), decode, &good);
        CU_ASSERT_TRUE(good > 0);
    }
}

static bool
is_refused(const char *text)
{
    g_autoptr(GByteArray) bytes = hex_parse(text);
    Report report;

    return !get(hex_slice(bytes), &report);
}

static void
fields_that_do_not_fit_are_refused(void)
{
    /* A failure where the RptID belongs; OptFlds of 6 bits; an EntryID of one octet; a value
     * too few; one too many. */
    CU_ASSERT_TRUE(
        is_refused("A3 15 A0 13 A1 05 80 03 52 50 54 A0 0A 80 01 02 84 03 06 00 00 84 00"));
    CU_ASSERT_TRUE(
        is_refused("A3 13 A0 11 A1 05 80 03 52 50 54 A0 08 8A 00 84 02 02 00 84 01 00"));
    CU_ASSERT_TRUE(is_refused(
        "A3 17 A0 15 A1 05 80 03 52 50 54 A0 0C 8A 00 84 03 06 01 00 89 01 07 84 01 00"));
    CU_ASSERT_TRUE(
        is_refused("A3 15 A0 13 A1 05 80 03 52 50 54 A0 0A 8A 00 84 03 06 00 00 84 02 07 80"));
    CU_ASSERT_TRUE(
        is_refused("A3 1B A0 19 A1 05 80 03 52 50 54 A0 10 8A 00 84 03 06 00 00 84 02 "
                   "07 80 83 01 00 83 01 00"));
}

static void
other_information_reports_are_no_reports(void)
{
    g_autoptr(GByteArray) error = hex_load("mms/information_report_error.hex");
    g_autoptr(GByteArray) termination = hex_load("mms/information_report_termination.hex");
    Report report;

    CU_ASSERT_FALSE(get(hex_slice(error), &report));
    CU_ASSERT_FALSE(get(hex_slice(termination), &report));
}

TEST_SUITE(report, TEST_CASE(reports_go_both_ways), TEST_CASE(every_field_is_read),
           TEST_CASE(bad_bytes_are_refused), TEST_CASE(fields_that_do_not_fit_are_refused),
           TEST_CASE(other_information_reports_are_no_reports))
