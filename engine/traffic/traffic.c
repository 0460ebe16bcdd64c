/* SPDX-License-Identifier: Apache-2.0
 *
 * Options of capture and trace (see traffic.h).
 */
#include "engine/traffic/traffic.h"

#include <errno.h>
#include <stdio.h>

#define LIMIT_MIN 4096

struct Traffic {
    Capture *capture;
    Trace *trace;
    FILE *file; /* of the trace, when it is not stderr */
    const char *command;
};

void
traffic_add_trace_options(GOptionContext *context, TrafficOptions *options)
{
    const GOptionEntry entries[] = {
        { "trace", 0, 0, G_OPTION_ARG_STRING, &options->trace,
          "show decoded PDUs of bytes,tpkt,cotp,session,presentation,acse,mms; mms:tree as a "
          "tree",
          "LAYERS" },
        { "trace-file", 0, 0, G_OPTION_ARG_FILENAME, &options->trace_file,
          "where the trace goes (default: stderr)", "FILE" },
        { 0 },
    };

    g_option_context_add_main_entries(context, entries, NULL);
}

void
traffic_add_options(GOptionContext *context, TrafficOptions *options)
{
    const GOptionEntry entries[] = {
        { "capture", 0, 0, G_OPTION_ARG_FILENAME, &options->capture,
          "the traffic as pcapng, into --out DIR when FILE names no folder", "FILE" },
        { "capture-limit", 0, 0, G_OPTION_ARG_STRING, &options->capture_limit,
          "octets at which the capture ends: 500k, 100M, 2G", "SIZE" },
        { 0 },
    };

    g_option_context_add_main_entries(context, entries, NULL);
    traffic_add_trace_options(context, options);
}

/* "500k", "100M", "2G" or octets. */
static bool
parse_size(const char *text, uint64_t *size)
{
    static const char units[] = "kMG";
    const char *unit = NULL;
    char *end;
    guint64 number;

    errno = 0;
    number = g_ascii_strtoull(text, &end, 10);
    if (errno != 0 || end == text || !g_ascii_isdigit(text[0])) {
        return false;
    }
    if (*end != '\0') {
        unit = strchr(units, *end == 'K' ? 'k' : *end);
        if (unit == NULL || end[1] != '\0') {
            return false;
        }
    }
    for (const char *at = units; unit != NULL && at <= unit; at++) {
        if (number > UINT64_MAX / 1000) {
            return false;
        }
        number *= 1000;
    }
    *size = number;
    return number >= LIMIT_MIN;
}

static bool
complain(GError **error, const char *text)
{
    g_set_error_literal(error, PCAPNG_ERROR, EINVAL, text);
    return false;
}

bool
traffic_options_check(TrafficOptions *options, GError **error)
{
    if (options->capture_limit != NULL && options->capture == NULL) {
        return complain(error,
                        "--capture-limit goes with --capture, or with the capture of --out");
    }
    if (options->capture_limit != NULL &&
        !parse_size(options->capture_limit, &options->limit)) {
        return complain(error,
                        "--capture-limit takes a size such as 500k, 100M or 2G, at least "
                        "4096 octets");
    }
    if (options->trace_file != NULL && options->trace == NULL) {
        return complain(error, "--trace-file goes with --trace");
    }
    return options->trace == NULL ||
           trace_layers_parse(options->trace, &options->layers, error);
}

void
traffic_options_clear(TrafficOptions *options)
{
    g_free(options->capture);
    g_free(options->capture_limit);
    g_free(options->trace);
    g_free(options->trace_file);
}

/* What a file is called in this run: into the run's folder unless it has one of its own, and
 * apart from those of other runs. */
static char *
place_file(const TrafficParameters *parameters, const char *file)
{
    g_autofree char *part =
        parameters->part == NULL ? NULL : g_strdelimit(g_strdup(parameters->part), "/", '_');
    const char *dot = strrchr(file, '.');

    if (strchr(file, '/') == NULL && parameters->folder != NULL) {
        return g_build_filename(parameters->folder, file, NULL);
    }
    if (part == NULL) {
        return g_strdup(file);
    }
    if (dot == NULL || strchr(dot, '/') != NULL || dot == file) {
        dot = file + strlen(file);
    }
    return g_strdup_printf("%.*s-%s%s", (int)(dot - file), file, part, dot);
}

static void
tell(void *user, const char *text)
{
    fprintf(stderr, "iedbench %s: %s\n", ((Traffic *)user)->command, text);
}

static bool
open_capture(Traffic *traffic, const TrafficParameters *parameters, GError **error)
{
    g_autofree char *path = place_file(parameters, parameters->options->capture);
    CaptureParameters capture = { .path = path,
                                  .limit = parameters->options->limit,
                                  .loop = parameters->loop,
                                  .stepped = parameters->stepped,
                                  .tell = tell,
                                  .user = traffic };

    traffic->capture = capture_new(&capture, error);
    if (traffic->capture != NULL && parameters->bus != NULL) {
        capture_follow(traffic->capture, parameters->bus);
    }
    return traffic->capture != NULL;
}

static bool
open_trace(Traffic *traffic, const TrafficParameters *parameters, GError **error)
{
    const TrafficOptions *options = parameters->options;
    TraceParameters trace = { .layers = options->layers,
                              .file = stderr,
                              .time = parameters->time,
                              .user = parameters->user };

    if (options->trace_file != NULL) {
        g_autofree char *path = place_file(parameters, options->trace_file);

        traffic->file = fopen(path, "w");
        if (traffic->file == NULL) {
            g_set_error(error, PCAPNG_ERROR, errno, "%s: %s", path, g_strerror(errno));
            return false;
        }
        trace.file = traffic->file;
    }
    traffic->trace = trace_new(&trace);
    if (parameters->bus != NULL) {
        trace_follow(traffic->trace, parameters->bus);
    }
    return true;
}

Traffic *
traffic_new(const TrafficParameters *parameters, GError **error)
{
    const TrafficOptions *options = parameters->options;
    Traffic *traffic;

    if (options->capture == NULL && options->trace == NULL) {
        return NULL;
    }
    traffic = g_new0(Traffic, 1);
    traffic->command = parameters->command;
    if ((options->capture == NULL || open_capture(traffic, parameters, error)) &&
        (options->trace == NULL || open_trace(traffic, parameters, error))) {
        return traffic;
    }
    traffic_free(traffic);
    return NULL;
}

void
traffic_free(Traffic *traffic)
{
    if (traffic == NULL) {
        return;
    }
    capture_free(traffic->capture);
    trace_free(traffic->trace);
    if (traffic->file != NULL && fclose(traffic->file) != 0) {
        tell(traffic, "the trace could not be written whole");
    }
    g_free(traffic);
}

void
traffic_watch(Traffic *traffic, Gate *gates, const char *name, const char *address)
{
    if (traffic != NULL && traffic->capture != NULL) {
        capture_watch(traffic->capture, gates, name, address);
    }
    if (traffic != NULL && traffic->trace != NULL) {
        trace_watch(traffic->trace, gates, name, false);
    }
}

void
traffic_watch_client(Traffic *traffic, Gate *gates, const char *server)
{
    if (traffic != NULL && traffic->trace != NULL) {
        trace_watch(traffic->trace, gates, server, true);
    }
}

Capture *
traffic_capture(Traffic *traffic)
{
    return traffic != NULL ? traffic->capture : NULL;
}
