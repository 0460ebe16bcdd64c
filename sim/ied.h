/* SPDX-License-Identifier: Apache-2.0
 *
 * A virtual IED as the engine sees it: a server VMD over a model, listening, with its values
 * and its associations.
 */
#pragma once

#include "sim/acsi/control.h"
#include "sim/acsi/logging.h"
#include "sim/acsi/reporting.h"
#include "sim/acsi/shown.h"
#include "sim/acsi/time_quality.h"
#include "sim/base/event.h"
#include "sim/mms/association.h"
#include "sim/model/reference.h"
#include "sim/model/values.h"
#include "sim/net/connection.h"
#include "sim/vmd/vmd_ied.h"

typedef struct Ied Ied;
typedef struct IedState IedState;

/* How it behaves where servers differ; zeros are our own ways. What is between MMS peers is in
 * MmsLimits. */
typedef struct IedHabits {
    const char *vendor, *model,
        *revision;               /* of identify; NULL: what the SCL file says. Copied */
    unsigned keepalive;          /* s of an idle connection until it is probed [20] */
    unsigned keepalive_interval; /* s between probes [5] */
    unsigned keepalive_count;    /* of them without an answer until it is lost */
    int64_t inactivity;          /* virtual ns without MMS until it closes the association; 0:
                                    never */
    bool inactivity_of_requests; /* only PDUs of the client count */
    uint8_t tpdu_size_log2;      /* its largest TPDU, 7..13 [13] */
    unsigned lists_max, members_max; /* variable lists that clients define (VmdIedParameters) */
} IedHabits;

