/* SPDX-License-Identifier: Apache-2.0
 *
 * iedbench serve: every IED of the SCL files on the network, until a signal comes. People read
 * stderr; stdout carries only the lines for programs that --ready-json and --counters-json ask
 * for.
 */
#include <glib-unix.h>
#include <malloc.h>
#include <stdio.h>

#include "engine/addresses.h"
#include "engine/animate.h"
#include "engine/command.h"
#include "engine/coverage_tell.h"
#include "engine/personality.h"
#include "engine/preassigned.h"
#include "engine/text.h"
#include "engine/traffic/traffic.h"
#include "sim/base/json.h"
#include "sim/ied.h"

#define FAILURES_SHOWN 10

typedef struct Serve {
    AddressOptions addresses;
    TrafficOptions traffic_options;
    char **only;
    char *max_time, *state_folder;
    gboolean ready_json, counters_json, animate, strict, covers; /* as GOption writes them */
    int associations_max;
    char *personality_name;
    Personality *personality; /* NULL: none */
    char **paths;

    Loop *loop;
    EventBus *events;
    IedState *state;  /* NULL: in memory */
    GPtrArray *files; /* SclFile */
    GPtrArray *rows;  /* Address */
    GPtrArray *ieds;  /* Ied, one a row */
    GPtrArray *animations;
    Traffic *traffic;   /* NULL: nobody looks at it */
    Coverage *coverage; /* NULL: nobody asks */
    int64_t began;      /* wall */
    Timer limit;        /* --max-time */
    int status;
} Serve;

static int64_t
event_time(void *user)
{
    return clock_now(loop_wall(user));
}

static bool
parse_options(Serve *serve, int argc, char **argv)
{
    const GOptionEntry entries[] = {
        { "ied", 0, 0, G_OPTION_ARG_STRING_ARRAY, &serve->only,
          "only this IED (may be repeated)", "NAME" },
        { "animate", 0, 0, G_OPTION_ARG_NONE, &serve->animate,
          "let measured values move gently", NULL },
        { "associations", 0, 0, G_OPTION_ARG_INT, &serve->associations_max,
          "at most N at an IED (default: as its SCL says, else 100)", "N" },
        { "personality", 0, 0, G_OPTION_ARG_STRING, &serve->personality_name,
          "with the limits and habits of this kind of server (iedbench list personalities)",
          "NAME" },
        { "max-time", 0, 0, G_OPTION_ARG_STRING, &serve->max_time,
          "end after this time (\"90s\", \"10m\") with exit status 4", "TIME" },
        { "state", 0, 0, G_OPTION_ARG_FILENAME, &serve->state_folder,
          "where IEDs keep buffered reports and settings over the end and a new start", "DIR" },
        { "strict", 0, 0, G_OPTION_ARG_NONE, &serve->strict,
          "refuse files that need any liberty", NULL },
        { "coverage", 0, 0, G_OPTION_ARG_NONE, &serve->covers,
          "at the end, what of the IEDs clients touched and what never", NULL },
        { "ready-json", 0, 0, G_OPTION_ARG_NONE, &serve->ready_json,
          "one line of JSON on stdout once every listener is bound", NULL },
        { "counters-json", 0, 0, G_OPTION_ARG_NONE, &serve->counters_json,
          "one line of JSON on stdout at the end", NULL },
        { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &serve->paths, NULL,
          "SCL..." },
        G_OPTION_ENTRY_NULL
    };
    g_autoptr(GOptionContext) context = g_option_context_new("- put IEDs on the network");
    g_autoptr(GError) error = NULL;

    g_option_context_add_main_entries(context, entries, NULL);
    addresses_add_options(context, &serve->addresses);
    traffic_add_options(context, &serve->traffic_options);
    if (!g_option_context_parse(context, &argc, &argv, &error)) {
        fprintf(stderr, "iedbench serve: %s\n", error->message);
        return false;
    }
    if (serve->paths == NULL) {
        fputs("iedbench serve: which SCL file? (see iedbench serve --help)\n", stderr);
        return false;
    }
    if (serve->personality_name != NULL &&
        (serve->personality = personality_load(serve->personality_name, NULL, &error)) ==
            NULL) {
        fprintf(stderr, "iedbench serve: %s\n", error->message);
        return false;
    }
    if (serve->associations_max < 0) {
        fputs("iedbench serve: --associations takes a positive number\n", stderr);
        return false;
    }
    if (!traffic_options_check(&serve->traffic_options, &error)) {
        fprintf(stderr, "iedbench serve: %s\n", error->message);
        return false;
    }
    return true;
}

