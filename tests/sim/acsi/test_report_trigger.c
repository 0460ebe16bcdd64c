/* SPDX-License-Identifier: Apache-2.0
 *
 * From changes to reports (IEC 61850-7-2 17.2.3): triggers, BufTm, integrity, interrogation.
 */
#include "sim/acsi/reporting_private.h"
#include "tests/sim/acsi/station.h"

#define URCB "LLN0$RP$urcb01"

static bool
comes(StationClient *client, const char *expected)
{
    const char *found = station_reports(client);

    if (strcmp(found, expected) != 0) {
        fprintf(stderr, "  came \"%s\", not \"%s\"\n", found, expected);
    }
    return strcmp(found, expected) == 0;
}

static void
write_number(StationClient *client, const char *item, unsigned value)
{
    CU_ASSERT_EQUAL(station_write_number(client, item, value), MMS_DATA_SUCCESS);
}

static void
write_flag(StationClient *client, const char *item, bool value)
{
    CU_ASSERT_EQUAL(station_write_flag(client, item, value), MMS_DATA_SUCCESS);
}

static void
triggers(StationClient *client, unsigned value)
{
    CU_ASSERT_EQUAL(station_write_bits(client, URCB "$TrgOps", value, 6), MMS_DATA_SUCCESS);
}

static void
each_change_has_its_reason(void)
{
    Station *station = station_new("BAY");

    write_flag(&station->a, URCB "$RptEna", true);
    CU_ASSERT_TRUE(comes(&station->a, ""));
    station_set(station, "GGIO1$ST$Ind1$stVal=true");
    CU_ASSERT_TRUE(comes(&station->a, "0:0d"));
    station_set(station, "GGIO1$ST$Ind2$q=invalid");
    CU_ASSERT_TRUE(comes(&station->a, "1:2q"));
    station_set(station, "GGIO1$MX$AnIn1$mag$f=5");
    CU_ASSERT_TRUE(comes(&station->a, "2:3du"));
    station_free(station);
}

static void
the_same_value_again_is_only_an_update(void)
{
    Station *station = station_new("BAY");

    write_flag(&station->a, URCB "$RptEna", true);
    station_set(station, "GGIO1$ST$Ind1$stVal=false GGIO1$ST$Ind1$q=good");
    CU_ASSERT_TRUE(comes(&station->a, ""));
    station_set(station, "GGIO1$MX$AnIn1$mag$f=0");
    CU_ASSERT_TRUE(comes(&station->a, "0:3u"));
    station_free(station);
}

static void
the_time_alone_triggers_nothing(void)
{
    Station *station = station_new("BAY");

    write_flag(&station->a, URCB "$RptEna", true);
    station_set(station, "GGIO1$ST$Ind1$t=2026-01-01T00:00:01Z");
    CU_ASSERT_TRUE(comes(&station->a, ""));
    station_free(station);
}

static void
one_commit_is_one_report_and_reasons_are_joined(void)
{
    Station *station = station_new("BAY");

    write_flag(&station->a, URCB "$RptEna", true);
    station_set(station, "GGIO1$ST$Ind3$q=invalid GGIO1$ST$Ind3$stVal=true "
                         "GGIO1$ST$Ind1$stVal=true GGIO1$ST$Ind2$stVal=true");
    CU_ASSERT_TRUE(comes(&station->a, "0:0d 1d 4dq"));
    station_free(station);
}

static void
trg_ops_decide_what_is_reported(void)
{
    Station *station = station_new("BAY");

    triggers(&station->a, REPORT_QUALITY_CHANGE);
    write_flag(&station->a, URCB "$RptEna", true);
    station_set(station, "GGIO1$ST$Ind1$stVal=true");
    CU_ASSERT_TRUE(comes(&station->a, ""));
    station_set(station, "GGIO1$ST$Ind3$q=invalid GGIO1$ST$Ind3$stVal=true "
                         "GGIO1$ST$Ind1$stVal=false");
    CU_ASSERT_TRUE(comes(&station->a, "0:4q"));
    station_free(station);
}

static void
without_triggers_nothing_comes(void)
{
    Station *station = station_new("BAY");

    triggers(&station->a, 0x21);
    write_flag(&station->a, URCB "$RptEna", true);
    station_set(station, "GGIO1$ST$Ind1$stVal=true");
    CU_ASSERT_TRUE(comes(&station->a, ""));
    write_flag(&station->a, URCB "$GI", true);
    CU_ASSERT_TRUE(comes(&station->a, "0:0g 1g 2g 3g 4g"));
    station_free(station);
}

