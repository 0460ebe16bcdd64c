/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/ber/writer.h"

#include "tests/hex.h"
#include "tests/test.h"

static void
check_bytes(Pdu *pdu, const char *expected)
{
    g_autoptr(GByteArray) bytes = hex_parse(expected);

    CU_ASSERT(hex_equal(pdu_content(pdu), hex_slice(bytes)));
    pdu_reset(pdu);
}

static void
integers_are_minimal(void)
{
    Pdu pdu;
    BerWriter writer;

    pdu_init(&pdu, 0);
    writer = ber_writer(&pdu, 1000);
    ber_put_integer(&writer, BER_INTEGER, 0);
    ber_put_integer(&writer, BER_INTEGER, 127);
    ber_put_integer(&writer, BER_INTEGER, 128);
    ber_put_integer(&writer, BER_INTEGER, -128);
    ber_put_integer(&writer, BER_INTEGER, -129);
    ber_put_integer(&writer, BER_INTEGER, INT64_MIN);
    ber_put_integer(&writer, BER_INTEGER, INT64_MAX);
    check_bytes(&pdu, "02 01 00 02 01 7F 02 02 00 80 02 01 80 02 02 FF 7F"
                      "02 08 80 00 00 00 00 00 00 00 02 08 7F FF FF FF FF FF FF FF");
    ber_put_unsigned(&writer, 0x86, 255);
    ber_put_unsigned(&writer, 0x86, UINT64_MAX);
    check_bytes(&pdu, "86 02 00 FF 86 09 00 FF FF FF FF FF FF FF FF");
    pdu_clear(&pdu);
}

static void
a_long_content_gets_a_long_length(void)
{
    uint8_t zeroes[300] = { 0 };
    Pdu pdu;
    BerWriter writer;
    BerMark outer, inner;
    Slice content;

    pdu_init(&pdu, 0);
    writer = ber_writer(&pdu, 1000);
    outer = ber_put_open(&writer, 0xA0);
    inner = ber_put_open(&writer, 0xBF48);
    ber_put(&writer, 0x80, SLICE_OF(zeroes));
    ber_put_close(&writer, inner);
    ber_put_close(&writer, outer);
    content = pdu_content(&pdu);
    CU_ASSERT(hex_equal(slice_first(content, 13),
                        SLICE_OF(((uint8_t[]){ 0xA0, 0x82, 0x01, 0x35, 0xBF, 0x48, 0x82, 0x01,
                                               0x30, 0x80, 0x82, 0x01, 0x2C }))));
    CU_ASSERT_EQUAL(content.size, 313);
    pdu_clear(&pdu);
}

static void
the_limit_is_exact_and_overflow_sticks(void)
{
    Pdu pdu;
    BerWriter writer;
    BerMark mark;

    pdu_init(&pdu, 0);
    writer = ber_writer(&pdu, 5);
    mark = ber_put_open(&writer, 0xA0);
    ber_put_integer(&writer, BER_INTEGER, 1);
    ber_put_close(&writer, mark);
    CU_ASSERT_FALSE(writer.overflow);
    check_bytes(&pdu, "A0 03 02 01 01");
    writer = ber_writer(&pdu, 4);
    mark = ber_put_open(&writer, 0xA0);
    ber_put_integer(&writer, BER_INTEGER, 1);
    ber_put_close(&writer, mark);
    CU_ASSERT_TRUE(writer.overflow);
    pdu_clear(&pdu);
}

static void
bit_strings_have_their_unused_bits_cleared(void)
{
    const uint8_t octets[] = { 0xFF, 0xFF };
    Pdu pdu;
    BerWriter writer;

    pdu_init(&pdu, 0);
    writer = ber_writer(&pdu, 100);
    ber_put_bit_string(&writer, 0x84, octets, 13);
    ber_put_bit_string(&writer, 0x84, octets, 2);
    ber_put_bit_string(&writer, 0x84, octets, 0);
    check_bytes(&pdu, "84 03 03 FF F8 84 02 06 C0 84 01 00");
    pdu_clear(&pdu);
}

TEST_SUITE(ber_writer, TEST_CASE(integers_are_minimal),
           TEST_CASE(a_long_content_gets_a_long_length),
           TEST_CASE(the_limit_is_exact_and_overflow_sticks),
           TEST_CASE(bit_strings_have_their_unused_bits_cleared))
