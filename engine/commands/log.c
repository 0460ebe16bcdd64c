/* SPDX-License-Identifier: Apache-2.0
 *
 * `iedbench log HOST:PORT [LOG]`: the logs of a server, or the entries of one by time or behind
 * an entry, to the last page; or clears it.
 */
#include "sim/client/log.h"

#include <stdio.h>

#include "engine/command.h"
#include "engine/commands/client_options.h"
#include "engine/commands/print_value.h"
#include "engine/commands/table.h"
#include "engine/text.h"
#include "sim/base/json.h"
#include "sim/client/report.h"
#include "sim/model/timestamp.h"

/* As given on the command line. */
typedef struct LogOptions {
    char *from, *to, *after;
    int count;
    gboolean clear;
} LogOptions;

typedef struct Logs {
    ClientSession session;
    VmdJournalQuery query;
    char *domain, *item; /* of the log that was found */
    GHashTable *types;   /* data reference -> ClientType or NULL */
    ClientType *type;    /* answer of a call */
    GPtrArray *names;    /* likewise */
    uint32_t number;
    bool json;
    ClientLog *log; /* likewise */
    bool refused;
    unsigned printed;
} Logs;

static bool
complain(const char *what)
{
    fprintf(stderr, "iedbench log: %s\n", what);
    return false;
}

static void
note_failure(Logs *logs, const char *what, const ClientFailure *failure)
{
    if (failure != NULL) {
        client_session_tell(&logs->session, what, failure);
        logs->refused = true;
    }
}

static void
on_read(void *user, const ClientFailure *failure, ClientLog *log)
{
    Logs *logs = user;

    note_failure(logs, logs->item, failure);
    logs->log = log;
    client_session_wake(&logs->session);
}

static void
on_type(void *user, const ClientFailure *failure, const ClientType *type)
{
    Logs *logs = user;

    logs->type = failure == NULL ? client_type_copy(type) : NULL;
    client_session_wake(&logs->session);
}

static char *
reference_of(const ClientLogged *value)
{
    return g_utf8_make_valid((const char *)value->reference.data,
                             (gssize)value->reference.size);
}

/* NULL: the server does not say; the value is shown without names. */
static const ClientType *
type_of(Logs *logs, const ClientLogged *value)
{
    g_autofree char *reference = reference_of(value);
    const char *slash = strchr(reference, '/');
    void *known = NULL;

    if (!g_hash_table_lookup_extended(logs->types, reference, NULL, &known)) {
        g_autofree char *domain =
            slash != NULL ? g_strndup(reference, (size_t)(slash - reference)) : NULL;

        logs->type = NULL;
        if (slash != NULL && client_is_open(logs->session.client)) {
            client_get_type(logs->session.client, domain, slash + 1, on_type, logs);
            client_session_wait(&logs->session);
        }
        known = logs->type;
        g_hash_table_insert(logs->types, g_strdup(reference), known);
    }
    return known;
}

static void
append_id(GString *text, const VmdJournalPlace *place)
{
    for (unsigned i = 0; i < sizeof place->id; i++) {
        g_string_append_printf(text, "%02X", place->id[i]);
    }
}

static void
append_reasons(GString *text, unsigned reason)
{
    const char *between = " (";

    for (unsigned bit = 0; bit < 8; bit++) {
        if (reason & 1u << bit && client_report_reason_name(bit) != NULL) {
            g_string_append_printf(text, "%s%s", between, client_report_reason_name(bit));
            between = ", ";
        }
    }
    if (*between == ',') {
        g_string_append_c(text, ')');
    }
}

static void
print_people(Logs *logs, const ClientLogEntry *entry)
{
    g_autoptr(GString) head = g_string_new(NULL);
    g_autoptr(GPtrArray) labels = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *time = time_format(entry->time);
    int width = 0;

    append_id(head, &entry->place);
    printf("%.23sZ  entry %s\n", time, head->str);
    for (unsigned i = 0; i < entry->count; i++) {
        g_autofree char *reference = reference_of(&entry->values[i]);
        GString *label = g_string_new(reference);

        append_reasons(label, entry->values[i].reason);
        width = MAX(width, (int)label->len);
        g_ptr_array_add(labels, g_string_free(label, FALSE));
    }
    for (unsigned i = 0; i < entry->count; i++) {
        print_value(labels->pdata[i], width, type_of(logs, &entry->values[i]),
                    entry->values[i].data, 2);
    }
}

static void
put_value(Logs *logs, JsonWriter *json, const ClientLogged *value)
{
    g_autofree char *text = client_data_json_named(type_of(logs, value), value->data);

    json_open_object(json, NULL);
    json_put_slice(json, "reference", value->reference);
    json_put_raw(json, "value", text);
    if (value->reason != 0) {
        json_open_array(json, "reasons");
        for (unsigned bit = 0; bit < 8; bit++) {
            if (value->reason & 1u << bit && client_report_reason_name(bit) != NULL) {
                json_put_string(json, NULL, client_report_reason_name(bit));
            }
        }
        json_close(json);
    }
    json_close(json);
}

