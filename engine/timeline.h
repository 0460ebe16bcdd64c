/* SPDX-License-Identifier: Apache-2.0
 *
 * The timeline: entries as data, each with its time from time 0 on, played on the virtual clock
 * in order of time and declaration. What one entry sets is one commit an IED.
 */
#pragma once

#include "engine/stage.h"

typedef struct Timeline Timeline;

typedef struct Entry {
    Timer timer;
    Timeline *timeline;
    int64_t at;     /* ns from time 0 */
    int64_t every;  /* period; 0: once */
    int64_t until;  /* last moment of a periodic one; CLOCK_NEVER: for ever */
    uint64_t times; /* most plays of a periodic one; 0: no limit */
    uint64_t played;
    int line;
    bool broken;        /* an action was wrong, and that was told */
    GPtrArray *actions; /* Action*, referenced */
} Entry;

Entry *entry_new(int64_t at);
void entry_free(Entry *entry);
/* Whether a periodic entry ends by itself. */
bool entry_is_finite(const Entry *entry);

/* `entries` (Entry*) are lent and must outlive the timeline. `played`: an entry was; may be
 * NULL. */
Timeline *timeline_new(Stage *stage, GPtrArray *entries, void (*played)(void *user),
                       void *user);
void timeline_free(Timeline *timeline);

/* Time 0 is now. */
void timeline_start(Timeline *timeline);

/* Every finite entry was played, and no finite signal or playback runs. */
bool timeline_is_done(const Timeline *timeline);
