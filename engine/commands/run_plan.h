/* SPDX-License-Identifier: Apache-2.0
 *
 * `iedbench run`: what its options ask for, and the runs that come of it. run.c reads the
 * options, run_plan.c makes the runs and writes what they yield, run_jobs.c plays them in
 * processes of their own, run_watch.c again and again.
 */
#pragma once

#include "engine/output.h"
#include "engine/run.h"
#include "engine/selection.h"

typedef struct RunArguments {
    char **scenarios, **scl_path, **tags;
    char *seed, *max_time, *exec_wait, *out, *exec, *filter, *events, *state, *webhook,
        *stand_in;
    double speed;
    gboolean ready_json, quiet, stepped, list, fail_fast, watch, coverage, prove, no_capture;
    int repeat, jobs;
    /* Of a process of --jobs: the one thing it plays, and where its log goes. */
    char *one, *one_name, *one_folder, *one_stand_in;
    int one_repetition, one_slot;
    OutputTargets targets;
} RunArguments;

/* One run to come. */
typedef struct RunItem {
    char *path;
    unsigned repetition; /* 0: there is only one */
    uint64_t seed;
    char *stand_in; /* of --prove; NULL: as --stand-in says */
    char *name;     /* its own among all; NULL: there is no other */
    char *folder;   /* of --out; NULL */
    char **sources; /* files that it was read from, once it was played */
    bool played, cut;
} RunItem;

typedef struct RunPlan {
    const RunArguments *arguments;
    RunOptions options; /* the same of all */
    char **line;        /* the command line as it was, for processes of --jobs */
    GPtrArray *items;   /* RunItem *, in order */
    Suite *suite;       /* of those that were played, in order */
    int status;         /* of what went wrong apart from the runs; else 0 */
    bool head_shown;    /* of the present run */
    GHashTable *stamps; /* of the files that are watched, by path; NULL: none are */
    bool stale;         /* a file changed while something was played */
} RunPlan;

/* Finds and filters the scenarios. False after a message. */
bool run_plan_make(RunPlan *plan);
/* Whether a scenario of --prove has other stand-ins now than `items` play; one that has
 * problems does not tell. */
bool run_plan_is_outdated(const RunPlan *plan, const GPtrArray *items, const char *path);
void run_plan_clear(RunPlan *plan);
/* The scenarios themselves instead of runs. */
void run_plan_list(const RunPlan *plan);

/* Plays all, one way or the other, writes what they yield, and returns the exit status. */
int run_plan_play(RunPlan *plan);

/* The results of an item, into the suite: shows them and writes its folder. */
void run_plan_take(RunPlan *plan, RunItem *item, Results *results);
/* Whether the last results are a reason not to go on. */
bool run_plan_stops(const RunPlan *plan);

/* Plays the items in up to --jobs processes. */
void run_jobs_play(RunPlan *plan);
/* Plays, and plays again what is concerned when a file changes, until SIGINT or SIGTERM. */
int run_watch(RunPlan *plan);
