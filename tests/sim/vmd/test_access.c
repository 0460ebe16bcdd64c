/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "tests/sim/vmd/fixture.h"
#include "tests/test.h"

/* Selections as they stand inside A5 (mms-services: selectAccess 81 82 A3 84, going on inside
 * A0).
 */
#define ELEMENT_2 "82 01 02"
#define ELEMENTS_0_TO_3 "A3 06 80 01 00 81 01 04"

static VmdFixture *
fixture_with_numbers(void)
{
    VmdFixture *fixture = vmd_fixture_new();

    CU_ASSERT_EQUAL(
        vmd_write(fixture, "GGIO1$CF$Arr$vals", NULL, "A1 0B 85 01 0A 85 02 01 00 85 02 02 00"),
        MMS_DATA_SUCCESS);
    return fixture;
}

static void
parts_of_arrays_and_structures_are_read(void)
{
    VmdFixture *fixture = fixture_with_numbers();
    const char *item = "A2 10 A2 09 A2 07 87 05 08 00 00 00 00 84 03 03 00 00 # cVal, q";
    g_autofree char *four = g_strdup_printf("A1 48\n%s\n%s\n%s\n%s", item, item, item, item);

    CU_ASSERT_TRUE(vmd_read_gives(fixture, "GGIO1$CF$Arr$vals", ELEMENT_2, "85 02 02 00"));
    CU_ASSERT_TRUE(vmd_read_gives(fixture, "GGIO1$CF$Arr$vals", "A3 06 80 01 01 81 01 02",
                                  "A1 08 85 02 01 00 85 02 02 00"));
    CU_ASSERT_TRUE(vmd_read_gives(fixture, "GGIO1$CF$Arr$vals", "84 00",
                                  "A1 0B 85 01 0A 85 02 01 00 85 02 02 00"));
    CU_ASSERT_TRUE(vmd_read_gives(fixture, "GGIO1$CF$Arr", "81 04 76 61 6C 73",
                                  "A1 0B 85 01 0A 85 02 01 00 85 02 02 00"));
    /* Two selections are a structure. */
    CU_ASSERT_TRUE(vmd_read_gives(fixture, "GGIO1$CF$Arr$vals", "82 01 00 82 01 00",
                                  "A2 06 85 01 0A 85 01 0A"));
    /* The example of the reference: element 5 (here 3), then cVal. */
    CU_ASSERT_TRUE(vmd_read_gives(fixture, "MMXU1$MX$HA$har",
                                  "A0 0B 81 01 03 30 06 81 04 63 56 61 6C",
                                  "A2 09 A2 07 87 05 08 00 00 00 00"));
    CU_ASSERT_TRUE(vmd_read_gives(fixture, "MMXU1$MX$HA$har", ELEMENTS_0_TO_3, four));
    /* q of every element. */
    CU_ASSERT_TRUE(vmd_read_gives(fixture, "MMXU1$MX$HA$har", "A0 07 83 00 30 03 81 01 71",
                                  "A1 14 84 03 03 00 00 84 03 03 00 00 84 03 03 00 00"
                                  "84 03 03 00 00"));
    /* Named selections change nothing in the value. */
    CU_ASSERT_TRUE(
        vmd_read_gives(fixture, "GGIO1$CF$Arr$vals", "A5 06 80 01 78 82 01 02", "85 02 02 00"));
    vmd_fixture_free(fixture);
}

