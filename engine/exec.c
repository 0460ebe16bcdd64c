/* SPDX-License-Identifier: Apache-2.0
 *
 * A process of ours (see exec.h), watched through a pidfd in the loop. It stays a zombie until
 * exec_free: as long as it is one, its number, which is also that of its group, is nobody
 * else's.
 */
#include "engine/exec.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define TERM_WAIT_MS 2000
#define CHUNK 16384
#define CHUNKS_A_TURN 16

struct Exec {
    LoopWatch end;    /* first: the pidfd; fd -1: it ended */
    LoopWatch output; /* the pipe; fd -1: closed */
    Loop *loop;
    GPid pid; /* also of its group */
    ExecParameters parameters;
};

/* In the child, between fork and exec. */
static void
set_up_child(void *user)
{
    int output = *(int *)user;

    setpgid(0, 0);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    signal(SIGPIPE, SIG_DFL);
}

static void
close_watch(Exec *exec, LoopWatch *watch)
{
    if (watch->fd >= 0) {
        loop_remove(exec->loop, watch);
        close(watch->fd);
        watch->fd = -1;
    }
}

/* What is there, up to a bound; at its end the pipe is closed. */
static void
drain(Exec *exec)
{
    uint8_t octets[CHUNK];

    for (unsigned i = 0; i < CHUNKS_A_TURN && exec->output.fd >= 0; i++) {
        ssize_t size = read(exec->output.fd, octets, sizeof octets);

        if (size > 0) {
            exec->parameters.output(exec->parameters.user, (Slice){ octets, (size_t)size });
        } else if (size == 0 || (errno != EAGAIN && errno != EINTR)) {
            close_watch(exec, &exec->output);
        } else {
            return;
        }
    }
}

static void
output_ready(LoopWatch *watch, uint32_t events)
{
    (void)events;
    drain((Exec *)((char *)watch - G_STRUCT_OFFSET(Exec, output)));
}

/* As waitpid tells it; the zombie stays. */
static int
look_at_end(const Exec *exec)
{
    siginfo_t info = { 0 };

    waitid(P_PID, (id_t)exec->pid, &info, WEXITED | WNOWAIT);
    return info.si_code == CLD_EXITED ? W_EXITCODE(info.si_status, 0)
                                      : W_EXITCODE(0, info.si_status);
}

static void
child_ended(LoopWatch *watch, uint32_t events)
{
    Exec *exec = (Exec *)watch;
    int status = look_at_end(exec);

    (void)events;
    close_watch(exec, &exec->end);
    kill(-exec->pid, SIGTERM); /* what it left behind */
    drain(exec);
    exec->parameters.ended(exec->parameters.user, status);
}

static bool
fail(GError **error, const char *what, int number)
{
    g_set_error(error, G_IO_ERROR, g_io_error_from_errno(number), "%s: %s", what,
                strerror(number));
    return false;
}

static bool
spawn(Exec *exec, int output, GError **error)
{
    char *arguments[] = { (char *)"/bin/sh", (char *)"-c", (char *)exec->parameters.command,
                          NULL };

    return g_spawn_async(exec->parameters.dir, arguments, exec->parameters.environment,
                         G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_CHILD_INHERITS_STDIN, set_up_child,
                         &output, &exec->pid, error);
}

static bool
begin(Exec *exec, GError **error)
{
    int ends[2];
    bool spawned;

    if (pipe2(ends, O_CLOEXEC) != 0) {
        return fail(error, "pipe", errno);
    }
    spawned = spawn(exec, ends[1], error);
    close(ends[1]);
    if (!spawned) {
        close(ends[0]);
        return false;
    }
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    exec->output = (LoopWatch){ output_ready, ends[0], EPOLLIN };
    loop_add(exec->loop, &exec->output);
    exec->end = (LoopWatch){ child_ended, pidfd_open(exec->pid, 0), EPOLLIN };
    if (exec->end.fd < 0) {
        return fail(error, "pidfd_open", errno);
    }
    loop_add(exec->loop, &exec->end);
    return true;
}

Exec *
exec_start(Loop *loop, const ExecParameters *parameters, GError **error)
{
    Exec *exec = g_new0(Exec, 1);

    exec->loop = loop;
    exec->parameters = *parameters;
    exec->end.fd = exec->output.fd = -1;
    if (!begin(exec, error)) {
        exec_free(exec);
        return NULL;
    }
    exec->parameters.command = exec->parameters.dir = NULL;
    exec->parameters.environment = NULL;
    return exec;
}

bool
exec_is_running(const Exec *exec)
{
    return exec != NULL && exec->end.fd >= 0;
}

void
exec_signal(const Exec *exec, int signal)
{
    kill(-exec->pid, signal);
}

/* Who ends may have to say something before: its output is taken meanwhile. */
static bool
wait_for_end(Exec *exec, int milliseconds)
{
    int64_t until = g_get_monotonic_time() / 1000 + milliseconds;

    for (int64_t left = milliseconds; left > 0; left = until - g_get_monotonic_time() / 1000) {
        struct pollfd ready[] = { { exec->end.fd, POLLIN, 0 }, { exec->output.fd, POLLIN, 0 } };

        poll(ready, G_N_ELEMENTS(ready), (int)left);
        drain(exec);
        if ((ready[0].revents & POLLIN) != 0) {
            return true;
        }
    }
    return false;
}

void
exec_free(Exec *exec)
{
    if (exec == NULL) {
        return;
    }
    if (exec->pid != 0) {
        if (exec->end.fd >= 0) {
            kill(-exec->pid, SIGTERM);
            wait_for_end(exec, TERM_WAIT_MS);
        }
        kill(-exec->pid, SIGKILL);
        waitpid(exec->pid, NULL, 0);
        drain(exec);
    }
    close_watch(exec, &exec->end);
    close_watch(exec, &exec->output);
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
