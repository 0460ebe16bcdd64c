/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of a run share: the run itself and what they ask of each other. run.c holds
 * its life from set-up to verdict, run_start.c all that must stand before it begins, run_turn.c
 * what the end of a turn of the loop decides, run_limits.c what ends or shows it from outside,
 * run_programs.c the system under test, run_watch.c and run_traffic.c what looks at the IEDs.
 */
#pragma once

#include "engine/clock.h"
#include "engine/coverage.h"
#include "engine/exec.h"
#include "engine/keys.h"
#include "engine/output.h"
#include "engine/run.h"
#include "engine/traffic/trace_ring.h"

/* What happens inside callbacks only marks here; run_turn.c looks at the marks. */
typedef struct Run {
    LoopLater turn_end;                                /* first */
    Timer max_time, start_limit, exec_limit, progress; /* wall */
    Timer duration;                                    /* virtual */
    const RunOptions *options;
    Scenario *scenario;
    const char *folder;
    Loop *loop;
    RunClock clock;
    EventBus *bus;
    Roster *roster;  /* knows clients by name */
    IedState *state; /* NULL: in memory */
    Stage stage;
    Timeline *timeline;
    Pace pace;
    Keys *keys; /* NULL: nobody is at a terminal */
    Expectations *expectations;
    Results *results;
    ScriptHost host;
    GPtrArray *rows;  /* Address* of the devices, in their order */
    Traffic *traffic; /* NULL: nobody looks at it */
    Coverage *coverage;
    GPtrArray *octets;          /* run_traffic.c's, an IED each; NULL: none listens yet */
    TraceRing *last;            /* PDUs that a failure shows; NULL: nothing is expected */
    void *outputs[OUTPUTS_MAX]; /* streams */
    unsigned values; /* subscription to EVENT_CHANGED, until there is enough of it; 0: none */
    unsigned values_left_out;
    int64_t began;   /* wall */
    guint stale;     /* the source that asks is_stale; 0: none */
    Program *client; /* of --exec; NULL: none */
    Programs *programs;
    unsigned signals[2];
    guint real_limit; /* of a stepped run */
    bool start_seen, zero, over, shows_progress, concluded;
    bool decided; /* `duration` is over; only the client under test is waited for */
    RunEnd end;
    int signal;
} Run;

#define RUN_OF(member_pointer, member)                                                         \
    ((Run *)((char *)(member_pointer)-G_STRUCT_OFFSET(Run, member)))

/* run.c. */

int64_t run_wall_now(const Run *run);
/* Virtual ns from time 0. */
int64_t run_since_zero(const Run *run);
/* The end of this turn is to be looked at. */
void run_wake(Run *run);
/* Leaves the loop; what ended it first counts. */
void run_end(Run *run, RunEnd end);
/* `what` and `seen` are taken over. The signature is that of ScriptHost. */
void run_take_outcome(void *user, bool held, char *what, char *seen, const char *file,
                      int line);

/* run_start.c. Each says on stderr what went wrong and notes the status. */

/* Opens the outputs and the state directory, makes every IED listen, says where, starts the
 * system under test. */
bool run_start(Run *run);
/* Opens the streams that go into the run's folder; false with error. */
bool run_open_outputs(Run *run, GError **error);

/* Notes why the run cannot start and tells it; returns false. `name` may be NULL. */
bool run_cannot_start(Run *run, int status, const char *name, const GError *error);

/* run_programs.c. */

/* A stepped run has none. */
bool run_check_programs(Run *run);
bool run_start_programs(Run *run);
void run_free_programs(Run *run);

/* run_watch.c: what looks at the IEDs without touching them. */

bool run_watch_open(Run *run);
/* Once every IED listens; nobody is connected before the loop runs. */
void run_watch_ieds(Run *run);
/* The last PDUs of the IED that an expectation is about; NULL without any. To be freed. */
char *run_watch_last(const Run *run, const Expectation *expectation);
/* At the end: what clients touched becomes a table of the results. */
void run_watch_tell(Run *run);
/* When the IEDs are gone. */
void run_watch_close(Run *run);

/* run_traffic.c: what went over the wire. */

/* From here on. */
void run_traffic_watch(Run *run, const Device *device);
/* At the end: a table of the results. */
void run_traffic_tell(Run *run);
/* When the IEDs are gone. */
void run_traffic_close(Run *run);

/* run_turn.c. */

void run_end_turn(LoopLater *later);

/* run_limits.c. */

/* Guards, the progress line, SIGINT and SIGTERM. */
void run_arm_limits(Run *run);
void run_disarm_limits(Run *run);
