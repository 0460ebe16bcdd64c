/* SPDX-License-Identifier: Apache-2.0
 *
 * Whose a report control block is, and the data sets that clients define for it.
 */
#include "tests/sim/acsi/station.h"

#define URCB "LLN0$RP$urcb01"
#define BRCB "LLN0$BR$brcb01"
#define UNAVAILABLE MMS_DATA_TEMPORARILY_UNAVAILABLE
#define DENIED MMS_DATA_OBJECT_ACCESS_DENIED
#define INVALID MMS_DATA_OBJECT_VALUE_INVALID

static void
writing_reserves_an_urcb_until_the_association_ends(void)
{
    Station *station = station_new("BAY");

    CU_ASSERT_EQUAL(station_write_number(&station->a, URCB "$BufTm", 20), MMS_DATA_SUCCESS);
    CU_ASSERT_TRUE(station_reads(&station->b, URCB "$Resv", "true"));
    CU_ASSERT_TRUE(station_reads(&station->b, URCB "$Owner", "0A000001"));
    CU_ASSERT_EQUAL(station_write_number(&station->b, URCB "$BufTm", 30), UNAVAILABLE);
    CU_ASSERT_TRUE(station_enables(&station->a, URCB));
    station_lose(&station->a);
    CU_ASSERT_TRUE(station_reads(&station->b, URCB "$RptEna", "false"));
    CU_ASSERT_TRUE(station_reads(&station->b, URCB "$Resv", "false"));
    CU_ASSERT_TRUE(station_reads(&station->b, URCB "$Owner", ""));
    CU_ASSERT_TRUE(station_reads(&station->b, URCB "$BufTm", "20"));
    CU_ASSERT_TRUE(station_enables(&station->b, URCB));
    station_free(station);
}

static void
resv_tms_outlives_the_association(void)
{
    Station *station = station_new("BAY");

    CU_ASSERT_EQUAL(station_write(&station->a, BRCB "$ResvTms", "85 01 FF"), INVALID);
    CU_ASSERT_EQUAL(station_write(&station->a, BRCB "$ResvTms", "85 01 05"), MMS_DATA_SUCCESS);
    CU_ASSERT_TRUE(station_reads(&station->a, BRCB "$ResvTms", "5"));
    station_lose(&station->a);
    station_advance(station, 2500);
    CU_ASSERT_TRUE(station_reads(&station->b, BRCB "$ResvTms", "3"));
    CU_ASSERT_EQUAL(station_write_flag(&station->b, BRCB "$RptEna", true), UNAVAILABLE);
    CU_ASSERT_TRUE(station_enables(&station->a, BRCB));
    CU_ASSERT_TRUE(station_reads(&station->b, BRCB "$ResvTms", "5"));
    station_lose(&station->a);
    station_advance(station, 5000);
    CU_ASSERT_TRUE(station_reads(&station->b, BRCB "$ResvTms", "0"));
    CU_ASSERT_TRUE(station_enables(&station->b, BRCB));
    station_free(station);
}

