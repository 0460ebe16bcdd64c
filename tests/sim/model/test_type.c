/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/model/type.h"

#include <glib.h>

#include "tests/hex.h"
#include "tests/sim/model/sample.h"
#include "tests/test.h"

static void
check_description(const Type *type, const char *expected)
{
    g_autoptr(GByteArray) bytes = hex_parse(expected);
    Pdu pdu;
    BerWriter writer;

    pdu_init(&pdu, 64);
    writer = ber_writer(&pdu, 1000);
    type_describe(type, &writer);
    CU_ASSERT_TRUE(hex_equal(pdu_content(&pdu), hex_slice(bytes)));
    pdu_clear(&pdu);
}

static void
basic_types_are_described_as_8_1_maps_them(void)
{
    static const struct {
        const char *b_type;
        const char *bytes;
    } rows[] = {
        { "BOOLEAN", "83 00" },
        { "INT8", "85 01 08" },
        { "INT16", "85 01 10" },
        { "INT24", "85 01 18" },
        { "INT32", "85 01 20" },
        { "INT64", "85 01 40" },
        { "INT8U", "86 01 08" },
        { "INT16U", "86 01 10" },
        { "INT24U", "86 01 18" },
        { "INT32U", "86 01 20" },
        { "FLOAT32", "A7 06 02 01 20 02 01 08" },
        { "FLOAT64", "A7 06 02 01 40 02 01 0B" },
        { "Enum", "85 01 08" },
        { "Dbpos", "84 01 02" },
        { "Tcmd", "84 01 02" },
        { "Check", "84 01 FE" },
        { "Quality", "84 01 F3" },
        { "TrgOps", "84 01 FA" },
        { "OptFlds", "84 01 F6" },
        { "SvOptFlds", "84 01 FB" },
        { "Octet64", "89 01 C0" },
        { "Octet6", "89 01 06" },
        { "EntryID", "89 01 08" },
        { "VisString32", "8A 01 E0" },
        { "VisString64", "8A 01 C0" },
        { "VisString65", "8A 01 BF" },
        { "VisString129", "8A 02 FF 7F" },
        { "VisString255", "8A 02 FF 01" },
        { "ObjRef", "8A 02 FF 7F" },
        { "Currency", "8A 01 FD" },
        { "Unicode255", "90 02 FF 01" },
        { "Timestamp", "91 00" },
        { "EntryTime", "8C 01 FF" },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        const Type *type = type_basic(rows[i].b_type);

        CU_ASSERT_PTR_NOT_NULL_FATAL(type);
        CU_ASSERT_STRING_EQUAL(type->name, rows[i].b_type);
        CU_ASSERT_EQUAL(type->leaf_count, 1);
        check_description(type, rows[i].bytes);
    }
    CU_ASSERT_PTR_NULL(type_basic("Struct"));
    CU_ASSERT_PTR_NULL(type_basic("VisString256"));
}

static void
constructed_types_carry_their_explicit_tags(void)
{
    Model *model = sample_model();

    check_description(sample_find(model, "MMXU1$MX$A$phsA").type,
                      "A2 3F A1 3D "
                      "30 28 80 04 63 56 61 6C A1 20 A2 1E A1 1C " /* cVal */
                      "30 1A 80 03 6D 61 67 A1 13 A2 11 A1 0F "    /* mag */
                      "30 0D 80 01 66 A1 08 A7 06 02 01 20 02 01 08 "
                      "30 08 80 01 71 A1 03 84 01 F3 "
                      "30 07 80 01 74 A1 02 91 00");
    model_unref(model);
}

static void
arrays_tell_their_number_of_elements(void)
{
    Model *model = sample_model();

    check_description(sample_find(model, "GGIO1$CF$Arr$vals").type,
                      "A1 08 81 01 03 A2 03 85 01 10");
    model_unref(model);
}

static void
phy_com_addr_is_a_structure(void)
{
    const Type *type = type_basic("PhyComAddr");
    uint32_t offset = 0;

    CU_ASSERT_EQUAL(type->component_count, 4);
    for (unsigned i = 0; i < type->component_count; i++) {
        CU_ASSERT_EQUAL(type->components[i].offset, offset);
        CU_ASSERT_EQUAL(type->components[i].name_length, strlen(type->components[i].name));
        offset += type->components[i].type->size;
    }
    CU_ASSERT_EQUAL(type->size, offset);
}

static Component
numbered(TypePool *pool, unsigned number, const Type *type)
{
    g_autofree char *name = g_strdup_printf("component%u", number);

    return (Component){ .name = type_pool_intern(pool, name), .type = type };
}

static void
every_component_is_found_by_name(void)
{
    static const unsigned counts[] = { 1, 8, 9, 10, 100, 3000 };
    TypePool *pool = type_pool_new();

    for (unsigned i = 0; i < G_N_ELEMENTS(counts); i++) {
        g_autofree Component *components = g_new0(Component, counts[i]);
        const Type *type;

        for (unsigned k = 0; k < counts[i]; k++) {
            components[k] = numbered(pool, k, type_basic("INT16"));
        }
        type = type_new_structure(pool, "many", components, counts[i]);
        CU_ASSERT_EQUAL(type->size, 2 * counts[i]);
        CU_ASSERT_EQUAL(type->leaf_count, counts[i]);
        for (unsigned k = 0; k < counts[i]; k++) {
            const Component *found =
                type_component(type, slice_from_string(components[k].name));

            CU_ASSERT_PTR_EQUAL(found, &type->components[k]);
            CU_ASSERT_EQUAL(found->offset, 2 * k);
        }
        CU_ASSERT_PTR_NULL(type_component(type, slice_from_string("component")));
        CU_ASSERT_PTR_NULL(type_component(type, slice_from_string("component00")));
        CU_ASSERT_PTR_NULL(type_component(type, SLICE_NONE));
    }
    type_pool_unref(pool);
}

