/* SPDX-License-Identifier: Apache-2.0
 *
 * What a run yields: outcomes, and through them the verdict. Outputs are rows: each is told the
 * run's beginning, its events, its outcomes and its end, and writes what it is for.
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
    char *file; /* of the scenario; NULL for what no line asked for */
    int line;
    int64_t at;        /* when it was decided: ns from time 0 */
    unsigned times;    /* a check that held several times is one outcome */
    char *reason;      /* of known_failure; NULL: it is to hold */
    bool inconclusive; /* failed, because nothing could be judged */
    OutcomeMeasure measure;
} Outcome;

/* "held", "failed", "open", "known": as events.jsonl has it. */
const char *outcome_state_name(OutcomeState state);

typedef struct Results Results;

/* Lent to outputs. */
typedef struct RunFacts {
    const char *scenario; /* its name */
    const char *path;
    uint64_t seed;
    double speed;
    const char *folder; /* --out, made; NULL without */
    unsigned ied_count;
    bool stdout_taken; /* by --ready-json: its line comes first */
} RunFacts;

typedef struct Output {
    const char *name, *help;
    /* NULL when this run does not need it, or with an error. */
    void *(*open)(const RunFacts *facts, GError **error);
    /* `at`: ns from time 0, negative before it. May be NULL. */
    void (*event)(void *output, const Event *event, int64_t at);
    void (*close)(void *output, const Results *results); /* frees */
} Output;

extern const Output *const outputs[]; /* NULL-terminated */

typedef enum RunEnd { RUN_COMPLETE, RUN_MAX_TIME, RUN_INTERRUPTED, RUN_BROKEN } RunEnd;

struct Results {
    RunFacts facts;
    GPtrArray *outcomes; /* Outcome* */
    RunEnd end;
    char *broken;          /* of RUN_BROKEN: the scenario's own mistake, "file:line: what" */
    int status;            /* of a run that could not start or was interrupted; else 0 */
    bool nothing;          /* no client ever associated, and that was not allowed */
    int64_t duration;      /* virtual ns from time 0 */
    unsigned associations; /* that there were */
    unsigned held, failed, known;
};

Results *results_new(const RunFacts *facts);
void results_free(Results *results);

/* Adds an outcome; a held one of the same place and text only counts up. `what` and `seen` are
 * taken over. */
Outcome *results_add(Results *results, OutcomeState state, char *what, char *seen,
                     const char *file, int line, int64_t at);

/* The exit status of DESIGN section 5. */
int results_status(const Results *results);
/* The worse of two exit statuses, in the order 3 2 1 5 4 0. */
int status_worse(int a, int b);
