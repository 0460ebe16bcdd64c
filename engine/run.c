/* SPDX-License-Identifier: Apache-2.0
 *
 * The life of a run. What happens inside callbacks only marks; tasks go on, time 0 begins and
 * the end is noticed at the end of a turn of the loop.
 */
#include "engine/run.h"

#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/clock.h"
#include "engine/command.h"
#include "engine/exec.h"
#include "engine/results.h"
#include "engine/text.h"
#include "engine/preassigned.h"
#include "sim/net/listener.h"

#define PROGRESS_EVERY (CLOCK_SECOND / 4)
#define OUTPUTS_MAX 8
/* 2026-01-01T00:00:00Z: a stepped run shows the same times whenever it is played. */
#define STEPPED_START (INT64_C(1767225600) * CLOCK_SECOND)

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
    IedState *state; /* NULL: in memory */
    Stage stage;
    Timeline *timeline;
    Expectations *expectations;
    Results *results;
    ScriptHost host;
    GPtrArray *rows; /* Address* of the devices, in their order */
    void *outputs[OUTPUTS_MAX];
    Exec *exec;
    unsigned signals[2];
    guint real_limit; /* of a stepped run */
    bool start_seen, zero, over, shows_progress;
    bool decided; /* `duration` is over; only the client under test is waited for */
    RunEnd end;
    int signal;
} Run;

static Run *
run_of(const void *member, size_t offset)
{
    return (Run *)((char *)member - offset);
}

static int64_t
virtual_now(void *user)
{
    return clock_now(((Run *)user)->clock.virtual);
}

static int64_t
wall_now(void *user)
{
    return clock_now(loop_wall(((Run *)user)->loop));
}

static int64_t
since_zero(const Run *run)
{
    return clock_now(run->clock.virtual) - run->stage.zero;
}

static void
wake(void *user)
{
    Run *run = user;

    loop_later(run->loop, &run->turn_end);
}

static void
end_run(Run *run, RunEnd end)
{
    if (!run->over) {
        run->over = true;
        run->end = end;
    }
    loop_quit(run->loop);
}

/* Outcomes. */

static void
show_failure(Run *run, const Outcome *outcome)
{
    if (run->shows_progress && outcome->state == OUTCOME_FAILED) {
        fprintf(stderr, "\r\033[KFAILED  %s\n", outcome->what);
    }
}

static void
take_outcome(void *user, bool held, char *what, char *seen, const char *file, int line)
{
    Run *run = user;

    show_failure(run, results_add(run->results, held ? OUTCOME_HELD : OUTCOME_FAILED, what,
                                  seen, file, line, since_zero(run)));
    wake(run);
}

static void
take_decision(void *user, const Expectation *expectation, bool held, char *seen)
{
    take_outcome(user, held, expectation_format(expectation), seen, expectation->file,
                 expectation->line);
}

static void
take_broken(void *user, const char *message)
{
    Run *run = user;

    g_free(run->results->broken);
    run->results->broken = g_strdup(message);
    end_run(run, RUN_BROKEN);
}

static void
note_open(void *user, const Expectation *expectation)
{
    Run *run = user;

    results_add(run->results, OUTCOME_OPEN, expectation_format(expectation), NULL,
                expectation->file, expectation->line, since_zero(run));
}

static void
log_text(void *user, const char *text)
{
    event_emit(((Run *)user)->bus, &(Event){ .kind = EVENT_MARK, .value = text });
}

/* Events. */

static void
watch_event(const Event *event, void *user)
{
    Run *run = user;

    if (event->kind == EVENT_ASSOCIATED) {
        run->results->associations++;
    }
    if (event->kind == EVENT_MARK && !run->options->quiet) {
        fprintf(stderr, "%s[%8.3f s] %s\n", run->shows_progress ? "\r\033[K" : "",
                (double)(event->time - run->stage.zero) / 1e9, event->value);
    }
    if (run->scenario->start != NULL && !run->start_seen &&
        pattern_matches(run->scenario->start, event)) {
        run->start_seen = true;
        wake(run);
    }
}

