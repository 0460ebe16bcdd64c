/* SPDX-License-Identifier: Apache-2.0
 *
 * What can happen to a PDU of any layer: it is lost, late, doubled, overtaken, cut, or its bits
 * flip. The layers below carry it on as if nothing had happened.
 */
#include "engine/faults/filter.h"

enum { LAYER, DIRECTION, PDU, EXTRA };

static char *
check(const FaultSpec *spec, const Device *device)
{
    (void)device;
    return fault_filter_check(spec, LAYER);
}

static bool
is_meant(Fault *fault, const GatePass *pass)
{
    return fault_filter_fits(fault, pass, LAYER) && fault_hits(fault, pass);
}

#define FILTER                                                                                 \
    [LAYER] = FAULT_LAYER_ROW, [DIRECTION] = FAULT_DIRECTION_ROW, [PDU] = FAULT_PDU_ROW
#define PDU_GATES (FAULT_GATE(GATE_RECEIVE) | FAULT_GATE(GATE_SEND))

static const FaultParameter filter_only[] = { FILTER, { 0 } };

static GateVerdict
drop(Fault *fault, GatePass *pass)
{
    if (!is_meant(fault, pass)) {
        return GATE_PASS;
    }
    fault_tell(fault, pass, "dropped %s, %zu octets", pass->layer, pass->bytes.size);
    return GATE_DROP;
}

const FaultType fault_drop = {
    .name = "drop",
    .layer = "pdu",
    .help = "a PDU is lost",
    .gates = PDU_GATES,
    .parameters = filter_only,
    .check = check,
    .act = drop,
};

static const FaultParameter delay_parameters[] = {
    FILTER,
    [EXTRA] = { .name = "delay", .kind = FAULT_TIME, .preset = "1s", .help = "how late it is" },
    { 0 },
};

static GateVerdict
delay(Fault *fault, GatePass *pass)
{
    int64_t time = fault_value(fault, EXTRA)->time;

    if (!is_meant(fault, pass)) {
        return GATE_PASS;
    }
    fault_hold(fault, pass, time, true);
    fault_tell(fault, pass, "delayed %s, %zu octets, by %.3f ms", pass->layer, pass->bytes.size,
               (double)time / 1e6);
    return GATE_DROP;
}

const FaultType fault_delay = {
    .name = "delay",
    .layer = "pdu",
    .help = "a PDU is late; others overtake it",
    .gates = PDU_GATES,
    .parameters = delay_parameters,
    .check = check,
    .act = delay,
};

static GateVerdict
duplicate(Fault *fault, GatePass *pass)
{
    if (is_meant(fault, pass)) {
        fault_hold(fault, pass, 0, true);
        fault_tell(fault, pass, "doubled %s, %zu octets", pass->layer, pass->bytes.size);
    }
    return GATE_PASS;
}

const FaultType fault_duplicate = {
    .name = "duplicate",
    .layer = "pdu",
    .help = "a PDU comes twice",
    .gates = PDU_GATES,
    .parameters = filter_only,
    .check = check,
    .act = duplicate,
};

/* A PDU waits for the next one that is meant, and comes behind it. */
typedef struct Waiting {
    GHashTable *passes; /* association -> GBytes* */
} Waiting;

static void
begin_reorder(Fault *fault)
{
    ((Waiting *)fault->state)->passes = g_hash_table_new_full(
        g_int64_hash, g_int64_equal, g_free, (GDestroyNotify)g_bytes_unref);
}

static void
end_reorder(Fault *fault)
{
    g_hash_table_unref(((Waiting *)fault->state)->passes);
}

static bool
reorder_is_busy(const Fault *fault)
{
    return g_hash_table_size(((const Waiting *)fault->state)->passes) > 0;
}

