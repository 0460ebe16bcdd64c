/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "tests/hex.h"
#include "tests/sim/vmd/fixture.h"
#include "tests/test.h"

static void
unknown_names_are_non_existent(void)
{
    static const char *const names[] = {
        "MMXU2",
        "MMXU1$MX$totW",
        "MMXU1$MX$TotW$",
        "MMXU1$$TotW",
        "",
        "LD0/MMXU1",
        "X/MMXU1",
        "@MMXU1",
        "MMXU1$MX$HA$har$q",
        "MMXU1.MX",
        "MMXU1$MX$TotW$mag$f$x",
    };
    VmdFixture *fixture = vmd_fixture_new();
    MmsObjectName vmd_scope = { .scope = MMS_SCOPE_VMD, .item = slice_from_string("MMXU1") };
    VmdVariable variable;

    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
        CU_ASSERT_EQUAL(vmd_find(fixture, names[i], &variable), MMS_DATA_OBJECT_NON_EXISTENT);
    }
    CU_ASSERT_EQUAL(
        fixture->vmd->variables->find(fixture->ied, &fixture->caller, &vmd_scope, &variable),
        MMS_DATA_OBJECT_NON_EXISTENT);
    vmd_fixture_free(fixture);
}

static void
a_variable_remembers_its_place(void)
{
    VmdFixture *fixture = vmd_fixture_new();
    NodeRef expected = sample_find(fixture->model, "Protection/PTOC1$SE$StrVal$setMag");
    VmdVariable variable;
    NodeRef found;

    CU_ASSERT_EQUAL(vmd_find(fixture, "Protection/PTOC1$SE$StrVal$setMag", &variable),
                    MMS_DATA_SUCCESS);
    found = vmd_ied_place(fixture->ied, &variable);
    CU_ASSERT_PTR_EQUAL(found.type, expected.type);
    CU_ASSERT_EQUAL(found.offset, expected.offset);
    CU_ASSERT_EQUAL(found.device, 1);
    CU_ASSERT_EQUAL(found.node, expected.node);
    CU_ASSERT_EQUAL(found.fc, FC_SE);
    CU_ASSERT_EQUAL(found.level, expected.level);
    CU_ASSERT_EQUAL(found.flags, expected.flags);
    vmd_fixture_free(fixture);
}

static void
each_level_of_a_name_is_read(void)
{
    VmdFixture *fixture = vmd_fixture_new();

    CU_ASSERT_TRUE(
        vmd_read_gives(fixture, "MMXU1$MX$TotW$mag$f", NULL, "87 05 08 3F C0 00 00"));
    CU_ASSERT_TRUE(vmd_read_gives(fixture, "MMXU1$MX$TotW$mag", NULL,
                                  "A2 0A 85 01 00 87 05 08 3F C0 00 00"));
    CU_ASSERT_TRUE(vmd_read_gives(fixture, "MMXU1$SV", NULL, "A2 05 A2 03 83 01 00"));
    CU_ASSERT_TRUE(vmd_read_gives(fixture, "LLN0$CF", NULL, "A2 05 A2 03 85 01 00"));
    CU_ASSERT_TRUE(
        vmd_read_gives(fixture, "CSWI1", NULL,
                       "A2 23 # the node: ST and CO\n"
                       "A2 15 A2 13 84 02 06 80 84 03 03 00 00 91 08 00 00 00 00 00 00 00 00\n"
                       "A2 0A A2 08 A2 06 83 01 00 83 01 00"));
    vmd_fixture_free(fixture);
}

