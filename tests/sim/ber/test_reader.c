/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/ber/reader.h"

#include "tests/hex.h"
#include "tests/test.h"

static BerReader
reader_of(GByteArray *bytes)
{
    return ber_reader(hex_slice(bytes));
}

static void
a_sequence_is_read_down_the_page(void)
{
    g_autoptr(GByteArray) bytes =
        hex_parse("A0 0A 02 02 01 00 83 01 FF 82 00 # ignored\n 9F 49 01 05");
    BerReader reader = reader_of(bytes);
    BerReader inner;

    /* The length above says 10 but 9 octets belong inside: the reader must notice. */
    inner = ber_open(&reader, 0xA0);
    CU_ASSERT_EQUAL(ber_get_integer(&inner, BER_INTEGER, 0, 1000), 256);
    CU_ASSERT_TRUE(ber_get_boolean(&inner, 0x83));
    ber_get_null(&inner, 0x82);
    ber_close(&reader, &inner);
    CU_ASSERT_EQUAL(reader.error, BER_TRAILING_BYTES);
}

static void
high_tags_compare_as_one_value(void)
{
    g_autoptr(GByteArray) bytes = hex_parse("9F 49 01 05 BF 48 02 80 00");
    BerReader reader = reader_of(bytes);
    BerReader inner;

    CU_ASSERT_EQUAL(ber_peek(&reader), 0x9F49);
    CU_ASSERT_EQUAL(ber_tag_number(0x9F49), 73);
    CU_ASSERT_EQUAL(ber_get_integer(&reader, 0x9F49, 0, 10), 5);
    inner = ber_open(&reader, 0xBF48);
    ber_get_null(&inner, 0x80);
    ber_close(&reader, &inner);
    CU_ASSERT_EQUAL(reader.error, BER_OK);
    CU_ASSERT_TRUE(ber_at_end(&reader));
}

static void
indefinite_lengths_are_resolved(void)
{
    g_autoptr(GByteArray) bytes =
        hex_parse("61 80 30 80 02 01 03 A0 80 82 00 00 00 00 00 00 00 02 01 07");
    BerReader reader = reader_of(bytes);
    BerReader user = ber_open(&reader, 0x61);
    BerReader list = ber_open(&user, 0x30);
    BerReader single;

    CU_ASSERT_EQUAL(ber_get_integer(&list, BER_INTEGER, 0, 10), 3);
    single = ber_open(&list, 0xA0);
    ber_get_null(&single, 0x82);
    ber_close(&list, &single);
    ber_close(&user, &list);
    ber_close(&reader, &user);
    CU_ASSERT_EQUAL(ber_get_integer(&reader, BER_INTEGER, 0, 10), 7);
    CU_ASSERT_EQUAL(reader.error, BER_OK);
}

static void
length_past_the_end_is_refused(void)
{
    static const struct {
        const char *text;
        BerError error;
    } rows[] = {
        { "30 05 00", BER_TRUNCATED },
        { "30", BER_TRUNCATED },
        { "30 84 FF FF FF FF 00", BER_TRUNCATED },
        { "30 85 00 00 00 00 01 00", BER_BAD_LENGTH },
        { "30 FF 00", BER_BAD_LENGTH },
        { "02 80 00 00", BER_BAD_LENGTH },
        { "30 80 02 01 01", BER_TRUNCATED },
        { "1F", BER_TRUNCATED },
        { "1F 81 82 83 84 01 00", BER_BAD_TAG },
        { "00 00", BER_BAD_TAG },
        { "81 8B 54 45 4D 50", BER_BAD_LENGTH },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GByteArray) bytes = hex_parse(rows[i].text);
        BerReader reader = reader_of(bytes);
        BerTag tag;

        ber_get_any(&reader, &tag);
        CU_ASSERT_EQUAL(reader.error, rows[i].error);
    }
}

static void
deep_indefinite_nesting_is_refused(void)
{
    uint8_t bytes[2000];
    BerReader reader;
    BerTag tag;

    for (unsigned i = 0; i < sizeof bytes; i += 2) {
        bytes[i] = 0xA2;
        bytes[i + 1] = 0x80;
    }
    reader = ber_reader(SLICE_OF(bytes));
    ber_get_any(&reader, &tag);
    CU_ASSERT_EQUAL(reader.error, BER_TOO_DEEP);
}

static void
integers_keep_their_bounds(void)
{
    static const struct {
        const char *text;
        int64_t value;
        BerError error;
    } rows[] = {
        { "02 01 80", -128, BER_OK },
        { "02 03 00 00 05", 5, BER_OK },
        { "02 0A FF FF FF FF FF FF FF FF FF FE", -2, BER_OK },
        { "02 00", 0, BER_BAD_VALUE },
        { "02 09 01 00 00 00 00 00 00 00 00", 0, BER_OUT_OF_RANGE },
        { "02 09 00 80 00 00 00 00 00 00 00", 0, BER_OUT_OF_RANGE },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GByteArray) bytes = hex_parse(rows[i].text);
        BerReader reader = reader_of(bytes);

        CU_ASSERT_EQUAL(ber_get_integer(&reader, BER_INTEGER, INT64_MIN, INT64_MAX),
                        rows[i].value);
        CU_ASSERT_EQUAL(reader.error, rows[i].error);
    }
}

static void
read_all(Slice bytes, void *user)
{
    BerReader reader = ber_reader(bytes);
    unsigned *count = user;

    while (!ber_at_end(&reader)) {
        BerTag tag;
        Slice content = ber_get_any(&reader, &tag);
        BerReader inner = ber_reader(content);

        while (ber_tag_is_constructed(tag) && !ber_at_end(&inner)) {
            ber_skip(&inner);
        }
    }
    (*count)++;
}

static void
truncations_and_bit_flips_end(void)
{
    g_autoptr(GByteArray) bytes =
        hex_parse("61 80 30 80 02 01 03 A0 80 82 00 00 00 00 00 00 00 BF 48 03 02 01 07");
    unsigned count = 0;

    hex_torture(hex_slice(bytes), read_all, &count);
    CU_ASSERT_EQUAL(count, bytes->len + bytes->len * 8);
}

TEST_SUITE(ber_reader, TEST_CASE(a_sequence_is_read_down_the_page),
           TEST_CASE(high_tags_compare_as_one_value),
           TEST_CASE(indefinite_lengths_are_resolved),
           TEST_CASE(length_past_the_end_is_refused),
           TEST_CASE(deep_indefinite_nesting_is_refused), TEST_CASE(integers_keep_their_bounds),
           TEST_CASE(truncations_and_bit_flips_end))