/* The files, with a word about what was taken liberties with. */
static bool
load_files(Serve *serve)
{
    for (char **path = serve->paths; *path != NULL; path++) {
        g_autoptr(GError) error = NULL;
        SclFile *file = scl_load(*path, serve->strict, 0, &error);

        if (file == NULL) {
            fprintf(stderr, "iedbench serve: %s\n", error->message);
            return false;
        }
        g_ptr_array_add(serve->files, file);
        if (file->note_count > 0) {
            fprintf(stderr, "%s: %u note%s; `iedbench check` shows %s\n", *path,
                    file->note_count, file->note_count == 1 ? "" : "s",
                    file->note_count == 1 ? "it" : "them");
        }
        if (file->server_count == 0) {
            fprintf(stderr, "%s: nothing to serve\n", *path);
        }
    }
    return true;
}

static void
complain_about_name(const Serve *serve, const char *name)
{
    g_autoptr(GPtrArray) known = g_ptr_array_new();
    const char *near;

    for (unsigned f = 0; f < serve->files->len; f++) {
        const SclFile *file = g_ptr_array_index(serve->files, f);

        for (unsigned i = 0; i < file->server_count; i++) {
            g_ptr_array_add(known, file->servers[i].name);
        }
    }
    g_ptr_array_add(known, NULL);
    near = suggest_name(name, (const char *const *)known->pdata);
    fprintf(stderr, "iedbench serve: no IED is named %s", name);
    if (near != NULL) {
        fprintf(stderr, "; did you mean %s?\n", near);
    } else {
        fputs("; `iedbench check` lists them\n", stderr);
    }
}

static bool
plan_rows(Serve *serve)
{
    g_autoptr(GError) error = NULL;

    for (char **name = serve->only; name != NULL && *name != NULL; name++) {
        const char *const one[] = { *name, NULL };
        unsigned found = 0;

        for (unsigned f = 0; f < serve->files->len; f++) {
            found +=
                addresses_append_file(serve->rows, g_ptr_array_index(serve->files, f), one);
        }
        if (found == 0) {
            complain_about_name(serve, *name);
            return false;
        }
    }
    for (unsigned f = 0; serve->only == NULL && f < serve->files->len; f++) {
        addresses_append_file(serve->rows, g_ptr_array_index(serve->files, f), NULL);
    }
    if (serve->rows->len == 0) {
        fputs("iedbench serve: nothing to serve\n", stderr);
        return false;
    }
    if (!addresses_assign(serve->rows, &serve->addresses, &error)) {
        fprintf(stderr, "iedbench serve: %s\n", error->message);
        return false;
    }
    return true;
}

/* Tries every row, so that all that is missing on this machine is told at once. */
static bool
listen_all(Serve *serve)
{
    g_autoptr(GHashTable) advices =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GString) commands = g_string_new(NULL);
    unsigned failures = 0;

    for (unsigned i = 0; i < serve->rows->len; i++) {
        Address *row = g_ptr_array_index(serve->rows, i);
        Ied *ied = g_ptr_array_index(serve->ieds, i);
        g_autoptr(GError) error = NULL;
        char *advice;

        if (ied_listen(ied, row->host, row->port, &error)) {
            row->port = ied_port(ied);
            continue;
        }
        if (failures++ < FAILURES_SHOWN) {
            fprintf(stderr, "iedbench serve: %s: %s\n", row->name, error->message);
        }
        advice = addresses_advice(row, error);
        if (advice != NULL && !g_hash_table_contains(advices, advice)) {
            g_string_append_printf(commands, "    %s\n", advice);
            g_hash_table_add(advices, advice);
        } else {
            g_free(advice);
        }
    }
    if (failures > FAILURES_SHOWN) {
        fprintf(stderr, "... and %u more\n", failures - FAILURES_SHOWN);
    }
    if (commands->len > 0) {
        fprintf(stderr, "As root, this makes it possible:\n%s", commands->str);
    }
    return failures == 0;
}

static void
tell_state(void *user, const char *text)
{
    (void)user;
    fprintf(stderr, "iedbench serve: %s\n", text);
}

static bool
open_state(Serve *serve)
{
    g_autoptr(GError) error = NULL;

    if (serve->state_folder != NULL) {
        serve->state =
            ied_state_open(serve->loop, serve->state_folder, tell_state, NULL, &error);
    }
    if (error != NULL) {
        fprintf(stderr, "iedbench serve: --state %s\n", error->message);
    }
    return error == NULL;
}

