/* SPDX-License-Identifier: Apache-2.0
 *
 * Setting groups (IEC 61850-7-2 clause 16), by the ids of the server's conformance cases where
 * they have one.
 */
#include "sim/base/store.h"
#include "tests/sim/acsi/station.h"

#define SGCB "LLN0$SP$SGCB"
#define SECOND "BAYLD1/LLN0$SP$SGCB"
#define STR_VAL "PTOC1$SG$StrVal$setMag$f"
#define STR_VAL_EDIT "PTOC1$SE$StrVal$setMag$f"
#define DELAY_EDIT "PTOC1$SE$OpDlTmms$setVal"
#define OK MMS_DATA_SUCCESS
#define UNAVAILABLE MMS_DATA_TEMPORARILY_UNAVAILABLE
#define DENIED MMS_DATA_OBJECT_ACCESS_DENIED
#define INVALID MMS_DATA_OBJECT_VALUE_INVALID
#define UNSUPPORTED MMS_DATA_OBJECT_ACCESS_UNSUPPORTED

/* FLOAT32 values as Data. */
#define F_100 "87 05 08 42 C8 00 00"
#define F_250 "87 05 08 43 7A 00 00"
#define F_49 "87 05 08 42 44 00 00"
#define F_501 "87 05 08 43 FA 80 00"
#define F_100_25 "87 05 08 42 C8 80 00"
#define F_NAN "87 05 08 7F C0 00 00"

/* An unsigned of one octet, as INT8U takes it. */
static MmsDataError
write_group(StationClient *client, const char *item, unsigned group)
{
    g_autofree char *data = g_strdup_printf("86 02 00 %02X", group);

    return station_write(client, item, data);
}

static Station *
bay_new(void)
{
    return station_new_of("settings.cid", "BAY", &(ReportLimits){ 0 });
}

static void
sSg1_the_sgcb_is_as_the_file_says(void)
{
    Station *station = bay_new();

    CU_ASSERT_TRUE(station_reads(&station->a, SGCB "$NumOfSG", "3"));
    CU_ASSERT_TRUE(station_reads(&station->a, SGCB "$ActSG", "1"));
    CU_ASSERT_TRUE(station_reads(&station->a, SGCB "$EditSG", "0"));
    CU_ASSERT_TRUE(station_reads(&station->a, SGCB "$CnfEdit", "false"));
    CU_ASSERT_TRUE(station_reads(&station->a, SGCB "$ResvTms", "0"));
    CU_ASSERT_TRUE(station_reads(&station->a, STR_VAL, "100"));
    CU_ASSERT_TRUE(station_reads(&station->a, SECOND "$NumOfSG", "2"));
    CU_ASSERT_TRUE(station_reads(&station->a, SECOND "$ActSG", "2"));
    CU_ASSERT_TRUE(station_reads(&station->a, "BAYLD1/" STR_VAL, "200"));
    station_free(station);
}

static void
sSg2_each_group_can_be_activated(void)
{
    static const struct {
        unsigned group;
        const char *active, *str_val, *delay, *curve, *name;
    } rows[] = {
        { 2, "2", "200", "250", "ANSI Very Inverse", "second" },
        { 3, "3", "300", "500", "ANSI Extremely Inverse", "first" },
        { 1, "1", "100", "500", "ANSI Extremely Inverse", "first" },
    };
    Station *station = bay_new();

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        station_advance(station, 1000);
        CU_ASSERT_EQUAL(write_group(&station->a, SGCB "$ActSG", rows[i].group), OK);
        CU_ASSERT_TRUE(station_reads(&station->b, SGCB "$ActSG", rows[i].active));
        CU_ASSERT_TRUE(station_reads(&station->b, STR_VAL, rows[i].str_val));
        CU_ASSERT_TRUE(station_reads(&station->b, "PTOC1$SG$OpDlTmms$setVal", rows[i].delay));
        CU_ASSERT_TRUE(station_reads(&station->b, "PTOC1$SG$TmACrv$setCharact", rows[i].curve));
        CU_ASSERT_TRUE(station_reads(&station->b, "PTOC1$SG$BlkName$setVal", rows[i].name));
    }
    CU_ASSERT_TRUE(station_reads(&station->a, SGCB "$LActTm", "2026-01-01T00:00:03.000Z"));
    CU_ASSERT_TRUE(station_reads(&station->a, SECOND "$ActSG", "2"));
    CU_ASSERT_STRING_EQUAL(station->log->str, "group_activated LD0/LLN0.SP.SGCB=2\n"
                                              "group_activated LD0/LLN0.SP.SGCB=3\n"
                                              "group_activated LD0/LLN0.SP.SGCB=1\n");
    station_free(station);
}

