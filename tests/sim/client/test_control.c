/* SPDX-License-Identifier: Apache-2.0
 *
 * The client's controls against our own IED: every class under every model, and the ways in
 * which a command ends.
 */
#include "sim/client/control.h"

#include "tests/sim/client/bay.h"
#include "tests/test.h"

typedef struct Station {
    ClientBay bay;
    ClientControl *control;
    Pdu value;
    GString *log; /* "selected operated terminated " */
    bool found, waits;
} Station;

static void
on_found(void *user, ClientControl *control, const ClientFailure *failure)
{
    Station *station = user;

    (void)control;
    if (failure != NULL) {
        g_string_append_printf(station->log, "%s ", failure->text);
    }
    station->found = failure == NULL;
    loop_quit(station->bay.loop);
}

static void
on_problem(void *user, ClientControl *control, const char *text)
{
    Station *station = user;

    (void)control;
    g_string_append_printf(station->log, "problem: %s ", text);
}

static void
note_error(Station *station, bool has_error, const ControlError *error)
{
    if (has_error) {
        g_string_append_printf(station->log, "/%s", add_cause_name(error->add_cause));
    }
    g_string_append_c(station->log, ' ');
}

static void
on_answered(void *user, ClientControl *control, const ClientFailure *failure,
            const ClientControlAnswer *answer)
{
    static const char *const done[] = { "selected", "selected-with-value", "operated",
                                        "cancelled" };
    Station *station = user;

    (void)control;
    if (failure != NULL) {
        g_string_append_printf(station->log, "%s ", failure->text);
    } else {
        g_string_append(station->log, answer->accepted ? done[answer->service]
                                      : answer->result == MMS_DATA_SUCCESS
                                          ? "empty"
                                          : mms_data_error_name(answer->result));
        note_error(station, answer->has_error, &answer->error);
    }
    if (failure != NULL || !answer->terminates || !station->waits) {
        loop_quit(station->bay.loop);
    }
}

static void
on_terminated(void *user, ClientControl *control, const ClientTermination *termination)
{
    static const char *const kinds[] = { "activated", "terminated", "terminated-negative",
                                         "missing", "lost" };
    Station *station = user;

    g_string_append(station->log, kinds[termination->kind]);
    note_error(station, termination->has_error, &termination->error);
    if (termination->kind != CLIENT_ACTIVATED ||
        !control_model_is_enhanced(client_control_model(control))) {
        loop_quit(station->bay.loop);
    }
}

static void
find(Station *station, const char *reference, ControlModel model)
{
    static const ClientControlUser callbacks = { .found = on_found, .problem = on_problem };

    client_control_free(station->control);
    g_string_truncate(station->log, 0);
    station->control =
        client_control_new(station->bay.client, reference, model, &callbacks, station);
    loop_run(station->bay.loop);
}

static void
begin(Station *station, const char *file)
{
    *station = (Station){ .log = g_string_new(NULL), .waits = true };
    client_bay_begin(&station->bay, file, NULL);
    pdu_init(&station->value, 0);
}

static void
end(Station *station)
{
    client_control_free(station->control);
    client_bay_end(&station->bay);
    pdu_clear(&station->value);
    g_string_free(station->log, TRUE);
}

typedef void (*Step)(ClientControl *control, const ClientCommand *command,
                     const ClientCommandUser *callbacks, void *user);

/* The log of one step. */
static const char *
perform(Station *station, Step step, const char *value, ClientCommand command)
{
    static const ClientCommandUser callbacks = { .answered = on_answered,
                                                 .terminated = on_terminated };

    g_string_truncate(station->log, 0);
    pdu_reset(&station->value);
    CU_ASSERT_TRUE_FATAL(client_control_parse(station->control, value, &station->value, NULL));
    command.parameters.ctl_val = pdu_content(&station->value);
    if (command.parameters.origin.category == 0) {
        command.parameters.origin =
            (ControlOrigin){ CONTROL_REMOTE, slice_from_string("test") };
    }
    step(station->control, &command, &callbacks, station);
    loop_run(station->bay.loop);
    g_string_truncate(station->log, strlen(g_strchomp(station->log->str)));
    return station->log->str;
}

#define PLAIN ((ClientCommand){ .has_t = false })

static void
every_class_is_commanded_under_every_model(void)
{
    static const struct {
        const char *object, *value;
    } classes[] = {
        { "SPCSO1", "true" },   { "DPCSO1", "on" }, { "ISCSO1", "3" },   { "EncSO1", "2" },
        { "BscSO1", "higher" }, { "IscSO1", "4" },  { "AnOut1", "3.5" }, { "BacSO1", "lower" },
    };
    static const char *const selects[] = { "", "", "selected", "", "selected-with-value" };
    static const char *const operates[] = { "", "operated", "operated", "operated terminated",
                                            "operated terminated" };
    Station station;

    begin(&station, "controls.scd");
    for (unsigned model = CONTROL_DIRECT_NORMAL; model < CONTROL_MODELS; model++) {
        for (unsigned i = 0; i < G_N_ELEMENTS(classes); i++) {
            g_autofree char *reference =
                g_strdup_printf("LD0/GGIO%u.%s", model + 1, classes[i].object);

            find(&station, reference, CONTROL_MODELS);
            CU_ASSERT_TRUE_FATAL(station.found);
            CU_ASSERT_EQUAL(client_control_model(station.control), model);
            if (selects[model][0] != '\0') {
                CU_ASSERT_STRING_EQUAL(
                    perform(&station, client_control_select, classes[i].value, PLAIN),
                    selects[model]);
            }
            CU_ASSERT_STRING_EQUAL(
                perform(&station, client_control_operate, classes[i].value, PLAIN),
                operates[model]);
        }
    }
    end(&station);
}

