/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/acsi/time_quality.h"

#include "sim/model/timestamp.h"
#include "tests/sim/acsi/plant.h"

static uint8_t
quality_of_stamp(const Plant *plant)
{
    Value stamp;

    acsi_stamp(&plant->server, &stamp);
    return stamp.time[7];
}

static void
sTm2_stamps_and_supervision_follow_loss_and_recovery(void)
{
    Plant *plant = plant_new();

    CU_ASSERT_EQUAL(quality_of_stamp(plant), 10);
    CU_ASSERT_TRUE(plant_shows(plant, "LTMS1$ST$TmSyn$stVal=GlobalAreaClock "
                                      "LTMS1$ST$TmAcc$stVal=10 LTMS1$ST$TmSynLkd$stVal=1 "
                                      "LTMS1$ST$TmSrc$stVal=clock.example "
                                      "LTMS1$ST$TmChSt1$stVal=true"));
    time_quality_enter(plant->server.time, CLOCK_LOST);
    CU_ASSERT_EQUAL(quality_of_stamp(plant), 0x20 | 31);
    CU_ASSERT_TRUE(plant_told(plant->changes,
                              "LTMS1$ST$TmSrc$stVal=internal LTMS1$ST$TmAcc$stVal=31 "
                              "LTMS1$ST$TmSyn$stVal=InternalClock LTMS1$ST$TmSynLkd$stVal=2 "
                              "LTMS1$ST$TmChSt1$stVal=false\n"));
    time_quality_enter(plant->server.time, CLOCK_LOST);
    CU_ASSERT_TRUE(plant_told(plant->events, "clock_changed -=lost\n"));
    time_quality_enter(plant->server.time, CLOCK_SYNCHRONIZED);
    CU_ASSERT_EQUAL(quality_of_stamp(plant), 10);
    CU_ASSERT_TRUE(plant_shows(plant, "LTMS1$ST$TmSyn$stVal=GlobalAreaClock "
                                      "LTMS1$ST$TmSrc$stVal=clock.example "
                                      "LTMS1$ST$TmSynLkd$stVal=1"));
    plant_free(plant);
}

static void
sTmN1_how_long_the_source_is_gone_shows(void)
{
    Plant *plant = plant_new();

    time_quality_enter(plant->server.time, CLOCK_LOST);
    plant_advance(plant, 9999);
    CU_ASSERT_TRUE(plant_shows(plant, "LTMS1$ST$TmSynLkd$stVal=2"));
    plant_advance(plant, 1);
    CU_ASSERT_TRUE(plant_shows(plant, "LTMS1$ST$TmSynLkd$stVal=3"));
    plant_advance(plant, 90000);
    CU_ASSERT_TRUE(plant_shows(plant, "LTMS1$ST$TmSynLkd$stVal=4"));
    plant_advance(plant, 900000);
    CU_ASSERT_TRUE(plant_shows(plant, "LTMS1$ST$TmSynLkd$stVal=5"));
    plant_advance(plant, 9000000);
    CU_ASSERT_TRUE(plant_shows(plant, "LTMS1$ST$TmSynLkd$stVal=5"));
    time_quality_enter(plant->server.time, CLOCK_FAILED);
    CU_ASSERT_EQUAL(quality_of_stamp(plant), 0x60 | 31);
    plant_free(plant);
}

static void
a_clock_that_is_off_drifts_until_it_is_synchronized(void)
{
    Plant *plant = plant_new();

    time_quality_shift(plant->server.time, -2 * CLOCK_SECOND, 1000);
    CU_ASSERT_EQUAL(acsi_now(&plant->server), PLANT_START - 2 * CLOCK_SECOND);
    CU_ASSERT_EQUAL(quality_of_stamp(plant), 10);
    plant_advance(plant, 10000);
    CU_ASSERT_EQUAL(acsi_now(&plant->server), PLANT_START + 8010 * CLOCK_MILLISECOND);
    time_quality_enter(plant->server.time, CLOCK_SYNCHRONIZED);
    CU_ASSERT_EQUAL(acsi_now(&plant->server), PLANT_START + 10 * CLOCK_SECOND);
    plant_free(plant);
}

static void
the_accuracy_of_the_file_is_that_of_the_stamps(void)
{
    Plant *plant = plant_new_with("LTMS1$ST$TmAcc$stVal=18");

    CU_ASSERT_EQUAL(quality_of_stamp(plant), 18);
    plant_free(plant);
}

static void
faults_add_up_and_go_one_by_one(void)
{
    Plant *plant = plant_new();
    ClockFault drift = { .since = PLANT_START, .ppm = 1000 };
    ClockFault jump = { .offset = -5 * CLOCK_SECOND, .known = 0x80, .next = &drift };
    ClockFault *list = &jump;

    time_quality_shift(plant->server.time, CLOCK_SECOND, 0);
    time_quality_use(plant->server.time, &list);
    plant_advance(plant, 10000);
    CU_ASSERT_EQUAL(acsi_now(&plant->server), PLANT_START + 6010 * CLOCK_MILLISECOND);
    CU_ASSERT_EQUAL(quality_of_stamp(plant), 0x80 | 10);
    list = &drift;
    time_quality_update(plant->server.time);
    CU_ASSERT_EQUAL(acsi_now(&plant->server), PLANT_START + 11010 * CLOCK_MILLISECOND);
    list = NULL;
    time_quality_update(plant->server.time);
    CU_ASSERT_EQUAL(acsi_now(&plant->server), PLANT_START + 11 * CLOCK_SECOND);
    CU_ASSERT_EQUAL(quality_of_stamp(plant), 10);
    CU_ASSERT_TRUE(plant_told(plant->events, ""));
    plant_free(plant);
}

static void
ltms_shows_the_worse_of_the_clock_and_its_faults(void)
{
    Plant *plant = plant_new();
    ClockFault failed = { .has_quality = true, .quality = 0x60 | 31, .state = CLOCK_FAILED };
    ClockFault *list = &failed;

    time_quality_enter(plant->server.time, CLOCK_LOST);
    time_quality_use(plant->server.time, &list);
    CU_ASSERT_EQUAL(quality_of_stamp(plant), 0x60 | 31);
    time_quality_enter(plant->server.time, CLOCK_SYNCHRONIZED);
    CU_ASSERT_TRUE(plant_shows(plant, "LTMS1$ST$TmAcc$stVal=31 LTMS1$ST$TmSynLkd$stVal=2"));
    list = NULL;
    time_quality_update(plant->server.time);
    CU_ASSERT_TRUE(plant_shows(plant, "LTMS1$ST$TmAcc$stVal=10 LTMS1$ST$TmSynLkd$stVal=1"));
    CU_ASSERT_TRUE(plant_told(plant->events, "clock_changed -=lost\nclock_changed -=failed\n"
                                             "clock_changed -=synchronized\n"));
    plant_free(plant);
}

TEST_SUITE(time_quality, TEST_CASE(sTm2_stamps_and_supervision_follow_loss_and_recovery),
           TEST_CASE(sTmN1_how_long_the_source_is_gone_shows),
           TEST_CASE(a_clock_that_is_off_drifts_until_it_is_synchronized),
           TEST_CASE(the_accuracy_of_the_file_is_that_of_the_stamps),
           TEST_CASE(faults_add_up_and_go_one_by_one),
           TEST_CASE(ltms_shows_the_worse_of_the_clock_and_its_faults))