static void
activating_reports_what_changed_at_once(void)
{
    Station *station = bay_new();

    CU_ASSERT_TRUE(station_enables(&station->a, "LLN0$RP$urcb01"));
    CU_ASSERT_EQUAL(write_group(&station->b, SGCB "$ActSG", 2), OK);
    CU_ASSERT_STRING_EQUAL(station_reports(&station->a), "0:0d 1d 2d");
    CU_ASSERT_EQUAL(write_group(&station->b, SGCB "$ActSG", 2), OK);
    CU_ASSERT_STRING_EQUAL(station_reports(&station->a), "");
    CU_ASSERT_EQUAL(write_group(&station->b, SECOND "$ActSG", 1), OK);
    CU_ASSERT_STRING_EQUAL(station_reports(&station->a), "");
    station_free(station);
}

static void
sSg3_an_edited_group_is_stored_and_active_when_activated(void)
{
    Station *station = bay_new();

    CU_ASSERT_EQUAL(write_group(&station->a, SGCB "$EditSG", 2), OK);
    CU_ASSERT_TRUE(station_reads(&station->a, STR_VAL_EDIT, "200"));
    CU_ASSERT_TRUE(station_reads(&station->a, DELAY_EDIT, "250"));
    CU_ASSERT_EQUAL(station_write(&station->a, STR_VAL_EDIT, F_250), OK);
    CU_ASSERT_EQUAL(station_write(&station->a, "PTOC1$SE$BlkName", "A2 05 8A 03 6E 65 77"), OK);
    CU_ASSERT_EQUAL(station_write_flag(&station->a, SGCB "$CnfEdit", true), OK);
    CU_ASSERT_TRUE(station_reads(&station->a, SGCB "$EditSG", "0"));
    CU_ASSERT_TRUE(station_reads(&station->a, SGCB "$CnfEdit", "false"));
    CU_ASSERT_TRUE(station_reads(&station->a, STR_VAL, "100"));
    CU_ASSERT_EQUAL(write_group(&station->b, SGCB "$ActSG", 2), OK);
    CU_ASSERT_TRUE(station_reads(&station->b, STR_VAL, "250"));
    CU_ASSERT_TRUE(station_reads(&station->b, "PTOC1$SG$BlkName$setVal", "new"));
    CU_ASSERT_TRUE(station_reads(&station->b, "PTOC1$SG$OpDlTmms$setVal", "250"));
    CU_ASSERT_EQUAL(write_group(&station->b, SGCB "$ActSG", 1), OK);
    CU_ASSERT_TRUE(station_reads(&station->b, STR_VAL, "100"));
    CU_ASSERT_STRING_EQUAL(station->log->str, "edit_begun LD0/LLN0.SP.SGCB=2\n"
                                              "settings_edited LD0/LLN0.SP.SGCB=2\n"
                                              "group_activated LD0/LLN0.SP.SGCB=2\n"
                                              "group_activated LD0/LLN0.SP.SGCB=1\n");
    station_free(station);
}

