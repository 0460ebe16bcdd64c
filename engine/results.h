/* SPDX-License-Identifier: Apache-2.0
 *
 * What a run yields: its facts, its outcomes, what is kept of its events, and through them the
 * verdict. The run fills it while it goes on; results_read fills the same from events.jsonl, so
 * that whatever is written of it comes out alike.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "sim/base/event.h"

typedef enum OutcomeState {
    OUTCOME_FAILED,
    OUTCOME_HELD,
    OUTCOME_OPEN,  /* the run was cut off before it was decided */
    OUTCOME_KNOWN, /* it failed, as the scenario says it does; no failure of the run */
    OUTCOME_STATES
} OutcomeState;

/* What a threshold measured. */
typedef struct OutcomeMeasure {
    char *metric;        /* NULL: the outcome is of no threshold */
    const char *of;      /* "max", "p95", ... */
    const char *is;      /* how `value` was to be to `limit`: "<=" */
    const char *unit;    /* "s", "" for a count, "1/s" */
    double value, limit; /* value is NaN when there was no sample */
    uint64_t samples;
} OutcomeMeasure;

typedef struct Outcome {
    OutcomeState state;
    char *what; /* what was expected: "FEEDER1 associated within 10 s" */
    char *seen; /* what was seen instead, or how it was met; may be NULL */
    char *last; /* the last PDUs of its IED when it failed, a line each; may be NULL */
    char *file; /* of the scenario; NULL for what no line asked for */
    int line;
    int64_t from;      /* when it could first be decided: ns from time 0 */
    int64_t at;        /* when it was decided: ns from time 0 */
    unsigned times;    /* a check that held several times is one outcome */
    char *reason;      /* of known_failure; NULL: it is to hold */
    bool inconclusive; /* failed, because nothing could be judged */
    OutcomeMeasure measure;
} Outcome;

/* "held", "failed", "open", "known": as events.jsonl has it. */
const char *outcome_state_name(OutcomeState state);

/* All strings are lent. */
typedef struct RunFacts {
    const char *scenario; /* its name */
    const char *path;
    uint64_t seed;
    double speed;
    bool stepped;
    unsigned ied_count;
    unsigned repetition;         /* of --repeat, from 1 on; else 0 */
    const char *client;          /* the stand-in that was asked for; NULL */
    int64_t started;             /* wall ns since 1970 */
    const char *const *tags;     /* NULL-terminated; may be NULL */
    const char *const *sources;  /* files that the scenario was read from, likewise */
    const char *const *versions; /* name and version in turns, NULL-terminated; may be NULL */
} RunFacts;

typedef enum RunEnd {
    RUN_COMPLETE,
    RUN_MAX_TIME,
    RUN_INTERRUPTED,
    RUN_BROKEN,
    RUN_ENDS
} RunEnd;

/* "complete", "max-time", "interrupted", "broken": as events.jsonl has it. */
const char *run_end_name(RunEnd end);

/* A table that some part of the program has to say at the end of a run: what a client covered,
 * what went over the wire. It stands in events.jsonl, and in the outputs as it is. */
typedef struct ResultTable {
    char *name;       /* "coverage": the key in JSON */
    char *title;      /* for people */
    char **columns;   /* NULL-terminated */
    GPtrArray *rows;  /* char **, each as long as `columns` */
    unsigned omitted; /* rows that are not in it */
    bool in_text;     /* it was asked for: the text shows it too */
} ResultTable;

/* Kept of the events: what the outputs show. All of them are in events.jsonl. */
#define RESULTS_EVENTS_MAX 4000
#define RESULTS_SERIES_MAX 16
#define RESULTS_POINTS_MAX 500

typedef struct ResultSeries {
    const char *ied, *reference;
    GPtrArray *events; /* Event*, of one leaf in their order */
} ResultSeries;

typedef struct Results {
    RunFacts facts;
    GPtrArray *outcomes; /* Outcome* */
    RunEnd end;
    char *broken;          /* of RUN_BROKEN: the scenario's own mistake, "file:line: what" */
    int status;            /* of a run that could not start or was interrupted; else 0 */
    bool nothing;          /* no client ever associated, and that was not allowed */
    int64_t duration;      /* virtual ns from time 0 */
    int64_t zero;          /* time 0: virtual ns since 1970 */
    int64_t wall;          /* ns that it took */
    unsigned associations; /* that there were */
    unsigned held, failed, known;
    unsigned counts[EVENT_KINDS]; /* of the events that were recorded */
    GPtrArray *events;     /* Event*, the first RESULTS_EVENTS_MAX, without EVENT_CHANGED */
    GPtrArray *series;     /* ResultSeries* */
    bool values_omitted;   /* there were more leaves or points than `series` has */
    GPtrArray *tables;     /* ResultTable* */
    GStringChunk *strings; /* holds all of the facts and events */
} Results;

Results *results_new(const RunFacts *facts);
void results_free(Results *results);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Results, results_free)

/* Adds an outcome; a held one of the same place and text only counts up. `what` and `seen` are
 * taken over; what is no UTF-8 in them becomes U+FFFD. */
Outcome *results_add(Results *results, OutcomeState state, char *what, char *seen,
                     const char *file, int line, int64_t at);

/* An outcome that failed is one that is known to, for this reason. */
void results_excuse(Results *results, Outcome *outcome, const char *reason);

/* Counts a recorded event and keeps what there is room for. */
void results_add_event(Results *results, const Event *event);
/* Whether there is room for this EVENT_CHANGED. If not, that is noted. */
bool results_wants_value(Results *results, const Event *event);

/* Forgets what is kept of events, but not their counts. */
void results_drop_events(Results *results);

/* The run is broken, by the scenario's own mistake or by what it could not start with. */
void results_break(Results *results, const char *message);
/* "first-run", "first-run #2", "first-run (a client that polls)"; free with g_free. */
char *results_label(const Results *results);

/* A table without rows, to be filled with results_add_row. All strings are copied. */
ResultTable *results_add_table(Results *results, const char *name, const char *title,
                               const char *const *columns);
/* As many cells as the table has columns. */
void results_add_row(ResultTable *table, const char *const *cells);

/* The exit status of DESIGN section 5. */
int results_status(const Results *results);
/* "PASSED", "FAILED", "BROKEN", "INTERRUPTED", "TIMED OUT", "NOTHING HAPPENED". */
const char *results_verdict(const Results *results);
/* The outcomes by file, line and time; free with g_free. */
Outcome **results_sort(const Results *results);

/* The worse of two exit statuses, in the order 3 2 1 5 4 0. */
int status_worse(int a, int b);
