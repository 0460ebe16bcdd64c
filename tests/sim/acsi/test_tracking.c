/* SPDX-License-Identifier: Apache-2.0
 *
 * Service tracking of control blocks, settings, data and data sets (IEC 61850-7-2 clause 15),
 * by the ids of the server's conformance cases. Reports of urcb01 carry the objects, in the
 * order of the data set: 10 GenTrk, 11 UrcbTrk, 12 BrcbTrk, 14 GocbTrk, 17 SgcbTrk.
 */
#include "sim/mms/object_name.h"
#include "tests/hex.h"
#include "tests/sim/acsi/station.h"

#define OK MMS_DATA_SUCCESS
#define UNAVAILABLE MMS_DATA_TEMPORARILY_UNAVAILABLE
#define DENIED MMS_DATA_OBJECT_ACCESS_DENIED
#define INVALID MMS_DATA_OBJECT_VALUE_INVALID
#define URCB "LLN0$RP$urcb02"
#define BRCB "LLN0$BR$brcb01"
#define SGCB "LLN0$SP$SGCB"

static Station *
bay_new(void)
{
    return station_new_of("tracking.cid", "TRK", &(ReportLimits){ 0 });
}

/* "objRef=TRKLD0/LLN0.gcb serviceType=SetGoCBValues ..." of LTRK1 of the first device. */
static bool
shows(Station *station, const char *object, const char *attributes)
{
    g_auto(GStrv) parts = g_strsplit(attributes, " ", 0);
    bool all = true;

    for (char **part = parts; *part != NULL; part++) {
        g_auto(GStrv) pair = g_strsplit(*part, "=", 2);
        g_autofree char *item = g_strdup_printf("LTRK1$SR$%s$%s", object, pair[0]);

        all = station_reads(&station->a, item, pair[1]) && all;
    }
    return all;
}

/* Several items of one Write, apart by "; ": "LLN0$RP$urcb02$RptID=8A 01 41". */
static void
write_all(StationClient *client, const char *items)
{
    const Vmd *vmd = vmd_ied_vmd(client->station->vmd);
    const char *domain = client->station->model->devices[0].domain;
    g_auto(GStrv) parts = g_strsplit(items, "; ", 0);
    g_autoptr(GPtrArray) request =
        g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);

    vmd->variables->write_open(vmd->object, &client->caller, NULL);
    for (char **part = parts; *part != NULL; part++) {
        g_auto(GStrv) pair = g_strsplit(*part, "=", 2);
        GByteArray *data = hex_parse(pair[1]);
        MmsObjectName name = mms_object_name_domain(domain, pair[0]);
        VmdVariable variable;

        g_ptr_array_add(request, data);
        CU_ASSERT_EQUAL_FATAL(
            vmd->variables->find(vmd->object, &client->caller, &name, &variable), OK);
        vmd->variables->write(vmd->object, &client->caller, &variable, NULL, hex_slice(data));
    }
    vmd->variables->write_close(vmd->object, &client->caller);
}

static void
sTrk1_writes_of_a_urcb_are_tracked(void)
{
    Station *station = bay_new();

    CU_ASSERT_EQUAL(station_write_text(&station->a, URCB "$RptID", "mine"), OK);
    CU_ASSERT_TRUE(shows(station, "UrcbTrk",
                         "objRef=TRKLD0/LLN0.urcb02 serviceType=SetURCBValues "
                         "errorCode=no-error originatorID=0A000001 "
                         "t=2026-01-01T00:00:00.000Z rptID=mine rptEna=false resv=true "
                         "datSet=TRKLD0/LLN0.tracks confRev=1 owner=0A000001 trgOps=dupd,gi"));
    CU_ASSERT_TRUE(station_enables(&station->a, URCB));
    CU_ASSERT_TRUE(shows(station, "UrcbTrk", "rptEna=true rptID=mine"));
    CU_ASSERT_EQUAL(station_write_flag(&station->a, URCB "$GI", true), OK);
    CU_ASSERT_TRUE(shows(station, "UrcbTrk", "gi=true errorCode=no-error"));
    CU_ASSERT_TRUE(station_reads(&station->a, URCB "$GI", "false"));
    station_free(station);
}

