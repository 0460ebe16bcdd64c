/* SPDX-License-Identifier: Apache-2.0
 *
 * What clients may write to report control blocks, row by row of the behaviour table (IEC
 * 61850-7-2 17.2, 8-1 17.1).
 */
#include "tests/sim/acsi/station.h"

#define URCB "LLN0$RP$urcb01"
#define BRCB "LLN0$BR$brcb01"
#define UNAVAILABLE MMS_DATA_TEMPORARILY_UNAVAILABLE
#define DENIED MMS_DATA_OBJECT_ACCESS_DENIED
#define INVALID MMS_DATA_OBJECT_VALUE_INVALID

static void
enabling_needs_a_data_set(void)
{
    Station *station = station_new("BAY");

    CU_ASSERT_EQUAL(station_write_flag(&station->a, "LLN0$RP$empty01$RptEna", true),
                    UNAVAILABLE);
    CU_ASSERT_EQUAL(station_write_text(&station->a, "LLN0$RP$empty01$DatSet", "BAYLD0/LLN0$ds"),
                    MMS_DATA_SUCCESS);
    CU_ASSERT_TRUE(station_enables(&station->a, "LLN0$RP$empty01"));
    CU_ASSERT_TRUE(station_reads(&station->a, "LLN0$RP$empty01$RptEna", "true"));
    station_free(station);
}

static void
enabling_twice_is_refused(void)
{
    Station *station = station_new("BAY");

    CU_ASSERT_TRUE(station_enables(&station->a, URCB));
    CU_ASSERT_EQUAL(station_write_flag(&station->a, URCB "$RptEna", true), UNAVAILABLE);
    CU_ASSERT_EQUAL(station_write_flag(&station->b, URCB "$RptEna", true), UNAVAILABLE);
    CU_ASSERT_EQUAL(station_write_flag(&station->b, URCB "$RptEna", false), UNAVAILABLE);
    CU_ASSERT_TRUE(station_reads(&station->b, URCB "$RptEna", "true"));
    station_free(station);
}

static void
disabling_what_is_disabled_does_nothing(void)
{
    Station *station = station_new("BAY");

    CU_ASSERT_EQUAL(station_write_flag(&station->a, URCB "$RptEna", false), MMS_DATA_SUCCESS);
    CU_ASSERT_TRUE(station_reads(&station->a, URCB "$Resv", "false"));
    CU_ASSERT_STRING_EQUAL(station->log->str, "");
    station_free(station);
}

static void
while_enabled_only_disabling_and_gi_are_allowed(void)
{
    static const char *const flags[] = { "Resv", "PurgeBuf" };
    static const char *const blocks[] = { URCB, BRCB };
    Station *station = station_new("BAY");

    for (unsigned i = 0; i < 2; i++) {
        g_autofree char *rpt_id = g_strconcat(blocks[i], "$RptID", NULL);
        g_autofree char *dat_set = g_strconcat(blocks[i], "$DatSet", NULL);
        g_autofree char *opt_flds = g_strconcat(blocks[i], "$OptFlds", NULL);
        g_autofree char *trg_ops = g_strconcat(blocks[i], "$TrgOps", NULL);
        g_autofree char *buf_tm = g_strconcat(blocks[i], "$BufTm", NULL);
        g_autofree char *intg_pd = g_strconcat(blocks[i], "$IntgPd", NULL);
        g_autofree char *gi = g_strconcat(blocks[i], "$GI", NULL);
        g_autofree char *flag = g_strconcat(blocks[i], "$", flags[i], NULL);

        CU_ASSERT_TRUE(station_enables(&station->a, blocks[i]));
        CU_ASSERT_EQUAL(station_write_text(&station->a, rpt_id, "x"), UNAVAILABLE);
        CU_ASSERT_EQUAL(station_write_text(&station->a, dat_set, ""), UNAVAILABLE);
        CU_ASSERT_EQUAL(station_write_bits(&station->a, opt_flds, 0, 10), UNAVAILABLE);
        CU_ASSERT_EQUAL(station_write_bits(&station->a, trg_ops, 0, 6), UNAVAILABLE);
        CU_ASSERT_EQUAL(station_write_number(&station->a, buf_tm, 0), UNAVAILABLE);
        CU_ASSERT_EQUAL(station_write_number(&station->a, intg_pd, 0), UNAVAILABLE);
        CU_ASSERT_EQUAL(station_write_flag(&station->a, flag, false), UNAVAILABLE);
        CU_ASSERT_EQUAL(station_write_flag(&station->a, gi, true), MMS_DATA_SUCCESS);
        CU_ASSERT_TRUE(station_reads(&station->a, gi, "false"));
    }
    CU_ASSERT_EQUAL(
        station_write(&station->a, BRCB "$EntryID", "89 08 00 00 00 00 00 00 00 00"),
        UNAVAILABLE);
    CU_ASSERT_EQUAL(station_write(&station->a, BRCB "$ResvTms", "85 01 05"), UNAVAILABLE);
    station_free(station);
}

