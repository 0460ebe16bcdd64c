/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/client/report.h"

#include "tests/hex.h"
#include "tests/test.h"

/* The content of the unconfirmed PDU, and the report in it. */
static bool
get(Slice pdu, Report *report)
{
    BerReader reader = ber_reader(pdu);
    Slice content = ber_get(&reader, 0xA3);
    MmsInformationReport information;

    return reader.error == BER_OK && mms_information_report_get(content, &information) &&
           report_get(&information, report);
}

static const ClientReport *
take(ClientReportAssembly *assembly, const GByteArray *pdu, const char **problem)
{
    Report report;

    CU_ASSERT_TRUE_FATAL(get(hex_slice(pdu), &report));
    return client_report_assembly_take(assembly, &report, problem);
}

static void
expect_json(const char *name, const char *expected)
{
    g_autofree char *file = g_strdup_printf("report/%s.hex", name);
    g_autoptr(GByteArray) pdu = hex_load(file);
    g_autoptr(ClientReportAssembly) assembly = client_report_assembly_new();
    const char *problem;
    const ClientReport *report = take(assembly, pdu, &problem);

    CU_ASSERT_PTR_NULL(problem);
    CU_ASSERT_PTR_NOT_NULL_FATAL(report);
    if (report != NULL) {
        g_autofree char *json = client_report_json(report);

        if (strcmp(json, expected) != 0) {
            fprintf(stderr, "found    %s\nexpected %s\n", json, expected);
            CU_FAIL("another report");
        }
    }
}

static void
the_golden_reports_have_their_meaning(void)
{
    expect_json("urcb_data_change",
                "{\"rpt_id\":\"rcb01\",\"opt_flds\":[\"sequence-number\",\"report-time-stamp\","
                "\"reason-for-inclusion\",\"data-set-name\",\"data-reference\"],\"sq_num\":0,"
                "\"time_of_entry\":\"2022-12-08T12:00:00.000000000Z\","
                "\"dat_set\":\"IED1LD0/LLN0$ds1\",\"inclusion\":\"01\",\"members\":["
                "{\"index\":1,\"reference\":\"IED1LD0/GGIO1$ST$Ind2\",\"value\":[true,"
                "\"0000000000000\",{\"time\":\"2024-03-12T22:04:48.500000000Z\","
                "\"quality\":10}],\"reasons\":[\"data-change\"]}]}");
    expect_json("bare_refused",
                "{\"rpt_id\":\"r\",\"opt_flds\":[],\"inclusion\":\"10001\",\"members\":["
                "{\"index\":0,\"value\":\"hello\"},"
                "{\"index\":4,\"error\":\"object-non-existent\"}]}");
}

static void
every_field_is_given(void)
{
    g_autoptr(GByteArray) pdu = hex_load("report/brcb_interrogation.hex");
    g_autoptr(ClientReportAssembly) assembly = client_report_assembly_new();
    const char *problem;
    const ClientReport *report = take(assembly, pdu, &problem);

    CU_ASSERT_PTR_NOT_NULL_FATAL(report);
    CU_ASSERT_EQUAL(report->options, 0x1FE);
    CU_ASSERT_TRUE(slice_equals_string(report->rpt_id, "IED1LD0/LLN0$BR$brcb"));
    CU_ASSERT_EQUAL(report->sq_num, 65535);
    CU_ASSERT_TRUE(report->buf_ovfl);
    CU_ASSERT_EQUAL(report->entry_id[7], 0x2C);
    CU_ASSERT_EQUAL(report->conf_rev, 2);
    CU_ASSERT_EQUAL(report->segments, 1);
    CU_ASSERT_EQUAL(report->count, 2);
    CU_ASSERT_TRUE(slice_equals_string(report->members[1].reference, "IED1LD0/A2"));
    CU_ASSERT_EQUAL(report->members[1].reason,
                    REPORT_DATA_CHANGE | REPORT_QUALITY_CHANGE | REPORT_GENERAL_INTERROGATION);
}

static void
segments_become_one_report(void)
{
    g_autoptr(GByteArray) first = hex_load("report/segment_0.hex");
    g_autoptr(GByteArray) second = hex_load("report/segment_1.hex");
    g_autoptr(ClientReportAssembly) assembly = client_report_assembly_new();
    const char *problem;
    const ClientReport *report;

    for (unsigned i = 0; i < 2; i++) {
        CU_ASSERT_PTR_NULL(take(assembly, first, &problem));
        CU_ASSERT_PTR_NULL(problem);
        report = take(assembly, second, &problem);
        CU_ASSERT_PTR_NULL(problem);
        CU_ASSERT_PTR_NOT_NULL_FATAL(report);
        CU_ASSERT_EQUAL(report->segments, 2);
        CU_ASSERT_EQUAL(report->options, REPORT_SEQUENCE_NUMBER);
        CU_ASSERT_EQUAL(report->count, 3);
        CU_ASSERT_EQUAL(report->members[2].index, 2);
        CU_ASSERT_EQUAL(report->members[2].data.size, 10);
        CU_ASSERT_EQUAL(report->inclusion[0], 0xE0);
    }
}

