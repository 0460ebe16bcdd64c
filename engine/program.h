/* SPDX-License-Identifier: Apache-2.0
 *
 * The system under test as programs of a scenario (`exec`) or of the command line (`--exec`):
 * when they start, when they are ready, how they end, and what they said. They live in wall
 * time; a stepped run has none.
 */
#pragma once

#include "engine/stage.h"
#include "sim/net/loop.h"

#define PROGRAM_READY_WITHIN (30 * CLOCK_SECOND)
#define PROGRAM_STOP_WITHIN (5 * CLOCK_SECOND)
#define PROGRAM_STATUS_ANY (-1)
#define PROGRAM_CLIENT "client" /* the name of that of the command line */

typedef struct Program Program;
typedef struct Programs Programs;
typedef struct ProgramRun ProgramRun;

typedef enum ProgramState {
    PROGRAM_IDLE,
    PROGRAM_STARTED,
    PROGRAM_READY,
    PROGRAM_UNREADY,  /* it runs, but did not become ready in time */
    PROGRAM_STOPPING, /* it was told to end */
    PROGRAM_ENDED,
} ProgramState;

/* As declared. */
struct Program {
    char *name; /* letters, digits, "-" and "_" */
    char *command;
    char *dir;            /* NULL: that of iedbench */
    char **environment;   /* "NAME=value" beside the IEDs' addresses; NULL: none */
    GRegex *ready_output; /* ready when its output has this; NULL: no such condition */
    int ready_port;       /* ready when this port of the loopback accepts; 0: the same */
    int64_t ready_within; /* ns */
    int expect_status;    /* of an end that nobody asked for; PROGRAM_STATUS_ANY: whichever */
    bool must_end;        /* the run waits for its end, a while */
    bool starts;          /* when all listeners are ready */
    const char *file;     /* where it was declared; NULL: on the command line */
    int line;
    ProgramRun *run; /* while a run is */
};

Program *program_new(const char *name, const char *command);
void program_free(Program *program);

/* What they need of a run. */
typedef struct ProgramHost {
    Loop *loop;
    EventBus *events;
    const char *folder; /* for NAME.log; NULL: output goes to stderr */
    char **environment; /* of all of them; taken over */
    /* Strings are taken over. */
    void (*outcome)(void *user, bool held, char *what, char *seen, const char *file, int line);
    /* One became ready, or ended, or did not become ready. */
    void (*changed)(void *user);
    void *user;
} ProgramHost;

/* `list`: Program*, lent. */
Programs *programs_new(GPtrArray *list, const ProgramHost *host);
/* Ends what still runs. */
void programs_free(Programs *programs);
/* Starts those that start by themselves. */
bool programs_start(Programs *programs, GError **error);
/* Time 0 may come: those that started by themselves are ready, or have nothing to be. */
bool programs_are_ready(const Programs *programs);
/* One of them was not in time, or ended before: that is a failed outcome already. */
bool programs_are_unready(const Programs *programs);
/* One that must end still runs. */
bool programs_run_on(const Programs *programs);
/* The run ends: those that still run, and must not, are failed outcomes. */
void programs_conclude(Programs *programs);

/* Of one, while a run is. */
bool program_is_running(const Program *program);
ProgramState program_state(const Program *program);
/* False, with error, also when it runs. `tells`: not becoming ready is an outcome. */
bool program_start(Program *program, bool tells, GError **error);
/* SIGTERM, and SIGKILL when it does not end within ns of wall time. */
void program_stop(Program *program, int64_t within);
void program_kill(Program *program);
/* Kills it if it runs, and starts it again ns of wall time behind its end. */
void program_restart(Program *program, int64_t after, bool tells);
/* Of the last end: "status=0" or "signal=9"; NULL before. Lent. */
const char *program_end(const Program *program);
/* The last 256 KiB that it said since it was started; lent. */
const GString *program_output(const Program *program);

/* Called at each change of its state; embedded. */
typedef struct ProgramWaiter {
    void (*changed)(struct ProgramWaiter *waiter);
    Program *program;
} ProgramWaiter;
void program_add_waiter(Program *program, ProgramWaiter *waiter);
void program_remove_waiter(Program *program, ProgramWaiter *waiter);

/* For the timeline. */
typedef enum ProgramVerb {
    PROGRAM_DO_START,
    PROGRAM_DO_STOP,
    PROGRAM_DO_KILL,
    PROGRAM_DO_RESTART
} ProgramVerb;
/* `time`: as the functions above take it. */
Action *program_action_new(Program *program, ProgramVerb verb, int64_t time);
