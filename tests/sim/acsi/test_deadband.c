/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/acsi/deadband.h"

#include "tests/sim/acsi/plant.h"

static void
sSrv10_a_measurement_shows_when_it_leaves_the_dead_band(void)
{
    Plant *plant = plant_new();

    plant_set(plant, "MMXU1$MX$TotW$instMag$f=50");
    CU_ASSERT_TRUE(
        plant_told(plant->changes, "MMXU1$MX$TotW$instMag$f=50 MMXU1$MX$TotW$mag$f=50\n"));
    plant_advance(plant, 5000);
    plant_set(plant, "MMXU1$MX$TotW$instMag$f=51");
    CU_ASSERT_TRUE(plant_told(plant->changes, "MMXU1$MX$TotW$instMag$f=51\n"));
    CU_ASSERT_TRUE(plant_shows(plant, "MMXU1$MX$TotW$t=2026-01-01T00:00:00.000Z"));
    plant_set(plant, "MMXU1$MX$TotW$instMag$f=51.5");
    CU_ASSERT_TRUE(plant_shows(plant, "MMXU1$MX$TotW$mag$f=51.5 "
                                      "MMXU1$MX$TotW$t=2026-01-01T00:00:05.000Z"));
    plant_set(plant, "MMXU1$CF$TotW$dbRef=1000");
    plant_set(plant, "MMXU1$MX$TotW$instMag$f=61");
    CU_ASSERT_TRUE(plant_shows(plant, "MMXU1$MX$TotW$mag$f=51.5"));
    plant_set(plant, "MMXU1$CF$TotW$db=0");
    plant_set(plant, "MMXU1$MX$TotW$instMag$f=61.25");
    CU_ASSERT_TRUE(plant_shows(plant, "MMXU1$MX$TotW$mag$f=61.25"));
    plant_free(plant);
}

static void
near_zero_is_zero(void)
{
    Plant *plant = plant_new();

    plant_set(plant, "MMXU1$MX$TotW$instMag$f=30");
    plant_set(plant, "MMXU1$MX$TotW$instMag$f=0.4");
    CU_ASSERT_TRUE(plant_shows(plant, "MMXU1$MX$TotW$mag$f=0"));
    plant_set(plant, "MMXU1$MX$TotW$instMag$f=0.8");
    CU_ASSERT_TRUE(plant_shows(plant, "MMXU1$MX$TotW$mag$f=0"));
    plant_free(plant);
}

static void
a_value_given_to_mag_is_taken_as_it_is(void)
{
    Plant *plant = plant_new();

    plant_set(plant, "MMXU1$MX$TotW$mag$f=0.25");
    CU_ASSERT_TRUE(plant_shows(plant, "MMXU1$MX$TotW$mag$f=0.25 MMXU1$MX$TotW$instMag$f=0.25"));
    plant_set(plant, "MMXU1$MX$TotW$mag$f=50 MMXU1$MX$TotW$instMag$f=50.5");
    CU_ASSERT_TRUE(plant_shows(plant, "MMXU1$MX$TotW$mag$f=50 MMXU1$MX$TotW$instMag$f=50.5"));
    plant_free(plant);
}

static void
the_range_follows_its_limits_with_their_hysteresis(void)
{
    static const char *const steps[][2] = {
        { "50", "normal" },    { "81", "high" },      { "79", "high" },   { "77", "normal" },
        { "91", "high-high" }, { "89", "high-high" }, { "87", "high" },   { "50", "normal" },
        { "19", "low" },       { "21", "low" },       { "23", "normal" }, { "9", "low-low" },
        { "11", "low-low" },   { "13", "low" },
    };
    Plant *plant = plant_new();

    for (unsigned i = 0; i < G_N_ELEMENTS(steps); i++) {
        g_autofree char *set = g_strconcat("MMXU1$MX$TotW$instMag$f=", steps[i][0], NULL);
        g_autofree char *shown = g_strconcat("MMXU1$MX$TotW$range=", steps[i][1], NULL);

        plant_set(plant, set);
        CU_ASSERT_TRUE(plant_shows(plant, shown));
    }
    plant_free(plant);
}

