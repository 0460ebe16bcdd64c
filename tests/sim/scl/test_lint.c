/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/scl/load.h"

static void
used_types_have_what_their_class_asks_for(void)
{
    g_autoptr(SclFile) file = load_feature("lint.cid");

    CU_ASSERT_EQUAL(file->note_count, 3);
    CU_ASSERT_TRUE(has_note(file, 27, "DOType \"Half\" has no \"t\", which a SPS must have"));
    CU_ASSERT_TRUE(is_initially(file, "BAYLD0/GGIO1$ST$Ind2$stVal", "false"));
}

static void
devices_and_names_are_looked_at(void)
{
    g_autoptr(SclFile) file = load_feature("lint.cid");

    CU_ASSERT_TRUE(has_note(file, 9, "LDevice \"LD0\" has no LN0"));
    CU_ASSERT_TRUE(has_note(file, 14,
                            "\"aNameOfReportControlThatIsLongerThanAllowed01\" is "
                            "longer than 32"));
    CU_ASSERT_EQUAL(file->servers[0].model->control_block_count, 1);
}

static void
control_structures_are_as_the_file_has_them(void)
{
    g_autoptr(SclFile) file = load_feature("controls.cid");
    Model *model = file->servers[0].model;
    g_autofree char *object = component_names(model, "BAYLD0/CSWI1$CO$Pos");
    g_autofree char *operate = component_names(model, "BAYLD0/CSWI1$CO$Pos$Oper");

    CU_ASSERT_STRING_EQUAL(object, "SBO,Oper");
    CU_ASSERT_STRING_EQUAL(operate, "ctlVal,T,Test,Check");
    CU_ASSERT_TRUE(has_note(file, 13,
                            "CSWI2.Pos is sbo-with-enhanced-security, but its type has "
                            "no SBOw"));
    CU_ASSERT_EQUAL(file->note_count, 1);
}

TEST_SUITE(scl_lint, TEST_CASE(used_types_have_what_their_class_asks_for),
           TEST_CASE(devices_and_names_are_looked_at),
           TEST_CASE(control_structures_are_as_the_file_has_them))
