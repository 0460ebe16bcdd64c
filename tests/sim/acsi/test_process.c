/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/acsi/process.h"

#include "tests/sim/acsi/plant.h"

static void
sSub1_a_substitute_without_subEna_is_only_stored(void)
{
    Plant *plant = plant_new();

    CU_ASSERT_EQUAL(plant_write(plant, "GGIO1$SV$Ind1$subVal=true GGIO1$SV$Ind1$subQ=test "
                                       "GGIO1$SV$Ind1$subID=me"),
                    MMS_DATA_SUCCESS);
    CU_ASSERT_TRUE(plant_shows(plant, "GGIO1$ST$Ind1$stVal=false GGIO1$ST$Ind1$q=good "
                                      "GGIO1$SV$Ind1$subVal=true GGIO1$SV$Ind1$subID=me"));
    CU_ASSERT_TRUE(plant_told(plant->events, ""));
    plant_free(plant);
}

static void
sSub2_subEna_shows_the_substitute_in_the_same_change_set(void)
{
    Plant *plant = plant_new();

    plant_advance(plant, 1000);
    CU_ASSERT_EQUAL(plant_write(plant, "GGIO1$SV$Ind1$subVal=true GGIO1$SV$Ind1$subID=me "
                                       "GGIO1$SV$Ind1$subEna=true"),
                    MMS_DATA_SUCCESS);
    CU_ASSERT_TRUE(plant_told(plant->changes,
                              "GGIO1$ST$Ind1$stVal=true GGIO1$ST$Ind1$q=good,substituted "
                              "GGIO1$SV$Ind1$subEna=true GGIO1$SV$Ind1$subVal=true "
                              "GGIO1$SV$Ind1$subID=me\n"));
    CU_ASSERT_TRUE(plant_shows(plant, "GGIO1$ST$Ind1$t=2026-01-01T00:00:01.000Z"));
    CU_ASSERT_TRUE(plant_told(plant->events, "substituted LD0/GGIO1.Ind1=true\n"));
    CU_ASSERT_EQUAL(plant_write(plant, "GGIO1$SV$Ind1$subVal=false"), MMS_DATA_SUCCESS);
    CU_ASSERT_TRUE(plant_shows(plant, "GGIO1$ST$Ind1$stVal=false"));
    CU_ASSERT_TRUE(plant_told(plant->events, ""));
    plant_free(plant);
}

static void
sSub3_the_value_of_the_process_returns(void)
{
    Plant *plant = plant_new();

    plant_write(plant, "GGIO1$SV$Ind1$subVal=true GGIO1$SV$Ind1$subEna=true");
    g_string_truncate(plant->changes, 0);
    g_string_truncate(plant->events, 0);
    plant_set(plant, "GGIO1$ST$Ind1$stVal=true GGIO1$ST$Ind1$q=questionable,oscillatory "
                     "GGIO1$ST$Ind1$t=2026-01-01T00:00:07Z");
    CU_ASSERT_TRUE(plant_told(plant->changes, ""));
    CU_ASSERT_TRUE(
        plant_shows(plant, "GGIO1$ST$Ind1$stVal=true GGIO1$ST$Ind1$q=good,substituted"));
    plant_set(plant, "GGIO1$ST$Ind1$stVal=false");
    plant_advance(plant, 9000);
    CU_ASSERT_EQUAL(plant_write(plant, "GGIO1$SV$Ind1$subEna=false"), MMS_DATA_SUCCESS);
    CU_ASSERT_TRUE(plant_told(plant->changes, "GGIO1$ST$Ind1$stVal=false "
                                              "GGIO1$ST$Ind1$q=questionable,oscillatory "
                                              "GGIO1$SV$Ind1$subEna=false\n"));
    CU_ASSERT_TRUE(plant_shows(plant, "GGIO1$ST$Ind1$t=2026-01-01T00:00:09.000Z"));
    CU_ASSERT_TRUE(plant_told(plant->events, "unsubstituted LD0/GGIO1.Ind1=false\n"));
    plant_set(plant, "GGIO1$ST$Ind1$stVal=true");
    CU_ASSERT_TRUE(plant_shows(plant, "GGIO1$ST$Ind1$stVal=true"));
    plant_free(plant);
}

