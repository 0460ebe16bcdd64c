/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/scl/value.h"

#include "tests/hex.h"
#include "tests/sim/scl/load.h"

static unsigned
count_notes(SclNotes *notes)
{
    unsigned count;
    SclNote *taken = scl_notes_take(notes, &count);

    for (unsigned i = 0; i < count; i++) {
        g_free(taken[i].text);
    }
    g_free(taken);
    scl_notes_free(notes);
    return count;
}

static void
hexadecimal_takes_separators(void)
{
    static const struct {
        const char *text, *octets;
        int size;
    } rows[] = {
        { "0001", "00 01", 2 },
        { "01-0C-CD-01-00-07", "01 0C CD 01 00 07", 6 },
        { "a0:b1.c2 d3", "A0 B1 C2 D3", 4 },
        { "", "", 0 },
        { "1", "", -1 },
        { "0G", "", -1 },
        { "00112233445566778899", "", -1 },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GByteArray) expected = hex_parse(rows[i].octets);
        uint8_t octets[8];
        int size = scl_parse_hex(rows[i].text, octets, sizeof octets);

        CU_ASSERT_EQUAL(size, rows[i].size);
        if (size >= 0) {
            CU_ASSERT_TRUE(hex_equal((Slice){ octets, (size_t)size }, hex_slice(expected)));
        }
    }
}

static void
an_enumeration_starts_with_an_ordinal_it_has(void)
{
    static const struct {
        struct EnumValue values[3];
        int8_t ordinal;
    } rows[] = {
        { { { -1, "a" }, { 0, "b" }, { 1, "c" } }, 0 },
        { { { -3, "a" }, { 2, "b" }, { 5, "c" } }, 2 },
        { { { -3, "a" }, { -2, "b" }, { -1, "c" } }, -3 },
    };
    TypePool *types = type_pool_new();

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        const Type *type = type_new_enum(types, "E", rows[i].values, 3);
        uint8_t octets[1] = { 0x55 };

        scl_value_default(type, octets);
        CU_ASSERT_EQUAL((int8_t)octets[0], rows[i].ordinal);
    }
    type_pool_unref(types);
}

static void
what_cannot_be_read_leaves_the_octets(void)
{
    SclNotes *notes = scl_notes_new();
    uint8_t octets[4] = { 1, 2, 3, 4 };

    scl_value_store(notes, 7, type_basic("INT32"), "many", octets, NULL);
    CU_ASSERT_EQUAL(octets[0], 1);
    scl_value_store(notes, 7, type_basic("INT32"), "", octets, NULL);
    CU_ASSERT_TRUE(scl_is_zero(octets, sizeof octets));
    CU_ASSERT_EQUAL(count_notes(notes), 1);
}

static void
long_strings_are_cut_between_characters(void)
{
    SclNotes *notes = scl_notes_new();
    StringPool *strings = string_pool_new();
    GString *text = g_string_new("x");
    StringHandle handle;

    for (unsigned i = 0; i < 130; i++) {
        g_string_append(text, "中");
    }
    scl_value_store(notes, 7, type_basic("Unicode255"), text->str, (uint8_t *)&handle, strings);
    CU_ASSERT_EQUAL(string_pool_get(strings, handle).size, 1 + 84 * 3);
    CU_ASSERT_EQUAL(count_notes(notes), 1);
    g_string_free(text, TRUE);
    string_pool_unref(strings);
}

TEST_SUITE(scl_value, TEST_CASE(hexadecimal_takes_separators),
           TEST_CASE(an_enumeration_starts_with_an_ordinal_it_has),
           TEST_CASE(what_cannot_be_read_leaves_the_octets),
           TEST_CASE(long_strings_are_cut_between_characters))
