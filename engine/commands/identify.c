/* SPDX-License-Identifier: Apache-2.0
 *
 * `iedbench identify HOST:PORT`: who a server is, what was negotiated with it and what it
 * supports (ISO 9506-2 7.5, 8.1).
 */
#include <stdio.h>

#include "engine/command.h"
#include "engine/commands/client_options.h"
#include "engine/commands/table.h"
#include "sim/base/json.h"

/* By the bits of servicesSupported (ISO 9506-2 8.1, version 1): also those this project does
 * not serve, since a server may. */
static const char *const service_names[] = {
    "status",
    "getNameList",
    "identify",
    "rename",
    "read",
    "write",
    "getVariableAccessAttributes",
    "defineNamedVariable",
    "defineScatteredAccess",
    "getScatteredAccessAttributes",
    "deleteVariableAccess",
    "defineNamedVariableList",
    "getNamedVariableListAttributes",
    "deleteNamedVariableList",
    "defineNamedType",
    "getNamedTypeAttributes",
    "deleteNamedType",
    "input",
    "output",
    "takeControl",
    "relinquishControl",
    "defineSemaphore",
    "deleteSemaphore",
    "reportSemaphoreStatus",
    "reportPoolSemaphoreStatus",
    "reportSemaphoreEntryStatus",
    "initiateDownloadSequence",
    "downloadSegment",
    "terminateDownloadSequence",
    "initiateUploadSequence",
    "uploadSegment",
    "terminateUploadSequence",
    "requestDomainDownload",
    "requestDomainUpload",
    "loadDomainContent",
    "storeDomainContent",
    "deleteDomain",
    "getDomainAttributes",
    "createProgramInvocation",
    "deleteProgramInvocation",
    "start",
    "stop",
    "resume",
    "reset",
    "kill",
    "getProgramInvocationAttributes",
    "obtainFile",
    "defineEventCondition",
    "deleteEventCondition",
    "getEventConditionAttributes",
    "reportEventConditionStatus",
    "alterEventConditionMonitoring",
    "triggerEvent",
    "defineEventAction",
    "deleteEventAction",
    "getEventActionAttributes",
    "reportEventActionStatus",
    "defineEventEnrollment",
    "deleteEventEnrollment",
    "alterEventEnrollment",
    "reportEventEnrollmentStatus",
    "getEventEnrollmentAttributes",
    "acknowledgeEventNotification",
    "getAlarmSummary",
    "getAlarmEnrollmentSummary",
    "readJournal",
    "writeJournal",
    "initializeJournal",
    "reportJournalStatus",
    "createJournal",
    "deleteJournal",
    "getCapabilityList",
    "fileOpen",
    "fileRead",
    "fileClose",
    "fileRename",
    "fileDelete",
    "fileDirectory",
    "unsolicitedStatus",
    "informationReport",
    "eventNotification",
    "attachToEventCondition",
    "attachToSemaphore",
    "conclude",
    "cancel",
};

/* By the bits of parameterCBB. */
static const char *const parameter_names[] = {
    "str1", "str2", "vnam", "valt", "vadr", "vsca", "tpy", "vlis", "real", "", "cei",
};

static const char *const logical_names[] = {
    "state-changes-allowed",
    "no-state-changes-allowed",
    "limited-services-permitted",
    "support-services-allowed",
};

static const char *const physical_names[] = {
    "operational",
    "partially-operational",
    "inoperable",
    "needs-commissioning",
};

/* What was found out, filled by the callbacks. */
typedef struct Identify {
    ClientSession session;
    char *vendor, *model, *revision; /* NULL: not told */
    bool has_status;
    ClientStatus status;
} Identify;

static void
on_identified(void *user, const ClientFailure *failure, const ClientIdentity *identity)
{
    Identify *identify = user;

    if (failure != NULL) {
        client_session_tell(&identify->session, "identify", failure);
    } else {
        identify->vendor = g_strdup(identity->vendor);
        identify->model = g_strdup(identity->model);
        identify->revision = g_strdup(identity->revision);
    }
    client_session_wake(&identify->session);
}

/* A server without status is none the worse. */
static void
on_status(void *user, const ClientFailure *failure, const ClientStatus *status)
{
    Identify *identify = user;

    if (failure == NULL) {
        identify->has_status = true;
        identify->status = *status;
    }
    client_session_wake(&identify->session);
}

static bool
has_service(const MmsNegotiated *negotiated, unsigned bit)
{
    return negotiated->services[bit / 8] & 0x80 >> bit % 8;
}

static char *
service_list(const MmsNegotiated *negotiated)
{
    GString *text = g_string_new(NULL);

    for (unsigned i = 0; i < G_N_ELEMENTS(service_names); i++) {
        if (has_service(negotiated, i)) {
            g_string_append_printf(text, "%s%s", text->len > 0 ? " " : "", service_names[i]);
        }
    }
    return g_string_free(text, FALSE);
}

