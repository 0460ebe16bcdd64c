/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/hex.h"
#include "tests/sim/vmd/fixture.h"
#include "tests/test.h"

static MmsError
define(VmdFixture *fixture, VmdCaller *caller, const char *list, unsigned count,
       const char *const *names)
{
    MmsObjectName name = vmd_name(list);
    g_autofree VmdMember *members = g_new0(VmdMember, count + 1);

    for (unsigned i = 0; i < count; i++) {
        members[i].name = vmd_name(names[i]);
    }
    return fixture->vmd->lists->define(fixture->ied, caller, &name, members, count);
}

static MmsError
define_one(VmdFixture *fixture, const char *list, const char *member)
{
    return define(fixture, &fixture->caller, list, 1, &member);
}

static const VmdVariableList *
find(VmdFixture *fixture, VmdCaller *caller, const char *list)
{
    MmsObjectName name = vmd_name(list);
    MmsError error = MMS_OK;
    const VmdVariableList *found =
        fixture->vmd->lists->find(fixture->ied, caller, &name, &error);

    CU_ASSERT_EQUAL(error, found == NULL ? MMS_OBJECT_NON_EXISTENT : MMS_OK);
    return found;
}

static unsigned
removed(VmdFixture *fixture, VmdCaller *caller, const char *list, unsigned expected_matched)
{
    MmsObjectName name = vmd_name(list);
    unsigned matched = 9, deleted = 9;

    CU_ASSERT_EQUAL(
        fixture->vmd->lists->remove(fixture->ied, caller, &name, &matched, &deleted), MMS_OK);
    CU_ASSERT_EQUAL(matched, expected_matched);
    return deleted;
}

static void
data_sets_of_the_file_are_lists_that_nobody_deletes(void)
{
    static const char *const values[] = {
        "A2 0A 85 01 00 87 05 08 3F C0 00 00",
        "A2 13 84 02 06 80 84 03 03 00 00 91 08 00 00 00 00 00 00 00 00",
        "A2 07 87 05 08 00 00 00 00", /* element 2, cVal, mag */
        "83 01 00",
    };
    VmdFixture *fixture = vmd_fixture_new();
    const VmdVariableLists *lists = fixture->vmd->lists;
    const VmdVariableList *list = find(fixture, &fixture->caller, "LLN0$ds1");

    CU_ASSERT_PTR_NOT_NULL_FATAL(list);
    CU_ASSERT_EQUAL(lists->count(fixture->ied, list), 4);
    CU_ASSERT_FALSE(lists->is_deletable(fixture->ied, list));
    for (unsigned i = 0; i < 4; i++) {
        g_autoptr(GByteArray) expected = hex_parse(values[i]);
        BerWriter writer = ber_writer(&fixture->pdu, 1000);
        VmdMember member;
        VmdVariable variable;

        CU_ASSERT_EQUAL(lists->member(fixture->ied, list, i, &member, &variable),
                        MMS_DATA_SUCCESS);
        pdu_reset(&fixture->pdu);
        CU_ASSERT_EQUAL(fixture->vmd->variables->read(fixture->ied, &fixture->caller, &variable,
                                                      member.access, &writer),
                        MMS_DATA_SUCCESS);
        CU_ASSERT_TRUE(hex_equal(pdu_content(&fixture->pdu), hex_slice(expected)));
        CU_ASSERT_EQUAL(member.access != NULL, i == 2);
        CU_ASSERT_TRUE(
            slice_equals_string(member.name.domain, i == 3 ? "Protection" : "IED1LD0"));
    }
    CU_ASSERT_EQUAL(removed(fixture, &fixture->caller, "LLN0$ds1", 1), 0);
    CU_ASSERT_PTR_NOT_NULL(find(fixture, &fixture->caller, "LLN0$ds1"));
    CU_ASSERT_PTR_NULL(find(fixture, &fixture->caller, "Protection/LLN0$ds1"));
    CU_ASSERT_PTR_NULL(find(fixture, &fixture->caller, "@LLN0$ds1"));
    vmd_fixture_free(fixture);
}

