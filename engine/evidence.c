/* SPDX-License-Identifier: Apache-2.0
 *
 * Evidence folders.
 */
#include "engine/evidence.h"

#include <errno.h>
#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#include "engine/output.h"
#include "engine/results_read.h"
#include "sim/base/json.h"

char *
evidence_name(const char *path, GHashTable *taken)
{
    g_autofree char *name = g_path_get_basename(path);
    char *unique;

    if (g_str_has_suffix(name, ".lua")) {
        name[strlen(name) - 4] = '\0';
    }
    if (name[0] == '.' || name[0] == '\0') {
        g_autofree char *hidden = g_steal_pointer(&name);

        name = g_strdup_printf("_%s", hidden);
    }
    unique = g_strdup(name);
    for (unsigned i = 2; !g_hash_table_add(taken, g_strdup(unique)); i++) {
        g_free(unique);
        unique = g_strdup_printf("%s-%u", name, i);
    }
    return unique;
}

char *
evidence_make_folder(const char *out, const char *name, GError **error)
{
    g_autofree char *folder = g_build_filename(out, name, NULL);

    if (g_mkdir_with_parents(folder, 0777) != 0) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", folder, strerror(errno));
        return NULL;
    }
    return g_steal_pointer(&folder);
}

/* "station.scd", or "2-station.scd" when another file of that name is there already. */
static char *
copy_name(const char *source, GHashTable *taken)
{
    char *name = g_path_get_basename(source);

    for (unsigned i = 2; !g_hash_table_add(taken, g_strdup(name)); i++) {
        g_autofree char *base = g_path_get_basename(source);

        g_free(name);
        name = g_strdup_printf("%u-%s", i, base);
    }
    return name;
}

static bool
copy_source(const char *source, const char *folder, GHashTable *taken)
{
    g_autofree char *name = copy_name(source, taken);
    g_autofree char *target = g_build_filename(folder, name, NULL);
    g_autoptr(GFile) from = g_file_new_for_path(source);
    g_autoptr(GFile) to = g_file_new_for_path(target);
    g_autoptr(GError) error = NULL;

    if (!g_file_copy(from, to, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error)) {
        fprintf(stderr, "iedbench: %s: %s\n", source, error->message);
    }
    return error == NULL;
}

static bool
copy_sources(const char *folder, const char *const *sources)
{
    g_autofree char *copies = g_build_filename(folder, "sources", NULL);
    g_autoptr(GHashTable) taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    bool copied = true;

    if (g_mkdir_with_parents(copies, 0777) != 0) {
        fprintf(stderr, "iedbench: %s: %s\n", copies, strerror(errno));
        return false;
    }
    for (; *sources != NULL; sources++) {
        copied = copy_source(*sources, copies, taken) && copied;
    }
    return copied;
}

/* The suite does not own its run. */
static bool
write_documents(const char *folder, const Results *results)
{
    g_autoptr(GPtrArray) runs = g_ptr_array_new();
    Suite suite = { .runs = runs };

    g_ptr_array_add(runs, (Results *)results);
    return outputs_write_folder(folder, &suite);
}

bool
evidence_write(const char *folder, const Results *results)
{
    bool written = write_documents(folder, results);

    return copy_sources(folder, results->facts.sources) && written;
}

static bool
write_index(const char *out, const Suite *suite, const GPtrArray *folders)
{
    g_autofree char *path = g_build_filename(out, "suite.json", NULL);
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    JsonWriter json = json_writer(text);

    json_open_object(&json, NULL);
    json_open_array(&json, "runs");
    for (unsigned i = 0; i < folders->len; i++) {
        g_autofree char *name = g_path_get_basename(folders->pdata[i]);

        json_put_string(&json, NULL, name);
    }
    json_close(&json);
    json_put_unsigned(&json, "not_run", suite->not_run);
    json_close(&json);
    g_string_append_c(text, '\n');
    if (!g_file_set_contents(path, text->str, (gssize)text->len, &error)) {
        fprintf(stderr, "iedbench: %s\n", error->message);
    }
    return error == NULL;
}

bool
evidence_write_suite(const char *out, const Suite *suite, const GPtrArray *folders)
{
    bool written = outputs_write_folder(out, suite);

    return write_index(out, suite, folders) && written;
}

static GPtrArray *
read_index(const char *path, const char *out, unsigned *not_run, GError **error)
{
    g_autoptr(JsonParser) parser = json_parser_new();
    g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func(g_free);
    JsonNode *root, *runs = NULL;

    if (!json_parser_load_from_file(parser, path, error)) {
        return NULL;
    }
    root = json_parser_get_root(parser);
    if (root != NULL && JSON_NODE_HOLDS_OBJECT(root)) {
        runs = json_object_get_member(json_node_get_object(root), "runs");
    }
    if (runs == NULL || !JSON_NODE_HOLDS_ARRAY(runs)) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s: it names no runs", path);
        return NULL;
    }
    *not_run = (unsigned)json_object_get_int_member_with_default(json_node_get_object(root),
                                                                 "not_run", 0);
    for (unsigned i = 0; i < json_array_get_length(json_node_get_array(runs)); i++) {
        JsonNode *name = json_array_get_element(json_node_get_array(runs), i);
        const char *text =
            json_node_get_value_type(name) == G_TYPE_STRING ? json_node_get_string(name) : "";

        if (text[0] == '\0' || strchr(text, '/') != NULL || strcmp(text, "..") == 0) {
            g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                        "%s: run %u is no name of a folder", path, i + 1);
            return NULL;
        }
        g_ptr_array_add(folders, g_build_filename(out, text, NULL));
    }
    return g_steal_pointer(&folders);
}

/* The folders of the runs in it, in their order (char *): itself when it is of one run. */
static GPtrArray *
list_folders(const char *folder, unsigned *not_run, GError **error)
{
    g_autofree char *index = g_build_filename(folder, "suite.json", NULL);
    GPtrArray *folders;

    *not_run = 0;
    if (g_file_test(index, G_FILE_TEST_EXISTS)) {
        return read_index(index, folder, not_run, error);
    }
    folders = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(folders, g_strdup(folder));
    return folders;
}

Suite *
evidence_read(const char *folder, GError **error)
{
    g_autoptr(Suite) suite = suite_new();
    g_autoptr(GPtrArray) folders = list_folders(folder, &suite->not_run, error);

    for (unsigned i = 0; folders != NULL && i < folders->len; i++) {
        g_autofree char *path = g_build_filename(folders->pdata[i], "events.jsonl", NULL);
        Results *results = results_read(path, error);

        if (results == NULL) {
            return NULL;
        }
        suite_add(suite, results);
    }
    return folders == NULL ? NULL : g_steal_pointer(&suite);
}

/* Read once more: a suite of very many runs does not keep the events of all. */
static bool
renew_run(const char *folder)
{
    g_autofree char *path = g_build_filename(folder, "events.jsonl", NULL);
    g_autoptr(GError) error = NULL;
    Results *results = results_read(path, &error);
    bool written;

    if (results == NULL) {
        fprintf(stderr, "iedbench: %s\n", error->message);
        return false;
    }
    written = write_documents(folder, results);
    results_free(results);
    return written;
}

bool
evidence_renew(const char *folder, const Suite *suite)
{
    unsigned not_run;
    g_autoptr(GPtrArray) folders = list_folders(folder, &not_run, NULL);
    bool written = folders != NULL && outputs_write_folder(folder, suite);

    for (unsigned i = 0; written && suite->runs->len > 1 && i < folders->len; i++) {
        written = renew_run(folders->pdata[i]);
    }
    return written;
}
