/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/scl/load.h"

static void
members_have_the_names_of_the_wire(void)
{
    static const char *const refs[] = { "BAYLD0/GGIO1$ST$Ind1", "BAYLD0/GGIO1$ST$Ind2$q",
                                        "BAYLD0/LLN0$ST$Mod", "BAYLD0/LLN0$ST$Beh$t",
                                        "BAYLD0/GGIO1$ST" };
    g_autoptr(SclFile) file = load_feature("data_sets.cid");
    const DataSet *set = find_data_set(file->servers[0].model, "BAYLD0/GGIO1$mine");

    CU_ASSERT_PTR_NOT_NULL_FATAL(set);
    CU_ASSERT_STRING_EQUAL(set->name, "mine");
    CU_ASSERT_EQUAL_FATAL(set->member_count, G_N_ELEMENTS(refs));
    for (unsigned i = 0; i < set->member_count; i++) {
        const DataSetMember *member = &set->members[i];

        CU_ASSERT_STRING_EQUAL(member->data_ref, refs[i]);
        CU_ASSERT_STRING_EQUAL(member->item, refs[i] + strlen("BAYLD0/"));
        CU_ASSERT_EQUAL(member->index, -1);
        CU_ASSERT_PTR_NULL(member->component);
    }
}

static void
members_that_lead_nowhere_are_noted(void)
{
    g_autoptr(SclFile) file = load_feature("data_sets.cid");

    CU_ASSERT_TRUE(has_note(file, 14, "has 5 members; Services allow 3"));
    CU_ASSERT_TRUE(has_note(file, 17, "FCDA without fc; ST is used"));
    CU_ASSERT_TRUE(has_note(file, 21,
                            "LD7/GGIO1.Ind1[ST] is left out: there is no such logical "
                            "device"));
    CU_ASSERT_TRUE(has_note(file, 22, "no such logical node"));
    CU_ASSERT_TRUE(has_note(file, 23, "no such data"));
    CU_ASSERT_TRUE(has_note(file, 24, "no such data"));
    CU_ASSERT_TRUE(has_note(file, 26, "DataSet \"mine\" is left out"));
    CU_ASSERT_TRUE(has_note(file, 27, "DataSet \"nobody\" is left out: it has no members"));
    CU_ASSERT_EQUAL(file->servers[0].model->data_set_count, 1);
}

static void
elements_of_arrays_are_alternate_access(void)
{
    g_autoptr(SclFile) file = load_feature("arrays.icd");
    const DataSet *set = find_data_set(file->servers[0].model, "BAYLD0/MHAI1$ds");
    const DataSetMember *members;

    CU_ASSERT_PTR_NOT_NULL_FATAL(set);
    CU_ASSERT_EQUAL_FATAL(set->member_count, 4);
    members = set->members;
    CU_ASSERT_STRING_EQUAL(members[0].item, "MHAI1$MX$HA$phsAHar");
    CU_ASSERT_EQUAL(members[0].index, 2);
    CU_ASSERT_PTR_NULL(members[0].component);
    CU_ASSERT_STRING_EQUAL(members[0].data_ref, "BAYLD0/MHAI1$MX$HA$phsAHar(2)");
    CU_ASSERT_STRING_EQUAL(members[1].item, "MHAI1$MX$HA$phsAHar");
    CU_ASSERT_EQUAL(members[1].index, 3);
    CU_ASSERT_STRING_EQUAL(members[1].component, "cVal$mag");
    CU_ASSERT_STRING_EQUAL(members[1].data_ref, "BAYLD0/MHAI1$MX$HA$phsAHar(3)$cVal$mag");
    CU_ASSERT_EQUAL(members[1].ref.type->kind, VALUE_FLOAT);
    CU_ASSERT_EQUAL(members[2].index, 1);
    CU_ASSERT_STRING_EQUAL(members[2].component, "q");
    CU_ASSERT_EQUAL(members[3].index, -1);
    CU_ASSERT_EQUAL(members[3].ref.type->kind, VALUE_ARRAY);
    CU_ASSERT_TRUE(has_note(file, 17, "no such data"));
    CU_ASSERT_TRUE(has_note(file, 18, "no such data"));
}

static void
members_may_lie_in_other_devices(void)
{
    g_autoptr(SclFile) file = load_feature("ldname.scd");
    const DataSet *set = find_data_set(file->servers[0].model, "STATION_CONTROL/LLN0$ds");

    CU_ASSERT_PTR_NOT_NULL_FATAL(set);
    CU_ASSERT_STRING_EQUAL(set->members[0].data_ref, "STATION_CONTROL/GGIO1$ST$Ind1");
    CU_ASSERT_STRING_EQUAL(set->members[1].data_ref, "BAYLD1/LLN0$ST$Beh$stVal");
    CU_ASSERT_EQUAL(set->members[1].device, 1);
}

TEST_SUITE(scl_datasets, TEST_CASE(members_have_the_names_of_the_wire),
           TEST_CASE(members_that_lead_nowhere_are_noted),
           TEST_CASE(elements_of_arrays_are_alternate_access),
           TEST_CASE(members_may_lie_in_other_devices))
