/* SPDX-License-Identifier: Apache-2.0
 *
 * Service tracking of controls (IEC 61850-7-3, CTS), by the ids of the server's conformance
 * cases.
 */
#include "tests/sim/acsi/yard.h"

#define LTRK "LD0/LTRK1."

static Yard *
tracked_yard(void)
{
    return yard_new("features/tracking.cid");
}

/* "objRef=TRKLD0/GGIO1.SPCSO1 serviceType=Operate ..." of an object of LTRK1 of LD0. */
static bool
shows(Yard *yard, const char *object, const char *attributes)
{
    g_auto(GStrv) parts = g_strsplit(attributes, " ", 0);
    bool all = true;

    for (char **part = parts; *part != NULL; part++) {
        g_auto(GStrv) pair = g_strsplit(*part, "=", 2);
        g_autofree char *reference = g_strdup_printf(LTRK "%s.%s", object, pair[0]);

        all = yard_shows(yard, reference, pair[1]) && all;
    }
    return all;
}

static void
sTrk8_an_operate_is_tracked_with_its_parameters(void)
{
    Yard *yard = tracked_yard();

    CU_ASSERT_TRUE(
        yard_gets(&yard->a, "oper LD0/GGIO1.SPCSO1 true num=7 cat=3 id=HMI check=1", "+"));
    CU_ASSERT_TRUE(shows(yard, "SpcTrk",
                         "objRef=TRKLD0/GGIO1.SPCSO1 serviceType=Operate errorCode=no-error "
                         "originatorID=484D49 t=2026-01-01T00:00:00.000Z ctlVal=true "
                         "origin.orCat=remote-control origin.orIdent=484D49 ctlNum=7 "
                         "T=2026-01-01T00:00:00.000Z Test=false respAddCause=none"));
    yard_turn(yard);
    CU_ASSERT_TRUE(
        yard_gets(&yard->b, "oper LD0/GGIO1.SPCSO1 false test num=8", "error 8/0, -3"));
    CU_ASSERT_TRUE(shows(yard, "SpcTrk",
                         "serviceType=Operate errorCode=access-violation ctlVal=false ctlNum=8 "
                         "Test=true respAddCause=blocked-by-mode"));
    yard_free(yard);
}

static void
sTrk8_check_is_tracked_bit_by_bit(void)
{
    static const char *const shown[] = { "", "synchrocheck", "interlock-check",
                                         "synchrocheck,interlock-check" };
    Yard *yard = tracked_yard();

    for (unsigned check = 1; check < 4; check++) {
        g_autofree char *request =
            g_strdup_printf("oper LD0/GGIO1.SPCSO1 true check=%u", check);

        CU_ASSERT_TRUE(yard_gets(&yard->a, request, "+"));
        yard_turn(yard);
        CU_ASSERT_STRING_EQUAL(yard_value(yard, LTRK "SpcTrk.Check"), shown[check]);
    }
    yard_free(yard);
}

static void
sTrk8_every_class_has_its_object(void)
{
    static const struct {
        const char *request, *object, *shown;
    } rows[] = {
        { "oper LD0/GGIO1.DPCSO1 true", "DpcTrk", "ctlVal=true" },
        { "oper LD0/GGIO1.ISCSO1 -77", "IncTrk", "ctlVal=-77" },
        { "oper LD0/GGIO1.EncSO1 green", "EncTrk1", "ctlVal=green" },
        { "oper LD0/GGIO1.EncSO2 square", "EncTrk2", "ctlVal=square" },
        { "oper LD0/GGIO1.BscSO1 higher", "BscTrk", "ctlVal=higher" },
        { "oper LD0/GGIO1.IscSO1 5", "IscTrk", "ctlVal=5" },
        { "oper LD0/GGIO1.AnOut1 12.5", "ApcFTrk", "ctlVal.f=12.5" },
        { "oper LD0/GGIO1.AnOut2 33", "ApcIntTrk", "ctlVal.i=33" },
        { "oper LD0/GGIO1.BacSO1 lower", "BacTrk", "ctlVal=lower" },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        Yard *yard = tracked_yard();
        g_auto(GStrv) words = g_strsplit(rows[i].request, " ", 0);
        g_autofree char *expected =
            g_strdup_printf("objRef=TRK%c%c%c%s serviceType=Operate %s", words[1][0],
                            words[1][1], words[1][2], words[1] + 3, rows[i].shown);

        CU_ASSERT_TRUE(yard_gets(&yard->a, rows[i].request, "+"));
        CU_ASSERT_TRUE(shows(yard, rows[i].object, expected));
        CU_ASSERT_TRUE(shows(yard, "SpcTrk", "serviceType=Unknown"));
        yard_free(yard);
    }
}

