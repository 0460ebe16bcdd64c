/* SPDX-License-Identifier: Apache-2.0
 *
 * Gates are the only hook points of the data path. At a gate faults act first, in order of
 * arming (pass, change, hold, drop, close), then watchers look at what is left. A gate with
 * nobody at it costs one branch: `if (gate_is_attended(gate))`.
 */
#pragma once

#include "sim/base/slice.h"

typedef enum GatePoint {
    GATE_ACCEPT,    /* a connection was accepted; no bytes */
    GATE_ASSOCIATE, /* an initiate came and would be answered positively */
    GATE_BYTES,     /* transport bytes, below TLS, in or out */
    GATE_TLS,       /* plain bytes above TLS */
    GATE_RECEIVE,   /* content handed up across a layer boundary */
    GATE_SEND,      /* content handed down across a layer boundary */
    GATE_SERVE,     /* a confirmed request before it is served */
    GATE_CHANGE,    /* a leaf of a change set before it is committed */
    GATE_REPORT,    /* a report entry before it is sent */
    GATE_CONTROL,   /* a control service, a moment of a command, a notice: acsi/control.h */
    GATE_FILE,      /* a file service */
    GATE_TIMER,     /* a device timer before it fires; layer: which, subject: of what */
    GATE_OPENED,    /* a connection is there; subject: it. Verdicts count for nothing */
    GATE_CLOSED,    /* it goes, after its last bytes; likewise */
    GATE_POINTS
} GatePoint;

typedef enum GateVerdict { GATE_PASS, GATE_DROP, GATE_CLOSE } GateVerdict;

/* What passes. Bytes may be replaced by pointing to others that live until the gate was passed.
 */
typedef struct GatePass {
    GatePoint point;
    const char *layer; /* of RECEIVE and SEND: the layer that produced or consumes the bytes; of
                          TIMER: "integrity", its subject then is the ControlBlock */
    int primitive;     /* of RECEIVE and SEND: the OsiPrimitive it belongs to */
    bool outbound;
    uint64_t association; /* 0 when none yet */
    Slice bytes;
    const void *subject; /* what else passes: the leaf of CHANGE, the request of SERVE,
                            the connection of OPENED and CLOSED */
} GatePass;

typedef struct GateGuest GateGuest;
typedef GateVerdict (*GateAct)(GateGuest *guest, GatePass *pass);

/* Embedded in the fault or watcher; a watcher returns GATE_PASS and changes nothing. */
struct GateGuest {
    GateAct act;
    bool watches; /* after every fault */
    GateGuest *next;
};

typedef struct Gate {
    GateGuest *guests; /* faults first, then watchers; lent */
} Gate;

void gate_add(Gate *gate, GateGuest *guest);
void gate_remove(Gate *gate, GateGuest *guest);

/* Only when somebody is there; stops at the first verdict that is not GATE_PASS, but watchers
 * of a dropped pass are not called. */
GateVerdict gate_pass_guests(Gate *gate, GatePass *pass);

/* What a fault took, or made, goes on from this gate: the faults are not asked again, the
 * watchers see it. */
void gate_watch(Gate *gate, GatePass *pass);

/* Somebody is at the gate, and has to be asked. A build without gates (configure
 * --disable-gates) shows what they cost: nobody is ever asked, so no fault acts there, and
 * there is no capture, trace or coverage. */
static inline bool
gate_is_attended(const Gate *gate)
{
#ifdef WITHOUT_GATES
    (void)gate;
    return false;
#else
    return gate->guests != NULL;
#endif
}

static inline GateVerdict
gate_pass(Gate *gate, GatePass *pass)
{
    return gate_is_attended(gate) ? gate_pass_guests(gate, pass) : GATE_PASS;
}
