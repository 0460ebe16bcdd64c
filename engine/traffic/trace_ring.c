/* SPDX-License-Identifier: Apache-2.0
 *
 * Watchers that keep the last packets of each association (see trace_ring.h). Packets are cut
 * out of the stream by their TPKT header alone: that is all it costs while nobody asks.
 */
#include "engine/traffic/trace_ring.h"

#include "engine/traffic/trace_decode.h"

#define PACKETS_KEPT 4
#define LINE_MAX_LENGTH 160
#define PACKET_MAX 4096
#define FLOWS_MAX 256
#define TPKT_HEADER 4

typedef struct Packet {
    bool outbound;
    size_t size; /* as it was; more than PACKET_MAX: only its beginning is here */
    GByteArray *octets;
} Packet;

/* One direction's packet under way. */
typedef struct Gathering {
    GByteArray *octets;
    size_t size; /* of the whole packet; 0: not known yet */
    size_t seen;
} Gathering;

typedef struct Flow {
    uint64_t association;
    const char *ied; /* lent by what is watched */
    Gathering gatherings[2];
    Packet packets[PACKETS_KEPT];
    unsigned next; /* packets ever kept */
    bool lost;
} Flow;

typedef struct Watched {
    GateGuest bytes;
    TraceRing *ring;
    char *ied;
} Watched;

struct TraceRing {
    GPtrArray *watched; /* Watched */
    GHashTable *flows;  /* association -> Flow */
    GQueue *order;      /* Flow, who spoke last at the end */
};

static void
free_watched(void *data)
{
    g_free(((Watched *)data)->ied);
    g_free(data);
}

static void
free_flow(void *data)
{
    Flow *flow = data;

    for (unsigned i = 0; i < G_N_ELEMENTS(flow->gatherings); i++) {
        g_byte_array_unref(flow->gatherings[i].octets);
    }
    for (unsigned i = 0; i < PACKETS_KEPT; i++) {
        if (flow->packets[i].octets != NULL) {
            g_byte_array_unref(flow->packets[i].octets);
        }
    }
    g_free(flow);
}

TraceRing *
trace_ring_new(void)
{
    TraceRing *ring = g_new0(TraceRing, 1);

    ring->watched = g_ptr_array_new_with_free_func(free_watched);
    ring->flows = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, free_flow);
    ring->order = g_queue_new();
    return ring;
}

void
trace_ring_free(TraceRing *ring)
{
    if (ring != NULL) {
        g_queue_free(ring->order);
        g_hash_table_unref(ring->flows);
        g_ptr_array_unref(ring->watched);
        g_free(ring);
    }
}

static Flow *
get_flow(TraceRing *ring, const char *ied, uint64_t association)
{
    Flow *flow = g_hash_table_lookup(ring->flows, &association);

    if (flow == NULL) {
        if (g_queue_get_length(ring->order) >= FLOWS_MAX) {
            Flow *oldest = g_queue_pop_head(ring->order);

            g_hash_table_remove(ring->flows, &oldest->association);
        }
        flow = g_new0(Flow, 1);
        flow->association = association;
        flow->ied = ied;
        for (unsigned i = 0; i < G_N_ELEMENTS(flow->gatherings); i++) {
            flow->gatherings[i].octets = g_byte_array_new();
        }
        g_hash_table_insert(ring->flows, &flow->association, flow);
        g_queue_push_tail(ring->order, flow);
    } else if (g_queue_peek_tail(ring->order) != flow) {
        g_queue_remove(ring->order, flow);
        g_queue_push_tail(ring->order, flow);
    }
    return flow;
}

static void
keep(Flow *flow, bool outbound, Gathering *gathering)
{
    Packet *packet = &flow->packets[flow->next++ % PACKETS_KEPT];
    GByteArray *emptied = packet->octets;

    packet->outbound = outbound;
    packet->size = gathering->size;
    packet->octets = gathering->octets;
    gathering->octets = emptied != NULL ? emptied : g_byte_array_new();
    g_byte_array_set_size(gathering->octets, 0);
    gathering->size = gathering->seen = 0;
}

