/* SPDX-License-Identifier: Apache-2.0
 *
 * Octets that leave, or come, in other pieces or at another pace than they were given:
 * throttle, dribble and coalesce. Their order stays.
 */
#include "engine/fault.h"

/* What is not meant may not overtake what is held. */
static GateVerdict
follow(Fault *fault, const GatePass *pass)
{
    if (fault_held(fault, pass->association, pass->outbound) == 0) {
        return GATE_PASS;
    }
    fault_hold(fault, pass, 0, false);
    return GATE_DROP;
}

/* Holds the pass in pieces, the first after `first` ns, each a `pause` behind the one before.
 */
static void
hold_pieces(Fault *fault, const GatePass *pass, size_t piece, int64_t first, int64_t pause)
{
    GatePass part = *pass;
    int64_t delay = first;

    for (size_t at = 0; at < pass->bytes.size; at += part.bytes.size) {
        part.bytes.data = pass->bytes.data + at;
        part.bytes.size = MIN(piece, pass->bytes.size - at);
        fault_hold(fault, &part, delay, false);
        delay += pause;
    }
}

static bool
is_meant(Fault *fault, const GatePass *pass, unsigned direction)
{
    unsigned wanted = fault_value(fault, direction)->choice;

    return pass->bytes.size > 0 && (wanted == 2 || pass->outbound == (wanted == 0)) &&
           fault_hits(fault, pass);
}

#define DIRECTION_ROW(usual)                                                                   \
    {                                                                                          \
        .name = "direction", .kind = FAULT_CHOICE, .preset = usual, .choices = "out|in|both",  \
        .help = "of the device's octets, of the client's, or of both"                          \
    }

/* throttle: a direction of an association is busy until its last piece is through. */

enum { THROTTLE_RATE, THROTTLE_DIRECTION };
enum { PIECES_A_SECOND = 20 };

typedef struct Busy {
    GHashTable *until; /* association * 2 + outbound -> int64_t* */
} Busy;

static void
begin_throttle(Fault *fault)
{
    ((Busy *)fault->state)->until =
        g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
}

static void
end_throttle(Fault *fault)
{
    g_hash_table_unref(((Busy *)fault->state)->until);
}

static int64_t *
busy_until(Fault *fault, const GatePass *pass)
{
    Busy *busy = fault->state;
    uint64_t key = pass->association * 2 + pass->outbound;
    int64_t *until = g_hash_table_lookup(busy->until, &key);

    if (until == NULL) {
        until = g_new0(int64_t, 1);
        g_hash_table_insert(busy->until, g_memdup2(&key, sizeof key), until);
    }
    return until;
}

static GateVerdict
throttle(Fault *fault, GatePass *pass)
{
    double rate = fault_value(fault, THROTTLE_RATE)->number;
    size_t piece = MAX((size_t)(rate / PIECES_A_SECOND), 1);
    int64_t now = clock_now(fault->stage->clock), pause;
    int64_t *until;

    if (!is_meant(fault, pass, THROTTLE_DIRECTION)) {
        return follow(fault, pass);
    }
    until = busy_until(fault, pass);
    *until = MAX(*until, now);
    pause = (int64_t)((double)piece / rate * 1e9);
    hold_pieces(fault, pass, piece, *until - now + pause, pause);
    *until += (int64_t)((double)pass->bytes.size / rate * 1e9);
    fault_tell(fault, pass, "%zu octets %s take until %.3f s from now", pass->bytes.size,
               pass->outbound ? "out" : "in", (double)(*until - now) / 1e9);
    return GATE_DROP;
}

static const FaultParameter throttle_parameters[] = {
    [THROTTLE_RATE] = { .name = "rate",
                        .kind = FAULT_NUMBER,
                        .preset = "1200",
                        .unit = "octets a second",
                        .help = "of each direction of an association",
                        .least = 1,
                        .most = 1e9 },
    [THROTTLE_DIRECTION] = DIRECTION_ROW("both"),
    { 0 },
};

const FaultType fault_throttle = {
    .name = "throttle",
    .layer = "link",
    .help = "octets pass at a low rate",
    .gates = FAULT_GATE(GATE_BYTES),
    .parameters = throttle_parameters,
    .state_size = sizeof(Busy),
    .begin = begin_throttle,
    .end = end_throttle,
    .act = throttle,
};

/* dribble */

enum { DRIBBLE_SIZE, DRIBBLE_PAUSE, DRIBBLE_DIRECTION };

static GateVerdict
dribble(Fault *fault, GatePass *pass)
{
    size_t size = fault_value(fault, DRIBBLE_SIZE)->count;

    if (!is_meant(fault, pass, DRIBBLE_DIRECTION)) {
        return follow(fault, pass);
    }
    fault_tell(fault, pass, "%zu octets %s in pieces of %zu", pass->bytes.size,
               pass->outbound ? "out" : "in", size);
    hold_pieces(fault, pass, size, 0, fault_value(fault, DRIBBLE_PAUSE)->time);
    return GATE_DROP;
}

static const FaultParameter dribble_parameters[] = {
    [DRIBBLE_SIZE] = { .name = "size",
                       .kind = FAULT_COUNT,
                       .preset = "1",
                       .unit = "octets",
                       .help = "of a piece",
                       .least = 1,
                       .most = 65535 },
    [DRIBBLE_PAUSE] = { .name = "pause",
                        .kind = FAULT_TIME,
                        .preset = "1ms",
                        .help = "between two pieces" },
    [DRIBBLE_DIRECTION] = DIRECTION_ROW("out"),
    { 0 },
};

const FaultType fault_dribble = {
    .name = "dribble",
    .layer = "link",
    .help = "octets pass one by one",
    .gates = FAULT_GATE(GATE_BYTES),
    .parameters = dribble_parameters,
    .act = dribble,
};

/* coalesce: what gathers while the first waits passes in one piece. */

enum { COALESCE_WINDOW, COALESCE_DIRECTION };

static GateVerdict
coalesce(Fault *fault, GatePass *pass)
{
    bool first;

    if (!is_meant(fault, pass, COALESCE_DIRECTION)) {
        return follow(fault, pass);
    }
    first = !fault_hold_more(fault, pass);
    if (first) {
        fault_hold(fault, pass, fault_value(fault, COALESCE_WINDOW)->time, false);
    }
    fault_tell(fault, pass, "%zu octets %s are %s", pass->bytes.size,
               pass->outbound ? "out" : "in", first ? "kept for more" : "added");
    return GATE_DROP;
}

static const FaultParameter coalesce_parameters[] = {
    [COALESCE_WINDOW] = { .name = "window",
                          .kind = FAULT_TIME,
                          .preset = "200ms",
                          .help = "so long is gathered from the first octets on" },
    [COALESCE_DIRECTION] = DIRECTION_ROW("out"),
    { 0 },
};

const FaultType fault_coalesce = {
    .name = "coalesce",
    .layer = "link",
    .help = "PDUs are gathered and pass in one piece",
    .gates = FAULT_GATE(GATE_BYTES),
    .parameters = coalesce_parameters,
    .act = coalesce,
};
