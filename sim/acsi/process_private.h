/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of the process image share: what is kept aside, and for which data objects.
 */
#pragma once

#include <glib.h>

#include "sim/acsi/process.h"

enum {
    LEAVES_MAX = 8,
    /* Quality, first and second octet. */
    VALIDITY = 0xC0,
    INVALID = 0x40,
    QUESTIONABLE = 0xC0,
    OLD_DATA = 0x01,
    SUBSTITUTED = 0x20,
    TEST = 0x10,
    OPERATOR_BLOCKED = 0x08,
};

/* A leaf of the value of a data object, and of its substitute. */
typedef struct HeldLeaf {
    NodeRef shown, substitute;
    bool has_substitute;
    Value frozen;
} HeldLeaf;

/* A data object that does not show the process's value. */
typedef struct Held {
    NodeRef object; /* its structure under ST or MX */
    NodeRef sub_ena, sub_q, blk_ena, q, t;
    bool has_sub, has_sub_q, has_blk, has_q, has_t;
    bool substituted, blocked;
    bool queued; /* waits for the end of the rule */
    HeldLeaf leaves[LEAVES_MAX];
    unsigned leaf_count;
    Value frozen_q;
} Held;

/* A value of the process that is kept aside. */
typedef struct Aside {
    const Held *held; /* NULL: a quality, for the behaviour of its node only */
    Value value;
} Aside;

typedef struct NodeId {
    uint16_t device, node;
} NodeId;

/* See process.h. */
struct Process {
    const AcsiServer *server;
    GHashTable *aside;   /* offset of the leaf -> Aside; NULL until needed */
    GHashTable *held;    /* offset of the object -> Held; NULL until needed */
    GPtrArray *queued;   /* Held*, of the rule at hand */
    GArray *moded;       /* NodeId whose behaviour changed, of the set at hand */
    uint8_t **behaviour; /* by device and node; NULL: all on, as is a device's NULL */
};

/* process.c */
static inline gpointer
process_key(const NodeRef *ref)
{
    return GUINT_TO_POINTER(ref->offset + 1);
}
/* NULL: the leaf shows the process's value. */
Aside *process_find_aside(const Process *process, const NodeRef *leaf);
/* From now on the leaf's process value is kept aside; one in the open set goes there. `held`
 * NULL: whoever holds it goes on. */
void process_put_aside(Process *process, const NodeRef *leaf, const Held *held);
/* Stages what the data object is to show; t when that is something else than before. */
void process_show(const Process *process, const Held *held);

/* process_held.c. The data object whose subEna or blkEna is under `own`, to be freed; NULL when
 * it has no value for them. */
Held *process_describe(const Process *process, const NodeRef *own);

/* process_behaviour.c */
/* The behaviour changes no quality. */
bool process_is_plain(const Process *process, const NodeRef *ref);
/* What the behaviour of the logical node makes of a quality. */
void process_apply_behaviour(const Process *process, const NodeRef *q, Value *quality);
/* The qualities of a node's data follow its behaviour. */
void process_show_behaviour(Process *process, const NodeId *id);
