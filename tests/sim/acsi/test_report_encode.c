/* SPDX-License-Identifier: Apache-2.0
 *
 * Reports as bytes (IEC 61850-8-1 17.3): golden ones, every combination of OptFlds, segments,
 * and the gate.
 */
#include "tests/hex.h"
#include "tests/sim/acsi/station.h"

#define URCB "LLN0$RP$urcb01"
#define BRCB "LLN0$BR$brcb01"

/* The first PDU that waits for the client. */
static Slice
first(const StationClient *client)
{
    return hex_slice(client->pdus->pdata[0]);
}

static bool
get(const GByteArray *pdu, Report *report)
{
    MmsInformationReport information;

    return mms_information_report_get(hex_slice(pdu), &information) &&
           report_get(&information, report);
}

static void
check_golden(const char *block, const char *name)
{
    Station *station = station_new("BAY");
    g_autofree char *opt_flds = g_strconcat(block, "$OptFlds", NULL);
    g_autofree char *rpt_ena = g_strconcat(block, "$RptEna", NULL);
    g_autofree char *path = g_strdup_printf("report/%s.hex", name);
    g_autoptr(GByteArray) expected = hex_load(path);

    CU_ASSERT_EQUAL(station_write_bits(&station->a, opt_flds, 0x3FE, 10), MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(station_write_flag(&station->a, rpt_ena, true), MMS_DATA_SUCCESS);
    station_set(station, "GGIO1$ST$Ind1$stVal=true GGIO1$ST$Ind2$q=invalid");
    station_turn(station);
    CU_ASSERT_EQUAL_FATAL(station->a.pdus->len, 1);
    CU_ASSERT_TRUE(hex_equal(first(&station->a), slice_from(hex_slice(expected), 3)));
    station_free(station);
}

static void
reports_have_the_golden_bytes(void)
{
    check_golden(URCB, "unbuffered");
    check_golden(BRCB, "buffered");
}

static void
every_combination_of_fields_is_sent(void)
{
    Station *station = station_new("BAY");

    for (unsigned options = 0; options < 1024; options++) {
        const char *block = options % 2 == 0 ? URCB : BRCB;
        unsigned present = options & 0x1FE & (options % 2 == 0 ? ~0xC0u : ~0u);
        g_autofree char *opt_flds = g_strconcat(block, "$OptFlds", NULL);
        g_autofree char *rpt_ena = g_strconcat(block, "$RptEna", NULL);
        g_autofree char *gi = g_strconcat(block, "$GI", NULL);
        Report report;

        station_write_flag(&station->a, BRCB "$PurgeBuf", true);
        CU_ASSERT_EQUAL(station_write_bits(&station->a, opt_flds, options, 10),
                        MMS_DATA_SUCCESS);
        CU_ASSERT_EQUAL(station_write_flag(&station->a, rpt_ena, true), MMS_DATA_SUCCESS);
        CU_ASSERT_EQUAL(station_write_flag(&station->a, gi, true), MMS_DATA_SUCCESS);
        station_turn(station);
        CU_ASSERT_EQUAL_FATAL(station->a.pdus->len, 1);
        CU_ASSERT_TRUE_FATAL(get(station->a.pdus->pdata[0], &report));
        CU_ASSERT_EQUAL(report.options, present);
        CU_ASSERT_EQUAL(report.included_count, 5);
        g_ptr_array_set_size(station->a.pdus, 0);
        CU_ASSERT_EQUAL(station_write_flag(&station->a, rpt_ena, false), MMS_DATA_SUCCESS);
    }
    station_free(station);
}

static void
a_report_over_the_pdu_goes_in_segments(void)
{
    Station *station = station_new("BAY");
    unsigned members = 0;
    Report report;

    station->a.pdu_size = 256;
    CU_ASSERT_EQUAL(station_write_bits(&station->a, BRCB "$OptFlds", 0x1FE, 10),
                    MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(station_write_flag(&station->a, BRCB "$RptEna", true), MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(station_write_flag(&station->a, BRCB "$GI", true), MMS_DATA_SUCCESS);
    station_turn(station);
    CU_ASSERT_TRUE_FATAL(station->a.pdus->len > 1);
    for (unsigned i = 0; i < station->a.pdus->len; i++) {
        CU_ASSERT_TRUE_FATAL(get(station->a.pdus->pdata[i], &report));
        CU_ASSERT_EQUAL(report.options, 0x3FE);
        CU_ASSERT_EQUAL(report.sq_num, 0);
        CU_ASSERT_EQUAL(report.sub_sq_num, i);
        CU_ASSERT_EQUAL(report.member_count, 5);
        CU_ASSERT_EQUAL(report.more_segments_follow, i + 1 < station->a.pdus->len);
        members += report.included_count;
    }
    CU_ASSERT_EQUAL(members, 5);
    g_ptr_array_set_size(station->a.pdus, 0);
    station_set(station, "GGIO1$ST$Ind1$stVal=true");
    CU_ASSERT_STRING_EQUAL(station_reports(&station->a), "1:0d");
    station_free(station);
}

static void
every_pdu_size_is_kept(void)
{
    for (unsigned size = 150; size < 700; size++) {
        Station *station = station_new("BAY");
        unsigned members = 0;
        Report report;

        station->a.pdu_size = size;
        CU_ASSERT_EQUAL(station_write_bits(&station->a, URCB "$OptFlds", 0x13E, 10),
                        MMS_DATA_SUCCESS);
        CU_ASSERT_EQUAL(station_write_flag(&station->a, URCB "$RptEna", true),
                        MMS_DATA_SUCCESS);
        CU_ASSERT_EQUAL(station_write_flag(&station->a, URCB "$GI", true), MMS_DATA_SUCCESS);
        station_turn(station);
        for (unsigned i = 0; i < station->a.pdus->len; i++) {
            CU_ASSERT_TRUE_FATAL(get(station->a.pdus->pdata[i], &report));
            members += report.included_count;
        }
        CU_ASSERT_EQUAL(members, 5);
        station_free(station);
    }
}

static void
a_member_over_the_pdu_is_lost_and_told(void)
{
    Station *station = station_new("BAY");

    station->a.pdu_size = 60;
    CU_ASSERT_EQUAL(station_write_bits(&station->a, URCB "$OptFlds", 0x3E, 10),
                    MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(station_write_flag(&station->a, URCB "$RptEna", true), MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(station_write_flag(&station->a, URCB "$GI", true), MMS_DATA_SUCCESS);
    station_turn(station);
    CU_ASSERT_EQUAL(station->a.pdus->len, 0);
    CU_ASSERT_FALSE(station->woken);
    CU_ASSERT_TRUE(strstr(station->log->str, "entry_lost LD0/LLN0.RP.urcb01") != NULL);
    station_free(station);
}

typedef struct Guest {
    GateGuest guest;
    GateVerdict verdict;
    unsigned count;
} Guest;

static GateVerdict
act(GateGuest *guest, GatePass *pass)
{
    Guest *own = (Guest *)guest;

    CU_ASSERT_EQUAL(pass->point, GATE_REPORT);
    CU_ASSERT_TRUE(pass->bytes.size > 0);
    own->count++;
    return own->verdict;
}

static void
the_gate_sees_reports_and_may_keep_them(void)
{
    Station *station = station_new("BAY");
    Guest guest = { .guest = { .act = act }, .verdict = GATE_DROP };

    gate_add(&station->gates[GATE_REPORT], &guest.guest);
    CU_ASSERT_EQUAL(station_write_flag(&station->a, URCB "$RptEna", true), MMS_DATA_SUCCESS);
    station_set(station, "GGIO1$ST$Ind1$stVal=true");
    CU_ASSERT_STRING_EQUAL(station_reports(&station->a), "");
    CU_ASSERT_EQUAL(guest.count, 1);
    guest.verdict = GATE_PASS;
    station_set(station, "GGIO1$ST$Ind1$stVal=false");
    CU_ASSERT_STRING_EQUAL(station_reports(&station->a), "1:0d");
    guest.verdict = GATE_CLOSE;
    station_set(station, "GGIO1$ST$Ind1$stVal=true");
    CU_ASSERT_STRING_EQUAL(station_reports(&station->a), "");
    CU_ASSERT_TRUE(station->a.closing);
    gate_remove(&station->gates[GATE_REPORT], &guest.guest);
    station_free(station);
}

static void
check_end_while_sent(const char *block, uint32_t pdu_size)
{
    Station *station = station_new("BAY");

    station->a.pdu_size = pdu_size;
    CU_ASSERT_TRUE(station_enables(&station->a, block));
    station_set(station, "GGIO1$ST$Ind1$stVal=true GGIO1$ST$Ind2$q=invalid");
    station_set(station, "GGIO1$ST$Ind1$stVal=false");
    station->a.leaves = true;
    station_turn(station);
    CU_ASSERT_EQUAL(station->a.pdus->len, 1);
    CU_ASSERT_FALSE(station->a.leaves);
    station_free(station);
}

/* A gate further down may do that: no later report, no later segment. */
static void
an_association_that_ends_while_it_is_sent_to_gets_no_more(void)
{
    check_end_while_sent(URCB, 65000);
    check_end_while_sent(BRCB, 65000);
    check_end_while_sent(URCB, 90);
    check_end_while_sent(BRCB, 110);
}

TEST_SUITE(report_encode, TEST_CASE(reports_have_the_golden_bytes),
           TEST_CASE(every_combination_of_fields_is_sent),
           TEST_CASE(a_report_over_the_pdu_goes_in_segments), TEST_CASE(every_pdu_size_is_kept),
           TEST_CASE(a_member_over_the_pdu_is_lost_and_told),
           TEST_CASE(the_gate_sees_reports_and_may_keep_them),
           TEST_CASE(an_association_that_ends_while_it_is_sent_to_gets_no_more))
