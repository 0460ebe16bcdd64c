/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/scl/load.h"

static void
missing_types_leave_the_rest(void)
{
    g_autoptr(SclFile) file = load_feature("missing_types.icd");
    Model *model = file->servers[0].model;
    g_autofree char *status = component_names(model, "BAYLD0/GGIO1$ST");
    g_autofree char *measured = component_names(model, "BAYLD0/GGIO1$MX$Part");

    CU_ASSERT_STRING_EQUAL(status, "Ind1");
    CU_ASSERT_STRING_EQUAL(measured, "q");
    CU_ASSERT_EQUAL(model->devices[0].node_count, 2);
    CU_ASSERT_TRUE(has_note(file, 12, "LN \"GGIO2\" is left out: there is no LNodeType"));
    CU_ASSERT_TRUE(has_note(file, 13, "LN \"GGIO3\" is left out"));
    CU_ASSERT_TRUE(has_note(file, 25, "\"Gone\" is left out: there is no DOType"));
    CU_ASSERT_TRUE(has_note(file, 48, "\"mag\" is left out: there is no DAType"));
    CU_ASSERT_TRUE(has_note(file, 49, "there is no bType \"COMPLEX128\""));
    CU_ASSERT_TRUE(has_note(file, 50, "there is no functional constraint"));
    CU_ASSERT_TRUE(has_note(file, 51, "there is no functional constraint \"RP\""));
}

static void
of_what_stands_twice_the_first_is_served(void)
{
    g_autoptr(SclFile) file = load_feature("duplicate_types.icd");
    Model *model = file->servers[0].model;
    g_autofree char *members = component_names(model, "BAYLD0/GGIO1$ST$Ind1");

    CU_ASSERT_STRING_EQUAL(members, "stVal,q,t");
    CU_ASSERT_EQUAL(file->ied_count, 2);
    CU_ASSERT_EQUAL(file->server_count, 1);
    CU_ASSERT_EQUAL(model->devices[0].node_count, 2);
    CU_ASSERT_TRUE(has_note(file, 12, "LN \"GGIO1\" is left out"));
    CU_ASSERT_TRUE(has_note(file, 17, "IED \"BAY\" is left out"));
    CU_ASSERT_TRUE(has_note(file, 33, "\"Ind1\" is left out"));
    CU_ASSERT_TRUE(has_note(file, 51, "type id \"SPS\" is already taken in line 46"));
}

static void
cycles_are_cut(void)
{
    g_autoptr(SclFile) file = load_feature("cycles.icd");
    Model *model = file->servers[0].model;
    g_autofree char *ring = component_names(model, "BAYLD0/GGIO1$MX$Ring");
    g_autofree char *inner = component_names(model, "BAYLD0/GGIO1$MX$Ring$b");
    g_autofree char *loop = component_names(model, "BAYLD0/GGIO1$MX$Loop$mag");

    CU_ASSERT_STRING_EQUAL(ring, "q,b");
    CU_ASSERT_STRING_EQUAL(inner, "q");
    CU_ASSERT_STRING_EQUAL(loop, "f");
    CU_ASSERT_TRUE(has_note(file, 25, "\"Only\" is left out"));
    CU_ASSERT_TRUE(has_note(file, 48, "closes a cycle of DOType \"RingA\""));
    CU_ASSERT_TRUE(has_note(file, 59, "closes a cycle of DAType \"LoopStruct\""));
}

static void
enumerations_survive_their_habits(void)
{
    g_autoptr(SclFile) file = load_feature("enums.icd");
    Model *model = file->servers[0].model;
    NodeRef ref;

    CU_ASSERT_TRUE(is_initially(file, "BAYLD0/GGIO1$ST$Word$stVal", "below"));
    CU_ASSERT_TRUE(is_initially(file, "BAYLD0/GGIO1$ST$Other$stVal", "below"));
    CU_ASSERT_TRUE(is_initially(file, "BAYLD0/GGIO1$ST$Case$stVal", "below"));
    CU_ASSERT_TRUE(has_note(file, 24, "\"BELOW\" is taken as \"below\""));
    CU_ASSERT_TRUE(has_note(file, 29, "\"sideways\" is no value of Level"));
    CU_ASSERT_TRUE(has_note(file, 77, "EnumType \"Gone\" of \"stVal\" does not exist"));
    CU_ASSERT_TRUE(has_note(file, 90, "has an ordinal twice"));
    CU_ASSERT_TRUE(has_note(file, 95, "ord=\"x\" is no ordinal"));
    CU_ASSERT_TRUE(has_note(file, 101, "EnumType \"None\" has no values"));
    CU_ASSERT_TRUE(model_find_item(model, slice_from_string("BAYLD0"),
                                   slice_from_string("GGIO1$ST$Wide$stVal"), &ref));
    CU_ASSERT_EQUAL(ref.type->length, 16);
    CU_ASSERT_TRUE(model_find_item(model, slice_from_string("BAYLD0"),
                                   slice_from_string("GGIO1$ST$Word$stVal"), &ref));
    CU_ASSERT_EQUAL(ref.type->length, 8);
    CU_ASSERT_EQUAL(ref.type->enumeration->count, 3);
    CU_ASSERT_STRING_EQUAL(enum_type_name(ref.type->enumeration, 3), "above");
}

static void
mod_and_beh_are_on(void)
{
    g_autoptr(SclFile) file = load_feature("enums.icd");

    CU_ASSERT_TRUE(is_initially(file, "BAYLD0/LLN0$ST$Mod$stVal", "on"));
    CU_ASSERT_TRUE(is_initially(file, "BAYLD0/LLN0$ST$Beh$stVal", "on"));
    CU_ASSERT_TRUE(is_initially(file, "BAYLD0/LLN0$CF$Mod$ctlModel", "status-only"));
    CU_ASSERT_TRUE(is_initially(file, "BAYLD0/LLN0$ST$Mod$q", "good"));
}

TEST_SUITE(scl_templates, TEST_CASE(missing_types_leave_the_rest),
           TEST_CASE(of_what_stands_twice_the_first_is_served), TEST_CASE(cycles_are_cut),
           TEST_CASE(enumerations_survive_their_habits), TEST_CASE(mod_and_beh_are_on))