static void
lists_in_a_domain_stay_for_everyone(void)
{
    static const char *const names[] = { "CSWI1$ST$Pos$stVal", "MMXU1$MX$A",
                                         "Protection/PTOC1$ST$Str" };
    VmdFixture *fixture = vmd_fixture_new();
    const VmdVariableLists *lists = fixture->vmd->lists;
    const VmdVariableList *list;
    VmdMember member;
    VmdVariable variable;

    CU_ASSERT_EQUAL(define(fixture, &fixture->caller, "LLN0$mine", 3, names), MMS_OK);
    CU_ASSERT_EQUAL(define(fixture, &fixture->other, "LLN0$mine", 3, names), MMS_OBJECT_EXISTS);
    fixture->vmd->device->forget(fixture->ied, &fixture->caller);
    list = find(fixture, &fixture->other, "LLN0$mine");
    CU_ASSERT_PTR_NOT_NULL_FATAL(list);
    CU_ASSERT_TRUE(lists->is_deletable(fixture->ied, list));
    CU_ASSERT_EQUAL(lists->count(fixture->ied, list), 3);
    CU_ASSERT_EQUAL(lists->member(fixture->ied, list, 2, &member, &variable), MMS_DATA_SUCCESS);
    CU_ASSERT_TRUE(slice_equals_string(member.name.domain, "Protection"));
    CU_ASSERT_TRUE(slice_equals_string(member.name.item, "PTOC1$ST$Str"));
    CU_ASSERT_PTR_NULL(member.access);
    CU_ASSERT_EQUAL(removed(fixture, &fixture->other, "LLN0$mine", 1), 1);
    CU_ASSERT_EQUAL(removed(fixture, &fixture->other, "LLN0$mine", 0), 0);
    CU_ASSERT_EQUAL(define_one(fixture, "LLN0$mine", "MMXU1$MX$A"), MMS_OK);
    vmd_fixture_free(fixture);
}

static void
lists_of_an_association_are_seen_by_it_alone_and_go_with_it(void)
{
    VmdFixture *fixture = vmd_fixture_new();

    CU_ASSERT_EQUAL(define_one(fixture, "@mine", "MMXU1$MX$A"), MMS_OK);
    CU_ASSERT_EQUAL(define_one(fixture, "@mine", "MMXU1$MX$A"), MMS_OBJECT_EXISTS);
    CU_ASSERT_PTR_NOT_NULL(find(fixture, &fixture->caller, "@mine"));
    CU_ASSERT_PTR_NULL(find(fixture, &fixture->other, "@mine"));
    CU_ASSERT_EQUAL(removed(fixture, &fixture->other, "@mine", 0), 0);
    fixture->vmd->device->forget(fixture->ied, &fixture->caller);
    CU_ASSERT_PTR_NULL(find(fixture, &fixture->caller, "@mine"));
    CU_ASSERT_EQUAL(define_one(fixture, "@mine", "MMXU1$MX$A"), MMS_OK);
    CU_ASSERT_EQUAL(removed(fixture, &fixture->caller, "@mine", 1), 1);
    vmd_fixture_free(fixture);
}

static void
definitions_are_refused_with_their_own_errors(void)
{
    static const struct {
        const char *list, *member;
        MmsError error;
    } rows[] = {
        { "LLN0$ds1", "MMXU1$MX$A", MMS_OBJECT_EXISTS },
        { "LLN0$x", "MMXU1$MX$B", MMS_OBJECT_UNDEFINED },
        { "LLN0$x", "Other/MMXU1$MX$A", MMS_OBJECT_UNDEFINED },
        { "LLN0$x", "@MMXU1$MX$A", MMS_OBJECT_UNDEFINED },
        { "LLN0$x", "MMXU1", MMS_TYPE_INCONSISTENT },
        { "LLN0$x", "MMXU1$MX", MMS_TYPE_INCONSISTENT },
        { "LLN0$x", "CSWI1$CO$Pos", MMS_TYPE_INCONSISTENT },
        { "LLN0$x", "LLN0$RP$urcb01", MMS_TYPE_INCONSISTENT },
        { "LLN0$x", "LLN0$SP$SGCB", MMS_TYPE_INCONSISTENT },
        { "LLN0$x", "Protection/PTOC1$SE$StrVal", MMS_TYPE_INCONSISTENT },
        { "LLN9$x", "MMXU1$MX$A", MMS_OBJECT_NON_EXISTENT },
        { "Other/LLN0$x", "MMXU1$MX$A", MMS_OBJECT_NON_EXISTENT },
        { "nodollar", "MMXU1$MX$A", MMS_OBJECT_NON_EXISTENT },
        { "LLN0$", "MMXU1$MX$A", MMS_OBJECT_NON_EXISTENT },
        { "LLN0$a b", "MMXU1$MX$A", MMS_DEFINITION_OTHER },
        { "@", "MMXU1$MX$A", MMS_DEFINITION_OTHER },
        { "LLN0$y", "MMXU1$MX$A", MMS_OK },
    };
    VmdFixture *fixture = vmd_fixture_new();
    g_autofree char *name = g_strnfill(130, 'n');
    g_autofree char *own = g_strdup_printf("@%s", name);
    MmsObjectName vmd_scope = { .scope = MMS_SCOPE_VMD, .item = slice_from_string("x") };
    VmdMember member = { .name = vmd_name("MMXU1$MX$A") };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        CU_ASSERT_EQUAL(define_one(fixture, rows[i].list, rows[i].member), rows[i].error);
    }
    CU_ASSERT_EQUAL(define_one(fixture, own, "MMXU1$MX$A"), MMS_DEFINITION_OTHER);
    CU_ASSERT_EQUAL(define(fixture, &fixture->caller, "LLN0$z", 0, NULL),
                    MMS_OBJECT_ATTRIBUTE_INCONSISTENT);
    CU_ASSERT_EQUAL(
        fixture->vmd->lists->define(fixture->ied, &fixture->caller, &vmd_scope, &member, 1),
        MMS_OBJECT_ACCESS_DENIED);
    vmd_fixture_free(fixture);
}

