/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/mms/variable_access.h"

#include "tests/hex.h"
#include "tests/test.h"

#define X "30 05 A0 03 80 01 58 "

static BerError
parse(const char *text, unsigned limit, MmsVariables *variables)
{
    g_autoptr(GByteArray) bytes = hex_parse(text);
    BerReader reader = ber_reader(hex_slice(bytes));
    MmsScratch scratch;
    Slice element;

    mms_scratch_init(&scratch, limit);
    *variables = mms_variables_get(&reader, &scratch, 5, &element);
    if (reader.error == BER_OK) {
        Pdu pdu;
        BerWriter writer;

        CU_ASSERT_EQUAL(element.size, bytes->len);
        pdu_init(&pdu, 0);
        writer = ber_writer(&pdu, 1000);
        mms_variables_put(&writer, variables);
        if (variables->list == NULL && variables->count > 0 && !scratch.supported[0]) {
            CU_ASSERT_EQUAL(variables->members[0].name.item.size, 0);
        } else {
            CU_ASSERT_TRUE(hex_equal(pdu_content(&pdu), hex_slice(bytes)));
        }
        pdu_clear(&pdu);
    }
    mms_scratch_clear(&scratch);
    return reader.error;
}

static void
both_alternatives_go_both_ways(void)
{
    MmsVariables variables;

    CU_ASSERT_EQUAL(parse("A0 07 " X, 10, &variables), BER_OK);
    CU_ASSERT_EQUAL(variables.count, 1);
    CU_ASSERT_EQUAL(parse("A0 00", 10, &variables), BER_OK);
    CU_ASSERT_EQUAL(variables.count, 0);
    CU_ASSERT_PTR_NULL(variables.list);
    CU_ASSERT_EQUAL(parse("A0 0C 30 0A A0 03 80 01 58 A5 03 82 01 05", 10, &variables), BER_OK);
    CU_ASSERT_EQUAL(parse("A1 05 80 03 52 50 54", 10, &variables), BER_OK);
    CU_ASSERT_PTR_NOT_NULL(variables.list);
    CU_ASSERT_EQUAL(variables.count, 0);
}

static void
many_members_keep_their_order(void)
{
    MmsVariables variables;

    CU_ASSERT_EQUAL(parse("A0 23 " X X X X X, 5, &variables), BER_OK);
    CU_ASSERT_EQUAL(variables.count, 5);
    CU_ASSERT_EQUAL(parse("A0 23 " X X X X X, 4, &variables), BER_OUT_OF_RANGE);
}

static void
forms_that_are_no_name_are_not_supported(void)
{
    static const char *const rows[] = {
        "A0 07 30 05 A1 03 80 01 05",
        "A0 0E 30 0C A2 0A A0 03 80 01 05 A1 03 83 01 00",
        "A0 04 30 02 A3 00",
        "A0 04 30 02 84 00",
    };
    MmsVariables variables;

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        CU_ASSERT_EQUAL(parse(rows[i], 10, &variables), BER_OK);
        CU_ASSERT_EQUAL(variables.count, 1);
    }
}

static void
other_elements_are_refused(void)
{
    static const char *const rows[] = {
        "",
        "A2 00",
        "A1 00",
        "A1 06 80 01 58 80 01 58",
        "A0 02 31 00",
        "A0 05 A0 03 80 01 58",
        "A0 05 30 03 84 01 00",
        "A0 0B 30 09 A0 03 80 01 58 A5 02 82 00",
        "A0 0E 30 0C A0 03 80 01 58 82 01 05 82 01 05",
    };
    MmsVariables variables;

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        CU_ASSERT_NOT_EQUAL(parse(rows[i], 10, &variables), BER_OK);
    }
}

TEST_SUITE(mms_variable_access, TEST_CASE(both_alternatives_go_both_ways),
           TEST_CASE(many_members_keep_their_order),
           TEST_CASE(forms_that_are_no_name_are_not_supported),
           TEST_CASE(other_elements_are_refused))