static void
sSubN1_a_substitution_outlives_its_association_and_wrong_values_are_refused(void)
{
    Plant *plant = plant_new();
    const Vmd *vmd = vmd_ied_vmd(plant->server.vmd);

    CU_ASSERT_EQUAL(plant_write_octets(plant, "GGIO1$SV$Ind1$subEna", "85 01 01"),
                    MMS_DATA_TYPE_INCONSISTENT);
    CU_ASSERT_EQUAL(plant_write_octets(plant, "GGIO1$SV$Ind1$subVal", "84 02 06 80"),
                    MMS_DATA_TYPE_INCONSISTENT);
    CU_ASSERT_EQUAL(plant_write_octets(plant, "GGIO1$SV$Ind2$subEna", "83 01 01"),
                    MMS_DATA_OBJECT_NON_EXISTENT);
    CU_ASSERT_TRUE(plant_told(plant->events, ""));
    plant_write(plant, "GGIO1$SV$Ind1$subVal=true GGIO1$SV$Ind1$subEna=true");
    vmd->device->forget(vmd->object, &plant->client);
    plant_set(plant, "GGIO1$ST$Ind1$stVal=false");
    CU_ASSERT_TRUE(plant_shows(plant, "GGIO1$ST$Ind1$stVal=true GGIO1$SV$Ind1$subEna=true"));
    plant_free(plant);
}

static void
every_class_with_a_substitute_shows_it(void)
{
    static const char *const cases[][3] = {
        { "GGIO1$SV$DPCSO1$subVal=on GGIO1$SV$DPCSO1$subEna=true", "GGIO1$ST$DPCSO1$stVal=on",
          "GGIO1$SV$DPCSO1$subEna=false GGIO1$ST$DPCSO1$stVal=intermediate" },
        { "GGIO1$SV$IntIn1$subVal=-7 GGIO1$SV$IntIn1$subEna=true", "GGIO1$ST$IntIn1$stVal=-7",
          "GGIO1$SV$IntIn1$subEna=false GGIO1$ST$IntIn1$stVal=0" },
        { "GGIO1$SV$AnOut1$subVal$f=2.5 GGIO1$SV$AnOut1$subEna=true",
          "GGIO1$MX$AnOut1$mxVal$f=2.5",
          "GGIO1$SV$AnOut1$subEna=false GGIO1$MX$AnOut1$mxVal$f=0" },
        { "ATCC1$SV$TapChg$subVal$posVal=5 ATCC1$SV$TapChg$subVal$transInd=true "
          "ATCC1$SV$TapChg$subEna=true",
          "ATCC1$ST$TapChg$valWTr$posVal=5 ATCC1$ST$TapChg$valWTr$transInd=true",
          "ATCC1$SV$TapChg$subEna=false ATCC1$ST$TapChg$valWTr$posVal=0" },
        { "MMXU1$SV$TotW$subMag$f=9 MMXU1$SV$TotW$subEna=true", "MMXU1$MX$TotW$mag$f=9",
          "MMXU1$SV$TotW$subEna=false MMXU1$MX$TotW$mag$f=0" },
        { "MMXU1$SV$A$phsB$subCVal$mag$f=3 MMXU1$SV$A$phsB$subCVal$ang$f=120 "
          "MMXU1$SV$A$phsB$subEna=true",
          "MMXU1$MX$A$phsB$cVal$mag$f=3 MMXU1$MX$A$phsB$cVal$ang$f=120 "
          "MMXU1$MX$A$phsA$cVal$ang$f=0 "
          "MMXU1$MX$A$phsB$q=good,substituted",
          "MMXU1$SV$A$phsB$subEna=false MMXU1$MX$A$phsB$cVal$ang$f=0" },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
        Plant *plant = plant_new();
        g_auto(GStrv) back = g_strsplit(cases[i][2], " ", 2);

        CU_ASSERT_EQUAL(plant_write(plant, cases[i][0]), MMS_DATA_SUCCESS);
        CU_ASSERT_TRUE(plant_shows(plant, cases[i][1]));
        CU_ASSERT_EQUAL(plant_write(plant, back[0]), MMS_DATA_SUCCESS);
        CU_ASSERT_TRUE(plant_shows(plant, back[1]));
        plant_free(plant);
    }
}

