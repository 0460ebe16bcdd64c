/* SPDX-License-Identifier: Apache-2.0
 *
 * Loads an SCL file: document, templates, addresses, then each IED's access points in the order
 * of the file. The XML is gone when scl_load returns.
 */
#include "sim/scl/scl.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "sim/scl/alter.h"
#include "sim/scl/builder.h"

#define SIZE_MAX_DEFAULT ((size_t)256 << 20)

/* Everything that ends with the load. */
typedef struct Load {
    SclLoader loader;
    SclFile *file;
    GArray *servers; /* SclServer */
    GHashTable *ied_names;
} Load;

Edition
scl_edition(const char *version, const char *revision, const char *release)
{
    int year = atoi(version);

    if (year < 2007) {
        return EDITION_1;
    }
    if (year > 2007 || strcmp(revision, "B") > 0) {
        return EDITION_2_1;
    }
    return strcmp(revision, "B") == 0 && atoi(release) >= 4 ? EDITION_2_1 : EDITION_2;
}

static void
add_server(Load *load, const SclElement *ied, const SclElement *access_point, Model *model,
           unsigned data_object_count, bool first)
{
    const char *name = scl_get(ied, "name");
    const char *point = scl_get(access_point, "name");
    const SclElement *connected = scl_addresses_find(load->loader.addresses, name, point);
    SclServer server = { .model = model,
                         .ied_name = g_strdup(name),
                         .access_point = g_strdup(point),
                         .data_object_count = data_object_count };

    server.name = first ? g_strdup(name) : g_strjoin("@", name, point, NULL);
    scl_address_read(load->loader.notes, connected, &server.ip, &server.port, &server.osi);
    g_array_append_val(load->servers, server);
}

/* The servers that this IED has so far begin at `first`. */
static const SclServer *
find_server(const Load *load, unsigned first, const char *access_point)
{
    for (unsigned i = first; i < load->servers->len; i++) {
        const SclServer *server = &g_array_index(load->servers, SclServer, i);

        if (strcmp(server->access_point, access_point) == 0) {
            return server;
        }
    }
    return NULL;
}

static void
load_server_at(Load *load, const SclElement *ied, const SclElement *access_point,
               const SclElement *server_at, unsigned first)
{
    const char *target = scl_get(server_at, "apName");
    const SclServer *other = find_server(load, first, target);

    if (other == NULL) {
        scl_note(load->loader.notes, server_at->line,
                 "ServerAt names access point \"%s\", which has no Server", target);
        return;
    }
    add_server(load, ied, access_point, model_ref(other->model), other->data_object_count,
               load->servers->len == first);
}

/* Servers first: a ServerAt may stand before the Server it names. */
static void
load_ied(Load *load, const SclElement *ied)
{
    unsigned first = load->servers->len;

    SCL_EACH(access_point, ied, SCL_ACCESS_POINT)
    {
        const SclElement *server = scl_child(access_point, SCL_SERVER);
        unsigned objects = 0;
        Model *model = server == NULL
                           ? NULL
                           : scl_build(&load->loader, ied, access_point, server, &objects);

        if (model != NULL) {
            add_server(load, ied, access_point, model, objects, load->servers->len == first);
        }
    }
    SCL_EACH(access_point, ied, SCL_ACCESS_POINT)
    {
        const SclElement *server_at = scl_child(access_point, SCL_SERVER_AT);

        if (server_at != NULL && scl_child(access_point, SCL_SERVER) == NULL) {
            load_server_at(load, ied, access_point, server_at, first);
        }
    }
    load->file->client_only_count += load->servers->len == first;
}

static bool
has_usable_name(Load *load, const SclElement *ied)
{
    const char *name = scl_get(ied, "name");
    bool usable = *name != '\0' && strlen(name) <= 64 && strpbrk(name, "$/@") == NULL;

    if (!usable || !g_hash_table_add(load->ied_names, (char *)name)) {
        scl_note(load->loader.notes, ied->line,
                 "IED \"%s\" is left out: its name is taken or cannot be used", name);
        return false;
    }
    return true;
}

static void
load_ieds(Load *load)
{
    SCL_EACH(ied, load->loader.root, SCL_IED)
    {
        load->file->ied_count++;
        if (has_usable_name(load, ied)) {
            load_ied(load, ied);
        }
    }
    load->file->server_count = load->servers->len;
    load->file->servers = (SclServer *)(void *)g_array_free(load->servers, FALSE);
}

