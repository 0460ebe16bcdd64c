/* SPDX-License-Identifier: Apache-2.0
 *
 * One scenario is played: IEDs listen, time 0 comes, the timeline, the tasks and the client do
 * what they do, expectations are decided, results are written.
 */
#pragma once

#include "engine/addresses.h"
#include "engine/scenario.h"
#include "engine/traffic/traffic.h"

typedef struct RunOptions {
    uint64_t seed;
    double speed;
    bool stepped;      /* time jumps from event to event; clients are those of tasks only */
    int64_t max_time;  /* wall ns; 0: none */
    int64_t exec_wait; /* wall ns that the client under test gets to end by itself */
    const char *state; /* directory of what IEDs keep; NULL: in memory */
    const char *exec;  /* shell command; NULL: none */
    uint64_t events;   /* kinds to log beside the usual ones */
    bool ready_json;
    bool quiet; /* nothing on stderr but errors */
    AddressOptions addresses;
    TrafficOptions traffic;
    bool several; /* scenarios: what has no folder of its own carries the scenario's name */
} RunOptions;

/* Kinds that are logged unless nobody names them: they come in masses. */
#define RUN_EVENTS_RARE                                                                        \
    (EVENT_MASK_ALL & ~(EVENT_MASK(EVENT_READ) | EVENT_MASK(EVENT_WROTE) |                     \
                        EVENT_MASK(EVENT_BROWSED) | EVENT_MASK(EVENT_CHANGED)))

/* Plays a sound scenario; `folder` (made already) takes files, NULL: none. Returns the exit
 * status; 128 + signal when it was interrupted. */
int run_play(Scenario *scenario, const RunOptions *options, const char *folder);
