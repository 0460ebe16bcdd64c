/* SPDX-License-Identifier: Apache-2.0
 *
 * A virtual IED as the engine sees it: a server VMD over a model, listening, with its values
 * and its associations.
 */
#pragma once

#include "sim/base/event.h"
#include "sim/mms/association.h"
#include "sim/model/reference.h"
#include "sim/model/values.h"
#include "sim/net/loop.h"

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
} IedParameters;

Ied *ied_new(const IedParameters *parameters);
/* Aborts what is associated, stops listening, frees. */
void ied_free(Ied *ied);

/* Listens; may be called again for further addresses. Port 0: ephemeral. */
bool ied_listen(Ied *ied, const char *address, int port, GError **error);
/* Of the first listener; NULL and 0 when not listening. */
const char *ied_address(const Ied *ied);
int ied_port(const Ied *ied);

/* Serves one in-process transport (net/pipe.h), for stepped runs and tests. */

const char *ied_name(const Ied *ied);
Values *ied_values(Ied *ied);
const Model *ied_model(const Ied *ied);
unsigned ied_association_count(const Ied *ied);

/* Sums over all associations so far. */
const MmsCounters *ied_counters(const Ied *ied);

/* Sets a point's value as the process would: value, `t` = now (unless given), `q` kept (unless
 * given), one change set with whatever else is set between ied_change_open and
 * ied_change_commit. */
typedef struct IedSet {
    const Value *value; /* NULL: kept */
    const Value *q;     /* NULL: kept */
    const Value *t;     /* NULL: now */
} IedSet;
void ied_change_open(Ied *ied);
ValueResult ied_set(Ied *ied, const Point *point, const IedSet *set);
unsigned ied_change_commit(Ied *ied);

/* Ends every association of this IED. */
void ied_abort_all(Ied *ied);
