/* SPDX-License-Identifier: Apache-2.0
 *
 * What can be seen of the traffic: --capture and --trace of `run` and `serve`, --trace of the
 * client commands. The options, and what they ask for put at the gates.
 */
#pragma once

#include "engine/traffic/capture.h"
#include "engine/traffic/trace.h"

typedef struct TrafficOptions {
    /* As given, all of it owned. */
    char *capture, *capture_limit, *trace, *trace_file;
    /* What traffic_options_check read out of it. */
    uint64_t limit;
    TraceLayers layers;
} TrafficOptions;

void traffic_add_options(GOptionContext *context, TrafficOptions *options);
/* Only --trace and --trace-file. */
void traffic_add_trace_options(GOptionContext *context, TrafficOptions *options);
/* False with an error that says what is wrong. */
bool traffic_options_check(TrafficOptions *options, GError **error);
void traffic_options_clear(TrafficOptions *options);

typedef struct Traffic Traffic;

typedef struct TrafficParameters {
    const TrafficOptions *options;
    Loop *loop;
    EventBus *bus; /* NULL: nothing happens that packets could tell of */
    bool stepped;
    const char *command;         /* "run", for what is told on stderr */
    const char *folder;          /* where files without a folder of their own go; NULL: here */
    const char *part;            /* one of several runs: goes into the file names; else NULL */
    int64_t (*time)(void *user); /* ns shown by the trace */
    void *user;
} TrafficParameters;

/* NULL without an error when nothing is asked for. */
Traffic *traffic_new(const TrafficParameters *parameters, GError **error);
/* After the IEDs are gone. */
void traffic_free(Traffic *traffic);

/* Before the IED listens; NULL watches nothing. `address` may be NULL. */
void traffic_watch(Traffic *traffic, Gate *gates, const char *name, const char *address);

/* The trace of a client's own connection, by the gates that it got (ClientParameters). */
void traffic_watch_client(Traffic *traffic, Gate *gates, const char *server);

/* For whoever has something to say about packets; NULL when nothing is captured. */
Capture *traffic_capture(Traffic *traffic);
