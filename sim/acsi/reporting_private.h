/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of reporting share: the control blocks, the data sets that they use, and the
 * index from octets of the arena to members of those.
 */
#pragma once

#include <glib.h>

#include "sim/acsi/attribute.h"
#include "sim/acsi/codec/report.h"
#include "sim/acsi/report_buffer.h"
#include "sim/acsi/reporting.h"

typedef struct ReportSet ReportSet;
typedef struct Rcb Rcb;
typedef struct EventTaker EventTaker;

/* A data set in use by control blocks. */
struct ReportSet {
    const VmdVariableList *list;
    unsigned count;
    unsigned users;    /* control blocks, of reports and logs, whose DatSet it is */
    GPtrArray *takers; /* EventTaker*: those that take events */
    char **references; /* of the members; made when the first report wants them */
    /* Of the commit at hand. */
    uint8_t *reasons;  /* by member; NULL until a first event */
    uint16_t *touched; /* members with a reason, in order of arrival */
    unsigned touched_count;
    ReportSet *next; /* in Reporting.sets */
};

/* Who takes the events of a data set: embedded in a control block of reports or of a log. */
struct EventTaker {
    unsigned triggers; /* TrgOps: events that none of them fits are not for this one */
    bool active;       /* stands in the set's takers */
    void (*take)(EventTaker *taker, ReportBody *body); /* one event of one commit; body lent */
};

/* A report control block that somebody used, or that buffers. */
struct Rcb {
    Reporting *reporting;
    const ControlBlock *block;
    EventTaker taker;
    bool buffered;
    bool enabled;
    bool used;          /* was enabled once */
    bool resynced;      /* a known EntryID was written since it was disabled */
    bool queued;        /* stands in Reporting.ready */
    bool overflow_told; /* that entries were lost since the last report */
    bool stalled;       /* waits for reporting_drained */
    unsigned opt_flds, trg_ops;
    uint32_t buf_tm, intg_pd, conf_rev;
    uint16_t sq_num;
    int16_t resv_tms;        /* of a BRCB that has the attribute: -1 preassigned, 0 free */
    ReportSet *set;          /* NULL: no data set */
    VmdCaller *owner;        /* who reserved or enabled it; NULL: nobody that is associated */
    VmdCaller *list_owner;   /* whose association the data set is of, "@name"; else NULL */
    char *preassigned;       /* hosts, apart by blanks, that alone may use it; NULL: any */
    char *reserved_for;      /* host whose reservation outlives its association */
    Timer reservation;       /* runs while reserved_for is set and nobody is owner */
    Timer window, integrity; /* BufTm, IntgPd */
    ReportBody *gathered;    /* events of the window */
    ReportBuffer buffer;
    char *rpt_id, *dat_set; /* as its reports carry them; set while enabled */
    uint64_t sent_id;       /* of the last entry sent since enabled */
    char *fingerprint;      /* of its data set and file, once asked for (report_keep.c) */
    bool unsaved;           /* stands in Reporting.unsaved */
    int64_t sent_time;
    Rcb *next_ready;
};

/* Octets of the arena that a member covers. */
typedef struct ReportInterval {
    uint32_t start, end;
    uint32_t reach; /* the furthest end of this and all before */
    uint16_t member;
    ReportSet *set;
} ReportInterval;

typedef struct RcbSlot {
    const ControlBlock *block;
    Rcb *rcb; /* NULL: as the file says, untouched */
} RcbSlot;

struct Reporting {
    VmdIed *vmd;
    Values *values;
    const Model *model;
    Clock *clock;
    EventBus *events;
    const char *ied;
    Gate *gates;
    ReportLimits limits;
    Store *store;       /* NULL: nothing is kept */
    bool lasting;       /* the store is kept up to date */
    Values *initial;    /* as the file says, while something is compared with it; else NULL */
    GPtrArray *unsaved; /* Rcb* whose kept state is old */
    const ReportingUser *callbacks;
    void *user;
    RcbSlot *slots; /* sorted by the place of the control block */
    unsigned slot_count;
    ReportSet *sets;
    unsigned taker_count; /* of all sets */
    GArray *intervals;    /* ReportInterval, sorted; stale when `stale` */
    bool stale;
    GPtrArray *touched; /* ReportSet* of the commit at hand */
    GArray *items;      /* ReportItem, of the body being built */
    Pdu encoded;        /* values of the body being built */
    Pdu outgoing;       /* the report being sent */
    GByteArray *inclusion;
    Rcb *first_ready, *last_ready;
};

