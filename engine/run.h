/* SPDX-License-Identifier: Apache-2.0
 *
 * One scenario is played: IEDs listen, time 0 comes, the timeline, the tasks and the client do
 * what they do, expectations are decided, results are written.
 */
#pragma once

#include "engine/addresses.h"
#include "engine/results.h"
#include "engine/scenario.h"
#include "engine/traffic/traffic.h"

typedef struct RunOptions {
    uint64_t seed;
    double speed;
    bool stepped;        /* time jumps from event to event; clients are those of tasks only */
    int64_t max_time;    /* wall ns; 0: none */
    int64_t exec_wait;   /* wall ns that the client under test gets to end by itself */
    const char *state;   /* directory of what IEDs keep; NULL: in memory */
    const char *exec;    /* shell command; NULL: none */
    uint64_t events;     /* kinds to log beside the usual ones */
    bool record;         /* the results are to hold what happened, even without a folder */
    unsigned repetition; /* of --repeat, from 1 on; else 0 */
    bool ready_json;
    bool quiet; /* nothing on stderr but errors */
    /* The listeners are about to be made; `results` has its facts. May be NULL. */
    void (*began)(void *user, const Results *results);
    /* Asked twice a second (real ones): whether the run is to be broken off. May be NULL. */
    bool (*is_stale)(void *user);
    void *user;
    AddressOptions addresses;
    TrafficOptions traffic;
    bool prove;       /* a stand-in that is wrong on purpose must be caught */
    bool coverage;    /* print what the client touched */
    bool passing;     /* the run's folder is gone once its results were taken */
    const char *part; /* of several runs: its own name, which files without a folder of their
                         own carry; NULL: it is the only one */
} RunOptions;

/* Kinds that are logged unless nobody names them: they come in masses. */
#define RUN_EVENTS_RARE                                                                        \
    (EVENT_MASK_ALL &                                                                          \
     ~(EVENT_MASK(EVENT_READ) | EVENT_MASK(EVENT_WROTE) | EVENT_MASK(EVENT_BROWSED) |          \
       EVENT_MASK(EVENT_CHANGED) | EVENT_MASK(EVENT_ENTRY_MADE)))

/* Plays a sound scenario; `folder` (made already) takes events.jsonl and what a client under
 * test says, NULL: none. */
Results *run_play(Scenario *scenario, const RunOptions *options, const char *folder);
/* The results of a scenario that is not sound: they say what is wrong with it, in `folder`,
 * too. */
Results *run_refuse(const Scenario *scenario, const RunOptions *options, const char *folder);
