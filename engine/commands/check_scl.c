/* SPDX-License-Identifier: Apache-2.0
 *
 * `check` of an SCL file: a table of its servers, or JSON, and the notes.
 */
#include <stdio.h>
#include <string.h>

#include "engine/command.h"
#include "engine/commands/check.h"
#include "sim/scl/scl.h"

#define COLUMNS 15

static const char *const titles[COLUMNS] = { "server", "address", "selectors", "LDs",  "LNs",
                                             "DOs",    "leaves",  "sets",      "URCB", "BRCB",
                                             "LCB",    "GoCB",    "SVCB",      "SGCB", "logs" };

/* Sums over servers; a ServerAt serves a model that is counted already. */
typedef struct Sums {
    unsigned devices, nodes;
    uint64_t leaves;
} Sums;

static const char *
edition_name(Edition edition)
{
    static const char *const names[] = {
        [EDITION_1] = "1", [EDITION_2] = "2", [EDITION_2_1] = "2.1"
    };

    return names[edition];
}

static unsigned
count_nodes(const Model *model)
{
    unsigned count = 0;

    for (unsigned i = 0; i < model->device_count; i++) {
        count += model->devices[i].node_count;
    }
    return count;
}

static unsigned
count_blocks(const Model *model, ControlBlockKind kind)
{
    unsigned count = 0;

    for (unsigned i = 0; i < model->control_block_count; i++) {
        count += model->control_blocks[i].kind == kind;
    }
    return count;
}

static unsigned
count_sampled(const Model *model)
{
    return count_blocks(model, CB_MSVCB) + count_blocks(model, CB_USVCB);
}

static char *
format_selector(const OsiSelector *selector)
{
    GString *text = g_string_new(selector->size == 0 ? "-" : NULL);

    for (unsigned i = 0; i < selector->size; i++) {
        g_string_append_printf(text, "%02X", selector->octets[i]);
    }
    return g_string_free(text, FALSE);
}

static char *
format_selectors(const OsiAddress *osi)
{
    g_autofree char *tsel = format_selector(&osi->tsel);
    g_autofree char *ssel = format_selector(&osi->ssel);
    g_autofree char *psel = format_selector(&osi->psel);

    return g_strjoin("/", tsel, ssel, psel, NULL);
}

static char *
format_address(const SclServer *server)
{
    return server->ip == NULL
               ? g_strdup("-")
               : g_strdup_printf(strchr(server->ip, ':') != NULL ? "[%s]:%d" : "%s:%d",
                                 server->ip, server->port);
}

static char *
format_number(uint64_t number)
{
    return g_strdup_printf("%" G_GUINT64_FORMAT, number);
}

static void
fill_row(const SclServer *server, char **cells)
{
    const Model *model = server->model;

    cells[0] = g_strdup(server->name);
    cells[1] = format_address(server);
    cells[2] = format_selectors(&server->osi);
    cells[3] = format_number(model->device_count);
    cells[4] = format_number(count_nodes(model));
    cells[5] = format_number(server->data_object_count);
    cells[6] = format_number(model->leaf_count);
    cells[7] = format_number(model->data_set_count);
    cells[8] = format_number(count_blocks(model, CB_URCB));
    cells[9] = format_number(count_blocks(model, CB_BRCB));
    cells[10] = format_number(count_blocks(model, CB_LCB));
    cells[11] = format_number(count_blocks(model, CB_GOCB));
    cells[12] = format_number(count_sampled(model));
    cells[13] = format_number(count_blocks(model, CB_SGCB));
    cells[14] = format_number(model->journal_count);
}

static void
print_row(char *const *cells, const int *widths)
{
    for (unsigned i = 0; i < COLUMNS; i++) {
        int pad = widths[i] - (int)g_utf8_strlen(cells[i], -1);

        if (i < 3) {
            printf("%s%s%*s", i > 0 ? "  " : "", cells[i], pad, "");
        } else {
            printf("  %*s%s", pad, "", cells[i]);
        }
    }
    putchar('\n');
}

static void
print_table(const SclFile *file)
{
    g_autofree char **cells = g_new0(char *, (file->server_count + 1) * COLUMNS);
    int widths[COLUMNS] = { 0 };

    for (unsigned i = 0; i < COLUMNS; i++) {
        cells[i] = g_strdup(titles[i]);
    }
    for (unsigned i = 0; i < file->server_count; i++) {
        fill_row(&file->servers[i], cells + (i + 1) * COLUMNS);
    }
    for (unsigned i = 0; i < (file->server_count + 1) * COLUMNS; i++) {
        widths[i % COLUMNS] = MAX(widths[i % COLUMNS], (int)g_utf8_strlen(cells[i], -1));
    }
    for (unsigned i = 0; i <= file->server_count; i++) {
        print_row(cells + i * COLUMNS, widths);
    }
    for (unsigned i = 0; i < (file->server_count + 1) * COLUMNS; i++) {
        g_free(cells[i]);
    }
}

