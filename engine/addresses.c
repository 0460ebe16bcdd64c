/* SPDX-License-Identifier: Apache-2.0
 *
 * The address plan (see addresses.h). By default every IED gets a port of its own on 127.0.0.1,
 * because that needs no privilege on any machine.
 */
#include "engine/addresses.h"

#include "engine/preassigned.h"

#include <errno.h>
#include <string.h>

#include "sim/base/json.h"
#include "sim/net/listener.h"

#define BASE_PORT 10102
#define PORT_MAX 65535
#define LOOPBACK_HOSTS 254 /* 127.x.y.1 up to 127.x.y.254 */
#define LOOPBACK_MAX (254 * 256 * LOOPBACK_HOSTS)

G_DEFINE_QUARK(addresses_error, addresses_error)

void
addresses_add_options(GOptionContext *context, AddressOptions *options)
{
    GOptionEntry entries[] = {
        { "base-port", 0, 0, G_OPTION_ARG_INT, &options->base_port,
          "127.0.0.1, ports from N up, one per IED (default: 10102)", "N" },
        { "loopback", 0, 0, G_OPTION_ARG_NONE, &options->loopback,
          "127.x.y.z, one address per IED, on --port (default: 10102)", NULL },
        { "addresses", 0, 0, G_OPTION_ARG_STRING, &options->addresses,
          "scl: the file's own addresses, on MMS-Port, --port or 102", "scl" },
        { "port", 0, 0, G_OPTION_ARG_INT, &options->port,
          "the port of every address; 0: whichever is free", "N" },
        { "preassigned", 0, 0, G_OPTION_ARG_STRING, &options->preassigned,
          "who may use an instance of a ClientLN: address, its client only (default with "
          "--addresses scl), or open, whoever comes first",
          "HOW" },
        { "client", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->clients,
          "where the client IED of a ClientLN is on this bench (may be repeated)",
          "NAME=ADDRESS" },
        { "check-called", 0, 0, G_OPTION_ARG_NONE, &options->check_called,
          "refuse who calls other selectors, AP-title or AE-qualifier than the file says",
          NULL },
        G_OPTION_ENTRY_NULL
    };

    options->port = -1;
    g_option_context_add_main_entries(context, entries, NULL);
}

void
addresses_clear_options(AddressOptions *options)
{
    g_clear_pointer(&options->addresses, g_free);
    g_clear_pointer(&options->preassigned, g_free);
    g_clear_pointer(&options->clients, g_strfreev);
}

unsigned
addresses_checks(const AddressOptions *options)
{
    return options->check_called ? OSI_CHECK_ALL : OSI_CHECK_NOTHING;
}

static void
address_free(void *data)
{
    Address *row = data;

    g_free(row->name);
    g_free(row->host);
    g_free(row);
}

GPtrArray *
addresses_new(void)
{
    return g_ptr_array_new_with_free_func(address_free);
}

Address *
addresses_append(GPtrArray *rows, const char *name, const SclServer *server,
                 const SclFile *file)
{
    Address *row = g_new0(Address, 1);

    row->name = g_strdup(name != NULL ? name : server->name);
    row->server = server;
    row->file = file;
    g_ptr_array_add(rows, row);
    return row;
}

/* "station" of "dir/station.scd"; the whole path when `whole`. */
static char *
file_label(const SclFile *file, bool whole)
{
    g_autofree char *base = NULL;
    char *dot;

    if (whole) {
        return g_strdup(file->path);
    }
    base = g_path_get_basename(file->path);
    dot = strrchr(base, '.');
    if (dot != NULL && dot != base) {
        *dot = '\0';
    }
    return g_steal_pointer(&base);
}

/* What stands behind "LABEL/" in a name of the map; NULL when the label is another. */
static const char *
skip_label(const char *name, const SclFile *file, bool whole)
{
    g_autofree char *label = file_label(file, whole);
    size_t length = strlen(label);

    return strncmp(name, label, length) == 0 && name[length] == '/' ? name + length + 1 : NULL;
}

static bool
is_named(const SclServer *server, const char *name)
{
    return name != NULL &&
           (strcmp(name, server->name) == 0 || strcmp(name, server->ied_name) == 0);
}

