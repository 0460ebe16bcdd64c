/* SPDX-License-Identifier: Apache-2.0
 *
 * The values of one IED: a packed arena over an immutable Model, its own strings, and the
 * change set: the one door for every write (DESIGN section 1). Read encodes from the arena
 * straight into a response.
 */
#pragma once

#include "sim/ber/reader.h"
#include "sim/model/model.h"

typedef struct Values Values;

typedef enum ValueResult {
    VALUE_OK,
    VALUE_TYPE_INCONSISTENT, /* kind, width, member count or length differ */
    VALUE_INVALID,           /* right type, but out of the enumeration or range */
} ValueResult;

/* A basic value outside the arena, for scenarios and the client's arguments. */
typedef struct Value {
    ValueKind kind;
    union {
        bool boolean;
        int64_t integer;
        uint64_t unsigned_;
        double real;
        struct {
            uint8_t octets[8];
            size_t bits;
        } bit_string;
        Slice string;    /* octet, visible and MMS strings; lent; read with value_string */
        uint8_t time[8]; /* BINARY_TIME (6) and UTC_TIME (8), wire form */
    };
    uint8_t buffer[64]; /* what an octet string parsed from text holds; string.data is NULL */
} Value;

static inline Slice
value_string(const Value *value)
{
    return value->string.data != NULL ? value->string
                                      : (Slice){ value->buffer, value->string.size };
}

/* Starts as a copy of the model's initial octets; holds a reference on the model. */
Values *values_new(Model *model);
void values_free(Values *values);

/* Back to the initial octets, own strings freed; observers are told nothing. */
void values_reset(Values *values);

Model *values_model(const Values *values);
/* Octets held, own strings included. */
size_t values_memory(const Values *values);

/* Puts the place as Data (ISO 9506-2 14.4.2): A2, A1, or the basic kind. */
void values_encode(const Values *values, const NodeRef *ref, BerWriter *writer);

/* A leaf's value. Strings are lent until the next commit. */
void values_get(const Values *values, const NodeRef *leaf, Value *value);
/* Whether a leaf has this value already; false for one that does not fit. */
bool values_equal(const Values *values, const NodeRef *leaf, const Value *value);
/* A leaf's octets in the arena; lent until the next commit. */
const uint8_t *values_octets(const Values *values, const NodeRef *leaf);
/* The value of a leaf's octets in arena form, of the arena or of the model (Model.initial,
 * SettingValue.octets). */
void values_unpack(const Values *values, const Type *type, const uint8_t *octets, Value *value);
/* For people: "on", "10.5", "2026-01-02T03:04:05.678Z", "good"; enumerations by name.
 * Structures in braces. Free with g_free. */
char *values_format(const Values *values, const NodeRef *ref);
/* The same for one leaf's value, appended. */
void value_append_text(const Type *type, const Value *value, GString *text);

/* Parses what people and SCL write into a value of the leaf's type. Enumerations by name or
 * number; integers decimal or 0x; Dbpos and Tcmd by name, number or bits; Quality and other
 * packed lists by names ("questionable,oldData", "dchg,gi"), or as 0 and 1 of every bit; octet
 * strings hex or base64; times ISO 8601 or seconds since 1970. TYPE_INCONSISTENT for a text
 * that is no such thing, INVALID for one out of range or an unknown name. String slices point
 * into `text`. */
ValueResult value_parse(const Type *type, const char *text, Value *value);
/* Writes a leaf into an arena under construction (SCL initial values); strings go into the
 * pool. What VisibleString cannot hold is transliterated (SCL has accents there). */
ValueResult value_store(const Type *type, uint8_t *octets, const Value *value,
                        StringPool *strings);

/* Reads one basic Data element as a value of the type and checks it; strings are lent from it.
 */
ValueResult value_decode(const Type *type, Slice data, Value *value);

/* Writes one leaf at once, outside of change sets; observers are told nothing. For what a
 * server keeps of its own accord: the attributes of control blocks. The value must fit. */
void values_poke(Values *values, const NodeRef *leaf, const Value *value);

/* The same with octets in arena form, of no string; they are not checked, because what the SCL
 * file began with need not be what a client may write. */
void values_poke_octets(Values *values, const NodeRef *leaf, const uint8_t *octets);

/* What a commit did to one leaf. */
typedef struct ChangedLeaf {
    NodeRef ref;
    bool changed; /* false: written with the value it had (dupd) */
} ChangedLeaf;

typedef enum ChangeOrigin { CHANGE_SCENARIO, CHANGE_CLIENT, CHANGE_DEVICE } ChangeOrigin;

typedef struct ChangeSet {
    ChangeOrigin origin;
    uint64_t association; /* of CHANGE_CLIENT */
    const ChangedLeaf *leaves;
    unsigned count;
} ChangeSet;

/* Observers only mark; they run inside change_commit and may not open a change set. */
typedef void (*ChangeObserver)(void *user, Values *values, const ChangeSet *set);
void values_observe(Values *values, ChangeObserver observer, void *user);
void values_unobserve(Values *values, ChangeObserver observer, void *user);

/* What follows from a change belongs to the same change set. A rule runs at the start of
 * change_commit, in order of adding, and sees what is staged by then: each leaf once, in MMS
 * order. It may stage more and drop leaves; those after it see what it made of the set, it does
 * not run again itself. */
typedef void (*ChangeRule)(void *user, Values *values, ChangeOrigin origin);
void values_add_rule(Values *values, ChangeRule rule, void *user);
void values_remove_rule(Values *values, ChangeRule rule, void *user);
/* For rules: the leaves of the set; stable while the rule runs, what it stages is not among
 * them. */
unsigned change_count(const Values *values);
const NodeRef *change_leaf(const Values *values, unsigned index);
/* The first leaf at or behind an offset of the arena. */
unsigned change_find(const Values *values, uint32_t offset);
/* A value as it will be: staged and not dropped (then true), else as it is. */
bool change_get(const Values *values, const NodeRef *leaf, Value *value);
void change_drop(Values *values, unsigned index);

/* Changes gather in the one open set of these Values and become visible together at commit.
 * Opening twice is our own bug. */
void change_open(Values *values, ChangeOrigin origin, uint64_t association);
/* Numbers of another kind are taken when they fit. A later value for the same leaf replaces the
 * earlier. */
ValueResult change_set(Values *values, const NodeRef *leaf, const Value *value);
/* Octets in arena form, as values_poke_octets. */
void change_set_octets(Values *values, const NodeRef *leaf, const uint8_t *octets);
/* Decodes one whole Data element and checks it against the place's type first; all or nothing
 * is staged. */
ValueResult change_decode(Values *values, const NodeRef *ref, Slice data);
/* A point in the open set, and back to it: what was staged since is forgotten. */
unsigned change_mark(const Values *values);
void change_rewind(Values *values, unsigned mark);
/* Returns the number of leaves that changed. */
unsigned change_commit(Values *values);
void change_discard(Values *values);
bool change_is_open(const Values *values);
