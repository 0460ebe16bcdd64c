/* SPDX-License-Identifier: Apache-2.0
 *
 * What clients may do to GoCB, MSVCB and USVCB (IEC 61850-7-2 18.2, 19.2, 19.3), by the ids of
 * the server's conformance cases where they have one.
 */
#include "tests/sim/acsi/station.h"

#define GCB "LLN0$GO$gcb"
#define MSV "LLN0$MS$msv"
#define USV "LLN0$US$usv"
#define OK MMS_DATA_SUCCESS
#define UNAVAILABLE MMS_DATA_TEMPORARILY_UNAVAILABLE
#define DENIED MMS_DATA_OBJECT_ACCESS_DENIED
#define INVALID MMS_DATA_OBJECT_VALUE_INVALID

static Station *
bay_new(void)
{
    return station_new_of("settings.cid", "BAY", &(ReportLimits){ 0 });
}

static void
sGop1_the_gocb_is_as_the_file_says(void)
{
    Station *station = bay_new();

    CU_ASSERT_TRUE(station_reads(&station->a, GCB "$GoEna", "false"));
    CU_ASSERT_TRUE(station_reads(&station->a, GCB "$GoID", "trip"));
    CU_ASSERT_TRUE(station_reads(&station->a, GCB "$DatSet", "BAYLD0/LLN0$status"));
    CU_ASSERT_TRUE(station_reads(&station->a, GCB "$ConfRev", "7"));
    CU_ASSERT_TRUE(station_reads(&station->a, GCB "$NdsCom", "false"));
    CU_ASSERT_TRUE(station_reads(&station->a, "LLN0$GO$bare$NdsCom", "true"));
    station_free(station);
}

static void
sGop2_clients_enable_and_disable(void)
{
    Station *station = bay_new();

    CU_ASSERT_EQUAL(station_write_flag(&station->a, GCB "$GoEna", false), OK);
    CU_ASSERT_EQUAL(station_write_flag(&station->a, GCB "$GoEna", true), OK);
    CU_ASSERT_TRUE(station_reads(&station->b, GCB "$GoEna", "true"));
    CU_ASSERT_EQUAL(station_write_flag(&station->a, GCB "$GoEna", true), UNAVAILABLE);
    station_lose(&station->a);
    CU_ASSERT_TRUE(station_reads(&station->b, GCB "$GoEna", "true"));
    CU_ASSERT_EQUAL(station_write_flag(&station->b, GCB "$GoEna", false), OK);
    CU_ASSERT_TRUE(station_reads(&station->b, GCB "$GoEna", "false"));
    CU_ASSERT_STRING_EQUAL(station->log->str,
                           "gocb_enabled LD0/LLN0.GO.gcb\n"
                           "gocb_disabled LD0/LLN0.GO.gcb=written by the client\n");
    station_free(station);
}

static void
sGopN1_while_enabled_only_disabling_is_allowed(void)
{
    Station *station = bay_new();

    CU_ASSERT_EQUAL(station_write_flag(&station->a, GCB "$GoEna", true), OK);
    CU_ASSERT_EQUAL(station_write_text(&station->a, GCB "$GoID", "x"), UNAVAILABLE);
    CU_ASSERT_EQUAL(station_write_text(&station->a, GCB "$DatSet", ""), UNAVAILABLE);
    CU_ASSERT_EQUAL(station_write_flag(&station->a, GCB "$GoEna", false), OK);
    CU_ASSERT_EQUAL(station_write_text(&station->a, GCB "$GoID", "x"), OK);
    CU_ASSERT_TRUE(station_reads(&station->b, GCB "$GoID", "x"));
    station_free(station);
}