static void
members_may_be_parts_of_arrays(void)
{
    VmdFixture *fixture = vmd_fixture_new();
    MmsObjectName name = vmd_name("LLN0$parts");
    char component[] = "q";
    MmsAccess inner = { .kind = MMS_ACCESS_COMPONENT,
                        .component = slice_from_string(component) };
    MmsAccess beside = { .kind = MMS_ACCESS_INDEX, .low = 0 };
    MmsAccess access = { .kind = MMS_ACCESS_INDEX, .low = 1, .inner = &inner, .next = &beside };
    VmdMember member = { .name = vmd_name("MMXU1$MX$HA$har"), .access = &access };
    VmdVariable variable;

    CU_ASSERT_EQUAL(
        fixture->vmd->lists->define(fixture->ied, &fixture->caller, &name, &member, 1), MMS_OK);
    component[0] = 'x'; /* the request is gone */
    inner = beside = access = (MmsAccess){ 0 };
    CU_ASSERT_EQUAL(fixture->vmd->lists->member(fixture->ied,
                                                find(fixture, &fixture->caller, "LLN0$parts"),
                                                0, &member, &variable),
                    MMS_DATA_SUCCESS);
    CU_ASSERT_PTR_NOT_NULL_FATAL(member.access);
    CU_ASSERT_EQUAL(member.access->low, 1);
    CU_ASSERT_TRUE(slice_equals_string(member.access->inner->component, "q"));
    CU_ASSERT_EQUAL(member.access->next->kind, MMS_ACCESS_INDEX);
    CU_ASSERT_EQUAL(
        fixture->vmd->variables->check_access(fixture->ied, &variable, member.access),
        MMS_DATA_SUCCESS);
    access = (MmsAccess){ .kind = MMS_ACCESS_INDEX, .low = 4 };
    member.access = &access;
    name = vmd_name("LLN0$parts2");
    CU_ASSERT_EQUAL(
        fixture->vmd->lists->define(fixture->ied, &fixture->caller, &name, &member, 1),
        MMS_OBJECT_UNDEFINED);
    vmd_fixture_free(fixture);
}