static void
what_changes_with_subEna_in_one_set_goes_aside(void)
{
    Plant *plant = plant_new();

    plant_set(plant,
              "GGIO1$ST$IntIn1$stVal=5 GGIO1$SV$IntIn1$subVal=9 GGIO1$SV$IntIn1$subEna=true");
    CU_ASSERT_TRUE(plant_shows(plant, "GGIO1$ST$IntIn1$stVal=9"));
    plant_set(plant, "GGIO1$ST$IntIn1$stVal=6 GGIO1$SV$IntIn1$subEna=false");
    CU_ASSERT_TRUE(plant_shows(plant, "GGIO1$ST$IntIn1$stVal=6 GGIO1$ST$IntIn1$q=good"));
    plant_free(plant);
}

static void
a_blocked_object_keeps_its_value_and_says_so(void)
{
    Plant *plant = plant_new();

    plant_set(plant, "GGIO1$ST$Ind1$stVal=true");
    g_string_truncate(plant->changes, 0);
    CU_ASSERT_EQUAL(plant_write(plant, "GGIO1$BL$Ind1$blkEna=true"), MMS_DATA_SUCCESS);
    CU_ASSERT_TRUE(plant_told(plant->changes,
                              "GGIO1$ST$Ind1$q=questionable,oldData,operatorBlocked "
                              "GGIO1$BL$Ind1$blkEna=true\n"));
    plant_set(plant, "GGIO1$ST$Ind1$stVal=false");
    CU_ASSERT_TRUE(plant_shows(plant, "GGIO1$ST$Ind1$stVal=true"));
    plant_write(plant, "GGIO1$SV$Ind1$subVal=false GGIO1$SV$Ind1$subEna=true");
    CU_ASSERT_TRUE(plant_shows(plant, "GGIO1$ST$Ind1$stVal=false "
                                      "GGIO1$ST$Ind1$q=good,substituted,operatorBlocked"));
    plant_write(plant, "GGIO1$SV$Ind1$subEna=false");
    CU_ASSERT_TRUE(plant_shows(plant, "GGIO1$ST$Ind1$stVal=true"));
    plant_write(plant, "GGIO1$BL$Ind1$blkEna=false");
    CU_ASSERT_TRUE(plant_shows(plant, "GGIO1$ST$Ind1$stVal=false GGIO1$ST$Ind1$q=good"));
    CU_ASSERT_TRUE(plant_told(plant->events, "blocked LD0/GGIO1.Ind1=true\n"
                                             "substituted LD0/GGIO1.Ind1=false\n"
                                             "unsubstituted LD0/GGIO1.Ind1=true\n"
                                             "unblocked LD0/GGIO1.Ind1=false\n"));
    plant_free(plant);
}

static void
a_substitution_that_the_file_begins_with_holds(void)
{
    Plant *plant = plant_new_with("GGIO1$SV$IntIn1$subEna=true GGIO1$SV$IntIn1$subVal=3");

    CU_ASSERT_TRUE(
        plant_shows(plant, "GGIO1$ST$IntIn1$stVal=3 GGIO1$ST$IntIn1$q=good,substituted"));
    plant_set(plant, "GGIO1$ST$IntIn1$stVal=4");
    CU_ASSERT_TRUE(plant_shows(plant, "GGIO1$ST$IntIn1$stVal=3"));
    plant_write(plant, "GGIO1$SV$IntIn1$subEna=false");
    CU_ASSERT_TRUE(plant_shows(plant, "GGIO1$ST$IntIn1$stVal=4"));
    plant_free(plant);
}

TEST_SUITE(
    process, TEST_CASE(sSub1_a_substitute_without_subEna_is_only_stored),
    TEST_CASE(sSub2_subEna_shows_the_substitute_in_the_same_change_set),
    TEST_CASE(sSub3_the_value_of_the_process_returns),
    TEST_CASE(sSubN1_a_substitution_outlives_its_association_and_wrong_values_are_refused),
    TEST_CASE(every_class_with_a_substitute_shows_it),
    TEST_CASE(what_changes_with_subEna_in_one_set_goes_aside),
    TEST_CASE(a_blocked_object_keeps_its_value_and_says_so),
    TEST_CASE(a_substitution_that_the_file_begins_with_holds))