static void
sGop7_without_a_data_set_it_needs_commissioning(void)
{
    Station *station = bay_new();

    CU_ASSERT_EQUAL(station_write_flag(&station->a, "LLN0$GO$bare$GoEna", true), INVALID);
    CU_ASSERT_EQUAL(
        station_write_text(&station->a, "LLN0$GO$bare$DatSet", "BAYLD0/LLN0$status"), OK);
    CU_ASSERT_TRUE(station_reads(&station->a, "LLN0$GO$bare$NdsCom", "false"));
    CU_ASSERT_TRUE(station_reads(&station->a, "LLN0$GO$bare$ConfRev", "2"));
    CU_ASSERT_EQUAL(
        station_write_text(&station->a, "LLN0$GO$bare$DatSet", "BAYLD0/LLN0$status"), OK);
    CU_ASSERT_TRUE(station_reads(&station->a, "LLN0$GO$bare$ConfRev", "2"));
    CU_ASSERT_EQUAL(station_write_flag(&station->a, "LLN0$GO$bare$GoEna", true), OK);
    CU_ASSERT_EQUAL(station_write_flag(&station->a, "LLN0$GO$bare$GoEna", false), OK);
    CU_ASSERT_EQUAL(station_write_text(&station->a, "LLN0$GO$bare$DatSet", ""), OK);
    CU_ASSERT_TRUE(station_reads(&station->a, "LLN0$GO$bare$NdsCom", "true"));
    CU_ASSERT_TRUE(station_reads(&station->a, "LLN0$GO$bare$ConfRev", "3"));
    station_free(station);
}

static void
some_attributes_nobody_writes(void)
{
    static const char *const numbers[] = { GCB "$ConfRev",
                                           GCB "$MinTime",
                                           GCB "$MaxTime",
                                           GCB "$DstAddress$VID",
                                           MSV "$ConfRev",
                                           MSV "$noASDU",
                                           USV "$DstAddress$PRIORITY" };
    Station *station = bay_new();

    for (unsigned i = 0; i < G_N_ELEMENTS(numbers); i++) {
        CU_ASSERT_EQUAL(station_write_number(&station->a, numbers[i], 1), DENIED);
    }
    CU_ASSERT_EQUAL(station_write_flag(&station->a, GCB "$NdsCom", true), DENIED);
    CU_ASSERT_EQUAL(station_write_flag(&station->a, GCB "$FixedOffs", true), DENIED);
    CU_ASSERT_EQUAL(station_write(&station->a, GCB "$DstAddress", "A2 00"), DENIED);
    CU_ASSERT_EQUAL(station_write(&station->a, GCB, "A2 00"), DENIED);
    CU_ASSERT_EQUAL(station_write(&station->a, "LLN0$GO", "A2 00"), DENIED);
    CU_ASSERT_EQUAL(station_write(&station->a, MSV, "A2 00"), DENIED);
    station_free(station);
}

static void
wrong_values_are_refused(void)
{
    Station *station = bay_new();

    CU_ASSERT_EQUAL(station_write_text(&station->a, GCB "$DatSet", "BAYLD0/LLN0$nothing"),
                    INVALID);
    CU_ASSERT_EQUAL(station_write_text(&station->a, GCB "$DatSet", "@mine"), INVALID);
    CU_ASSERT_EQUAL(station_write_text(&station->a, GCB "$DatSet", "BAYLD0/LLN0$settings"),
                    INVALID);
    CU_ASSERT_EQUAL(station_write(&station->a, GCB "$GoEna", "85 01 01"),
                    MMS_DATA_TYPE_INCONSISTENT);
    CU_ASSERT_EQUAL(station_write_bits(&station->a, MSV "$OptFlds", 0, 4),
                    MMS_DATA_TYPE_INCONSISTENT);
    CU_ASSERT_TRUE(station_reads(&station->a, GCB "$DatSet", "BAYLD0/LLN0$status"));
    station_free(station);
}

static void
sampled_values_are_configured_and_enabled(void)
{
    Station *station = bay_new();

    CU_ASSERT_EQUAL(station_write_text(&station->a, MSV "$MsvID", "other"), OK);
    CU_ASSERT_EQUAL(station_write_number(&station->a, MSV "$SmpRate", 256), OK);
    CU_ASSERT_EQUAL(station_write_bits(&station->a, MSV "$OptFlds", 1, 5), OK);
    CU_ASSERT_EQUAL(station_write(&station->a, MSV "$SmpMod", "85 01 01"), OK);
    CU_ASSERT_EQUAL(station_write_flag(&station->a, MSV "$SvEna", true), OK);
    CU_ASSERT_EQUAL(station_write_number(&station->a, MSV "$SmpRate", 80), UNAVAILABLE);
    CU_ASSERT_TRUE(station_reads(&station->b, MSV "$SmpRate", "256"));
    CU_ASSERT_EQUAL(station_write_flag(&station->b, MSV "$SvEna", false), OK);
    CU_ASSERT_STRING_EQUAL(station->log->str,
                           "svcb_enabled LD0/LLN0.MS.msv\n"
                           "svcb_disabled LD0/LLN0.MS.msv=written by the client\n");
    station_free(station);
}

