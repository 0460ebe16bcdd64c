/* SPDX-License-Identifier: Apache-2.0
 *
 * Processes behind controls: every class with the default one, every cause with one that
 * decides.
 */
#include "tests/sim/acsi/yard.h"

/* One row a class: what is operated, and the status before, within and after the travel. */
static const struct {
    const char *object, *status, *value, *before, *within, *after;
} classes[] = {
    { "SPCSO1", "SPCSO1.stVal", "true", "false", "true", "true" },
    { "DPCSO1", "DPCSO1.stVal", "true", "intermediate", "intermediate", "on" },
    { "ISCSO1", "ISCSO1.stVal", "-42", "0", "-42", "-42" },
    { "EncSO1", "EncSO1.stVal", "high", "low", "high", "high" },
    { "BscSO1", "BscSO1.valWTr.posVal", "higher", "0", "0", "1" },
    { "IscSO1", "IscSO1.valWTr.posVal", "-5", "0", "0", "-5" },
    { "AnOut1", "AnOut1.mxVal.f", "12.5", "0", "12.5", "12.5" },
    { "BacSO1", "BacSO1.mxVal.f", "higher", "0", "0", "2.5" },
};

/* GGIO2 to GGIO5 have the models. */
static void
operate_class(unsigned model, unsigned row)
{
    Yard *yard = yard_new("controls.scd");
    g_autofree char *object = g_strdup_printf("LD0/GGIO%u.%s", model + 1, classes[row].object);
    g_autofree char *status = g_strdup_printf("LD0/GGIO%u.%s", model + 1, classes[row].status);
    g_autofree char *oper = g_strdup_printf("oper %s %s num=9", object, classes[row].value);
    g_autofree char *sbow = g_strdup_printf("sbow %s %s num=9", object, classes[row].value);
    g_autofree char *select = g_strdup_printf("select %s", object);

    if (model == CONTROL_SBO_NORMAL) {
        CU_ASSERT_TRUE(yard_gets(&yard->a, select, "selected"));
    } else if (model == CONTROL_SBO_ENHANCED) {
        CU_ASSERT_TRUE(yard_gets(&yard->a, sbow, "+"));
    }
    CU_ASSERT_TRUE(yard_shows(yard, status, classes[row].before));
    CU_ASSERT_TRUE(yard_gets(&yard->a, oper, "+"));
    yard_turn(yard);
    CU_ASSERT_TRUE(yard_shows(yard, status, classes[row].within));
    yard_advance(yard, 100);
    CU_ASSERT_TRUE(yard_shows(yard, status, classes[row].after));
    CU_ASSERT_TRUE(
        yard_hears(&yard->a, control_model_is_enhanced((ControlModel)model) ? "term+" : ""));
    CU_ASSERT_EQUAL(yard_object(yard, object)->state, CONTROL_IDLE);
    yard_free(yard);
}

static void
sCtl16_every_class_follows_under_every_model(void)
{
    for (unsigned model = CONTROL_DIRECT_NORMAL; model < CONTROL_MODELS; model++) {
        for (unsigned row = 0; row < G_N_ELEMENTS(classes); row++) {
            operate_class(model, row);
        }
    }
}

typedef struct Script {
    ControlVerdict verdict;
    AddCause cause;
    ControlRequest *handle;
    unsigned gone;
} Script;

static ControlVerdict
decide(void *user, ControlRequest *request, AddCause *cause)
{
    Script *script = user;

    *cause = script->cause;
    script->handle = request;
    return script->verdict;
}

static void
execute(void *user, ControlRequest *request)
{
    ((Script *)user)->handle = request;
}

static void
gone(void *user, ControlRequest *request)
{
    Script *script = user;

    CU_ASSERT_PTR_EQUAL(script->handle, request);
    script->handle = NULL;
    script->gone++;
}

static const ControlProcess scripted = { .decide = decide, .execute = execute, .gone = gone };

static void
every_cause_refuses_and_fails(void)
{
    Yard *yard = yard_new("controls.scd");
    Script script = { .verdict = CONTROL_REFUSE };

    controls_set_process(yard->controls, &scripted, &script);
    for (unsigned cause = 0; cause < ADD_CAUSES; cause++) {
        unsigned error = cause == 0 ? 1 : cause == ADD_CAUSE_TIME_LIMIT_OVER ? 2 : 0;
        g_autofree char *refused = g_strdup_printf("error %u/%u, -3", cause, error);
        g_autofree char *failed = g_strdup_printf("term- %u/%u", cause, error);
        g_autofree char *told =
            g_strdup_printf("command_terminated LD0/GGIO4.SPCSO1=result=negative cause=%s ",
                            add_cause_name(cause));

        script.verdict = CONTROL_REFUSE;
        script.cause = (AddCause)cause;
        CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO4.SPCSO1 true", refused));
        script.verdict = CONTROL_ACCEPT;
        CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO4.SPCSO1 true", "+"));
        yard_turn(yard);
        control_fail(script.handle, (AddCause)cause);
        CU_ASSERT_TRUE(yard_hears(&yard->a, failed));
        CU_ASSERT_TRUE(yard_logged(yard, told));
    }
    yard_free(yard);
}