static char *
parameter_list(const MmsNegotiated *negotiated)
{
    GString *text = g_string_new(NULL);

    for (unsigned i = 0; i < G_N_ELEMENTS(parameter_names); i++) {
        if (negotiated->parameter_cbb >> i & 1 && parameter_names[i][0] != '\0') {
            g_string_append_printf(text, "%s%s", text->len > 0 ? " " : "", parameter_names[i]);
        }
    }
    return g_string_free(text, FALSE);
}

static const char *
name_of(const char *const *names, int value)
{
    return value >= 0 && value < 4 ? names[value] : "unknown";
}

static void
print_negotiated(const MmsNegotiated *negotiated)
{
    g_autofree char *size = g_strdup_printf("%u octets", negotiated->pdu_size);
    g_autofree char *outstanding =
        g_strdup_printf("%u calling, %u called", negotiated->outstanding_calling,
                        negotiated->outstanding_called);
    g_autofree char *nesting = g_strdup_printf("%u levels", negotiated->nesting);
    g_autofree char *version = g_strdup_printf("%u", negotiated->version);
    g_autofree char *parameters = parameter_list(negotiated);
    g_autofree char *services = service_list(negotiated);

    table_print_field(stdout, "MMS version", version);
    table_print_field(stdout, "PDU size", size);
    table_print_field(stdout, "Outstanding", outstanding);
    table_print_field(stdout, "Nesting", nesting);
    table_print_field(stdout, "Parameters", parameters);
    table_print_field(stdout, "Services", services);
}

static void
print_people(const Identify *identify)
{
    table_print_field(stdout, "Address", identify->session.address);
    if (identify->vendor != NULL) {
        table_print_field(stdout, "Vendor", identify->vendor);
        table_print_field(stdout, "Model", identify->model);
        table_print_field(stdout, "Revision", identify->revision);
    }
    if (identify->has_status) {
        g_autofree char *status =
            g_strdup_printf("%s, %s", name_of(logical_names, identify->status.logical),
                            name_of(physical_names, identify->status.physical));

        table_print_field(stdout, "Status", status);
    }
    print_negotiated(client_negotiated(identify->session.client));
}

static void
put_list(JsonWriter *json, const char *name, const char *words)
{
    g_auto(GStrv) list = g_strsplit(words, " ", -1);

    json_open_array(json, name);
    for (unsigned i = 0; list[i] != NULL; i++) {
        json_put_string(json, NULL, list[i]);
    }
    json_close(json);
}

static void
print_json(const Identify *identify)
{
    const MmsNegotiated *negotiated = client_negotiated(identify->session.client);
    g_autofree char *parameters = parameter_list(negotiated);
    g_autofree char *services = service_list(negotiated);
    g_autoptr(GString) text = g_string_new(NULL);
    JsonWriter json = json_writer(text);

    json_open_object(&json, NULL);
    json_put_string(&json, "address", identify->session.address);
    json_put_string(&json, "vendor", identify->vendor);
    json_put_string(&json, "model", identify->model);
    json_put_string(&json, "revision", identify->revision);
    if (identify->has_status) {
        json_put_string(&json, "logical_status",
                        name_of(logical_names, identify->status.logical));
        json_put_string(&json, "physical_status",
                        name_of(physical_names, identify->status.physical));
    }
    json_put_unsigned(&json, "version", negotiated->version);
    json_put_unsigned(&json, "pdu_size", negotiated->pdu_size);
    json_put_unsigned(&json, "outstanding_calling", negotiated->outstanding_calling);
    json_put_unsigned(&json, "outstanding_called", negotiated->outstanding_called);
    json_put_unsigned(&json, "nesting", negotiated->nesting);
    put_list(&json, "parameters", parameters);
    put_list(&json, "services", services);
    json_close(&json);
    puts(text->str);
}

static int
identify_server(const ClientOptions *options, const char *address)
{
    Identify identify = { 0 };
    int status;

    if (client_session_open(&identify.session, options, address, &status)) {
        client_identify(identify.session.client, on_identified, &identify);
        client_session_wait(&identify.session);
        client_status(identify.session.client, on_status, &identify);
        client_session_wait(&identify.session);
        if (options->json) {
            print_json(&identify);
        } else {
            print_people(&identify);
        }
        status = identify.session.failed ? EXIT_NOT_HELD : EXIT_HELD;
    }
    client_session_clear(&identify.session);
    g_free(identify.vendor);
    g_free(identify.model);
    g_free(identify.revision);
    return status;
}

static int
run_identify(int argc, char **argv)
{
    ClientOptions options = { 0 };
    int status;

    if (client_options_parse(&options,
                             "Tells who the server is, what was negotiated, what it supports.",
                             "HOST:PORT", NULL, argc, argv, &status)) {
        if (options.arguments == NULL || options.arguments[1] != NULL) {
            fputs("iedbench identify: one HOST:PORT is needed\n", stderr);
            status = EXIT_USAGE;
        } else {
            status = identify_server(&options, options.arguments[0]);
        }
    }
    client_options_clear(&options);
    return status;
}

const Command command_identify = {
    .name = "identify",
    .arguments = "HOST:PORT",
    .summary = "tell who a server is and what was negotiated with it",
    .run = run_identify,
};