static void
sTrk1_refused_writes_of_a_urcb_are_tracked_with_what_was_asked_for(void)
{
    Station *station = bay_new();

    CU_ASSERT_TRUE(station_enables(&station->a, URCB));
    CU_ASSERT_EQUAL(station_write_number(&station->a, URCB "$IntgPd", 700), UNAVAILABLE);
    CU_ASSERT_TRUE(shows(station, "UrcbTrk",
                         "errorCode=access-not-allowed-in-current-state intgPd=700 "
                         "rptEna=true originatorID=0A000001"));
    CU_ASSERT_EQUAL(station_write_number(&station->b, URCB "$IntgPd", 800), UNAVAILABLE);
    CU_ASSERT_TRUE(shows(station, "UrcbTrk",
                         "errorCode=instance-locked-by-other-client intgPd=800 "
                         "originatorID=0A000002 owner=0A000001"));
    CU_ASSERT_EQUAL(station_write_number(&station->a, URCB "$ConfRev", 9), DENIED);
    CU_ASSERT_TRUE(shows(station, "UrcbTrk", "errorCode=access-violation confRev=9"));
    CU_ASSERT_EQUAL(station_write_flag(&station->a, URCB "$ConfRev", true), DENIED);
    CU_ASSERT_TRUE(shows(station, "UrcbTrk", "errorCode=access-violation confRev=1"));
    station_free(station);
}

static void
sTrk1_attributes_of_one_write_are_one_service(void)
{
    Station *station = bay_new();

    CU_ASSERT_TRUE(station_enables(&station->b, "LLN0$RP$urcb01"));
    station_reports(&station->b);
    write_all(&station->a,
              URCB "$RptID=8A 01 41; " URCB "$IntgPd=86 01 05; " URCB "$RptEna=83 01 01");
    CU_ASSERT_STRING_EQUAL(station_reports(&station->b), "1:11u");
    CU_ASSERT_TRUE(
        shows(station, "UrcbTrk", "errorCode=no-error rptID=A intgPd=5 rptEna=true"));
    write_all(&station->a, URCB "$RptEna=83 01 00; " URCB "$ConfRev=86 01 05; " BRCB
                                "$RptID=8A 01 42; " URCB "$RptID=8A 01 43");
    CU_ASSERT_STRING_EQUAL(station_reports(&station->b), "2:11u | 3:12u | 4:11u");
    CU_ASSERT_TRUE(shows(station, "BrcbTrk", "errorCode=no-error rptID=B"));
    CU_ASSERT_TRUE(shows(station, "UrcbTrk", "errorCode=no-error rptID=C confRev=1"));
    station_free(station);
}

static void
sTrk1_an_rcb_that_is_left_alone_is_an_internal_change(void)
{
    Station *station = bay_new();

    CU_ASSERT_TRUE(station_enables(&station->a, URCB));
    station_lose(&station->a);
    station_advance(station, 0);
    CU_ASSERT_TRUE(shows(station, "UrcbTrk",
                         "objRef=TRKLD0/LLN0.urcb02 serviceType=InternalChange "
                         "errorCode=no-error originatorID= rptEna=false resv=false"));
    station_free(station);
}

static void
sTrk2_writes_of_a_brcb_are_tracked(void)
{
    Station *station = bay_new();

    CU_ASSERT_EQUAL(station_write(&station->a, BRCB "$ResvTms", "85 01 02"), OK);
    CU_ASSERT_TRUE(shows(station, "BrcbTrk",
                         "objRef=TRKLD0/LLN0.brcb01 serviceType=SetBRCBValues "
                         "errorCode=no-error resvTms=2 owner=0A000001 rptEna=false"));
    CU_ASSERT_EQUAL(station_write_flag(&station->a, BRCB "$PurgeBuf", true), OK);
    CU_ASSERT_TRUE(shows(station, "BrcbTrk", "purgeBuf=true"));
    CU_ASSERT_EQUAL(
        station_write(&station->a, BRCB "$EntryID", "89 08 00 00 00 00 00 00 00 63"), INVALID);
    CU_ASSERT_TRUE(shows(station, "BrcbTrk",
                         "errorCode=parameter-value-inappropriate purgeBuf=false "
                         "entryID=0000000000000063"));
    station_lose(&station->a);
    station_advance(station, 3000);
    CU_ASSERT_TRUE(
        shows(station, "BrcbTrk", "serviceType=InternalChange resvTms=0 originatorID= owner="));
    station_free(station);
}

