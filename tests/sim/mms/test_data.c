/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/mms/data.h"

#include "tests/hex.h"
#include "tests/test.h"

static MmsDataCheck
check(const char *text, unsigned nesting)
{
    g_autoptr(GByteArray) bytes = hex_parse(text);

    return mms_data_check(hex_slice(bytes), nesting);
}

static void
every_kind_fits(void)
{
    static const char *const rows[] = {
        "83 01 00",
        "83 01 7F",
        "84 03 03 00 00",
        "84 01 00",
        "84 02 06 C0",
        "85 01 80",
        "85 08 80 00 00 00 00 00 00 00",
        "86 02 00 FF",
        "86 09 00 FF FF FF FF FF FF FF FF",
        "87 05 08 3F C0 00 00",
        "87 09 0B 3F F8 00 00 00 00 00 00",
        "89 00",
        "8A 02 41 42",
        "8B 0F 32 30 32 34 30 31 30 31 31 32 30 30 30 30 5A",
        "8C 04 00 00 00 01",
        "8C 06 00 00 00 01 00 02",
        "8D 01 07",
        "8E 02 04 F0",
        "8F 02 51 01",
        "90 02 C3 A9",
        "91 08 65 F0 D1 80 80 00 00 0A",
        "A1 06 85 01 01 85 01 02",
        "A2 00",
        "A1 00",
        "A2 80 83 01 FF 00 00",
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (check(rows[i], 1) != MMS_DATA_FITS) {
            CU_FAIL("a good Data was refused");
            g_printerr("%s\n", rows[i]);
        }
    }
}

static void
primitives_that_do_not_fit_their_kind_are_bad_values(void)
{
    static const char *const rows[] = {
        "83 00",
        "83 02 00 00",
        "84 00",
        "84 01 03",
        "84 02 08 00",
        "85 00",
        "85 09 01 00 00 00 00 00 00 00 00",
        "86 00",
        "86 01 80",
        "86 0A 01 00 00 00 00 00 00 00 00 00",
        "87 01 08",
        "87 04 3F C0 00 00",
        "87 05 0B 3F C0 00 00",
        "8C 00",
        "8C 05 00 00 00 00 00",
        "8F 00",
        "91 03 00 00 00",
        "A2 02 85 00",
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        CU_ASSERT_EQUAL(check(rows[i], 1), MMS_DATA_BAD_VALUE);
    }
}

static void
what_is_no_data_is_malformed(void)
{
    static const char *const rows[] = {
        "",
        "80 01 0A",
        "88 01 00",
        "92 00",
        "02 01 01",
        "A3 00",
        "9F 49 01 01",
        "A2 03 83 01",
        "A2 02 82 00",
        "83 01 00 00",
        "A1 03 30 01 00",
        "C3 01 00",
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        CU_ASSERT_EQUAL(check(rows[i], 1), MMS_DATA_MALFORMED);
    }
}

static void
nesting_counts_structures_and_arrays(void)
{
    CU_ASSERT_EQUAL(check("83 01 00", 0), MMS_DATA_FITS);
    CU_ASSERT_EQUAL(check("A2 03 83 01 00", 0), MMS_DATA_TOO_DEEP);
    CU_ASSERT_EQUAL(check("A2 03 83 01 00", 1), MMS_DATA_FITS);
    CU_ASSERT_EQUAL(check("A2 05 A1 03 83 01 00", 1), MMS_DATA_TOO_DEEP);
    CU_ASSERT_EQUAL(check("A2 05 A1 03 83 01 00", 2), MMS_DATA_FITS);
    CU_ASSERT_EQUAL(check("A2 02 A2 00", 1), MMS_DATA_TOO_DEEP);
}

static void
a_thousand_indefinite_structures_end(void)
{
    uint8_t bytes[2000];

    for (unsigned i = 0; i < sizeof bytes; i += 2) {
        bytes[i] = 0xA2;
        bytes[i + 1] = 0x80;
    }
    CU_ASSERT_EQUAL(mms_data_check(SLICE_OF(bytes), 10), MMS_DATA_TOO_DEEP);
}

static bool
equal(const char *a, const char *b)
{
    g_autoptr(GByteArray) bytes_a = hex_parse(a);
    g_autoptr(GByteArray) bytes_b = hex_parse(b);

    return mms_data_equal(hex_slice(bytes_a), hex_slice(bytes_b));
}

static void
values_are_equal_however_true_is_written(void)
{
    CU_ASSERT_TRUE(equal("83 01 01", "83 01 FF"));
    CU_ASSERT_TRUE(equal("83 01 00", "83 01 00"));
    CU_ASSERT_FALSE(equal("83 01 00", "83 01 01"));
    CU_ASSERT_TRUE(equal("A2 06 83 01 01 85 01 07", "A2 06 83 01 7F 85 01 07"));
    CU_ASSERT_FALSE(equal("A2 06 83 01 01 85 01 07", "A2 06 83 01 01 85 01 08"));
    CU_ASSERT_FALSE(equal("A2 06 83 01 01 85 01 07", "A2 03 83 01 01"));
    CU_ASSERT_FALSE(equal("A2 03 83 01 01", "A1 03 83 01 01"));
    CU_ASSERT_FALSE(equal("85 01 01", "86 01 01"));
    CU_ASSERT_FALSE(equal("85 01 01", ""));
    CU_ASSERT_FALSE(equal("", "85 01 01"));
    CU_ASSERT_FALSE(equal("89 02 01 02", "89 02 01 03"));
    CU_ASSERT_TRUE(equal("A2 00", "A2 00"));
}

static void
kinds_have_names(void)
{
    CU_ASSERT_STRING_EQUAL(mms_data_kind_name(0x8A), "visible-string");
    CU_ASSERT_STRING_EQUAL(mms_data_kind_name(0xA2), "structure");
    CU_ASSERT_PTR_NULL(mms_data_kind_name(0x88));
    CU_ASSERT_PTR_NULL(mms_data_kind_name(0x00));
    CU_ASSERT_PTR_NULL(mms_data_kind_name(0x9F49));
}

static void
check_any(Slice bytes, void *user)
{
    (void)user;
    mms_data_check(bytes, 10);
}

static void
truncations_and_bit_flips_end(void)
{
    g_autoptr(GByteArray) bytes = hex_parse(
        "A2 1E 83 01 01 A2 08 85 01 02 89 03 4F 50 31 86 01 01 91 08 65 F0 D1 80 80 00"
        "00 0A A1 02 8A 00");

    hex_torture(hex_slice(bytes), check_any, NULL);
}

TEST_SUITE(mms_data, TEST_CASE(every_kind_fits),
           TEST_CASE(primitives_that_do_not_fit_their_kind_are_bad_values),
           TEST_CASE(what_is_no_data_is_malformed),
           TEST_CASE(nesting_counts_structures_and_arrays),
           TEST_CASE(a_thousand_indefinite_structures_end),
           TEST_CASE(values_are_equal_however_true_is_written), TEST_CASE(kinds_have_names),
           TEST_CASE(truncations_and_bit_flips_end))