static void
what_another_client_reserved_is_refused_but_readable(void)
{
    Station *station = station_new("BAY");

    CU_ASSERT_EQUAL(station_write_flag(&station->a, URCB "$Resv", true), MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(station_write_flag(&station->b, URCB "$Resv", true), UNAVAILABLE);
    CU_ASSERT_EQUAL(station_write_flag(&station->b, URCB "$RptEna", true), UNAVAILABLE);
    CU_ASSERT_EQUAL(station_write_number(&station->b, URCB "$BufTm", 5), UNAVAILABLE);
    CU_ASSERT_TRUE(station_reads(&station->b, URCB "$Resv", "true"));
    CU_ASSERT_EQUAL(station_write_flag(&station->a, URCB "$Resv", false), MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(station_write_number(&station->b, URCB "$BufTm", 5), MMS_DATA_SUCCESS);
    station_free(station);
}

static void
some_attributes_nobody_writes(void)
{
    Station *station = station_new("BAY");

    CU_ASSERT_EQUAL(station_write_number(&station->a, URCB "$ConfRev", 1), DENIED);
    CU_ASSERT_EQUAL(station_write_number(&station->a, URCB "$SqNum", 1), DENIED);
    CU_ASSERT_EQUAL(station_write(&station->a, URCB "$Owner", "89 00"), DENIED);
    CU_ASSERT_EQUAL(station_write(&station->a, BRCB "$TimeofEntry", "8C 06 00 00 00 00 00 00"),
                    DENIED);
    station_free(station);
}

static void
a_control_block_as_a_whole_is_refused(void)
{
    /* RptID, RptEna, Resv, DatSet, ConfRev, OptFlds, BufTm, SqNum, TrgOps, IntgPd, GI, Owner:
     * as it should be, empty, an array, and something else. */
    static const char *const values[] = {
        "A2 28 8A 04 6D 69 6E 65 83 01 01 83 01 01 8A 00 86 01 01 84 03 06 7C 00 86 01 05"
        " 86 01 00 84 02 02 7C 86 01 00 83 01 01 89 00",
        "A2 00",
        "A1 03 83 01 01",
        "83 01 01",
    };
    static const char *const items[] = { URCB, BRCB, "LLN0$RP", "LLN0$BR" };
    Station *station = station_new("BAY");

    for (unsigned i = 0; i < G_N_ELEMENTS(values); i++) {
        for (unsigned k = 0; k < G_N_ELEMENTS(items); k++) {
            CU_ASSERT_EQUAL(station_write(&station->a, items[k], values[i]), DENIED);
        }
    }
    CU_ASSERT_TRUE(station_reads(&station->a, URCB "$RptID", "live"));
    CU_ASSERT_TRUE(station_reads(&station->a, URCB "$RptEna", "false"));
    CU_ASSERT_TRUE(station_enables(&station->a, URCB));
    CU_ASSERT_EQUAL(station_write(&station->a, URCB, values[0]), DENIED);
    CU_ASSERT_EQUAL(station_write(&station->b, URCB, values[0]), DENIED);
    CU_ASSERT_TRUE(station_reads(&station->a, URCB "$BufTm", "0"));
    station_free(station);
}

static void
what_report_settings_fix_is_refused(void)
{
    Station *station = station_new("FIXED");

    CU_ASSERT_EQUAL(station_write_text(&station->a, URCB "$RptID", "x"), DENIED);
    CU_ASSERT_EQUAL(station_write_text(&station->a, URCB "$DatSet", ""), DENIED);
    CU_ASSERT_EQUAL(station_write_bits(&station->a, URCB "$OptFlds", 0, 10), DENIED);
    CU_ASSERT_EQUAL(station_write_number(&station->a, URCB "$BufTm", 1), DENIED);
    CU_ASSERT_EQUAL(station_write_bits(&station->a, URCB "$TrgOps", 0, 6), DENIED);
    CU_ASSERT_EQUAL(station_write_number(&station->a, URCB "$IntgPd", 1), DENIED);
    CU_ASSERT_TRUE(station_enables(&station->a, URCB));
    CU_ASSERT_EQUAL(station_write_flag(&station->a, URCB "$GI", true), MMS_DATA_SUCCESS);
    station_free(station);
}

static void
a_changed_data_set_counts_conf_rev_up_and_purges(void)
{
    Station *station = station_new("BAY");

    station_set(station, "GGIO1$ST$Ind1$stVal=true");
    CU_ASSERT_TRUE(!station_reads(&station->a, BRCB "$EntryID", "0000000000000000"));
    CU_ASSERT_EQUAL(station_write_text(&station->a, BRCB "$DatSet", "BAYLD0/LLN0$ds"),
                    MMS_DATA_SUCCESS);
    CU_ASSERT_TRUE(station_reads(&station->a, BRCB "$ConfRev", "4294967295"));
    CU_ASSERT_EQUAL(station_write_text(&station->a, BRCB "$DatSet", "BAYLD0/LLN0$none"),
                    INVALID);
    CU_ASSERT_EQUAL(station_write_text(&station->a, BRCB "$DatSet", "nonsense"), INVALID);
    CU_ASSERT_EQUAL(station_write_text(&station->a, BRCB "$DatSet", "BAYLD0/LLN0$other"),
                    MMS_DATA_SUCCESS);
    CU_ASSERT_TRUE(station_reads(&station->a, BRCB "$ConfRev", "1"));
    CU_ASSERT_TRUE(station_reads(&station->a, BRCB "$EntryID", "0000000000000000"));
    CU_ASSERT_EQUAL(station_write_text(&station->a, BRCB "$DatSet", ""), MMS_DATA_SUCCESS);
    CU_ASSERT_TRUE(station_reads(&station->a, BRCB "$ConfRev", "2"));
    station_free(station);
}

static void
parameters_purge_the_buffer_only_when_they_change(void)
{
    static const struct {
        const char *item;
        unsigned same, other, bits;
        bool purges;
    } rows[] = { { BRCB "$BufTm", 0, 50, 0, true },
                 { BRCB "$IntgPd", 0, 60000, 0, true },
                 { BRCB "$TrgOps", 0x3E, 0x2E, 6, true },
                 { BRCB "$OptFlds", 0xCA, 0x0A, 10, false } };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        for (unsigned changed = 0; changed < 2; changed++) {
            Station *station = station_new("BAY");
            unsigned value = changed ? rows[i].other : rows[i].same;

            station_set(station, "GGIO1$ST$Ind1$stVal=true");
            CU_ASSERT_EQUAL(
                rows[i].bits > 0
                    ? station_write_bits(&station->a, rows[i].item, value, rows[i].bits)
                    : station_write_number(&station->a, rows[i].item, value),
                MMS_DATA_SUCCESS);
            CU_ASSERT_EQUAL(
                strcmp(station_read(&station->a, BRCB "$EntryID"), "0000000000000000") == 0,
                rows[i].purges && changed);
            station_free(station);
        }
    }
}

static void
a_changed_rpt_id_purges_and_an_empty_one_reads_empty(void)
{
    Station *station = station_new("BAY");
    MmsInformationReport information;
    Report report;

    CU_ASSERT_TRUE(station_reads(&station->a, BRCB "$RptID", ""));
    CU_ASSERT_TRUE(station_enables(&station->a, BRCB));
    CU_ASSERT_EQUAL(station_write_flag(&station->a, BRCB "$GI", true), MMS_DATA_SUCCESS);
    station_turn(station);
    CU_ASSERT_EQUAL_FATAL(station->a.pdus->len, 1);
    CU_ASSERT_TRUE(
        mms_information_report_get((Slice){ ((GByteArray *)station->a.pdus->pdata[0])->data,
                                            ((GByteArray *)station->a.pdus->pdata[0])->len },
                                   &information));
    CU_ASSERT_TRUE(report_get(&information, &report));
    CU_ASSERT_TRUE(slice_equals_string(report.rpt_id, "BAYLD0/LLN0$BR$brcb01"));
    CU_ASSERT_TRUE(station_reads(&station->a, BRCB "$RptID", ""));
    CU_ASSERT_EQUAL(station_write_flag(&station->a, BRCB "$RptEna", false), MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(station_write_text(&station->a, BRCB "$RptID", "mine"), MMS_DATA_SUCCESS);
    CU_ASSERT_TRUE(station_reads(&station->a, BRCB "$EntryID", "0000000000000000"));
    station_free(station);
}

static void
bit_strings_of_another_length_are_refused(void)
{
    Station *station = station_new("BAY");

    CU_ASSERT_EQUAL(station_write_bits(&station->a, URCB "$TrgOps", 0, 5),
                    MMS_DATA_TYPE_INCONSISTENT);
    CU_ASSERT_EQUAL(station_write_bits(&station->a, URCB "$TrgOps", 0, 7),
                    MMS_DATA_TYPE_INCONSISTENT);
    CU_ASSERT_EQUAL(station_write_bits(&station->a, URCB "$OptFlds", 0, 8),
                    MMS_DATA_TYPE_INCONSISTENT);
    CU_ASSERT_EQUAL(station_write(&station->a, URCB "$OptFlds", "84 01 00"),
                    MMS_DATA_TYPE_INCONSISTENT);
    CU_ASSERT_EQUAL(station_write(&station->a, URCB "$TrgOps", "86 01 05"),
                    MMS_DATA_TYPE_INCONSISTENT);
    CU_ASSERT_TRUE(station_reads(&station->a, URCB "$TrgOps", "dchg,qchg,dupd,period,gi"));
    CU_ASSERT_EQUAL(station_write(&station->a, URCB "$RptEna", "85 01 01"),
                    MMS_DATA_TYPE_INCONSISTENT);
    CU_ASSERT_EQUAL(station_write(&station->a, URCB "$BufTm", "86 06 00 FF FF FF FF FF"),
                    MMS_DATA_TYPE_INCONSISTENT);
    CU_ASSERT_EQUAL(station_write(&station->a, BRCB "$EntryID", "89 02 00 00"), INVALID);
    station_free(station);
}

static void
gi_needs_an_enabled_control_block(void)
{
    Station *station = station_new("BAY");

    CU_ASSERT_EQUAL(station_write_flag(&station->a, URCB "$GI", true), UNAVAILABLE);
    CU_ASSERT_EQUAL(station_write_flag(&station->a, BRCB "$GI", true), UNAVAILABLE);
    CU_ASSERT_EQUAL(station_write_flag(&station->a, URCB "$GI", false), MMS_DATA_SUCCESS);
    station_free(station);
}

static void
purge_buf_empties_the_buffer_and_reads_false(void)
{
    Station *station = station_new("BAY");

    station_set(station, "GGIO1$ST$Ind1$stVal=true");
    CU_ASSERT_EQUAL(station_write_flag(&station->a, BRCB "$PurgeBuf", true), MMS_DATA_SUCCESS);
    CU_ASSERT_TRUE(station_reads(&station->a, BRCB "$PurgeBuf", "false"));
    CU_ASSERT_TRUE(station_enables(&station->a, BRCB));
    CU_ASSERT_STRING_EQUAL(station_reports(&station->a), "");
    station_free(station);
}

static void
what_happens_is_told(void)
{
    Station *station = station_new("BAY");

    CU_ASSERT_TRUE(station_enables(&station->a, URCB));
    CU_ASSERT_EQUAL(station_write_flag(&station->a, URCB "$GI", true), MMS_DATA_SUCCESS);
    station_turn(station);
    station_lose(&station->a);
    CU_ASSERT_STRING_EQUAL(station->log->str,
                           "reserved LD0/LLN0.RP.urcb01\n"
                           "rcb_enabled LD0/LLN0.RP.urcb01\n"
                           "gi_requested LD0/LLN0.RP.urcb01\n"
                           "entry_made LD0/LLN0.RP.urcb01=0000019b76daa800\n"
                           "report_sent LD0/LLN0.RP.urcb01=0\n"
                           "rcb_disabled LD0/LLN0.RP.urcb01=the association ended\n");
    station_free(station);
}

TEST_SUITE(report_control, TEST_CASE(enabling_needs_a_data_set),
           TEST_CASE(enabling_twice_is_refused),
           TEST_CASE(disabling_what_is_disabled_does_nothing),
           TEST_CASE(while_enabled_only_disabling_and_gi_are_allowed),
           TEST_CASE(what_another_client_reserved_is_refused_but_readable),
           TEST_CASE(some_attributes_nobody_writes),
           TEST_CASE(a_control_block_as_a_whole_is_refused),
           TEST_CASE(what_report_settings_fix_is_refused),
           TEST_CASE(a_changed_data_set_counts_conf_rev_up_and_purges),
           TEST_CASE(parameters_purge_the_buffer_only_when_they_change),
           TEST_CASE(a_changed_rpt_id_purges_and_an_empty_one_reads_empty),
           TEST_CASE(bit_strings_of_another_length_are_refused),
           TEST_CASE(gi_needs_an_enabled_control_block),
           TEST_CASE(purge_buf_empties_the_buffer_and_reads_false),
           TEST_CASE(what_happens_is_told))
