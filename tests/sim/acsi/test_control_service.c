/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/sim/acsi/yard.h"

static void
sDOns1_a_direct_operate_is_answered_and_executed(void)
{
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO2.SPCSO1 true num=7 id=HMI", "+"));
    CU_ASSERT_TRUE(yard_hears(&yard->a, ""));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO2.SPCSO1", "true"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO2.SPCSO1.origin.orCat", "station-control"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO2.SPCSO1.ctlNum[ST]", "7"));
    CU_ASSERT_TRUE(yard_gets(&yard->b, "oper LD0/GGIO2.SPCSO1 false", "+"));
    yard_turn(yard);
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO2.SPCSO1", "false"));
    yard_free(yard);
}

static void
sDOns3_a_refused_direct_operate_changes_nothing(void)
{
    Yard *yard = yard_new("controls.scd");

    yard_set(yard, "LD0/GGIO2.Health", "Alarm");
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO2.SPCSO1 true", "error 13/0, -3"));
    yard_turn(yard);
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO2.SPCSO1", "false"));
    CU_ASSERT_TRUE(
        yard_logged(yard, "command_refused LD0/GGIO2.SPCSO1=cause=blocked-by-health"));
    yard_free(yard);
}

static void
sSBOns1_a_select_is_answered_by_the_reference(void)
{
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "select LD0/GGIO3.SPCSO1", "selected"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO3.SPCSO1.stSeld", "true"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "select LD0/GGIO3.SPCSO1", "empty"));
    CU_ASSERT_TRUE(yard_gets(&yard->b, "select LD0/GGIO3.SPCSO1", "empty"));
    yard_free(yard);
}

static void
sSBOns2_a_selected_control_is_operated(void)
{
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "select LD0/GGIO3.DPCSO1", "selected"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO3.DPCSO1 true", "+"));
    yard_turn(yard);
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO3.DPCSO1", "intermediate"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO3.DPCSO1.stSeld", "true"));
    yard_advance(yard, 80);
    CU_ASSERT_TRUE(yard_hears(&yard->a, ""));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO3.DPCSO1", "on"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO3.DPCSO1.stSeld", "false"));
    yard_free(yard);
}

static void
sDOes2_an_enhanced_operate_ends_with_a_termination(void)
{
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO4.DPCSO1 true", "+"));
    CU_ASSERT_TRUE(yard_hears(&yard->a, ""));
    yard_advance(yard, 80);
    CU_ASSERT_TRUE(yard_hears(&yard->a, "term+"));
    CU_ASSERT_TRUE(yard_hears(&yard->b, ""));
    yard_free(yard);
}

static void
sSBOes1_select_with_value_and_operate(void)
{
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD1/CSWI1.Pos true num=3 cat=3", "+"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD1/CSWI1.Pos true num=3 cat=3", "+"));
    yard_turn(yard);
    CU_ASSERT_TRUE(yard_shows(yard, "LD1/XCBR1.Pos", "intermediate"));
    yard_advance(yard, 80);
    CU_ASSERT_TRUE(yard_hears(&yard->a, "term+"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD1/CSWI1.Pos", "on"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD1/XCBR1.Pos", "on"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD1/XCBR2.Pos", "off"));
    yard_free(yard);
}

static void
sCtl25_an_operate_that_differs_from_its_select_is_refused(void)
{
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD0/GGIO5.SPCSO1 true num=3", "+"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO5.SPCSO1 true num=4", "error 26/0, -3"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO5.SPCSO1.stSeld", "false"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO5.SPCSO1 true num=3", "error 18/0, -3"));
    yard_free(yard);
}

static void
sCtl6_a_selection_is_cancelled(void)
{
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD0/GGIO5.SPCSO1 true", "+"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "cancel LD0/GGIO5.SPCSO1 true", "+"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO5.SPCSO1.stSeld", "false"));
    CU_ASSERT_TRUE(yard_logged(yard, "cancelled LD0/GGIO5.SPCSO1=service=Cancel"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "cancel LD0/GGIO5.SPCSO1 true", "+"));
    yard_free(yard);
}

static void
sCtl7_a_selection_ends_with_its_time(void)
{
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "select LD0/GGIO3.SPCSO1", "selected"));
    yard_advance(yard, 1999);
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO3.SPCSO1.stSeld", "true"));
    yard_advance(yard, 1);
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO3.SPCSO1.stSeld", "false"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO3.SPCSO1 true", "error 18/0, -3"));
    yard_free(yard);
}

