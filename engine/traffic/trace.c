/* SPDX-License-Identifier: Apache-2.0
 *
 * Watchers at the gates that print decoded PDUs (see trace.h).
 */
#include "engine/traffic/trace.h"

#include <errno.h>

#include "engine/text.h"
#include "sim/net/connection.h"

typedef struct Watched {
    GateGuest bytes, opened, closed;
    Trace *trace;
    char *ied;
    bool client;
} Watched;

typedef struct Flow {
    uint64_t association;
    const Watched *watched;
    char *peer; /* the client's end */
    TraceDecoder *decoder;
} Flow;

struct Trace {
    TraceParameters parameters;
    GPtrArray *watched; /* Watched */
    GHashTable *flows;  /* association -> Flow */
    EventBus *bus;      /* NULL: it tells of no faults */
    unsigned subscription;
};

static bool
parse_layer(char *text, TraceLayers *layers, GError **error)
{
    const char *names[TRACE_LAYER_COUNT + 1] = { NULL };
    char *colon = strchr(text, ':');
    bool tree = colon != NULL && strcmp(colon, ":tree") == 0;
    const char *near;

    if (colon != NULL) {
        *colon = '\0';
    }
    for (unsigned i = 0; i < TRACE_LAYER_COUNT; i++) {
        names[i] = trace_layer_name(i);
        if (strcmp(names[i], text) == 0 && tree == (colon != NULL)) {
            layers->shown |= 1u << i;
            layers->trees |= tree ? 1u << i : 0;
            return true;
        }
    }
    near = suggest_name(text, names);
    g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                tree == (colon != NULL) ? "--trace: no such layer: %s%s%s%s"
                                        : "--trace: %s: only :tree goes behind a layer%s%s%s",
                text, near != NULL ? " (did you mean " : "", near != NULL ? near : "",
                near != NULL ? "?)" : "");
    return false;
}

bool
trace_layers_parse(const char *text, TraceLayers *layers, GError **error)
{
    g_auto(GStrv) parts = g_strsplit(text, ",", -1);

    *layers = (TraceLayers){ 0 };
    if (parts[0] == NULL) {
        g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                            "--trace: which layers? (mms, mms:tree, cotp,acse, all)");
        return false;
    }
    for (char **part = parts; *part != NULL; part++) {
        if (strcmp(*part, "all") == 0) {
            layers->shown = (1u << TRACE_LAYER_COUNT) - 1;
        } else if (!parse_layer(*part, layers, error)) {
            return false;
        }
    }
    return true;
}

static void
free_watched(void *data)
{
    Watched *watched = data;

    g_free(watched->ied);
    g_free(watched);
}

static void
free_flow(void *data)
{
    Flow *flow = data;

    trace_decoder_free(flow->decoder);
    g_free(flow->peer);
    g_free(flow);
}

Trace *
trace_new(const TraceParameters *parameters)
{
    Trace *trace = g_new0(Trace, 1);

    trace->parameters = *parameters;
    trace->watched = g_ptr_array_new_with_free_func(free_watched);
    trace->flows = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, free_flow);
    return trace;
}

void
trace_free(Trace *trace)
{
    if (trace != NULL) {
        if (trace->bus != NULL) {
            event_unsubscribe(trace->bus, trace->subscription);
        }
        g_hash_table_unref(trace->flows);
        g_ptr_array_unref(trace->watched);
        g_free(trace);
    }
}

static void
put_time(const TraceParameters *parameters)
{
    if (parameters->time != NULL) {
        fprintf(parameters->file, "%12.6f ", (double)parameters->time(parameters->user) / 1e9);
    }
}

/* A pass is outbound for whose gates they are; the arrow points from the IED or to it. */
static void
put_head(const Flow *flow, bool outbound, const char *layer)
{
    const TraceParameters *parameters = &flow->watched->trace->parameters;

    put_time(parameters);
    fprintf(parameters->file, "%s %s %s %s", flow->watched->ied,
            outbound != flow->watched->client ? "->" : "<-", flow->peer, layer);
}

static void
show(void *user, TraceLayer layer, bool outbound, const char *text)
{
    const Flow *flow = user;

    put_head(flow, outbound, trace_layer_name(layer));
    fprintf(flow->watched->trace->parameters.file, "%s\n", text);
}

