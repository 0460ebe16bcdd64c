/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/base/pdu.h"

#include <glib.h>

#include "tests/hex.h"
#include "tests/test.h"

static void
headers_go_in_front_without_moving_the_content(void)
{
    static const uint8_t expected[] = { 1, 2, 3, 4, 5 };
    const uint8_t *content;
    Pdu pdu;

    pdu_init(&pdu, 16);
    pdu_append_slice(&pdu, (Slice){ expected + 2, 3 });
    content = pdu_content(&pdu).data;
    memcpy(pdu_prepend(&pdu, 2), expected, 2);
    CU_ASSERT_PTR_EQUAL(content, pdu_content(&pdu).data + 2);
    CU_ASSERT_TRUE(hex_equal(pdu_content(&pdu), SLICE_OF(expected)));
    pdu_reset(&pdu);
    CU_ASSERT_EQUAL(pdu_content(&pdu).size, 0);
    pdu_clear(&pdu);
}

static void
it_grows_at_both_ends(void)
{
    Pdu pdu;

    pdu_init(&pdu, 0);
    for (int i = 0; i < 300; i++) {
        *pdu_append(&pdu, 1) = (uint8_t)i;
        *pdu_prepend(&pdu, 1) = (uint8_t)i;
    }
    CU_ASSERT_EQUAL_FATAL(pdu_content(&pdu).size, 600);
    for (int i = 0; i < 300; i++) {
        CU_ASSERT_EQUAL(pdu_content(&pdu).data[300 + i], (uint8_t)i);
        CU_ASSERT_EQUAL(pdu_content(&pdu).data[299 - i], (uint8_t)i);
    }
    pdu_clear(&pdu);
}

TEST_SUITE(base_pdu, TEST_CASE(headers_go_in_front_without_moving_the_content),
           TEST_CASE(it_grows_at_both_ends))
