/* SPDX-License-Identifier: Apache-2.0
 *
 * `iedbench write HOST:PORT REF VALUE...`: values into variables, all in one request.
 */
#include <stdio.h>

#include "engine/command.h"
#include "engine/commands/client_target.h"
#include "engine/commands/table.h"
#include "sim/base/json.h"

typedef struct Writing {
    ClientSession session;
    char **arguments; /* REF VALUE pairs */
    unsigned count;
    Target *targets;
    ClientName *names;
    Pdu *data;
    bool json;
    bool refused;
} Writing;

/* Resolves, asks for the type and parses: nothing is written before all of it is good. */
static int
prepare(Writing *writing)
{
    for (unsigned i = 0; i < writing->count; i++) {
        const char *reference = writing->arguments[2 * i];
        Target *target = &writing->targets[i];
        g_autoptr(GError) error = NULL;

        if (!target_find(target, &writing->session, reference)) {
            return EXIT_NOT_HELD;
        }
        if (target->is_list) {
            fprintf(stderr, "iedbench write: %s is a data set: write its members\n", reference);
            return EXIT_USAGE;
        }
        writing->names[i] = target_part(target, 0)->name;
        if (!client_data_parse(target_part(target, 0)->type, writing->arguments[2 * i + 1],
                               &writing->data[i], &error)) {
            fprintf(stderr, "iedbench write: %s: %s\n", reference, error->message);
            return EXIT_USAGE;
        }
    }
    return EXIT_HELD;
}

static const char *
result_name(const ClientItem *item)
{
    return item->result == MMS_DATA_SUCCESS ? "success" : mms_data_error_name(item->result);
}

static void
print_people(const Writing *writing, const ClientItem *items)
{
    static const char *const headers[] = { "REFERENCE", "VALUE", "RESULT", NULL };
    g_autoptr(Table) table = table_new(headers);

    for (unsigned i = 0; i < writing->count; i++) {
        const char *cells[] = { writing->arguments[2 * i], writing->arguments[2 * i + 1],
                                result_name(&items[i]) };

        table_add(table, cells);
    }
    table_print(table, stdout);
}

static void
print_json(const Writing *writing, const ClientItem *items)
{
    for (unsigned i = 0; i < writing->count; i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        JsonWriter json = json_writer(text);

        json_open_object(&json, NULL);
        json_put_string(&json, "reference", writing->arguments[2 * i]);
        json_put_string(&json, "domain", writing->names[i].domain);
        json_put_string(&json, "item", writing->names[i].item);
        json_put_string(&json, "result", result_name(&items[i]));
        json_close(&json);
        puts(text->str);
    }
}

static void
on_written(void *user, const ClientFailure *failure, const ClientItem *items, unsigned count)
{
    Writing *writing = user;

    if (failure != NULL) {
        client_session_tell(&writing->session, "write", failure);
        writing->refused = true;
    } else if (writing->json) {
        print_json(writing, items);
    } else {
        print_people(writing, items);
    }
    for (unsigned i = 0; failure == NULL && i < count; i++) {
        writing->refused |= items[i].result != MMS_DATA_SUCCESS;
    }
    client_session_wake(&writing->session);
}

static int
write_values(Writing *writing)
{
    g_autofree Slice *data = g_new(Slice, writing->count);
    int status = prepare(writing);

    if (status != EXIT_HELD) {
        return status;
    }
    for (unsigned i = 0; i < writing->count; i++) {
        data[i] = pdu_content(&writing->data[i]);
    }
    client_write(writing->session.client, writing->names, data, writing->count, on_written,
                 writing);
    client_session_wait(&writing->session);
    return writing->refused ? EXIT_NOT_HELD : EXIT_HELD;
}

static int
write_server(const ClientOptions *options)
{
    Writing writing = { .json = options->json, .arguments = options->arguments + 1 };
    int status;

    writing.count = g_strv_length(writing.arguments) / 2;
    writing.targets = g_new0(Target, writing.count);
    writing.names = g_new0(ClientName, writing.count);
    writing.data = g_new0(Pdu, writing.count);
    for (unsigned i = 0; i < writing.count; i++) {
        pdu_init(&writing.data[i], 0);
    }
    if (client_session_open(&writing.session, options, options->arguments[0], &status)) {
        status = write_values(&writing);
    }
    for (unsigned i = 0; i < writing.count; i++) {
        target_clear(&writing.targets[i]);
        pdu_clear(&writing.data[i]);
    }
    g_free(writing.targets);
    g_free(writing.names);
    g_free(writing.data);
    client_session_clear(&writing.session);
    return status;
}

static int
run_write(int argc, char **argv)
{
    ClientOptions options = { 0 };
    int status;

    if (client_options_parse(
            &options,
            "Writes values: 10.5, on, 2026-01-02T03:04:05Z, \"text\", {a=1 b=2}, "
            "[1 2 3].",
            "HOST:PORT REF VALUE [REF VALUE...]", NULL, argc, argv, &status)) {
        unsigned count = options.arguments != NULL ? g_strv_length(options.arguments) : 0;

        if (count < 3 || count % 2 == 0) {
            fputs("iedbench write: HOST:PORT and pairs of REF and VALUE are needed\n", stderr);
            status = EXIT_USAGE;
        } else {
            status = write_server(&options);
        }
    }
    client_options_clear(&options);
    return status;
}

const Command command_write = {
    .name = "write",
    .arguments = "HOST:PORT REF VALUE...",
    .summary = "write values into variables of a server",
    .run = run_write,
};