static void
names_longer_than_a_length_octet_are_told_apart(void)
{
    TypePool *pool = type_pool_new();
    g_autofree char *first = g_strnfill(300, 'x');
    g_autofree char *second = g_strnfill(301, 'x');
    Component components[2] = { { .name = first, .type = type_basic("INT8") },
                                { .name = second, .type = type_basic("INT8") } };
    const Type *type = type_new_structure(pool, "long", components, 2);

    CU_ASSERT_PTR_EQUAL(type_component(type, slice_from_string(second)), &type->components[1]);
    CU_ASSERT_PTR_EQUAL(type_component(type, slice_from_string(first)), &type->components[0]);
    type_pool_unref(pool);
}

static void
equal_types_are_made_once(void)
{
    TypePool *pool = type_pool_new();
    Component components[2] = { numbered(pool, 1, type_basic("INT8")),
                                numbered(pool, 2, type_basic("INT8")) };
    const Type *type = type_new_structure(pool, "first", components, 2);

    CU_ASSERT_PTR_EQUAL(type_new_structure(pool, "second", components, 2), type);
    CU_ASSERT_PTR_EQUAL(type_new_array(pool, type, 3), type_new_array(pool, type, 3));
    CU_ASSERT_PTR_NOT_EQUAL(type_new_array(pool, type, 3), type_new_array(pool, type, 4));
    components[1].flags = COMPONENT_DCHG;
    CU_ASSERT_PTR_NOT_EQUAL(type_new_structure(pool, "third", components, 2), type);
    type_pool_seal(pool);
    CU_ASSERT_PTR_NOT_NULL(type_new_structure(pool, "fourth", components, 2));
    type_pool_unref(pool);
}

static void
limits_of_depth_and_size_are_kept(void)
{
    TypePool *pool = type_pool_new();
    const Type *type = type_basic("INT8");
    unsigned depth = 0;

    while (type != NULL) {
        Component component = numbered(pool, depth, type);

        type = type_new_structure(pool, "nest", &component, 1);
        depth += type != NULL;
    }
    CU_ASSERT_EQUAL(depth, TYPE_DEPTH_MAX);
    CU_ASSERT_PTR_NULL(type_new_array(pool, type_basic("INT64"), TYPE_SIZE_MAX / 4));
    CU_ASSERT_PTR_NULL(type_new_array(pool, type_basic("INT64"), 0));
    CU_ASSERT_PTR_NULL(type_new_array(pool, type_basic("INT64"), UINT32_MAX));
    type_pool_unref(pool);
}

static void
enumerations_take_the_width_that_they_need(void)
{
    static const struct EnumValue values[] = {
        { 300, "far" }, { -3, "minus" }, { 0, "zero" }, { 0, "again" }
    };
    TypePool *pool = type_pool_new();
    const Type *wide = type_new_enum(pool, "Wide", values, 4);
    const Type *narrow = type_new_enum(pool, "Narrow", values + 1, 2);
    const Type *empty = type_new_enum(pool, "Empty", NULL, 0);
    int32_t ordinal;

    CU_ASSERT_EQUAL(wide->length, 16);
    CU_ASSERT_EQUAL(narrow->length, 8);
    CU_ASSERT_EQUAL(empty->length, 8);
    CU_ASSERT_EQUAL(wide->enumeration->count, 3);
    CU_ASSERT_STRING_EQUAL(enum_type_name(wide->enumeration, 0), "zero");
    CU_ASSERT_STRING_EQUAL(enum_type_name(wide->enumeration, -3), "minus");
    CU_ASSERT_PTR_NULL(enum_type_name(wide->enumeration, 1));
    CU_ASSERT_PTR_NULL(enum_type_name(empty->enumeration, 1));
    CU_ASSERT_TRUE(enum_type_ordinal(wide->enumeration, slice_from_string("far"), &ordinal));
    CU_ASSERT_EQUAL(ordinal, 300);
    CU_ASSERT_FALSE(enum_type_ordinal(wide->enumeration, slice_from_string("fa"), &ordinal));
    type_pool_unref(pool);
}

static void
functional_constraints_have_names(void)
{
    for (unsigned fc = 0; fc < FC_COUNT; fc++) {
        CU_ASSERT_EQUAL(fc_parse(slice_from_string(fc_name((Fc)fc))), fc);
    }
    CU_ASSERT_EQUAL(fc_parse(slice_from_string("XX")), FC_NONE);
    CU_ASSERT_EQUAL(fc_parse(SLICE_NONE), FC_NONE);
    CU_ASSERT_STRING_EQUAL(fc_name(FC_NONE), "");
}

TEST_SUITE(model_type, TEST_CASE(basic_types_are_described_as_8_1_maps_them),
           TEST_CASE(constructed_types_carry_their_explicit_tags),
           TEST_CASE(arrays_tell_their_number_of_elements),
           TEST_CASE(phy_com_addr_is_a_structure), TEST_CASE(every_component_is_found_by_name),
           TEST_CASE(names_longer_than_a_length_octet_are_told_apart),
           TEST_CASE(equal_types_are_made_once), TEST_CASE(limits_of_depth_and_size_are_kept),
           TEST_CASE(enumerations_take_the_width_that_they_need),
           TEST_CASE(functional_constraints_have_names))