static void
record_event(const Event *event, void *user)
{
    Run *run = user;

    for (unsigned i = 0; outputs[i] != NULL; i++) {
        if (run->outputs[i] != NULL && outputs[i]->event != NULL) {
            outputs[i]->event(run->outputs[i], event, event->time - run->stage.zero);
        }
    }
}

static void
subscribe(Run *run)
{
    uint64_t watched = EVENT_MASK(EVENT_ASSOCIATED) | EVENT_MASK(EVENT_MARK);
    uint64_t named = expectations_mask(run->scenario->expectations);

    if (run->scenario->start != NULL) {
        watched |= EVENT_MASK(run->scenario->start->kind);
        named |= EVENT_MASK(run->scenario->start->kind);
    }
    event_subscribe(run->bus, watched, watch_event, run);
    if (run->folder != NULL) {
        event_subscribe(run->bus, RUN_EVENTS_RARE | named | run->options->events, record_event,
                        run);
    }
}

/* The end of a turn. */

static bool
all_done(const Run *run)
{
    return run->scenario->duration == 0 && run->zero && timeline_is_done(run->timeline) &&
           script_open_tasks(run->scenario->script) == 0 &&
           expectations_open(run->expectations) == 0;
}

static void
exec_took_too_long(Timer *timer)
{
    end_run(run_of(timer, G_STRUCT_OFFSET(Run, exec_limit)), RUN_COMPLETE);
}

/* The client under test gets a little time to end by itself, so that its status counts. */
static void
finish_run(Run *run)
{
    if (exec_is_running(run->exec) && run->options->exec_wait > 0) {
        if (!clock_is_armed(&run->exec_limit)) {
            clock_arm(loop_wall(run->loop), &run->exec_limit,
                      wall_now(run) + run->options->exec_wait, exec_took_too_long);
        }
        return;
    }
    end_run(run, RUN_COMPLETE);
}

static void
duration_over(Timer *timer)
{
    Run *run = run_of(timer, G_STRUCT_OFFSET(Run, duration));

    run->decided = true;
    script_end(run->scenario->script, true);
    expectations_end(run->expectations);
    finish_run(run);
}

static void
begin(Run *run)
{
    run->zero = true;
    run->stage.zero = clock_now(run->clock.virtual);
    clock_disarm(loop_wall(run->loop), &run->start_limit);
    expectations_zero(run->expectations);
    timeline_start(run->timeline);
    if (run->scenario->duration != 0) {
        clock_arm(run->clock.virtual, &run->duration, run->stage.zero + run->scenario->duration,
                  duration_over);
    }
}

static void
end_turn(LoopLater *later)
{
    Run *run = (Run *)later;

    if (run->over) {
        return;
    }
    if (!run->zero && (run->scenario->start == NULL || run->start_seen)) {
        begin(run);
    }
    script_run_ready(run->scenario->script);
    if (!run->over && (run->decided || all_done(run))) {
        finish_run(run);
    }
}

/* Limits. */

static void
max_time_over(Timer *timer)
{
    end_run(run_of(timer, G_STRUCT_OFFSET(Run, max_time)), RUN_MAX_TIME);
}

/* The wall clock of a stepped run is not that of the people who wait. */
static gboolean
real_time_over(gpointer user)
{
    Run *run = user;

    run->real_limit = 0;
    end_run(run, RUN_MAX_TIME);
    return G_SOURCE_REMOVE;
}

static void
start_took_too_long(Timer *timer)
{
    Run *run = run_of(timer, G_STRUCT_OFFSET(Run, start_limit));
    g_autofree char *pattern = pattern_format(run->scenario->start);
    g_autofree char *limit = duration_format(run->scenario->start_within);

    take_outcome(run, false, g_strdup_printf("start: %s within %s (wall time)", pattern, limit),
                 NULL, NULL, 0);
    end_run(run, RUN_COMPLETE);
}

