/* SPDX-License-Identifier: Apache-2.0
 *
 * A scenario as declared: checked whole, before anything starts. Lua stays behind `script`.
 */
#pragma once

#include "engine/counter.h"
#include "engine/expect.h"
#include "engine/program.h"
#include "engine/roster.h"
#include "engine/script.h"
#include "engine/stand_in.h"
#include "engine/timeline.h"

typedef struct Problem {
    char *file;
    int line; /* 0: the file as a whole */
    char *text;
} Problem;

typedef struct ScenarioOptions {
    uint64_t seed;
    char **scl_path;           /* folders, NULL-terminated; may be NULL; lent */
    uint64_t instructions_max; /* 0: the usual budget */
    size_t memory_max;
    const char *stand_in; /* the one that plays; "none"; NULL: the correct one; lent */
} ScenarioOptions;

typedef struct Scenario {
    char *path;         /* as given */
    char *name;         /* "first-run" */
    char *folder;       /* where the file lies */
    char **tags;        /* NULL-terminated; never NULL */
    char *webhook;      /* where the results of a run are posted; NULL: nowhere */
    GPtrArray *sources; /* char *: the paths of all files that it was read from, itself first */
    const ScenarioOptions *options;
    GPtrArray *files;        /* SclFile* */
    GPtrArray *altered;      /* SclFile* of IEDs that differ from their file */
    GPtrArray *devices;      /* Device*, in order of declaration */
    GPtrArray *clients;      /* NamedClient* */
    GPtrArray *counters;     /* Counter* */
    GPtrArray *stand_ins;    /* StandIn* */
    StandIn *stand_in;       /* the one that plays; NULL: nobody does */
    GPtrArray *programs;     /* Program* */
    GPtrArray *entries;      /* Entry* */
    GPtrArray *expectations; /* Expectation* */
    EventPattern *start;     /* time 0; NULL: all listeners are ready */
    int64_t start_within;    /* wall ns */
    int64_t duration;        /* virtual ns from time 0; 0: until everything is done */
    bool allow_no_client;    /* nothing ever associated is no failure */
    GPtrArray *problems;     /* Problem*, by file and line */
    Script *script;
} Scenario;

#define SCENARIO_START_WITHIN (60 * CLOCK_SECOND)

/* Never NULL; with problems it must not be run. `options` are lent for its life. */
Scenario *scenario_load(const char *path, const ScenarioOptions *options);
void scenario_free(Scenario *scenario);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Scenario, scenario_free)

/* What was said at that line already is not said again. */
void scenario_add_problem(Scenario *scenario, const char *file, int line, const char *text);
/* "file:line: what" lines; free with g_free. */
char *scenario_format_problems(const Scenario *scenario);
/* The same on stderr. */
void scenario_print_problems(const Scenario *scenario);

/* The file of an SCL name, loaded once a scenario; NULL with error. */
SclFile *scenario_get_file(Scenario *scenario, const char *name, GError **error);
/* The device of one server, made once. */
Device *scenario_get_device(Scenario *scenario, SclFile *file, const SclServer *server);

/* Where a name given in a scenario lies: its folder, --scl-path, then the installed data; NULL
 * when nowhere. What is found becomes one of its sources. Free with g_free. */
char *scenario_find_file(const Scenario *scenario, const char *name);

void scenario_add_source(const Scenario *scenario, const char *path);

/* A scenario's file from the name given on the command line: as it is, else among the installed
 * ones, with or without ".lua". Free with g_free. */
char *scenario_find(const char *name);
