/* SPDX-License-Identifier: Apache-2.0
 *
 * What happens is one event on one bus. The IEDs, the engine and the transport emit;
 * expectations, tasks, events.jsonl and the page subscribe. A kind without subscriber costs one
 * branch: ask event_wanted before preparing strings.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

typedef enum EventKind {
    EVENT_LISTENING,    /* an access point accepts connections; value: its address */
    EVENT_CONNECTED,    /* a transport connection came */
    EVENT_REFUSED,      /* an association was asked for and refused; value: why */
    EVENT_ASSOCIATED,   /* MMS initiate answered positively; value: the calling AP-title and
                           AE-qualifier */
    EVENT_RELEASED,     /* ended by conclude and release */
    EVENT_ABORTED,      /* ended in any other way; value: by whom and why */
    EVENT_READ,         /* reference was read by a client */
    EVENT_WROTE,        /* reference was written by a client; value: the data access error, or
                           "success" */
    EVENT_BROWSED,      /* getNameList or a type was asked; reference: what */
    EVENT_CHANGED,      /* a leaf changed by the scenario or a client; value: the new one */
    EVENT_RCB_ENABLED,  /* a client enabled a report control block */
    EVENT_RCB_DISABLED, /* reporting ended; value: why */
    EVENT_RESERVED,     /* a client reserved a report control block */
    EVENT_GI_REQUESTED, /* a client asked for a general interrogation */
    EVENT_RESYNCED,     /* a client wrote a known EntryID; value: it, in hex */
    EVENT_REPORT_SENT,  /* value: its SqNum */
    EVENT_BUFFER_OVERFLOWED,  /* the first entry not yet sent was lost */
    EVENT_ENTRY_MADE,         /* a report control block has a new entry; value: its EntryID */
    EVENT_ENTRY_LOST,         /* an entry went before it was sent; value: its EntryID in hex */
    EVENT_SUBSTITUTED,        /* a data object shows a substituted value; value: it */
    EVENT_UNSUBSTITUTED,      /* it shows the value of the process again; value: it */
    EVENT_BLOCKED,            /* a data object takes no updates from the process any more */
    EVENT_UNBLOCKED,          /* it does again; value: the process's */
    EVENT_MODE_CHANGED,       /* Beh of a logical node; value: "test" */
    EVENT_CLOCK_CHANGED,      /* the IED's clock; value: "lost", "failed" or "synchronized" */
    EVENT_LOG_ENABLED,        /* a client enabled a log control block */
    EVENT_LOG_DISABLED,       /* a client disabled one */
    EVENT_LOG_QUERIED,        /* reference: the log; value: how many entries it gave */
    EVENT_LOG_INITIALIZED,    /* a client deleted entries of a log; value: how many */
    EVENT_POWERED_OFF,        /* a device lost its power; value: "kept" or "lost" */
    EVENT_POWERED_ON,         /* it is up again */
    EVENT_GROUP_ACTIVATED,    /* another setting group is active; value: its number */
    EVENT_EDIT_BEGUN,         /* a client edits a setting group; value: its number */
    EVENT_SETTINGS_EDITED,    /* it confirmed what it edited; value: the group's number */
    EVENT_EDIT_DROPPED,       /* what was edited was given up; value: why */
    EVENT_GOCB_ENABLED,       /* a client enabled a GOOSE control block */
    EVENT_GOCB_DISABLED,      /* and disabled it; value: why */
    EVENT_SVCB_ENABLED,       /* a client enabled a sampled value control block */
    EVENT_SVCB_DISABLED,      /* and disabled it; value: why */
    EVENT_SELECTED,           /* a client selects a control; value: with what */
    EVENT_OPERATED,           /* a client operates one; value: with what */
    EVENT_CANCELLED,          /* a client cancels one; value: with what */
    EVENT_COMMAND_REFUSED,    /* value: "cause=..", else "error=..", and with what */
    EVENT_COMMAND_TERMINATED, /* value: "result=.. cause=..", and with what */
    EVENT_SELECT_EXPIRED,     /* sboTimeout ended a selection */
    EVENT_CLIENT_WARNING,     /* a client does what a good one would not; value: what */
    EVENT_FAULT_ARMED,        /* reference: the fault's name */
    EVENT_FAULT_ACTED,        /* value: what it did */
    EVENT_FAULT_REMOVED,      /* its time or number was over, or it was cleared */
    EVENT_PROGRAM_READY,      /* a program of ours is ready; reference: its name */
    EVENT_PROGRAM_ENDED,      /* it ended; value: "status=0" or "signal=9" */
    EVENT_MARK,               /* the scenario passed a timeline entry; value: its text */
    EVENT_KINDS
} EventKind;

/* Which packet shows what a fault did: the next one into the device, the next out of it, or
 * whichever comes first. */
typedef enum EventWay { EVENT_EITHER_WAY, EVENT_INBOUND, EVENT_OUTBOUND } EventWay;

/* All strings are lent for the time of the call; NULL where the kind has none. */
typedef struct Event {
    EventKind kind;
    int64_t time; /* virtual, ns since 1970; filled by the bus */
    int64_t wall; /* wall, ns since 1970; filled by the bus */
    const char *ied;
    const char *client;    /* the client's declared name, else its address "127.0.0.1:40312" */
    const char *address;   /* of a client with a declared name; else NULL */
    uint64_t association;  /* counted from 1 within the process; 0 when none */
    EventWay way;          /* of FAULT_ACTED with an association */
    const char *reference; /* "LD0/MMXU1.TotW.mag.f", with FC in front where it matters: see
                              model/reference.h */
    const char *value;
} Event;

typedef struct EventBus EventBus;
typedef void (*EventHandler)(const Event *event, void *user);

#define EVENT_MASK(kind) (UINT64_C(1) << (kind))
#define EVENT_MASK_ALL (EVENT_MASK(EVENT_KINDS) - 1)

/* `now` functions give virtual and wall time, each with its user pointer. */
typedef int64_t (*EventTime)(void *user);
EventBus *event_bus_new(EventTime virtual_time, EventTime wall_time, void *user);
void event_bus_free(EventBus *bus);

/* Handlers run in order of subscription, inside event_emit; they may subscribe and unsubscribe,
 * and may emit: such events are delivered after the present one is through. Returns an id for
 * event_unsubscribe. */
unsigned event_subscribe(EventBus *bus, uint64_t mask, EventHandler handler, void *user);
void event_unsubscribe(EventBus *bus, unsigned id);

bool event_wanted(const EventBus *bus, EventKind kind);
/* Its times, and the name of its client, as when it is emitted. */
void event_complete(const EventBus *bus, Event *event);
void event_emit(EventBus *bus, const Event *event);

/* Who knows clients by name: is shown every event that names a client, with its times, before
 * anybody else, and puts a name that it lends into `client` and the address into `address`. */
typedef void (*EventIdentify)(void *user, Event *event);
void event_bus_identify(EventBus *bus, EventIdentify identify, void *user);

/* Numbers associations from 1 on, within all IEDs that share the bus. */
uint64_t event_next_association(EventBus *bus);

/* "associated"; the name used in events.jsonl and in Lua. */
const char *event_kind_name(EventKind kind);

/* One line for people. */
const char *event_kind_help(EventKind kind);