static void
segments_that_do_not_fit_are_told(void)
{
    g_autoptr(GByteArray) first = hex_load("report/segment_0.hex");
    g_autoptr(GByteArray) second = hex_load("report/segment_1.hex");
    g_autoptr(GByteArray) other = hex_load("report/bare_refused.hex");
    g_autoptr(ClientReportAssembly) assembly = client_report_assembly_new();
    const char *problem;

    CU_ASSERT_PTR_NULL(take(assembly, second, &problem));
    CU_ASSERT_STRING_EQUAL(problem, "the first segments of a report are missing");
    take(assembly, first, &problem);
    CU_ASSERT_PTR_NOT_NULL(take(assembly, other, &problem));
    CU_ASSERT_STRING_EQUAL(problem, "the segments of a report do not follow one another");
    take(assembly, first, &problem);
    CU_ASSERT_PTR_NULL(problem);
    CU_ASSERT_PTR_NULL(take(assembly, first, &problem));
    CU_ASSERT_PTR_NOT_NULL(problem);
    CU_ASSERT_PTR_NOT_NULL(take(assembly, second, &problem));
    CU_ASSERT_PTR_NULL(problem);
}

static void
a_segment_of_another_report_is_told(void)
{
    g_autoptr(GByteArray) first = hex_load("report/segment_0.hex");
    g_autoptr(GByteArray) second = hex_load("report/segment_1.hex");
    g_autoptr(ClientReportAssembly) assembly = client_report_assembly_new();
    const char *problem;
    Report report;

    take(assembly, first, &problem);
    CU_ASSERT_TRUE_FATAL(get(hex_slice(second), &report));
    report.sq_num++;
    CU_ASSERT_PTR_NULL(client_report_assembly_take(assembly, &report, &problem));
    CU_ASSERT_STRING_EQUAL(problem, "a segment differs from the segments before");
    take(assembly, first, &problem);
    CU_ASSERT_TRUE_FATAL(get(hex_slice(first), &report));
    report.sub_sq_num = 1;
    CU_ASSERT_PTR_NULL(client_report_assembly_take(assembly, &report, &problem));
    CU_ASSERT_STRING_EQUAL(problem, "a segment repeats members of the segments before");
}

static void
survive(Slice bytes, void *user)
{
    ClientReportAssembly *assembly = user;
    const char *problem;
    const ClientReport *found;
    Report report;

    if (!get(bytes, &report)) {
        return;
    }
    found = client_report_assembly_take(assembly, &report, &problem);
    if (found != NULL) {
        g_autofree char *json = client_report_json(found);

        CU_ASSERT_EQUAL(json[0], '{');
    }
}

static void
every_truncation_and_bit_flip_is_survived(void)
{
    static const char *const names[] = { "urcb_data_change", "brcb_interrogation",
                                         "bare_refused", "segment_0", "segment_1" };
    g_autoptr(ClientReportAssembly) assembly = client_report_assembly_new();

    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *file = g_strdup_printf("report/%s.hex", names[i]);
        g_autoptr(GByteArray) pdu = hex_load(file);

        hex_torture(hex_slice(pdu), survive, assembly);
    }
}

static void
triggers_and_options_have_names(void)
{
    unsigned value;

    CU_ASSERT_TRUE(client_report_parse_triggers("dchg,qchg, gi", &value));
    CU_ASSERT_EQUAL(value, 0x26);
    CU_ASSERT_TRUE(client_report_parse_triggers("integrity,data-update", &value));
    CU_ASSERT_EQUAL(value, 0x18);
    CU_ASSERT_TRUE(client_report_parse_triggers("011001", &value));
    CU_ASSERT_EQUAL(value, 0x26);
    CU_ASSERT_TRUE(client_report_parse_triggers("", &value));
    CU_ASSERT_EQUAL(value, 0);
    CU_ASSERT_FALSE(client_report_parse_triggers("dchg,nonsense", &value));
    CU_ASSERT_FALSE(client_report_parse_triggers("0110", &value));
    CU_ASSERT_FALSE(client_report_parse_triggers("dchg,", &value));
    CU_ASSERT_TRUE(client_report_parse_options("seqNum,ENTRYID,conf-revision", &value));
    CU_ASSERT_EQUAL(value, 0x182);
    CU_ASSERT_TRUE(client_report_parse_options("all", &value));
    CU_ASSERT_EQUAL(value, 0x1FE);
    CU_ASSERT_FALSE(client_report_parse_options("application", &value));
}

TEST_SUITE(client_report, TEST_CASE(the_golden_reports_have_their_meaning),
           TEST_CASE(every_field_is_given), TEST_CASE(segments_become_one_report),
           TEST_CASE(segments_that_do_not_fit_are_told),
           TEST_CASE(a_segment_of_another_report_is_told),
           TEST_CASE(every_truncation_and_bit_flip_is_survived),
           TEST_CASE(triggers_and_options_have_names))