static GateVerdict
reorder(Fault *fault, GatePass *pass)
{
    Waiting *waiting = fault->state;
    GBytes *earlier;
    GatePass second = *pass;

    if (!fault_filter_fits(fault, pass, LAYER)) {
        return GATE_PASS;
    }
    earlier = g_hash_table_lookup(waiting->passes, &pass->association);
    if (earlier != NULL) {
        second.bytes.data = g_bytes_get_data(earlier, &second.bytes.size);
        fault_hold(fault, &second, 0, true);
        g_hash_table_remove(waiting->passes, &pass->association);
        return GATE_PASS;
    }
    if (!fault_hits(fault, pass)) {
        return GATE_PASS;
    }
    g_hash_table_insert(waiting->passes, g_memdup2(&pass->association, sizeof(uint64_t)),
                        g_bytes_new(pass->bytes.data, pass->bytes.size));
    fault_tell(fault, pass, "%s, %zu octets, comes behind the next", pass->layer,
               pass->bytes.size);
    return GATE_DROP;
}

const FaultType fault_reorder = {
    .name = "reorder",
    .layer = "pdu",
    .help = "two PDUs change places; one without a next is lost",
    .gates = PDU_GATES,
    .parameters = filter_only,
    .state_size = sizeof(Waiting),
    .check = check,
    .begin = begin_reorder,
    .busy = reorder_is_busy,
    .end = end_reorder,
    .act = reorder,
};

static const FaultParameter truncate_parameters[] = {
    FILTER,
    [EXTRA] = { .name = "keep",
                .kind = FAULT_NUMBER,
                .preset = "0.5",
                .unit = "of 1",
                .help = "the share of its octets that stays",
                .least = 0,
                .most = 0.9999 },
    { 0 },
};

static GateVerdict
truncate_pdu(Fault *fault, GatePass *pass)
{
    size_t size = pass->bytes.size;

    if (!is_meant(fault, pass)) {
        return GATE_PASS;
    }
    pass->bytes.size = (size_t)((double)size * fault_value(fault, EXTRA)->number);
    fault_tell(fault, pass, "cut %s from %zu to %zu octets", pass->layer, size,
               pass->bytes.size);
    fault_replace(fault, pass, pass->bytes);
    return GATE_PASS;
}

const FaultType fault_truncate = {
    .name = "truncate",
    .layer = "pdu",
    .help = "a PDU ends early",
    .gates = PDU_GATES,
    .parameters = truncate_parameters,
    .check = check,
    .act = truncate_pdu,
};

static const FaultParameter flip_parameters[] = {
    FILTER,
    [EXTRA] = { .name = "bits",
                .kind = FAULT_COUNT,
                .preset = "1",
                .unit = "bits",
                .help = "how many, drawn anew for each PDU",
                .least = 1,
                .most = 64 },
    { 0 },
};

static GateVerdict
flip(Fault *fault, GatePass *pass)
{
    unsigned bits = fault_value(fault, EXTRA)->count;
    g_autofree uint8_t *octets = NULL;
    g_autoptr(GString) where = g_string_new(NULL);

    if (!is_meant(fault, pass)) {
        return GATE_PASS;
    }
    octets = g_memdup2(pass->bytes.data, pass->bytes.size);
    for (unsigned i = 0; i < bits; i++) {
        uint64_t bit = prng_below(fault_prng(fault, pass->association), pass->bytes.size * 8);

        octets[bit / 8] ^= (uint8_t)(0x80 >> bit % 8);
        g_string_append_printf(where, "%s%" G_GUINT64_FORMAT ".%u", i == 0 ? "" : ", ", bit / 8,
                               (unsigned)(bit % 8));
    }
    fault_tell(fault, pass, "flipped bits of %s, %zu octets: %s", pass->layer, pass->bytes.size,
               where->str);
    fault_replace(fault, pass, (Slice){ octets, pass->bytes.size });
    return GATE_PASS;
}

const FaultType fault_flip_bits = {
    .name = "flip_bits",
    .layer = "pdu",
    .help = "bits of a PDU flip",
    .gates = PDU_GATES,
    .parameters = flip_parameters,
    .check = check,
    .act = flip,
};