static void
show_progress(Timer *timer)
{
    Run *run = run_of(timer, G_STRUCT_OFFSET(Run, progress));

    fprintf(stderr, "\r\033[K%8.1f s  %u associations  %u of %u expectations decided",
            run->zero ? (double)since_zero(run) / 1e9 : 0.0, run->results->associations,
            expectations_decided(run->expectations), run->scenario->expectations->len);
    clock_arm(loop_wall(run->loop), timer, wall_now(run) + PROGRESS_EVERY, show_progress);
}

static gboolean
interrupted(gpointer user)
{
    Run *run = user;

    run->signal = SIGINT;
    end_run(run, RUN_INTERRUPTED);
    return G_SOURCE_CONTINUE;
}

static gboolean
terminated(gpointer user)
{
    Run *run = user;

    run->signal = SIGTERM;
    end_run(run, RUN_INTERRUPTED);
    return G_SOURCE_CONTINUE;
}

static void
arm_limits(Run *run)
{
    Clock *wall = loop_wall(run->loop);
    int64_t now = clock_now(wall);

    if (run->options->max_time > 0 && run->options->stepped) {
        run->real_limit = g_timeout_add((guint)(run->options->max_time / CLOCK_MILLISECOND),
                                        real_time_over, run);
    } else if (run->options->max_time > 0) {
        clock_arm(wall, &run->max_time, now + run->options->max_time, max_time_over);
    }
    if (run->scenario->start != NULL) {
        clock_arm(wall, &run->start_limit, now + run->scenario->start_within,
                  start_took_too_long);
    }
    if (run->shows_progress) {
        clock_arm(wall, &run->progress, now + PROGRESS_EVERY, show_progress);
    }
    run->signals[0] = g_unix_signal_add(SIGINT, interrupted, run);
    run->signals[1] = g_unix_signal_add(SIGTERM, terminated, run);
}

/* Starting. */

static bool
cannot_start(Run *run, int status, const char *name, const GError *error)
{
    run->results->status = status;
    run->results->end = RUN_BROKEN;
    run->results->broken = g_strdup_printf("%s%s%s", name != NULL ? name : "",
                                           name != NULL ? ": " : "", error->message);
    fprintf(stderr, "iedbench run: %s\n", run->results->broken);
    return false;
}

static void
tell_state(void *user, const char *text)
{
    (void)user;
    fprintf(stderr, "iedbench run: %s\n", text);
}

static bool
open_state(Run *run)
{
    g_autoptr(GError) error = NULL;

    if (run->options->state != NULL) {
        run->state = ied_state_open(run->loop, run->options->state, tell_state, NULL, &error);
    }
    return error == NULL || cannot_start(run, EXIT_START, "--state", error);
}

/* What is kept of every device was read without a fault. */
static bool
check_state(Run *run)
{
    g_autoptr(GError) error = NULL;

    return run->state == NULL || ied_state_check(run->state, &error) ||
           cannot_start(run, EXIT_START, "--state", error);
}