static void
a_reserved_unicast_block_is_of_one_client(void)
{
    Station *station = bay_new();

    CU_ASSERT_EQUAL(station_write_flag(&station->a, USV "$Resv", true), OK);
    CU_ASSERT_EQUAL(station_write_flag(&station->b, USV "$Resv", true), UNAVAILABLE);
    CU_ASSERT_EQUAL(station_write_flag(&station->b, USV "$SvEna", true), UNAVAILABLE);
    CU_ASSERT_EQUAL(station_write_flag(&station->a, USV "$SvEna", true), OK);
    station_lose(&station->a);
    CU_ASSERT_TRUE(station_reads(&station->b, USV "$SvEna", "false"));
    CU_ASSERT_TRUE(station_reads(&station->b, USV "$Resv", "false"));
    CU_ASSERT_EQUAL(station_write_flag(&station->b, USV "$Resv", true), OK);
    CU_ASSERT_EQUAL(station_write_flag(&station->b, USV "$Resv", false), OK);
    CU_ASSERT_EQUAL(station_write_flag(&station->a, USV "$SvEna", true), OK);
    station_free(station);
}

/* Defines a data set of a client in the logical device. */
static MmsError
define(StationClient *client, const char *item)
{
    const Vmd *vmd = vmd_ied_vmd(client->station->vmd);
    MmsObjectName name = { MMS_SCOPE_DOMAIN, slice_from_string("BAYLD0"),
                           slice_from_string(item) };
    VmdMember member = { .name = { MMS_SCOPE_DOMAIN, slice_from_string("BAYLD0"),
                                   slice_from_string("PTOC1$ST$Str$stVal") } };

    return vmd->lists->define(vmd->object, &client->caller, &name, &member, 1);
}

static MmsError
remove_list(StationClient *client, const char *item)
{
    const Vmd *vmd = vmd_ied_vmd(client->station->vmd);
    MmsObjectName name = { MMS_SCOPE_DOMAIN, slice_from_string("BAYLD0"),
                           slice_from_string(item) };
    unsigned matched = 0, deleted = 0;

    return vmd->lists->remove(vmd->object, &client->caller, &name, &matched, &deleted);
}

static void
sDsN10_a_data_set_in_use_is_not_deleted(void)
{
    Station *station = bay_new();

    CU_ASSERT_EQUAL(define(&station->a, "LLN0$mine"), MMS_OK);
    CU_ASSERT_EQUAL(station_write_text(&station->a, GCB "$DatSet", "BAYLD0/LLN0$mine"), OK);
    CU_ASSERT_EQUAL(remove_list(&station->a, "LLN0$mine"), MMS_OBJECT_CONSTRAINT_CONFLICT);
    CU_ASSERT_EQUAL(station_write_text(&station->a, GCB "$DatSet", ""), OK);
    CU_ASSERT_EQUAL(remove_list(&station->a, "LLN0$mine"), MMS_OK);
    station_free(station);
}

TEST_SUITE(sim_acsi_publication, TEST_CASE(sGop1_the_gocb_is_as_the_file_says),
           TEST_CASE(sGop2_clients_enable_and_disable),
           TEST_CASE(sGopN1_while_enabled_only_disabling_is_allowed),
           TEST_CASE(sGop7_without_a_data_set_it_needs_commissioning),
           TEST_CASE(some_attributes_nobody_writes), TEST_CASE(wrong_values_are_refused),
           TEST_CASE(sampled_values_are_configured_and_enabled),
           TEST_CASE(a_reserved_unicast_block_is_of_one_client),
           TEST_CASE(sDsN10_a_data_set_in_use_is_not_deleted))