static void
beyond_min_and_max_the_quality_says_so(void)
{
    Plant *plant = plant_new();

    plant_set(plant, "MMXU1$MX$TotW$instMag$f=101");
    CU_ASSERT_TRUE(plant_shows(plant, "MMXU1$MX$TotW$q=questionable,outOfRange"));
    plant_set(plant, "MMXU1$MX$TotW$instMag$f=99");
    CU_ASSERT_TRUE(plant_shows(plant, "MMXU1$MX$TotW$q=good"));
    plant_free(plant);
}

static void
a_vector_passes_as_a_whole(void)
{
    Plant *plant = plant_new();

    plant_set(plant, "MMXU1$MX$A$phsA$instCVal$mag$f=50 MMXU1$MX$A$phsA$instCVal$ang$f=175");
    plant_set(plant, "MMXU1$MX$A$phsA$instCVal$mag$f=50.5 MMXU1$MX$A$phsA$instCVal$ang$f=-175");
    CU_ASSERT_TRUE(plant_shows(plant, "MMXU1$MX$A$phsA$cVal$mag$f=50 "
                                      "MMXU1$MX$A$phsA$cVal$ang$f=175"));
    plant_set(plant, "MMXU1$MX$A$phsA$instCVal$ang$f=-160");
    CU_ASSERT_TRUE(plant_shows(plant, "MMXU1$MX$A$phsA$cVal$mag$f=50.5 "
                                      "MMXU1$MX$A$phsA$cVal$ang$f=-160 "
                                      "MMXU1$MX$A$phsB$cVal$ang$f=0"));
    plant_free(plant);
}

static void
integer_and_real_agree_by_their_scale(void)
{
    Plant *plant = plant_new();

    plant_set(plant, "MMXU1$MX$Hz$mag$f=49.98");
    CU_ASSERT_TRUE(plant_shows(plant, "MMXU1$MX$Hz$mag$i=-2 MMXU1$MX$Hz$instMag$i=-2"));
    plant_set(plant, "MMXU1$MX$Hz$instMag$i=25");
    CU_ASSERT_TRUE(plant_shows(plant, "MMXU1$MX$Hz$instMag$f=50.25 MMXU1$MX$Hz$mag$f=50.25 "
                                      "MMXU1$MX$Hz$mag$i=25"));
    plant_free(plant);
}

static void
behind_a_substitute_the_dead_band_goes_on(void)
{
    Plant *plant = plant_new();

    plant_set(plant, "MMXU1$MX$TotW$instMag$f=50");
    plant_write(plant, "MMXU1$SV$TotW$subMag$f=7 MMXU1$SV$TotW$subEna=true");
    plant_set(plant, "MMXU1$MX$TotW$instMag$f=50.5");
    plant_set(plant, "MMXU1$MX$TotW$instMag$f=51.5");
    plant_set(plant, "MMXU1$MX$TotW$instMag$f=52");
    CU_ASSERT_TRUE(plant_shows(plant, "MMXU1$MX$TotW$mag$f=7 MMXU1$MX$TotW$instMag$f=52"));
    plant_write(plant, "MMXU1$SV$TotW$subEna=false");
    CU_ASSERT_TRUE(plant_shows(plant, "MMXU1$MX$TotW$mag$f=51.5"));
    plant_free(plant);
}

TEST_SUITE(deadband, TEST_CASE(sSrv10_a_measurement_shows_when_it_leaves_the_dead_band),
           TEST_CASE(near_zero_is_zero), TEST_CASE(a_value_given_to_mag_is_taken_as_it_is),
           TEST_CASE(the_range_follows_its_limits_with_their_hysteresis),
           TEST_CASE(beyond_min_and_max_the_quality_says_so),
           TEST_CASE(a_vector_passes_as_a_whole),
           TEST_CASE(integer_and_real_agree_by_their_scale),
           TEST_CASE(behind_a_substitute_the_dead_band_goes_on))
