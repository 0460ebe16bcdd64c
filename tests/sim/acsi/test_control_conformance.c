/* SPDX-License-Identifier: Apache-2.0
 *
 * The published conformance cases of controls in general (tests/conformance/cases.txt): what
 * is served, and sCtlN, what is refused. Others of them stand in the suites of their subject.
 */
#include "tests/sim/acsi/yard.h"

static bool
has_component(const Yard *yard, unsigned node, const char *name)
{
    g_autofree char *item = g_strdup_printf("GGIO%u$CO$SPCSO1$%s", node, name);
    NodeRef place;

    return model_find_item(yard->model, slice_from_string("CTLLD0"), slice_from_string(item),
                           &place);
}

/* GGIO1 to GGIO5 have the models 0 to 4. */
static void
sCtl1_each_model_has_its_structures_only(void)
{
    static const char *const names[] = { "SBO", "SBOw", "Oper", "Cancel" };
    static const bool expected[CONTROL_MODELS][4] = {
        [CONTROL_STATUS_ONLY] = { false, false, false, false },
        [CONTROL_DIRECT_NORMAL] = { false, false, true, false },
        [CONTROL_SBO_NORMAL] = { true, false, true, true },
        [CONTROL_DIRECT_ENHANCED] = { false, false, true, false },
        [CONTROL_SBO_ENHANCED] = { false, true, true, true },
    };
    Yard *yard = yard_new("controls.scd");

    for (unsigned model = 0; model < CONTROL_MODELS; model++) {
        for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
            CU_ASSERT_EQUAL(has_component(yard, model + 1, names[i]), expected[model][i]);
        }
    }
    yard_free(yard);
}

/* Selects, when the model wants that, and operates; true when it was accepted. */
static bool
command(Yard *yard, unsigned model, const char *object, const char *value, unsigned number)
{
    g_autofree char *select = g_strdup_printf("select LD0/GGIO%u.%s", model + 1, object);
    g_autofree char *sbow =
        g_strdup_printf("sbow LD0/GGIO%u.%s %s num=%u", model + 1, object, value, number);
    g_autofree char *oper =
        g_strdup_printf("oper LD0/GGIO%u.%s %s num=%u", model + 1, object, value, number);

    return (model != CONTROL_SBO_NORMAL || yard_gets(&yard->a, select, "selected")) &&
           (model != CONTROL_SBO_ENHANCED || yard_gets(&yard->a, sbow, "+")) &&
           yard_gets(&yard->a, oper, "+");
}

static void
sCtl2_both_values_of_every_control_are_operated(void)
{
    static const char *const rows[][4] = {
        { "SPCSO1", "SPCSO1", "true", "false" },
        { "DPCSO1", "DPCSO1", "true", "false" },
        { "ISCSO1", "ISCSO1", "7", "-7" },
        { "EncSO1", "EncSO1", "high", "low" },
        { "AnOut1", "AnOut1.mxVal.f", "1.5", "3.5" },
    };

    for (unsigned model = CONTROL_DIRECT_NORMAL; model < CONTROL_MODELS; model++) {
        for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
            Yard *yard = yard_new("controls.scd");
            g_autofree char *status = g_strdup_printf("LD0/GGIO%u.%s", model + 1, rows[i][1]);
            bool is_switch = i == 1;

            for (unsigned n = 0; n < 2; n++) {
                CU_ASSERT_TRUE(command(yard, model, rows[i][0], rows[i][2 + n], n));
                yard_advance(yard, 100);
                CU_ASSERT_TRUE(yard_hears(
                    &yard->a, control_model_is_enhanced((ControlModel)model) ? "term+" : ""));
                CU_ASSERT_TRUE(yard_shows(yard, status,
                                          !is_switch ? rows[i][2 + n]
                                          : n == 0   ? "on"
                                                     : "off"));
            }
            yard_free(yard);
        }
    }
}

/* By Beh: whether a command with Test false, and with Test true, is accepted; and whether the
 * latter moves something. */
