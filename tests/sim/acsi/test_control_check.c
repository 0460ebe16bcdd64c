/* SPDX-License-Identifier: Apache-2.0
 *
 * What controls refuse, and the time-activated ones.
 */
#include "tests/sim/acsi/yard.h"

/* One row a refusal: what the scenario set before, the request, and the answer. */
static const struct {
    const char *reference, *value, *request, *answer;
} refusals[] = {
    /* Models, structures, values */
    { NULL, NULL, "oper LD0/GGIO2.SPCSO1 hex:850101", "-7" },
    { NULL, NULL, "oper LD0/GGIO2.EncSO1 hex:850109", "error 26/0, -11" },
    { NULL, NULL, "oper LD0/GGIO2.ISCSO1 101", "error 26/0, -11" },
    { NULL, NULL, "oper LD0/GGIO2.AnOut1 100.5", "error 26/0, -11" },
    { NULL, NULL, "oper LD0/GGIO2.SPCSO1 true cat=9", "error 26/0, -3" },
    { NULL, NULL, "sbow LD0/GGIO5.SPCSO1 true cat=-1", "error 3/0, -3" },
    { NULL, NULL, "oper LD0/GGIO3.SPCSO1 true", "error 18/0, -3" },
    { NULL, NULL, "oper LD0/GGIO5.SPCSO1 true", "error 18/0, -3" },
    { "LD0/GGIO5.SPCSO1.ctlModel", "status-only", "sbow LD0/GGIO5.SPCSO1 true", "-3" },
    { "LD0/GGIO5.SPCSO1.ctlModel", "status-only", "oper LD0/GGIO5.SPCSO1 true", "-3" },
    { "LD0/GGIO5.SPCSO1.ctlModel", "direct-with-enhanced-security",
      "sbow LD0/GGIO5.SPCSO1 true", "-3" },
    { "LD0/GGIO3.SPCSO1.ctlModel", "direct-with-normal-security", "select LD0/GGIO3.SPCSO1",
      "empty" },
    /* Beh and Test */
    { NULL, NULL, "oper LD0/GGIO2.SPCSO1 true test", "error 8/0, -3" },
    { "LD0/GGIO2.Beh", "blocked", "oper LD0/GGIO2.SPCSO1 true test", "error 8/0, -3" },
    { "LD0/GGIO2.Beh", "test", "oper LD0/GGIO2.SPCSO1 true", "error 8/0, -3" },
    { "LD0/GGIO2.Beh", "test", "oper LD0/GGIO2.SPCSO1 true test", "+" },
    { "LD0/GGIO2.Beh", "test/blocked", "oper LD0/GGIO2.SPCSO1 true", "error 8/0, -3" },
    { "LD0/GGIO2.Beh", "test/blocked", "oper LD0/GGIO2.SPCSO1 true test", "+" },
    { "LD0/GGIO2.Beh", "off", "oper LD0/GGIO2.SPCSO1 true", "error 8/0, -3" },
    { "LD0/GGIO2.Beh", "off", "oper LD0/GGIO2.SPCSO1 true test", "error 8/0, -3" },
    { "LD0/GGIO3.Beh", "off", "select LD0/GGIO3.SPCSO1", "empty" },
    { "LD0/LLN0.Beh", "off", "oper LD0/LLN0.Mod on", "+" },
    { "LD1/XCBR1.Beh", "test", "sbow LD1/CSWI1.Pos true cat=3", "error 8/0, -3" },
    { "LD1/XCBR1.Beh", "blocked", "sbow LD1/CSWI1.Pos true cat=3", "+" },
    { "LD1/XCBR1.Beh", "off", "sbow LD1/CSWI1.Pos true cat=3", "error 8/0, -3" },
    { "LD1/XCBR2.Beh", "off", "sbow LD1/CSWI1.Pos true cat=3", "+" },
    /* Who has the authority */
    { NULL, NULL, "sbow LD1/CSWI1.Pos true cat=3", "+" },
    { NULL, NULL, "sbow LD1/CSWI1.Pos true cat=2", "error 2/0, -3" },
    { NULL, NULL, "sbow LD1/CSWI1.Pos true cat=1", "error 2/0, -3" },
    { "LD1/LLN0.MltLev", "true", "sbow LD1/CSWI1.Pos true cat=2", "+" },
    { "LD1/LLN0.MltLev", "true", "sbow LD1/CSWI1.Pos true cat=1", "+" },
    { "LD1/LLN0.LocSta", "true", "sbow LD1/CSWI1.Pos true cat=2", "+" },
    { "LD1/LLN0.LocSta", "true", "sbow LD1/CSWI1.Pos true cat=6", "error 2/0, -3" },
    { "LD1/LLN0.Loc", "true", "sbow LD1/CSWI1.Pos true cat=3", "error 2/0, -3" },
    { "LD1/LLN0.Loc", "true", "sbow LD1/CSWI1.Pos true cat=4", "+" },
    { "LD1/LLN0.LocKey", "true", "sbow LD1/CSWI1.Pos true cat=1", "error 2/0, -3" },
    { "LD1/LLN0.Loc", "true", "sbow LD1/CSWI1.Pos true cat=7", "+" },
    /* Check */
    { "LD1/CILO1.EnaCls", "false", "sbow LD1/CSWI1.Pos true cat=3 check=2", "error 10/0, -3" },
    { "LD1/CILO1.EnaCls", "false", "sbow LD1/CSWI1.Pos true cat=3", "+" },
    { "LD1/CILO1.EnaCls", "false", "sbow LD1/CSWI1.Pos false cat=3 check=2", "+" },
    { "LD1/CILO1.EnaOpn", "false", "sbow LD1/CSWI1.Pos false cat=3 check=2", "error 10/0, -3" },
    { "LD1/RSYN1.Rel", "false", "sbow LD1/CSWI1.Pos true cat=3 check=1", "error 11/0, -3" },
    { "LD1/RSYN1.Rel", "false", "sbow LD1/CSWI1.Pos false cat=3 check=1", "+" },
    /* The process */
    { "LD1/XCBR1.BlkCls", "true", "sbow LD1/CSWI1.Pos true cat=3", "error 9/0, -3" },
    { "LD1/XCBR1.BlkOpn", "true", "sbow LD1/CSWI1.Pos true cat=3", "+" },
    { "LD1/CSWI1.Health", "Alarm", "sbow LD1/CSWI1.Pos true cat=3", "error 13/0, -3" },
    { "LD1/CSWI1.Pos", "on", "sbow LD1/CSWI1.Pos true cat=3", "error 5/0, -3" },
    { "LD1/CSWI1.Pos", "off", "sbow LD1/CSWI1.Pos false cat=3", "error 5/0, -3" },
    { "LD1/CSWI1.Pos", "bad", "sbow LD1/CSWI1.Pos true cat=3", "error 4/0, -3" },
    { "LD1/CSWI1.Pos.t", "2026-01-01T00:00:00Z", "sbow LD1/CSWI1.Pos true cat=3",
      "error 4/0, -3" },
    { "LD0/GGIO6.CmdBlk", "true", "oper LD0/GGIO6.SPCSO1 true", "error 24/0, -3" },
    { "LD0/GGIO2.BscSO1.valWTr.posVal", "-8", "oper LD0/GGIO2.BscSO1 lower", "error 7/0, -3" },
    { "LD0/GGIO2.BscSO1.valWTr.posVal", "-8", "oper LD0/GGIO2.BscSO1 higher", "+" },
};