static void
resv_tms_0_releases(void)
{
    Station *station = station_new("BAY");

    CU_ASSERT_EQUAL(station_write(&station->a, BRCB "$ResvTms", "85 01 05"), MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(station_write(&station->a, BRCB "$ResvTms", "85 01 00"), MMS_DATA_SUCCESS);
    CU_ASSERT_TRUE(station_enables(&station->b, BRCB));
    CU_ASSERT_TRUE(station_reads(&station->b, BRCB "$ResvTms", "30"));
    station_free(station);
}

static void
a_preassigned_brcb_keeps_resv_tms_of_minus_one(void)
{
    Station *station = station_new("GIVEN");

    CU_ASSERT_TRUE(station_reads(&station->a, BRCB "$ResvTms", "-1"));
    CU_ASSERT_EQUAL(station_write(&station->a, BRCB "$ResvTms", "85 01 05"), DENIED);
    CU_ASSERT_TRUE(station_enables(&station->a, BRCB));
    CU_ASSERT_EQUAL(station_write_flag(&station->b, BRCB "$RptEna", true), UNAVAILABLE);
    station_lose(&station->a);
    CU_ASSERT_TRUE(station_reads(&station->b, BRCB "$ResvTms", "-1"));
    CU_ASSERT_TRUE(station_enables(&station->b, BRCB));
    station_free(station);
}

static void
a_preassigned_instance_is_for_the_address_of_its_client(void)
{
    static const char *const clients[] = { "SCADA=10.0.0.2", "HMI=10.0.0.9", "HMI=10.0.0.2",
                                           NULL };
    Station *station = station_new_limited("GIVEN", &(ReportLimits){ .clients = clients });

    CU_ASSERT_TRUE(station_reads(&station->a, BRCB "$ResvTms", "-1"));
    CU_ASSERT_TRUE(station_reads(&station->a, BRCB "$Owner", "0A000009"));
    CU_ASSERT_EQUAL(station_write_flag(&station->a, BRCB "$RptEna", true), UNAVAILABLE);
    CU_ASSERT_EQUAL(station_write_number(&station->a, BRCB "$BufTm", 5), UNAVAILABLE);
    CU_ASSERT_EQUAL(station_write(&station->a, BRCB "$ResvTms", "85 01 05"), UNAVAILABLE);
    CU_ASSERT_EQUAL(station_write(&station->b, BRCB "$ResvTms", "85 01 05"), DENIED);
    CU_ASSERT_TRUE(station_enables(&station->b, BRCB));
    CU_ASSERT_TRUE(station_reads(&station->a, BRCB "$Owner", "0A000002"));
    station_lose(&station->b);
    CU_ASSERT_TRUE(station_reads(&station->a, BRCB "$ResvTms", "-1"));
    CU_ASSERT_TRUE(station_reads(&station->a, BRCB "$Owner", "0A000009"));
    CU_ASSERT_EQUAL(station_write_flag(&station->a, BRCB "$RptEna", true), UNAVAILABLE);
    CU_ASSERT_TRUE(station_enables(&station->a, "LLN0$BR$brcb02"));
    station_free(station);
}

static void
a_preassigned_urcb_shows_resv(void)
{
    Station *station = station_new_limited("GIVEN", &(ReportLimits){ .preassigned = true });

    CU_ASSERT_TRUE(station_reads(&station->a, URCB "$Resv", "true"));
    CU_ASSERT_TRUE(station_reads(&station->a, URCB "$Owner", "0A000001"));
    CU_ASSERT_TRUE(station_reads(&station->a, "LLN0$RP$urcb02$Resv", "false"));
    CU_ASSERT_EQUAL(station_write_flag(&station->b, URCB "$Resv", true), UNAVAILABLE);
    CU_ASSERT_TRUE(station_enables(&station->a, URCB));
    CU_ASSERT_EQUAL(station_write_flag(&station->a, URCB "$RptEna", false), MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(station_write_flag(&station->a, URCB "$Resv", false), MMS_DATA_SUCCESS);
    CU_ASSERT_TRUE(station_reads(&station->a, URCB "$Resv", "true"));
    CU_ASSERT_EQUAL(station_write_flag(&station->b, URCB "$RptEna", true), UNAVAILABLE);
    station_free(station);
}

static void
a_client_without_an_address_in_the_file_keeps_nobody_away(void)
{
    Station *station = station_new_limited("GIVEN", &(ReportLimits){ .preassigned = true });

    CU_ASSERT_TRUE(station_reads(&station->a, "LLN0$RP$urcb03$Resv", "false"));
    CU_ASSERT_TRUE(station_enables(&station->b, "LLN0$RP$urcb03"));
    station_free(station);
}

static void
without_resv_tms_only_enabling_takes_a_brcb(void)
{
    Station *station = station_new("PLAIN");

    CU_ASSERT_TRUE(station_reads(&station->a, BRCB "$ResvTms", "?"));
    CU_ASSERT_TRUE(station_reads(&station->a, BRCB "$Owner", "?"));
    CU_ASSERT_EQUAL(station_write_number(&station->a, BRCB "$BufTm", 5), MMS_DATA_SUCCESS);
    CU_ASSERT_TRUE(station_enables(&station->b, BRCB));
    CU_ASSERT_EQUAL(station_write_flag(&station->a, BRCB "$RptEna", false), UNAVAILABLE);
    CU_ASSERT_EQUAL(station_write_flag(&station->b, BRCB "$RptEna", false), MMS_DATA_SUCCESS);
    CU_ASSERT_TRUE(station_enables(&station->a, BRCB));
    station_lose(&station->a);
    CU_ASSERT_TRUE(station_enables(&station->b, BRCB));
    station_free(station);
}

static void
strict_reservation_comes_first(void)
{
    Station *station = station_new_limited("BAY", &(ReportLimits){ .strict = true });

    CU_ASSERT_EQUAL(station_write_number(&station->a, URCB "$BufTm", 5), DENIED);
    CU_ASSERT_EQUAL(station_write_number(&station->a, BRCB "$BufTm", 5), DENIED);
    CU_ASSERT_EQUAL(station_write_flag(&station->a, URCB "$Resv", true), MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(station_write_number(&station->a, URCB "$BufTm", 5), MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(station_write(&station->a, BRCB "$ResvTms", "85 01 05"), MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(station_write_number(&station->a, BRCB "$BufTm", 5), MMS_DATA_SUCCESS);
    station_free(station);
}

/* Defines a list of the one member GGIO1$ST$Ind2. */
static MmsError
define(StationClient *client, MmsScope scope, const char *item)
{
    const Vmd *vmd = vmd_ied_vmd(client->station->vmd);
    MmsObjectName name = { .scope = scope,
                           .domain = slice_from_string("BAYLD0"),
                           .item = slice_from_string(item) };
    VmdMember member = { .name = { .scope = MMS_SCOPE_DOMAIN,
                                   .domain = slice_from_string("BAYLD0"),
                                   .item = slice_from_string("GGIO1$ST$Ind2") } };

    return vmd->lists->define(vmd->object, &client->caller, &name, &member, 1);
}

static MmsError
remove_list(StationClient *client, MmsScope scope, const char *item, unsigned *deleted)
{
    const Vmd *vmd = vmd_ied_vmd(client->station->vmd);
    MmsObjectName name = { .scope = scope,
                           .domain = slice_from_string("BAYLD0"),
                           .item = slice_from_string(item) };
    unsigned matched;

    return vmd->lists->remove(vmd->object, &client->caller, &name, &matched, deleted);
}

static void
a_dynamic_data_set_in_use_is_not_deleted(void)
{
    Station *station = station_new("BAY");
    const Vmd *vmd = vmd_ied_vmd(station->vmd);
    unsigned matched, deleted;

    CU_ASSERT_EQUAL(define(&station->a, MMS_SCOPE_DOMAIN, "LLN0$dyn"), MMS_OK);
    CU_ASSERT_EQUAL(station_write_text(&station->a, URCB "$DatSet", "BAYLD0/LLN0$dyn"),
                    MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(remove_list(&station->a, MMS_SCOPE_DOMAIN, "LLN0$dyn", &deleted),
                    MMS_OBJECT_CONSTRAINT_CONFLICT);
    CU_ASSERT_EQUAL(vmd->lists->remove_scope(vmd->object, &station->a.caller, MMS_SCOPE_DOMAIN,
                                             slice_from_string("BAYLD0"), &matched, &deleted),
                    MMS_OK);
    CU_ASSERT_EQUAL(deleted, 0);
    CU_ASSERT_TRUE(station_enables(&station->a, URCB));
    station_set(station, "GGIO1$ST$Ind2$stVal=true GGIO1$ST$Ind1$stVal=true");
    CU_ASSERT_STRING_EQUAL(station_reports(&station->a), "0:0d");
    CU_ASSERT_EQUAL(station_write_flag(&station->a, URCB "$RptEna", false), MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(station_write_text(&station->a, URCB "$DatSet", ""), MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(remove_list(&station->a, MMS_SCOPE_DOMAIN, "LLN0$dyn", &deleted), MMS_OK);
    CU_ASSERT_EQUAL(deleted, 1);
    station_free(station);
}

static void
a_data_set_of_an_association_goes_with_it(void)
{
    Station *station = station_new("BAY");

    CU_ASSERT_EQUAL(define(&station->a, MMS_SCOPE_ASSOCIATION, "own"), MMS_OK);
    CU_ASSERT_EQUAL(station_write_text(&station->b, URCB "$DatSet", "@own"), INVALID);
    CU_ASSERT_EQUAL(station_write_text(&station->a, URCB "$DatSet", "@own"), MMS_DATA_SUCCESS);
    CU_ASSERT_TRUE(station_enables(&station->a, URCB));
    station_set(station, "GGIO1$ST$Ind2$q=invalid");
    CU_ASSERT_STRING_EQUAL(station_reports(&station->a), "0:0q");
    station_lose(&station->a);
    CU_ASSERT_TRUE(station_reads(&station->b, URCB "$DatSet", ""));
    CU_ASSERT_EQUAL(station_write_flag(&station->b, URCB "$RptEna", true), UNAVAILABLE);
    station_set(station, "GGIO1$ST$Ind2$q=good");
    station_free(station);
}

TEST_SUITE(report_reserve, TEST_CASE(writing_reserves_an_urcb_until_the_association_ends),
           TEST_CASE(resv_tms_outlives_the_association), TEST_CASE(resv_tms_0_releases),
           TEST_CASE(a_preassigned_brcb_keeps_resv_tms_of_minus_one),
           TEST_CASE(a_preassigned_instance_is_for_the_address_of_its_client),
           TEST_CASE(a_preassigned_urcb_shows_resv),
           TEST_CASE(a_client_without_an_address_in_the_file_keeps_nobody_away),
           TEST_CASE(without_resv_tms_only_enabling_takes_a_brcb),
           TEST_CASE(strict_reservation_comes_first),
           TEST_CASE(a_dynamic_data_set_in_use_is_not_deleted),
           TEST_CASE(a_data_set_of_an_association_goes_with_it))