static void
print_json(Logs *logs, const ClientLogEntry *entry)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GString) id = g_string_new(NULL);
    g_autofree char *time = time_format(entry->time);
    JsonWriter json = json_writer(text);

    append_id(id, &entry->place);
    json_open_object(&json, NULL);
    json_put_string(&json, "entry", id->str);
    json_put_string(&json, "time", time);
    json_open_array(&json, "values");
    for (unsigned i = 0; i < entry->count; i++) {
        put_value(logs, &json, &entry->values[i]);
    }
    json_close(&json);
    json_close(&json);
    puts(text->str);
}

static void
print_entries(Logs *logs)
{
    client_read_log(logs->session.client, logs->domain, logs->item, &logs->query, on_read,
                    logs);
    client_session_wait(&logs->session);
    for (unsigned i = 0; logs->log != NULL && i < logs->log->count; i++) {
        (logs->json ? print_json : print_people)(logs, &logs->log->entries[i]);
    }
    g_clear_pointer(&logs->log, client_log_free);
    fflush(stdout);
}

static void
on_number(void *user, const ClientFailure *failure, uint32_t number)
{
    Logs *logs = user;

    note_failure(logs, logs->item, failure);
    logs->number = number;
    client_session_wake(&logs->session);
}

static void
clear_log(Logs *logs)
{
    VmdJournalLimit limit = { 0 };

    if (logs->query.to_time) {
        limit.by_time = true;
        memcpy(limit.before.time, logs->query.stop, sizeof limit.before.time);
    }
    client_initialize_log(logs->session.client, logs->domain, logs->item, &limit, on_number,
                          logs);
    client_session_wait(&logs->session);
    if (!logs->refused) {
        fprintf(stderr, "%u %s deleted\n", logs->number,
                logs->number == 1 ? "entry" : "entries");
    }
}

static void
on_found(void *user, const ClientFailure *failure, const char *domain, const char *item)
{
    Logs *logs = user;

    note_failure(logs, NULL, failure);
    logs->domain = g_strdup(domain);
    logs->item = g_strdup(item);
    client_session_wake(&logs->session);
}

static void
on_names(void *user, const ClientFailure *failure, const char *const *names, unsigned count)
{
    Logs *logs = user;

    note_failure(logs, NULL, failure);
    logs->names = g_ptr_array_new_with_free_func(g_free);
    for (unsigned i = 0; failure == NULL && i < count; i++) {
        g_ptr_array_add(logs->names, g_strdup(names[i]));
    }
    client_session_wake(&logs->session);
}

static GPtrArray *
get_names(Logs *logs, MmsObjectClass object_class, const char *domain)
{
    client_get_names(logs->session.client, object_class,
                     domain != NULL ? MMS_SCOPE_DOMAIN : MMS_SCOPE_VMD, domain, on_names, logs);
    client_session_wait(&logs->session);
    return g_steal_pointer(&logs->names);
}

static void
list_one(Logs *logs, Table *table, const char *domain, const char *item)
{
    g_autofree char *name = g_strjoin("/", domain, item, NULL);
    char count[16] = "-";

    logs->item = g_strdup(item);
    client_count_log(logs->session.client, domain, item, on_number, logs);
    client_session_wait(&logs->session);
    g_clear_pointer(&logs->item, g_free);
    if (!logs->refused) {
        g_snprintf(count, sizeof count, "%u", logs->number);
    }
    if (logs->json) {
        g_autoptr(GString) text = g_string_new(NULL);
        JsonWriter json = json_writer(text);

        json_open_object(&json, NULL);
        json_put_string(&json, "log", name);
        json_put_unsigned(&json, "entries", logs->number);
        json_close(&json);
        puts(text->str);
    } else {
        table_add(table, (const char *const[]){ name, count });
    }
}

static void
list_logs(Logs *logs)
{
    g_autoptr(GPtrArray) domains = get_names(logs, MMS_CLASS_DOMAIN, NULL);
    g_autoptr(Table) table = table_new((const char *const[]){ "log", ">entries", NULL });

    for (unsigned i = 0; i < domains->len && !logs->refused; i++) {
        g_autoptr(GPtrArray) items = get_names(logs, MMS_CLASS_JOURNAL, domains->pdata[i]);

        for (unsigned k = 0; k < items->len && !logs->refused; k++) {
            list_one(logs, table, domains->pdata[i], items->pdata[k]);
            logs->printed++;
        }
    }
    if (!logs->json && logs->printed > 0) {
        table_print(table, stdout);
    } else if (logs->printed == 0 && !logs->refused) {
        fputs("no logs\n", stderr);
    }
}

