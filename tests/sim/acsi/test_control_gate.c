/* SPDX-License-Identifier: Apache-2.0
 *
 * What guests of GATE_CONTROL can make of a command: its course, its selection, the notices.
 */
#include "tests/sim/acsi/yard.h"

#define SWITCH "LD0/GGIO4.DPCSO1"
#define SELECTED_SWITCH "LD0/GGIO5.DPCSO1"

typedef struct Guest {
    GateGuest guest; /* first */
    GString *passed; /* "Oper, execute" */
    const char *moment;
    void (*act)(ControlRequest *request);
    GateVerdict verdict;
    const ControlNoticeForm *form; /* in place of a notice; NULL: as it is */
    Pdu notice;
    int result; /* that the request had */
} Guest;

static GateVerdict
act(GateGuest *base, GatePass *pass)
{
    Guest *guest = (Guest *)(void *)base;
    BerWriter writer;

    g_string_append_printf(guest->passed, "%s%s", guest->passed->len > 0 ? ", " : "",
                           pass->layer);
    if (g_strcmp0(guest->moment, pass->layer) != 0) {
        return GATE_PASS;
    }
    CU_ASSERT_EQUAL(pass->outbound, pass->bytes.size > 0 && guest->act == NULL);
    guest->result = control_request_result(pass->subject);
    if (guest->act != NULL) {
        guest->act((ControlRequest *)pass->subject);
    }
    if (guest->form != NULL) {
        pdu_reset(&guest->notice);
        writer = ber_writer(&guest->notice, 1000);
        control_request_put_notice(pass->subject, guest->form, &writer);
        pass->bytes = pdu_content(&guest->notice);
    }
    return guest->verdict;
}

static Guest *
guest_new(Yard *yard, const char *moment)
{
    Guest *guest = g_new0(Guest, 1);

    guest->guest.act = act;
    guest->passed = g_string_new(NULL);
    guest->moment = moment;
    pdu_init(&guest->notice, 0);
    gate_add(&yard->gates[GATE_CONTROL], &guest->guest);
    return guest;
}

static void
guest_free(Yard *yard, Guest *guest)
{
    gate_remove(&yard->gates[GATE_CONTROL], &guest->guest);
    g_string_free(guest->passed, TRUE);
    pdu_clear(&guest->notice);
    g_free(guest);
}

static void
every_moment_of_a_command_passes_once(void)
{
    Yard *yard = yard_new("controls.scd");
    Guest *guest = guest_new(yard, NULL);

    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow " SELECTED_SWITCH " on num=1", "+"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper " SELECTED_SWITCH " on num=1", "+"));
    yard_advance(yard, 100);
    CU_ASSERT_TRUE(yard_hears(&yard->a, "term+"));
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper " SELECTED_SWITCH " off num=2", "error 18/0, -3"));
    CU_ASSERT_STRING_EQUAL(
        guest->passed->str,
        "SBOw, selected, Oper, execute, CommandTermination, Oper, LastApplError");
    guest_free(yard, guest);
    yard_free(yard);
}

static void
forget_after_half_a_second(ControlRequest *request)
{
    control_request_forget_selection(request, CLOCK_SECOND / 2);
}

static void
a_forgotten_selection_ends_without_an_event(void)
{
    Yard *yard = yard_new("controls.scd");
    Guest *guest = guest_new(yard, "selected");

    guest->act = forget_after_half_a_second;
    CU_ASSERT_TRUE(yard_gets(&yard->a, "sbow " SELECTED_SWITCH " on num=1", "+"));
    yard_advance(yard, 499);
    CU_ASSERT_TRUE(yard_shows(yard, SELECTED_SWITCH ".stSeld", "true"));
    yard_advance(yard, 1);
    CU_ASSERT_TRUE(yard_shows(yard, SELECTED_SWITCH ".stSeld", "false"));
    CU_ASSERT_PTR_NULL(strstr(yard->log->str, "expired"));
    CU_ASSERT_TRUE(yard_gets(&yard->b, "sbow " SELECTED_SWITCH " off num=1", "+"));
    guest_free(yard, guest);
    yard_free(yard);
}

