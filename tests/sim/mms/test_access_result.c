/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/mms/access_result.h"

#include "tests/hex.h"
#include "tests/test.h"

static void
successes_and_failures_are_told_apart(void)
{
    g_autoptr(GByteArray) bytes = hex_parse("83 01 01 80 01 0A A2 03 85 01 05 80 01 63");
    MmsResults results = { ber_reader(hex_slice(bytes)) };
    MmsDataError result;
    Slice data;

    CU_ASSERT_TRUE(mms_results_next(&results, &result, &data));
    CU_ASSERT_EQUAL(result, MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(data.size, 3);
    CU_ASSERT_TRUE(mms_results_next(&results, &result, &data));
    CU_ASSERT_EQUAL(result, MMS_DATA_OBJECT_NON_EXISTENT);
    CU_ASSERT_EQUAL(data.size, 0);
    CU_ASSERT_TRUE(mms_results_next(&results, &result, &data));
    CU_ASSERT_EQUAL(data.size, 5);
    /* An error that later editions may add is passed on. */
    CU_ASSERT_TRUE(mms_results_next(&results, &result, &data));
    CU_ASSERT_EQUAL((int)result, 99);
    CU_ASSERT_FALSE(mms_results_next(&results, &result, &data));
    CU_ASSERT_EQUAL(results.reader.error, BER_OK);
}

static void
what_is_no_result_ends_with_an_error(void)
{
    static const char *const rows[] = { "02 01 01", "80 00", "80 01 64", "83 05 00", "30 00" };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GByteArray) bytes = hex_parse(rows[i]);
        MmsResults results = { ber_reader(hex_slice(bytes)) };
        MmsDataError result;
        Slice data;

        CU_ASSERT_FALSE(mms_results_next(&results, &result, &data));
        CU_ASSERT_NOT_EQUAL(results.reader.error, BER_OK);
    }
}

TEST_SUITE(mms_access_result, TEST_CASE(successes_and_failures_are_told_apart),
           TEST_CASE(what_is_no_result_ends_with_an_error))