static void
what_is_not_controllable_is_told(void)
{
    static const struct {
        const char *reference, *text;
    } rows[] = {
        { "LD0/GGIO1.SPCSO1",
          "CTLLD0/GGIO1.SPCSO1 is not controllable: access/object-non-existent " },
        { "LD0/GGIO2.Nothing",
          "CTLLD0/GGIO2.Nothing is not controllable: access/object-non-existent " },
        { "LD0/GGIO2.SPCSO1[ST]", "no data object's reference: LD/LN.DO " },
        { "LD7/GGIO2.SPCSO1", "the server has no logical device LD7 " },
        { "GGIO2", "no data object's reference: LD/LN.DO " },
    };
    Station station;

    begin(&station, "controls.scd");
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        find(&station, rows[i].reference, CONTROL_MODELS);
        CU_ASSERT_FALSE(station.found);
        CU_ASSERT_STRING_EQUAL(station.log->str, rows[i].text);
    }
    end(&station);
}

static void
refusals_have_their_cause(void)
{
    Station station;

    begin(&station, "controls.scd");
    find(&station, "LD0/GGIO5.DPCSO1", CONTROL_MODELS);
    CU_ASSERT_STRING_EQUAL(perform(&station, client_control_operate, "on", PLAIN),
                           "object-access-denied/object-not-selected");
    CU_ASSERT_STRING_EQUAL(perform(&station, client_control_select, "on", PLAIN),
                           "selected-with-value");
    CU_ASSERT_STRING_EQUAL(perform(&station, client_control_select, "on", PLAIN),
                           "temporarily-unavailable/object-already-selected");
    CU_ASSERT_STRING_EQUAL(perform(&station, client_control_cancel, "on", PLAIN), "cancelled");
    CU_ASSERT_STRING_EQUAL(perform(&station, client_control_select, "on", PLAIN),
                           "selected-with-value");
    CU_ASSERT_STRING_EQUAL(perform(&station, client_control_operate, "off", PLAIN),
                           "object-access-denied/inconsistent-parameters");
    find(&station, "LD0/GGIO2.SPCSO1", CONTROL_MODELS);
    CU_ASSERT_STRING_EQUAL(perform(&station, client_control_cancel, "on", PLAIN),
                           "the server has no such component");
    find(&station, "LD0/GGIO4.DPCSO1", CONTROL_MODELS);
    CU_ASSERT_STRING_EQUAL(
        perform(&station, client_control_operate, "on",
                (ClientCommand){ .parameters.test = true, .within = CLOCK_SECOND }),
        "object-access-denied/blocked-by-mode");
    end(&station);
}

static void
a_command_at_a_time_is_activated_first(void)
{
    Station station;
    ClientCommand command = PLAIN;

    begin(&station, "controls.scd");
    find(&station, "LD0/GGIO6.SPCSO1", CONTROL_MODELS);
    CU_ASSERT_TRUE(client_control_has_oper_tm(station.control));
    command.parameters.oper_tm =
        clock_now(loop_wall(station.bay.loop)) + 50 * CLOCK_MILLISECOND;
    CU_ASSERT_STRING_EQUAL(perform(&station, client_control_operate, "true", command),
                           "operated activated terminated");
    command.parameters.oper_tm =
        clock_now(loop_wall(station.bay.loop)) + 50 * CLOCK_MILLISECOND;
    find(&station, "LD0/GGIO6.SPCSO2", CONTROL_MODELS);
    CU_ASSERT_STRING_EQUAL(perform(&station, client_control_operate, "true", command),
                           "operated activated");
    end(&station);
}

static void
an_end_of_the_association_ends_the_wait(void)
{
    Station station;

    begin(&station, "controls.scd");
    find(&station, "LD0/GGIO4.DPCSO1", CONTROL_MODELS);
    station.waits = false;
    CU_ASSERT_STRING_EQUAL(perform(&station, client_control_operate, "on", PLAIN), "operated");
    client_cut(station.bay.client, CLIENT_CUT_ABORT);
    loop_run(station.bay.loop);
    CU_ASSERT_PTR_NOT_NULL(strstr(station.log->str, "lost"));
    CU_ASSERT_STRING_EQUAL(perform(&station, client_control_operate, "on", PLAIN),
                           "not connected");
    end(&station);
}

TEST_SUITE(client_control, TEST_CASE(every_class_is_commanded_under_every_model),
           TEST_CASE(what_is_not_controllable_is_told), TEST_CASE(refusals_have_their_cause),
           TEST_CASE(a_command_at_a_time_is_activated_first),
           TEST_CASE(an_end_of_the_association_ends_the_wait))
