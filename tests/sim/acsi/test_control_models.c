/* SPDX-License-Identifier: Apache-2.0
 *
 * The published conformance cases of single control models (tests/conformance/cases.txt):
 * sSBOns, sDOes, sSBOes. Others of them stand in test_control_service.c.
 */
#include "tests/sim/acsi/yard.h"

static void
sSBOns3_a_selection_ends_with_sboTimeout(void)
{
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "select LD0/GGIO3.SPCSO1", "selected"));
    yard_advance(yard, 1999);
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO3.SPCSO1.stSeld", "true"));
    yard_advance(yard, 1);
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO3.SPCSO1.stSeld", "false"));
    CU_ASSERT_TRUE(yard_gets(&yard->b, "select LD0/GGIO3.SPCSO1", "selected"));
    yard_free(yard);
}

static void
sSBOns4_a_cancel_ends_a_selection(void)
{
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "select LD0/GGIO3.SPCSO1", "selected"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "cancel LD0/GGIO3.SPCSO1 true", "+"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO3.SPCSO1.stSeld", "false"));
    CU_ASSERT_TRUE(yard_gets(&yard->b, "select LD0/GGIO3.SPCSO1", "selected"));
    yard_free(yard);
}

static void
sSBOns5_an_operate_without_a_selection_is_refused(void)
{
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO3.SPCSO1 true", "error 18/0, -3"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "select LD0/GGIO3.SPCSO1", "selected"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO3.SPCSO1 true", "+"));
    yard_turn(yard);
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO3.SPCSO1 false", "error 18/0, -3"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO3.SPCSO1", "true"));
    yard_free(yard);
}

/* The answer leaves before the position is reached. */
static void
sDOes1_an_operate_is_answered_before_it_is_executed(void)
{
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO4.DPCSO1 true", "+"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO4.DPCSO1.opOk", "true"));
    yard_advance(yard, 79);
    CU_ASSERT_TRUE(yard_hears(&yard->a, ""));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO4.DPCSO1", "intermediate"));
    yard_advance(yard, 1);
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO4.DPCSO1", "on"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO4.DPCSO1.opOk", "false"));
    CU_ASSERT_TRUE(yard_hears(&yard->a, "term+"));
    yard_free(yard);
}

static void
fail(void *user, ControlRequest *request)
{
    control_fail(request, *(const AddCause *)user);
}

static void
take_forever(void *user, ControlRequest *request)
{
    (void)user;
    (void)request;
}

static const ControlProcess failing = { .execute = fail };
static const ControlProcess stuck = { .execute = take_forever };

static void
sDOes4_a_command_that_fails_ends_with_a_negative_termination(void)
{
    Yard *yard = yard_new("controls.scd");
    AddCause cause = ADD_CAUSE_ABORTION_BY_TRIP;

    control_object_set_process(yard_object(yard, "LD0/GGIO4.SPCSO1"), &failing, &cause);
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO4.SPCSO1 true", "+"));
    CU_ASSERT_TRUE(yard_hears(&yard->a, "term- 17/0"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO4.SPCSO1", "false"));
    CU_ASSERT_TRUE(yard_hears(&yard->b, ""));
    yard_free(yard);
}

static void
sDOes5_a_blocked_operate_is_refused_and_never_terminates(void)
{
    Yard *yard = yard_new("controls.scd");

    yard_set(yard, "LD0/GGIO4.Beh", "off");
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO4.SPCSO1 true", "error 8/0, -3"));
    yard_advance(yard, 2000);
    CU_ASSERT_TRUE(yard_hears(&yard->a, ""));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO4.SPCSO1", "false"));
    yard_free(yard);
}

static void
sSBOes2_a_selection_with_value_is_cancelled(void)
{
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD0/GGIO5.SPCSO1 true num=2", "+"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO5.SPCSO1.stSeld", "true"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "cancel LD0/GGIO5.SPCSO1 true num=2", "+"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO5.SPCSO1.stSeld", "false"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO5.SPCSO1 true num=2", "error 18/0, -3"));
    yard_free(yard);
}