static void
sSg4_confirming_the_active_group_changes_sg_values(void)
{
    Station *station = bay_new();

    CU_ASSERT_TRUE(station_enables(&station->b, "LLN0$RP$urcb01"));
    CU_ASSERT_EQUAL(write_group(&station->a, SGCB "$EditSG", 1), OK);
    CU_ASSERT_EQUAL(station_write(&station->a, STR_VAL_EDIT, F_250), OK);
    CU_ASSERT_STRING_EQUAL(station_reports(&station->b), "");
    CU_ASSERT_EQUAL(station_write_flag(&station->a, SGCB "$CnfEdit", true), OK);
    CU_ASSERT_TRUE(station_reads(&station->b, STR_VAL, "250"));
    CU_ASSERT_STRING_EQUAL(station_reports(&station->b), "0:0d");
    station_free(station);
}

static void
sSgN1a_activating_a_group_that_is_none_is_refused(void)
{
    Station *station = bay_new();

    CU_ASSERT_EQUAL(write_group(&station->a, SGCB "$ActSG", 0), INVALID);
    CU_ASSERT_EQUAL(write_group(&station->a, SGCB "$ActSG", 4), INVALID);
    CU_ASSERT_EQUAL(write_group(&station->a, SGCB "$ActSG", 255), INVALID);
    CU_ASSERT_EQUAL(write_group(&station->a, SECOND "$ActSG", 3), INVALID);
    CU_ASSERT_TRUE(station_reads(&station->a, SGCB "$ActSG", "1"));
    CU_ASSERT_TRUE(station_reads(&station->a, SGCB "$LActTm", "1970-01-01T00:00:00.000Z"));
    CU_ASSERT_STRING_EQUAL(station->log->str, "");
    station_free(station);
}

static void
sSgN1b_editing_a_group_that_is_none_is_refused(void)
{
    Station *station = bay_new();

    CU_ASSERT_EQUAL(write_group(&station->a, SGCB "$EditSG", 4), INVALID);
    CU_ASSERT_EQUAL(write_group(&station->a, SGCB "$EditSG", 255), INVALID);
    CU_ASSERT_EQUAL(write_group(&station->a, SECOND "$EditSG", 3), INVALID);
    CU_ASSERT_TRUE(station_reads(&station->a, SGCB "$EditSG", "0"));
    CU_ASSERT_STRING_EQUAL(station->log->str, "");
    station_free(station);
}

static void
sSgN2_a_second_editor_is_refused(void)
{
    Station *station = bay_new();

    CU_ASSERT_EQUAL(write_group(&station->a, SGCB "$EditSG", 2), OK);
    CU_ASSERT_EQUAL(write_group(&station->b, SGCB "$EditSG", 2), UNAVAILABLE);
    CU_ASSERT_EQUAL(write_group(&station->b, SGCB "$EditSG", 3), UNAVAILABLE);
    CU_ASSERT_EQUAL(write_group(&station->b, SGCB "$EditSG", 0), UNAVAILABLE);
    CU_ASSERT_EQUAL(station_write(&station->b, STR_VAL_EDIT, F_250), UNAVAILABLE);
    CU_ASSERT_EQUAL(write_group(&station->b, SECOND "$EditSG", 1), OK);
    CU_ASSERT_EQUAL(write_group(&station->a, SGCB "$EditSG", 3), OK);
    CU_ASSERT_TRUE(station_reads(&station->a, STR_VAL_EDIT, "300"));
    CU_ASSERT_EQUAL(write_group(&station->a, SGCB "$EditSG", 0), OK);
    CU_ASSERT_EQUAL(write_group(&station->b, SGCB "$EditSG", 2), OK);
    station_free(station);
}

static void
sSgN3_only_the_editor_confirms(void)
{
    Station *station = bay_new();

    CU_ASSERT_EQUAL(station_write_flag(&station->a, SGCB "$CnfEdit", true), DENIED);
    CU_ASSERT_EQUAL(write_group(&station->a, SGCB "$EditSG", 2), OK);
    CU_ASSERT_EQUAL(station_write_flag(&station->b, SGCB "$CnfEdit", true), DENIED);
    CU_ASSERT_EQUAL(station_write_flag(&station->a, SGCB "$CnfEdit", false), INVALID);
    CU_ASSERT_TRUE(station_reads(&station->a, SGCB "$EditSG", "2"));
    CU_ASSERT_EQUAL(station_write_flag(&station->a, SGCB "$CnfEdit", true), OK);
    CU_ASSERT_EQUAL(station_write_flag(&station->a, SGCB "$CnfEdit", true), DENIED);
    station_free(station);
}

