/* SPDX-License-Identifier: Apache-2.0
 *
 * Buffered reports (IEC 61850-7-2 17.2.2): what is kept, replayed, resumed, purged and lost;
 * and the queue of an unbuffered one.
 */
#include "tests/sim/acsi/station.h"

#define URCB "LLN0$RP$urcb01"
#define BRCB "LLN0$BR$brcb01"

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
enable(StationClient *client, const char *block, bool on)
{
    g_autofree char *item = g_strconcat(block, "$RptEna", NULL);

    CU_ASSERT_EQUAL(station_write_flag(client, item, on), MMS_DATA_SUCCESS);
}

/* Writes the EntryID that "$EntryID" reads as. */
static MmsDataError
resume(StationClient *client, const char *id)
{
    g_autofree char *text = g_strconcat("89 08 ", id, NULL);

    return station_write(client, BRCB "$EntryID", text);
}

static void
toggle(Station *station, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        const char *old = station_read(&station->a, "GGIO1$ST$Ind1$stVal");

        station_set(station, strcmp(old, "true") == 0 ? "GGIO1$ST$Ind1$stVal=false"
                                                      : "GGIO1$ST$Ind1$stVal=true");
        station_advance(station, 1);
    }
}

static void
events_before_any_client_are_kept(void)
{
    Station *station = station_new("BAY");

    toggle(station, 2);
    enable(&station->a, BRCB, true);
    CU_ASSERT_TRUE(comes(&station->a, "0!:0d | 1:0d"));
    toggle(station, 1);
    CU_ASSERT_TRUE(comes(&station->a, "2:0d"));
    station_free(station);
}

static void
events_of_a_lost_link_come_after_the_known_entry(void)
{
    Station *station = station_new("BAY");
    g_autofree char *id = NULL;

    enable(&station->a, BRCB, true);
    toggle(station, 2);
    CU_ASSERT_TRUE(comes(&station->a, "0!:0d | 1:0d"));
    id = g_strdup(station_read(&station->a, BRCB "$EntryID"));
    station_lose(&station->a);
    toggle(station, 3);
    CU_ASSERT_TRUE(comes(&station->a, ""));
    CU_ASSERT_EQUAL(resume(&station->a, id), MMS_DATA_SUCCESS);
    CU_ASSERT_TRUE(strstr(station->log->str, "resynced LD0/LLN0.BR.brcb01=") != NULL);
    enable(&station->a, BRCB, true);
    CU_ASSERT_TRUE(comes(&station->a, "0:0d | 1:0d | 2:0d"));
    station_free(station);
}

static void
without_an_entry_id_everything_comes_again(void)
{
    Station *station = station_new("BAY");

    enable(&station->a, BRCB, true);
    toggle(station, 2);
    CU_ASSERT_TRUE(comes(&station->a, "0!:0d | 1:0d"));
    enable(&station->a, BRCB, false);
    toggle(station, 1);
    enable(&station->a, BRCB, true);
    CU_ASSERT_TRUE(comes(&station->a, "0!:0d | 1:0d | 2:0d"));
    station_free(station);
}

static void
the_zero_entry_id_means_from_the_oldest(void)
{
    Station *station = station_new("BAY");

    enable(&station->a, BRCB, true);
    toggle(station, 1);
    CU_ASSERT_TRUE(comes(&station->a, "0!:0d"));
    enable(&station->a, BRCB, false);
    CU_ASSERT_EQUAL(resume(&station->a, "0000000000000000"), MMS_DATA_SUCCESS);
    enable(&station->a, BRCB, true);
    CU_ASSERT_TRUE(comes(&station->a, "0!:0d"));
    station_free(station);
}

static void
an_unknown_entry_id_is_refused(void)
{
    Station *station = station_new("BAY");

    toggle(station, 1);
    CU_ASSERT_EQUAL(resume(&station->a, "00000000000000FF"), MMS_DATA_OBJECT_VALUE_INVALID);
    enable(&station->a, BRCB, true);
    CU_ASSERT_TRUE(comes(&station->a, "0!:0d"));
    station_free(station);
}