static void
sTrk8_selects_and_cancels_are_tracked(void)
{
    Yard *yard = tracked_yard();

    CU_ASSERT_TRUE(yard_gets(&yard->a, "select LD0/GGIO2.SPCSO1", "selected"));
    CU_ASSERT_TRUE(shows(yard, "SpcTrk",
                         "objRef=TRKLD0/GGIO2.SPCSO1 serviceType=Select errorCode=no-error "
                         "originatorID=0A000001 respAddCause=none"));
    CU_ASSERT_TRUE(yard_gets(&yard->b, "select LD0/GGIO2.SPCSO1", "empty"));
    CU_ASSERT_TRUE(shows(yard, "SpcTrk",
                         "serviceType=Select errorCode=instance-locked-by-other-client "
                         "originatorID=0A000002 respAddCause=locked-by-other-client"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "cancel LD0/GGIO2.SPCSO1 true", "+"));
    CU_ASSERT_TRUE(shows(yard, "SpcTrk", "serviceType=Cancel errorCode=no-error"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO2.SPCSO1 true", "error 18/0, -3"));
    CU_ASSERT_TRUE(shows(yard, "SpcTrk",
                         "serviceType=Operate errorCode=control-must-be-selected "
                         "respAddCause=object-not-selected"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "cancel LD0/GGIO2.SPCSO1 true", "+"));
    CU_ASSERT_TRUE(shows(yard, "SpcTrk", "serviceType=Cancel errorCode=no-error"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO1.SPCSO1 hex:850101", "-7"));
    CU_ASSERT_TRUE(shows(yard, "SpcTrk", "serviceType=Operate errorCode=type-conflict"));
    yard_free(yard);
}

static void
fail_to_execute(void *user, ControlRequest *request)
{
    (void)user;
    control_fail(request, ADD_CAUSE_BLOCKED_BY_PROCESS);
}

static void
sTrk9_the_end_of_a_command_is_tracked(void)
{
    static const ControlProcess broken = { .execute = fail_to_execute };
    Yard *yard = tracked_yard();

    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD0/GGIO2.SPCSO2 true num=3", "+"));
    CU_ASSERT_TRUE(shows(yard, "SpcTrk", "serviceType=SelectWithValue ctlVal=true ctlNum=3"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO2.SPCSO2 true num=3", "+"));
    CU_ASSERT_TRUE(shows(yard, "SpcTrk", "serviceType=Operate ctlNum=3"));
    yard_turn(yard);
    CU_ASSERT_TRUE(yard_hears(&yard->a, "term+"));
    CU_ASSERT_TRUE(shows(yard, "SpcTrk",
                         "serviceType=CommandTermination errorCode=no-error ctlNum=3 "
                         "respAddCause=none"));
    control_object_set_process(yard_object(yard, "LD0/GGIO2.SPCSO2"), &broken, NULL);
    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow LD0/GGIO2.SPCSO2 false num=4", "+"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO2.SPCSO2 false num=4", "+"));
    yard_turn(yard);
    CU_ASSERT_TRUE(yard_hears(&yard->a, "term- 9/0"));
    CU_ASSERT_TRUE(shows(yard, "SpcTrk",
                         "serviceType=CommandTermination "
                         "errorCode=failed-due-to-server-constraint "
                         "respAddCause=blocked-by-process"));
    yard_free(yard);
}

static void
sTrk9_a_time_activated_operate_is_tracked(void)
{
    Yard *yard = tracked_yard();

    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD0/GGIO1.SPCSO2 true at=500", "+"));
    CU_ASSERT_TRUE(shows(yard, "SpcTrk",
                         "serviceType=TimeActivatedOperate errorCode=no-error "
                         "operTm=2026-01-01T00:00:00.500Z"));
    yard_advance(yard, 500);
    yard_turn(yard);
    CU_ASSERT_TRUE(shows(yard, "SpcTrk",
                         "serviceType=CommandTermination errorCode=no-error "
                         "t=2026-01-01T00:00:00.500Z"));
    yard_free(yard);
}

static ControlVerdict
decide_later(void *user, ControlRequest *request, AddCause *cause)
{
    (void)cause;
    *(ControlRequest **)user = request;
    return CONTROL_LATER;
}

static void
what_is_decided_later_is_tracked_then(void)
{
    static const ControlProcess slow = { .decide = decide_later };
    Yard *yard = tracked_yard();
    ControlRequest *request = NULL;

    control_object_set_process(yard_object(yard, "LD0/GGIO1.SPCSO1"), &slow, &request);
    yard_do(&yard->a, "oper LD0/GGIO1.SPCSO1 true");
    CU_ASSERT_TRUE(shows(yard, "SpcTrk", "serviceType=Unknown"));
    yard_advance(yard, 250);
    control_request_refuse(request, ADD_CAUSE_STEP_LIMIT);
    CU_ASSERT_TRUE(yard_hears(&yard->a, "error 7/0, -3"));
    CU_ASSERT_TRUE(shows(yard, "SpcTrk",
                         "serviceType=Operate respAddCause=step-limit "
                         "t=2026-01-01T00:00:00.250Z"));
    yard_free(yard);
}

/* Enumerations with few names, wider and other numbers, no Test and Check. */
static void
odd_types_take_what_fits(void)
{
    Yard *yard = tracked_yard();

    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD1/GGIO1.SPCSO1 true num=7 cat=3", "+"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD1/LTRK1.SpcTrk.objRef", "TRKLD1/GGIO1.SPCSO1"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD1/LTRK1.SpcTrk.serviceType", "Unknown"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD1/LTRK1.SpcTrk.errorCode", "0"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD1/LTRK1.SpcTrk.ctlVal", "1"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD1/LTRK1.SpcTrk.origin.orCat", "3"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD1/LTRK1.SpcTrk.ctlNum", "7"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD1/LTRK1.SpcTrk.T", "2026-01-01T00:00:00.000Z"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD1/LTRK1.SpcTrk.respAddCause", "unknown"));
    CU_ASSERT_TRUE(shows(yard, "SpcTrk", "serviceType=Unknown"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD1/GGIO1.DPCSO1 true", "+"));
    CU_ASSERT_TRUE(yard_shows(yard, "LD1/LTRK1.GenTrk.serviceType", "46"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper LD2/GGIO1.SPCSO1 true", "+"));
    CU_ASSERT_TRUE(shows(yard, "SpcTrk", "objRef=TRKLD2/GGIO1.SPCSO1 serviceType=Operate"));
    yard_free(yard);
}

TEST_SUITE(control_track, TEST_CASE(sTrk8_an_operate_is_tracked_with_its_parameters),
           TEST_CASE(sTrk8_check_is_tracked_bit_by_bit),
           TEST_CASE(sTrk8_every_class_has_its_object),
           TEST_CASE(sTrk8_selects_and_cancels_are_tracked),
           TEST_CASE(sTrk9_the_end_of_a_command_is_tracked),
           TEST_CASE(sTrk9_a_time_activated_operate_is_tracked),
           TEST_CASE(what_is_decided_later_is_tracked_then),
           TEST_CASE(odd_types_take_what_fits))