static void
sSgN4_without_an_edit_se_is_unavailable(void)
{
    static const char *const items[] = { STR_VAL_EDIT, "PTOC1$SE$StrVal", "PTOC1$SE" };
    Station *station = bay_new();

    for (unsigned i = 0; i < G_N_ELEMENTS(items); i++) {
        CU_ASSERT_EQUAL(station_read_result(&station->a, items[i]), UNAVAILABLE);
        CU_ASSERT_EQUAL(write_group(&station->a, SGCB "$EditSG", 1), OK);
        CU_ASSERT_EQUAL(station_read_result(&station->a, items[i]), OK);
        CU_ASSERT_EQUAL(station_read_result(&station->b, items[i]), OK);
        CU_ASSERT_EQUAL(write_group(&station->a, SGCB "$EditSG", 0), OK);
    }
    CU_ASSERT_EQUAL(station_write(&station->a, STR_VAL_EDIT, F_250), UNAVAILABLE);
    CU_ASSERT_EQUAL(station_read_result(&station->a, "BAYLD1/" STR_VAL_EDIT), UNAVAILABLE);
    CU_ASSERT_EQUAL(station_read_result(&station->a, "PTOC1"), OK);
    station_free(station);
}

static void
sSgN5_the_edit_goes_with_its_association(void)
{
    Station *station = bay_new();

    CU_ASSERT_EQUAL(write_group(&station->a, SGCB "$EditSG", 1), OK);
    CU_ASSERT_EQUAL(station_write(&station->a, STR_VAL_EDIT, F_250), OK);
    station_lose(&station->b);
    CU_ASSERT_TRUE(station_reads(&station->b, SGCB "$EditSG", "1"));
    station_lose(&station->a);
    CU_ASSERT_TRUE(station_reads(&station->b, SGCB "$EditSG", "0"));
    CU_ASSERT_TRUE(station_reads(&station->b, STR_VAL, "100"));
    CU_ASSERT_EQUAL(station_write_flag(&station->a, SGCB "$CnfEdit", true), DENIED);
    CU_ASSERT_EQUAL(write_group(&station->b, SGCB "$EditSG", 1), OK);
    CU_ASSERT_TRUE(station_reads(&station->b, STR_VAL_EDIT, "100"));
    CU_ASSERT_STRING_EQUAL(station->log->str,
                           "edit_begun LD0/LLN0.SP.SGCB=1\n"
                           "edit_dropped LD0/LLN0.SP.SGCB=the association ended\n"
                           "edit_begun LD0/LLN0.SP.SGCB=1\n");
    station_free(station);
}

static void
sSgN6_wrong_types_and_names_are_refused(void)
{
    Station *station = bay_new();

    CU_ASSERT_EQUAL(station_write(&station->a, SGCB "$ActSG", "85 01 02"),
                    MMS_DATA_TYPE_INCONSISTENT);
    CU_ASSERT_EQUAL(station_write(&station->a, SGCB "$ActSG", "86 02 01 00"),
                    MMS_DATA_TYPE_INCONSISTENT);
    CU_ASSERT_EQUAL(station_write(&station->a, SGCB "$CnfEdit", "86 01 01"),
                    MMS_DATA_TYPE_INCONSISTENT);
    CU_ASSERT_EQUAL(write_group(&station->a, SGCB "$EditSG", 2), OK);
    CU_ASSERT_EQUAL(station_write(&station->a, STR_VAL_EDIT, "85 01 02"),
                    MMS_DATA_TYPE_INCONSISTENT);
    CU_ASSERT_EQUAL(station_write(&station->a, "PTOC1$SE$Nothing$setVal", "85 01 02"),
                    MMS_DATA_OBJECT_NON_EXISTENT);
    CU_ASSERT_EQUAL(station_write(&station->a, "PTOC1$SE$TmACrv$setCharact", "85 01 09"),
                    INVALID);
    station_free(station);
}

