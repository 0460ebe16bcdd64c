/* SPDX-License-Identifier: Apache-2.0
 *
 * Confirmed services as text: what is asked for and answered, a row each (ISO 9506-2). Services
 * without a row show their elements.
 */
#include "engine/traffic/trace_mms.h"

#include "sim/client/client.h"
#include "sim/mms/access_result.h"
#include "sim/mms/get_name_list.h"
#include "sim/mms/get_named_variable_list_attributes.h"
#include "sim/mms/get_variable_access_attributes.h"
#include "sim/mms/identify.h"
#include "sim/mms/object_name.h"
#include "sim/mms/read.h"
#include "sim/mms/read_journal.h"
#include "sim/mms/status.h"
#include "sim/mms/write.h"

/* Of either direction; the answer is only looked at by responses. */
typedef struct Part {
    TraceMms *mms;
    TraceText *out;
    BerReader reader; /* of the body */
    MmsAnswer answer;
} Part;

static bool
is_read(const Part *part)
{
    return part->reader.error == BER_OK && part->reader.at == part->reader.end;
}

static void
put_variables(Part *part, const MmsVariables *variables)
{
    if (variables->list != NULL) {
        trace_object_name(part->out, "variableListName", variables->list);
    }
    for (unsigned i = 0; i < variables->count && !part->out->full; i++) {
        g_autofree char *text = trace_format_variable(&variables->members[i]);

        trace_fact(part->out, "variable", "%s", text);
    }
}

static bool
ask_read(Part *part)
{
    BerReader inner;
    MmsVariables variables;
    Slice element;

    if (ber_peek(&part->reader) == 0x80 && ber_get_boolean(&part->reader, 0x80)) {
        trace_say(part->out, "with specification");
    }
    inner = ber_open(&part->reader, 0xA1);
    variables = mms_variables_get(&inner, &part->mms->scratch, TRACE_NESTING, &element);
    if (inner.error == BER_OK) {
        put_variables(part, &variables);
    }
    ber_close(&part->reader, &inner);
    return is_read(part);
}

static bool
ask_write(Part *part)
{
    Slice element;
    MmsVariables variables =
        mms_variables_get(&part->reader, &part->mms->scratch, TRACE_NESTING, &element);
    BerReader data = ber_open(&part->reader, 0xA0);

    if (part->reader.error == BER_OK && variables.list != NULL) {
        put_variables(part, &variables);
    }
    for (unsigned i = 0; !ber_at_end(&data) && !part->out->full; i++) {
        Slice value = ber_get_element(&data);

        if (part->reader.error == BER_OK && i < variables.count) {
            g_autofree char *name = trace_format_variable(&variables.members[i]);

            trace_fact(part->out, "variable", "%s", name);
        }
        if (data.error == BER_OK) {
            trace_data(part->out, "value", value);
        }
    }
    ber_close_rest(&part->reader, &data);
    return is_read(part);
}

static const char *
class_name(int64_t number)
{
    static const char *const names[] = {
        [MMS_CLASS_NAMED_VARIABLE] = "namedVariable",
        [MMS_CLASS_SCATTERED_ACCESS] = "scatteredAccess",
        [MMS_CLASS_NAMED_VARIABLE_LIST] = "namedVariableList",
        [MMS_CLASS_NAMED_TYPE] = "namedType",
        [MMS_CLASS_SEMAPHORE] = "semaphore",
        [MMS_CLASS_EVENT_CONDITION] = "eventCondition",
        [MMS_CLASS_EVENT_ACTION] = "eventAction",
        [MMS_CLASS_EVENT_ENROLLMENT] = "eventEnrollment",
        [MMS_CLASS_JOURNAL] = "journal",
        [MMS_CLASS_DOMAIN] = "domain",
        [MMS_CLASS_PROGRAM_INVOCATION] = "programInvocation",
        [MMS_CLASS_OPERATOR_STATION] = "operatorStation",
    };

    return number >= 0 && (size_t)number < G_N_ELEMENTS(names) ? names[number] : "?";
}

