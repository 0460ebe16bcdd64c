/* SPDX-License-Identifier: Apache-2.0
 *
 * What the behaviours of one server share (IEC 61850-7-2): the VMD they hook into, the values,
 * virtual time, the bus, and the way to the associations. One an IED; lent to each behaviour
 * for its life. A behaviour is made with its `_new(const AcsiServer *, ...)` after the values
 * are at their initial octets (and what was set while the power was off), and freed before
 * them; a power cycle frees and makes it anew.
 */
#pragma once

#include "sim/base/clock.h"
#include "sim/base/event.h"
#include "sim/base/gate.h"
#include "sim/base/store.h"
#include "sim/vmd/vmd_ied.h"

typedef struct TimeQuality TimeQuality;
typedef struct Tracking Tracking;
typedef struct Shown Shown;

typedef struct AcsiServer {
    VmdIed *vmd;
    Values *values;
    const Model *model;
    Clock *clock;       /* virtual: for timers; what the IED's own clock shows is acsi_now */
    TimeQuality *time;  /* the IED's clock; NULL: exact, synchronized, 1 ms */
    Tracking *tracking; /* NULL: the file has no tracking objects */
    Shown *shown;       /* what faults make of the values; NULL: nothing */
    EventBus *events;
    const char *ied; /* its name in events */
    Gate *gates;     /* GATE_POINTS of them; NULL: nobody looks */
    /* Where it keeps, under the name of the IED, what survives a power cycle; never NULL. What
     * it holds is emptied at a power-off that keeps nothing, between two lives of the
     * behaviour. */
    Store *store;
    /* Sends the content of an unconfirmed PDU to an association; false when it is over. NULL:
     * nobody is there. */
    bool (*send)(void *user, const VmdCaller *caller, Slice content);
    void *user; /* first argument of send */
} AcsiServer;

/* What the clock of the IED shows, ns since 1970. */
int64_t acsi_now(const AcsiServer *server);
/* The same as a time stamp, with the quality of the clock. */
void acsi_stamp(const AcsiServer *server, Value *stamp);

/* Opens a change set of the device unless one is open, which then takes what is staged; true
 * when it was opened, which is what close wants to know. */
bool acsi_change_open(const AcsiServer *server);
void acsi_change_close(const AcsiServer *server, bool alone);

/* The t that goes with a value: of the innermost structure around it that has one. */
bool acsi_time_of(const AcsiServer *server, const NodeRef *value, NodeRef *stamp);

/* Stages a value that is not the present one, and now for its t. A value that does not fit the
 * type is left out. */
void acsi_stage(const AcsiServer *server, const NodeRef *leaf, const Value *value);