static void
nobody_writes_the_rest_of_the_sgcb_or_sg_values(void)
{
    Station *station = bay_new();

    CU_ASSERT_EQUAL(write_group(&station->a, SGCB "$EditSG", 1), OK);
    CU_ASSERT_EQUAL(write_group(&station->a, SGCB "$NumOfSG", 2), DENIED);
    CU_ASSERT_EQUAL(station_write(&station->a, SGCB "$LActTm", "91 08 00 00 00 00 00 00 00 00"),
                    DENIED);
    CU_ASSERT_EQUAL(station_write_number(&station->a, SGCB "$ResvTms", 5), DENIED);
    CU_ASSERT_EQUAL(station_write(&station->a, SGCB, "A2 00"), DENIED);
    CU_ASSERT_EQUAL(station_write(&station->a, "LLN0$SP", "A2 00"), DENIED);
    CU_ASSERT_EQUAL(station_write(&station->a, STR_VAL, F_250), DENIED);
    CU_ASSERT_EQUAL(station_write(&station->a, "PTOC1$SE$RsDlTmms$setVal", "85 01 02"), DENIED);
    station_free(station);
}

static void
an_edit_that_takes_too_long_is_dropped(void)
{
    Station *station = bay_new();

    CU_ASSERT_EQUAL(write_group(&station->a, SGCB "$EditSG", 2), OK);
    CU_ASSERT_TRUE(station_reads(&station->b, SGCB "$ResvTms", "30"));
    CU_ASSERT_EQUAL(station_write(&station->a, STR_VAL_EDIT, F_250), OK);
    station_advance(station, 20500);
    CU_ASSERT_TRUE(station_reads(&station->b, SGCB "$ResvTms", "10"));
    CU_ASSERT_TRUE(station_reads(&station->b, SGCB "$EditSG", "2"));
    station_advance(station, 9500);
    CU_ASSERT_TRUE(station_reads(&station->b, SGCB "$EditSG", "0"));
    CU_ASSERT_TRUE(station_reads(&station->b, SGCB "$ResvTms", "0"));
    CU_ASSERT_EQUAL(station_write_flag(&station->a, SGCB "$CnfEdit", true), DENIED);
    CU_ASSERT_EQUAL(write_group(&station->b, SGCB "$ActSG", 2), OK);
    CU_ASSERT_TRUE(station_reads(&station->b, STR_VAL, "200"));
    CU_ASSERT_EQUAL(write_group(&station->b, SECOND "$EditSG", 1), OK);
    station_advance(station, 59999);
    CU_ASSERT_TRUE(station_reads(&station->b, SECOND "$EditSG", "1"));
    station_advance(station, 1);
    CU_ASSERT_TRUE(station_reads(&station->b, SECOND "$EditSG", "0"));
    station_free(station);
}

static void
a_confirmed_edit_ends_its_time(void)
{
    Station *station = bay_new();

    CU_ASSERT_EQUAL(write_group(&station->a, SGCB "$EditSG", 2), OK);
    CU_ASSERT_EQUAL(station_write_flag(&station->a, SGCB "$CnfEdit", true), OK);
    station_advance(station, 100000);
    CU_ASSERT_STRING_EQUAL(station->log->str, "edit_begun LD0/LLN0.SP.SGCB=2\n"
                                              "settings_edited LD0/LLN0.SP.SGCB=2\n");
    station_free(station);
}