static void
sTrk4_writes_of_a_gocb_are_tracked(void)
{
    Station *station = bay_new();

    CU_ASSERT_EQUAL(station_write_flag(&station->a, "LLN0$GO$gcb$GoEna", true), OK);
    CU_ASSERT_TRUE(shows(station, "GocbTrk",
                         "objRef=TRKLD0/LLN0.gcb serviceType=SetGoCBValues errorCode=no-error "
                         "goEna=true goID=trip datSet=TRKLD0/LLN0.status confRev=7 "
                         "ndsCom=false dstAddress$APPID=0"));
    CU_ASSERT_EQUAL(station_write_text(&station->b, "LLN0$GO$gcb$GoID", "other"), UNAVAILABLE);
    CU_ASSERT_TRUE(shows(station, "GocbTrk",
                         "errorCode=access-not-allowed-in-current-state goID=other "
                         "originatorID=0A000002"));
    CU_ASSERT_TRUE(station_reads(&station->a, "LLN0$GO$gcb$GoID", "trip"));
    station_free(station);
}

static void
sTrk5_writes_of_an_msvcb_are_tracked(void)
{
    Station *station = bay_new();

    CU_ASSERT_EQUAL(station_write(&station->a, "LLN0$MS$msv$SmpRate", "86 02 0F A0"), OK);
    CU_ASSERT_TRUE(shows(station, "MsvcbTrk",
                         "objRef=TRKLD0/LLN0.msv serviceType=SetMSVCBValues "
                         "errorCode=no-error svEna=false msvID=sv1 smpRate=4000 confRev=3"));
    CU_ASSERT_EQUAL(station_write_number(&station->a, "LLN0$MS$msv$ConfRev", 9), DENIED);
    CU_ASSERT_TRUE(shows(station, "MsvcbTrk", "errorCode=access-violation confRev=9"));
    station_free(station);
}

static void
sTrk6_writes_of_a_usvcb_are_tracked(void)
{
    Station *station = bay_new();

    CU_ASSERT_EQUAL(station_write_flag(&station->a, "LLN0$US$usv$Resv", true), OK);
    CU_ASSERT_TRUE(shows(station, "UsvcbTrk",
                         "objRef=TRKLD0/LLN0.usv serviceType=SetUSVCBValues "
                         "errorCode=no-error resv=true usvID=sv2 svEna=false"));
    CU_ASSERT_EQUAL(station_write_flag(&station->b, "LLN0$US$usv$SvEna", true), UNAVAILABLE);
    CU_ASSERT_TRUE(
        shows(station, "UsvcbTrk", "errorCode=instance-locked-by-other-client svEna=true"));
    station_lose(&station->a);
    station_advance(station, 0);
    CU_ASSERT_TRUE(shows(station, "UsvcbTrk", "serviceType=InternalChange resv=false"));
    station_free(station);
}

static void
sTrk7_the_services_of_setting_groups_are_tracked(void)
{
    Station *station = bay_new();

    CU_ASSERT_EQUAL(station_write(&station->a, SGCB "$ActSG", "86 01 02"), OK);
    CU_ASSERT_TRUE(shows(station, "SgcbTrk",
                         "objRef=TRKLD0/LLN0.SGCB serviceType=SelectActiveSG "
                         "errorCode=no-error numOfSG=2 actSG=2 editSG=0 cnfEdit=false "
                         "lActTm=2026-01-01T00:00:00.000Z"));
    CU_ASSERT_EQUAL(station_write(&station->a, SGCB "$EditSG", "86 01 01"), OK);
    CU_ASSERT_TRUE(shows(station, "SgcbTrk", "serviceType=SelectEditSG editSG=1 resvTms=30"));
    CU_ASSERT_EQUAL(station_write(&station->a, "PTOC1$SE$OpDlTmms$setVal", "85 01 07"), OK);
    CU_ASSERT_TRUE(shows(station, "SgcbTrk",
                         "objRef=TRKLD0/PTOC1.OpDlTmms.setVal serviceType=SetEditSGValue "
                         "errorCode=no-error editSG=1"));
    CU_ASSERT_EQUAL(station_write_flag(&station->a, SGCB "$CnfEdit", true), OK);
    CU_ASSERT_TRUE(
        shows(station, "SgcbTrk",
              "objRef=TRKLD0/LLN0.SGCB serviceType=ConfirmEditSGValues cnfEdit=true editSG=0"));
    station_free(station);
}

