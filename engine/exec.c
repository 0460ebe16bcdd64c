/* SPDX-License-Identifier: Apache-2.0
 *
 * The client under test as a process of ours.
 */
#include "engine/exec.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define TERM_WAIT_MS 2000
#define STEP_MS 10

struct Exec {
    GPid pid; /* also of its group; 0: ended */
    unsigned watch;
    ExecEnded ended;
    void *user;
};

/* In the child, between fork and exec. */
static void
set_up_child(void *user)
{
    int log = *(int *)user;

    setpgid(0, 0);
    dup2(log >= 0 ? log : STDERR_FILENO, STDOUT_FILENO);
    if (log >= 0) {
        dup2(log, STDERR_FILENO);
    }
    signal(SIGPIPE, SIG_DFL);
}

static void
child_ended(GPid pid, gint status, gpointer user)
{
    Exec *exec = user;

    g_spawn_close_pid(pid);
    kill(-pid, SIGTERM); /* what it left behind */
    exec->pid = 0;
    exec->watch = 0;
    exec->ended(exec->user, status);
}

Exec *
exec_start(const char *command, char **environment, const char *log, ExecEnded ended,
           void *user, GError **error)
{
    g_auto(GStrv) variables = environment;
    char *arguments[] = { (char *)"/bin/sh", (char *)"-c", (char *)command, NULL };
    Exec *exec = g_new0(Exec, 1);
    int file = log == NULL ? -1 : open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    bool started;

    if (log != NULL && file < 0) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", log, strerror(errno));
        g_free(exec);
        return NULL;
    }
    exec->ended = ended;
    exec->user = user;
    started = g_spawn_async(NULL, arguments, variables,
                            G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_CHILD_INHERITS_STDIN,
                            set_up_child, &file, &exec->pid, error);
    if (file >= 0) {
        close(file);
    }
    if (!started) {
        g_free(exec);
        return NULL;
    }
    exec->watch = g_child_watch_add(exec->pid, child_ended, exec);
    return exec;
}

bool
exec_is_running(const Exec *exec)
{
    return exec != NULL && exec->pid != 0;
}

static bool
wait_for(GPid pid, int milliseconds)
{
    int status;

    for (; milliseconds > 0; milliseconds -= STEP_MS) {
        if (waitpid(pid, &status, WNOHANG) != 0) {
            return true;
        }
        g_usleep(STEP_MS * 1000);
    }
    return false;
}

void
exec_free(Exec *exec)
{
    if (exec == NULL) {
        return;
    }
    if (exec->watch != 0) {
        g_source_remove(exec->watch);
    }
    if (exec->pid != 0) {
        kill(-exec->pid, SIGTERM);
        if (!wait_for(exec->pid, TERM_WAIT_MS)) {
            kill(-exec->pid, SIGKILL);
            wait_for(exec->pid, TERM_WAIT_MS);
        }
        kill(-exec->pid, SIGKILL);
    }
    g_free(exec);
}

char *
exec_variable(const char *name)
{
    char *variable = g_strdup_printf("IEDBENCH_%s", name);

    for (char *at = variable; *at != '\0'; at++) {
        *at = g_ascii_isalnum(*at) ? g_ascii_toupper(*at) : '_';
    }
    return variable;
}