static void
settings_stay_within_their_range(void)
{
    Station *station = bay_new();

    CU_ASSERT_EQUAL(write_group(&station->a, SGCB "$EditSG", 2), OK);
    CU_ASSERT_EQUAL(station_write(&station->a, STR_VAL_EDIT, F_49), INVALID);
    CU_ASSERT_EQUAL(station_write(&station->a, STR_VAL_EDIT, F_501), INVALID);
    CU_ASSERT_EQUAL(station_write(&station->a, STR_VAL_EDIT, F_100_25), INVALID);
    CU_ASSERT_EQUAL(station_write(&station->a, STR_VAL_EDIT, F_NAN), INVALID);
    CU_ASSERT_EQUAL(station_write(&station->a, STR_VAL_EDIT, F_100), OK);
    CU_ASSERT_EQUAL(station_write(&station->a, "PTOC1$SE$StrVal", "A2 09 A2 07 " F_49),
                    INVALID);
    CU_ASSERT_EQUAL(station_write(&station->a, "PTOC1$SE$StrVal", "A2 09 A2 07 " F_250), OK);
    CU_ASSERT_EQUAL(station_write(&station->a, DELAY_EDIT, "85 02 03 F2"), INVALID);
    CU_ASSERT_EQUAL(station_write(&station->a, DELAY_EDIT, "85 01 0F"), INVALID);
    CU_ASSERT_EQUAL(station_write(&station->a, DELAY_EDIT, "85 01 FF"), INVALID);
    CU_ASSERT_EQUAL(station_write(&station->a, DELAY_EDIT, "85 02 03 E8"), OK);
    CU_ASSERT_TRUE(station_reads(&station->a, DELAY_EDIT, "1000"));
    CU_ASSERT_EQUAL(station_write(&station->a, "PTOC1$SP$Tolerance$setVal", "85 01 05"),
                    INVALID);
    CU_ASSERT_EQUAL(station_write(&station->a, "PTOC1$SP$Tolerance$setVal", "85 01 04"), OK);
    station_free(station);
}

static void
what_services_do_not_name_is_not_offered(void)
{
    Station *edit = station_new_of("settings.cid", "NOEDIT", &(ReportLimits){ 0 });
    Station *none = station_new_of("settings.cid", "NONE", &(ReportLimits){ 0 });
    Station *lenient = station_new_of("settings.cid", "LENIENT", &(ReportLimits){ 0 });

    CU_ASSERT_EQUAL(write_group(&edit->a, SGCB "$ActSG", 2), OK);
    CU_ASSERT_EQUAL(write_group(&edit->a, SGCB "$EditSG", 2), UNSUPPORTED);
    CU_ASSERT_EQUAL(station_write_flag(&edit->a, SGCB "$CnfEdit", true), UNSUPPORTED);
    CU_ASSERT_TRUE(station_reads(&edit->a, SGCB "$ResvTms", "?"));
    CU_ASSERT_EQUAL(write_group(&none->a, SGCB "$ActSG", 2), UNSUPPORTED);
    CU_ASSERT_EQUAL(write_group(&none->a, SGCB "$EditSG", 2), UNSUPPORTED);
    CU_ASSERT_EQUAL(write_group(&lenient->a, SGCB "$ActSG", 2), OK);
    CU_ASSERT_EQUAL(write_group(&lenient->a, SGCB "$EditSG", 2), OK);
    station_free(edit);
    station_free(none);
    station_free(lenient);
}

