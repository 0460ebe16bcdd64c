/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/mms/service.h"

#include "tests/sim/mms/fake_vmd.h"
#include "tests/test.h"

static void
rows_stand_at_their_number(void)
{
    unsigned count = 0;

    for (unsigned number = 0; number < MMS_SERVICE_NUMBERS; number++) {
        const ServiceRow *row = mms_service_row(number);

        if (row == NULL) {
            continue;
        }
        count++;
        CU_ASSERT_EQUAL(row->number, number);
        CU_ASSERT_PTR_NOT_NULL(row->name);
        CU_ASSERT_PTR_NOT_NULL(row->clause);
        if (row->serve != NULL) {
            CU_ASSERT_EQUAL(ber_tag_number(row->request_tag), number);
            CU_ASSERT_EQUAL(ber_tag_number(row->response_tag), number);
            CU_ASSERT_PTR_EQUAL(mms_service_find(row->request_tag), row);
        }
    }
    CU_ASSERT_EQUAL(count, 16);
    CU_ASSERT_PTR_NULL(mms_service_row(3));
    CU_ASSERT_PTR_NULL(mms_service_row(1000));
}

static void
a_service_is_found_by_its_whole_tag(void)
{
    CU_ASSERT_PTR_NOT_NULL(mms_service_find(0xA4));
    CU_ASSERT_PTR_NOT_NULL(mms_service_find(0xBF47));
    CU_ASSERT_PTR_NULL(mms_service_find(0x84));
    CU_ASSERT_PTR_NULL(mms_service_find(0x64));
    CU_ASSERT_PTR_NULL(mms_service_find(0x9F47));
    CU_ASSERT_PTR_NULL(mms_service_find(0x7F4A));
    CU_ASSERT_PTR_NULL(mms_service_find(0xBF04));
    CU_ASSERT_PTR_NULL(mms_service_find(0x8B));
    CU_ASSERT_PTR_NULL(mms_service_find(0));
}

static void
what_is_offered_follows_the_vmd(void)
{
    FakeVmd *fake = fake_vmd_new();
    Vmd vmd = fake->vmd;
    const ServiceRow *define = mms_service_row(11);
    const ServiceRow *read = mms_service_row(4);

    CU_ASSERT_TRUE(mms_service_is_offered(define, &vmd));
    vmd.lists = NULL;
    CU_ASSERT_FALSE(mms_service_is_offered(define, &vmd));
    CU_ASSERT_TRUE(mms_service_is_offered(read, &vmd));
    CU_ASSERT_FALSE(mms_service_is_offered(read, NULL));
    CU_ASSERT_TRUE(mms_service_is_offered(mms_service_row(83), NULL));
    fake_vmd_free(fake);
}

TEST_SUITE(mms_service, TEST_CASE(rows_stand_at_their_number),
           TEST_CASE(a_service_is_found_by_its_whole_tag),
           TEST_CASE(what_is_offered_follows_the_vmd))