static bool
take_time(const char *option, const char *text, uint8_t octets[6])
{
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(text, utc);

    if (time == NULL) {
        fprintf(stderr, "iedbench log: %s: a time in ISO 8601, as 2026-01-02T03:04:05.678Z\n",
                option);
        return false;
    }
    binary_time_encode(g_date_time_to_unix(time) * INT64_C(1000000000) +
                           g_date_time_get_microsecond(time) * INT64_C(1000),
                       octets);
    return true;
}

/* The id, and the time in front of it that some servers compare: "TIME,ID" or "ID". */
static bool
take_after(VmdJournalQuery *query, const char *text)
{
    const char *comma = strrchr(text, ',');
    const char *hex = comma != NULL ? comma + 1 : text;
    g_autofree char *time = comma != NULL ? g_strndup(text, (size_t)(comma - text)) : NULL;

    if (strlen(hex) != 2 * sizeof query->after_place.id ||
        strspn(hex, "0123456789abcdefABCDEF") != strlen(hex)) {
        return complain(
            "--after: an entry of 8 octets in hex, as 000000000000012C, with its time "
            "in\n  front where the server wants that: TIME,ENTRY");
    }
    for (unsigned i = 0; i < sizeof query->after_place.id; i++) {
        query->after_place.id[i] = (uint8_t)(g_ascii_xdigit_value(hex[2 * i]) << 4 |
                                             g_ascii_xdigit_value(hex[2 * i + 1]));
    }
    query->after = true;
    return time == NULL || take_time("--after", time, query->after_place.time);
}

static bool
take_options(Logs *logs, const LogOptions *given)
{
    VmdJournalQuery *query = &logs->query;

    query->from_time = given->from != NULL;
    query->to_time = given->to != NULL;
    query->to_count = given->count > 0;
    query->count = (uint32_t)MAX(given->count, 0);
    if (given->count < 0) {
        return complain("--count: a positive number");
    }
    if (query->to_time && query->to_count) {
        return complain("--to and --count exclude each other: a query ends in one way");
    }
    if (given->clear && (query->from_time || given->after != NULL || query->to_count)) {
        return complain("--clear deletes the entries before --to, or all");
    }
    return (given->from == NULL || take_time("--from", given->from, query->start.time)) &&
           (given->to == NULL || take_time("--to", given->to, query->stop)) &&
           (given->after == NULL || take_after(query, given->after));
}

static void
free_type(void *type)
{
    client_type_free(type);
}

static int
log_server(const ClientOptions *options, const LogOptions *given)
{
    Logs logs = { .json = options->json };
    char **arguments = options->arguments;
    int status = EXIT_USAGE;

    if (arguments == NULL || g_strv_length(arguments) > 2) {
        complain("HOST:PORT and at most one LOG are needed");
        return status;
    }
    if (!take_options(&logs, given)) {
        return status;
    }
    logs.types = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_type);
    if (client_session_open(&logs.session, options, arguments[0], &status)) {
        if (arguments[1] == NULL) {
            list_logs(&logs);
        } else {
            client_find_log(logs.session.client, arguments[1], on_found, &logs);
            client_session_wait(&logs.session);
            if (!logs.refused) {
                (given->clear ? clear_log : print_entries)(&logs);
            }
        }
        status = logs.refused ? EXIT_NOT_HELD : EXIT_HELD;
    }
    g_hash_table_unref(logs.types);
    g_free(logs.domain);
    g_free(logs.item);
    client_session_clear(&logs.session);
    return status;
}

static int
run_log(int argc, char **argv)
{
    ClientOptions options = { 0 };
    LogOptions given = { 0 };
    int status;
    const GOptionEntry entries[] = {
        { "from", 0, 0, G_OPTION_ARG_STRING, &given.from, "Entries of this time and later",
          "TIME" },
        { "to", 0, 0, G_OPTION_ARG_STRING, &given.to, "Entries of this time and earlier",
          "TIME" },
        { "after", 0, 0, G_OPTION_ARG_STRING, &given.after, "Entries behind this one",
          "[TIME,]ENTRY" },
        { "count", 0, 0, G_OPTION_ARG_INT, &given.count, "At most so many", "N" },
        { "clear", 0, 0, G_OPTION_ARG_NONE, &given.clear,
          "Delete the entries, with --to those before", NULL },
        { 0 },
    };

    if (client_options_parse(&options,
                             "Prints the entries of a log, LD/LN.name; without one lists the "
                             "logs.",
                             "HOST:PORT [LOG]", entries, argc, argv, &status)) {
        status = log_server(&options, &given);
    }
    client_options_clear(&options);
    g_free(given.from);
    g_free(given.to);
    g_free(given.after);
    return status;
}

const Command command_log = {
    .name = "log",
    .arguments = "HOST:PORT [LOG]",
    .summary = "query a log of a server, or list its logs",
    .run = run_log,
};