/* reporting.c */
Rcb *reporting_get(Reporting *reporting, RcbSlot *slot);
/* The same, with nothing kept of it yet. */
Rcb *reporting_make(Reporting *reporting, RcbSlot *slot);
/* The slots whose control block lies in the place; `first` gets the first of them. */
unsigned reporting_slots(const Reporting *reporting, const NodeRef *ref, unsigned *first);
bool rcb_leaf(const Rcb *rcb, const char *name, NodeRef *leaf);
/* Writes an attribute into the arena; nothing for one that this edition lacks. */
void rcb_poke(const Rcb *rcb, const char *name, const Value *value);
void rcb_poke_number(const Rcb *rcb, const char *name, int64_t number);
Slice rcb_text(const Rcb *rcb, const char *name);
/* "LD0/LLN0.BR.brcb01". */
/* Something else than a write of a client changed the control block. */
void rcb_tell_change(const Rcb *rcb);
void rcb_emit(const Rcb *rcb, EventKind kind, const char *value);
void rcb_emit_id(const Rcb *rcb, EventKind kind, uint64_t id);

/* report_control.c: what clients write. */
extern const VmdHook report_control_hook;

/* report_state.c. Refused without a data set that the caller may use. */
MmsDataError rcb_enable(Rcb *rcb, VmdCaller *caller);
/* Enabling ends: by the owner, or because he is gone. */
void rcb_disable(Rcb *rcb, const char *why);
/* What was buffered does not fit any more what entries would be now. */
void rcb_purge(Rcb *rcb);
/* Points the control block to another data set, or none; `owner` of an association's. */
void rcb_use(Rcb *rcb, const VmdVariableList *list, VmdCaller *owner);
/* Brings to the arena what changes by itself. */
void rcb_refresh(const Rcb *rcb);

/* report_keep.c: what outlives a power cycle. */
/* Brings back what is kept of a control block; false when that is nothing. */
bool report_keep_restore(Reporting *reporting, RcbSlot *slot);
/* A control block of which nothing is kept, before its first change. */
void report_keep_begin(Rcb *rcb);
/* What is kept beside the entries is old. */
void report_keep_changed(Rcb *rcb);
/* The control block goes; what is kept stays. */
void report_keep_end(Rcb *rcb);

/* report_reserve.c: whose a control block is. */
/* As it stood when the host's association ended. */
void rcb_restore_reservation(Rcb *rcb, const char *host, int seconds);
/* The host that has it, associated or not; NULL: nobody. Free with g_free. */
char *rcb_reserving_host(const Rcb *rcb);
/* The hosts for which alone a control block is, from the file or the bench; NULL: any. */
char *rcb_preassigned_hosts(const Reporting *reporting, const ControlBlock *block);
bool rcb_is_mine(const Rcb *rcb, const VmdCaller *caller);
/* The writer becomes the owner; `seconds` of a BRCB with ResvTms. */
void rcb_reserve(Rcb *rcb, VmdCaller *caller, int seconds);
/* A success makes the writer the owner where the control block can show that. */
void rcb_reserve_implicitly(Rcb *rcb, VmdCaller *caller);
void rcb_release(Rcb *rcb);
/* A host that is not associated has it until it is released. */
void rcb_reserve_for(Rcb *rcb, const char *host);
/* The attributes of reservation as they are while nobody has it: a preassigned one has Resv and
 * Owner of its client. */
void rcb_show_nobody(const Rcb *rcb);
/* The owner's association ended. */
void rcb_owner_gone(Rcb *rcb);
/* Whether the control block has an attribute that shows reservations. */
bool rcb_shows_reservation(const Rcb *rcb);
int rcb_seconds_left(const Rcb *rcb);

/* report_trigger.c: from changes to entries. */
void report_trigger_observe(void *user, Values *values, const ChangeSet *set);
/* Puts the control block among those that take events, or out, as its state wants. */
void rcb_update_active(Rcb *rcb);
/* What the window gathered becomes an entry now. */
void rcb_flush_window(Rcb *rcb);
void rcb_forget_window(Rcb *rcb);
/* An entry of all members. */
void rcb_report_all(Rcb *rcb, ReportTrigger reason);
void rcb_arm_integrity(Rcb *rcb);

/* report_send.c */
void rcb_schedule(Rcb *rcb);
void rcb_unschedule(Rcb *rcb);

/* report_encode.c: hands one entry to the association, in segments where it must. */
typedef enum ReportFate {
    REPORT_SENT,
    REPORT_TOO_LARGE, /* a member does not fit the negotiated PDU */
    REPORT_REFUSED,   /* the association is over */
} ReportFate;
ReportFate report_encode(Rcb *rcb, const ReportEntry *entry);
/* What no client can write while the control block is enabled is kept ready from then on. */
void report_encode_begin(Rcb *rcb);
void report_encode_end(Rcb *rcb);
