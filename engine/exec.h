/* SPDX-License-Identifier: Apache-2.0
 *
 * The client under test as a process of ours: a shell command in a process group of its own,
 * told the IEDs' addresses through its environment, ended with the run.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct Exec Exec;

/* `status` as waitpid gives it. */
typedef void (*ExecEnded)(void *user, int status);

/* Output goes to `log` (a path), or to stderr when NULL. `environment` is taken over. */
Exec *exec_start(const char *command, char **environment, const char *log, ExecEnded ended,
                 void *user, GError **error);
bool exec_is_running(const Exec *exec);
/* Ends it if it still runs: SIGTERM, after two seconds SIGKILL. */
void exec_free(Exec *exec);

/* "IEDBENCH_FEEDER1": letters, digits and underscores. Free with g_free. */
char *exec_variable(const char *name);
