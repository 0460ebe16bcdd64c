/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/scl/load.h"

#define TRIGGERS (COMPONENT_DCHG | COMPONENT_QCHG | COMPONENT_DUPD)

static unsigned
triggers(const SclFile *file, const char *item)
{
    NodeRef ref = { 0 };

    CU_ASSERT_TRUE(model_find_item(file->servers[0].model, slice_from_string("BAYLD0"),
                                   slice_from_string(item), &ref));
    return ref.flags & TRIGGERS;
}

static void
templates_that_lost_their_triggers_get_those_of_the_common_data_classes(void)
{
    g_autoptr(SclFile) file = load_feature("lost_triggers.icd");

    CU_ASSERT_EQUAL(triggers(file, "GGIO1$ST$Ind$stVal"), COMPONENT_DCHG);
    CU_ASSERT_EQUAL(triggers(file, "GGIO1$ST$Ind$q"), COMPONENT_QCHG);
    CU_ASSERT_EQUAL(triggers(file, "GGIO1$ST$Ind$t"), 0);
    CU_ASSERT_EQUAL(triggers(file, "GGIO1$CF$Ind$ctlModel"), 0);
    CU_ASSERT_EQUAL(triggers(file, "GGIO1$MX$AnIn$mag$f"), COMPONENT_DCHG);
    CU_ASSERT_EQUAL(triggers(file, "GGIO1$MX$AnIn$instMag$f"), 0);
    CU_ASSERT_TRUE(has_note(file, 26, "no attribute has dchg, qchg or dupd"));
}

static void
one_trigger_in_the_file_and_all_hold_to_the_letter(void)
{
    g_autoptr(SclFile) file = load_feature("nested_sdo.icd");

    CU_ASSERT_EQUAL(triggers(file, "BayMMXU12$MX$A$phsA$cVal$mag$f"),
                    COMPONENT_DCHG | COMPONENT_DUPD);
}

static void
nothing_is_made_up_where_no_control_block_waits(void)
{
    g_autoptr(SclFile) file = load_feature("lint.cid");

    CU_ASSERT_EQUAL(triggers(file, "GGIO1$ST$Ind1$stVal"), 0);
}

TEST_SUITE(scl_triggers,
           TEST_CASE(templates_that_lost_their_triggers_get_those_of_the_common_data_classes),
           TEST_CASE(one_trigger_in_the_file_and_all_hold_to_the_letter),
           TEST_CASE(nothing_is_made_up_where_no_control_block_waits))
