/* SPDX-License-Identifier: Apache-2.0
 *
 * `iedbench control HOST:PORT REF VALUE`: selects and operates a controllable data object as
 * its model has it, or does one step alone, and prints each step to the CommandTermination.
 */
#include "sim/client/control.h"

#include <stdio.h>

#include "engine/command.h"
#include "engine/commands/client_options.h"
#include "engine/text.h"
#include "sim/base/json.h"

/* As given on the command line. */
typedef struct ControlOptions {
    char *model, *check, *category, *ident, *at, *wait;
    int ctl_num;
    gboolean test, select_only, cancel;
} ControlOptions;

typedef struct Controlling {
    ClientSession session;
    ClientControl *control;
    ControlModel model; /* forced; CONTROL_MODELS: the server's */
    ClientCommand command;
    Pdu value;
    const char *at;
    bool select_only, cancel, json;
    bool over;   /* the step that is waited for */
    bool failed; /* refused, terminated by - or not at all */
    int64_t began;
} Controlling;

/* The steps' names, and what was done when they went well. */
static const char *const steps[CONTROL_SERVICES] = { "select", "select", "operate", "cancel" };
static const char *const done[CONTROL_SERVICES] = { "selected", "selected", "operated",
                                                    "cancelled" };

static void
end_step(Controlling *controlling)
{
    controlling->over = true;
    client_session_wake(&controlling->session);
}

static void
wait_for_step(Controlling *controlling)
{
    controlling->over = false;
    while (!controlling->over) {
        client_session_wait(&controlling->session);
    }
}

static void
put_error(JsonWriter *json, const ControlError *error)
{
    json_put_string(json, "add_cause", add_cause_name(error->add_cause));
    json_put_unsigned(json, "add_cause_number", error->add_cause);
    json_put_string(json, "error", control_error_name(error->error));
    json_put_slice(json, "cntrl_obj", error->cntrl_obj);
}

/* One line a step. */
static void
print_json(const Controlling *controlling, const char *step, const char *result,
           uint8_t ctl_num, const ControlError *error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    JsonWriter json = json_writer(text);

    json_open_object(&json, NULL);
    json_put_string(&json, "step", step);
    json_put_string(&json, "reference", client_control_name(controlling->control));
    json_put_string(&json, "result", result);
    json_put_unsigned(&json, "ctl_num", ctl_num);
    if (error != NULL) {
        put_error(&json, error);
    }
    json_close(&json);
    puts(text->str);
}

static const char *
result_name(const ClientControlAnswer *answer)
{
    return answer->accepted                     ? "success"
           : answer->result == MMS_DATA_SUCCESS ? "not selected"
                                                : mms_data_error_name(answer->result);
}

static void
print_answer(const Controlling *controlling, const ClientControlAnswer *answer)
{
    const ControlError *error = answer->has_error ? &answer->error : NULL;
    g_autofree char *cause = error != NULL ? client_control_error_text(error) : NULL;

    if (controlling->json) {
        print_json(controlling, steps[answer->service], result_name(answer), answer->ctl_num,
                   error);
    } else if (!answer->accepted) {
        printf("%s refused: %s%s%s\n", steps[answer->service], result_name(answer),
               cause != NULL ? ", " : "", cause != NULL ? cause : "");
    } else if (answer->service == CONTROL_SBO) {
        printf("selected: %.*s\n", (int)answer->selected.size,
               (const char *)answer->selected.data);
    } else {
        printf("%s, ctlNum %u\n", done[answer->service], answer->ctl_num);
    }
    fflush(stdout);
}

static void
on_answered(void *user, ClientControl *control, const ClientFailure *failure,
            const ClientControlAnswer *answer)
{
    Controlling *controlling = user;

    if (failure != NULL) {
        client_session_tell(&controlling->session, client_control_name(control), failure);
        controlling->failed = true;
        end_step(controlling);
        return;
    }
    print_answer(controlling, answer);
    controlling->failed |= !answer->accepted;
    if (!answer->terminates) {
        end_step(controlling);
    }
}

static void
print_termination(const Controlling *controlling, const ClientTermination *termination)
{
    static const char *const names[] = {
        [CLIENT_ACTIVATED] = "activated",
        [CLIENT_TERMINATED] = "terminated +",
        [CLIENT_TERMINATED_NEGATIVE] = "terminated -",
        [CLIENT_TERMINATION_MISSING] = "no CommandTermination in time",
        [CLIENT_TERMINATION_LOST] = "the association ended before CommandTermination",
    };
    const ControlError *error = termination->has_error ? &termination->error : NULL;
    g_autofree char *cause = error != NULL ? client_control_error_text(error) : NULL;
    int64_t now = clock_now(loop_wall(controlling->session.loop));
    g_autofree char *time = duration_format((now - controlling->began) / 1000 * 1000);

    if (controlling->json) {
        print_json(controlling, "termination", names[termination->kind], termination->ctl_num,
                   error);
    } else {
        printf("%s%s%s, after %s\n", names[termination->kind], cause != NULL ? ": " : "",
               cause != NULL ? cause : "", time);
    }
    fflush(stdout);
}