static bool
listen_all(Run *run)
{
    GPtrArray *devices = run->scenario->devices;
    g_autoptr(GError) error = NULL;

    for (unsigned i = 0; i < devices->len; i++) {
        const Device *device = devices->pdata[i];

        addresses_append(run->rows, device->name, device->server, NULL);
    }
    if (!addresses_assign(run->rows, &run->options->addresses, &error)) {
        return cannot_start(run, EXIT_USAGE, NULL, error);
    }
    for (unsigned i = 0; i < devices->len; i++) {
        Device *device = devices->pdata[i];
        Address *row = run->rows->pdata[i];
        IedParameters parameters = { .name = device->name,
                                     .model = device->server->model,
                                     .loop = run->loop,
                                     .clock = run->clock.virtual,
                                     .events = run->bus,
                                     .address = device->server->osi,
                                     .state = run->state,
                                     .checks = addresses_checks(&run->options->addresses) };

        preassigned_apply(
            &run->options->addresses,
            &(Preassigned){ device->preassigned, (const char *const *)device->clients },
            &parameters.reports);
        device->ied = ied_new(&parameters);
        if (run->options->stepped) {
            continue; /* no way in but the pipes of tasks' clients */
        }
        if (!ied_listen(device->ied, row->host, row->port, &error)) {
            g_autofree char *advice = addresses_advice(row, error);

            cannot_start(run, EXIT_START, device->name, error);
            if (advice != NULL) {
                fprintf(stderr, "%s\n", advice);
            }
            return false;
        }
        row->port = ied_port(device->ied);
    }
    return check_state(run);
}

static bool
open_outputs(Run *run)
{
    for (unsigned i = 0; outputs[i] != NULL && i < OUTPUTS_MAX; i++) {
        g_autoptr(GError) error = NULL;

        run->outputs[i] = outputs[i]->open(&run->results->facts, &error);
        if (error != NULL) {
            return cannot_start(run, EXIT_START, NULL, error);
        }
    }
    return true;
}

static void
client_ended(void *user, int status)
{
    Run *run = user;
    char *seen = WIFEXITED(status)
                     ? g_strdup_printf("it ended with status %d", WEXITSTATUS(status))
                     : g_strdup_printf("it was ended by signal %d", WTERMSIG(status));

    take_outcome(run, WIFEXITED(status) && WEXITSTATUS(status) == 0,
                 g_strdup("the client under test ends with status 0"), seen, NULL, 0);
}

/* Every IED's address: IEDBENCH_FEEDER1=127.0.0.1:10102. */
static bool
start_exec(Run *run)
{
    char **environment = g_get_environ();
    g_autofree char *log =
        run->folder == NULL ? NULL : g_build_filename(run->folder, "client.log", NULL);
    g_autoptr(GError) error = NULL;

    for (unsigned i = 0; i < run->rows->len; i++) {
        const Address *row = run->rows->pdata[i];
        g_autofree char *variable = exec_variable(row->name);
        g_autofree char *address = g_strdup_printf(
            strchr(row->host, ':') != NULL ? "[%s]:%d" : "%s:%d", row->host, row->port);

        environment = g_environ_setenv(environment, variable, address, TRUE);
    }
    run->exec = exec_start(run->options->exec, environment, log, client_ended, run, &error);
    return run->exec != NULL || cannot_start(run, EXIT_START, NULL, error);
}

static void
announce(Run *run)
{
    if (!run->options->quiet && !run->options->stepped) {
        addresses_print(run->rows, stderr);
    }
    if (run->options->ready_json) {
        g_autofree char *json = addresses_ready_json(run->rows);

        puts(json);
    }
    fflush(stdout);
    if (run->options->speed != 1 && !run->options->quiet) {
        fprintf(stderr,
                "iedbench run: --speed moves the IEDs' time only; a client from outside keeps "
                "its own\n");
    }
}

static void
stage_idle(void *user)
{
    wake(user);
}

