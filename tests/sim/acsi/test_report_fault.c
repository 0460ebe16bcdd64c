/* SPDX-License-Identifier: Apache-2.0
 *
 * What faults do to report control blocks beside the gates, and that these stay consistent.
 */
#include "tests/sim/acsi/station.h"

#define URCB "LLN0$RP$urcb01"
#define BRCB "LLN0$BR$brcb01"
#define UNAVAILABLE MMS_DATA_TEMPORARILY_UNAVAILABLE

typedef struct Wanted {
    const char *name;
    ReportingRcb found;
    unsigned count;
} Wanted;

static void
look(void *user, const ReportingRcb *rcb)
{
    Wanted *wanted = user;

    wanted->count++;
    if (strcmp(rcb->block->name, wanted->name) == 0) {
        wanted->found = *rcb;
    }
}

static ReportingRcb
find(Station *station, const char *name)
{
    Wanted wanted = { .name = name };

    reporting_each_rcb(station->reporting, look, &wanted);
    CU_ASSERT_TRUE(wanted.count > 3);
    CU_ASSERT_PTR_NOT_NULL_FATAL(wanted.found.block);
    return wanted.found;
}

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
a_block_tells_who_has_it_and_what_it_keeps(void)
{
    Station *station = station_new("BAY");
    ReportingRcb brcb;

    station_set(station, "GGIO1$ST$Ind1$stVal=true");
    brcb = find(station, "brcb01");
    CU_ASSERT_FALSE(brcb.enabled);
    CU_ASSERT_EQUAL(brcb.entries, 1);
    CU_ASSERT_EQUAL(brcb.association, 0);
    CU_ASSERT_TRUE(station_enables(&station->a, BRCB));
    brcb = find(station, "brcb01");
    CU_ASSERT_TRUE(brcb.enabled);
    CU_ASSERT_EQUAL(brcb.association, station->a.caller.association);
    station_free(station);
}

static void
a_report_is_repeated_for_who_enabled_it_only(void)
{
    Station *station = station_new("BAY");
    unsigned number = find(station, "urcb01").number;

    reporting_repeat(station->reporting, number);
    CU_ASSERT_TRUE(comes(&station->a, ""));
    CU_ASSERT_TRUE(station_enables(&station->a, URCB));
    reporting_repeat(station->reporting, number);
    reporting_repeat(station->reporting, number);
    CU_ASSERT_TRUE(comes(&station->a, "0:0i 1i 2i 3i 4i | 1:0i 1i 2i 3i 4i"));
    station_free(station);
}

static void
forgotten_entries_are_told_and_the_next_one_comes(void)
{
    Station *station = station_new("BAY");
    unsigned number = find(station, "brcb01").number;

    CU_ASSERT_TRUE(station_enables(&station->a, BRCB));
    CU_ASSERT_EQUAL(station_write_flag(&station->a, BRCB "$RptEna", false), MMS_DATA_SUCCESS);
    station_set(station, "GGIO1$ST$Ind1$stVal=true");
    station_set(station, "GGIO1$ST$Ind1$stVal=false");
    g_string_truncate(station->log, 0);
    reporting_forget_entries(station->reporting, number);
    CU_ASSERT_PTR_NOT_NULL(strstr(station->log->str, "entry_lost"));
    CU_ASSERT_EQUAL(find(station, "brcb01").entries, 0);
    CU_ASSERT_TRUE(station_enables(&station->a, BRCB));
    CU_ASSERT_TRUE(comes(&station->a, ""));
    station_set(station, "GGIO1$ST$Ind1$stVal=true");
    CU_ASSERT_TRUE(comes(&station->a, "0!:0d"));
    station_free(station);
}