static bool
is_meant(const SclFile *file, const SclServer *server, const char *const *only)
{
    for (; only != NULL && *only != NULL; only++) {
        if (is_named(server, *only) || is_named(server, skip_label(*only, file, false)) ||
            is_named(server, skip_label(*only, file, true))) {
            return true;
        }
    }
    return false;
}

unsigned
addresses_append_file(GPtrArray *rows, const SclFile *file, const char *const *only)
{
    unsigned count = 0;

    for (unsigned i = 0; i < file->server_count; i++) {
        if (only == NULL || is_meant(file, &file->servers[i], only)) {
            addresses_append(rows, NULL, &file->servers[i], file);
            count++;
        }
    }
    return count;
}

typedef enum Distinction { BY_FILE, BY_PATH, BY_NUMBER, DISTINCTIONS } Distinction;

static char *
distinct_name(const Address *row, Distinction distinction, unsigned number)
{
    g_autofree char *label = NULL;
    const char *plain = row->server != NULL ? row->server->name : row->name;

    if (distinction == BY_NUMBER) {
        return number == 1 ? NULL : g_strdup_printf("%s#%u", row->name, number);
    }
    if (row->file == NULL) {
        return NULL;
    }
    label = file_label(row->file, distinction == BY_PATH);
    return g_strdup_printf("%s/%s", label, plain);
}

/* Renames all rows whose name somebody else has too. */
static void
distinguish(GPtrArray *rows, Distinction distinction)
{
    g_autoptr(GHashTable) groups = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
                                                         (GDestroyNotify)g_ptr_array_unref);
    GHashTableIter group;
    void *value;

    for (unsigned i = 0; i < rows->len; i++) {
        Address *row = g_ptr_array_index(rows, i);
        GPtrArray *same = g_hash_table_lookup(groups, row->name);

        if (same == NULL) {
            same = g_ptr_array_new();
            g_hash_table_insert(groups, g_strdup(row->name), same);
        }
        g_ptr_array_add(same, row);
    }
    g_hash_table_iter_init(&group, groups);
    while (g_hash_table_iter_next(&group, NULL, &value)) {
        GPtrArray *same = value;

        for (unsigned i = 0; same->len > 1 && i < same->len; i++) {
            Address *row = g_ptr_array_index(same, i);
            char *name = distinct_name(row, distinction, i + 1);

            if (name != NULL) {
                g_free(row->name);
                row->name = name;
            }
        }
    }
}

static bool
check_options(const AddressOptions *options, unsigned count, GError **error)
{
    const char *fault = NULL;

    if (options->addresses != NULL && strcmp(options->addresses, "scl") != 0) {
        fault = "--addresses knows only \"scl\"";
    } else if (options->loopback && options->addresses != NULL) {
        fault = "--loopback and --addresses exclude each other";
    } else if (options->base_port != 0 && (options->loopback || options->addresses != NULL)) {
        fault = "--base-port is for 127.0.0.1; use --port";
    } else if (options->base_port != 0 && options->port >= 0) {
        fault = "--base-port and --port exclude each other";
    } else if (options->port > PORT_MAX || options->port < -1 || options->base_port < 0 ||
               options->base_port > PORT_MAX) {
        fault = "a port is a number from 0 to 65535";
    } else if (options->port > 0 && !options->loopback && options->addresses == NULL &&
               count > 1) {
        fault = "one port cannot serve several IEDs on 127.0.0.1; use --base-port";
    } else if (options->loopback && count > LOOPBACK_MAX) {
        fault = "more IEDs than loopback addresses";
    }
    if (fault != NULL) {
        g_set_error_literal(error, ADDRESSES_ERROR, 0, fault);
    }
    return fault == NULL;
}

static bool
assign_own(Address *row, const AddressOptions *options, GError **error)
{
    if (row->server == NULL || row->server->ip == NULL) {
        g_set_error(error, ADDRESSES_ERROR, 0, "%s%s%s has no IP address in its SCL file",
                    row->file != NULL ? row->file->path : "", row->file != NULL ? ": " : "",
                    row->name);
        return false;
    }
    row->host = g_strdup(row->server->ip);
    row->port = options->port >= 0 ? options->port : row->server->port;
    return true;
}

