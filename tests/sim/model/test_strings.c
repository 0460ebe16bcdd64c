/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/model/strings.h"

#include <glib.h>

#include "tests/test.h"

static void
equal_strings_are_pooled_once(void)
{
    StringPool *strings = string_pool_new();
    g_autofree char *large = g_strnfill(70000, 'x');
    StringHandle first = string_pool_put(strings, slice_from_string("first"));
    StringHandle long_one = string_pool_put(strings, slice_from_string(large));

    for (unsigned i = 0; i < 1000; i++) {
        g_autofree char *text = g_strdup_printf("text %u", i);
        StringHandle handle = string_pool_put(strings, slice_from_string(text));

        CU_ASSERT_TRUE(slice_equals_string(string_pool_get(strings, handle), text));
        CU_ASSERT_EQUAL(string_pool_put(strings, slice_from_string(text)), handle);
    }
    string_pool_seal(strings);
    CU_ASSERT_TRUE(slice_equals_string(string_pool_get(strings, first), "first"));
    CU_ASSERT_TRUE(slice_equals_string(string_pool_get(strings, long_one), large));
    CU_ASSERT_EQUAL(string_pool_put(strings, SLICE_NONE), 0);
    CU_ASSERT_EQUAL(string_pool_get(strings, 0).size, 0);
    CU_ASSERT_TRUE(string_pool_memory(strings) < 90000);
    string_pool_unref(strings);
}

static void
a_sealed_pool_still_takes_strings(void)
{
    StringPool *strings = string_pool_new();
    StringHandle before = string_pool_put(strings, slice_from_string("before"));
    StringHandle after;

    string_pool_seal(strings);
    after = string_pool_put(strings, slice_from_string("after"));
    CU_ASSERT_TRUE(slice_equals_string(string_pool_get(strings, before), "before"));
    CU_ASSERT_TRUE(slice_equals_string(string_pool_get(strings, after), "after"));
    CU_ASSERT_EQUAL(string_pool_put(strings, slice_from_string("after")), after);
    string_pool_unref(string_pool_ref(strings));
    string_pool_unref(strings);
}

TEST_SUITE(model_strings, TEST_CASE(equal_strings_are_pooled_once),
           TEST_CASE(a_sealed_pool_still_takes_strings))
