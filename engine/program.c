/* SPDX-License-Identifier: Apache-2.0
 *
 * Programs of a run (see program.h): one state a program, moved by its process, by its clock
 * and by the scenario. Whoever waits is told of each move and looks for itself.
 */
#include "engine/program.h"

#include <errno.h>
#include <gio/gio.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/program_run.h"
#include "engine/text.h"

#define PROBE_EVERY (50 * CLOCK_MILLISECOND)

static void start_again(Timer *timer);

Program *
program_new(const char *name, const char *command)
{
    Program *program = g_new0(Program, 1);

    program->name = g_strdup(name);
    program->command = g_strdup(command);
    program->ready_within = PROGRAM_READY_WITHIN;
    program->starts = true;
    return program;
}

void
program_free(Program *program)
{
    if (program != NULL) {
        g_free(program->name);
        g_free(program->command);
        g_free(program->dir);
        g_strfreev(program->environment);
        if (program->ready_output != NULL) {
            g_regex_unref(program->ready_output);
        }
        g_free(program);
    }
}

/* Moves of the state. */

static Clock *
wall_of(const ProgramRun *run)
{
    return loop_wall(run->owner->host.loop);
}

static void
arm(ProgramRun *run, Timer *timer, int64_t after, TimerFire fire)
{
    clock_arm(wall_of(run), timer, clock_now(wall_of(run)) + after, fire);
}

static void
set_state(ProgramRun *run, ProgramState state)
{
    const ProgramHost *host = &run->owner->host;

    run->state = state;
    for (unsigned i = run->waiters->len; i-- > 0;) {
        ProgramWaiter *waiter = run->waiters->pdata[i];

        waiter->changed(waiter);
    }
    host->changed(host->user);
}

static void
tell(const ProgramRun *run, EventKind kind, const char *value)
{
    event_emit(run->owner->host.events,
               &(Event){ .kind = kind, .reference = run->program->name, .value = value });
}

void
program_give_outcome(const Program *program, bool held, char *what, char *seen)
{
    const ProgramHost *host = &program->run->owner->host;

    host->outcome(host->user, held, what, seen, program->file, program->line);
}

char *
program_in_words(const Program *program, const char *what)
{
    return program->file == NULL ? g_strdup_printf("the client under test %s", what)
                                 : g_strdup_printf("%s %s", program->name, what);
}

/* Becoming ready. */

static void
become_ready(ProgramRun *run)
{
    clock_disarm(wall_of(run), &run->limit);
    clock_disarm(wall_of(run), &run->probe);
    tell(run, EVENT_PROGRAM_READY, NULL);
    set_state(run, PROGRAM_READY);
}

static void
miss_ready(ProgramRun *run, char *seen)
{
    g_autofree char *time = duration_format(run->program->ready_within);
    g_autofree char *what = g_strdup_printf("is ready within %s (wall time)", time);

    clock_disarm(wall_of(run), &run->probe);
    if (run->tells) {
        run->owner->unready = run->owner->unready || run->program->starts;
        program_give_outcome(run->program, false, program_in_words(run->program, what), seen);
    } else {
        g_free(seen);
    }
}

static void
not_ready_in_time(Timer *timer)
{
    ProgramRun *run = (ProgramRun *)timer;

    miss_ready(run, program_output_describe(run->output));
    set_state(run, PROGRAM_UNREADY);
}

/* Asks a port of the loopback, without waiting: whoever listens there accepts at once. */
static bool
port_accepts(int port)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)port),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int probe = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    struct pollfd ready = { probe, POLLOUT, 0 };
    int problem = 0;
    socklen_t size = sizeof problem;
    bool accepts =
        probe >= 0 && (connect(probe, (struct sockaddr *)&address, sizeof address) == 0 ||
                       (errno == EINPROGRESS && poll(&ready, 1, 0) == 1));

    accepts = accepts && getsockopt(probe, SOL_SOCKET, SO_ERROR, &problem, &size) == 0 &&
              problem == 0;
    if (probe >= 0) {
        close(probe);
    }
    return accepts;
}

static void
probe_port(Timer *timer)
{
    ProgramRun *run = (ProgramRun *)((char *)timer - G_STRUCT_OFFSET(ProgramRun, probe));

    if (port_accepts(run->program->ready_port)) {
        become_ready(run);
    } else {
        arm(run, &run->probe, PROBE_EVERY, probe_port);
    }
}

static void
await_ready(ProgramRun *run)
{
    const Program *program = run->program;

    if (program->ready_output == NULL && program->ready_port == 0) {
        become_ready(run);
        return;
    }
    arm(run, &run->limit, program->ready_within, not_ready_in_time);
    if (program->ready_port != 0) {
        arm(run, &run->probe, 0, probe_port);
    }
    set_state(run, PROGRAM_STARTED);
}

/* What the process does. */

static void
take_output(void *user, Slice octets)
{
    ProgramRun *run = user;

    program_output_take(run->output, octets);
    if (run->state == PROGRAM_STARTED && run->program->ready_output != NULL &&
        program_output_matches(run->output, run->program->ready_output)) {
        become_ready(run);
    }
}

