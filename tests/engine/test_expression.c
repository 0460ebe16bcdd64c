/* SPDX-License-Identifier: Apache-2.0
 *
 * Expressions: how operators bind, what functions give, and how mistakes are told.
 */
#include "engine/expression.h"

#include <math.h>

#include "tests/test.h"

static double
look_up(void *user, unsigned number)
{
    return ((const double *)user)[number];
}

static double
value_of(const char *text)
{
    double references[] = { 3, 4 };
    g_autoptr(GError) error = NULL;
    Expression *expression = expression_parse(text, &error);
    double value;

    if (expression == NULL) {
        fprintf(stderr, "%s: %s\n", text, error->message);
        CU_FAIL_FATAL("it does not parse");
    }
    value = expression_value(
        expression,
        &(ExpressionInput){ .seconds = 2, .first = 7, .lookup = look_up, .user = references });
    expression_free(expression);
    return value;
}

static void
operators_bind_as_on_paper(void)
{
    static const struct {
        const char *text;
        double value;
    } rows[] = {
        { "1 + 2 * 3", 7 },
        { "(1 + 2) * 3", 9 },
        { "10 - 2 - 3", 5 },
        { "100 / 10 / 2", 5 },
        { "2 ^ 3 ^ 2", 512 },
        { "-2 ^ 2", -4 },
        { "2 * -3", -6 },
        { "--1", 1 },
        { "+1.5e1", 15 },
        { "1 + 1 < 3", 1 },
        { "2 <= 1", 0 },
        { "3 ~= 3", 0 },
        { "(1 == 1) + (2 >= 1)", 2 },
        { ".5*4", 2 },
        { "2^-1", 0.5 },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        CU_ASSERT_EQUAL(value_of(rows[i].text), rows[i].value);
        if (value_of(rows[i].text) != rows[i].value) {
            fprintf(stderr, "%s is %g\n", rows[i].text, value_of(rows[i].text));
        }
    }
}

static void
functions_constants_and_references_have_values(void)
{
    CU_ASSERT_EQUAL(value_of("min(4, 2, 3)"), 2);
    CU_ASSERT_EQUAL(value_of("max(1, t)"), 2);
    CU_ASSERT_EQUAL(value_of("abs(-3) + first"), 10);
    CU_ASSERT_DOUBLE_EQUAL(value_of("sin(pi / 2) + cos(0)"), 2, 1e-12);
    CU_ASSERT_EQUAL(value_of("sqrt({LD0/MMXU1.TotW}^2 + { .TotVAr }^2)"), 5);
    CU_ASSERT_EQUAL(value_of("mod(7, 4) + floor(2.7) + round(2.5)"), 8);
    CU_ASSERT_TRUE(isinf(value_of("1 / 0")));
}

static void
references_are_told_in_their_order(void)
{
    Expression *expression = expression_parse("{a} + {b c} * {a}", NULL);

    CU_ASSERT_PTR_NOT_NULL_FATAL(expression);
    CU_ASSERT_EQUAL_FATAL(expression_reference_count(expression), 3);
    CU_ASSERT_STRING_EQUAL(expression_reference(expression, 1), "b c");
    expression_free(expression);
}

static void
mistakes_are_told_with_their_place(void)
{
    static const struct {
        const char *text, *message;
    } rows[] = {
        { "", "a value is missing, behind \"\"" },
        { "1 +", "a value is missing, behind \"1 +\"" },
        { "1 2", "an operator is missing, behind \"1 \"" },
        { "(1 + 2", "a parenthesis is not closed, behind \"(1 + 2\"" },
        { "sine(1)", "no such function or constant: sine (did you mean sin?), behind \"\"" },
        { "min(1)", "min takes at least 2 values, not 1, behind \"min(1)\"" },
        { "sqrt(1, 2)", "sqrt takes 1 value, not 2, behind \"sqrt(1, 2)\"" },
        { "sqrt 1", "sqrt needs its values in parentheses, behind \"sqrt \"" },
        { "{LD0/MMXU1.TotW", "a reference in braces is not closed, or empty, behind \"{\"" },
        { "1 + X", "a value is missing, behind \"1 + \"" },
        { "max(1, 2", "max( is not closed, behind \"max(1, 2\"" },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;

        CU_ASSERT_PTR_NULL(expression_parse(rows[i].text, &error));
        CU_ASSERT_PTR_NOT_NULL_FATAL(error);
        CU_ASSERT_STRING_EQUAL(error->message, rows[i].message);
        if (g_strcmp0(error->message, rows[i].message) != 0) {
            fprintf(stderr, "%s: %s\n", rows[i].text, error->message);
        }
    }
}

static void
depth_and_length_are_bounded(void)
{
    g_autoptr(GString) deep = g_string_new(NULL);
    g_autoptr(GString) wide = g_string_new("1");
    g_autoptr(GString) right = g_string_new("1");

    for (unsigned i = 0; i < 10000; i++) {
        g_string_append_c(deep, '(');
        g_string_append(wide, "+1");
        g_string_append(right, "+(1");
    }
    CU_ASSERT_PTR_NULL(expression_parse(deep->str, NULL));
    CU_ASSERT_PTR_NULL(expression_parse(wide->str, NULL));
    CU_ASSERT_PTR_NULL(expression_parse(right->str, NULL));
}

TEST_SUITE(engine_expression, TEST_CASE(operators_bind_as_on_paper),
           TEST_CASE(functions_constants_and_references_have_values),
           TEST_CASE(references_are_told_in_their_order),
           TEST_CASE(mistakes_are_told_with_their_place),
           TEST_CASE(depth_and_length_are_bounded))
