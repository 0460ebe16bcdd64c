/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/base/json.h"

#include <math.h>

#include "tests/test.h"

static void
commas_and_brackets_stand_where_they_belong(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    JsonWriter writer = json_writer(text);

    json_open_object(&writer, NULL);
    json_put_integer(&writer, "a", -1);
    json_open_array(&writer, "b");
    json_put_boolean(&writer, NULL, true);
    json_put_null(&writer, NULL);
    json_open_object(&writer, NULL);
    json_close(&writer);
    json_open_array(&writer, NULL);
    json_close(&writer);
    json_close(&writer);
    json_put_unsigned(&writer, "c", UINT64_MAX);
    json_close(&writer);
    CU_ASSERT_STRING_EQUAL(text->str,
                           "{\"a\":-1,\"b\":[true,null,{},[]],\"c\":18446744073709551615}");
}

static void
strings_are_escaped(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    JsonWriter writer = json_writer(text);

    json_open_array(&writer, NULL);
    json_put_string(&writer, NULL, "a\"b\\c\n\t\x01\xC3\xA4");
    json_put_string(&writer, NULL, "\xFFx");
    json_put_string(&writer, NULL, NULL);
    json_put_slice(&writer, NULL, SLICE_NONE);
    json_close(&writer);
    CU_ASSERT_STRING_EQUAL(
        text->str, "[\"a\\\"b\\\\c\\n\\t\\u0001\xC3\xA4\",\"\xEF\xBF\xBDx\",null,\"\"]");
}

static void
reals_read_back_equal(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    JsonWriter writer = json_writer(text);

    json_open_array(&writer, NULL);
    json_put_real(&writer, NULL, 0.1);
    json_put_real(&writer, NULL, 1.0 / 3);
    json_put_float(&writer, NULL, 10.1f);
    json_put_real(&writer, NULL, NAN);
    json_put_float(&writer, NULL, -INFINITY);
    json_close(&writer);
    CU_ASSERT_STRING_EQUAL(text->str, "[0.1,0.3333333333333333,10.1,\"NaN\",\"-Infinity\"]");
}

TEST_SUITE(sim_base_json, TEST_CASE(commas_and_brackets_stand_where_they_belong),
           TEST_CASE(strings_are_escaped), TEST_CASE(reals_read_back_equal))