static void
what_does_not_hold_is_refused_with_its_cause(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(refusals); i++) {
        Yard *yard = yard_new("controls.scd");

        if (refusals[i].reference != NULL) {
            yard_set(yard, refusals[i].reference, refusals[i].value);
        }
        if (!yard_gets(&yard->a, refusals[i].request, refusals[i].answer)) {
            fprintf(stderr, "  in row %u, %s\n", i, refusals[i].reference);
            CU_FAIL("refused otherwise");
        }
        yard_free(yard);
    }
}

static void
sCtl20_a_command_in_test_blocked_has_no_output(void)
{
    Yard *yard = yard_new("controls.scd");

    yard_set(yard, "LD0/GGIO4.Beh", "test/blocked");
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO4.SPCSO1 true test", "+"));
    CU_ASSERT_TRUE(yard_hears(&yard->a, "term+"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO4.SPCSO1", "false"));
    yard_set(yard, "LD0/GGIO4.Beh", "test");
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO4.SPCSO1 true test num=1", "+"));
    CU_ASSERT_TRUE(yard_hears(&yard->a, "term+"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO4.SPCSO1", "true"));
    yard_free(yard);
}

static void
sCtl20_a_switch_that_is_blocked_stays_where_it_is(void)
{
    Yard *yard = yard_new("controls.scd");

    yard_set(yard, "LD1/XCBR1.Beh", "blocked");
    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD1/CSWI1.Pos true cat=3", "+"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD1/CSWI1.Pos true cat=3", "+"));
    yard_advance(yard, 100);
    CU_ASSERT_TRUE(yard_hears(&yard->a, "term+"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD1/XCBR1.Pos", "off"));
    yard_free(yard);
}

static void
sCtl30_a_time_activated_operate_waits_for_its_time(void)
{
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO6.SPCSO1 true at=5000", "+"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO6.SPCSO1 true num=1", "error 12/0, -2"));
    yard_advance(yard, 4999);
    CU_ASSERT_TRUE(yard_hears(&yard->a, ""));
    yard_advance(yard, 1);
    CU_ASSERT_TRUE(yard_hears(&yard->a, "term+, term+"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO6.SPCSO1", "true"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO6.SPCSO1 false num=2 at=-5000", "+"));
    CU_ASSERT_TRUE(yard_hears(&yard->a, "term+"));
    yard_free(yard);
}

static void
sCtl30_a_time_activated_operate_is_cancelled(void)
{
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO6.SPCSO1 true at=5000", "+"));
    CU_ASSERT_TRUE(yard_gets(&yard->b, "cancel LD0/GGIO6.SPCSO1 true", "error 27/0, -2"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "cancel LD0/GGIO6.SPCSO1 true", "+"));
    yard_advance(yard, 6000);
    CU_ASSERT_TRUE(yard_hears(&yard->a, ""));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO6.SPCSO1", "false"));
    yard_free(yard);
}

static void
sCtl30_what_does_not_hold_when_its_time_comes_ends_it(void)
{
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO6.SPCSO2 true at=5000", "+"));
    yard_set(yard, "LD0/GGIO6.Beh", "off");
    yard_advance(yard, 5000);
    CU_ASSERT_TRUE(yard_hears(&yard->a, "term- 8/0"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO6.SPCSO2", "false"));
    yard_free(yard);
}

static void
one_of_n_switches_of_a_node_is_operated(void)
{
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD0/GGIO6.DPCSO1 true", "+"));
    CU_ASSERT_TRUE(yard_gets(&yard->b, "sbow LD0/GGIO6.DPCSO2 true", "error 14/0, -3"));
    CU_ASSERT_TRUE(yard_gets(&yard->b, "sbow LD0/GGIO5.DPCSO1 true", "+"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "cancel LD0/GGIO6.DPCSO1 true", "+"));
    CU_ASSERT_TRUE(yard_gets(&yard->b, "sbow LD0/GGIO6.DPCSO2 true", "+"));
    controls_set_reach(yard->controls, CONTROL_REACH_DEVICE);
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO4.DPCSO1 true", "error 14/0, -3"));
    controls_set_reach(yard->controls, CONTROL_REACH_NONE);
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO4.DPCSO1 true", "+"));
    yard_free(yard);
}

static void
the_first_edition_has_fewer_causes(void)
{
    Yard *yard = yard_new("controls_ed1.cid");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO1.SPCSO2 true", "-3"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD0/GGIO1.SPCSO4 true", "+"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD0/GGIO1.SPCSO4 true", "error 3/0, -2"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO1.SPCSO4 false", "error 6/0, -3"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD0/GGIO1.SPCSO5 true", "+"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO1.SPCSO5 true", "+"));
    CU_ASSERT_TRUE(yard_hears(&yard->a, "term+"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO1.SPCSO5", "true"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO1.SPCSO3 true test", "+"));
    CU_ASSERT_TRUE(yard_hears(&yard->a, "term+"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO1.SPCSO3", "false"));
    yard_free(yard);
}

static void
bad_manners_are_told(void)
{
    Yard *yard = yard_new("controls.scd");

    yard_do(&yard->a, "oper LD0/GGIO2.SPCSO1 true num=1 t=-60000");
    CU_ASSERT_TRUE(yard_logged(yard, "client_warning LD0/GGIO2.SPCSO1=time: T is 60 s behind"));
    yard_turn(yard);
    yard_do(&yard->a, "oper LD0/GGIO2.SPCSO1 true num=1");
    CU_ASSERT_TRUE(
        yard_logged(yard, "client_warning LD0/GGIO2.SPCSO1=ctl-num: ctlNum is 1 as"));
    yard_do(&yard->a, "oper LD0/GGIO3.SPCSO1 true");
    CU_ASSERT_TRUE(
        yard_logged(yard, "client_warning LD0/GGIO3.SPCSO1=not-selected: operated without"));
    yard_do(&yard->a, "oper LD0/GGIO2.DPCSO1 true "
                      "id=aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggggg");
    CU_ASSERT_TRUE(
        yard_logged(yard, "client_warning LD0/GGIO2.DPCSO1=or-ident: orIdent has 65 octets"));
    yard_do(&yard->a, "select LD0/GGIO3.SPCSO1");
    yard_advance(yard, 2000);
    CU_ASSERT_TRUE(yard_logged(yard, "select_expired LD0/GGIO3.SPCSO1"));
    CU_ASSERT_TRUE(yard_logged(
        yard, "client_warning LD0/GGIO3.SPCSO1=select-expired: a selection was never"));
    yard_free(yard);
}

TEST_SUITE(control_check, TEST_CASE(what_does_not_hold_is_refused_with_its_cause),
           TEST_CASE(sCtl20_a_command_in_test_blocked_has_no_output),
           TEST_CASE(sCtl20_a_switch_that_is_blocked_stays_where_it_is),
           TEST_CASE(sCtl30_a_time_activated_operate_waits_for_its_time),
           TEST_CASE(sCtl30_a_time_activated_operate_is_cancelled),
           TEST_CASE(sCtl30_what_does_not_hold_when_its_time_comes_ends_it),
           TEST_CASE(one_of_n_switches_of_a_node_is_operated),
           TEST_CASE(the_first_edition_has_fewer_causes), TEST_CASE(bad_manners_are_told))