static bool
is_first_of_model(const SclFile *file, unsigned at)
{
    for (unsigned i = 0; i < at; i++) {
        if (file->servers[i].model == file->servers[at].model) {
            return false;
        }
    }
    return true;
}

static Sums
sum_up(const SclFile *file)
{
    Sums sums = { 0 };

    for (unsigned i = 0; i < file->server_count; i++) {
        const Model *model = file->servers[i].model;

        if (is_first_of_model(file, i)) {
            sums.devices += model->device_count;
            sums.nodes += count_nodes(model);
            sums.leaves += model->leaf_count;
        }
    }
    return sums;
}

static void
print_file(const SclFile *file)
{
    Sums sums = sum_up(file);

    printf("%s: edition %s, ", file->path, edition_name(file->edition));
    if (file->server_count == 0) {
        printf("%u IEDs, nothing to serve, %u notes\n", file->ied_count, file->note_count);
        return;
    }
    printf(
        "%u IEDs (%u of them without a server), %u servers, %u LDs, %u LNs, %" G_GUINT64_FORMAT
        " leaves, %u notes\n",
        file->ied_count, file->client_only_count, file->server_count, sums.devices, sums.nodes,
        sums.leaves, file->note_count);
    print_table(file);
}

static void
put_server(JsonWriter *json, const SclServer *server)
{
    const Model *model = server->model;
    g_autofree char *tsel = format_selector(&server->osi.tsel);
    g_autofree char *ssel = format_selector(&server->osi.ssel);
    g_autofree char *psel = format_selector(&server->osi.psel);

    json_open_object(json, NULL);
    json_put_string(json, "name", server->name);
    json_put_string(json, "ied", server->ied_name);
    json_put_string(json, "access_point", server->access_point);
    json_put_string(json, "edition", edition_name(model->edition));
    json_put_string(json, "address", server->ip);
    json_put_integer(json, "port", server->port);
    json_put_string(json, "tsel", server->osi.tsel.size > 0 ? tsel : NULL);
    json_put_string(json, "ssel", server->osi.ssel.size > 0 ? ssel : NULL);
    json_put_string(json, "psel", server->osi.psel.size > 0 ? psel : NULL);
    json_put_unsigned(json, "logical_devices", model->device_count);
    json_put_unsigned(json, "logical_nodes", count_nodes(model));
    json_put_unsigned(json, "data_objects", server->data_object_count);
    json_put_unsigned(json, "leaves", model->leaf_count);
    json_put_unsigned(json, "data_sets", model->data_set_count);
    json_put_unsigned(json, "urcb", count_blocks(model, CB_URCB));
    json_put_unsigned(json, "brcb", count_blocks(model, CB_BRCB));
    json_put_unsigned(json, "lcb", count_blocks(model, CB_LCB));
    json_put_unsigned(json, "gocb", count_blocks(model, CB_GOCB));
    json_put_unsigned(json, "svcb", count_sampled(model));
    json_put_unsigned(json, "sgcb", count_blocks(model, CB_SGCB));
    json_put_unsigned(json, "journals", model->journal_count);
    json_close(json);
}

static void
put_file(JsonWriter *json, const SclFile *file)
{
    Sums sums = sum_up(file);

    json_open_object(json, NULL);
    json_put_string(json, "file", file->path);
    json_put_string(json, "edition", edition_name(file->edition));
    json_put_unsigned(json, "ieds", file->ied_count);
    json_put_unsigned(json, "ieds_without_server", file->client_only_count);
    json_put_unsigned(json, "logical_devices", sums.devices);
    json_put_unsigned(json, "logical_nodes", sums.nodes);
    json_put_unsigned(json, "leaves", sums.leaves);
    json_open_array(json, "servers");
    for (unsigned i = 0; i < file->server_count; i++) {
        put_server(json, &file->servers[i]);
    }
    json_close(json);
    json_open_array(json, "notes");
    for (unsigned i = 0; i < file->note_count; i++) {
        json_open_object(json, NULL);
        json_put_integer(json, "line", file->notes[i].line);
        json_put_string(json, "what", file->notes[i].text);
        json_close(json);
    }
    json_close(json);
    json_close(json);
}

int
check_scl(const char *path, const CheckOptions *options)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(SclFile) file = scl_load(path, options->strict, 0, &error);

    if (file == NULL) {
        fprintf(stderr, "%s\n", error->message);
        return EXIT_USAGE;
    }
    if (options->json != NULL) {
        put_file(options->json, file);
    } else {
        print_file(file);
    }
    fflush(stdout);
    for (unsigned i = 0; i < file->note_count; i++) {
        fprintf(stderr, "%s:%d: %s\n", path, file->notes[i].line, file->notes[i].text);
    }
    return EXIT_HELD;
}