static void
sTrk7_refused_services_of_setting_groups_are_tracked(void)
{
    Station *station = bay_new();

    CU_ASSERT_EQUAL(station_write(&station->a, SGCB "$ActSG", "86 01 05"), INVALID);
    CU_ASSERT_TRUE(
        shows(station, "SgcbTrk",
              "serviceType=SelectActiveSG errorCode=parameter-value-inappropriate actSG=5"));
    CU_ASSERT_EQUAL(station_write(&station->a, SGCB "$EditSG", "86 01 01"), OK);
    CU_ASSERT_EQUAL(station_write(&station->b, SGCB "$EditSG", "86 01 02"), UNAVAILABLE);
    CU_ASSERT_TRUE(shows(station, "SgcbTrk",
                         "serviceType=SelectEditSG errorCode=instance-locked-by-other-client "
                         "originatorID=0A000002 editSG=2"));
    CU_ASSERT_EQUAL(station_write(&station->b, "PTOC1$SE$OpDlTmms$setVal", "85 01 07"),
                    UNAVAILABLE);
    CU_ASSERT_TRUE(
        shows(station, "SgcbTrk",
              "serviceType=SetEditSGValue errorCode=instance-locked-by-other-client"));
    CU_ASSERT_EQUAL(station_write(&station->a, "PTOC1$SE$OpDlTmms$setVal", "85 02 07 D0"),
                    INVALID);
    CU_ASSERT_TRUE(
        shows(station, "SgcbTrk",
              "serviceType=SetEditSGValue errorCode=parameter-value-inappropriate editSG=1"));
    station_advance(station, 31000);
    CU_ASSERT_TRUE(
        shows(station, "SgcbTrk", "serviceType=InternalChange errorCode=no-error editSG=0"));
    CU_ASSERT_EQUAL(station_write_flag(&station->a, SGCB "$CnfEdit", true), DENIED);
    CU_ASSERT_TRUE(
        shows(station, "SgcbTrk",
              "serviceType=ConfirmEditSGValues errorCode=access-violation cnfEdit=true"));
    station_free(station);
}

static void
sTrk7_a_group_that_the_device_activates_is_an_internal_change(void)
{
    Station *station = bay_new();

    CU_ASSERT_TRUE(setting_groups_activate(station->setting_groups, 0, 2));
    station_advance(station, 0);
    CU_ASSERT_TRUE(shows(station, "SgcbTrk",
                         "objRef=TRKLD0/LLN0.SGCB serviceType=InternalChange "
                         "errorCode=no-error originatorID= actSG=2"));
    station_free(station);
}

static void
sTrk10_data_that_is_set_is_tracked_item_by_item(void)
{
    Station *station = bay_new();

    CU_ASSERT_TRUE(station_enables(&station->b, "LLN0$RP$urcb01"));
    station_reports(&station->b);
    write_all(&station->a, "LLN0$DC$NamPlt$d=8A 01 41; LLN0$ST$Mod$stVal=85 01 01; "
                           "LLN0$DC$NamPlt$swRev=83 01 00");
    CU_ASSERT_STRING_EQUAL(station_reports(&station->b), "1:10u | 2:10u | 3:10u");
    CU_ASSERT_TRUE(shows(station, "GenTrk",
                         "objRef=TRKLD0/LLN0.NamPlt.swRev serviceType=SetDataValues "
                         "errorCode=type-conflict originatorID=0A000001"));
    CU_ASSERT_TRUE(station_reads(&station->a, "LLN0$DC$NamPlt$d", "A"));
    write_all(&station->a, "LLN0$ST$Mod$stVal=85 01 01");
    CU_ASSERT_TRUE(
        shows(station, "GenTrk", "objRef=TRKLD0/LLN0.Mod.stVal errorCode=access-violation"));
    station_free(station);
}

