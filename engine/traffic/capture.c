/* SPDX-License-Identifier: Apache-2.0
 *
 * Watchers at the BYTES, OPENED and CLOSED gates of IEDs that write packets (see capture.h). A
 * connection of the process's inside (net/pipe.h) gets addresses of the range for benchmarks
 * (RFC 2544), an IED one and a client's name one.
 */
#include "engine/traffic/capture.h"

#include "engine/traffic/capture_comments.h"
#include "engine/traffic/frames.h"
#include "engine/version.h"
#include "sim/net/connection.h"

#define FLUSH_EVERY (CLOCK_SECOND / 2)
#define PORT_MMS 102
#define PORT_FIRST 49152
#define PORT_COUNT 16384
#define SEQUENCE_STEP 65537 /* between connections, so that a port used again is no old one */

/* One IED. */
typedef struct Tap {
    GateGuest bytes, opened, closed;
    Capture *capture;
    char *name;
    unsigned interface, index;
    uint64_t packets;
    FramesEnd end;
} Tap;

typedef struct Flow {
    Frames frames;
    Tap *tap;
    uint64_t association;
} Flow;

struct Capture {
    Pcapng *pcapng;
    Loop *loop;
    bool stepped;
    Timer flush;
    GPtrArray *taps;     /* Tap */
    GHashTable *flows;   /* association -> Flow */
    GHashTable *clients; /* name of one inside the process -> its number from 1 */
    uint32_t pipes;      /* connections inside the process so far */
    CaptureComments *comments;
    EventBus *bus;
    unsigned subscription;
    void (*tell)(void *user, const char *text);
    void *user;
};

static void
free_tap(void *data)
{
    Tap *tap = data;

    g_free(tap->name);
    g_free(tap);
}

static void
file_ended(void *user, const char *why)
{
    Capture *capture = user;

    if (capture->tell != NULL) {
        g_autofree char *text =
            g_strdup_printf("%s; nothing more is captured, the run goes on", why);

        capture->tell(capture->user, text);
    }
}

Capture *
capture_new(const CaptureParameters *parameters, GError **error)
{
    g_autofree char *application = g_strdup_printf("iedbench %s", iedbench_version());
    Capture *capture = g_new0(Capture, 1);
    PcapngParameters file = { .path = parameters->path,
                              .application = application,
                              .limit = parameters->limit,
                              .ended = file_ended,
                              .user = capture };

    capture->pcapng = pcapng_open(&file, error);
    if (capture->pcapng == NULL) {
        g_free(capture);
        return NULL;
    }
    capture->loop = parameters->loop;
    capture->stepped = parameters->stepped;
    capture->tell = parameters->tell;
    capture->user = parameters->user;
    capture->taps = g_ptr_array_new_with_free_func(free_tap);
    capture->flows = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, g_free);
    capture->clients = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    capture->comments = capture_comments_new();
    return capture;
}

static int64_t
now(const Capture *capture)
{
    return clock_now(loop_wall(capture->loop));
}

static void
flush_due(Timer *timer)
{
    Capture *capture = (Capture *)(void *)((char *)timer - offsetof(Capture, flush));

    pcapng_flush(capture->pcapng);
}

static void
arm_flush(Capture *capture)
{
    if (!capture->stepped && !clock_is_armed(&capture->flush) &&
        pcapng_is_waiting(capture->pcapng)) {
        clock_arm(loop_wall(capture->loop), &capture->flush, now(capture) + FLUSH_EVERY,
                  flush_due);
    }
}

static void
put_packet(void *user, unsigned from, Slice header, Slice content)
{
    Flow *flow = user;
    Capture *capture = flow->tap->capture;
    bool outbound = from == FRAMES_SERVER;
    g_auto(GStrv) comments =
        capture_comments_take(capture->comments, flow->tap->name, flow->association, outbound);

    flow->tap->packets++;
    pcapng_put_packet(capture->pcapng,
                      &(PcapngPacket){ .interface = flow->tap->interface,
                                       .time = now(capture),
                                       .outbound = outbound,
                                       .header = header,
                                       .content = content,
                                       .comments = (const char *const *)comments });
}

