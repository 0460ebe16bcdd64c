/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/scl/load.h"

static void
values_of_every_form_are_read(void)
{
    static const struct {
        const char *name, *text;
    } rows[] = {
        { "B", "true" },
        { "I8", "-5" },
        { "I64", "-9000000000" },
        { "U16", "208" },
        { "F", "1500" },
        { "D", "on" },
        { "TC", "higher" },
        { "V", "Funf" },
        { "U", "中文" },
        { "E", "0" },
        { "X", "0" },
        { "T", "2026-03-01T12:00:00.000Z" },
        { "S", "abcdefghijabcdefghijabcdefghijab" },
    };
    g_autoptr(SclFile) file = load_feature("values.cid");

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *name = g_strconcat("BAYLD0/GGIO1$SP$All$", rows[i].name, NULL);

        CU_ASSERT_TRUE(is_initially(file, name, rows[i].text));
    }
    CU_ASSERT_TRUE(has_note(file, 47, "a value of 40 octets is cut to the 32 of VisString32"));
    CU_ASSERT_TRUE(has_note(file, 53, "\"300\" is no value of INT8"));
}

static void
what_matches_nothing_is_noted(void)
{
    g_autoptr(SclFile) file = load_feature("unmatched.cid");

    CU_ASSERT_EQUAL(file->note_count, 4);
    CU_ASSERT_TRUE(has_note(file, 12, "DOI \"Ind9\" matches nothing"));
    CU_ASSERT_TRUE(has_note(file, 16, "DAI \"noSuch\" matches nothing"));
    CU_ASSERT_TRUE(has_note(file, 20, "DAI \"deeper\" matches nothing"));
    CU_ASSERT_TRUE(has_note(file, 23, "\"perhaps\" is no value of BOOLEAN"));
    CU_ASSERT_TRUE(is_initially(file, "BAYLD0/GGIO1$ST$Ind1$stVal", "false"));
    CU_ASSERT_TRUE(is_initially(file, "BAYLD0/GGIO1$ST$Ind2$stVal", "true"));
}

static void
the_active_setting_group_is_the_initial_one(void)
{
    g_autoptr(SclFile) file = load_feature("setting_groups.cid");
    Model *model = file->servers[0].model;

    CU_ASSERT_TRUE(is_initially(file, "BAYLD0/PTOC1$SG$StrVal$setMag$f", "200"));
    CU_ASSERT_TRUE(is_initially(file, "BAYLD0/PTOC1$SE$StrVal$setMag$f", "200"));
    CU_ASSERT_TRUE(is_initially(file, "BAYLD0/PTOC1$SG$OpDlTmms$setVal", "50"));
    CU_ASSERT_TRUE(is_initially(file, "BAYLD0/PTOC1$SG$TmMult$setVal", "5"));
    CU_ASSERT_TRUE(is_initially(file, "BAYLD0/PTOC1$SE$TmMult$setVal", "5"));
    CU_ASSERT_TRUE(is_initially(file, "BAYLD0/PTOC1$SE$OpDlTmms$setVal", "?"));
    CU_ASSERT_TRUE(is_initially(file, "BAYLD0/PTOC1$DC$OpDlTmms$d", "delay"));
    CU_ASSERT_EQUAL(model->leaf_count, 13);
}

static void
other_setting_groups_are_kept_apart(void)
{
    g_autoptr(SclFile) file = load_feature("setting_groups.cid");
    Model *model = file->servers[0].model;
    float value;

    CU_ASSERT_EQUAL_FATAL(model->setting_count, 3);
    CU_ASSERT_EQUAL(model->settings[0].group, 1);
    memcpy(&value, model->settings[0].octets, sizeof value);
    CU_ASSERT_EQUAL(value, 100.0f);
    CU_ASSERT_EQUAL(model->settings[1].group, 3);
    CU_ASSERT_EQUAL(model->settings[2].group, 3);
    CU_ASSERT_TRUE(model->settings[1].offset < model->settings[2].offset);
    CU_ASSERT_TRUE(has_note(file, 25, "sGroup=\"0\" is no setting group"));
}

static void
an_instance_may_change_who_writes(void)
{
    g_autoptr(SclFile) file = load_feature("setting_groups.cid");
    Model *model = file->servers[0].model;
    NodeRef ref;

    CU_ASSERT_EQUAL(model->access_override_count, 3);
    CU_ASSERT_TRUE(model_find_item(model, slice_from_string("BAYLD0"),
                                   slice_from_string("PTOC1$DC$OpDlTmms$d"), &ref));
    CU_ASSERT_TRUE(model_is_writable(model, &ref));
    CU_ASSERT_TRUE(model_find_item(model, slice_from_string("BAYLD0"),
                                   slice_from_string("PTOC1$SE$TmMult$setVal"), &ref));
    CU_ASSERT_FALSE(model_is_writable(model, &ref));
}

static void
elements_have_their_own_values(void)
{
    g_autoptr(SclFile) file = load_feature("arrays.icd");
    g_autofree char *text = initial_text(file, "BAYLD0/MHAI1$MX$HA$phsAHar");
    const char *found = strstr(text, "2.5");

    CU_ASSERT_PTR_NOT_NULL_FATAL(found);
    CU_ASSERT_PTR_NULL(strstr(found + 1, "2.5"));
    CU_ASSERT_TRUE(has_note(file, 28, "SDI \"phsAHar\"(4) matches nothing"));
}

TEST_SUITE(scl_instance, TEST_CASE(values_of_every_form_are_read),
           TEST_CASE(what_matches_nothing_is_noted),
           TEST_CASE(the_active_setting_group_is_the_initial_one),
           TEST_CASE(other_setting_groups_are_kept_apart),
           TEST_CASE(an_instance_may_change_who_writes),
           TEST_CASE(elements_have_their_own_values))
