/* SPDX-License-Identifier: Apache-2.0
 *
 * Expectations about the client. A kind is a row in a file of its own (expects/): what it makes
 * of events, of its deadline and of the end of the run. Each is decided once, by an outcome.
 * Those of a group (any_of, all_of) are decided as well, but only the group's outcome counts.
 */
#pragma once

#include "engine/pattern.h"
#include "engine/results.h"

typedef struct Expectation Expectation;
typedef struct Expectations Expectations;

#define EXPECT_PATTERNS_MAX 64

typedef struct ExpectType {
    const char *name, *help;
    const char *verb; /* in front of the pattern in words: "", "never " */
    bool counts;      /* takes at_least, at_most and times */
    bool needs_bound; /* without `within` it could wait for ever: the scenario then needs a
                         duration */
    void (*begin)(Expectation *expectation); /* its time begins; may be NULL */
    /* An event that fits some of its patterns: bit n of `which` is patterns[n]. */
    void (*seen)(Expectation *expectation, const Event *event, uint64_t which);
    void (*step_over)(Expectation *expectation); /* the time of expectation_arm_step is over */
    void (*expired)(Expectation *expectation);   /* `within` or `before` is over, or the run */
    void (*part)(Expectation *expectation, const Expectation *part); /* of groups: decided */
    /* Whether the run waits for it, when that is not as usual; may be NULL. */
    bool (*waits)(const Expectation *expectation);
    /* What is expected, in words without times; NULL: the verb and the first pattern. */
    void (*say)(const Expectation *expectation, GString *text);
    void (*free)(void *own);
} ExpectType;

extern const ExpectType expect_happens, expect_never, expect_in_order, expect_any_of,
    expect_all_of, expect_both, expect_exactly_one, expect_takeover, expect_threshold,
    expect_each;
extern const ExpectType *const expect_types[]; /* NULL-terminated */
const ExpectType *expect_type_find(const char *name);

typedef enum ExpectState {
    EXPECT_IDLE,
    EXPECT_WATCHING,
    EXPECT_HELD,
    EXPECT_FAILED,
    EXPECT_DROPPED, /* its group was decided without it */
} ExpectState;

/* Without one of these events, that something never happened says nothing about the client. */
typedef struct ExpectGround {
    EventKind kind; /* that is not to happen */
    uint64_t kinds; /* EVENT_MASKs, any of which makes it a judgement */
    bool if_others; /* only when there were associations elsewhere: else nobody came at all */
    const char *lacks; /* "nobody was associated there" */
} ExpectGround;

/* An event that nearly was it. */
typedef struct ExpectNear {
    unsigned misses;
    char *text;
} ExpectNear;

struct Expectation {
    Timer timer;   /* `within` */
    Timer opening; /* `after` a time */
    Timer closing; /* `before` a time */
    Timer step;    /* of the row */
    const ExpectType *type;
    GPtrArray *patterns;  /* EventPattern*; the first is the main one, where there is one */
    EventPattern *after;  /* an event; NULL: from the start of the listeners on */
    EventPattern *before; /* an event that ends it as a deadline does; NULL: none */
    const ExpectGround *ground; /* what must have happened for it to be judged; NULL: nothing */
    int64_t after_time;         /* ns from time 0; 0: none */
    int64_t before_time;        /* ns from time 0; 0: none */
    int64_t within;             /* ns; 0: until the end */
    bool wall;                  /* `within` is wall time */
    unsigned at_least;          /* 1 when not given */
    unsigned at_most;           /* UINT32_MAX: no limit */
    GPtrArray *parts;           /* Expectation*, owned; of groups */
    Expectation *whole;         /* the group it is in */
    char *known;                /* reason why it fails; NULL: it is to hold */
    const char *file;
    int line;
    void *own; /* of the row */
    /* While running. */
    ExpectState state;
    int64_t opened; /* when it began to watch: virtual ns since 1970; 0: it never did */
    uint64_t kinds; /* that it looks at */
    unsigned count; /* events that were it */
    uint64_t came;  /* bit n: patterns[n] was among them */
    ExpectNear near[3];
    unsigned near_count; /* all that there were */
    char *ended;         /* what came where `before` is an event */
    char *said;          /* of a part: what it saw */
    bool grounded;
    bool inconclusive;      /* failed, as nothing could be judged */
    OutcomeMeasure measure; /* of a threshold, once it is decided */
    Outcome *outcome;       /* lent by the run, once there is one */
    Expectations *owner;
};

/* `pattern` NULL: it has none, or others, added with expectation_add_pattern. */
Expectation *expectation_new(const ExpectType *type, EventPattern *pattern);
void expectation_free(Expectation *expectation);
/* Adds the main pattern of one that was made without. */
void expectation_set_main(Expectation *expectation, EventPattern *pattern);
/* References it. At most EXPECT_PATTERNS_MAX. */
void expectation_add_pattern(Expectation *expectation, EventPattern *pattern);
/* Takes it over. */
void expectation_add_part(Expectation *expectation, Expectation *part);
/* "FEEDER1 read LD0/XCBR1.Pos at least 3 times within 10 s after ...". Free with g_free. */
char *expectation_format(const Expectation *expectation);

/* For the rows: decides, once. `seen` is taken over. */
void expectation_decide(Expectation *expectation, bool held, char *seen);
/* It fails, since there was nothing to judge: "inconclusive: WHY". */
void expectation_decide_inconclusive(Expectation *expectation, const char *why);
/* Why nothing can be judged: others had associations, the IEDs that it is about none, or there
 * was no entry that could have been lost. NULL: it can. */
const char *expectation_lacks(const Expectation *expectation);
/* "; but ..." with what came nearest to it; nothing when nothing did. */
void expectation_append_near(const Expectation *expectation, GString *text);
/* What was seen so far, in words; free with g_free. */
char *expectation_seen(const Expectation *expectation);
/* "FEEDER1 aborted by A at 3.2 s". Free with g_free. */
char *expectation_format_event(const Expectation *expectation, const Event *event);
/* "at 3.2 s", or "before time 0" when it was. Free with g_free. */
char *expectation_format_time(const Expectation *expectation, int64_t time);
/* step_over comes after a virtual time, unless it is armed anew or the expectation decided. */
void expectation_arm_step(Expectation *expectation, int64_t ns);
void expectation_disarm_step(Expectation *expectation);
int64_t expectation_now(const Expectation *expectation);

/* Notes an event that was not it, in `misses` ways; `why` comes behind its text, NULL: nothing.
 */
void expectation_keep_near(Expectation *expectation, const Event *event, unsigned misses,
                           const char *why);

/* What a decision is for the run: `seen` is taken over, `at` is ns from time 0. The outcome is
 * lent by the results. */
Outcome *expectation_add_outcome(Expectation *expectation, Results *results, bool held,
                                 char *seen, int64_t at);

typedef void (*ExpectDecided)(void *user, Expectation *expectation, bool held,
                              char *seen); /* seen taken over */

/* Watches a list of lent expectations. Events count from now on; `within`, `after` and `before`
 * times from expectations_zero on. */
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