static void
sDOes3_a_process_that_never_answers_runs_into_oper_timeout(void)
{
    Yard *yard = yard_new("controls.scd");
    Script script = { .verdict = CONTROL_ACCEPT };

    controls_set_process(yard->controls, &scripted, &script);
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO4.SPCSO1 true", "+"));
    yard_advance(yard, 999);
    CU_ASSERT_TRUE(yard_hears(&yard->a, ""));
    yard_advance(yard, 1);
    CU_ASSERT_TRUE(yard_hears(&yard->a, "term- 16/2"));
    CU_ASSERT_EQUAL(script.gone, 1);
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO4.SPCSO1", "false"));
    yard_free(yard);
}

static void
a_late_decision_on_a_select_answers_the_read(void)
{
    Yard *yard = yard_new("controls.scd");
    Script script = { .verdict = CONTROL_LATER };

    controls_set_process(yard->controls, &scripted, &script);
    CU_ASSERT_TRUE(yard_gets(&yard->a, "select LD0/GGIO3.SPCSO1", ""));
    control_request_refuse(script.handle, ADD_CAUSE_SELECT_FAILED);
    CU_ASSERT_TRUE(yard_hears(&yard->a, "empty"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "select LD0/GGIO3.SPCSO1", ""));
    control_request_accept(script.handle);
    CU_ASSERT_TRUE(yard_hears(&yard->a, "selected"));
    CU_ASSERT_EQUAL(script.gone, 0);
    yard_free(yard);
}

static void
the_end_of_the_controls_takes_the_handles(void)
{
    Yard *yard = yard_new("controls.scd");
    Script script = { .verdict = CONTROL_LATER };

    controls_set_process(yard->controls, &scripted, &script);
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO2.SPCSO1 true", ""));
    yard_free(yard);
    CU_ASSERT_EQUAL(script.gone, 1);
}

static void
events_tell_with_what_it_was_operated(void)
{
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO4.DPCSO1 true num=3 cat=3 check=2", "+"));
    CU_ASSERT_TRUE(yard_logged(
        yard, "operated LD0/GGIO4.DPCSO1=service=Oper ctlVal=on orCat=remote-control "
              "orIdent=\"SCADA\" ctlNum=3 T=2026-01-01T00:00:00.000Z test=false "
              "check=interlock\n"));
    yard_free(yard);
}

static void
a_persistent_output_moves_until_it_is_stopped(void)
{
    Yard *yard = yard_new("controls.scd");

    yard_set(yard, "LD0/GGIO4.BscSO1.persistent", "true");
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO4.BscSO1 higher", "+"));
    yard_advance(yard, 100);
    CU_ASSERT_TRUE(yard_hears(&yard->a, "term+"));
    yard_advance(yard, 250);
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO4.BscSO1.valWTr.posVal", "3"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO4.BscSO1 stop num=1", "+"));
    yard_advance(yard, 2000);
    CU_ASSERT_TRUE(yard_hears(&yard->a, "term+"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO4.BscSO1.valWTr.posVal", "3"));
    yard_set(yard, "LD0/GGIO4.BscSO1.valWTr.posVal", "8");
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO4.BscSO1 higher num=2", "error 7/0, -3"));
    yard_free(yard);
}

static void
a_pulse_ends_by_itself(void)
{
    Yard *yard = yard_new("controls.scd");

    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO6.SPCSO3 true", "+"));
    yard_turn(yard);
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO6.SPCSO3", "true"));
    yard_advance(yard, 200);
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO6.SPCSO3", "false"));
    yard_advance(yard, 100);
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO6.SPCSO3", "true"));
    yard_advance(yard, 200);
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO6.SPCSO3", "false"));
    yard_advance(yard, 10000);
    CU_ASSERT_TRUE(yard_shows(yard, "LD0/GGIO6.SPCSO3", "false"));
    yard_free(yard);
}

TEST_SUITE(control_process, TEST_CASE(sCtl16_every_class_follows_under_every_model),
           TEST_CASE(every_cause_refuses_and_fails),
           TEST_CASE(sDOes3_a_process_that_never_answers_runs_into_oper_timeout),
           TEST_CASE(a_late_decision_on_a_select_answers_the_read),
           TEST_CASE(the_end_of_the_controls_takes_the_handles),
           TEST_CASE(events_tell_with_what_it_was_operated),
           TEST_CASE(a_persistent_output_moves_until_it_is_stopped),
           TEST_CASE(a_pulse_ends_by_itself))
