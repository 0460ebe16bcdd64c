/* SPDX-License-Identifier: Apache-2.0
 *
 * What fault.c (declared, armed, removed), fault_act.c (acts on what passes) and fault_hold.c
 * (holds it back) share.
 */
#pragma once

#include "engine/fault.h"

typedef struct ArmedFault ArmedFault;

typedef struct FaultGuest {
    GateGuest guest; /* first */
    ArmedFault *armed;
} FaultGuest;

struct ArmedFault {
    Fault fault; /* first */
    FaultGuest guests[GATE_POINTS];
    Timer lasting;       /* of the stage's clock, as all */
    Timer turn;          /* the end of this turn */
    GQueue held;         /* FaultHeld*, in order of their letting go */
    GArray *laters;      /* FaultErrand */
    GHashTable *streams; /* association -> Prng* */
    GPtrArray *replaced; /* octets put in place of others in this turn */
    bool counts_finite;  /* the run waits for its end */
    bool over;           /* ends with this turn */
};

typedef struct FaultErrand {
    FaultLater later;
    uint64_t association;
} FaultErrand;

typedef struct FaultHeld {
    Timer timer;
    ArmedFault *armed;
    GatePass pass; /* bytes owned */
} FaultHeld;

static inline ArmedFault *
fault_armed(const Fault *fault)
{
    return (ArmedFault *)(void *)fault;
}

GateVerdict fault_act(GateGuest *guest, GatePass *pass);
void fault_turn_over(Timer *timer);
/* Of the type's `busy`. */
bool fault_is_busy(const ArmedFault *armed);
/* Lets go what is held, in order; forgets it when nobody is to get it. */
void fault_let_go(ArmedFault *armed, bool forget);
/* Takes it off its gates and frees it. */
void fault_disarm(ArmedFault *armed);