static int64_t
since_start(void *user)
{
    const Serve *serve = user;

    return clock_now(loop_wall(serve->loop)) - serve->began;
}

static bool
open_traffic(Serve *serve)
{
    TrafficParameters parameters = { .options = &serve->traffic_options,
                                     .loop = serve->loop,
                                     .bus = serve->events,
                                     .command = "serve",
                                     .time = since_start,
                                     .user = serve };
    g_autoptr(GError) error = NULL;

    serve->traffic = traffic_new(&parameters, &error);
    if (error != NULL) {
        fprintf(stderr, "iedbench serve: %s\n", error->message);
    }
    return error == NULL;
}

static void
watch_coverage(void *ied, void *coverage)
{
    coverage_watch(coverage, ied);
}

/* Once the ports are known; nobody is connected before the loop runs. */
static void
watch_traffic(Serve *serve)
{
    for (unsigned i = 0; serve->traffic != NULL && i < serve->rows->len; i++) {
        const Address *row = g_ptr_array_index(serve->rows, i);
        g_autofree char *address = address_format(row);

        traffic_watch(serve->traffic, ied_gates(g_ptr_array_index(serve->ieds, i)), row->name,
                      address);
    }
    if (serve->covers) {
        serve->coverage = coverage_new(serve->events);
        g_ptr_array_foreach(serve->ieds, watch_coverage, serve->coverage);
    }
}

static void
make_ieds(Serve *serve)
{
    for (unsigned i = 0; i < serve->rows->len; i++) {
        const Address *row = g_ptr_array_index(serve->rows, i);
        IedParameters parameters = {
            .name = row->name,
            .model = row->server->model,
            .loop = serve->loop,
            .clock = loop_wall(serve->loop),
            .events = serve->events,
            .address = row->server->osi,
            .checks = addresses_checks(&serve->addresses),
            .associations_max = (unsigned)serve->associations_max,
            .state = serve->state,
        };
        Ied *ied;

        personality_apply(serve->personality, &parameters);
        preassigned_apply(&serve->addresses, &(Preassigned){ NULL, NULL }, &parameters.reports);
        ied = ied_new(&parameters);
        g_ptr_array_add(serve->ieds, ied);
    }
}

static void
animate_all(Serve *serve)
{
    for (unsigned i = 0; serve->animate && i < serve->ieds->len; i++) {
        Animation *animation =
            animation_new(g_ptr_array_index(serve->ieds, i), loop_wall(serve->loop));

        if (animation != NULL) {
            g_ptr_array_add(serve->animations, animation);
        }
    }
}

static gboolean
signalled(void *user)
{
    Serve *serve = user;

    loop_quit(serve->loop);
    return G_SOURCE_CONTINUE;
}

static void
time_is_up(Timer *timer)
{
    Serve *serve = (Serve *)(void *)((char *)timer - offsetof(Serve, limit));

    serve->status = EXIT_MAX_TIME;
    loop_quit(serve->loop);
}

static bool
arm_limit(Serve *serve)
{
    Clock *wall = loop_wall(serve->loop);
    int64_t time;

    if (serve->max_time == NULL) {
        return true;
    }
    if (!duration_parse(serve->max_time, &time)) {
        fprintf(stderr, "iedbench serve: not a time: --max-time %s\n", serve->max_time);
        return false;
    }
    clock_arm(wall, &serve->limit, clock_now(wall) + time, time_is_up);
    return true;
}

static void
announce(const Serve *serve, int64_t began)
{
    uint64_t leaves = 0;

    for (unsigned i = 0; i < serve->ieds->len; i++) {
        leaves += ied_model(g_ptr_array_index(serve->ieds, i))->leaf_count;
    }
    addresses_print(serve->rows, stderr);
    fprintf(stderr, "%u IED%s with %" G_GUINT64_FORMAT " leaves, ready after %.2f s\n",
            serve->ieds->len, serve->ieds->len == 1 ? "" : "s", leaves,
            (double)(g_get_monotonic_time() - began) / G_USEC_PER_SEC);
    if (serve->ready_json) {
        g_autofree char *line = addresses_ready_json(serve->rows);

        puts(line);
        fflush(stdout);
    }
}

