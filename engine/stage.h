/* SPDX-License-Identifier: Apache-2.0
 *
 * Where a run plays: its devices, its virtual clock and what is being done to the devices at
 * this moment. Actions are data; performing one stages its sets, and stage_commit makes them
 * visible, one change set an IED.
 */
#pragma once

#include <glib.h>

#include "sim/ied.h"
#include "sim/scl/scl.h"

struct Stage;

/* One IED a scenario declared. */
typedef struct Device {
    char *name;              /* in this run, "FEEDER1" or "FEEDER1@AP2" */
    const SclServer *server; /* lent by its file */
    const char *file;        /* path of its SCL file; lent */
    char *preassigned;       /* of ied { preassigned=, clients= }, or NULL: preassigned.h */
    char **clients;
    struct Personality *personality; /* owned; NULL: none */
    char **differences;  /* of ied { differs= }, for people; NULL: it is as its file says */
    Ied *ied;            /* while it runs, else NULL */
    unsigned index;      /* in the scenario, from 0 */
    bool staged;         /* has an open change set */
    struct Stage *stage; /* while it runs */
    GPtrArray *desks;    /* of controls: control_desk.h; NULL: none */
} Device;

typedef struct Stage {
    Clock *clock; /* virtual */
    int64_t zero; /* time 0 on it */
    uint64_t seed;
    EventBus *events;
    GPtrArray *staged;         /* Device* with an open change set */
    GPtrArray *tickers;        /* signal.c's: running signals by period */
    GHashTable *moving;        /* signal.c's: who moves a point, by the point */
    GPtrArray *players;        /* playback.c's: running playbacks */
    GPtrArray *outages;        /* power.c's: devices without power */
    GPtrArray *faults;         /* fault.c's: armed faults */
    bool ending;               /* what is taken off now is not told */
    unsigned finite;           /* running signals, playbacks and outages that will end */
    struct Pace *pace;         /* of the run; NULL in tests without one */
    struct Coverage *coverage; /* of the run; NULL: nobody counts what clients touch */
    void (*idle)(void *user);  /* a finite one ended; may be NULL */
    void *user;
} Stage;

void stage_init(Stage *stage, Clock *clock, EventBus *events, uint64_t seed);
/* Disarms whatever runs. */
void stage_clear(Stage *stage);

/* Stages one set; the IED's values change at stage_commit. */
ValueResult stage_set(Stage *stage, Device *device, const Point *point, const IedSet *set);
void stage_commit(Stage *stage);

/* Something that an entry of the timeline or a task does. A kind is one file: a struct that
 * begins with an Action, and its type. */
typedef struct Action Action;
typedef struct ActionType {
    const char *name;
    void (*perform)(Action *action, Stage *stage);
    void (*free)(Action *action);
} ActionType;
struct Action {
    const ActionType *type;
    int references;
};

Action *action_ref(Action *action);
void action_unref(Action *action);

/* Sets one point: `value`, `q`, `t` as far as their has_ flag says. */
typedef struct SetAction {
    Action action;
    Device *device;
    Point point;
    bool has_value, has_q, has_t;
    Value value, q, t;
    char *text; /* owned octets of a string value, or NULL */
} SetAction;
SetAction *set_action_new(Device *device, const Point *point);

/* Shows a text in the event log. */
Action *mark_action_new(const char *text);
