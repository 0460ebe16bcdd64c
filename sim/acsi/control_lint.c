/* SPDX-License-Identifier: Apache-2.0
 *
 * What a good client would not do, whether the device takes it or not: one row a kind, told as
 * EVENT_CLIENT_WARNING "ctl-num: ctlNum is 5 as in the operate before".
 */
#include "sim/acsi/control_private.h"

#define CLOCK_DEVIATION (10 * CLOCK_SECOND)

static const char *const names[CONTROL_LINTS] = {
    [CONTROL_LINT_IDENT] = "or-ident",
    [CONTROL_LINT_CATEGORY] = "or-cat",
    [CONTROL_LINT_NUMBER] = "ctl-num",
    [CONTROL_LINT_TIME] = "time",
    [CONTROL_LINT_TEST] = "test-and-mode",
    [CONTROL_LINT_NOT_SELECTED] = "not-selected",
    [CONTROL_LINT_DIFFERS] = "differs-from-select",
    [CONTROL_LINT_EXPIRED] = "select-expired",
    [CONTROL_LINT_MODEL] = "model",
};

const char *
control_lint_name(ControlLint lint)
{
    return names[lint];
}

void
control_warn(const ControlRequest *request, ControlLint lint, const char *format, ...)
{
    const AcsiServer *server = request->object->controls->server;
    g_autofree char *text = NULL, *value = NULL;
    va_list arguments;

    if (!event_wanted(server->events, EVENT_CLIENT_WARNING)) {
        return;
    }
    va_start(arguments, format);
    text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    value = g_strdup_printf("%s: %s", names[lint], text);
    event_emit(server->events, &(Event){ .kind = EVENT_CLIENT_WARNING,
                                         .ied = server->ied,
                                         .client = request->client,
                                         .association = request->association,
                                         .reference = request->object->reference,
                                         .value = value });
}

static void
lint_number(const ControlRequest *request)
{
    ControlObject *object = request->object;
    int number = request->parameters.ctl_num;

    if (object->last_ctl_num == number && object->last_association == request->association) {
        control_warn(request, CONTROL_LINT_NUMBER, "ctlNum is %d as in the operate before",
                     number);
    }
    object->last_ctl_num = number;
    object->last_association = request->association;
}

static void
lint_origin(const ControlRequest *request)
{
    const ControlOrigin *origin = &request->parameters.origin;

    if (origin->ident.size > CONTROL_IDENT_MAX) {
        control_warn(request, CONTROL_LINT_IDENT, "orIdent has %zu octets, 64 are allowed",
                     origin->ident.size);
    }
    if (origin->category < 0 || origin->category >= CONTROL_CATEGORIES) {
        control_warn(request, CONTROL_LINT_CATEGORY, "orCat is %" G_GINT64_FORMAT,
                     origin->category);
    }
}

static void
lint_time(const ControlRequest *request)
{
    int64_t ahead = request->parameters.t - acsi_now(request->object->controls->server);

    if (type_component(request->place.type, slice_from_string("T")) != NULL &&
        (ahead > CLOCK_DEVIATION || ahead < -CLOCK_DEVIATION)) {
        control_warn(request, CONTROL_LINT_TIME, "T is %" G_GINT64_FORMAT " s %s the clock",
                     (ahead < 0 ? -ahead : ahead) / CLOCK_SECOND,
                     ahead < 0 ? "behind" : "ahead of");
    }
}

/* A mode that takes the command with the other Test. */
static void
lint_test(const ControlRequest *request)
{
    ControlRequest other = *request;
    bool silent;

    other.parameters.test = !request->parameters.test;
    if (!control_mode_allows(request, &silent) && control_mode_allows(&other, &silent)) {
        control_warn(request, CONTROL_LINT_TEST, "Test is %s, which the mode does not take",
                     request->parameters.test ? "true" : "false");
    }
}

void
control_lint(const ControlRequest *request)
{
    if (request->service == CONTROL_SBO) {
        return;
    }
    lint_origin(request);
    lint_time(request);
    if (request->service != CONTROL_CANCEL) {
        lint_test(request);
    }
    if (request->service == CONTROL_OPER) {
        lint_number(request);
    }
}

void
control_lint_refusal(const ControlRequest *request, const ControlRefusal *refusal)
{
    const ControlRequest *selection = request->object->selection;

    if (refusal->cause == ADD_CAUSE_OBJECT_NOT_SELECTED) {
        control_warn(request, CONTROL_LINT_NOT_SELECTED, "operated without a selection");
    } else if (refusal->cause == ADD_CAUSE_INCONSISTENT_PARAMETERS && selection != NULL &&
               request->service == CONTROL_OPER) {
        control_warn(request, CONTROL_LINT_DIFFERS, "the operate differs from its select");
    } else if (refusal->cause == CONTROL_NO_CAUSE &&
               refusal->error == MMS_DATA_OBJECT_ACCESS_DENIED) {
        control_warn(request, CONTROL_LINT_MODEL, "%s is no service of %s",
                     control_service_name(request->service),
                     control_model_name(request->model));
    }
}