static void
sCtl3_test_is_as_the_mode_wants_it(void)
{
    static const struct {
        const char *beh;
        bool plain, test, output;
    } rows[] = {
        { "on", true, false, true },    { "blocked", true, false, false },
        { "test", false, true, true },  { "test/blocked", false, true, false },
        { "off", false, false, false },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        Yard *yard = yard_new("controls.scd");
        bool accepted = rows[i].plain || rows[i].test;

        yard_set(yard, "LD0/GGIO4.Beh", rows[i].beh);
        CU_ASSERT_TRUE(yard_gets(&yard->a,
                                 rows[i].plain ? "oper LD0/GGIO4.SPCSO1 true test num=1"
                                               : "oper LD0/GGIO4.SPCSO1 true num=1",
                                 "error 8/0, -3"));
        CU_ASSERT_TRUE(yard_gets(&yard->a,
                                 rows[i].test ? "oper LD0/GGIO4.SPCSO1 true test num=2"
                                              : "oper LD0/GGIO4.SPCSO1 true num=2",
                                 accepted ? "+" : "error 8/0, -3"));
        CU_ASSERT_TRUE(yard_hears(&yard->a, accepted ? "term+" : ""));
        CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO4.SPCSO1", rows[i].output ? "true" : "false"));
        yard_free(yard);
    }
}

/* Interlocking is asked for by the second bit of Check, synchrocheck by the first. */
static void
sCtl5_checks_are_made_where_check_asks_for_them(void)
{
    static const struct {
        const char *closed, *check, *answer;
    } rows[] = {
        { "LD1/CILO1.EnaCls", "check=0", "+" },
        { "LD1/CILO1.EnaCls", "check=1", "+" },
        { "LD1/CILO1.EnaCls", "check=2", "error 10/0, -3" },
        { "LD1/CILO1.EnaCls", "check=3", "error 10/0, -3" },
        { "LD1/RSYN1.Rel", "check=0", "+" },
        { "LD1/RSYN1.Rel", "check=1", "error 11/0, -3" },
        { "LD1/RSYN1.Rel", "check=2", "+" },
        { "LD1/RSYN1.Rel", "check=3", "error 11/0, -3" },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        Yard *yard = yard_new("controls.scd");
        g_autofree char *sbow =
            g_strdup_printf("sbow LD1/CSWI1.Pos true cat=3 %s", rows[i].check);
        g_autofree char *oper =
            g_strdup_printf("oper LD1/CSWI1.Pos true cat=3 %s", rows[i].check);

        CU_ASSERT_TRUE(yard_gets(&yard->a, sbow, "+"));
        yard_set(yard, rows[i].closed, "false");
        CU_ASSERT_TRUE(yard_gets(&yard->a, oper, rows[i].answer));
        yard_free(yard);
    }
}

static void
sCtl10_local_control_keeps_remote_commands_out(void)
{
    Yard *yard = yard_new("controls.scd");

    yard_set(yard, "LD1/LLN0.Loc", "true");
    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD1/CSWI1.Pos true cat=3", "error 2/0, -3"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD1/CSWI1.Pos true cat=1", "+"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "cancel LD1/CSWI1.Pos true cat=1", "+"));
    yard_set(yard, "LD1/LLN0.Loc", "false");
    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD1/CSWI1.Pos true cat=3", "+"));
    yard_set(yard, "LD1/LLN0.Loc", "true");
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD1/CSWI1.Pos true cat=3", "error 2/0, -3"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD1/CSWI1.Pos", "intermediate"));
    yard_free(yard);
}

/* A refused Oper ends the selection. */
static void
sCtl11_an_operate_out_of_place_leaves_no_selection(void)
{
    static const char *const wrong[] = { "cat=9", "cat=-1",
                                         "id=aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee"
                                         "ffffffffffggggg" };
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO3.SPCSO1 true", "error 18/0, -3"));
    for (unsigned i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autofree char *oper = g_strdup_printf("oper LD0/GGIO3.SPCSO1 true %s", wrong[i]);

        CU_ASSERT_TRUE(yard_gets(&yard->a, "select LD0/GGIO3.SPCSO1", "selected"));
        CU_ASSERT_TRUE(yard_gets(&yard->a, oper, "error 26/0, -3"));
        CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO3.SPCSO1.stSeld", "false"));
        CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO3.SPCSO1", "false"));
    }
    yard_free(yard);
}

static void
sCtl15_origin_and_ctlNum_show_beside_the_value(void)
{
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO2.SPCSO1 true num=7 cat=3 id=HMI", "+"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO2.SPCSO1.origin.orCat[ST]", "remote-control"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO2.SPCSO1.origin.orIdent[ST]", "484D49"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO2.SPCSO1.ctlNum[ST]", "7"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO2.AnOut1 1.5 num=8 cat=1 id=BAY", "+"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO2.AnOut1.origin.orCat[MX]", "bay-control"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO2.AnOut1.origin.orIdent[MX]", "424159"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO2.AnOut1.ctlNum[MX]", "8"));
    yard_turn(yard);
    yard_set(yard, "LD0/GGIO2.Health", "Alarm");
    CU_ASSERT_TRUE(
        yard_gets(&yard->a, "oper LD0/GGIO2.SPCSO1 false num=9 cat=2 id=NO", "error 13/0, -3"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO2.SPCSO1.origin.orIdent[ST]", "484D49"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO2.SPCSO1.ctlNum[ST]", "7"));
    yard_free(yard);
}

