/* SPDX-License-Identifier: Apache-2.0
 *
 * A process of ours: a shell command in a process group of its own. Its output is read by us;
 * what it left behind ends with it, and nobody else's ever does: its number is given back only
 * when nothing is sent to its group any more.
 */
#pragma once

#include "sim/base/slice.h"
#include "sim/net/loop.h"

typedef struct Exec Exec;

typedef struct ExecParameters {
    const char *command;
    char **environment; /* "NAME=value", all of it; NULL-terminated; lent */
    const char *dir;    /* NULL: ours */
    void (*output)(void *user, Slice octets); /* of its stdout and stderr as they come */
    void (*ended)(void *user, int status);    /* `status` as waitpid gives it; exec_free may
                                                 follow, but not in here */
    void *user;
} ExecParameters;

Exec *exec_start(Loop *loop, const ExecParameters *parameters, GError **error);
bool exec_is_running(const Exec *exec);
/* To all of its group. */
void exec_signal(const Exec *exec, int signal);
/* Ends it if it still runs: SIGTERM, after two seconds SIGKILL; and what it left behind.
 * Output still comes, `ended` does not. */
void exec_free(Exec *exec);

/* "IEDBENCH_FEEDER1": letters, digits and underscores. Free with g_free. */
char *exec_variable(const char *name);