/* 198.18.0.0/15: IEDs in the lower half, clients in the upper. */
static void
make_address(FramesEnd *end, bool client, unsigned number)
{
    const uint8_t address[] = { 198, client ? 19 : 18, (uint8_t)(number >> 8),
                                (uint8_t)number };

    end->address_size = sizeof address;
    memcpy(end->address, address, sizeof address);
}

static void
make_addresses(Capture *capture, Flow *flow, const char *client)
{
    FramesEnd *ends = flow->frames.ends;
    unsigned number = GPOINTER_TO_UINT(g_hash_table_lookup(capture->clients, client));
    Slice address;

    if (number == 0) {
        number = g_hash_table_size(capture->clients) + 1;
        g_hash_table_insert(capture->clients, g_strdup(client), GUINT_TO_POINTER(number));
        make_address(&ends[FRAMES_CLIENT], true, number);
        address = (Slice){ ends[FRAMES_CLIENT].address, 4 };
        pcapng_put_name(capture->pcapng, address, client);
    }
    make_address(&ends[FRAMES_CLIENT], true, number);
    make_address(&ends[FRAMES_SERVER], false, flow->tap->index + 1);
    ends[FRAMES_CLIENT].port = (uint16_t)(PORT_FIRST + capture->pipes++ % PORT_COUNT);
    ends[FRAMES_SERVER].port = PORT_MMS;
}

static GateVerdict
on_opened(GateGuest *guest, GatePass *pass)
{
    Tap *tap = (Tap *)(void *)((char *)guest - offsetof(Tap, opened));
    Capture *capture = tap->capture;
    Connection *connection = (Connection *)pass->subject;
    FramesEnd *ends;
    Flow *flow;

    if (pcapng_is_over(capture->pcapng)) {
        return GATE_PASS;
    }
    flow = g_new0(Flow, 1);
    flow->tap = tap;
    flow->association = pass->association;
    flow->frames.put = put_packet;
    flow->frames.user = flow;
    ends = flow->frames.ends;
    if (!frames_parse_end(connection_peer(connection), &ends[FRAMES_CLIENT]) ||
        !frames_parse_end(connection_local(connection), &ends[FRAMES_SERVER]) ||
        ends[FRAMES_CLIENT].address_size != ends[FRAMES_SERVER].address_size) {
        make_addresses(capture, flow, connection_peer(connection));
    }
    ends[FRAMES_CLIENT].next = (uint32_t)(flow->association * SEQUENCE_STEP);
    ends[FRAMES_SERVER].next = ends[FRAMES_CLIENT].next / 2;
    g_hash_table_replace(capture->flows, &flow->association, flow);
    frames_open(&flow->frames);
    arm_flush(capture);
    return GATE_PASS;
}

static GateVerdict
on_bytes(GateGuest *guest, GatePass *pass)
{
    Tap *tap = (Tap *)(void *)((char *)guest - offsetof(Tap, bytes));
    Flow *flow = g_hash_table_lookup(tap->capture->flows, &pass->association);

    if (flow != NULL && !pcapng_is_over(tap->capture->pcapng)) {
        frames_send(&flow->frames, pass->outbound ? FRAMES_SERVER : FRAMES_CLIENT, pass->bytes);
        arm_flush(tap->capture);
    }
    return GATE_PASS;
}

static GateVerdict
on_closed(GateGuest *guest, GatePass *pass)
{
    static const struct {
        void (*end)(Frames *frames, unsigned from);
        unsigned from;
    } ways[] = {
        [CONNECTION_ENDED_HERE] = { frames_finish, FRAMES_SERVER },
        [CONNECTION_ENDED_BY_PEER] = { frames_finish, FRAMES_CLIENT },
        [CONNECTION_RESET_HERE] = { frames_reset, FRAMES_SERVER },
        [CONNECTION_RESET_BY_PEER] = { frames_reset, FRAMES_CLIENT },
    };
    Tap *tap = (Tap *)(void *)((char *)guest - offsetof(Tap, closed));
    Flow *flow = g_hash_table_lookup(tap->capture->flows, &pass->association);
    ConnectionEnd how = connection_end(pass->subject);

    if (flow != NULL) {
        capture_comments_end(tap->capture->comments, pass->association);
        ways[how].end(&flow->frames, ways[how].from);
        g_hash_table_remove(tap->capture->flows, &pass->association);
        arm_flush(tap->capture);
    }
    return GATE_PASS;
}