static void
each_instance_has_its_own_triggers_and_numbers(void)
{
    Station *station = station_new("BAY");

    triggers(&station->a, REPORT_DATA_CHANGE);
    write_flag(&station->a, URCB "$RptEna", true);
    station_set(station, "GGIO1$ST$Ind1$stVal=true");
    write_flag(&station->b, "LLN0$RP$urcb02$RptEna", true);
    station_set(station, "GGIO1$ST$Ind1$stVal=false GGIO1$MX$AnIn1$mag$f=0");
    CU_ASSERT_TRUE(comes(&station->a, "0:0d | 1:0d"));
    CU_ASSERT_TRUE(comes(&station->b, "0:0d 3u"));
    station_free(station);
}

static void
the_window_merges_other_members(void)
{
    Station *station = station_new("BAY");

    write_number(&station->a, URCB "$BufTm", 100);
    write_flag(&station->a, URCB "$RptEna", true);
    station_set(station, "GGIO1$ST$Ind3$stVal=true");
    station_advance(station, 50);
    station_set(station, "GGIO1$ST$Ind1$stVal=true GGIO1$ST$Ind2$q=invalid");
    CU_ASSERT_TRUE(comes(&station->a, ""));
    station_advance(station, 50);
    CU_ASSERT_TRUE(comes(&station->a, "0:0d 2q 4d"));
    station_advance(station, 1000);
    CU_ASSERT_TRUE(comes(&station->a, ""));
    station_free(station);
}

static void
a_second_event_of_a_member_sends_the_first_and_begins_anew(void)
{
    Station *station = station_new("BAY");

    write_number(&station->a, URCB "$BufTm", 100);
    write_flag(&station->a, URCB "$RptEna", true);
    station_set(station, "GGIO1$ST$Ind1$stVal=true");
    station_advance(station, 60);
    station_set(station, "GGIO1$ST$Ind1$stVal=false GGIO1$ST$Ind2$stVal=true");
    CU_ASSERT_TRUE(comes(&station->a, "0:0d"));
    station_advance(station, 60);
    CU_ASSERT_TRUE(comes(&station->a, ""));
    station_advance(station, 40);
    CU_ASSERT_TRUE(comes(&station->a, "1:0d 1d"));
    station_free(station);
}

static void
disabling_forgets_what_an_urcb_gathered(void)
{
    Station *station = station_new("BAY");

    write_number(&station->a, URCB "$BufTm", 100);
    write_flag(&station->a, URCB "$RptEna", true);
    station_set(station, "GGIO1$ST$Ind1$stVal=true");
    write_flag(&station->a, URCB "$RptEna", false);
    station_advance(station, 200);
    write_flag(&station->a, URCB "$RptEna", true);
    CU_ASSERT_TRUE(comes(&station->a, ""));
    station_set(station, "GGIO1$ST$Ind1$stVal=false");
    station_advance(station, 200);
    CU_ASSERT_TRUE(comes(&station->a, "0:0d"));
    station_free(station);
}

static void
an_interrogation_sends_what_waits_first(void)
{
    Station *station = station_new("BAY");

    write_number(&station->a, URCB "$BufTm", 100);
    write_flag(&station->a, URCB "$RptEna", true);
    station_set(station, "GGIO1$ST$Ind1$stVal=true");
    write_flag(&station->a, URCB "$GI", true);
    CU_ASSERT_TRUE(comes(&station->a, "0:0d | 1:0g 1g 2g 3g 4g"));
    station_free(station);
}

static void
without_the_gi_trigger_an_interrogation_brings_nothing(void)
{
    Station *station = station_new("BAY");

    triggers(&station->a, REPORT_DATA_CHANGE);
    write_flag(&station->a, URCB "$RptEna", true);
    write_flag(&station->a, URCB "$GI", true);
    CU_ASSERT_TRUE(comes(&station->a, ""));
    station_free(station);
}

static void
integrity_comes_every_period(void)
{
    Station *station = station_new("BAY");

    write_number(&station->a, URCB "$IntgPd", 1000);
    write_flag(&station->a, URCB "$RptEna", true);
    station_advance(station, 999);
    CU_ASSERT_TRUE(comes(&station->a, ""));
    station_advance(station, 1);
    CU_ASSERT_TRUE(comes(&station->a, "0:0i 1i 2i 3i 4i"));
    station_advance(station, 2000);
    CU_ASSERT_TRUE(comes(&station->a, "1:0i 1i 2i 3i 4i | 2:0i 1i 2i 3i 4i"));
    write_flag(&station->a, URCB "$RptEna", false);
    station_advance(station, 5000);
    CU_ASSERT_TRUE(comes(&station->a, ""));
    station_free(station);
}