static void
writing_follows_the_functional_constraint_and_the_file(void)
{
    static const struct {
        const char *name, *data;
        MmsDataError result;
    } rows[] = {
        { "MMXU1$SV$TotW$subEna", "83 01 01", MMS_DATA_SUCCESS },
        { "LLN0$DC$NamPlt$vendor", "8A 01 41", MMS_DATA_SUCCESS },
        { "MMXU1$CF$TotW$db", "86 02 03 E8", MMS_DATA_SUCCESS },
        { "MMXU1$CF$TotW", "A2 08 86 01 05 A2 03 85 01 3E", MMS_DATA_SUCCESS },
        { "MMXU1$CF$TotW$db", "85 02 03 E8", MMS_DATA_TYPE_INCONSISTENT },
        { "MMXU1$CF$TotW", "A2 03 86 01 05", MMS_DATA_TYPE_INCONSISTENT },
        { "GGIO1$CF$All$VisString64", "8A 01 00", MMS_DATA_OBJECT_VALUE_INVALID },
        { "Protection/PTOC1$SE$StrVal$setMag$f", "87 05 08 3F C0 00 00", MMS_DATA_SUCCESS },
        { "Protection/PTOC1$SG$StrVal$setMag$f", "87 05 08 3F C0 00 00",
          MMS_DATA_OBJECT_ACCESS_DENIED },
        { "LLN0$CF$Mod$ctlModel", "85 01 01", MMS_DATA_OBJECT_ACCESS_DENIED }, /* valKind RO */
        { "LLN0$ST$Mod$stVal", "85 01 01", MMS_DATA_OBJECT_ACCESS_DENIED },
        { "MMXU1$MX$TotW$mag$f", "87 05 08 3F C0 00 00", MMS_DATA_OBJECT_ACCESS_DENIED },
        { "CSWI1$CO$Pos$Oper$ctlVal", "83 01 01", MMS_DATA_OBJECT_ACCESS_DENIED },
        { "LLN0$RP$urcb01$RptEna", "83 01 01", MMS_DATA_OBJECT_ACCESS_DENIED },
        { "LLN0$SP$SGCB$ActSG", "86 01 01", MMS_DATA_OBJECT_ACCESS_DENIED },
        { "LLN0$SP$SGCB", "A2 06 86 01 01 86 01 01", MMS_DATA_OBJECT_ACCESS_DENIED },
        { "LLN0$SP", "A2 08 A2 06 86 01 01 86 01 01", MMS_DATA_OBJECT_ACCESS_DENIED },
        { "CSWI1", "A2 00", MMS_DATA_OBJECT_ACCESS_DENIED },
        { "CSWI9", "A2 00", MMS_DATA_OBJECT_NON_EXISTENT },
    };
    VmdFixture *fixture = vmd_fixture_new();

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        MmsDataError result = vmd_write(fixture, rows[i].name, NULL, rows[i].data);

        if (result != rows[i].result) {
            fprintf(stderr, "\n  %s: %d\n", rows[i].name, result);
        }
        CU_ASSERT_EQUAL(result, rows[i].result);
        CU_ASSERT_FALSE(change_is_open(fixture->values));
    }
    CU_ASSERT_TRUE(
        vmd_read_gives(fixture, "MMXU1$CF$TotW", NULL, "A2 08 86 01 05 A2 03 85 01 3E"));
    vmd_fixture_free(fixture);
}

