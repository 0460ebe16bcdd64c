/* SPDX-License-Identifier: Apache-2.0
 *
 * Programs while a run is, for engine/program.c and engine/programs.c only.
 */
#pragma once

#include "engine/exec.h"
#include "engine/program.h"
#include "engine/program_output.h"

struct ProgramRun {
    Timer limit; /* first; of becoming ready, of stopping, or of starting again */
    Timer probe; /* of the port */
    Programs *owner;
    Program *program;
    Exec *exec;
    ProgramOutput *output;
    ProgramState state;
    GPtrArray *waiters; /* ProgramWaiter*, lent */
    char *end;
    int64_t restart_after; /* behind its end; -1: it is not started again */
    bool tells;            /* not becoming ready is an outcome */
    bool asked;            /* its end was asked for */
};

struct Programs {
    GPtrArray *list; /* Program* */
    ProgramHost host;
    LoopLater sweep; /* of processes that ended */
    bool unready;
};

/* "scada starts", or what the program of the command line is called. Free with g_free. */
char *program_in_words(const Program *program, const char *what);
/* `what` and `seen` are taken over. */
void program_give_outcome(const Program *program, bool held, char *what, char *seen);
