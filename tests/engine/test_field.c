/* SPDX-License-Identifier: Apache-2.0
 *
 * Fields of events by name, and what is asked of them: texts, numbers, `<` and `<=`.
 */
#include "engine/field.h"

#include "tests/test.h"

static const Event event = { .kind = EVENT_OPERATED,
                             .ied = "FEEDER1",
                             .client = "A",
                             .address = "10.0.0.5:40000",
                             .reference = "LD0/CSWI1.Pos",
                             .value =
                                 "service=operate ctlVal=on orIdent=\"HMI 1=x\" ctlNum=10" };

static bool
field_is(const char *name, const char *text)
{
    return slice_equals_string(field_of(&event, name), text);
}

static void
an_event_has_its_own_fields_and_those_of_its_value(void)
{
    CU_ASSERT_TRUE(field_is("ied", "FEEDER1"));
    CU_ASSERT_TRUE(field_is("client", "A"));
    CU_ASSERT_TRUE(field_is("address", "10.0.0.5:40000"));
    CU_ASSERT_TRUE(field_is("reference", "LD0/CSWI1.Pos"));
    CU_ASSERT_TRUE(field_is("service", "operate"));
    CU_ASSERT_TRUE(field_is("ctlVal", "on"));
    CU_ASSERT_TRUE(field_is("orIdent", "HMI 1=x"));
    CU_ASSERT_TRUE(field_is("ctlNum", "10"));
    CU_ASSERT_PTR_NULL(field_of(&event, "1").data);
    CU_ASSERT_PTR_NULL(field_of(&event, "ctl").data);
    CU_ASSERT_PTR_NULL(field_of(&(Event){ .kind = EVENT_READ }, "value").data);
    CU_ASSERT_PTR_NULL(field_of(&(Event){ .kind = EVENT_READ, .value = "= x" }, "x").data);
}

static void
a_number_is_a_number_as_a_whole(void)
{
    static const char *const none[] = {
        "", "x", "1x", "0x10", "inf", "nan", "1 2", "-", "1e999"
    };
    double number;

    CU_ASSERT_TRUE(field_is_number(slice_from_string("-1.5e2"), &number));
    CU_ASSERT_EQUAL(number, -150);
    CU_ASSERT_TRUE(field_is_number(slice_from_string("0"), &number));
    for (unsigned i = 0; i < G_N_ELEMENTS(none); i++) {
        CU_ASSERT_FALSE(field_is_number(slice_from_string(none[i]), &number));
    }
}

static bool
number_holds(const char *field, const char *sign, double limit)
{
    FieldTest *test = field_test_new_number(field, comparison_find(sign), limit);
    bool holds = field_test_holds(test, &event);

    field_test_free(test);
    return holds;
}

static void
numbers_compare_with_and_without_their_limit(void)
{
    CU_ASSERT_FALSE(number_holds("ctlNum", "<", 10));
    CU_ASSERT_TRUE(number_holds("ctlNum", "<", 10.5));
    CU_ASSERT_TRUE(number_holds("ctlNum", "<=", 10));
    CU_ASSERT_FALSE(number_holds("ctlNum", "<=", 9));
    CU_ASSERT_FALSE(number_holds("ctlNum", ">", 10));
    CU_ASSERT_TRUE(number_holds("ctlNum", ">=", 10));
    CU_ASSERT_TRUE(number_holds("ctlNum", "==", 10));
    CU_ASSERT_TRUE(number_holds("ctlNum", "~=", 11));
    CU_ASSERT_FALSE(number_holds("ctlNum", "~=", 10));
    CU_ASSERT_PTR_NULL(comparison_find("=<"));
}

static void
what_is_no_number_fits_no_number(void)
{
    CU_ASSERT_FALSE(number_holds("ctlVal", "<", 10));
    CU_ASSERT_FALSE(number_holds("ctlVal", ">", 10));
    CU_ASSERT_FALSE(number_holds("ctlVal", "==", 0));
    CU_ASSERT_TRUE(number_holds("ctlVal", "~=", 0));
    CU_ASSERT_FALSE(number_holds("missing", "~=", 0));
}

static bool
text_holds(const char *field, FieldTestKind kind, const char *a, const char *b)
{
    const char *const texts[] = { a, b, NULL };
    FieldTest *made = field_test_new(field, kind, texts), *test = field_test_copy(made);
    bool holds;

    field_test_free(made);
    holds = field_test_holds(test, &event);
    field_test_free(test);
    return holds;
}

static void
texts_fit_whole_in_part_or_by_a_pattern(void)
{
    CU_ASSERT_TRUE(text_holds("ctlVal", FIELD_IS, "on", NULL));
    CU_ASSERT_FALSE(text_holds("ctlVal", FIELD_IS, "o", NULL));
    CU_ASSERT_TRUE(text_holds("ctlVal", FIELD_IS_NOT, "off", NULL));
    CU_ASSERT_FALSE(text_holds("missing", FIELD_IS_NOT, "off", NULL));
    CU_ASSERT_TRUE(text_holds("orIdent", FIELD_IS_LIKE, "HMI*", NULL));
    CU_ASSERT_FALSE(text_holds("orIdent", FIELD_IS_LIKE, "HMI", NULL));
    CU_ASSERT_TRUE(text_holds("orIdent", FIELD_CONTAINS, "1=", NULL));
    CU_ASSERT_TRUE(text_holds("ctlVal", FIELD_IS_ONE_OF, "off", "on"));
    CU_ASSERT_FALSE(text_holds("ctlVal", FIELD_IS_ONE_OF, "off", "intermediate"));
}

TEST_SUITE(engine_field, TEST_CASE(an_event_has_its_own_fields_and_those_of_its_value),
           TEST_CASE(a_number_is_a_number_as_a_whole),
           TEST_CASE(numbers_compare_with_and_without_their_limit),
           TEST_CASE(what_is_no_number_fits_no_number),
           TEST_CASE(texts_fit_whole_in_part_or_by_a_pattern))