static bool
ask_get_name_list(Part *part)
{
    BerReader choice = ber_open(&part->reader, 0xA0);
    BerReader scope;

    trace_fact(part->out, "objectClass", "%s",
               class_name(ber_get_integer(&choice, ber_peek(&choice), INT32_MIN, INT32_MAX)));
    ber_close(&part->reader, &choice);
    scope = ber_open(&part->reader, 0xA1);
    if (ber_peek(&scope) == 0x81) {
        g_autofree char *domain = trace_quote(ber_get(&scope, 0x81));

        trace_fact(part->out, "domain", "%s", domain);
    } else {
        trace_fact(part->out, "scope", "%s", ber_peek(&scope) == 0x82 ? "association" : "vmd");
        ber_skip(&scope);
    }
    ber_close(&part->reader, &scope);
    if (ber_peek(&part->reader) == 0x82) {
        g_autofree char *after = trace_quote(ber_get(&part->reader, 0x82));

        trace_named(part->out, "after", "%s", after);
    }
    return is_read(part);
}

/* An ObjectName, and elements behind it. */
static bool
ask_named(Part *part)
{
    MmsObjectName name = mms_object_name_get(&part->reader);

    if (part->reader.error == BER_OK) {
        trace_object_name(part->out, "name", &name);
        trace_elements(part->out, (Slice){ part->reader.at,
                                           (size_t)(part->reader.end - part->reader.at) });
    }
    return part->reader.error == BER_OK;
}

/* The same inside of [0]. */
static bool
ask_named_inside(Part *part)
{
    BerReader outer = part->reader;
    bool good;

    if (ber_peek(&outer) != 0xA0) {
        trace_elements(part->out, (Slice){ outer.at, (size_t)(outer.end - outer.at) });
        return true;
    }
    part->reader = ber_open(&outer, 0xA0);
    good = ask_named(part);
    trace_elements(part->out, (Slice){ outer.at, (size_t)(outer.end - outer.at) });
    return good;
}

static bool
ask_define(Part *part)
{
    MmsObjectName name = mms_object_name_get(&part->reader);
    Slice list = ber_get(&part->reader, 0xA0);
    BerReader members = ber_reader(list);
    MmsVariables variables;

    if (part->reader.error != BER_OK) {
        return false;
    }
    trace_object_name(part->out, "variableListName", &name);
    variables = mms_members_get(&members, &part->mms->scratch, TRACE_NESTING);
    if (members.error == BER_OK) {
        put_variables(part, &variables);
    }
    return members.error == BER_OK && is_read(part);
}

static bool
show_elements(Part *part)
{
    trace_elements(part->out,
                   (Slice){ part->reader.at, (size_t)(part->reader.end - part->reader.at) });
    return true;
}

static bool
answer_read(Part *part)
{
    MmsResults results;
    MmsDataError result;
    Slice data;

    if (!mms_read_get_response(&part->answer, &results)) {
        return false;
    }
    while (mms_results_next(&results, &result, &data)) {
        if (part->out->full) {
            return true;
        }
        if (result == MMS_DATA_SUCCESS) {
            trace_data(part->out, "value", data);
        } else {
            trace_fact(part->out, "failure", "%s", mms_data_error_name(result));
        }
    }
    return results.reader.error == BER_OK;
}

static bool
answer_write(Part *part)
{
    MmsWriteResults results;
    MmsDataError result;

    if (!mms_write_get_response(&part->answer, &results)) {
        return false;
    }
    while (mms_write_results_next(&results, &result) && !part->out->full) {
        trace_fact(part->out, "result", "%s",
                   result == MMS_DATA_SUCCESS ? "success" : mms_data_error_name(result));
    }
    return results.reader.error == BER_OK;
}

