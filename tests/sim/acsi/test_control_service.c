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
    CU_ASSERT_TRUE(yard_logged(yard, "command_refused LD0/GGIO2.SPCSO1=blocked-by-health"));
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

TEST_SUITE(control_service, TEST_CASE(sDOns1_a_direct_operate_is_answered_and_executed),
           TEST_CASE(sDOns3_a_refused_direct_operate_changes_nothing),
           TEST_CASE(sSBOns1_a_select_is_answered_by_the_reference),
           TEST_CASE(sSBOns2_a_selected_control_is_operated),
           TEST_CASE(sDOes2_an_enhanced_operate_ends_with_a_termination),
           TEST_CASE(sSBOes1_select_with_value_and_operate),
           TEST_CASE(sCtl25_an_operate_that_differs_from_its_select_is_refused))
