/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/acsi/mode.h"

#include "tests/sim/acsi/plant.h"

static void
the_table_of_behaviours_is_that_of_the_standard(void)
{
    static const Behaviour expected[5][5] = {
        { 1, 2, 3, 4, 5 }, { 2, 2, 4, 4, 5 }, { 3, 4, 3, 4, 5 },
        { 4, 4, 4, 4, 5 }, { 5, 5, 5, 5, 5 },
    };

    for (unsigned outer = 1; outer <= 5; outer++) {
        for (unsigned inner = 1; inner <= 5; inner++) {
            CU_ASSERT_EQUAL(mode_combine(outer, inner), expected[outer - 1][inner - 1]);
        }
    }
}

static void
sSrv10_a_mode_of_test_marks_the_data_of_its_node_and_goes_away(void)
{
    Plant *plant = plant_new();

    plant_set(plant, "GGIO1$ST$Ind1$q=questionable");
    g_string_truncate(plant->changes, 0);
    plant_set(plant, "GGIO1$ST$Mod$stVal=test");
    CU_ASSERT_TRUE(plant_told(plant->changes,
                              "GGIO1$ST$Mod$stVal=test GGIO1$ST$Beh$stVal=test "
                              "GGIO1$ST$Ind1$q=questionable,test GGIO1$ST$Ind2$q=good,test "
                              "GGIO1$ST$DPCSO1$q=good,test GGIO1$ST$IntIn1$q=good,test "
                              "GGIO1$MX$AnOut1$q=good,test\n"));
    CU_ASSERT_TRUE(plant_told(plant->events, "mode_changed LD0/GGIO1.Beh=test\n"));
    CU_ASSERT_TRUE(plant_shows(plant, "MMXU1$MX$TotW$q=good LLN0$ST$Beh$stVal=on"));
    plant_set(plant, "GGIO1$ST$Ind1$stVal=true GGIO1$ST$Ind1$q=invalid");
    CU_ASSERT_TRUE(plant_shows(plant, "GGIO1$ST$Ind1$stVal=true GGIO1$ST$Ind1$q=invalid,test"));
    plant_set(plant, "GGIO1$ST$Mod$stVal=on");
    CU_ASSERT_TRUE(plant_shows(plant, "GGIO1$ST$Beh$stVal=on GGIO1$ST$Ind1$q=invalid "
                                      "GGIO1$ST$Ind2$q=good GGIO1$MX$AnOut1$q=good"));
    plant_free(plant);
}

static void
the_mode_of_a_device_reaches_every_node_and_nested_device_in_one_set(void)
{
    Plant *plant = plant_new();

    plant_set(plant, "LLN0$ST$Mod$stVal=off");
    CU_ASSERT_TRUE(plant_shows(plant, "LLN0$ST$Beh$stVal=off GGIO1$ST$Beh$stVal=off "
                                      "MMXU1$ST$Beh$stVal=off LD1/LLN0$ST$Beh$stVal=off "
                                      "LD1/GGIO1$ST$Beh$stVal=off LD1/GGIO1$ST$Ind1$q=invalid "
                                      "MMXU1$MX$A$phsB$q=invalid LPHD1$ST$PhyHealth$q=good "
                                      "LLN0$ST$Health$q=invalid LLN0$ST$Beh$q=good"));
    CU_ASSERT_PTR_EQUAL(strchr(plant->changes->str, '\n'),
                        plant->changes->str + plant->changes->len - 1);
    plant_set(plant, "LLN0$ST$Mod$stVal=blocked LD1/LLN0$ST$Mod$stVal=test");
    CU_ASSERT_TRUE(plant_shows(plant, "LLN0$ST$Beh$stVal=blocked GGIO1$ST$Beh$stVal=blocked "
                                      "LD1/LLN0$ST$Beh$stVal=test/blocked "
                                      "LD1/GGIO1$ST$Ind1$q=good,test GGIO1$ST$Ind1$q=good"));
    plant_set(plant, "LD1/LLN0$SP$GrRef$setSrcRef=elsewhere/LLN0");
    CU_ASSERT_TRUE(plant_shows(plant, "LD1/GGIO1$ST$Beh$stVal=test"));
    plant_free(plant);
}