static bool
answer_names(Part *part)
{
    MmsNames names;
    unsigned count = 0;
    Slice name;

    if (!mms_get_name_list_get_response(&part->answer, &names)) {
        return false;
    }
    for (MmsNames at = names; mms_names_next(&at, &name);) {
        count++;
    }
    trace_fact(part->out, "count", "%u names%s", count,
               names.more_follows ? ", more follow" : "");
    while (!part->out->full && mms_names_next(&names, &name)) {
        g_autofree char *text = trace_quote(name);

        trace_fact(part->out, "name", "%s", text);
    }
    return part->out->full || names.reader.error == BER_OK;
}

static bool
answer_identify(Part *part)
{
    MmsIdentifyResponse response;
    g_autofree char *vendor = NULL;
    g_autofree char *model = NULL;
    g_autofree char *revision = NULL;

    if (!mms_identify_get_response(&part->answer, &response)) {
        return false;
    }
    vendor = trace_quote(response.vendor);
    model = trace_quote(response.model);
    revision = trace_quote(response.revision);
    trace_fact(part->out, "vendor", "%s", vendor);
    trace_fact(part->out, "model", "%s", model);
    trace_fact(part->out, "revision", "%s", revision);
    return true;
}

static bool
answer_status(Part *part)
{
    MmsStatusResponse response;

    if (!mms_status_get_response(&part->answer, &response)) {
        return false;
    }
    trace_named(part->out, "logical", "%d", response.logical);
    trace_named(part->out, "physical", "%d", response.physical);
    return true;
}

static bool
answer_type(Part *part)
{
    MmsGetVariableAccessAttributesResponse response;
    g_autoptr(ClientType) type = NULL;
    g_autofree char *text = NULL;

    if (!mms_get_variable_access_attributes_get_response(&part->answer, &response)) {
        return false;
    }
    type = client_type_decode(response.type);
    if (type == NULL) {
        trace_elements(part->out, response.type);
        return true;
    }
    text = client_type_format(type);
    trace_fact(part->out, "type", "%s", text);
    return true;
}

static bool
answer_list(Part *part)
{
    MmsGetNamedVariableListAttributesResponse response;
    MmsVariables variables;

    if (!mms_get_named_variable_list_attributes_get_response(&part->answer, &response)) {
        return false;
    }
    variables = mms_members_get(&response.members, &part->mms->scratch, TRACE_NESTING);
    if (response.members.error != BER_OK) {
        return false;
    }
    if (response.deletable) {
        trace_say(part->out, "deletable");
    }
    put_variables(part, &variables);
    return true;
}

static bool
answer_journal(Part *part)
{
    MmsJournalEntries entries;
    VmdJournalEntry entry;
    unsigned count = 0;

    if (!mms_read_journal_get_response(&part->answer, &entries)) {
        return false;
    }
    for (MmsJournalEntries at = entries; mms_journal_entries_next(&at, &entry);) {
        count++;
    }
    trace_fact(part->out, "count", "%u entries%s", count,
               entries.more_follows ? ", more follow" : "");
    while (!part->out->full && mms_journal_entries_next(&entries, &entry)) {
        Slice tag, data;

        trace_open(part->out, "entry", ";");
        while (mms_journal_variable_next(&entry.variables, &tag, &data)) {
            g_autofree char *name = trace_quote(tag);

            trace_fact(part->out, "variable", "%s", name);
            trace_data(part->out, "value", data);
        }
        trace_close(part->out);
    }
    return part->out->full || entries.reader.error == BER_OK;
}

/* Services by their number in the CHOICE; only those that nobody serves here have their name in
 * this table, the others in their ServiceRow. */