static void
assign_loopback(Address *row, const AddressOptions *options, unsigned index)
{
    row->host = g_strdup_printf("127.%u.%u.%u", index / LOOPBACK_HOSTS / 256 + 1,
                                index / LOOPBACK_HOSTS % 256, index % LOOPBACK_HOSTS + 1);
    row->port = options->port >= 0 ? options->port : BASE_PORT;
}

static bool
assign_port(Address *row, const AddressOptions *options, unsigned index, GError **error)
{
    int64_t base = options->base_port != 0 ? options->base_port : BASE_PORT;

    row->host = g_strdup("127.0.0.1");
    if (options->port >= 0) {
        row->port = options->port;
        return true;
    }
    if (base + index > PORT_MAX) {
        g_set_error(error, ADDRESSES_ERROR, 0,
                    "no port is left for %s: IED %u from port %d up; use --loopback", row->name,
                    index + 1, (int)base);
        return false;
    }
    row->port = (int)base + (int)index;
    return true;
}

char *
address_format(const Address *row)
{
    return g_strdup_printf(strchr(row->host, ':') != NULL ? "[%s]:%d" : "%s:%d", row->host,
                           row->port);
}

bool
addresses_assign(GPtrArray *rows, const AddressOptions *options, GError **error)
{
    const Preassigned given = { options->preassigned, (const char *const *)options->clients };

    if (!check_options(options, rows->len, error) || !preassigned_check(&given, error)) {
        return false;
    }
    for (Distinction distinction = 0; distinction < DISTINCTIONS; distinction++) {
        distinguish(rows, distinction);
    }
    for (unsigned i = 0; i < rows->len; i++) {
        Address *row = g_ptr_array_index(rows, i);

        g_clear_pointer(&row->host, g_free);
        if (options->addresses != NULL) {
            if (!assign_own(row, options, error)) {
                return false;
            }
        } else if (options->loopback) {
            assign_loopback(row, options, i);
        } else if (!assign_port(row, options, i, error)) {
            return false;
        }
    }
    return true;
}

void
addresses_print(const GPtrArray *rows, FILE *stream)
{
    int width = 4;

    for (unsigned i = 0; i < rows->len; i++) {
        const Address *row = g_ptr_array_index(rows, i);

        width = MAX(width, (int)g_utf8_strlen(row->name, -1));
    }
    fprintf(stream, "%-*s  %-15s  %s\n", width, "IED", "ADDRESS", "PORT");
    for (unsigned i = 0; i < rows->len; i++) {
        const Address *row = g_ptr_array_index(rows, i);
        int padding = width - (int)g_utf8_strlen(row->name, -1);

        fprintf(stream, "%s%*s  %-15s  %d\n", row->name, padding, "", row->host, row->port);
    }
    fflush(stream);
}

char *
addresses_ready_json(const GPtrArray *rows)
{
    GString *text = g_string_new(NULL);
    JsonWriter writer = json_writer(text);

    json_open_object(&writer, NULL);
    json_put_boolean(&writer, "ready", true);
    json_open_array(&writer, "ieds");
    for (unsigned i = 0; i < rows->len; i++) {
        const Address *row = g_ptr_array_index(rows, i);

        json_open_object(&writer, NULL);
        json_put_string(&writer, "name", row->name);
        json_put_string(&writer, "address", row->host);
        json_put_integer(&writer, "port", row->port);
        json_put_boolean(&writer, "tls", false);
        json_close(&writer);
    }
    json_close(&writer);
    json_close(&writer);
    return g_string_free(text, FALSE);
}

char *
addresses_advice(const Address *row, const GError *failure)
{
    g_autofree char *program = NULL;

    if (!g_error_matches(failure, LISTENER_ERROR, failure->code)) {
        return NULL;
    }
    if (failure->code == EADDRNOTAVAIL) {
        return g_strdup_printf("ip addr add %s/%d dev lo", row->host,
                               strchr(row->host, ':') != NULL ? 128 : 32);
    }
    if (failure->code == EACCES) {
        program = g_file_read_link("/proc/self/exe", NULL);
        return g_strdup_printf("setcap cap_net_bind_service=+ep %s",
                               program != NULL ? program : "$(command -v iedbench)");
    }
    return NULL;
}