static void
an_instance_may_change_the_access(void)
{
    VmdFixture *fixture = vmd_fixture_new();
    uint32_t model = sample_find(fixture->model, "LLN0$CF$Mod$ctlModel").offset;
    uint32_t db = sample_find(fixture->model, "MMXU1$CF$TotW$db").offset;

    fixture->model->access_overrides = g_new0(AccessOverride, 2);
    fixture->model->access_overrides[0] = (AccessOverride){ model, ACCESS_SET };
    fixture->model->access_overrides[1] = (AccessOverride){ db, ACCESS_RO };
    fixture->model->access_override_count = 2;
    CU_ASSERT_EQUAL(vmd_write(fixture, "LLN0$CF$Mod$ctlModel", NULL, "85 01 01"),
                    MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(vmd_write(fixture, "MMXU1$CF$TotW$db", NULL, "86 01 01"),
                    MMS_DATA_OBJECT_ACCESS_DENIED);
    CU_ASSERT_EQUAL(vmd_write(fixture, "MMXU1$CF$TotW", NULL, "A2 08 86 01 05 A2 03 85 01 3E"),
                    MMS_DATA_OBJECT_ACCESS_DENIED);
    CU_ASSERT_EQUAL(vmd_write(fixture, "MMXU1$CF$TotW$units$SIUnit", NULL, "85 01 3E"),
                    MMS_DATA_SUCCESS);
    vmd_fixture_free(fixture);
}

static void
count_commits(void *user, Values *values, const ChangeSet *set)
{
    unsigned *counts = user;

    (void)values;
    CU_ASSERT_EQUAL(set->origin, CHANGE_CLIENT);
    CU_ASSERT_EQUAL(set->association, 1);
    counts[0]++;
    counts[1] += set->count;
}

static MmsDataError
write_in_request(VmdFixture *fixture, const char *name, const char *hex)
{
    g_autoptr(GByteArray) bytes = hex_parse(hex);
    VmdVariable variable;

    CU_ASSERT_EQUAL(vmd_find(fixture, name, &variable), MMS_DATA_SUCCESS);
    return fixture->vmd->variables->write(fixture->ied, &fixture->caller, &variable, NULL,
                                          hex_slice(bytes));
}

static void
neighbouring_items_are_one_commit(void)
{
    VmdFixture *fixture = vmd_fixture_new();
    const VmdVariables *variables = fixture->vmd->variables;
    unsigned counts[2] = { 0 };

    values_observe(fixture->values, count_commits, counts);
    variables->write_open(fixture->ied, &fixture->caller, NULL);
    CU_ASSERT_EQUAL(write_in_request(fixture, "MMXU1$CF$TotW$db", "86 01 05"),
                    MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(write_in_request(fixture, "MMXU1$CF$TotW", "A2 03 86 01 07"),
                    MMS_DATA_TYPE_INCONSISTENT);
    CU_ASSERT_EQUAL(write_in_request(fixture, "MMXU1$SV$TotW$subEna", "83 01 01"),
                    MMS_DATA_SUCCESS);
    CU_ASSERT_EQUAL(counts[0], 0);
    /* An item of another kind closes the set before it is looked at. */
    CU_ASSERT_EQUAL(write_in_request(fixture, "CSWI1$CO$Pos$Oper$ctlVal", "83 01 01"),
                    MMS_DATA_OBJECT_ACCESS_DENIED);
    CU_ASSERT_EQUAL(counts[0], 1);
    CU_ASSERT_EQUAL(counts[1], 2);
    CU_ASSERT_EQUAL(write_in_request(fixture, "LLN0$DC$NamPlt$d", "90 01 41"),
                    MMS_DATA_SUCCESS);
    variables->write_close(fixture->ied, &fixture->caller);
    CU_ASSERT_EQUAL(counts[0], 2);
    CU_ASSERT_EQUAL(counts[1], 3);
    CU_ASSERT_TRUE(vmd_read_gives(fixture, "MMXU1$CF$TotW$db", NULL, "86 01 05"));
    vmd_fixture_free(fixture);
}

static void
a_write_into_an_open_change_set_waits(void)
{
    VmdFixture *fixture = vmd_fixture_new();

    change_open(fixture->values, CHANGE_SCENARIO, 0);
    CU_ASSERT_EQUAL(vmd_write(fixture, "MMXU1$CF$TotW$db", NULL, "86 01 05"),
                    MMS_DATA_TEMPORARILY_UNAVAILABLE);
    CU_ASSERT_TRUE(change_is_open(fixture->values));
    change_commit(fixture->values);
    CU_ASSERT_EQUAL(vmd_write(fixture, "MMXU1$CF$TotW$db", NULL, "86 01 05"), MMS_DATA_SUCCESS);
    vmd_fixture_free(fixture);
}

TEST_SUITE(vmd_variable, TEST_CASE(unknown_names_are_non_existent),
           TEST_CASE(a_variable_remembers_its_place), TEST_CASE(each_level_of_a_name_is_read),
           TEST_CASE(writing_follows_the_functional_constraint_and_the_file),
           TEST_CASE(an_instance_may_change_the_access),
           TEST_CASE(neighbouring_items_are_one_commit),
           TEST_CASE(a_write_into_an_open_change_set_waits))