static void
every_class_of_settings_is_kept_by_group(void)
{
    static const struct {
        const char *edited, *data, *active, *value;
    } rows[] = {
        { "PTOC1$SE$MltRs$setVal", "83 01 01", "PTOC1$SG$MltRs$setVal", "true" },
        { "PTOC1$SE$DirMod$setVal", "85 01 02", "PTOC1$SG$DirMod$setVal", "Forward" },
        { "PTOC1$SE$TmACrv$setParA", F_100, "PTOC1$SG$TmACrv$setParA", "100" },
        { "PTOC1$SE$TmASt$numPts", "86 01 03", "PTOC1$SG$TmASt$numPts", "3" },
        { "PTOC1$SE$BlkTm$setTm", "91 08 69 55 B9 00 00 00 00 0A", "PTOC1$SG$BlkTm$setTm",
          "2026-01-01T00:00:00.000Z" },
        { "PTOC1$SE$Price$cur", "8A 03 45 55 52", "PTOC1$SG$Price$cur", "EUR" },
        { "PTOC1$SE$InRef1$setSrcRef", "8A 03 41 2F 42", "PTOC1$SG$InRef1$setSrcRef", "A/B" },
        { "PTOC1$SE$TmASt$crvPts",
          "A1 30 A2 0E " F_100 " " F_250 " A2 0E " F_49 " " F_250 " A2 0E " F_250 " " F_49,
          "PTOC1$SG$TmASt$crvPts", NULL },
    };
    Station *station = bay_new();
    g_autofree char *points = NULL;
    g_autofree char *empty = g_strdup(station_read(&station->a, "PTOC1$SG$TmASt$crvPts"));

    CU_ASSERT_EQUAL(write_group(&station->a, SGCB "$EditSG", 3), OK);
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        CU_ASSERT_EQUAL(station_write(&station->a, rows[i].edited, rows[i].data), OK);
    }
    points = g_strdup(station_read(&station->a, "PTOC1$SE$TmASt$crvPts"));
    CU_ASSERT_EQUAL(station_write_flag(&station->a, SGCB "$CnfEdit", true), OK);
    for (unsigned i = 0; i < 2; i++) {
        CU_ASSERT_EQUAL(write_group(&station->a, SGCB "$ActSG", 3), OK);
        for (unsigned k = 0; k < G_N_ELEMENTS(rows); k++) {
            CU_ASSERT_TRUE(station_reads(&station->a, rows[k].active,
                                         rows[k].value != NULL ? rows[k].value : points));
        }
        CU_ASSERT_EQUAL(write_group(&station->a, SGCB "$ActSG", 2), OK);
        CU_ASSERT_TRUE(station_reads(&station->a, "PTOC1$SG$MltRs$setVal", "false"));
        CU_ASSERT_TRUE(station_reads(&station->a, "PTOC1$SG$DirMod$setVal", "Non-directional"));
        CU_ASSERT_TRUE(station_reads(&station->a, "PTOC1$SG$Price$cur", ""));
        CU_ASSERT_TRUE(station_reads(&station->a, "PTOC1$SG$TmASt$crvPts", empty));
    }
    station_free(station);
}

static void
what_the_device_sets_belongs_to_the_active_group(void)
{
    Station *station = bay_new();

    station_set(station, STR_VAL "=120");
    CU_ASSERT_EQUAL(write_group(&station->a, SGCB "$EditSG", 1), OK);
    CU_ASSERT_TRUE(station_reads(&station->a, STR_VAL_EDIT, "120"));
    CU_ASSERT_EQUAL(write_group(&station->a, SGCB "$EditSG", 0), OK);
    CU_ASSERT_TRUE(setting_groups_activate(station->setting_groups, 0, 3));
    CU_ASSERT_TRUE(station_reads(&station->a, STR_VAL, "300"));
    CU_ASSERT_TRUE(station_reads(&station->a, SGCB "$ActSG", "3"));
    CU_ASSERT_TRUE(setting_groups_activate(station->setting_groups, 0, 1));
    CU_ASSERT_TRUE(station_reads(&station->a, STR_VAL, "120"));
    CU_ASSERT_FALSE(setting_groups_activate(station->setting_groups, 0, 0));
    CU_ASSERT_FALSE(setting_groups_activate(station->setting_groups, 0, 4));
    CU_ASSERT_FALSE(setting_groups_activate(station->setting_groups, 7, 1));
    station_free(station);
}

