/* SPDX-License-Identifier: Apache-2.0
 *
 * Expectations about the client. A kind is a row in a file of its own (expects/): what it makes
 * of an event, of its deadline and of the end of the run. Each is decided once, by an outcome.
 */
#pragma once

#include "engine/pattern.h"

typedef struct Expectation Expectation;
typedef struct Expectations Expectations;

typedef struct ExpectType {
    const char *name, *help;
    const char *verb; /* in front of the pattern in words: "", "never " */
    bool counts;      /* takes at_least and at_most */
    bool needs_bound; /* without `within` it could wait for ever: the scenario then needs a
                         duration */
    void (*seen)(Expectation *expectation, const Event *event); /* a matching event */
    void (*expired)(Expectation *expectation); /* `within` is over, or the run */
} ExpectType;

extern const ExpectType *const expect_types[]; /* NULL-terminated */
const ExpectType *expect_type_find(const char *name);

typedef enum ExpectState {
    EXPECT_IDLE,
    EXPECT_WATCHING,
    EXPECT_HELD,
    EXPECT_FAILED
} ExpectState;

struct Expectation {
    Timer timer;   /* `within` */
    Timer opening; /* `after` a time */
    const ExpectType *type;
    EventPattern *pattern;
    EventPattern *after;   /* an event; NULL: from the start of the listeners on */
    EventPattern *witness; /* what must have happened for it to be judged; NULL: nothing */
    int64_t after_time;    /* ns from time 0; 0: none */
    int64_t within;        /* ns; 0: until the end */
    bool wall;             /* `within` is wall time */
    unsigned at_least;     /* 1 when not given */
    unsigned at_most;      /* UINT32_MAX: no limit */
    const char *file;
    int line;
    /* While running. */
    ExpectState state;
    unsigned count;
    GString *near; /* events of the kind that did not match, the first few */
    unsigned near_count;
    bool witnessed;
    Expectations *owner;
};

Expectation *expectation_new(const ExpectType *type, EventPattern *pattern);
void expectation_free(Expectation *expectation);
/* "FEEDER1 read LD0/XCBR1.Pos at least 3 times within 10 s after ...". Free with g_free. */
char *expectation_format(const Expectation *expectation);

/* For the rows: decides, once. `seen` is taken over. */
void expectation_decide(Expectation *expectation, bool held, char *seen);
/* Whether nothing could be judged: others had associations, the IEDs that it is about none. */
bool expectation_is_inconclusive(const Expectation *expectation);
/* What was seen so far, in words; free with g_free. */
char *expectation_seen(const Expectation *expectation);

typedef void (*ExpectDecided)(void *user, const Expectation *expectation, bool held,
                              char *seen); /* seen taken over */

/* Watches a list of lent expectations. Events count from now on; `within` and `after` times
 * from expectations_zero on. */
Expectations *expectations_new(GPtrArray *list, EventBus *bus, Clock *virtual, Clock *wall,
                               ExpectDecided decided, void *user);
void expectations_free(Expectations *expectations);
void expectations_zero(Expectations *expectations);
/* The run is over: whatever is open is decided now. */
void expectations_end(Expectations *expectations);
/* Those that are still open, one by one. */
void expectations_each_open(const Expectations *expectations,
                            void (*each)(void *user, const Expectation *expectation),
                            void *user);
/* How many are open that the run must wait for: not those that only the end decides, nor those
 * after an event that has not happened. */
unsigned expectations_open(const Expectations *expectations);
unsigned expectations_decided(const Expectations *expectations);
/* Event kinds that somebody names. */
uint64_t expectations_mask(const GPtrArray *list);