static void
end_unheard(ControlRequest *request)
{
    static const ControlCourse nothing = { 0, CONTROL_STAYS, ADD_CAUSE_UNKNOWN };

    control_request_set_course(request, &nothing);
    control_request_end_unheard(request);
}

static void
an_unheard_end_leaves_the_control_free_for_the_next_command(void)
{
    Yard *yard = yard_new("controls.scd");
    Guest *guest = guest_new(yard, "execute");

    guest->act = end_unheard;
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper " SWITCH " on num=1", "+"));
    yard_advance(yard, 1000);
    CU_ASSERT_TRUE(yard_hears(&yard->a, ""));
    CU_ASSERT_TRUE(yard_shows(yard, SWITCH ".stVal", "intermediate"));
    CU_ASSERT_PTR_NULL(strstr(yard->log->str, "command_terminated"));
    guest_free(yard, guest);
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper " SWITCH " on num=2", "+"));
    yard_advance(yard, 100);
    CU_ASSERT_TRUE(yard_hears(&yard->a, "term+"));
    CU_ASSERT_TRUE(yard_shows(yard, SWITCH ".stVal", "on"));
    yard_free(yard);
}

static void
arrive_late(ControlRequest *request)
{
    const ControlCourse late = { control_request_travel(request) + CLOCK_SECOND / 2,
                                 CONTROL_ARRIVES, -1 };

    control_request_set_course(request, &late);
}

static void
another_course_is_taken(void)
{
    Yard *yard = yard_new("controls.scd");
    Guest *guest = guest_new(yard, "execute");

    guest->act = arrive_late;
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper " SWITCH " on num=1", "+"));
    yard_advance(yard, 579);
    CU_ASSERT_TRUE(yard_shows(yard, SWITCH ".stVal", "intermediate"));
    yard_advance(yard, 1);
    CU_ASSERT_TRUE(yard_shows(yard, SWITCH ".stVal", "on"));
    CU_ASSERT_TRUE(yard_hears(&yard->a, "term+"));
    guest_free(yard, guest);
    yard_free(yard);
}

static void
a_termination_that_is_dropped_does_not_leave(void)
{
    Yard *yard = yard_new("controls.scd");
    Guest *guest = guest_new(yard, "CommandTermination");

    guest->verdict = GATE_DROP;
    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper " SWITCH " on num=1", "+"));
    yard_advance(yard, 100);
    CU_ASSERT_TRUE(yard_hears(&yard->a, ""));
    CU_ASSERT_EQUAL(guest->result, -1);
    CU_ASSERT_TRUE(yard_logged(yard, "command_terminated"));
    guest_free(yard, guest);
    yard_free(yard);
}

/* The ctlNum inside the structure of the operate that a termination carries. */
static unsigned
echoed_number(Slice content)
{
    static const char *const fields[] = { "ctlVal", "origin", "ctlNum", "T", "Test", "Check" };
    ControlParameters parameters = { 0 };
    MmsInformationReport information;
    ControlLayout layout = { 0 };
    ControlNotice notice;

    for (unsigned i = 0; i < G_N_ELEMENTS(fields); i++) {
        control_layout_add(&layout, fields[i], false);
    }
    CU_ASSERT_TRUE_FATAL(mms_information_report_get(content, &information));
    CU_ASSERT_TRUE_FATAL(control_notice_get(&information, &notice));
    if (!control_get(notice.oper, &layout, &parameters)) {
        control_layout_add(&layout, "operTm", false);
        layout = (ControlLayout){ 0 };
        control_layout_add(&layout, "ctlVal", false);
        control_layout_add(&layout, "operTm", false);
        for (unsigned i = 1; i < G_N_ELEMENTS(fields); i++) {
            control_layout_add(&layout, fields[i], false);
        }
        CU_ASSERT_TRUE(control_get(notice.oper, &layout, &parameters));
    }
    CU_ASSERT_TRUE(!notice.has_error || notice.error.ctl_num == parameters.ctl_num);
    return parameters.ctl_num;
}