static void
sSBOes3_each_parameter_must_be_as_in_the_select(void)
{
    static const char *const rows[] = {
        "false num=4 cat=2 id=HMI check=1", "true num=5 cat=2 id=HMI check=1",
        "true num=4 cat=3 id=HMI check=1",  "true num=4 cat=2 id=HMX check=1",
        "true num=4 cat=2 id=HMI check=3",  "true num=4 cat=2 id=HMI check=1 test"
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        Yard *yard = yard_new("controls.scd");
        g_autofree char *oper = g_strdup_printf("oper LD0/GGIO5.SPCSO1 %s", rows[i]);

        CU_ASSERT_TRUE(
            yard_gets(&yard->a, "sbow LD0/GGIO5.SPCSO1 true num=4 cat=2 id=HMI check=1", "+"));
        CU_ASSERT_TRUE(yard_gets(&yard->a, oper, "error 26/0, -3"));
        CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO5.SPCSO1.stSeld", "false"));
        CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO5.SPCSO1", "false"));
        yard_free(yard);
    }
}

static void
sSBOes4_a_selection_with_value_ends_with_sboTimeout(void)
{
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD0/GGIO5.SPCSO1 true", "+"));
    yard_advance(yard, 1999);
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO5.SPCSO1.stSeld", "true"));
    yard_advance(yard, 1);
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO5.SPCSO1.stSeld", "false"));
    CU_ASSERT_TRUE(yard_logged(yard, "select_expired LD0/GGIO5.SPCSO1"));
    yard_free(yard);
}

static void
sSBOes5_a_failure_ends_with_a_negative_termination(void)
{
    Yard *yard = yard_new("controls.scd");
    AddCause cause = ADD_CAUSE_BLOCKED_BY_PROCESS;

    control_object_set_process(yard_object(yard, "LD0/GGIO5.SPCSO1"), &failing, &cause);
    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD0/GGIO5.SPCSO1 true", "+"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO5.SPCSO1 true", "+"));
    CU_ASSERT_TRUE(yard_hears(&yard->a, "term- 9/0"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO5.SPCSO1", "false"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO5.SPCSO1.stSeld", "false"));
    yard_free(yard);
}

static void
sSBOes6_operate_many_stays_selected(void)
{
    Yard *yard = yard_new("controls.scd");

    yard_set(yard, "LD0/GGIO5.SPCSO1.sboClass", "operate-many");
    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD0/GGIO5.SPCSO1 true num=1", "+"));
    for (unsigned i = 0; i < 2; i++) {
        CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO5.SPCSO1 true num=1", "+"));
        CU_ASSERT_TRUE(yard_hears(&yard->a, "term+"));
        CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO5.SPCSO1.stSeld", "true"));
    }
    CU_ASSERT_TRUE(yard_gets(&yard->b, "sbow LD0/GGIO5.SPCSO1 true", "error 27/0, -2"));
    yard_advance(yard, 2000);
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO5.SPCSO1.stSeld", "false"));
    yard_free(yard);
}

static void
sSBOes7_a_command_that_takes_too_long_ends_with_operTimeout(void)
{
    Yard *yard = yard_new("controls.scd");

    control_object_set_process(yard_object(yard, "LD0/GGIO5.SPCSO1"), &stuck, NULL);
    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD0/GGIO5.SPCSO1 true", "+"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO5.SPCSO1 true", "+"));
    yard_advance(yard, 999);
    CU_ASSERT_TRUE(yard_hears(&yard->a, ""));
    yard_advance(yard, 1);
    CU_ASSERT_TRUE(yard_hears(&yard->a, "term- 16/2"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO5.SPCSO1.stSeld", "false"));
    yard_free(yard);
}

TEST_SUITE(control_models, TEST_CASE(sSBOns3_a_selection_ends_with_sboTimeout),
           TEST_CASE(sSBOns4_a_cancel_ends_a_selection),
           TEST_CASE(sSBOns5_an_operate_without_a_selection_is_refused),
           TEST_CASE(sDOes1_an_operate_is_answered_before_it_is_executed),
           TEST_CASE(sDOes4_a_command_that_fails_ends_with_a_negative_termination),
           TEST_CASE(sDOes5_a_blocked_operate_is_refused_and_never_terminates),
           TEST_CASE(sSBOes2_a_selection_with_value_is_cancelled),
           TEST_CASE(sSBOes3_each_parameter_must_be_as_in_the_select),
           TEST_CASE(sSBOes4_a_selection_with_value_ends_with_sboTimeout),
           TEST_CASE(sSBOes5_a_failure_ends_with_a_negative_termination),
           TEST_CASE(sSBOes6_operate_many_stays_selected),
           TEST_CASE(sSBOes7_a_command_that_takes_too_long_ends_with_operTimeout))