static void
tell_connection(const Flow *flow, bool outbound, const char *what)
{
    const TraceParameters *parameters = &flow->watched->trace->parameters;

    if (parameters->layers.shown >> TRACE_BYTES & 1) {
        put_head(flow, outbound, trace_layer_name(TRACE_BYTES));
        fprintf(parameters->file, " %s\n", what);
    }
}

static GateVerdict
on_opened(GateGuest *guest, GatePass *pass)
{
    Watched *watched = (Watched *)(void *)((char *)guest - offsetof(Watched, opened));
    Connection *connection = (Connection *)pass->subject;
    Flow *flow = g_new0(Flow, 1);

    flow->association = pass->association;
    flow->watched = watched;
    flow->peer =
        g_strdup(watched->client ? connection_local(connection) : connection_peer(connection));
    flow->decoder = trace_decoder_new(watched->trace->parameters.layers, show, flow);
    g_hash_table_replace(watched->trace->flows, &flow->association, flow);
    tell_connection(flow, watched->client, "connected");
    return GATE_PASS;
}

static GateVerdict
on_bytes(GateGuest *guest, GatePass *pass)
{
    Watched *watched = (Watched *)(void *)((char *)guest - offsetof(Watched, bytes));
    Flow *flow = g_hash_table_lookup(watched->trace->flows, &pass->association);

    if (flow != NULL) {
        trace_decoder_take(flow->decoder, pass->outbound, pass->bytes);
    }
    return GATE_PASS;
}

static GateVerdict
on_closed(GateGuest *guest, GatePass *pass)
{
    static const char *const ends[] = {
        [CONNECTION_ENDED_HERE] = "closed",
        [CONNECTION_ENDED_BY_PEER] = "closed",
        [CONNECTION_RESET_HERE] = "reset",
        [CONNECTION_RESET_BY_PEER] = "reset",
    };
    Watched *watched = (Watched *)(void *)((char *)guest - offsetof(Watched, closed));
    Flow *flow = g_hash_table_lookup(watched->trace->flows, &pass->association);
    ConnectionEnd how = connection_end(pass->subject);

    if (flow != NULL) {
        tell_connection(flow, how == CONNECTION_ENDED_HERE || how == CONNECTION_RESET_HERE,
                        ends[how]);
        g_hash_table_remove(watched->trace->flows, &pass->association);
    }
    return GATE_PASS;
}

void
trace_watch(Trace *trace, Gate *gates, const char *ied, bool client)
{
    Watched *watched = g_new0(Watched, 1);

    watched->bytes = (GateGuest){ .act = on_bytes, .watches = true };
    watched->opened = (GateGuest){ .act = on_opened, .watches = true };
    watched->closed = (GateGuest){ .act = on_closed, .watches = true };
    watched->trace = trace;
    watched->ied = g_strdup(ied);
    watched->client = client;
    g_ptr_array_add(trace->watched, watched);
    gate_add(&gates[GATE_BYTES], &watched->bytes);
    gate_add(&gates[GATE_OPENED], &watched->opened);
    gate_add(&gates[GATE_CLOSED], &watched->closed);
}

/* With the arrow and the client's address when it acted on something of an association. */
static void
on_fault(const Event *event, void *user)
{
    Trace *trace = user;
    const Flow *flow = g_hash_table_lookup(trace->flows, &event->association);
    const char *what = event->kind == EVENT_FAULT_ARMED     ? "armed"
                       : event->kind == EVENT_FAULT_REMOVED ? "removed"
                                                            : event->value;

    if (flow != NULL) {
        put_head(flow, event->way != EVENT_INBOUND, "fault");
    } else {
        put_time(&trace->parameters);
        fprintf(trace->parameters.file, "%s fault", event->ied);
    }
    fprintf(trace->parameters.file, " %s: %s\n", event->reference, what);
}

void
trace_follow(Trace *trace, EventBus *bus)
{
    trace->bus = bus;
    trace->subscription =
        event_subscribe(bus,
                        EVENT_MASK(EVENT_FAULT_ARMED) | EVENT_MASK(EVENT_FAULT_ACTED) |
                            EVENT_MASK(EVENT_FAULT_REMOVED),
                        on_fault, trace);
}
