/* SPDX-License-Identifier: Apache-2.0
 *
 * What values.c, encode.c and change.c share of one IED's values.
 */
#pragma once

#include <glib.h>

#include "sim/model/packed.h"

/* A string that the IED owns: the slot number is its handle. */
typedef struct OwnedString {
    uint32_t size;
    uint8_t octets[];
} OwnedString;

typedef struct StagedLeaf {
    NodeRef ref;
    uint32_t order; /* of arrival, until the commit */
    bool dropped;   /* by a rule */
    uint8_t octets[LEAF_SIZE_MAX];
} StagedLeaf;

typedef struct Observer {
    ChangeObserver notify;
    void *user;
} Observer;

typedef struct Rule {
    ChangeRule run;
    void *user;
} Rule;

struct Values {
    Model *model;
    uint8_t *octets;
    OwnedString **strings; /* by slot; NULL: free */
    uint32_t string_slots;
    uint32_t first_free; /* no slot below it is free */
    size_t string_octets;
    StagedLeaf *staged;
    unsigned staged_count, staged_capacity;
    unsigned sorted; /* of those staged, while rules run */
    bool resort;     /* a rule dropped leaves */
    uint32_t arrivals;
    bool open;
    ChangeOrigin origin;
    uint64_t association;
    Observer *observers;
    unsigned observer_count;
    Rule *rules;
    unsigned rule_count;
};

/* The octets of a string leaf, from its arena form. A fixed octet string that nobody has set
 * (EntryID, Addr) is zeros: an empty one would not be of its type. */
Slice values_string(const Values *values, const Type *type, const uint8_t *octets);

/* Copies a string into a slot of this IED; the empty one needs none. */
StringHandle values_own_string(Values *values, Slice octets);

/* Frees the slot of an owned string; nothing for shared ones. */
void values_disown_string(Values *values, StringHandle handle);

/* Checks a leaf's value and enters it into the open set. */
ValueResult values_stage(Values *values, const NodeRef *ref, const Value *value);

/* Makes each staged leaf stand once, the last one staged, in MMS order. */
void values_sort_staged(Values *values);

/* Lets the rules complete a set that is sorted; it is sorted afterwards. */
void values_run_rules(Values *values);

/* The handle of a staged string; 0 for anything else. */
StringHandle values_staged_string(const StagedLeaf *leaf);