static const struct Row {
    const char *name;
    bool (*ask)(Part *part);
    bool (*answer)(Part *part);
} rows[] = {
    [0] = { NULL, show_elements, answer_status },
    [1] = { NULL, ask_get_name_list, answer_names },
    [2] = { NULL, show_elements, answer_identify },
    [3] = { "rename" },
    [4] = { NULL, ask_read, answer_read },
    [5] = { NULL, ask_write, answer_write },
    [6] = { NULL, ask_named_inside, answer_type },
    [7] = { "defineNamedVariable" },
    [8] = { "defineScatteredAccess" },
    [9] = { "getScatteredAccessAttributes" },
    [10] = { "deleteVariableAccess" },
    [11] = { NULL, ask_define },
    [12] = { NULL, ask_named, answer_list },
    [14] = { "defineNamedType" },
    [15] = { "getNamedTypeAttributes" },
    [16] = { "deleteNamedType" },
    [17] = { "input" },
    [18] = { "output" },
    [19] = { "takeControl" },
    [20] = { "relinquishControl" },
    [21] = { "defineSemaphore" },
    [22] = { "deleteSemaphore" },
    [23] = { "reportSemaphoreStatus" },
    [24] = { "reportPoolSemaphoreStatus" },
    [25] = { "reportSemaphoreEntryStatus" },
    [26] = { "initiateDownloadSequence" },
    [27] = { "downloadSegment" },
    [28] = { "terminateDownloadSequence" },
    [29] = { "initiateUploadSequence" },
    [30] = { "uploadSegment" },
    [31] = { "terminateUploadSequence" },
    [32] = { "requestDomainDownload" },
    [33] = { "requestDomainUpload" },
    [34] = { "loadDomainContent" },
    [35] = { "storeDomainContent" },
    [36] = { "deleteDomain" },
    [37] = { "getDomainAttributes" },
    [38] = { "createProgramInvocation" },
    [39] = { "deleteProgramInvocation" },
    [40] = { "start" },
    [41] = { "stop" },
    [42] = { "resume" },
    [43] = { "reset" },
    [44] = { "kill" },
    [45] = { "getProgramInvocationAttributes" },
    [46] = { "obtainFile" },
    [65] = { NULL, ask_named_inside, answer_journal },
    [66] = { "writeJournal" },
    [67] = { NULL, ask_named_inside },
    [68] = { NULL, ask_named },
    [69] = { "createJournal" },
    [70] = { "deleteJournal" },
    [72] = { "fileOpen" },
    [73] = { "fileRead" },
    [74] = { "fileClose" },
    [75] = { "fileRename" },
    [76] = { "fileDelete" },
    [77] = { "fileDirectory" },
};

static const struct Row *
put_service(TraceText *out, BerTag tag)
{
    uint32_t number = ber_tag_number(tag);
    const ServiceRow *served = mms_service_row(number);
    const struct Row *row = number < G_N_ELEMENTS(rows) ? &rows[number] : NULL;

    if (served != NULL && served->serve != NULL) {
        trace_fact(out, "service", "%s", served->name);
    } else if (row != NULL && row->name != NULL) {
        trace_fact(out, "service", "%s", row->name);
    } else {
        trace_fact(out, "service", "number-%u", number);
    }
    return row;
}

bool
trace_request(TraceMms *mms, TraceText *out, BerTag tag, Slice body)
{
    const struct Row *row = put_service(out, tag);
    Part part = { .mms = mms, .out = out, .reader = ber_reader(body) };

    if (!ber_tag_is_constructed(tag)) {
        return true; /* a NULL, or a number that says nothing by itself */
    }
    return row != NULL && row->ask != NULL ? row->ask(&part) : show_elements(&part);
}

bool
trace_response(TraceMms *mms, TraceText *out, BerTag tag, Slice body)
{
    const struct Row *row = put_service(out, tag);
    Part part = { .mms = mms,
                  .out = out,
                  .reader = ber_reader(body),
                  .answer = { .kind = MMS_ANSWER_RESPONSE, .tag = tag, .body = body } };

    if (!ber_tag_is_constructed(tag)) {
        return true;
    }
    return row != NULL && row->answer != NULL ? row->answer(&part) : show_elements(&part);
}
