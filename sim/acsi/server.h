/* SPDX-License-Identifier: Apache-2.0
 *
 * What the behaviours of one server share (IEC 61850-7-2): the VMD they hook into, the values,
 * virtual time, the bus, and the way to the associations. One an IED; lent to each behaviour
 * for its life. A behaviour is made with its `_new(const AcsiServer *, ...)` after the values
 * are at their initial octets, and freed before them; a power cycle frees and makes it anew.
 */
#pragma once

#include "sim/base/clock.h"
#include "sim/base/event.h"
#include "sim/base/gate.h"
#include "sim/vmd/vmd_ied.h"

typedef struct AcsiServer {
    VmdIed *vmd;
    Values *values;
    const Model *model;
    Clock *clock; /* virtual */
    EventBus *events;
    const char *ied; /* its name in events */
    Gate *gates;     /* GATE_POINTS of them; NULL: nobody looks */
    /* Sends the content of an unconfirmed PDU to an association; false when it is over. NULL:
     * nobody is there. */
    bool (*send)(void *user, const VmdCaller *caller, Slice content);
    void *user; /* first argument of send */
} AcsiServer;