static void
integrity_needs_period_and_trigger(void)
{
    Station *station = station_new("BAY");

    write_flag(&station->a, URCB "$RptEna", true);
    station_advance(station, 100000);
    CU_ASSERT_TRUE(comes(&station->a, ""));
    write_flag(&station->a, URCB "$RptEna", false);
    triggers(&station->a, REPORT_DATA_CHANGE);
    write_number(&station->a, URCB "$IntgPd", 1000);
    write_flag(&station->a, URCB "$RptEna", true);
    station_advance(station, 100000);
    CU_ASSERT_TRUE(comes(&station->a, ""));
    station_free(station);
}

static void
numbers_wrap_at_8_bits(void)
{
    Station *station = station_new("BAY");

    write_flag(&station->a, URCB "$RptEna", true);
    for (unsigned i = 0; i < 256; i++) {
        station_set(station,
                    i % 2 == 0 ? "GGIO1$ST$Ind1$stVal=true" : "GGIO1$ST$Ind1$stVal=false");
        station_turn(station);
    }
    g_ptr_array_set_size(station->a.pdus, 0);
    station_set(station, "GGIO1$ST$Ind1$stVal=true");
    CU_ASSERT_TRUE(comes(&station->a, "0:0d"));
    write_flag(&station->a, URCB "$RptEna", false);
    write_flag(&station->a, URCB "$RptEna", true);
    station_set(station, "GGIO1$ST$Ind1$stVal=false");
    CU_ASSERT_TRUE(comes(&station->a, "0:0d"));
    station_free(station);
}

static void
sending_is_a_later_turn(void)
{
    Station *station = station_new("BAY");

    write_flag(&station->a, URCB "$RptEna", true);
    station_set(station, "GGIO1$ST$Ind1$stVal=true");
    CU_ASSERT_EQUAL(station->a.pdus->len, 0);
    CU_ASSERT_TRUE(station->woken);
    CU_ASSERT_TRUE(comes(&station->a, "0:0d"));
    station_free(station);
}

/* What the newest entry of a control block holds; NULL: no entry. */
static const ReportBody *
newest(const Station *station, const char *name)
{
    const Reporting *reporting = station->reporting;

    for (unsigned i = 0; i < reporting->slot_count; i++) {
        const RcbSlot *slot = &reporting->slots[i];

        if (strcmp(slot->block->name, name) == 0 && slot->rcb != NULL) {
            return slot->rcb->buffer.last != NULL ? slot->rcb->buffer.last->body : NULL;
        }
    }
    return NULL;
}

static void
what_several_see_is_encoded_once(void)
{
    static const char *const others[] = { "urcb02", "brcb01", "brcb02" };
    Station *station = station_new("BAY");

    write_flag(&station->a, URCB "$RptEna", true);
    write_flag(&station->b, "LLN0$RP$urcb02$RptEna", true);
    CU_ASSERT_EQUAL(station_write_bits(&station->b, "LLN0$RP$urcb03$TrgOps", 1 << 1, 6),
                    MMS_DATA_SUCCESS);
    write_flag(&station->b, "LLN0$RP$urcb03$RptEna", true);
    station_set(station, "GGIO1$MX$AnIn1$mag$f=5");
    CU_ASSERT_PTR_NOT_NULL_FATAL(newest(station, "urcb01"));
    for (unsigned i = 0; i < G_N_ELEMENTS(others); i++) {
        CU_ASSERT_PTR_EQUAL(newest(station, others[i]), newest(station, "urcb01"));
    }
    /* Other triggers, other reasons. */
    CU_ASSERT_PTR_NOT_NULL(newest(station, "urcb03"));
    CU_ASSERT_PTR_NOT_EQUAL(newest(station, "urcb03"), newest(station, "urcb01"));
    station_free(station);
}

TEST_SUITE(report_trigger, TEST_CASE(each_change_has_its_reason),
           TEST_CASE(the_same_value_again_is_only_an_update),
           TEST_CASE(the_time_alone_triggers_nothing),
           TEST_CASE(one_commit_is_one_report_and_reasons_are_joined),
           TEST_CASE(trg_ops_decide_what_is_reported),
           TEST_CASE(without_triggers_nothing_comes),
           TEST_CASE(each_instance_has_its_own_triggers_and_numbers),
           TEST_CASE(the_window_merges_other_members),
           TEST_CASE(a_second_event_of_a_member_sends_the_first_and_begins_anew),
           TEST_CASE(disabling_forgets_what_an_urcb_gathered),
           TEST_CASE(an_interrogation_sends_what_waits_first),
           TEST_CASE(without_the_gi_trigger_an_interrogation_brings_nothing),
           TEST_CASE(integrity_comes_every_period),
           TEST_CASE(integrity_needs_period_and_trigger), TEST_CASE(numbers_wrap_at_8_bits),
           TEST_CASE(sending_is_a_later_turn), TEST_CASE(what_several_see_is_encoded_once))