static void
a_notice_can_be_another_with_another_number(void)
{
    static const ControlNoticeForm forms[] = { { true, ADD_CAUSE_BLOCKED_BY_MODE, 200 },
                                               { true, -1, 7 } };
    static const char *const heard[] = { "term- 8/0", "term+" };

    for (unsigned i = 0; i < G_N_ELEMENTS(forms); i++) {
        Yard *yard = yard_new("controls.scd");
        Guest *guest = guest_new(yard, "CommandTermination");

        guest->form = &forms[i];
        CU_ASSERT_TRUE(yard_gets(&yard->a, "oper " SWITCH " on num=7", "+"));
        yard_advance(yard, 100);
        CU_ASSERT_TRUE(yard_hears(&yard->a, heard[i]));
        CU_ASSERT_EQUAL(echoed_number(pdu_content(&guest->notice)), forms[i].ctl_num);
        guest_free(yard, guest);
        yard_free(yard);
    }
}

/* One row a class: where it goes by itself, twice. */
static void
what_moves_by_itself_has_the_process_as_origin(void)
{
    static const struct {
        const char *object, *status, *first, *second;
    } rows[] = {
        { "LD0/GGIO2.SPCSO1", "LD0/GGIO2.SPCSO1.stVal", "true", "false" },
        { "LD0/GGIO2.DPCSO1", "LD0/GGIO2.DPCSO1.stVal", "on", "off" },
        { "LD0/GGIO2.ISCSO1", "LD0/GGIO2.ISCSO1.stVal", "1", "2" },
        { "LD0/GGIO2.BscSO1", "LD0/GGIO2.BscSO1.valWTr.posVal", "1", "2" },
        { "LD0/GGIO2.BacSO1", "LD0/GGIO2.BacSO1.mxVal.f", "2.5", "5" },
        { "LD1/CSWI1.Pos", "LD1/XCBR1.Pos.stVal", "on", "off" },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        Yard *yard = yard_new("controls.scd");
        ControlObject *object = yard_object(yard, rows[i].object);
        g_autofree char *category = g_strdup_printf("%s.origin.orCat", rows[i].object);

        CU_ASSERT_TRUE(control_object_can_move(object));
        control_object_move(object, control_object_next_value(object), true);
        CU_ASSERT_TRUE(yard_shows(yard, rows[i].status, rows[i].first));
        control_object_move(object, control_object_next_value(object), true);
        CU_ASSERT_TRUE(yard_shows(yard, rows[i].status, rows[i].second));
        CU_ASSERT_TRUE(yard_shows(yard, category, "process"));
        yard_free(yard);
    }
}

static void
nothing_moves_by_itself_within_a_command(void)
{
    Yard *yard = yard_new("controls.scd");
    ControlObject *object = yard_object(yard, SWITCH);

    CU_ASSERT_TRUE(yard_gets(&yard->a, "oper " SWITCH " on num=1", "+"));
    yard_turn(yard);
    CU_ASSERT_FALSE(control_object_can_move(object));
    control_object_move(object, 0, true);
    CU_ASSERT_TRUE(yard_shows(yard, SWITCH ".stVal", "intermediate"));
    yard_advance(yard, 100);
    CU_ASSERT_TRUE(control_object_can_move(object));
    yard_free(yard);
}

TEST_SUITE(sim_acsi_control_gate, TEST_CASE(every_moment_of_a_command_passes_once),
           TEST_CASE(a_forgotten_selection_ends_without_an_event),
           TEST_CASE(an_unheard_end_leaves_the_control_free_for_the_next_command),
           TEST_CASE(another_course_is_taken),
           TEST_CASE(a_termination_that_is_dropped_does_not_leave),
           TEST_CASE(a_notice_can_be_another_with_another_number),
           TEST_CASE(what_moves_by_itself_has_the_process_as_origin),
           TEST_CASE(nothing_moves_by_itself_within_a_command))