static void
logical_devices_inside_each_other_in_a_circle_end(void)
{
    Plant *plant = plant_new();

    plant_set(plant, "LLN0$SP$GrRef$setSrcRef=LD1/LLN0");
    plant_set(plant, "LD1/LLN0$ST$Mod$stVal=test");
    CU_ASSERT_TRUE(plant_shows(plant, "GGIO1$ST$Beh$stVal=test LD1/GGIO1$ST$Beh$stVal=test"));
    plant_free(plant);
}

static void
a_substituted_object_in_test_shows_both(void)
{
    Plant *plant = plant_new();

    plant_write(plant, "GGIO1$SV$Ind1$subVal=true GGIO1$SV$Ind1$subEna=true");
    plant_set(plant, "GGIO1$ST$Mod$stVal=test/blocked");
    CU_ASSERT_TRUE(plant_shows(plant, "GGIO1$ST$Ind1$q=good,substituted,test"));
    plant_write(plant, "GGIO1$SV$Ind1$subEna=false");
    CU_ASSERT_TRUE(plant_shows(plant, "GGIO1$ST$Ind1$stVal=false GGIO1$ST$Ind1$q=good,test"));
    plant_write(plant, "GGIO1$SV$Ind1$subEna=true");
    plant_set(plant, "GGIO1$ST$Mod$stVal=on");
    CU_ASSERT_TRUE(plant_shows(plant, "GGIO1$ST$Ind1$q=good,substituted"));
    plant_write(plant, "GGIO1$SV$Ind1$subEna=false");
    CU_ASSERT_TRUE(plant_shows(plant, "GGIO1$ST$Ind1$stVal=false GGIO1$ST$Ind1$q=good"));
    plant_free(plant);
}

static void
a_mode_that_the_file_begins_with_counts(void)
{
    Plant *plant = plant_new_with("LLN0$ST$Mod$stVal=test");

    CU_ASSERT_TRUE(plant_shows(plant, "GGIO1$ST$Beh$stVal=test GGIO1$ST$Ind1$q=good,test"));
    plant_free(plant);
}

static void
a_behaviour_set_by_itself_counts_until_a_mode_changes(void)
{
    Plant *plant = plant_new();

    plant_set(plant, "GGIO1$ST$Beh$stVal=test");
    CU_ASSERT_TRUE(plant_shows(plant, "GGIO1$ST$Ind1$q=good,test GGIO1$ST$Mod$stVal=on"));
    plant_set(plant, "LLN0$ST$Mod$stVal=on");
    CU_ASSERT_TRUE(plant_shows(plant, "GGIO1$ST$Ind1$q=good GGIO1$ST$Beh$stVal=on"));
    plant_free(plant);
}

static void
simulation_of_the_device_shows_in_the_supervision(void)
{
    Plant *plant = plant_new();

    plant_set(plant, "LPHD1$ST$Sim$stVal=true");
    CU_ASSERT_TRUE(plant_shows(plant, "LGOS1$ST$SimSt$stVal=true"));
    plant_set(plant, "LPHD1$ST$Sim$stVal=false");
    CU_ASSERT_TRUE(plant_shows(plant, "LGOS1$ST$SimSt$stVal=false"));
    plant_free(plant);
}

static void
a_simulation_that_the_file_begins_with_shows(void)
{
    Plant *plant = plant_new_with("LPHD1$ST$Sim$stVal=true");

    CU_ASSERT_TRUE(plant_shows(plant, "LGOS1$ST$SimSt$stVal=true"));
    plant_free(plant);
}

TEST_SUITE(mode, TEST_CASE(the_table_of_behaviours_is_that_of_the_standard),
           TEST_CASE(sSrv10_a_mode_of_test_marks_the_data_of_its_node_and_goes_away),
           TEST_CASE(the_mode_of_a_device_reaches_every_node_and_nested_device_in_one_set),
           TEST_CASE(logical_devices_inside_each_other_in_a_circle_end),
           TEST_CASE(a_substituted_object_in_test_shows_both),
           TEST_CASE(a_mode_that_the_file_begins_with_counts),
           TEST_CASE(a_behaviour_set_by_itself_counts_until_a_mode_changes),
           TEST_CASE(simulation_of_the_device_shows_in_the_supervision),
           TEST_CASE(a_simulation_that_the_file_begins_with_shows))
