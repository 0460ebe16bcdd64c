/* SPDX-License-Identifier: Apache-2.0
 *
 * The timeline: entries as data, played on the virtual clock in order of time and declaration.
 * An entry's times count from time 0, from the event or the decided expectation that it comes
 * after, or from the play of the entry around it. What one play sets is one commit an IED.
 */
#pragma once

#include "engine/expect.h"
#include "engine/stage.h"

typedef struct Timeline Timeline;

/* A time, or one drawn evenly between two; `most` is never less than `least`. */
typedef struct EntryTime {
    int64_t least, most; /* ns */
} EntryTime;

typedef enum EntryOutcome { ENTRY_HELD, ENTRY_FAILED, ENTRY_DECIDED } EntryOutcome;

typedef struct Entry {
    EntryTime at;         /* of the first play, from where its times count */
    EntryTime every;      /* from a play to the next; 0: once */
    int64_t jitter;       /* of periodic ones: each is up to so much early or late */
    int64_t until;        /* last moment of a periodic one; CLOCK_NEVER: for ever */
    uint64_t times;       /* most plays, or events that count; 0: no limit */
    EventPattern *after;  /* an event that starts it; NULL: none */
    GPtrArray *decisions; /* Expectation*, lent, that start it together; NULL: none */
    EntryOutcome outcome; /* how they must have ended */
    int line;
    bool broken;        /* an action was wrong, and that was told */
    GPtrArray *actions; /* Action*, referenced */
    GPtrArray *inner;   /* Entry*, owned: each play starts them */
    /* While running. */
    char *key;       /* "3.1": its place, which its random draws are keyed by */
    uint64_t starts; /* how often */
} Entry;

/* Once, at `at` ns. */
Entry *entry_new(int64_t at);
void entry_free(Entry *entry);
/* Whether it comes after something instead of at a time. */
bool entry_is_after(const Entry *entry);
/* Whether it is played without being waited for, and ends by itself. */
bool entry_is_finite(const Entry *entry);
/* Event kinds that entries come after. */
uint64_t entries_mask(const GPtrArray *entries);

typedef struct TimelineHooks {
    void (*played)(void *user); /* an entry was; may be NULL */
    /* An entry plays itself without end and without time passing; may be NULL. */
    void (*broken)(void *user, int line, const char *what);
    void *user;
} TimelineHooks;

/* `entries` (Entry*) are lent and must outlive the timeline. What they come after counts from
 * now on, but nothing is played before time 0. */
Timeline *timeline_new(Stage *stage, GPtrArray *entries, const TimelineHooks *hooks);
void timeline_free(Timeline *timeline);

/* Time 0 is now. */
void timeline_start(Timeline *timeline);

/* An expectation was decided. */
void timeline_decided(Timeline *timeline, const Expectation *expectation, bool held);

/* Every finite entry was played, and no finite signal or playback runs. What nothing started
 * yet is not waited for. */
bool timeline_is_done(const Timeline *timeline);

/* When the next entry is played; CLOCK_NEVER: none is due. */
int64_t timeline_next(const Timeline *timeline);
