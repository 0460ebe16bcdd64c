/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/mms/alternate_access.h"

#include "tests/hex.h"
#include "tests/test.h"

static BerError
parse(const char *text, unsigned limit, unsigned nesting)
{
    g_autoptr(GByteArray) bytes = hex_parse(text);
    MmsAccessStore *store = mms_access_store_new(limit);
    BerReader reader = ber_reader(hex_slice(bytes));
    const MmsAccess *access = mms_alternate_access_get(&reader, store, nesting);
    Pdu pdu;
    BerWriter writer;

    if (access != NULL) {
        pdu_init(&pdu, 0);
        writer = ber_writer(&pdu, 1000);
        mms_alternate_access_put(&writer, access);
        CU_ASSERT_TRUE(hex_equal(pdu_content(&pdu), hex_slice(bytes)));
        pdu_clear(&pdu);
    }
    CU_ASSERT_EQUAL(access == NULL, reader.error != BER_OK);
    mms_access_store_free(store);
    return reader.error;
}

static void
every_selection_goes_both_ways(void)
{
    static const char *const rows[] = {
        "81 04 63 56 61 6C",                      /* component cVal */
        "82 01 05",                               /* index 5 */
        "A3 06 80 01 00 81 01 04",                /* elements 0 to 3 */
        "84 00",                                  /* all elements */
        "A0 0B 81 01 05 30 06 81 04 63 56 61 6C", /* element 5, of it cVal */
        "A0 0A 80 01 61 30 05 81 03 6D 61 67",    /* component a, of it mag */
        "A0 07 83 00 30 03 82 01 01",             /* of all elements, index 1 */
        "82 01 05 82 01 06",                      /* two selections */
        "A5 08 80 03 66 6F 6F 82 01 05",          /* named foo: index 5 */
        "A5 0F 80 01 61 A0 0A 80 01 61 30 05 81 03 6D 61 67",
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        CU_ASSERT_EQUAL(parse(rows[i], 100, 5), BER_OK);
    }
    CU_ASSERT_EQUAL(parse("A0 0D A2 06 80 01 00 81 01 02 30 03 82 01 01", 100, 5), BER_OK);
}

static void
the_numbers_differ_between_the_two_forms(void)
{
    g_autoptr(GByteArray) bytes = hex_parse("A0 0B 81 01 05 30 06 81 04 63 56 61 6C");
    MmsAccessStore *store = mms_access_store_new(100);
    BerReader reader = ber_reader(hex_slice(bytes));
    const MmsAccess *access = mms_alternate_access_get(&reader, store, 5);

    CU_ASSERT_PTR_NOT_NULL_FATAL(access);
    CU_ASSERT_EQUAL(access->kind, MMS_ACCESS_INDEX);
    CU_ASSERT_EQUAL(access->low, 5);
    CU_ASSERT_PTR_NULL(access->next);
    CU_ASSERT_PTR_NOT_NULL_FATAL(access->inner);
    CU_ASSERT_EQUAL(access->inner->kind, MMS_ACCESS_COMPONENT);
    CU_ASSERT_TRUE(slice_equals_string(access->inner->component, "cVal"));
    mms_access_store_free(store);
}

static void
bad_selections_are_refused(void)
{
    static const struct {
        const char *bytes;
        BerError error;
    } rows[] = {
        { "", BER_BAD_VALUE },
        { "80 01 61", BER_UNEXPECTED_TAG },
        { "82 00", BER_BAD_VALUE },
        { "82 01 FF", BER_OUT_OF_RANGE },
        { "82 06 01 00 00 00 00 00", BER_OUT_OF_RANGE },
        { "A3 03 80 01 00", BER_TRUNCATED },
        { "A3 0A 80 05 00 FF FF FF FF 81 01 01", BER_OUT_OF_RANGE },
        { "84 01 00", BER_BAD_VALUE },
        { "A0 03 81 01 05", BER_TRUNCATED },
        { "A0 05 81 01 05 30 00", BER_BAD_VALUE },
        { "A5 03 82 01 05", BER_UNEXPECTED_TAG },
        { "A0 0E 81 01 01 30 09 A0 07 81 01 01 30 02 84 00", BER_TOO_DEEP },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        BerError error = parse(rows[i].bytes, 100, 1);

        if (rows[i].error == BER_TRUNCATED) {
            CU_ASSERT_NOT_EQUAL(error, BER_OK);
        } else {
            CU_ASSERT_EQUAL(error, rows[i].error);
        }
    }
}

static void
the_store_bounds_the_count_and_keeps_places(void)
{
    GString *text = g_string_new(NULL);

    for (unsigned i = 0; i < 100; i++) {
        g_string_append(text, "82 01 05");
    }
    CU_ASSERT_EQUAL(parse(text->str, 100, 1), BER_OK);
    CU_ASSERT_EQUAL(parse(text->str, 99, 1), BER_OUT_OF_RANGE);
    g_string_free(text, TRUE);
}

static void
decode(Slice bytes, void *user)
{
    BerReader reader = ber_reader(bytes);

    mms_access_store_reset(user);
    mms_alternate_access_get(&reader, user, 5);
}

static void
truncations_and_bit_flips_end(void)
{
    MmsAccessStore *store = mms_access_store_new(100);
    g_autoptr(GByteArray) bytes =
        hex_parse("A5 0F 80 01 61 A0 0A 80 01 61 30 05 81 03 6D 61 67 A3 06 80 01 00 81 01 04");

    hex_torture(hex_slice(bytes), decode, store);
    mms_access_store_free(store);
}

TEST_SUITE(mms_alternate_access, TEST_CASE(every_selection_goes_both_ways),
           TEST_CASE(the_numbers_differ_between_the_two_forms),
           TEST_CASE(bad_selections_are_refused),
           TEST_CASE(the_store_bounds_the_count_and_keeps_places),
           TEST_CASE(truncations_and_bit_flips_end))
