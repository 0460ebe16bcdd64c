/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/acsi/counter.h"

#include "tests/sim/acsi/plant.h"

static void
a_counter_freezes_at_its_moments(void)
{
    Plant *plant = plant_new();

    plant_set(plant, "MMTR1$ST$TotWh$actVal=7");
    plant_advance(plant, 1000);
    CU_ASSERT_EQUAL(plant_write(plant, "MMTR1$CF$TotWh$strTm=2026-01-01T00:00:05Z "
                                       "MMTR1$CF$TotWh$frPd=2000 MMTR1$CF$TotWh$frEna=true"),
                    MMS_DATA_SUCCESS);
    plant_advance(plant, 3999);
    CU_ASSERT_TRUE(plant_shows(plant, "MMTR1$ST$TotWh$frVal=0"));
    plant_advance(plant, 1);
    CU_ASSERT_TRUE(plant_shows(plant, "MMTR1$ST$TotWh$frVal=7 "
                                      "MMTR1$ST$TotWh$frTm=2026-01-01T00:00:05.000Z"));
    g_string_truncate(plant->changes, 0);
    plant_advance(plant, 2000);
    CU_ASSERT_TRUE(plant_told(plant->changes, "MMTR1$ST$TotWh$frVal=7\n"));
    plant_write(plant, "MMTR1$CF$TotWh$frEna=false");
    g_string_truncate(plant->changes, 0);
    plant_advance(plant, 60000);
    CU_ASSERT_TRUE(plant_told(plant->changes, ""));
    plant_free(plant);
}

static void
a_counter_may_begin_again_when_it_freezes(void)
{
    Plant *plant = plant_new_with("MMTR1$CF$TotWh$frEna=true MMTR1$CF$TotWh$frPd=60000 "
                                  "MMTR1$CF$TotWh$frRs=true MMTR1$ST$TotWh$actVal=9");

    plant_advance(plant, 59999);
    plant_set(plant, "MMTR1$ST$TotWh$actVal=10");
    plant_advance(plant, 1);
    CU_ASSERT_TRUE(plant_shows(plant, "MMTR1$ST$TotWh$frVal=10 MMTR1$ST$TotWh$actVal=0 "
                                      "MMTR1$ST$TotWh$frTm=2026-01-01T00:01:00.000Z"));
    plant_free(plant);
}

TEST_SUITE(counter, TEST_CASE(a_counter_freezes_at_its_moments),
           TEST_CASE(a_counter_may_begin_again_when_it_freezes))