static void
confirmed_settings_survive_a_power_cycle(void)
{
    Station *station = bay_new();

    setting_groups_free(station->setting_groups);
    station->server.store = store_memory_new();
    station->setting_groups = setting_groups_new(&station->server);
    CU_ASSERT_EQUAL(write_group(&station->a, SGCB "$EditSG", 2), OK);
    CU_ASSERT_EQUAL(station_write(&station->a, STR_VAL_EDIT, F_250), OK);
    CU_ASSERT_EQUAL(station_write(&station->a, "PTOC1$SE$BlkName", "A2 05 8A 03 6E 65 77"), OK);
    CU_ASSERT_EQUAL(station_write_flag(&station->a, SGCB "$CnfEdit", true), OK);
    station_advance(station, 5000);
    CU_ASSERT_EQUAL(write_group(&station->a, SGCB "$ActSG", 3), OK);
    CU_ASSERT_EQUAL(write_group(&station->a, SGCB "$EditSG", 1), OK);
    CU_ASSERT_EQUAL(station_write(&station->a, STR_VAL_EDIT, F_250), OK);
    station_lose(&station->a);
    setting_groups_free(station->setting_groups);
    values_reset(station->values);
    station->setting_groups = setting_groups_new(&station->server);
    CU_ASSERT_TRUE(station_reads(&station->a, SGCB "$ActSG", "3"));
    CU_ASSERT_TRUE(station_reads(&station->a, SGCB "$LActTm", "2026-01-01T00:00:05.000Z"));
    CU_ASSERT_TRUE(station_reads(&station->a, STR_VAL, "300"));
    CU_ASSERT_TRUE(station_reads(&station->a, "BAYLD1/" STR_VAL, "200"));
    CU_ASSERT_EQUAL(write_group(&station->a, SGCB "$ActSG", 2), OK);
    CU_ASSERT_TRUE(station_reads(&station->a, STR_VAL, "250"));
    CU_ASSERT_TRUE(station_reads(&station->a, "PTOC1$SG$BlkName$setVal", "new"));
    CU_ASSERT_EQUAL(write_group(&station->a, SGCB "$ActSG", 1), OK);
    CU_ASSERT_TRUE(station_reads(&station->a, STR_VAL, "100"));
    g_clear_pointer(&station->setting_groups, setting_groups_free);
    store_free(station->server.store);
    station_free(station);
}

static void
an_open_change_set_holds_activation_up(void)
{
    Station *station = bay_new();

    change_open(station->values, CHANGE_SCENARIO, 0);
    CU_ASSERT_EQUAL(write_group(&station->a, SGCB "$ActSG", 2), UNAVAILABLE);
    change_discard(station->values);
    CU_ASSERT_EQUAL(write_group(&station->a, SGCB "$ActSG", 2), OK);
    station_free(station);
}

TEST_SUITE(sim_acsi_setting_group, TEST_CASE(sSg1_the_sgcb_is_as_the_file_says),
           TEST_CASE(sSg2_each_group_can_be_activated),
           TEST_CASE(activating_reports_what_changed_at_once),
           TEST_CASE(sSg3_an_edited_group_is_stored_and_active_when_activated),
           TEST_CASE(sSg4_confirming_the_active_group_changes_sg_values),
           TEST_CASE(sSgN1a_activating_a_group_that_is_none_is_refused),
           TEST_CASE(sSgN1b_editing_a_group_that_is_none_is_refused),
           TEST_CASE(sSgN2_a_second_editor_is_refused),
           TEST_CASE(sSgN3_only_the_editor_confirms),
           TEST_CASE(sSgN4_without_an_edit_se_is_unavailable),
           TEST_CASE(sSgN5_the_edit_goes_with_its_association),
           TEST_CASE(sSgN6_wrong_types_and_names_are_refused),
           TEST_CASE(nobody_writes_the_rest_of_the_sgcb_or_sg_values),
           TEST_CASE(an_edit_that_takes_too_long_is_dropped),
           TEST_CASE(a_confirmed_edit_ends_its_time),
           TEST_CASE(settings_stay_within_their_range),
           TEST_CASE(what_services_do_not_name_is_not_offered),
           TEST_CASE(every_class_of_settings_is_kept_by_group),
           TEST_CASE(what_the_device_sets_belongs_to_the_active_group),
           TEST_CASE(confirmed_settings_survive_a_power_cycle),
           TEST_CASE(an_open_change_set_holds_activation_up))