static void
judge_end(const ProgramRun *run, int status)
{
    const Program *program = run->program;
    g_autofree char *what = g_strdup_printf("ends with status %d", program->expect_status);
    char *seen = WIFEXITED(status)
                     ? g_strdup_printf("it ended with status %d", WEXITSTATUS(status))
                     : g_strdup_printf("it was ended by signal %d", WTERMSIG(status));

    if (program->expect_status == PROGRAM_STATUS_ANY) {
        g_free(seen);
        return;
    }
    program_give_outcome(program,
                         WIFEXITED(status) && WEXITSTATUS(status) == program->expect_status,
                         program_in_words(program, what), seen);
}

static void
process_ended(void *user, int status)
{
    ProgramRun *run = user;
    bool was_ready = run->state != PROGRAM_STARTED;

    clock_disarm(wall_of(run), &run->limit);
    clock_disarm(wall_of(run), &run->probe);
    g_free(run->end);
    run->end = WIFEXITED(status) ? g_strdup_printf("status=%d", WEXITSTATUS(status))
                                 : g_strdup_printf("signal=%d", WTERMSIG(status));
    tell(run, EVENT_PROGRAM_ENDED, run->end);
    if (!run->asked && !was_ready) {
        miss_ready(run, g_strdup_printf("it ended before: %s", run->end));
    }
    if (!run->asked) {
        judge_end(run, status);
    }
    loop_later(run->owner->host.loop, &run->owner->sweep);
    if (run->restart_after >= 0) {
        arm(run, &run->limit, run->restart_after, start_again);
        run->restart_after = -1;
    } else {
        set_state(run, PROGRAM_ENDED);
    }
}

/* What the scenario does. */

static char **
environment_of(const ProgramRun *run)
{
    char **environment = g_strdupv(run->owner->host.environment);

    for (char **at = run->program->environment; at != NULL && *at != NULL; at++) {
        g_auto(GStrv) pair = g_strsplit(*at, "=", 2);

        environment = g_environ_setenv(environment, pair[0], pair[1], TRUE);
    }
    return environment;
}

bool
program_is_running(const Program *program)
{
    return exec_is_running(program->run->exec);
}

bool
program_start(Program *program, bool tells, GError **error)
{
    ProgramRun *run = program->run;
    g_auto(GStrv) environment = NULL;

    if (program_is_running(program)) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_BUSY, "%s runs already", program->name);
        return false;
    }
    environment = environment_of(run);
    g_clear_pointer(&run->exec, exec_free);
    clock_disarm(wall_of(run), &run->limit);
    program_output_begin(run->output);
    run->tells = tells;
    run->asked = false;
    run->exec = exec_start(run->owner->host.loop,
                           &(ExecParameters){ .command = program->command,
                                              .environment = environment,
                                              .dir = program->dir,
                                              .output = take_output,
                                              .ended = process_ended,
                                              .user = run },
                           error);
    if (run->exec == NULL) {
        g_prefix_error(error, "%s: ", program->name);
        return false;
    }
    await_ready(run);
    return true;
}

static void
start_again(Timer *timer)
{
    ProgramRun *run = (ProgramRun *)timer;
    g_autoptr(GError) error = NULL;

    if (!program_start(run->program, run->tells, &error)) {
        program_give_outcome(run->program, false,
                             program_in_words(run->program, "starts again"),
                             g_strdup(error->message));
    }
}

static void
not_stopped_in_time(Timer *timer)
{
    exec_signal(((ProgramRun *)timer)->exec, SIGKILL);
}

static void
ask_to_end(ProgramRun *run, int number)
{
    run->asked = true;
    clock_disarm(wall_of(run), &run->limit);
    clock_disarm(wall_of(run), &run->probe);
    exec_signal(run->exec, number);
    set_state(run, PROGRAM_STOPPING);
}

/* False when there is nothing to end; then it is not started again either. */
static bool
end(Program *program, int number)
{
    ProgramRun *run = program->run;

    run->restart_after = -1;
    clock_disarm(wall_of(run), &run->limit);
    if (program_is_running(program)) {
        ask_to_end(run, number);
        return true;
    }
    if (run->state == PROGRAM_STOPPING) {
        set_state(run, PROGRAM_ENDED);
    }
    return false;
}

void
program_stop(Program *program, int64_t within)
{
    if (end(program, SIGTERM)) {
        arm(program->run, &program->run->limit, within, not_stopped_in_time);
    }
}

void
program_kill(Program *program)
{
    end(program, SIGKILL);
}

void
program_restart(Program *program, int64_t after, bool tells)
{
    ProgramRun *run = program->run;

    run->tells = tells;
    if (end(program, SIGKILL)) {
        run->restart_after = after;
    } else {
        arm(run, &run->limit, after, start_again);
        set_state(run, PROGRAM_STOPPING);
    }
}

/* What others look at. */

ProgramState
program_state(const Program *program)
{
    return program->run->state;
}

const char *
program_end(const Program *program)
{
    return program->run->end;
}

const GString *
program_output(const Program *program)
{
    return program_output_text(program->run->output);
}

void
program_add_waiter(Program *program, ProgramWaiter *waiter)
{
    waiter->program = program;
    g_ptr_array_add(program->run->waiters, waiter);
}

void
program_remove_waiter(Program *program, ProgramWaiter *waiter)
{
    if (program->run != NULL) {
        g_ptr_array_remove(program->run->waiters, waiter);
    }
}
