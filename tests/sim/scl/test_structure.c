/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/scl/load.h"

static NodeRef
place(const SclFile *file, const char *item)
{
    NodeRef ref = { 0 };

    CU_ASSERT_TRUE(model_find_item(file->servers[0].model, slice_from_string("BAYLD0"),
                                   slice_from_string(item), &ref));
    return ref;
}

static void
the_order_of_the_file_is_the_order_of_the_wire(void)
{
    g_autoptr(SclFile) file = load_feature("nested_sdo.icd");
    Model *model = file->servers[0].model;
    g_autofree char *node = component_names(model, "BAYLD0/BayMMXU12");
    g_autofree char *object = component_names(model, "BAYLD0/BayMMXU12$MX$A");
    g_autofree char *inner = component_names(model, "BAYLD0/BayMMXU12$MX$A$phsA");

    CU_ASSERT_STRING_EQUAL(node, "MX,CF");
    CU_ASSERT_STRING_EQUAL(object, "phsA,phsB");
    CU_ASSERT_STRING_EQUAL(inner, "q,cVal");
    CU_ASSERT_TRUE(is_initially(file, "BAYLD0/BayMMXU12$MX$A$phsA$cVal$mag$f", "12.5"));
    CU_ASSERT_TRUE(is_initially(file, "BAYLD0/BayMMXU12$MX$A$phsB$cVal$mag$f", "0"));
}

static void
flags_tell_objects_and_triggers(void)
{
    g_autoptr(SclFile) file = load_feature("nested_sdo.icd");
    NodeRef object = place(file, "BayMMXU12$MX$A$phsA");
    NodeRef quality = place(file, "BayMMXU12$MX$A$phsA$q");
    NodeRef value = place(file, "BayMMXU12$MX$A$phsA$cVal$mag$f");

    CU_ASSERT_TRUE(object.flags & COMPONENT_DATA_OBJECT);
    CU_ASSERT_TRUE(quality.flags & COMPONENT_QCHG);
    CU_ASSERT_FALSE(quality.flags & COMPONENT_DATA_OBJECT);
    CU_ASSERT_TRUE(value.flags & COMPONENT_DCHG);
    CU_ASSERT_TRUE(value.flags & COMPONENT_DUPD);
    CU_ASSERT_EQUAL(value.fc, FC_MX);
}

static void
equal_structures_are_one_type(void)
{
    g_autoptr(SclFile) file = load_feature("nested_sdo.icd");

    CU_ASSERT_PTR_EQUAL(place(file, "BayMMXU12$MX$A$phsA").type,
                        place(file, "BayMMXU12$MX$A$phsB").type);
}

static void
counts_are_numbers_or_names_of_siblings(void)
{
    g_autoptr(SclFile) file = load_feature("arrays.icd");

    CU_ASSERT_EQUAL(place(file, "MHAI1$MX$HA$phsAHar").type->kind, VALUE_ARRAY);
    CU_ASSERT_EQUAL(place(file, "MHAI1$MX$HA$phsAHar").type->element_count, 4);
    CU_ASSERT_EQUAL(place(file, "MHAI1$MX$HA$phsBHar").type->element_count, 3);
    CU_ASSERT_EQUAL(place(file, "MHAI1$MX$HB$phsAHar").type->element_count, 4);
    CU_ASSERT_EQUAL(place(file, "MHAI1$MX$HB$phsBHar").type->element_count, 6);
    CU_ASSERT_EQUAL(place(file, "MHAI1$SP$Crv$tbl").type->element_count, 5);
    CU_ASSERT_EQUAL(place(file, "MHAI1$SP$Bad$crvPts").type->element_count, 1);
    CU_ASSERT_EQUAL(place(file, "MHAI1$SP$Zero$crvPts").type->kind, VALUE_FLOAT);
    CU_ASSERT_TRUE(has_note(file, 95, "count=\"numPts\" of \"crvPts\" names nothing"));
}

static void
every_element_has_the_type_s_value(void)
{
    g_autoptr(SclFile) file = load_feature("arrays.icd");
    g_autofree char *points = initial_text(file, "BAYLD0/MHAI1$SP$Crv$crvPts");
    g_autofree char *table = initial_text(file, "BAYLD0/MHAI1$SP$Crv$tbl");

    CU_ASSERT_PTR_NOT_NULL(strstr(points, "1.5"));
    CU_ASSERT_PTR_NOT_NULL(strstr(strstr(points, "1.5") + 1, "1.5"));
    CU_ASSERT_PTR_NOT_NULL(strstr(table, "7, -3, 7, 7, 7"));
}

static void
types_that_ask_for_too_much_are_left_out(void)
{
    g_autoptr(SclFile) file = load_feature("doubling.icd");

    CU_ASSERT_TRUE(has_note(file, 23, "\"Big\" is left out: it is too large"));
    CU_ASSERT_TRUE(is_initially(file, "BAYLD0/GGIO1$ST$Ind1$stVal", "false"));
}

static void
a_node_that_asks_for_too_much_is_served_without_that_fc(void)
{
    g_autoptr(SclFile) file = load_feature("too_large_node.icd");

    CU_ASSERT_TRUE(has_note(file, 20, "\"Large\" is served without ST: it is too large"));
    CU_ASSERT_TRUE(is_initially(file, "BAYLD0/GGIO1$DC$NamPlt$vendor", ""));
}

TEST_SUITE(scl_structure, TEST_CASE(the_order_of_the_file_is_the_order_of_the_wire),
           TEST_CASE(flags_tell_objects_and_triggers), TEST_CASE(equal_structures_are_one_type),
           TEST_CASE(counts_are_numbers_or_names_of_siblings),
           TEST_CASE(every_element_has_the_type_s_value),
           TEST_CASE(types_that_ask_for_too_much_are_left_out),
           TEST_CASE(a_node_that_asks_for_too_much_is_served_without_that_fc))