typedef struct IedParameters {
    const char *name; /* shown and in events; copied */
    Model *model;     /* referenced */
    Loop *loop;
    Clock *clock; /* virtual: t stamps and device timers */
    EventBus *events;
    MmsLimits limits; /* 0: defaults */
    IedHabits habits;
    OsiAddress address;        /* own selectors and titles */
    unsigned checks;           /* OsiCheck bits */
    unsigned associations_max; /* 0: what Services says, else 100 */
    int64_t handshake_timeout; /* wall ns until associated, and for a partial TPDU; 0: 10 s */
    ReportLimits reports;      /* 0: defaults */
    LogLimits logs;            /* likewise */
    IedState *state;           /* what it keeps, by its name; NULL: in memory. Outlives it */
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
/* NULL without power; made anew, without processes, when it comes back. */
Controls *ied_controls(Ied *ied);
/* Likewise. */
Reporting *ied_reporting(Ied *ied);
unsigned ied_association_count(const Ied *ied);

/* Sums over all associations so far; lent until the next call. */
const MmsCounters *ied_counters(Ied *ied);

typedef struct IedTotals {
    uint64_t connected, refused, associated, released;
} IedTotals;
const IedTotals *ied_totals(const Ied *ied);

/* GATE_POINTS of them, for every association of this IED. */
Gate *ied_gates(Ied *ied);

/* Counts what clients touch from here on (VmdTouchWatch, lent); NULL: nobody does. */
void ied_on_touch(Ied *ied, const VmdTouchWatch *watch, void *user);

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
 * (sim/acsi/time_quality.h). Nothing while the device has no power. */
void ied_enter_clock_state(Ied *ied, ClockState state);
void ied_shift_clock(Ied *ied, int64_t offset, double ppm);
/* A directory where IEDs keep what survives a power cycle and the end of the process: buffered
 * entries, configured control blocks, reservations, data sets that clients defined. `tell` gets
 * for people what was kept and cannot be used, and when keeping fails. NULL with error when the
 * directory cannot be used (sim/store). Freed after its IEDs. */
typedef void (*IedTell)(void *user, const char *text);
IedState *ied_state_open(Loop *loop, const char *folder, IedTell tell, void *user,
                         GError **error);
/* Everything so far is kept; false with the first failure there was. */
bool ied_state_check(IedState *state, GError **error);
void ied_state_free(IedState *state);

/* The device loses its power: connections and whatever is volatile go, values are as at
 * delivery. Values set until it is on again are there when it comes up, and nobody is told.
 * Not from inside a callback of a connection, nor with an open change set. */
typedef struct IedPowerOff {
    bool keep; /* what a directory keeps survives; without one, in memory */
    bool
        silent; /* the peers hear nothing, and whoever connects neither; else RST and refused */
} IedPowerOff;
void ied_power_off(Ied *ied, const IedPowerOff *how);
/* It is up again and listens; false with error when somebody else took an address. */
bool ied_power_on(Ied *ied, GError **error);
bool ied_is_off(const Ied *ied);

/* The device itself makes another setting group active; `device` counts in Model.devices.
 * False: there is no such group, or no power. Not while a change set is open. */
bool ied_activate_group(Ied *ied, uint16_t device, unsigned group);

/* For faults; none of these from inside a gate or a callback of a connection. An association
 * of 0 is every one. */

/* What a fault took at a gate, or made, goes on from there: the faults of that gate are not
 * asked again, its watchers are. Points: BYTES, RECEIVE, SEND, and REPORT and CONTROL outbound.
 * False when the association is gone. */
bool ied_inject(Ied *ied, const GatePass *pass);

/* A copy of a GATE_BYTES pass is held (by 1), or let go (by -1): an association that ends waits
 * for it. Allowed inside a gate. */
void ied_withhold(Ied *ied, uint64_t association, int by);

/* How the device ends a connection: a RST, a FIN, or not at all: it answers nothing any more,
 * and the peer keeps a half-open connection until the IED is freed or its power comes back. */
typedef enum IedCut { IED_CUT_RESET, IED_CUT_FINISH, IED_CUT_SILENCE } IedCut;
void ied_cut(Ied *ied, uint64_t association, IedCut how);

/* An A-ABORT. */
void ied_abort_association(Ied *ied, uint64_t association);

/* The subject of GATE_ASSOCIATE: who drops the pass says with which ACSE diagnostic the
 * association is refused, OSI_TRANSIENT and OSI_BY_PROVIDER added or not, or, when there is an
 * `error`, with which Initiate-Error (an MmsError). */
typedef struct IedAdmission {
    int diagnostic;
    int error;
} IedAdmission;

/* The address above TCP that associations from now on must call, as far as `checks` (OsiCheck)
 * says; NULL: as the IED was made. */
void ied_set_osi(Ied *ied, const OsiAddress *address, unsigned checks);

/* Listens on another port, 0 for whichever is free, of another address, NULL for its own; with
 * port -1 where it was at first. That is its first listener; the others stay. Without one
 * (stepped runs) nothing happens. False with error when the address is not to be had: it stays
 * where it is. */
bool ied_move_listener(Ied *ied, const char *host, int port, GError **error);

/* It has no more associations than that for whoever comes from now on; UINT_MAX: as it was
 * made. */
void ied_limit_associations(Ied *ied, unsigned limit);

/* Every entry of every log goes; how many. */
unsigned ied_wipe_logs(Ied *ied);

/* Asked before it keeps a setting or writes to a log (base/store.h); `owner` is filled in. */
void ied_add_full(Ied *ied, StoreFull *full);
void ied_remove_full(Ied *ied, StoreFull *full);

/* Without power: it comes up with every ConfRev higher by so much, and with that configRev in
 * the name plate of each logical device that has one. */
void ied_revise(Ied *ied, unsigned by, const char *config_rev);

/* Reads or writes at a place, of what is inside it and of what it is inside, that end in a
 * DataAccessError (by number) when `refuses` says so; it may do what a gate may. Lent until it
 * is removed. */
typedef struct IedRefusal IedRefusal;
struct IedRefusal {
    NodeRef place;
    bool reads, writes;
    int error;
    bool (*refuses)(IedRefusal *refusal, uint64_t association, const char *reference);
    IedRefusal *next;
};
void ied_add_refusal(Ied *ied, IedRefusal *refusal);
void ied_remove_refusal(Ied *ied, IedRefusal *refusal);

/* True values pass GATE_CHANGE again (ShownLeaf, sim/acsi/shown.h): of a leaf in any case, or
 * of what a fault changed inside a place (NULL: anywhere), and whether it did. In the open
 * change set, or in one of their own. */
void ied_show_leaf(Ied *ied, const NodeRef *leaf);
bool ied_show(Ied *ied, const NodeRef *place);

/* The clock goes wrong in one more way (sim/acsi/time_quality.h), lent until it is removed;
 * what it shows, ns since 1970. */
void ied_add_clock_fault(Ied *ied, ClockFault *fault);
void ied_remove_clock_fault(Ied *ied, ClockFault *fault);
int64_t ied_clock_now(const Ied *ied);

/* Nothing is read, so that the peer meets a full window, until it is resumed. */
void ied_pause(Ied *ied, uint64_t association, bool paused);

/* Nobody is accepted: connecting is refused, or hangs unheard. ied_resume_listening fails when
 * somebody else took an address meanwhile. Calls may nest; the last one counts. */
void ied_pause_listening(Ied *ied, bool refuse);
bool ied_resume_listening(Ied *ied, GError **error);

/* "127.0.0.1:40312", or "" when the association is gone; lent. */
const char *ied_client(const Ied *ied, uint64_t association);

/* Which of this IED's connections so far it is, from 1 on; 0 when it is gone. */
uint64_t ied_connection_number(const Ied *ied, uint64_t association);

/* The associations and handshakes there are, newest first. */
void ied_each_connection(const Ied *ied, void (*each)(void *user, uint64_t association),
                         void *user);

/* Ends every association of this IED, at the end of the turn. */
void ied_abort_all(Ied *ied);