static void
tell_counters(const Serve *serve)
{
    MmsCounters sum = { 0 };
    IedTotals totals = { 0 };

    for (unsigned i = 0; i < serve->ieds->len; i++) {
        Ied *ied = g_ptr_array_index(serve->ieds, i);
        const MmsCounters *counters = ied_counters(ied);
        const IedTotals *own = ied_totals(ied);

        sum.pdus_in += counters->pdus_in;
        sum.pdus_out += counters->pdus_out;
        sum.requests_served += counters->requests_served;
        sum.rejects_sent += counters->rejects_sent;
        sum.errors_sent += counters->errors_sent;
        totals.connected += own->connected;
        totals.associated += own->associated;
        totals.refused += own->refused;
        totals.released += own->released;
    }
    fprintf(stderr,
            "associations: %" G_GUINT64_FORMAT " (%" G_GUINT64_FORMAT
            " refused), MMS PDUs: %" G_GUINT64_FORMAT " in, %" G_GUINT64_FORMAT " out\n",
            totals.associated, totals.refused, sum.pdus_in, sum.pdus_out);
    if (serve->counters_json) {
        g_autoptr(GString) text = g_string_new(NULL);
        JsonWriter writer = json_writer(text);

        json_open_object(&writer, NULL);
        json_put_unsigned(&writer, "connections", totals.connected);
        json_put_unsigned(&writer, "associations", totals.associated);
        json_put_unsigned(&writer, "refused", totals.refused);
        json_put_unsigned(&writer, "released", totals.released);
        json_put_unsigned(&writer, "mms_pdus_in", sum.pdus_in);
        json_put_unsigned(&writer, "mms_pdus_out", sum.pdus_out);
        json_put_unsigned(&writer, "requests_served", sum.requests_served);
        json_put_unsigned(&writer, "rejects_sent", sum.rejects_sent);
        json_put_unsigned(&writer, "errors_sent", sum.errors_sent);
        json_close(&writer);
        puts(text->str);
        fflush(stdout);
    }
}

/* The exit status. */
static int
serve_files(Serve *serve)
{
    int64_t began = g_get_monotonic_time();
    unsigned interrupted, terminated;

    if (!load_files(serve) || !plan_rows(serve) || !arm_limit(serve)) {
        return EXIT_USAGE;
    }
    if (!open_state(serve) || !open_traffic(serve)) {
        return EXIT_START;
    }
    serve->began = clock_now(loop_wall(serve->loop));
    make_ieds(serve);
    if (serve->state != NULL && !ied_state_check(serve->state, NULL)) {
        return EXIT_START; /* it was told */
    }
    if (!listen_all(serve)) {
        return EXIT_START;
    }
    watch_traffic(serve);
    animate_all(serve);
    malloc_trim(0); /* what loading needed goes back */
    interrupted = g_unix_signal_add(SIGINT, signalled, serve);
    terminated = g_unix_signal_add(SIGTERM, signalled, serve);
    announce(serve, began);
    loop_run(serve->loop);
    g_source_remove(interrupted);
    g_source_remove(terminated);
    tell_counters(serve);
    if (serve->coverage != NULL) {
        coverage_print(serve->coverage, stderr);
    }
    return serve->status;
}

static void
clear(Serve *serve)
{
    g_ptr_array_unref(serve->animations);
    g_ptr_array_unref(serve->ieds);
    traffic_free(serve->traffic);
    coverage_free(serve->coverage);
    ied_state_free(serve->state);
    personality_free(serve->personality);
    g_free(serve->personality_name);
    g_ptr_array_unref(serve->rows);
    g_ptr_array_unref(serve->files);
    event_bus_free(serve->events);
    loop_free(serve->loop);
    addresses_clear_options(&serve->addresses);
    traffic_options_clear(&serve->traffic_options);
    g_strfreev(serve->only);
    g_strfreev(serve->paths);
    g_free(serve->max_time);
    g_free(serve->state_folder);
}

static int
run(int argc, char **argv)
{
    Serve serve = { .status = EXIT_HELD };
    int status = EXIT_USAGE;

    serve.loop = loop_new(NULL);
    serve.events = event_bus_new(event_time, event_time, serve.loop);
    serve.files = g_ptr_array_new_with_free_func((GDestroyNotify)scl_file_free);
    serve.rows = addresses_new();
    serve.ieds = g_ptr_array_new_with_free_func((GDestroyNotify)ied_free);
    serve.animations = g_ptr_array_new_with_free_func((GDestroyNotify)animation_free);
    if (parse_options(&serve, argc, argv)) {
        status = serve_files(&serve);
    }
    clear(&serve);
    return status;
}

const Command command_serve = {
    .name = "serve",
    .arguments = "SCL...",
    .summary = "every IED of the files, on the network",
    .run = run,
};