static void
sCtlN1_a_ctlVal_of_another_type_is_refused(void)
{
    static const char *const rows[] = {
        "oper LD0/GGIO2.SPCSO1 hex:850101",         "oper LD0/GGIO2.DPCSO1 hex:84020680",
        "oper LD0/GGIO2.ISCSO1 hex:830101",         "oper LD0/GGIO2.EncSO1 hex:830101",
        "oper LD0/GGIO2.BscSO1 hex:850101",         "oper LD0/GGIO2.IscSO1 hex:84020680",
        "oper LD0/GGIO2.AnOut1 hex:8705083F800000", "oper LD0/GGIO2.BacSO1 hex:830101",
    };
    Yard *yard = yard_new("controls.scd");

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        CU_ASSERT_TRUE(yard_gets(&yard->a, rows[i], "-7"));
    }
    yard_free(yard);
}

/* What the model does not know, although the structure is there. */
static void
sCtlN2_services_that_the_model_lacks_are_refused(void)
{
    Yard *yard = yard_new("controls.scd");

    yard_set(yard, "LD0/GGIO3.SPCSO1.ctlModel", "direct-with-normal-security");
    CU_ASSERT_TRUE(yard_gets(&yard->a, "select LD0/GGIO3.SPCSO1", "empty"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO3.SPCSO1 true", "+"));
    yard_set(yard, "LD0/GGIO5.SPCSO1.ctlModel", "direct-with-enhanced-security");
    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD0/GGIO5.SPCSO1 true", "-3"));
    yard_set(yard, "LD0/GGIO5.SPCSO1.ctlModel", "sbo-with-normal-security");
    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD0/GGIO5.SPCSO1 true", "-3"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO5.SPCSO1 true", "error 18/0, -3"));
    yard_free(yard);
}

static void
sCtlN3_a_second_select_is_refused(void)
{
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "select LD0/GGIO3.SPCSO1", "selected"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "select LD0/GGIO3.SPCSO1", "empty"));
    CU_ASSERT_TRUE(yard_gets(&yard->b, "select LD0/GGIO3.SPCSO1", "empty"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD0/GGIO5.SPCSO1 true", "+"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD0/GGIO5.SPCSO1 true", "error 19/0, -2"));
    CU_ASSERT_TRUE(yard_gets(&yard->b, "sbow LD0/GGIO5.SPCSO1 true", "error 27/0, -2"));
    /* The first selection stands. */
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO3.SPCSO1 true", "+"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO5.SPCSO1 true", "+"));
    yard_free(yard);
}

static void
sCtlN4_an_operate_behind_the_time_of_its_select_is_refused(void)
{
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "select LD0/GGIO3.SPCSO1", "selected"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD0/GGIO5.SPCSO1 true", "+"));
    yard_advance(yard, 2000);
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO3.SPCSO1 true", "error 18/0, -3"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO5.SPCSO1 true", "error 18/0, -3"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO5.SPCSO1", "false"));
    yard_free(yard);
}

static void
sCtlN5_an_operate_by_another_client_is_refused(void)
{
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "select LD0/GGIO3.SPCSO1", "selected"));
    CU_ASSERT_TRUE(yard_gets(&yard->b, "oper LD0/GGIO3.SPCSO1 true", "error 27/0, -2"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD0/GGIO5.SPCSO1 true", "+"));
    CU_ASSERT_TRUE(yard_gets(&yard->b, "oper LD0/GGIO5.SPCSO1 true", "error 27/0, -2"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO5.SPCSO1.stSeld", "true"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO5.SPCSO1 true", "+"));
    yard_free(yard);
}

/* T is not compared: it is when each request was made. */
static void
sCtlN6_another_ctlNum_than_in_the_select_is_refused(void)
{
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD0/GGIO5.SPCSO1 true num=5", "+"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO5.SPCSO1 true num=6", "error 26/0, -3"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD0/GGIO5.SPCSO1 true num=6", "+"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO5.SPCSO1 true num=6 t=1000", "+"));
    yard_free(yard);
}

