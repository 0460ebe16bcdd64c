/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/mms/object_name.h"

#include "tests/hex.h"
#include "tests/test.h"

static void
each_scope_goes_both_ways(void)
{
    static const struct {
        const char *bytes;
        const char *text;
    } rows[] = {
        { "80 03 52 50 54", "RPT" },
        { "82 02 64 73", "@ds" },
        { "A1 08 1A 02 4C 44 1A 02 4C 4E", "LD/LN" },
        { "A1 04 1A 00 1A 00", "/" },
        { "80 03 41 00 0A", "A\\x00\\x0A" },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GByteArray) bytes = hex_parse(rows[i].bytes);
        BerReader reader = ber_reader(hex_slice(bytes));
        MmsObjectName name;
        g_autofree char *text = NULL;
        Pdu pdu;
        BerWriter writer;

        name = mms_object_name_get(&reader);
        CU_ASSERT_EQUAL(reader.error, BER_OK);
        text = mms_object_name_format(&name);
        CU_ASSERT_STRING_EQUAL(text, rows[i].text);
        pdu_init(&pdu, 0);
        writer = ber_writer(&pdu, 100);
        mms_object_name_put(&writer, &name);
        CU_ASSERT_TRUE(hex_equal(pdu_content(&pdu), hex_slice(bytes)));
        pdu_clear(&pdu);
    }
}

static void
other_elements_are_no_names(void)
{
    static const char *const rows[] = {
        "",
        "81 01 41",
        "A0 00",
        "A1 00",
        "A1 04 1A 02 4C 44",
        "A1 06 1A 00 1A 00 1A 00",
        "1A 01 41",
        "A1 08 1A 02 4C 44 16 02 4C 4E",
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GByteArray) bytes = hex_parse(rows[i]);
        BerReader reader = ber_reader(hex_slice(bytes));

        mms_object_name_get(&reader);
        CU_ASSERT_NOT_EQUAL(reader.error, BER_OK);
    }
}

TEST_SUITE(mms_object_name, TEST_CASE(each_scope_goes_both_ways),
           TEST_CASE(other_elements_are_no_names))
