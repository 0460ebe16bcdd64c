/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/model/timestamp.h"

#include "sim/base/slice.h"
#include "tests/hex.h"
#include "tests/test.h"

#define MILLISECOND INT64_C(1000000)
#define DAY (INT64_C(86400000) * MILLISECOND)

static void
utc_time_is_seconds_fraction_and_quality(void)
{
    g_autoptr(GByteArray) expected = hex_parse("65 F0 D1 80 80 00 00 0A");
    uint8_t octets[8];

    timestamp_encode(INT64_C(0x65F0D180) * 1000 * MILLISECOND + 500 * MILLISECOND,
                     TIMESTAMP_ACCURACY_1MS, octets);
    CU_ASSERT_TRUE(hex_equal(SLICE_OF(octets), hex_slice(expected)));
}

static void
whole_milliseconds_come_back(void)
{
    for (int64_t i = 0; i < 1000; i++) {
        int64_t time = INT64_C(1700000000000) * MILLISECOND + i * MILLISECOND;
        uint8_t octets[8];

        timestamp_encode(time, 0, octets);
        CU_ASSERT_EQUAL(timestamp_decode(octets), time);
    }
}

static void
times_outside_the_era_are_clamped(void)
{
    static const uint8_t last[8] = { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0 };
    uint8_t octets[8];

    timestamp_encode(-5, 0, octets);
    CU_ASSERT_EQUAL(timestamp_decode(octets), 0);
    timestamp_encode(INT64_MAX, 0, octets);
    CU_ASSERT_TRUE(slice_equal(SLICE_OF(octets), SLICE_OF(last)));
    binary_time_encode(0, octets);
    CU_ASSERT_EQUAL(binary_time_decode(octets), 5113 * DAY);
}

static void
binary_time_counts_days_since_1984(void)
{
    /* 2024-01-01T12:00:00.141Z: 14610 days. */
    static const uint8_t expected[6] = { 0x02, 0x93, 0x2E, 0x8D, 0x39, 0x12 };
    int64_t time = INT64_C(1704110400141) * MILLISECOND;
    uint8_t octets[6];

    binary_time_encode(time, octets);
    CU_ASSERT_TRUE(hex_equal(SLICE_OF(octets), SLICE_OF(expected)));
    CU_ASSERT_EQUAL(binary_time_decode(octets), time);
}

TEST_SUITE(timestamp, TEST_CASE(utc_time_is_seconds_fraction_and_quality),
           TEST_CASE(whole_milliseconds_come_back),
           TEST_CASE(times_outside_the_era_are_clamped),
           TEST_CASE(binary_time_counts_days_since_1984))