static void
selections_that_do_not_fit_the_type_are_refused(void)
{
    static const struct {
        const char *name, *access;
        MmsDataError result;
    } rows[] = {
        { "GGIO1$CF$Arr$vals", "82 01 03", MMS_DATA_OBJECT_NON_EXISTENT },
        { "GGIO1$CF$Arr$vals", "A3 06 80 01 02 81 01 02", MMS_DATA_OBJECT_NON_EXISTENT },
        { "GGIO1$CF$Arr$vals", "A3 0A 80 01 01 81 05 00 FF FF FF FE",
          MMS_DATA_OBJECT_NON_EXISTENT },
        { "GGIO1$CF$Arr$vals", "A3 06 80 01 00 81 01 00",
          MMS_DATA_OBJECT_ATTRIBUTE_INCONSISTENT },
        { "GGIO1$CF$Arr$vals", "81 01 78", MMS_DATA_OBJECT_ATTRIBUTE_INCONSISTENT },
        { "GGIO1$CF$Arr", "82 01 00", MMS_DATA_OBJECT_ATTRIBUTE_INCONSISTENT },
        { "GGIO1$CF$Arr", "84 00", MMS_DATA_OBJECT_ATTRIBUTE_INCONSISTENT },
        { "GGIO1$CF$Arr", "81 01 78", MMS_DATA_OBJECT_NON_EXISTENT },
        { "GGIO1$CF$All$INT8", "81 01 78", MMS_DATA_OBJECT_ATTRIBUTE_INCONSISTENT },
        { "MMXU1$MX$HA$har", "A0 08 81 01 03 30 03 81 01 78", MMS_DATA_OBJECT_NON_EXISTENT },
        { "MMXU1$MX$HA$har", "A0 08 81 01 03 30 03 82 01 00",
          MMS_DATA_OBJECT_ATTRIBUTE_INCONSISTENT },
    };
    VmdFixture *fixture = vmd_fixture_new();

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        MmsDataError result = vmd_read(fixture, rows[i].name, rows[i].access);

        if (result != rows[i].result) {
            fprintf(stderr, "\n  %s %s: %d\n", rows[i].name, rows[i].access, result);
        }
        CU_ASSERT_EQUAL(result, rows[i].result);
    }
    vmd_fixture_free(fixture);
}

static void
parts_of_arrays_and_structures_are_written(void)
{
    VmdFixture *fixture = fixture_with_numbers();
    const char *name = "GGIO1$CF$Arr$vals";

    CU_ASSERT_EQUAL(vmd_write(fixture, name, "82 01 01", "85 01 05"), MMS_DATA_SUCCESS);
    CU_ASSERT_TRUE(vmd_read_gives(fixture, name, NULL, "A1 0A 85 01 0A 85 01 05 85 02 02 00"));
    CU_ASSERT_EQUAL(
        vmd_write(fixture, name, "A3 06 80 01 01 81 01 02", "A1 06 85 01 06 85 01 07"),
        MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(vmd_write(fixture, name, "82 01 00 82 01 02", "A2 06 85 01 08 85 01 09"),
                    MMS_DATA_SUCCESS);
    CU_ASSERT_TRUE(vmd_read_gives(fixture, name, NULL, "A1 09 85 01 08 85 01 06 85 01 09"));
    vmd_fixture_free(fixture);
}

static void
a_part_that_is_refused_leaves_the_others_alone(void)
{
    VmdFixture *fixture = fixture_with_numbers();
    const char *name = "GGIO1$CF$Arr$vals";
    const char *before = "A1 0B 85 01 0A 85 02 01 00 85 02 02 00";

    CU_ASSERT_EQUAL(
        vmd_write(fixture, name, "A3 06 80 01 01 81 01 02", "A1 06 85 01 06 83 01 01"),
        MMS_DATA_TYPE_INCONSISTENT);
    CU_ASSERT_EQUAL(vmd_write(fixture, name, "A3 06 80 01 01 81 01 02", "A1 03 85 01 06"),
                    MMS_DATA_TYPE_INCONSISTENT);
    CU_ASSERT_EQUAL(
        vmd_write(fixture, name, "A3 06 80 01 01 81 01 02", "A1 09 85 01 06 85 01 06 85 01 06"),
        MMS_DATA_TYPE_INCONSISTENT);
    CU_ASSERT_EQUAL(
        vmd_write(fixture, name, "82 01 00 82 01 02", "A2 09 85 01 08 85 01 09 85 01 09"),
        MMS_DATA_TYPE_INCONSISTENT);
    CU_ASSERT_EQUAL(vmd_write(fixture, name, "82 01 00 82 01 02", "A1 06 85 01 08 85 01 09"),
                    MMS_DATA_TYPE_INCONSISTENT);
    CU_ASSERT_TRUE(vmd_read_gives(fixture, name, NULL, before));
    CU_ASSERT_EQUAL(vmd_write(fixture, "MMXU1$MX$HA$har", "A0 08 81 01 03 30 03 81 01 71",
                              "84 03 03 00 00"),
                    MMS_DATA_OBJECT_ACCESS_DENIED);
    vmd_fixture_free(fixture);
}

TEST_SUITE(vmd_access, TEST_CASE(parts_of_arrays_and_structures_are_read),
           TEST_CASE(selections_that_do_not_fit_the_type_are_refused),
           TEST_CASE(parts_of_arrays_and_structures_are_written),
           TEST_CASE(a_part_that_is_refused_leaves_the_others_alone))