static void
sCtl8_another_client_finds_it_locked(void)
{
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD0/GGIO5.SPCSO1 true", "+"));
    CU_ASSERT_TRUE(yard_gets(&yard->b, "sbow LD0/GGIO5.SPCSO1 true", "error 27/0, -2"));
    CU_ASSERT_TRUE(yard_gets(&yard->b, "oper LD0/GGIO5.SPCSO1 true", "error 27/0, -2"));
    CU_ASSERT_TRUE(yard_gets(&yard->b, "cancel LD0/GGIO5.SPCSO1 true", "error 27/0, -2"));
    yard_lose(&yard->a);
    CU_ASSERT_TRUE(yard_gets(&yard->b, "sbow LD0/GGIO5.SPCSO1 true", "+"));
    yard_free(yard);
}

static void
sCtl9_operate_many_stays_selected_and_operate_once_does_not(void)
{
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "select LD0/GGIO3.SPCSO1", "selected"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO3.SPCSO1 true num=0", "+"));
    yard_turn(yard);
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO3.SPCSO1.stSeld", "false"));
    yard_set(yard, "LD0/GGIO3.SPCSO1.sboClass", "operate-many");
    CU_ASSERT_TRUE(yard_gets(&yard->a, "select LD0/GGIO3.SPCSO1", "selected"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO3.SPCSO1 true num=1", "+"));
    yard_turn(yard);
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO3.SPCSO1 false num=2", "+"));
    yard_turn(yard);
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO3.SPCSO1.stSeld", "true"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO3.SPCSO1", "false"));
    yard_advance(yard, 2000);
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO3.SPCSO1.stSeld", "false"));
    yard_free(yard);
}

static void
sCtl26_what_comes_while_it_is_executed_is_refused(void)
{
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD0/GGIO5.DPCSO1 true", "+"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO5.DPCSO1 true", "+"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "cancel LD0/GGIO5.DPCSO1 true", "error 12/0, -2"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD0/GGIO5.DPCSO1 true", "error 12/0, -2"));
    CU_ASSERT_TRUE(yard_gets(&yard->b, "oper LD0/GGIO5.DPCSO1 true", "error 12/0, -2"));
    yard_advance(yard, 80);
    CU_ASSERT_TRUE(yard_hears(&yard->a, "term+"));
    yard_free(yard);
}

static void
sSBOes8_test_must_be_as_in_the_select(void)
{
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD0/GGIO5.SPCSO1 true", "+"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO5.SPCSO1 true test", "error 26/0, -3"));
    yard_free(yard);
}

static void
a_command_goes_on_without_its_client(void)
{
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO4.DPCSO1 true", "+"));
    yard_lose(&yard->a);
    yard_advance(yard, 80);
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO4.DPCSO1", "on"));
    CU_ASSERT_TRUE(yard_hears(&yard->a, ""));
    CU_ASSERT_TRUE(yard_logged(yard, "command_terminated LD0/GGIO4.DPCSO1=result=positive"));
    yard_free(yard);
}

static void
the_model_is_written_between_commands(void)
{
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_STRING_EQUAL(
        yard_write(&yard->a, "LD0/GGIO5.SPCSO1.ctlModel", "sbo-with-normal-security"), "-11");
    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD0/GGIO5.SPCSO1 true", "+"));
    CU_ASSERT_STRING_EQUAL(
        yard_write(&yard->a, "LD0/GGIO5.SPCSO1.ctlModel", "direct-with-normal-security"), "-2");
    CU_ASSERT_TRUE(yard_gets(&yard->a, "cancel LD0/GGIO5.SPCSO1 true", "+"));
    CU_ASSERT_STRING_EQUAL(
        yard_write(&yard->a, "LD0/GGIO5.SPCSO1.ctlModel", "direct-with-normal-security"), "+");
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO5.SPCSO1 true", "+"));
    yard_free(yard);
}

TEST_SUITE(control_service, TEST_CASE(sDOns1_a_direct_operate_is_answered_and_executed),
           TEST_CASE(sDOns3_a_refused_direct_operate_changes_nothing),
           TEST_CASE(sSBOns1_a_select_is_answered_by_the_reference),
           TEST_CASE(sSBOns2_a_selected_control_is_operated),
           TEST_CASE(sDOes2_an_enhanced_operate_ends_with_a_termination),
           TEST_CASE(sSBOes1_select_with_value_and_operate),
           TEST_CASE(sCtl25_an_operate_that_differs_from_its_select_is_refused),
           TEST_CASE(sCtl6_a_selection_is_cancelled),
           TEST_CASE(sCtl7_a_selection_ends_with_its_time),
           TEST_CASE(sCtl8_another_client_finds_it_locked),
           TEST_CASE(sCtl9_operate_many_stays_selected_and_operate_once_does_not),
           TEST_CASE(sCtl26_what_comes_while_it_is_executed_is_refused),
           TEST_CASE(sSBOes8_test_must_be_as_in_the_select),
           TEST_CASE(a_command_goes_on_without_its_client),
           TEST_CASE(the_model_is_written_between_commands))