static MmsError
define(StationClient *client, const char *domain, const char *item, const char *member_item)
{
    const Vmd *vmd = vmd_ied_vmd(client->station->vmd);
    VmdMember member = { .name = mms_object_name_domain("TRKLD0", member_item) };
    MmsObjectName name = mms_object_name_domain(domain, item);

    name.scope = domain[0] == '\0' ? MMS_SCOPE_ASSOCIATION : MMS_SCOPE_DOMAIN;
    return vmd->lists->define(vmd->object, &client->caller, &name, &member, 1);
}

static MmsError delete (StationClient *client, const char *item)
{
    const Vmd *vmd = vmd_ied_vmd(client->station->vmd);
    MmsObjectName name = mms_object_name_domain("TRKLD0", item);
    unsigned matched, deleted;

    return vmd->lists->remove(vmd->object, &client->caller, &name, &matched, &deleted);
}

static void
sTrk10_data_sets_that_come_and_go_are_tracked(void)
{
    Station *station = bay_new();

    CU_ASSERT_EQUAL(define(&station->a, "TRKLD0", "LLN0$mine", "LLN0$DC$NamPlt$d"), MMS_OK);
    CU_ASSERT_TRUE(
        shows(station, "GenTrk",
              "objRef=TRKLD0/LLN0.mine serviceType=CreateDataSet errorCode=no-error"));
    CU_ASSERT_EQUAL(define(&station->b, "TRKLD0", "LLN0$mine", "LLN0$DC$NamPlt$d"),
                    MMS_OBJECT_EXISTS);
    CU_ASSERT_TRUE(shows(station, "GenTrk", "errorCode=instance-in-use originatorID=0A000002"));
    CU_ASSERT_EQUAL(define(&station->a, "", "own", "LLN0$DC$NamPlt$d"), MMS_OK);
    CU_ASSERT_TRUE(shows(station, "GenTrk", "objRef=@own errorCode=no-error"));
    CU_ASSERT_EQUAL(delete (&station->a, "LLN0$mine"), MMS_OK);
    CU_ASSERT_TRUE(
        shows(station, "GenTrk",
              "objRef=TRKLD0/LLN0.mine serviceType=DeleteDataSet errorCode=no-error"));
    CU_ASSERT_EQUAL(delete (&station->a, "LLN0$mine"), MMS_OK);
    CU_ASSERT_TRUE(shows(station, "GenTrk", "errorCode=instance-not-available"));
    CU_ASSERT_EQUAL(delete (&station->a, "LLN0$tracks"), MMS_OK);
    CU_ASSERT_TRUE(
        shows(station, "GenTrk", "objRef=TRKLD0/LLN0.tracks errorCode=access-violation"));
    station_free(station);
}

/* The file of LD1 has a narrow SpcTrk and GenTrk only. */
static void
what_a_file_has_no_object_for_shows_in_gen_trk(void)
{
    Station *station = bay_new();

    CU_ASSERT_EQUAL(station_write_text(&station->a, "TRKLD1/LLN0$DC$NamPlt$configRev", "7"),
                    OK);
    CU_ASSERT_TRUE(station_reads(&station->a, "TRKLD1/LTRK1$SR$GenTrk",
                                 "{objRef: TRKLD1/LLN0.NamPlt.configRev, serviceType: 8, "
                                 "errorCode: 0, originatorID: 0A0000010000}"));
    CU_ASSERT_TRUE(shows(station, "GenTrk", "objRef= serviceType=Unknown"));
    station_free(station);
}

static void
a_device_without_ltrk_is_served_by_the_first(void)
{
    Station *station = bay_new();

    CU_ASSERT_EQUAL(station_write_text(&station->a, "TRKLD2/LLN0$DC$NamPlt$d", "here"), OK);
    CU_ASSERT_TRUE(
        shows(station, "GenTrk", "objRef=TRKLD2/LLN0.NamPlt.d serviceType=SetDataValues"));
    station_free(station);
}

