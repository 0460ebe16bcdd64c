/* SPDX-License-Identifier: Apache-2.0
 *
 * A virtual IED as the engine sees it: a server VMD over a model, listening, with its values
 * and its associations.
 */
#pragma once

#include "sim/acsi/reporting.h"
#include "sim/acsi/time_quality.h"
#include "sim/base/event.h"
#include "sim/mms/association.h"
#include "sim/model/reference.h"
#include "sim/model/values.h"
#include "sim/net/connection.h"

typedef struct Ied Ied;

typedef struct IedParameters {
    const char *name; /* shown and in events; copied */
    Model *model;     /* referenced */
    Loop *loop;
    Clock *clock; /* virtual: t stamps and device timers */
    EventBus *events;
    MmsLimits limits;          /* 0: defaults */
    OsiAddress address;        /* own selectors and titles */
    unsigned checks;           /* OsiCheck bits */
    unsigned associations_max; /* 0: what Services says, else 100 */
    int64_t handshake_timeout; /* wall ns until associated, and for a partial TPDU; 0: 10 s */
    ReportLimits reports;      /* 0: defaults */
    size_t report_queue;       /* octets waiting for a client from which on it gets no more
                                  reports; 0: 128 KiB */
} IedParameters;

Ied *ied_new(const IedParameters *parameters);
/* Aborts what is associated, stops listening, frees. */
void ied_free(Ied *ied);

/* Listens; may be called again for further addresses. Port 0: ephemeral. */
bool ied_listen(Ied *ied, const char *address, int port, GError **error);
/* Of the first listener; NULL and 0 when not listening. */
const char *ied_address(const Ied *ied);
int ied_port(const Ied *ied);

/* Closes the listening sockets; associations stay. */
void ied_stop_listening(Ied *ied);

/* Connects without a socket (net/pipe.h), for stepped runs and tests: the client's end. `name`
 * stands for the client's address. */
Connection *ied_connect(Ied *ied, const char *name, const ConnectionUser *callbacks,
                        void *user);

const char *ied_name(const Ied *ied);
Values *ied_values(Ied *ied);
const Model *ied_model(const Ied *ied);
unsigned ied_association_count(const Ied *ied);

/* Sums over all associations so far; lent until the next call. */
const MmsCounters *ied_counters(Ied *ied);

typedef struct IedTotals {
    uint64_t connected, refused, associated, released;
} IedTotals;
const IedTotals *ied_totals(const Ied *ied);

/* GATE_POINTS of them, for every association of this IED. */
Gate *ied_gates(Ied *ied);

/* Sets a point's value as the process would: value, `t` = now of the IED's clock (unless
 * given), `q` kept (unless given), one change set with whatever else is set between
 * ied_change_open and ied_change_commit; outside of them a change set of its own. EVENT_CHANGED
 * comes from inside the commit: its handlers only mark. */
typedef struct IedSet {
    const Value *value; /* NULL: kept */
    const Value *q;     /* NULL: kept */
    const Value *t;     /* NULL: now */
} IedSet;
void ied_change_open(Ied *ied);
ValueResult ied_set(Ied *ied, const Point *point, const IedSet *set);
unsigned ied_change_commit(Ied *ied);

/* The IED's clock: what it is synchronized with is lost, and how far it is off virtual time
 * (sim/acsi/time_quality.h). */
void ied_enter_clock_state(Ied *ied, ClockState state);
void ied_shift_clock(Ied *ied, int64_t offset, double ppm);

/* Ends every association of this IED, at the end of the turn. */
void ied_abort_all(Ied *ied);
