/* SPDX-License-Identifier: Apache-2.0
 *
 * Faults: one way to misbehave is one row in one file of engine/faults/. A scenario declares a
 * FaultSpec (checked at load); performing it arms a Fault on each of its devices, where it acts
 * at gates (sim/base/gate.h) until its time or its number is over or it is removed. Every fault
 * acted is an event. What a fault draws comes from a stream of (seed, IED, fault and line,
 * association), so that the same PDUs are hit however clients interleave.
 */
#pragma once

#include "engine/stage.h"
#include "sim/base/prng.h"

typedef struct Fault Fault;
typedef struct FaultSpec FaultSpec;
typedef struct FaultType FaultType;

typedef enum FaultKind {
    FAULT_TIME,   /* "20ms" */
    FAULT_NUMBER, /* 0.5 */
    FAULT_COUNT,  /* 0 .. 2^32-1 */
    FAULT_FLAG,   /* true, false */
    FAULT_TEXT,
    FAULT_CHOICE, /* one of `choices` */
    FAULT_POINT,  /* a reference of the IED, resolved for each */
} FaultKind;

typedef struct FaultParameter {
    const char *name; /* not lasting, times, share, by, association */
    FaultKind kind;
    const char *preset;  /* as text; NULL: it must be given, "": not given is possible */
    const char *choices; /* of CHOICE: "rst|fin|silence" */
    const char *unit;    /* for people: "octets", "of 1"; NULL: none */
    const char *help;
    double least, most; /* of NUMBER and COUNT; both 0: no bounds */
} FaultParameter;

#define FAULT_PARAMETERS_MAX 8

typedef struct FaultValue {
    bool given; /* by the scenario or by its preset */
    union {
        int64_t time; /* ns */
        double number;
        uint32_t count;
        bool flag;
        unsigned choice; /* index in `choices` */
    };
    char *text; /* of TEXT, CHOICE and POINT */
} FaultValue;

#define FAULT_GATE(point) (1U << (point))

/* All functions may be NULL. `begin`, `end` and what a timer of the fault calls may use the
 * ied_ functions for faults (sim/ied.h); `act` may not. */
struct FaultType {
    const char *name; /* "link_down" */
    const char
        *layer; /* link tpkt cotp session presentation acse mms report control data device
                 */
    const char *help;
    unsigned gates;                   /* FAULT_GATE bits */
    unsigned no_settings;             /* FAULT_NO_ bits: which common options make no sense */
    const FaultParameter *parameters; /* ends without name; NULL: none */
    const void *own;                  /* of the file: what its functions need of the row */
    size_t state_size;                /* of Fault.state, zero at first */
    /* Further checks of a declaration; a problem for people (to be freed), or NULL. */
    char *(*check)(const FaultSpec *spec, const Device *device);
    /* It has begun something that it must be asked about further, though its number is over. */
    bool (*busy)(const Fault *fault);
    void (*begin)(Fault *fault);
    void (*end)(Fault *fault);
    GateVerdict (*act)(Fault *fault, GatePass *pass);
};

enum { FAULT_NO_SHARE = 1, FAULT_NO_TIMES = 2, FAULT_NO_CLIENT = 4, FAULT_NO_LASTING = 8 };

extern const FaultType *const fault_types[]; /* NULL-terminated */
const FaultType *fault_type_find(const char *name);

/* As declared. */
struct FaultSpec {
    const FaultType *type;
    FaultValue values[FAULT_PARAMETERS_MAX]; /* as the type's parameters */
    int64_t lasting;                         /* virtual ns; 0: until removed */
    uint32_t times;                          /* it acts so often at most; 0: no limit */
    double share;                            /* of what it could act on, 0 .. 1 */
    char *client;                            /* only what is of this client; NULL: all */
    uint32_t association;                    /* only this one, numbered by IED; 0: all */
    int line;
    int references;
};

/* Values from their presets, everything of the time. */
FaultSpec *fault_spec_new(const FaultType *type);
void fault_spec_unref(FaultSpec *spec);
/* A parameter from text; NULL, or a problem for people, to be freed. */
char *fault_spec_set(FaultSpec *spec, unsigned parameter, const char *text);

/* Arms the spec (referenced) on each of the devices. */
Action *fault_action_new(FaultSpec *spec, Device *const *devices, unsigned count);
/* Removes all faults of a name (NULL: of any) from the devices; `name` is static. */
Action *fault_clear_action_new(const char *name, Device *const *devices, unsigned count);

/* Nothing acts any more; what was held back is forgotten. */
void fault_stop_all(Stage *stage);

/* For the files of engine/faults/. An armed fault. */
struct Fault {
    const FaultSpec *spec;
    Device *device;
    Stage *stage;
    void *state;
    uint32_t acted; /* so often */
};

/* Whether it acts on this pass, to be asked once all else about the pass fits: the client, the
 * share and the number are looked at, and the one time is counted. */
bool fault_hits(Fault *fault, const GatePass *pass);
/* Further draws for a pass, from the association's own stream. */
Prng *fault_prng(Fault *fault, uint64_t association);
/* Says in the event what was done: "delayed 31 octets by 20 ms". NULL pass: to no PDU. */
void fault_tell(Fault *fault, const GatePass *pass, const char *format, ...)
    G_GNUC_PRINTF(3, 4);
/* Puts a copy of bytes in place of those that pass. */
void fault_replace(Fault *fault, GatePass *pass, Slice bytes);
/* As a delay: as long as the fault lasts. */
#define FAULT_UNTIL_END INT64_MAX
/* A copy of the pass goes on `delay` virtual ns from now, at the earliest at the end of this
 * turn, never before what was held earlier in the same direction of its association unless
 * `overtakes`. A fault that ends lets go at once what it holds, in order. Return GATE_DROP for
 * the pass itself, or GATE_PASS when the copy is a second one. */
void fault_hold(Fault *fault, const GatePass *pass, int64_t delay, bool overtakes);
/* The bytes go on together with the last that is held in the same direction of their
 * association; false when nothing is. */
bool fault_hold_more(Fault *fault, const GatePass *pass);
/* Octets that wait. */
size_t fault_held(const Fault *fault, uint64_t association, bool outbound);
/* From inside act: `later` is called at the end of this turn, outside of gates. Its cause is
 * the pass's association. */
typedef void (*FaultLater)(Fault *fault, uint64_t association);
void fault_later(Fault *fault, const GatePass *pass, FaultLater later);

/* It is through, and ends with this turn unless it is busy. */
void fault_over(Fault *fault);
/* What made it busy is through: whether it is over is looked at with the end of this turn. */
void fault_wake(Fault *fault);

static inline const FaultValue *
fault_value(const Fault *fault, unsigned parameter)
{
    return &fault->spec->values[parameter];
}
