/* SPDX-License-Identifier: Apache-2.0
 *
 * IEDs that are not as their file says.
 */
#include "sim/scl/alter.h"

#include "sim/model/reference.h"
#include "sim/model/values.h"
#include "tests/test.h"

static SclFile *
load(const char *ied, const SclAlteration *alterations, unsigned count, GError **error)
{
    g_autofree char *path = test_path("testdata/scl/substation.scd");

    return scl_load_altered(path, ied, alterations, count, error);
}

static const Model *
model_of(const SclFile *file, const char *ied)
{
    for (unsigned i = 0; i < file->server_count; i++) {
        if (strcmp(file->servers[i].name, ied) == 0) {
            return file->servers[i].model;
        }
    }
    CU_FAIL_FATAL("no such IED");
    return NULL;
}

static bool
exists(const Model *model, const char *reference)
{
    NodeRef ref;

    return reference_resolve(model, reference, &ref, NULL);
}

static void
what_is_missing_is_missing_of_one_ied_only(void)
{
    static const SclAlteration alterations[] = {
        { SCL_ALTER_MISSING, "LD0/PTOC2", NULL },
        { SCL_ALTER_MISSING, "LD0/XCBR1.OpCnt", NULL },
        { SCL_ALTER_MISSING, "LD0/XCBR1.BlkOpn.q", NULL },
    };
    g_autoptr(SclFile) file = load("FEEDER1", alterations, 3, NULL);
    const Model *model, *other;

    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    model = model_of(file, "FEEDER1");
    other = model_of(file, "FEEDER2");
    CU_ASSERT_FALSE(exists(model, "LD0/PTOC2"));
    CU_ASSERT_FALSE(exists(model, "LD0/XCBR1.OpCnt"));
    CU_ASSERT_FALSE(exists(model, "LD0/XCBR1.BlkOpn.q[ST]"));
    CU_ASSERT_TRUE(exists(model, "LD0/PTOC1"));
    CU_ASSERT_TRUE(exists(model, "LD0/XCBR1.Pos[ST]"));
    CU_ASSERT_TRUE(exists(model, "LD0/XCBR1.BlkOpn.stVal"));
    CU_ASSERT_TRUE(exists(model, "LD0/XCBR1.BlkCls.q[ST]"));
    CU_ASSERT_TRUE(exists(other, "LD0/PTOC2"));
    CU_ASSERT_TRUE(exists(other, "LD0/XCBR1.OpCnt[ST]"));
    CU_ASSERT_TRUE(exists(other, "LD0/XCBR1.BlkOpn.q[ST]"));
}

static void
a_leaf_has_another_type_and_its_neighbours_their_own(void)
{
    static const SclAlteration alteration = { SCL_ALTER_TYPE, "LD0/MMXU1.Hz.mag.f", "FLOAT64" };
    g_autoptr(SclFile) file = load("FEEDER1", &alteration, 1, NULL);
    NodeRef ref;

    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    CU_ASSERT_TRUE(
        reference_resolve(model_of(file, "FEEDER1"), "LD0/MMXU1.Hz.mag.f", &ref, NULL));
    CU_ASSERT_EQUAL(ref.type->length, 64);
    CU_ASSERT_TRUE(
        reference_resolve(model_of(file, "FEEDER1"), "LD0/MMXU1.TotW.mag.f", &ref, NULL));
    CU_ASSERT_EQUAL(ref.type->length, 32);
    CU_ASSERT_TRUE(
        reference_resolve(model_of(file, "FEEDER2"), "LD0/MMXU1.Hz.mag.f", &ref, NULL));
    CU_ASSERT_EQUAL(ref.type->length, 32);
}

static uint64_t
conf_rev(const Model *model, const char *reference)
{
    Values *values = values_new((Model *)model);
    NodeRef ref;
    Value value = { 0 };

    CU_ASSERT_TRUE_FATAL(reference_resolve(model, reference, &ref, NULL));
    values_get(values, &ref, &value);
    values_free(values);
    return value.unsigned_;
}

static void
one_control_block_or_all_have_another_revision(void)
{
    static const SclAlteration one = { SCL_ALTER_CONF_REV, "LD0/LLN0.brcbStatus", "9" };
    static const SclAlteration all = { SCL_ALTER_CONF_REV, NULL, "12" };
    g_autoptr(SclFile) some = load("FEEDER1", &one, 1, NULL);
    g_autoptr(SclFile) every = load("FEEDER1", &all, 1, NULL);

    CU_ASSERT_PTR_NOT_NULL_FATAL(some);
    CU_ASSERT_PTR_NOT_NULL_FATAL(every);
    CU_ASSERT_EQUAL(conf_rev(model_of(some, "FEEDER1"), "LD0/LLN0.BR.brcbStatus01.ConfRev"), 9);
    CU_ASSERT_NOT_EQUAL(conf_rev(model_of(some, "FEEDER1"), "LD0/LLN0.BR.brcbProt01.ConfRev"),
                        9);
    CU_ASSERT_EQUAL(conf_rev(model_of(every, "FEEDER1"), "LD0/LLN0.BR.brcbProt01.ConfRev"), 12);
    CU_ASSERT_NOT_EQUAL(conf_rev(model_of(every, "FEEDER2"), "LD0/LLN0.BR.brcbProt01.ConfRev"),
                        12);
}

static void
a_renamed_ied_has_other_domains(void)
{
    static const SclAlteration alteration = { SCL_ALTER_NAME, NULL, "BAY77" };
    g_autoptr(SclFile) file = load("FEEDER1", &alteration, 1, NULL);

    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    CU_ASSERT_STRING_EQUAL(model_of(file, "FEEDER1")->devices[0].domain, "BAY77LD0");
    CU_ASSERT_STRING_EQUAL(model_of(file, "FEEDER2")->devices[0].domain, "FEEDER2LD0");
}

static void
what_the_file_does_not_have_is_told(void)
{
    static const struct {
        SclAlteration alteration;
        const char *told;
    } rows[] = {
        { { SCL_ALTER_MISSING, "LD9", NULL }, "LD9: the IED has no such logical device" },
        { { SCL_ALTER_MISSING, "LD0/XCBR9", NULL },
          "LD0/XCBR9: the file has no such logical node" },
        { { SCL_ALTER_MISSING, "LD0/XCBR1.Nothing", NULL },
          "LD0/XCBR1.Nothing: the file has no such data" },
        { { SCL_ALTER_TYPE, "LD0/XCBR1.Pos", "INT32" },
          "LD0/XCBR1.Pos: a data object has no basic type: name an attribute" },
        { { SCL_ALTER_TYPE, "LD0/XCBR1.Pos.stVal", "TEXT" },
          "LD0/XCBR1.Pos.stVal: there is no such basic type" },
        { { SCL_ALTER_CONF_REV, "LD0/LLN0.brcbNone", "2" },
          "LD0/LLN0.brcbNone: the file has no such ReportControl" },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(SclFile) file = load("FEEDER1", &rows[i].alteration, 1, &error);

        CU_ASSERT_PTR_NULL(file);
        CU_ASSERT_PTR_NOT_NULL_FATAL(error);
        CU_ASSERT_STRING_EQUAL(error->message, rows[i].told);
    }
}

TEST_SUITE(scl_alter, TEST_CASE(what_is_missing_is_missing_of_one_ied_only),
           TEST_CASE(a_leaf_has_another_type_and_its_neighbours_their_own),
           TEST_CASE(one_control_block_or_all_have_another_revision),
           TEST_CASE(a_renamed_ied_has_other_domains),
           TEST_CASE(what_the_file_does_not_have_is_told))
