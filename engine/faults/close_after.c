/* SPDX-License-Identifier: Apache-2.0
 *
 * The connection ends behind so many octets, wherever in a PDU that is.
 */
#include "engine/fault.h"

enum { OCTETS, DIRECTION, HOW };

static const FaultParameter parameters[] = {
    [OCTETS] = { .name = "octets",
                 .kind = FAULT_COUNT,
                 .preset = NULL,
                 .unit = "octets",
                 .help = "of an association from now on" },
    [DIRECTION] = { .name = "direction",
                    .kind = FAULT_CHOICE,
                    .preset = "out",
                    .choices = "out|in",
                    .help = "which octets count" },
    [HOW] = { .name = "how",
              .kind = FAULT_CHOICE,
              .preset = "rst",
              .choices = "rst|fin|silence",
              .help = "how the peer notices it" },
    { 0 },
};

#define IS_CUT UINT64_MAX

typedef struct Counts {
    GHashTable *seen; /* association -> uint64_t* */
} Counts;

static void
begin(Fault *fault)
{
    ((Counts *)fault->state)->seen =
        g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
}

static void
end(Fault *fault)
{
    g_hash_table_unref(((Counts *)fault->state)->seen);
}

static uint64_t *
count_of(Fault *fault, uint64_t association)
{
    Counts *counts = fault->state;
    uint64_t *count = g_hash_table_lookup(counts->seen, &association);

    if (count == NULL) {
        count = g_new0(uint64_t, 1);
        g_hash_table_insert(counts->seen, g_memdup2(&association, sizeof association), count);
    }
    return count;
}

static void
cut(Fault *fault, uint64_t association)
{
    static const IedCut cuts[] = { IED_CUT_RESET, IED_CUT_FINISH, IED_CUT_SILENCE };

    ied_cut(fault->device->ied, association, cuts[fault_value(fault, HOW)->choice]);
}

static GateVerdict
act(Fault *fault, GatePass *pass)
{
    uint64_t limit = fault_value(fault, OCTETS)->count;
    uint64_t *count;

    if (pass->outbound != (fault_value(fault, DIRECTION)->choice == 0)) {
        return GATE_PASS;
    }
    count = count_of(fault, pass->association);
    if (*count == IS_CUT) {
        return GATE_DROP; /* it is on its way */
    }
    /* Who was spared at the limit is spared behind it. */
    if (*count > limit || *count + pass->bytes.size <= limit || !fault_hits(fault, pass)) {
        *count += pass->bytes.size;
        return GATE_PASS;
    }
    pass->bytes.size = (size_t)(limit - *count);
    *count = IS_CUT;
    fault_later(fault, pass, cut);
    fault_tell(fault, pass, "ended behind %" G_GUINT64_FORMAT " octets, %s", limit,
               fault_value(fault, HOW)->text);
    return pass->bytes.size == 0 ? GATE_DROP : GATE_PASS;
}

const FaultType fault_close_after = {
    .name = "close_after",
    .layer = "link",
    .help = "the connection ends behind so many octets",
    .gates = FAULT_GATE(GATE_BYTES),
    .parameters = parameters,
    .state_size = sizeof(Counts),
    .begin = begin,
    .end = end,
    .act = act,
};