static void
on_terminated(void *user, ClientControl *control, const ClientTermination *termination)
{
    Controlling *controlling = user;
    bool activated = termination->kind == CLIENT_ACTIVATED;

    print_termination(controlling, termination);
    controlling->failed |= !activated && termination->kind != CLIENT_TERMINATED;
    if (!activated || !control_model_is_enhanced(client_control_model(control))) {
        end_step(controlling);
    }
}

static void
on_found(void *user, ClientControl *control, const ClientFailure *failure)
{
    Controlling *controlling = user;

    (void)control;
    if (failure != NULL) {
        client_session_tell(&controlling->session, NULL, failure);
        controlling->failed = true;
    }
    end_step(controlling);
}

static void
on_problem(void *user, ClientControl *control, const char *text)
{
    (void)user;
    (void)control;
    fprintf(stderr, "iedbench control: %s\n", text);
}

typedef void (*Step)(ClientControl *control, const ClientCommand *command,
                     const ClientCommandUser *callbacks, void *user);

/* False when it was refused, or is not to be told as done. */
static bool
perform(Controlling *controlling, Step step)
{
    static const ClientCommandUser callbacks = { .answered = on_answered,
                                                 .terminated = on_terminated };

    if (!client_is_open(controlling->session.client)) {
        return false;
    }
    controlling->began = clock_now(loop_wall(controlling->session.loop));
    step(controlling->control, &controlling->command, &callbacks, controlling);
    wait_for_step(controlling);
    return !controlling->failed;
}

static int
perform_steps(Controlling *controlling)
{
    bool selects = control_model_is_sbo(client_control_model(controlling->control));
    bool good = true;

    if (controlling->select_only || (selects && !controlling->cancel)) {
        good = perform(controlling, client_control_select);
    }
    if (good && controlling->cancel) {
        good = perform(controlling, client_control_cancel);
    } else if (good && !controlling->select_only) {
        good = perform(controlling, client_control_operate);
    }
    return good ? EXIT_HELD : EXIT_NOT_HELD;
}

/* What only the server's types tell: the value and the time. */
static int
prepare(Controlling *controlling, const char *text)
{
    ClientControl *control = controlling->control;
    g_autoptr(GError) error = NULL;

    if (client_control_type(control) == NULL) {
        fprintf(stderr, "iedbench control: %s has no ctlVal\n", client_control_name(control));
        return EXIT_NOT_HELD;
    }
    if (!client_control_parse(control, text, &controlling->value, &error)) {
        fprintf(stderr, "iedbench control: %s\n", error->message);
        return EXIT_USAGE;
    }
    controlling->command.parameters.ctl_val = pdu_content(&controlling->value);
    if (client_control_model(control) == CONTROL_STATUS_ONLY &&
        controlling->model == CONTROL_MODELS) {
        fprintf(stderr, "iedbench control: %s is status-only\n", client_control_name(control));
        return EXIT_NOT_HELD;
    }
    if (controlling->at != NULL && !client_control_has_oper_tm(control)) {
        fprintf(stderr, "iedbench control: %s has no operTm\n", client_control_name(control));
        return EXIT_NOT_HELD;
    }
    return EXIT_HELD;
}

static int
control_object(Controlling *controlling, char **arguments)
{
    static const ClientControlUser callbacks = { .found = on_found, .problem = on_problem };
    int status = EXIT_NOT_HELD;

    controlling->control = client_control_new(controlling->session.client, arguments[1],
                                              controlling->model, &callbacks, controlling);
    wait_for_step(controlling);
    if (!controlling->failed) {
        status = prepare(controlling, arguments[2]);
    }
    if (status == EXIT_HELD) {
        if (!controlling->json) {
            printf("%s, %s\n", client_control_name(controlling->control),
                   control_model_name(client_control_model(controlling->control)));
        }
        status = perform_steps(controlling);
    }
    client_control_free(controlling->control);
    return status;
}

static bool
complain(const char *what)
{
    fprintf(stderr, "iedbench control: %s\n", what);
    return false;
}

static bool
take_model(Controlling *controlling, const char *text)
{
    static const struct {
        const char *name;
        ControlModel model;
    } short_names[] = {
        { "auto", CONTROL_MODELS },
        { "direct", CONTROL_DIRECT_NORMAL },
        { "sbo", CONTROL_SBO_NORMAL },
        { "direct-enhanced", CONTROL_DIRECT_ENHANCED },
        { "sbo-enhanced", CONTROL_SBO_ENHANCED },
    };

    controlling->model = CONTROL_MODELS;
    for (unsigned i = 0; text != NULL && i < G_N_ELEMENTS(short_names); i++) {
        if (g_str_equal(text, short_names[i].name)) {
            controlling->model = short_names[i].model;
            return true;
        }
    }
    return text == NULL || control_model_parse(text, &controlling->model) ||
           complain("--model: auto, direct, sbo, direct-enhanced or sbo-enhanced");
}