static void
rpt_ena_falls_and_the_reservation_stays(void)
{
    Station *station = station_new("BAY");
    unsigned number = find(station, "urcb01").number;

    CU_ASSERT_TRUE(station_enables(&station->a, URCB));
    reporting_disable(station->reporting, number, "the device lost it");
    CU_ASSERT_TRUE(station_reads(&station->a, URCB "$RptEna", "false"));
    CU_ASSERT_TRUE(station_reads(&station->a, URCB "$Resv", "true"));
    CU_ASSERT_EQUAL(station_write_flag(&station->b, URCB "$RptEna", true), UNAVAILABLE);
    station_set(station, "GGIO1$ST$Ind1$stVal=true");
    CU_ASSERT_TRUE(comes(&station->a, ""));
    CU_ASSERT_TRUE(station_enables(&station->a, URCB));
    station_free(station);
}

static void
what_is_stolen_is_refused_to_all_until_it_is_given_back(void)
{
    static const char *const blocks[] = { URCB, BRCB };
    static const char *const names[] = { "urcb01", "brcb01" };

    for (unsigned i = 0; i < G_N_ELEMENTS(blocks); i++) {
        Station *station = station_new("BAY");
        unsigned number = find(station, names[i]).number;
        g_autofree char *rpt_ena = g_strconcat(blocks[i], "$RptEna", NULL);
        g_autofree char *owner = g_strconcat(blocks[i], "$Owner", NULL);

        CU_ASSERT_TRUE(station_enables(&station->a, blocks[i]));
        reporting_steal(station->reporting, number, "192.0.2.77");
        CU_ASSERT_TRUE(station_reads(&station->a, rpt_ena, "false"));
        CU_ASSERT_TRUE(station_reads(&station->a, owner, "C000024D"));
        CU_ASSERT_EQUAL(station_write_flag(&station->a, rpt_ena, true), UNAVAILABLE);
        CU_ASSERT_EQUAL(station_write_flag(&station->b, rpt_ena, true), UNAVAILABLE);
        station_lose(&station->a);
        station_advance(station, 3600000);
        CU_ASSERT_EQUAL(station_write_flag(&station->b, rpt_ena, true), UNAVAILABLE);
        reporting_give_back(station->reporting, number, "192.0.2.78");
        CU_ASSERT_EQUAL(station_write_flag(&station->b, rpt_ena, true), UNAVAILABLE);
        reporting_give_back(station->reporting, number, "192.0.2.77");
        CU_ASSERT_TRUE(station_reads(&station->a, owner, ""));
        CU_ASSERT_TRUE(station_enables(&station->b, blocks[i]));
        reporting_give_back(station->reporting, number, "192.0.2.77");
        CU_ASSERT_TRUE(station_reads(&station->b, rpt_ena, "true"));
        station_free(station);
    }
}

static GateVerdict
stop_integrity(GateGuest *guest, GatePass *pass)
{
    (void)guest;
    CU_ASSERT_STRING_EQUAL(pass->layer, "integrity");
    return GATE_DROP;
}

static void
an_integrity_period_that_a_gate_stops_goes_on_later(void)
{
    Station *station = station_new("BAY");
    GateGuest guest = { .act = stop_integrity };

    CU_ASSERT_EQUAL(station_write_number(&station->a, URCB "$IntgPd", 100), MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(station_write_bits(&station->a, URCB "$TrgOps", 1 << 4, 6),
                    MMS_DATA_SUCCESS);
    CU_ASSERT_TRUE(station_enables(&station->a, URCB));
    gate_add(&station->gates[GATE_TIMER], &guest);
    station_advance(station, 250);
    CU_ASSERT_TRUE(comes(&station->a, ""));
    gate_remove(&station->gates[GATE_TIMER], &guest);
    station_advance(station, 60);
    CU_ASSERT_TRUE(comes(&station->a, "0:0i 1i 2i 3i 4i"));
    station_free(station);
}

TEST_SUITE(sim_acsi_report_fault, TEST_CASE(a_block_tells_who_has_it_and_what_it_keeps),
           TEST_CASE(a_report_is_repeated_for_who_enabled_it_only),
           TEST_CASE(forgotten_entries_are_told_and_the_next_one_comes),
           TEST_CASE(rpt_ena_falls_and_the_reservation_stays),
           TEST_CASE(what_is_stolen_is_refused_to_all_until_it_is_given_back),
           TEST_CASE(an_integrity_period_that_a_gate_stops_goes_on_later))