/* As a scenario may leave one open while something else is decided. */
static void
what_comes_inside_a_change_set_is_tracked_behind_it(void)
{
    Station *station = bay_new();

    change_open(station->values, CHANGE_SCENARIO, 0);
    CU_ASSERT_EQUAL(define(&station->a, "TRKLD0", "LLN0$mine", "LLN0$DC$NamPlt$d"), MMS_OK);
    CU_ASSERT_EQUAL(delete (&station->a, "LLN0$mine"), MMS_OK);
    CU_ASSERT_TRUE(shows(station, "GenTrk", "serviceType=Unknown"));
    change_commit(station->values);
    CU_ASSERT_TRUE(station_enables(&station->b, "LLN0$RP$urcb01"));
    station_advance(station, 0);
    CU_ASSERT_STRING_EQUAL(station_reports(&station->b), "0:10u | 1:10u | 2:11u");
    CU_ASSERT_TRUE(shows(station, "GenTrk", "serviceType=DeleteDataSet"));
    station_free(station);
}

static void
without_ltrk_nothing_is_tracked(void)
{
    Station *station = station_new_of("settings.cid", "BAY", &(ReportLimits){ 0 });

    CU_ASSERT_PTR_NULL(station->server.tracking);
    CU_ASSERT_EQUAL(station_write(&station->a, SGCB "$ActSG", "86 01 02"), OK);
    CU_ASSERT_FALSE(clock_next_due(station->clock) == clock_now(station->clock));
    station_free(station);
}

static void
every_refusal_has_a_status(void)
{
    CU_ASSERT_EQUAL(service_status_of(MMS_DATA_OBJECT_NON_EXISTENT),
                    STATUS_INSTANCE_NOT_AVAILABLE);
    CU_ASSERT_EQUAL(service_status_of(MMS_DATA_OBJECT_ATTRIBUTE_INCONSISTENT),
                    STATUS_PARAMETER_VALUE_INCONSISTENT);
    CU_ASSERT_EQUAL(service_status_of(MMS_DATA_OBJECT_ACCESS_UNSUPPORTED),
                    STATUS_CLASS_NOT_SUPPORTED);
    CU_ASSERT_EQUAL(service_status_of(MMS_DATA_HARDWARE_FAULT),
                    STATUS_FAILED_DUE_TO_SERVER_CONSTRAINT);
    CU_ASSERT_EQUAL(service_status_of_error(MMS_CAPABILITY_UNAVAILABLE),
                    STATUS_FAILED_DUE_TO_SERVER_CONSTRAINT);
    CU_ASSERT_EQUAL(service_status_of_error(MMS_OBJECT_CONSTRAINT_CONFLICT),
                    STATUS_INSTANCE_IN_USE);
    CU_ASSERT_EQUAL(service_status_of_error(MMS_OK), STATUS_NO_ERROR);
}

TEST_SUITE(tracking, TEST_CASE(sTrk1_writes_of_a_urcb_are_tracked),
           TEST_CASE(sTrk1_refused_writes_of_a_urcb_are_tracked_with_what_was_asked_for),
           TEST_CASE(sTrk1_attributes_of_one_write_are_one_service),
           TEST_CASE(sTrk1_an_rcb_that_is_left_alone_is_an_internal_change),
           TEST_CASE(sTrk2_writes_of_a_brcb_are_tracked),
           TEST_CASE(sTrk4_writes_of_a_gocb_are_tracked),
           TEST_CASE(sTrk5_writes_of_an_msvcb_are_tracked),
           TEST_CASE(sTrk6_writes_of_a_usvcb_are_tracked),
           TEST_CASE(sTrk7_the_services_of_setting_groups_are_tracked),
           TEST_CASE(sTrk7_refused_services_of_setting_groups_are_tracked),
           TEST_CASE(sTrk7_a_group_that_the_device_activates_is_an_internal_change),
           TEST_CASE(sTrk10_data_that_is_set_is_tracked_item_by_item),
           TEST_CASE(sTrk10_data_sets_that_come_and_go_are_tracked),
           TEST_CASE(what_a_file_has_no_object_for_shows_in_gen_trk),
           TEST_CASE(a_device_without_ltrk_is_served_by_the_first),
           TEST_CASE(what_comes_inside_a_change_set_is_tracked_behind_it),
           TEST_CASE(without_ltrk_nothing_is_tracked), TEST_CASE(every_refusal_has_a_status))
