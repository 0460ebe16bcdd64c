/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/model/values.h"

#include <stdio.h>

#include "tests/sim/model/sample.h"
#include "tests/test.h"

/* Parses, stores, and formats again. */
static void
check(const char *b_type, const char *text, ValueResult result, const char *expected)
{
    const Type *type = type_basic(b_type);
    GString *found = g_string_new(NULL);
    Value value;
    ValueResult got = value_parse(type, text, &value);

    if (got == VALUE_OK) {
        value_append_text(type, &value, found);
    }
    if (got != result || (expected != NULL && strcmp(found->str, expected) != 0)) {
        fprintf(stderr, "\n  %s '%s': %d '%s'\n", b_type, text, got, found->str);
    }
    CU_ASSERT_EQUAL(got, result);
    CU_ASSERT_TRUE(expected == NULL || strcmp(found->str, expected) == 0);
    g_string_free(found, TRUE);
}

static void
texts_become_values_of_their_type(void)
{
    static const struct {
        const char *b_type, *text, *expected;
    } rows[] = {
        { "BOOLEAN", "true", "true" },
        { "BOOLEAN", " TRUE\n", "true" },
        { "BOOLEAN", "0", "false" },
        { "INT8", "-128", "-128" },
        { "INT32", "+12", "12" },
        { "INT32", "0x10", "16" },
        { "INT32", "010", "10" },
        { "INT32", "5.0", "5" },
        { "INT64", "-9223372036854775808", "-9223372036854775808" },
        { "INT64U", "18446744073709551615", "18446744073709551615" },
        { "FLOAT32", "1e3", "1000" },
        { "FLOAT32", "0.1", "0.1" },
        { "FLOAT32", "16777217", "16777216" },
        { "FLOAT64", "0.30000000000000004", "0.30000000000000004" },
        { "FLOAT32", "INF", "inf" },
        { "FLOAT32", "NaN", "nan" },
        { "Dbpos", "on", "on" },
        { "Dbpos", "intermediate-state", "intermediate" },
        { "Dbpos", "2", "on" },
        { "Dbpos", "01", "off" },
        { "Dbpos", "true", "on" },
        { "Tcmd", "higher", "higher" },
        { "Check", "interlock-check", "interlock-check" },
        { "Check", "11", "synchrocheck,interlock-check" },
        { "Quality", "invalid, failure", "invalid,failure" },
        { "Quality", "0000000000000", "good" },
        { "Quality", "0", "good" },
        { "Quality", "test", "good,test" },
        { "TrgOps", "dchg gi", "dchg,gi" },
        { "TrgOps", "none", "none" },
        { "OptFlds", "seqNum|timeStamp", "seqNum,timeStamp" },
        { "Octet64", "0102ff", "0102FF" },
        { "Octet64", "0xD0", "D0" },
        { "Octet6", "01-0C-CD-01-00-01", "010CCD010001" },
        { "Octet64", "SGVsbG8=", "48656C6C6F" },
        { "Octet64", "", "" },
        { "VisString64", "  as it is ", "  as it is " },
        { "Timestamp", "2024-03-12T22:04:48.5Z", "2024-03-12T22:04:48.500Z" },
        { "Timestamp", "2024-03-12T22:04:48", "2024-03-12T22:04:48.000Z" },
        { "Timestamp", "2024-03-12T22:04:48+02:00", "2024-03-12T20:04:48.000Z" },
        { "Timestamp", "1.5", "1970-01-01T00:00:01.500Z" },
        { "EntryTime", "1984-01-02T00:00:00Z", "1984-01-02T00:00:00.000Z" },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        check(rows[i].b_type, rows[i].text, VALUE_OK, rows[i].expected);
    }
}

static void
texts_that_are_no_value_are_refused(void)
{
    static const struct {
        const char *b_type, *text;
        ValueResult result;
    } rows[] = {
        { "BOOLEAN", "maybe", VALUE_TYPE_INCONSISTENT },
        { "BOOLEAN", "", VALUE_TYPE_INCONSISTENT },
        { "INT8", "128", VALUE_INVALID },
        { "INT8", "12x", VALUE_TYPE_INCONSISTENT },
        { "INT8", "0x", VALUE_TYPE_INCONSISTENT },
        { "INT8", "5.5", VALUE_TYPE_INCONSISTENT },
        { "INT8", "", VALUE_TYPE_INCONSISTENT },
        { "INT8", "--5", VALUE_TYPE_INCONSISTENT },
        { "INT8U", "-1", VALUE_INVALID },
        { "INT64", "9223372036854775808", VALUE_INVALID },
        { "INT64", "99999999999999999999999", VALUE_INVALID },
        { "FLOAT32", "1e39", VALUE_INVALID },
        { "FLOAT32", "one", VALUE_TYPE_INCONSISTENT },
        { "Dbpos", "open", VALUE_INVALID },
        { "Dbpos", "4", VALUE_INVALID },
        { "Quality", "good,sunny", VALUE_INVALID },
        { "Quality", "00000000000000", VALUE_INVALID },
        { "Octet6", "01-0C-CD-01-00-01-02", VALUE_INVALID },
        { "Octet6", "01-", VALUE_TYPE_INCONSISTENT },
        { "Octet64", "xyz", VALUE_TYPE_INCONSISTENT },
        { "Currency", "EURO", VALUE_INVALID },
        { "Timestamp", "yesterday", VALUE_TYPE_INCONSISTENT },
        { "Timestamp", "-1", VALUE_INVALID },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        check(rows[i].b_type, rows[i].text, rows[i].result, NULL);
    }
}

static void
enumerations_are_given_by_name_or_number(void)
{
    Model *model = sample_model();
    const Type *type = sample_find(model, "LLN0$ST$Mod$stVal").type;
    Value value;

    CU_ASSERT_EQUAL(value_parse(type, "test/blocked", &value), VALUE_OK);
    CU_ASSERT_EQUAL(value.integer, 4);
    CU_ASSERT_EQUAL(value_parse(type, " On-Blocked ", &value), VALUE_OK);
    CU_ASSERT_EQUAL(value.integer, 2);
    CU_ASSERT_EQUAL(value_parse(type, "5", &value), VALUE_OK);
    CU_ASSERT_EQUAL(value.kind, VALUE_INTEGER);
    CU_ASSERT_EQUAL(value.integer, 5);
    CU_ASSERT_EQUAL(value_parse(type, "6", &value), VALUE_INVALID);
    CU_ASSERT_EQUAL(value_parse(type, "onn", &value), VALUE_INVALID);
    model_unref(model);
}

static void
accents_in_visible_strings_are_transliterated_when_stored(void)
{
    StringPool *strings = string_pool_new();
    const Type *type = type_basic("VisString255");
    StringHandle handle;
    uint8_t octets[4];
    Value value;

    CU_ASSERT_EQUAL(value_parse(type, "Démarrage\tà 5 s", &value), VALUE_OK);
    CU_ASSERT_EQUAL(value_store(type, octets, &value, strings), VALUE_OK);
    memcpy(&handle, octets, 4);
    CU_ASSERT_TRUE(slice_equals_string(string_pool_get(strings, handle), "Demarrage a 5 s"));
    string_pool_unref(strings);
}

TEST_SUITE(model_value_parse, TEST_CASE(texts_become_values_of_their_type),
           TEST_CASE(texts_that_are_no_value_are_refused),
           TEST_CASE(enumerations_are_given_by_name_or_number),
           TEST_CASE(accents_in_visible_strings_are_transliterated_when_stored))