static void
services_of_the_file_set_the_limits(void)
{
    static const char *const names[] = { "MMXU1$MX$A", "MMXU1$MX$TotW", "CSWI1$ST$Pos" };
    VmdFixture *fixture = vmd_fixture_new();

    fixture->model->services = (ModelServices){ .known = true,
                                                .dyn_data_sets = true,
                                                .dyn_data_set_max = 2,
                                                .data_set_attributes_max = 2 };
    vmd_ied_free(fixture->ied);
    fixture->ied = vmd_ied_new(&(VmdIedParameters){ .values = fixture->values });
    fixture->vmd = vmd_ied_vmd(fixture->ied);
    CU_ASSERT_EQUAL(define(fixture, &fixture->caller, "LLN0$a", 3, names),
                    MMS_CAPABILITY_UNAVAILABLE);
    CU_ASSERT_EQUAL(define(fixture, &fixture->caller, "LLN0$a", 2, names), MMS_OK);
    CU_ASSERT_EQUAL(define(fixture, &fixture->caller, "LLN0$b", 2, names), MMS_OK);
    CU_ASSERT_EQUAL(define(fixture, &fixture->caller, "LLN0$c", 2, names),
                    MMS_CAPABILITY_UNAVAILABLE);
    CU_ASSERT_EQUAL(define(fixture, &fixture->caller, "@c", 2, names), MMS_OK);
    CU_ASSERT_EQUAL(removed(fixture, &fixture->caller, "LLN0$a", 1), 1);
    CU_ASSERT_EQUAL(define(fixture, &fixture->caller, "LLN0$c", 2, names), MMS_OK);
    fixture->model->services.dyn_data_sets = false;
    CU_ASSERT_EQUAL(define(fixture, &fixture->caller, "@d", 1, names),
                    MMS_OBJECT_ACCESS_DENIED);
    vmd_fixture_free(fixture);
}

static void
lists_are_written_unless_the_services_leave_that_out(void)
{
    VmdFixture *fixture = vmd_fixture_new();
    const VmdVariableList *list = find(fixture, &fixture->caller, "LLN0$ds1");
    const VmdVariableLists *lists = fixture->vmd->lists;

    CU_ASSERT_TRUE(lists->is_writable(fixture->ied, list));
    fixture->model->services = (ModelServices){ .known = true };
    CU_ASSERT_FALSE(lists->is_writable(fixture->ied, list));
    fixture->model->services.set_data_set_value = true;
    CU_ASSERT_TRUE(lists->is_writable(fixture->ied, list));
    vmd_fixture_free(fixture);
}

static void
a_scope_is_cleared_of_what_may_go(void)
{
    VmdFixture *fixture = vmd_fixture_new();
    const VmdVariableLists *lists = fixture->vmd->lists;
    Slice domain = slice_from_string("IED1LD0");
    unsigned matched, deleted;

    define_one(fixture, "LLN0$a", "MMXU1$MX$A");
    define_one(fixture, "LLN0$b", "MMXU1$MX$A");
    define_one(fixture, "Protection/PTOC1$c", "MMXU1$MX$A");
    define_one(fixture, "@d", "MMXU1$MX$A");
    CU_ASSERT_EQUAL(lists->remove_scope(fixture->ied, &fixture->caller, MMS_SCOPE_DOMAIN,
                                        domain, &matched, &deleted),
                    MMS_OK);
    CU_ASSERT_EQUAL(matched, 3);
    CU_ASSERT_EQUAL(deleted, 2);
    CU_ASSERT_PTR_NOT_NULL(find(fixture, &fixture->caller, "Protection/PTOC1$c"));
    CU_ASSERT_EQUAL(lists->remove_scope(fixture->ied, &fixture->caller, MMS_SCOPE_ASSOCIATION,
                                        SLICE_NONE, &matched, &deleted),
                    MMS_OK);
    CU_ASSERT_EQUAL(matched, 1);
    CU_ASSERT_EQUAL(deleted, 1);
    CU_ASSERT_PTR_NULL(find(fixture, &fixture->caller, "@d"));
    CU_ASSERT_EQUAL(lists->remove_scope(fixture->ied, &fixture->caller, MMS_SCOPE_VMD,
                                        SLICE_NONE, &matched, &deleted),
                    MMS_OK);
    CU_ASSERT_EQUAL(matched + deleted, 0);
    CU_ASSERT_EQUAL(lists->remove_scope(fixture->ied, &fixture->caller, MMS_SCOPE_DOMAIN,
                                        slice_from_string("X"), &matched, &deleted),
                    MMS_OBJECT_NON_EXISTENT);
    vmd_fixture_free(fixture);
}

TEST_SUITE(vmd_variable_list, TEST_CASE(data_sets_of_the_file_are_lists_that_nobody_deletes),
           TEST_CASE(lists_in_a_domain_stay_for_everyone),
           TEST_CASE(lists_of_an_association_are_seen_by_it_alone_and_go_with_it),
           TEST_CASE(definitions_are_refused_with_their_own_errors),
           TEST_CASE(members_may_be_parts_of_arrays),
           TEST_CASE(services_of_the_file_set_the_limits),
           TEST_CASE(lists_are_written_unless_the_services_leave_that_out),
           TEST_CASE(a_scope_is_cleared_of_what_may_go))
