/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/mms/error.h"

#include "tests/test.h"

static void
refusals_have_the_names_of_the_standard(void)
{
    CU_ASSERT_STRING_EQUAL(mms_error_name(MMS_OBJECT_NON_EXISTENT),
                           "access/object-non-existent");
    CU_ASSERT_STRING_EQUAL(mms_error_name(MMS_OBJECT_CONSTRAINT_CONFLICT),
                           "service/object-constraint-conflict");
    CU_ASSERT_STRING_EQUAL(mms_error_name((MmsError)0x0B09),
                           "file/insufficient-space-in-filestore");
    CU_ASSERT_STRING_EQUAL(mms_data_error_name(MMS_DATA_OBJECT_NON_EXISTENT),
                           "object-non-existent");
    CU_ASSERT_STRING_EQUAL(mms_data_error_name(MMS_DATA_SUCCESS), "success");
    CU_ASSERT_STRING_EQUAL(mms_reject_name(MMS_REJECT_INVALID_ARGUMENT),
                           "confirmed-request/invalid-argument");
    CU_ASSERT_STRING_EQUAL(mms_reject_name(0x8B02), "conclude-error/value-out-of-range");
}

static void
what_the_standard_does_not_name_is_unknown(void)
{
    CU_ASSERT_STRING_EQUAL(mms_error_name((MmsError)0x07FF), "access/unknown");
    CU_ASSERT_STRING_EQUAL(mms_error_name((MmsError)0x0C05), "others/unknown");
    CU_ASSERT_STRING_EQUAL(mms_error_name((MmsError)0xFF05), "unknown/unknown");
    CU_ASSERT_STRING_EQUAL(mms_data_error_name((MmsDataError)77), "unknown");
    CU_ASSERT_STRING_EQUAL(mms_data_error_name(MMS_DATA_LATER), "unknown");
    CU_ASSERT_STRING_EQUAL(mms_reject_name(0x81FE), "confirmed-request/unknown");
    CU_ASSERT_STRING_EQUAL(mms_reject_name(0), "unknown/unknown");
}

TEST_SUITE(mms_error, TEST_CASE(refusals_have_the_names_of_the_standard),
           TEST_CASE(what_the_standard_does_not_name_is_unknown))