static bool
take_origin(ControlOrigin *origin, const ControlOptions *given)
{
    ControlCategory category = CONTROL_REMOTE;

    if (given->category != NULL && !control_category_parse(given->category, &category)) {
        return complain(
            "--or-cat: bay-control, station-control, remote-control, ... or 0 to 8");
    }
    origin->category = category;
    origin->ident = slice_from_string(given->ident != NULL ? given->ident : "iedbench");
    return true;
}

/* Times from now on count from here: the answers before the command take their time. */
static bool
take_times(ClientCommand *command, const ControlOptions *given)
{
    int64_t now = g_get_real_time() * 1000;

    if (given->at != NULL && !moment_parse(given->at, now, &command->parameters.oper_tm)) {
        return complain("--at: a time, as 2026-01-02T03:04:05Z, or from now on, as 10s");
    }
    if (given->wait != NULL && !duration_parse(given->wait, &command->within)) {
        return complain("--wait: a time, as 10s or 500ms");
    }
    return true;
}

static bool
take_options(Controlling *controlling, const ControlOptions *given)
{
    ClientCommand *command = &controlling->command;

    controlling->select_only = given->select_only;
    controlling->cancel = given->cancel;
    controlling->at = given->at;
    command->parameters.test = given->test;
    command->has_ctl_num = given->ctl_num >= 0;
    command->parameters.ctl_num = (uint8_t)given->ctl_num;
    if (given->ctl_num < -1 || given->ctl_num > UINT8_MAX) {
        return complain("--ctl-num: 0 to 255");
    }
    return take_model(controlling, given->model) &&
           (given->check == NULL ||
            control_check_parse(given->check, &command->parameters.check) ||
            complain("--check: of interlock,synchro; or none")) &&
           take_origin(&command->parameters.origin, given) && take_times(command, given);
}

static int
control_server(const ClientOptions *options, const ControlOptions *given)
{
    Controlling controlling = { .json = options->json };
    int status = EXIT_USAGE;

    if (options->arguments == NULL || g_strv_length(options->arguments) != 3) {
        complain("HOST:PORT, one REF and one VALUE are needed");
    } else if (take_options(&controlling, given)) {
        pdu_init(&controlling.value, 0);
        if (client_session_open(&controlling.session, options, options->arguments[0],
                                &status)) {
            status = control_object(&controlling, options->arguments);
        }
        client_session_clear(&controlling.session);
        pdu_clear(&controlling.value);
    }
    return status;
}

static int
run_control(int argc, char **argv)
{
    ClientOptions options = { 0 };
    ControlOptions given = { .ctl_num = -1 };
    int status;
    const GOptionEntry entries[] = {
        { "model", 0, 0, G_OPTION_ARG_STRING, &given.model,
          "As if ctlModel were direct, sbo, direct-enhanced or sbo-enhanced (auto)", "MODEL" },
        { "test", 0, 0, G_OPTION_ARG_NONE, &given.test, "Test is true", NULL },
        { "check", 0, 0, G_OPTION_ARG_STRING, &given.check, "Check: interlock,synchro (none)",
          "LIST" },
        { "or-cat", 0, 0, G_OPTION_ARG_STRING, &given.category,
          "orCat: station-control, ... (remote-control)", "NAME" },
        { "or-ident", 0, 0, G_OPTION_ARG_STRING, &given.ident, "orIdent (iedbench)", "TEXT" },
        { "ctl-num", 0, 0, G_OPTION_ARG_INT, &given.ctl_num, "ctlNum (1)", "N" },
        { "at", 0, 0, G_OPTION_ARG_STRING, &given.at,
          "operTm: the time to operate at, or from now on", "TIME" },
        { "select-only", 0, 0, G_OPTION_ARG_NONE, &given.select_only, "Select, no more", NULL },
        { "cancel", 0, 0, G_OPTION_ARG_NONE, &given.cancel,
          "Cancel instead; with --select-only behind the select", NULL },
        { "wait", 0, 0, G_OPTION_ARG_STRING, &given.wait,
          "How long CommandTermination may take (30s)", "TIME" },
        { 0 },
    };

    if (client_options_parse(
            &options,
            "Selects and operates a controllable data object, LD/LN.DO, as its "
            "ctlModel has it, and waits for CommandTermination. VALUE: on, "
            "true, 3, 10.5, higher, {i=1 f=2}.",
            "HOST:PORT REF VALUE", entries, argc, argv, &status)) {
        status = control_server(&options, &given);
    }
    client_options_clear(&options);
    g_free(given.model);
    g_free(given.check);
    g_free(given.category);
    g_free(given.ident);
    g_free(given.at);
    g_free(given.wait);
    return status;
}

const Command command_control = {
    .name = "control",
    .arguments = "HOST:PORT REF VALUE",
    .summary = "select and operate a controllable data object of a server",
    .run = run_control,
};