static void
set_up(Run *run)
{
    const Scenario *scenario = run->scenario;
    RunFacts facts = { .scenario = scenario->name,
                       .path = scenario->path,
                       .seed = run->options->seed,
                       .speed = run->options->speed,
                       .folder = run->folder,
                       .ied_count = scenario->devices->len,
                       .stdout_taken = run->options->ready_json };

    run->turn_end.run = end_turn;
    run->loop = run->options->stepped ? loop_new_stepped(NULL, STEPPED_START) : loop_new(NULL);
    run_clock_start(&run->clock, run->loop, run->options->speed);
    run->bus = event_bus_new(virtual_now, wall_now, run);
    stage_init(&run->stage, run->clock.virtual, run->bus, run->options->seed);
    run->stage.zero = clock_now(run->clock.virtual);
    run->stage.idle = stage_idle;
    run->stage.user = run;
    run->results = results_new(&facts);
    run->rows = addresses_new();
    run->shows_progress =
        !run->options->quiet && !run->options->stepped && isatty(STDERR_FILENO);
    run->host = (ScriptHost){ .loop = run->loop,
                              .stage = &run->stage,
                              .stepped = run->options->stepped,
                              .outcome = take_outcome,
                              .broken = take_broken,
                              .wake = wake,
                              .log = log_text,
                              .user = run };
    run->timeline = timeline_new(&run->stage, scenario->entries, wake, run);
    subscribe(run);
    run->expectations = expectations_new(scenario->expectations, run->bus, run->clock.virtual,
                                         loop_wall(run->loop), take_decision, run);
}

static void
take_down(Run *run)
{
    Clock *wall = loop_wall(run->loop);
    Timer *const timers[] = { &run->max_time, &run->start_limit, &run->exec_limit,
                              &run->progress };

    exec_free(run->exec);
    for (unsigned i = 0; i < G_N_ELEMENTS(run->signals); i++) {
        if (run->signals[i] != 0) {
            g_source_remove(run->signals[i]);
        }
    }
    if (run->real_limit != 0) {
        g_source_remove(run->real_limit);
    }
    timeline_free(run->timeline);
    stage_clear(&run->stage);
    expectations_free(run->expectations);
    for (unsigned i = 0; i < run->scenario->devices->len; i++) {
        Device *device = run->scenario->devices->pdata[i];

        g_clear_pointer(&device->ied, ied_free);
    }
    ied_state_free(run->state);
    for (unsigned i = 0; i < G_N_ELEMENTS(timers); i++) {
        clock_disarm(wall, timers[i]);
    }
    clock_disarm(run->clock.virtual, &run->duration);
    loop_forget(run->loop, &run->turn_end);
    g_ptr_array_unref(run->rows);
    event_bus_free(run->bus);
    run_clock_stop(&run->clock);
    loop_free(run->loop);
    results_free(run->results);
}

static void
close_outputs(Run *run)
{
    for (unsigned i = 0; outputs[i] != NULL; i++) {
        if (run->outputs[i] != NULL) {
            outputs[i]->close(run->outputs[i], run->results);
            run->outputs[i] = NULL; /* events of the end itself come too late */
        }
    }
}

/* Decides what is open, and writes it all. */
static int
conclude(Run *run)
{
    Results *results = run->results;

    results->end = run->end;
    results->status = run->signal != 0 ? 128 + run->signal : 0;
    results->duration = run->zero ? since_zero(run) : 0;
    script_end(run->scenario->script, run->end == RUN_COMPLETE);
    if (run->end == RUN_COMPLETE) {
        expectations_end(run->expectations);
    } else {
        expectations_each_open(run->expectations, note_open, run);
    }
    results->nothing = results->associations == 0 && !run->scenario->allow_no_client;
    if (run->shows_progress) {
        fputs("\r\033[K", stderr);
    }
    close_outputs(run);
    if (run->end == RUN_BROKEN) {
        fprintf(stderr, "%s\n", results->broken);
    }
    return results_status(results);
}

int
run_play(Scenario *scenario, const RunOptions *options, const char *folder)
{
    Run run = { .scenario = scenario, .options = options, .folder = folder };
    bool started;
    int status;

    set_up(&run);
    started = open_outputs(&run) && open_state(&run) && listen_all(&run);
    if (started) {
        announce(&run);
        started = options->exec == NULL || start_exec(&run);
    }
    if (started) {
        arm_limits(&run);
        script_start(scenario->script, &run.host);
        loop_run(run.loop);
        status = conclude(&run);
    } else {
        close_outputs(&run);
        status = results_status(run.results);
    }
    take_down(&run);
    return status;
}
