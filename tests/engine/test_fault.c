/* SPDX-License-Identifier: Apache-2.0
 *
 * The rows of faults, and their values from text.
 */
#include "engine/fault.h"

#include <string.h>

#include "engine/faults/refusal.h"

#include "tests/test.h"

static void
names_are_unique_and_every_row_has_its_words(void)
{
    for (unsigned i = 0; fault_types[i] != NULL; i++) {
        CU_ASSERT_PTR_EQUAL(fault_type_find(fault_types[i]->name), fault_types[i]);
        CU_ASSERT_TRUE(strlen(fault_types[i]->help) > 10);
        CU_ASSERT_TRUE(strlen(fault_types[i]->layer) > 1);
        CU_ASSERT_EQUAL(fault_types[i]->gates != 0, fault_types[i]->act != NULL);
    }
    CU_ASSERT_PTR_NULL(fault_type_find("no_such_fault"));
}

static void
no_parameter_has_the_name_of_a_common_option(void)
{
    static const char *const common[] = { "lasting", "times", "share", "by", "association" };

    for (unsigned i = 0; fault_types[i] != NULL; i++) {
        const FaultParameter *row = fault_types[i]->parameters;

        for (unsigned at = 0; row != NULL && row[at].name != NULL; at++) {
            CU_ASSERT_TRUE(at < FAULT_PARAMETERS_MAX);
            CU_ASSERT_TRUE(strlen(row[at].help) > 3);
            for (unsigned c = 0; c < G_N_ELEMENTS(common); c++) {
                CU_ASSERT_STRING_NOT_EQUAL(row[at].name, common[c]);
            }
        }
    }
}

/* Presets are checked by g_assert inside. */
static void
presets_are_values_of_their_parameters(void)
{
    for (unsigned i = 0; fault_types[i] != NULL; i++) {
        FaultSpec *spec = fault_spec_new(fault_types[i]);

        CU_ASSERT_EQUAL(spec->share, 1);
        fault_spec_unref(spec);
    }
}

static char *
set(const char *fault, const char *parameter, const char *text)
{
    FaultSpec *spec = fault_spec_new(fault_type_find(fault));
    unsigned at = 0;
    char *problem;

    while (strcmp(spec->type->parameters[at].name, parameter) != 0) {
        at++;
    }
    problem = fault_spec_set(spec, at, text);
    CU_ASSERT_EQUAL(spec->values[at].given, problem == NULL);
    fault_spec_unref(spec);
    return problem;
}

static void
wrong_values_are_told(void)
{
    static const char *const rows[][4] = {
        { "latency", "delay", "soon", "delay takes a time such as \"20ms\", not soon" },
        { "latency", "direction", "bth",
          "direction takes one of out|in|both, not bth (did you "
          "mean both?)" },
        { "dribble", "size", "0", "size goes from 1 to 65535, not 0" },
        { "dribble", "size", "1.5", "size takes a count, not 1.5" },
        { "throttle", "rate", "fast", "rate takes a number, not fast" },
        { "refuse_association", "transient", "yes", "transient takes true or false, not yes" },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *problem = set(rows[i][0], rows[i][1], rows[i][2]);

        CU_ASSERT_PTR_NOT_NULL_FATAL(problem);
        CU_ASSERT_STRING_EQUAL(problem, rows[i][3]);
    }
    CU_ASSERT_PTR_NULL(set("dribble", "size", "65535"));
}

static void
refusals_are_found_by_their_names(void)
{
    g_autofree char *error = fault_error_check("access/object-non-existend");
    g_autofree char *reason = fault_reject_check("pdu-error/invalid");

    CU_ASSERT_PTR_NULL(fault_error_check("initiate/nesting-level-insufficient"));
    CU_ASSERT_EQUAL((int)fault_error_of("initiate/nesting-level-insufficient"), 0x0807);
    CU_ASSERT_EQUAL((int)fault_error_of("file/insufficient-space-in-filestore"), 0x0B09);
    CU_ASSERT_STRING_EQUAL(error, "no such error: access/object-non-existend (did you mean "
                                  "access/object-non-existent?)");
    CU_ASSERT_PTR_NULL(fault_reject_check("reserved"));
    CU_ASSERT_EQUAL(fault_reject_of("invalid-argument"), 0x8104);
    CU_ASSERT_EQUAL(fault_reject_of("reserved"), 0x8107);
    CU_ASSERT_EQUAL(fault_reject_of("pdu-error/invalid-pdu"), 0x8501);
    CU_ASSERT_EQUAL(fault_reject_of("conclude-error/value-out-of-range"), 0x8B02);
    CU_ASSERT_TRUE(g_str_has_prefix(reason, "no such reason: pdu-error/invalid"));
}

TEST_SUITE(engine_fault, TEST_CASE(refusals_are_found_by_their_names),
           TEST_CASE(names_are_unique_and_every_row_has_its_words),
           TEST_CASE(no_parameter_has_the_name_of_a_common_option),
           TEST_CASE(presets_are_values_of_their_parameters), TEST_CASE(wrong_values_are_told))
