/* SPDX-License-Identifier: Apache-2.0
 *
 * What ied.c (listening, values) and ied_association.c (one association from its connection to
 * its end) share.
 */
#pragma once

#include "sim/acsi/publication.h"
#include "sim/acsi/data.h"
#include "sim/acsi/server.h"
#include "sim/acsi/setting_group.h"
#include "sim/acsi/shown.h"
#include "sim/acsi/tracking.h"
#include "sim/ied.h"
#include "sim/net/connection.h"
#include "sim/vmd/vmd_ied.h"

typedef struct IedAssociation IedAssociation;

/* What a fault made of the listeners. */
typedef enum IedDeafness { IED_LISTENS, IED_REFUSES, IED_HANGS } IedDeafness;

struct Ied {
    char *name;
    Model *model;
    Values *values;
    VmdIed *vmd;
    AcsiServer server; /* what the behaviours share */
    Shown *shown;
    ClockFault *clock_faults; /* lent */
    AcsiData *data;
    Reporting *reporting;
    Logging *logging;
    SettingGroups *setting_groups;
    Publications *publications;
    size_t report_queue;
    LoopLater reports;
    Controls *controls;
    LoopLater commands;
    Loop *loop;
    Clock *clock;
    EventBus *events;
    MmsLimits limits;
    OsiAddress address;
    unsigned checks;
    unsigned associations_max;
    int64_t handshake_timeout;
    IedParameters parameters; /* as given, but its own name */
    IedState *state;          /* NULL: in memory */
    Store *store;             /* of the state, or its own */
    bool unsaved;             /* stands in the state's list */
    bool lists_changed;       /* and were not saved since */
    bool off;
    IedRefusal *refusals;        /* lent */
    unsigned associations_limit; /* of a fault; UINT_MAX: none */
    int first_port;              /* before a fault moved the listener; 0: it did not */
    char *first_host;
    IedDeafness deaf;             /* stays over a power cycle */
    GPtrArray *forsaken;          /* connections of before a power-off (ied_power.c) */
    GPtrArray *listeners;         /* Listener, owned */
    IedAssociation *associations; /* every connection */
    unsigned connection_count;
    unsigned association_count; /* of them associated */
    MmsCounters ended;          /* sums over the associations that are gone */
    MmsCounters counters;       /* what ied_counters lends */
    IedTotals totals;
    LoopLater abort_all;
    Gate gates[GATE_POINTS];
};

struct IedAssociation {
    Ied *ied;
    Connection *connection;
    MmsAssociation *mms;
    uint64_t id;
    uint64_t number; /* among this IED's connections */
    Timer guard;     /* wall: until associated, later while a TPDU is unfinished */
    Timer inactive;  /* virtual; of IedHabits.inactivity */
    bool associated, ended;
    bool closing;                  /* a gate of reports said so */
    IedAssociation *next, **place; /* in ied->associations */
};

/* Takes over an accepted socket. */
void ied_association_accept(Ied *ied, int fd);
/* The IED's end of a pipe to `end`; returns the client's end. */
Connection *ied_association_connect(Ied *ied, const char *name, const ConnectionUser *callbacks,
                                    void *user);
void ied_association_abort(IedAssociation *association);
/* Aborts, closes and frees; what is to be sent is written as far as the kernel takes it. */
void ied_association_free(IedAssociation *association);
/* It ends without a word to the peer; its connection is the caller's now. */
Connection *ied_association_lose(IedAssociation *association, const char *why);
/* Adds to a sum. */
void ied_association_add_counters(const IedAssociation *association, MmsCounters *sum);

/* The association whose requests the caller makes; NULL when it is gone. */
IedAssociation *ied_association_of(const Ied *ied, const VmdCaller *caller);

/* The behaviours behind the objects (ied_acsi.c). */
void ied_acsi_open(Ied *ied, const IedParameters *parameters);
void ied_acsi_close(Ied *ied);

/* Reporting towards the associations (ied_reports.c). */
void ied_reports_open(Ied *ied, const IedParameters *parameters);
void ied_reports_close(Ied *ied);

/* What is kept (ied_state.c): from the first behaviour to the last. */
void ied_state_use(Ied *ied, IedState *state);
void ied_state_leave(Ied *ied);
void ied_state_tell(const Ied *ied, const char *text);
/* ied_state_save is due before the next commit. */
void ied_state_changed(Ied *ied);
void ied_state_save(Ied *ied);
/* Saves now when that is due. */
void ied_state_settle(Ied *ied);
/* What was written becomes lasting now. */
void ied_state_commit(Ied *ied);
void ied_state_restore_lists(Ied *ied);
extern const VmdWatch ied_state_watch; /* user: the Ied */

void ied_power_close_forsaken(Ied *ied);
/* The connection stays with its peer, and nothing is answered on it any more. */
void ied_power_forsake(Ied *ied, Connection *connection);
/* A pipe to a device that hears nothing: its end never answers. */
Connection *ied_power_ignore(Ied *ied, const char *name, const ConnectionUser *callbacks,
                             void *user);
/* A pipe to a device without power: its end is closed already. */
Connection *ied_power_refuse(Ied *ied, const char *name, const ConnectionUser *callbacks,
                             void *user);

/* Whether a fault refuses the initiate: the ACSE diagnostic, or a negative MmsError, 0 when
 * none does. */
int ied_fault_refuses(Ied *ied, const IedAssociation *association);

/* Controls of the associations (ied_controls.c). */
void ied_controls_open(Ied *ied);
void ied_controls_close(Ied *ied);

/* Emits with the IED's name filled in. */
void ied_emit(Ied *ied, EventKind kind, const IedAssociation *association,
              const char *reference, const char *value);