/* Takes what belongs to the packet under way off the front of the octets. */
static Slice
gather(Flow *flow, bool outbound, Slice octets)
{
    Gathering *gathering = &flow->gatherings[outbound];
    size_t wanted = gathering->size > 0 ? gathering->size : TPKT_HEADER;
    Slice part = slice_first(octets, wanted - gathering->seen);
    size_t room = PACKET_MAX - MIN(PACKET_MAX, gathering->octets->len);

    g_byte_array_append(gathering->octets, part.data, (guint)MIN(part.size, room));
    gathering->seen += part.size;
    if (gathering->seen == TPKT_HEADER && gathering->size == 0) {
        const uint8_t *header = gathering->octets->data;

        gathering->size = (size_t)header[2] << 8 | header[3];
        flow->lost = header[0] != 3 || gathering->size <= TPKT_HEADER;
    } else if (gathering->seen == gathering->size) {
        keep(flow, outbound, gathering);
    }
    return slice_from(octets, part.size);
}

static GateVerdict
on_bytes(GateGuest *guest, GatePass *pass)
{
    Watched *watched = (Watched *)(void *)((char *)guest - offsetof(Watched, bytes));
    Flow *flow = get_flow(watched->ring, watched->ied, pass->association);
    Slice octets = pass->bytes;

    while (octets.size > 0 && !flow->lost) {
        octets = gather(flow, pass->outbound, octets);
    }
    return GATE_PASS;
}

void
trace_ring_watch(TraceRing *ring, Gate *gates, const char *ied)
{
    Watched *watched = g_new0(Watched, 1);

    watched->bytes = (GateGuest){ .act = on_bytes, .watches = true };
    watched->ring = ring;
    watched->ied = g_strdup(ied);
    g_ptr_array_add(ring->watched, watched);
    gate_add(&gates[GATE_BYTES], &watched->bytes);
}

static void
put_line(void *user, TraceLayer layer, bool outbound, const char *text)
{
    GString *lines = user;
    bool cut = g_utf8_strlen(text, -1) > LINE_MAX_LENGTH;
    g_autofree char *part = cut ? g_utf8_substring(text, 0, LINE_MAX_LENGTH) : NULL;

    (void)layer;
    g_string_append_printf(lines, "%s%s%s%s", lines->len > 0 ? "\n" : "",
                           outbound ? "->" : "<-", cut ? part : text, cut ? " ..." : "");
}

static const Flow *
find_flow(const TraceRing *ring, const char *ied, uint64_t association)
{
    if (association != 0) {
        return g_hash_table_lookup(ring->flows, &association);
    }
    for (GList *at = ring->order->tail; at != NULL; at = at->prev) {
        if (ied == NULL || strcmp(((const Flow *)at->data)->ied, ied) == 0) {
            return at->data;
        }
    }
    return NULL;
}

char *
trace_last(TraceRing *ring, const char *ied, uint64_t association)
{
    const Flow *flow = find_flow(ring, ied, association);
    GString *lines = g_string_new(NULL);
    TraceDecoder *decoder =
        trace_decoder_new((TraceLayers){ .shown = 1u << TRACE_MMS }, put_line, lines);
    unsigned count = flow == NULL ? 0 : MIN(flow->next, PACKETS_KEPT);

    for (unsigned i = 0; i < count; i++) {
        const Packet *packet = &flow->packets[(flow->next - count + i) % PACKETS_KEPT];
        Slice octets = { packet->octets->data, packet->octets->len };

        if (packet->size > PACKET_MAX) {
            g_string_append_printf(lines, "%s%s a PDU of %zu octets", i > 0 ? "\n" : "",
                                   packet->outbound ? "->" : "<-", packet->size);
        } else {
            trace_decoder_take(decoder, packet->outbound, octets);
        }
    }
    trace_decoder_free(decoder);
    if (lines->len > 0) {
        return g_string_free(lines, FALSE);
    }
    g_string_free(lines, TRUE);
    return NULL;
}