static void
run(Load *load, const SclElement *root, SclNotes *notes)
{
    SclLoader *loader = &load->loader;

    loader->root = root;
    loader->notes = notes;
    loader->types = type_pool_new();
    loader->strings = string_pool_new();
    loader->edition = scl_edition(scl_get(root, "version"), scl_get(root, "revision"),
                                  scl_get(root, "release"));
    loader->templates = scl_templates_new(root, notes, loader->types, loader->strings);
    loader->addresses = scl_addresses_new(root, notes);
    load->servers = g_array_new(FALSE, FALSE, sizeof(SclServer));
    load->ied_names = g_hash_table_new(g_str_hash, g_str_equal);
    load->file->edition = loader->edition;
    load_ieds(load);
    scl_lint_types(loader);
    g_hash_table_unref(load->ied_names);
    scl_templates_free(loader->templates);
    scl_addresses_free(loader->addresses);
    type_pool_seal(loader->types);
    string_pool_seal(loader->strings);
    type_pool_unref(loader->types);
    string_pool_unref(loader->strings);
}

/* Gives back to the system what the XML took: this process may run for weeks. */
static void
trim_heap(void)
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

/* With an IED that is not as the file says, when `ied` is given. */
static SclFile *
load_bytes(const char *path, Slice bytes, const char *ied, const SclAlteration *alterations,
           unsigned count, GError **error)
{
    SclNotes *notes = scl_notes_new();
    SclDocument *document = scl_document_parse(path, bytes, notes, error);
    g_autoptr(SclFile) file = NULL;

    if (document != NULL &&
        (ied == NULL || scl_alter(document, ied, alterations, count, error))) {
        Load load = { .file = g_new0(SclFile, 1) };

        file = load.file;
        file->path = g_strdup(path);
        run(&load, scl_document_root(document), notes);
        file->notes = scl_notes_take(notes, &file->note_count);
    }
    scl_notes_free(notes);
    scl_document_free(document);
    return g_steal_pointer(&file);
}

SclFile *
scl_load_bytes(const char *path, Slice bytes, bool strict, GError **error)
{
    g_autoptr(SclFile) file = load_bytes(path, bytes, NULL, NULL, 0, error);

    if (file != NULL && strict && file->note_count > 0) {
        g_set_error(error, SCL_ERROR, 0, "%s:%d: %s", path, file->notes[0].line,
                    file->notes[0].text);
        return NULL;
    }
    return g_steal_pointer(&file);
}

SclFile *
scl_load(const char *path, bool strict, size_t size_max, GError **error)
{
    size_t max = MIN(size_max > 0 ? size_max : SIZE_MAX_DEFAULT, (size_t)G_MAXINT);
    g_autoptr(GError) reason = NULL;
    g_autoptr(GMappedFile) mapped = NULL;
    SclFile *file;
    Slice bytes;

    mapped = g_mapped_file_new(path, FALSE, &reason);
    if (mapped == NULL) {
        bool is_folder = g_file_test(path, G_FILE_TEST_IS_DIR);

        g_set_error(error, SCL_ERROR, 0, "%s: %s", path,
                    is_folder ? "it is a folder" : reason->message);
        return NULL;
    }
    bytes = (Slice){ (const uint8_t *)g_mapped_file_get_contents(mapped),
                     g_mapped_file_get_length(mapped) };
    if (bytes.size > max) {
        g_set_error(error, SCL_ERROR, 0, "%s: the file is larger than %zu octets", path, max);
        return NULL;
    }
    file = scl_load_bytes(path, bytes, strict, error);
    trim_heap();
    return file;
}

SclFile *
scl_load_altered(const char *path, const char *ied, const SclAlteration *alterations,
                 unsigned count, GError **error)
{
    g_autofree char *text = NULL;
    g_autoptr(GError) reason = NULL;
    SclFile *file;
    size_t size;

    if (!g_file_get_contents(path, &text, &size, &reason)) {
        g_set_error(error, SCL_ERROR, 0, "%s: %s", path, reason->message);
        return NULL;
    }
    file = load_bytes(path, (Slice){ (const uint8_t *)text, size }, ied, alterations, count,
                      error);
    trim_heap();
    return file;
}

void
scl_file_free(SclFile *file)
{
    if (file == NULL) {
        return;
    }
    for (unsigned i = 0; i < file->server_count; i++) {
        SclServer *server = &file->servers[i];

        model_unref(server->model);
        g_free(server->name);
        g_free(server->ied_name);
        g_free(server->access_point);
        g_free(server->ip);
    }
    for (unsigned i = 0; i < file->note_count; i++) {
        g_free(file->notes[i].text);
    }
    g_free(file->servers);
    g_free(file->notes);
    g_free(file->path);
    g_free(file);
}