void
capture_watch(Capture *capture, Gate *gates, const char *name, const char *address)
{
    Tap *tap = g_new0(Tap, 1);
    FramesEnd *end = &tap->end;
    g_autofree char *description = NULL;

    tap->bytes = (GateGuest){ .act = on_bytes, .watches = true };
    tap->opened = (GateGuest){ .act = on_opened, .watches = true };
    tap->closed = (GateGuest){ .act = on_closed, .watches = true };
    tap->capture = capture;
    tap->name = g_strdup(name);
    tap->index = capture->taps->len;
    if (address == NULL || !frames_parse_end(address, end)) {
        make_address(end, false, tap->index + 1);
        description = g_strdup("inside the process");
        pcapng_put_name(capture->pcapng, (Slice){ end->address, end->address_size }, name);
    }
    tap->interface =
        pcapng_add_interface(capture->pcapng, name, address != NULL ? address : description,
                             (Slice){ end->address, end->address_size });
    g_ptr_array_add(capture->taps, tap);
    gate_add(&gates[GATE_BYTES], &tap->bytes);
    gate_add(&gates[GATE_OPENED], &tap->opened);
    gate_add(&gates[GATE_CLOSED], &tap->closed);
}

static void
on_event(const Event *event, void *user)
{
    Capture *capture = user;
    bool there = g_hash_table_contains(capture->flows, &event->association);

    if (!pcapng_is_over(capture->pcapng)) {
        capture_comments_add(capture->comments, event, now(capture), there);
    }
}

void
capture_follow(Capture *capture, EventBus *bus)
{
    capture->bus = bus;
    capture->subscription = event_subscribe(bus, CAPTURE_COMMENTS, on_event, capture);
}

void
capture_add_secrets(Capture *capture, Slice key_log)
{
    pcapng_put_secrets(capture->pcapng, key_log);
}

/* A comment that found no packet gets one of its own, from the IED to itself. */
static void
put_rest(Capture *capture, Tap *tap, const char *ied)
{
    g_auto(GStrv) comments = capture_comments_take_rest(capture->comments, ied);
    uint8_t packet[FRAMES_EMPTY_MAX];

    if (comments != NULL) {
        tap->packets++;
        pcapng_put_packet(capture->pcapng,
                          &(PcapngPacket){ .interface = tap->interface,
                                           .time = now(capture),
                                           .outbound = true,
                                           .header = frames_make_empty(&tap->end, packet),
                                           .comments = (const char *const *)comments });
    }
}

/* The first interface carries what is of no IED. */
static void
put_end(Capture *capture)
{
    for (unsigned i = 0; i < capture->taps->len; i++) {
        Tap *tap = capture->taps->pdata[i];

        put_rest(capture, tap, tap->name);
        if (i == 0) {
            put_rest(capture, tap, NULL);
        }
        pcapng_put_statistics(capture->pcapng, tap->interface, now(capture), tap->packets);
    }
}

void
capture_free(Capture *capture)
{
    if (capture == NULL) {
        return;
    }
    if (capture->bus != NULL) {
        event_unsubscribe(capture->bus, capture->subscription);
    }
    put_end(capture);
    clock_disarm(loop_wall(capture->loop), &capture->flush);
    pcapng_close(capture->pcapng);
    g_hash_table_unref(capture->flows);
    g_hash_table_unref(capture->clients);
    capture_comments_free(capture->comments);
    g_ptr_array_unref(capture->taps);
    g_free(capture);
}