static void
sCtlN7_a_cancel_of_what_is_not_selected_changes_nothing(void)
{
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "cancel LD0/GGIO3.SPCSO1 true", "+"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "cancel LD0/GGIO5.SPCSO1 true", "+"));
    CU_ASSERT_STRING_EQUAL(yard->changes->str, "");
    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD0/GGIO5.SPCSO1 true", "+"));
    CU_ASSERT_TRUE(yard_gets(&yard->b, "cancel LD0/GGIO5.SPCSO1 true", "error 27/0, -2"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO5.SPCSO1.stSeld", "true"));
    yard_free(yard);
}

static void
sCtlN8_a_status_only_object_is_not_operated(void)
{
    Yard *yard = yard_new("controls.scd");

    yard_set(yard, "LD0/GGIO2.SPCSO1.ctlModel", "status-only");
    yard_set(yard, "LD0/GGIO5.SPCSO1.ctlModel", "status-only");
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO2.SPCSO1 true", "-3"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD0/GGIO5.SPCSO1 true", "-3"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "cancel LD0/GGIO5.SPCSO1 true", "-3"));
    yard_turn(yard);
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO2.SPCSO1", "false"));
    yard_free(yard);
}

static void
sCtlN9_a_ctlVal_out_of_range_is_refused(void)
{
    static const char *const rows[] = { "oper LD0/GGIO2.EncSO1 hex:850109",
                                        "oper LD0/GGIO2.ISCSO1 101",
                                        "oper LD0/GGIO2.AnOut1 100.5" };
    Yard *yard = yard_new("controls.scd");

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        CU_ASSERT_TRUE(yard_gets(&yard->a, rows[i], "error 26/0, -11"));
    }
    yard_free(yard);
}

static void
sCtlN10_an_origin_that_is_none_is_refused(void)
{
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO2.SPCSO1 true cat=9", "error 26/0, -3"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO4.SPCSO1 true cat=-1", "error 26/0, -3"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD0/GGIO5.SPCSO1 true cat=9", "error 3/0, -3"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO5.SPCSO1.stSeld", "false"));
    yard_free(yard);
}

/* LastApplError comes in front of the answer, to who asked only; a read of SBO has none. */
static void
sCtlN11_last_appl_error_precedes_the_answer(void)
{
    Yard *yard = yard_new("controls.scd");

    yard_set(yard, "LD0/GGIO4.Health", "Alarm");
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO4.SPCSO1 true", "error 13/0, -3"));
    CU_ASSERT_TRUE(yard_hears(&yard->b, ""));
    yard_set(yard, "LD0/GGIO3.Health", "Alarm");
    CU_ASSERT_TRUE(yard_gets(&yard->a, "select LD0/GGIO3.SPCSO1", "empty"));
    CU_ASSERT_TRUE(
        yard_logged(yard, "command_refused LD0/GGIO3.SPCSO1=cause=blocked-by-health"));
    yard_free(yard);
}

TEST_SUITE(control_conformance, TEST_CASE(sCtl1_each_model_has_its_structures_only),
           TEST_CASE(sCtl2_both_values_of_every_control_are_operated),
           TEST_CASE(sCtl3_test_is_as_the_mode_wants_it),
           TEST_CASE(sCtl5_checks_are_made_where_check_asks_for_them),
           TEST_CASE(sCtl10_local_control_keeps_remote_commands_out),
           TEST_CASE(sCtl11_an_operate_out_of_place_leaves_no_selection),
           TEST_CASE(sCtl15_origin_and_ctlNum_show_beside_the_value),
           TEST_CASE(sCtlN1_a_ctlVal_of_another_type_is_refused),
           TEST_CASE(sCtlN2_services_that_the_model_lacks_are_refused),
           TEST_CASE(sCtlN3_a_second_select_is_refused),
           TEST_CASE(sCtlN4_an_operate_behind_the_time_of_its_select_is_refused),
           TEST_CASE(sCtlN5_an_operate_by_another_client_is_refused),
           TEST_CASE(sCtlN6_another_ctlNum_than_in_the_select_is_refused),
           TEST_CASE(sCtlN7_a_cancel_of_what_is_not_selected_changes_nothing),
           TEST_CASE(sCtlN8_a_status_only_object_is_not_operated),
           TEST_CASE(sCtlN9_a_ctlVal_out_of_range_is_refused),
           TEST_CASE(sCtlN10_an_origin_that_is_none_is_refused),
           TEST_CASE(sCtlN11_last_appl_error_precedes_the_answer))