static void
a_resynchronisation_is_for_one_enabling(void)
{
    Station *station = station_new("BAY");
    g_autofree char *id = NULL;

    toggle(station, 1);
    id = g_strdup(station_read(&station->a, BRCB "$EntryID"));
    CU_ASSERT_EQUAL(resume(&station->a, id), MMS_DATA_SUCCESS);
    station_lose(&station->a);
    enable(&station->a, BRCB, true);
    CU_ASSERT_TRUE(comes(&station->a, "0!:0d"));
    station_free(station);
}

static void
another_data_set_ends_a_resynchronisation(void)
{
    Station *station = station_new("BAY");
    g_autofree char *id = NULL;

    toggle(station, 1);
    id = g_strdup(station_read(&station->a, BRCB "$EntryID"));
    CU_ASSERT_EQUAL(resume(&station->a, id), MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(station_write_text(&station->a, BRCB "$DatSet", "BAYLD0/LLN0$other"),
                    MMS_DATA_SUCCESS);
    station_set(station, "GGIO1$ST$Ind2$q=invalid");
    enable(&station->a, BRCB, true);
    CU_ASSERT_TRUE(comes(&station->a, "0!:0q"));
    station_free(station);
}

static void
entry_ids_grow_and_read_as_the_newest_or_the_last_sent(void)
{
    Station *station = station_new("BAY");
    g_autofree char *first = NULL;
    g_autofree char *second = NULL;

    station_set(station, "GGIO1$ST$Ind1$stVal=true");
    first = g_strdup(station_read(&station->a, BRCB "$EntryID"));
    station_set(station, "GGIO1$ST$Ind1$stVal=false");
    second = g_strdup(station_read(&station->a, BRCB "$EntryID"));
    CU_ASSERT_TRUE(strcmp(first, second) < 0);
    enable(&station->a, BRCB, true);
    CU_ASSERT_STRING_EQUAL(station_read(&station->a, BRCB "$EntryID"), "0000000000000000");
    station_turn(station);
    CU_ASSERT_STRING_EQUAL(station_read(&station->a, BRCB "$EntryID"), second);
    station_free(station);
}

static void
a_full_buffer_drops_the_oldest_and_says_so_once(void)
{
    const char *overflowed = "buffer_overflowed LD0/LLN0.BR.brcb01";
    Station *station = station_new_limited("BAY", &(ReportLimits){ .buffered_octets = 400 });

    enable(&station->a, BRCB, true);
    CU_ASSERT_TRUE(comes(&station->a, ""));
    toggle(station, 1);
    CU_ASSERT_TRUE(comes(&station->a, "0!:0d"));
    station->a.ready = false;
    toggle(station, 20);
    station->a.ready = true;
    reporting_drained(station->reporting, &station->a.caller);
    station_turn(station);
    CU_ASSERT_TRUE(station->a.pdus->len > 0 && station->a.pdus->len < 20);
    CU_ASSERT_TRUE(g_str_has_prefix(station_reports(&station->a), "1!:0d | 2:0d"));
    CU_ASSERT_TRUE(strstr(station->log->str, overflowed) != NULL);
    CU_ASSERT_TRUE(strstr(station->log->str, overflowed) ==
                   g_strrstr(station->log->str, overflowed));
    CU_ASSERT_TRUE(strstr(station->log->str, "entry_lost LD0/LLN0.BR.brcb01") != NULL);
    CU_ASSERT_TRUE(strstr(station->log->str, "entry_lost LD0/LLN0.BR.brcb02") == NULL);
    CU_ASSERT_TRUE(strstr(station->log->str, "buffer_overflowed LD0/LLN0.BR.brcb02") == NULL);
    CU_ASSERT_TRUE(reporting_memory(station->reporting) <= 3 * 400);
    station_free(station);
}

static void
an_urcb_of_a_client_that_does_not_read_drops_the_oldest(void)
{
    Station *station = station_new_limited("BAY", &(ReportLimits){ .pending_octets = 400 });

    enable(&station->a, URCB, true);
    enable(&station->b, "LLN0$RP$urcb02", true);
    station->a.ready = false;
    for (unsigned i = 0; i < 20; i++) {
        toggle(station, 1);
        station_turn(station);
    }
    CU_ASSERT_TRUE(comes(&station->a, ""));
    CU_ASSERT_EQUAL(station->b.pdus->len, 20);
    station->a.ready = true;
    reporting_drained(station->reporting, &station->a.caller);
    station_turn(station);
    CU_ASSERT_TRUE(station->a.pdus->len > 0 && station->a.pdus->len < 20);
    CU_ASSERT_TRUE(strstr(station->log->str, "entry_lost LD0/LLN0.RP.urcb01") != NULL);
    CU_ASSERT_TRUE(strstr(station->log->str, "buffer_overflowed LD0/LLN0.RP.urcb01") == NULL);
    station_free(station);
}

static void
a_newer_interrogation_replaces_one_not_sent(void)
{
    Station *station = station_new("BAY");

    enable(&station->a, BRCB, true);
    station->a.ready = false;
    CU_ASSERT_EQUAL(station_write_flag(&station->a, BRCB "$GI", true), MMS_DATA_SUCCESS);
    toggle(station, 1);
    CU_ASSERT_EQUAL(station_write_flag(&station->a, BRCB "$GI", true), MMS_DATA_SUCCESS);
    station_turn(station);
    station->a.ready = true;
    reporting_drained(station->reporting, &station->a.caller);
    CU_ASSERT_TRUE(comes(&station->a, "0!:0d | 1:0g 1g 2g 3g 4g"));
    station_free(station);
}

static void
integrity_is_buffered_while_the_client_is_away(void)
{
    Station *station = station_new("BAY");

    CU_ASSERT_EQUAL(station_write_number(&station->a, BRCB "$IntgPd", 1000), MMS_DATA_SUCCESS);
    station_advance(station, 5000);
    enable(&station->a, BRCB, true);
    CU_ASSERT_TRUE(comes(&station->a, ""));
    station_lose(&station->a);
    station_advance(station, 2000);
    enable(&station->a, BRCB, true);
    CU_ASSERT_TRUE(comes(&station->a, "0!:0i 1i 2i 3i 4i | 1:0i 1i 2i 3i 4i"));
    station_free(station);
}

static void
a_lost_link_in_the_window_loses_nothing(void)
{
    Station *station = station_new("BAY");

    CU_ASSERT_EQUAL(station_write_number(&station->a, BRCB "$BufTm", 100), MMS_DATA_SUCCESS);
    enable(&station->a, BRCB, true);
    toggle(station, 1);
    station_lose(&station->a);
    station_advance(station, 200);
    enable(&station->a, BRCB, true);
    CU_ASSERT_TRUE(comes(&station->a, "0!:0d"));
    station_free(station);
}

static void
two_instances_keep_their_own(void)
{
    Station *station = station_new("BAY");

    enable(&station->a, BRCB, true);
    toggle(station, 2);
    CU_ASSERT_TRUE(comes(&station->a, "0!:0d | 1:0d"));
    enable(&station->b, "LLN0$BR$brcb02", true);
    CU_ASSERT_TRUE(comes(&station->b, "0!:0d | 1:0d"));
    station_free(station);
}

TEST_SUITE(report_buffer, TEST_CASE(events_before_any_client_are_kept),
           TEST_CASE(events_of_a_lost_link_come_after_the_known_entry),
           TEST_CASE(without_an_entry_id_everything_comes_again),
           TEST_CASE(the_zero_entry_id_means_from_the_oldest),
           TEST_CASE(an_unknown_entry_id_is_refused),
           TEST_CASE(a_resynchronisation_is_for_one_enabling),
           TEST_CASE(another_data_set_ends_a_resynchronisation),
           TEST_CASE(entry_ids_grow_and_read_as_the_newest_or_the_last_sent),
           TEST_CASE(a_full_buffer_drops_the_oldest_and_says_so_once),
           TEST_CASE(an_urcb_of_a_client_that_does_not_read_drops_the_oldest),
           TEST_CASE(a_newer_interrogation_replaces_one_not_sent),
           TEST_CASE(integrity_is_buffered_while_the_client_is_away),
           TEST_CASE(a_lost_link_in_the_window_loses_nothing),
           TEST_CASE(two_instances_keep_their_own))
