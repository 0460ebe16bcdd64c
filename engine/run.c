/* SPDX-License-Identifier: Apache-2.0
 *
 * The life of a run. What happens inside callbacks only marks; tasks go on, time 0 begins and
 * the end is noticed at the end of a turn of the loop.
 */
#include "engine/run_private.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "engine/command.h"
#include "engine/control_desk.h"
#include "engine/version.h"

/* How many changes without room for them are looked at before nobody looks any more. */
#define VALUES_LEFT_OUT_MAX 10000
/* 2026-01-01T00:00:00Z: a stepped run shows the same times whenever it is played. */
#define STEPPED_START (INT64_C(1767225600) * CLOCK_SECOND)

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

int64_t
run_wall_now(const Run *run)
{
    return clock_now(loop_wall(run->loop));
}

int64_t
run_since_zero(const Run *run)
{
    return clock_now(run->clock.virtual) - run->stage.zero;
}

void
run_wake(Run *run)
{
    loop_later(run->loop, &run->turn_end);
}

static void
wake(void *user)
{
    run_wake(user);
}

void
run_end(Run *run, RunEnd end)
{
    if (!run->over) {
        run->over = true;
        run->end = end;
    }
    loop_quit(run->loop);
}

/* Outcomes. */

static void
take_outcome(Run *run, Outcome *outcome)
{
    if (run->options->prove && run->scenario->stand_in != NULL) {
        stand_in_excuse(run->scenario->stand_in, run->results, outcome);
    }
    if (run->shows_progress && outcome->state == OUTCOME_FAILED) {
        fprintf(stderr, "\r\033[KFAILED  %s\n", outcome->what);
    }
    run_wake(run);
}

void
run_take_outcome(void *user, bool held, char *what, char *seen, const char *file, int line)
{
    Run *run = user;

    take_outcome(run, results_add(run->results, held ? OUTCOME_HELD : OUTCOME_FAILED, what,
                                  seen, file, line, run_since_zero(run)));
}

static void
take_decision(void *user, Expectation *expectation, bool held, char *seen)
{
    Run *run = user;
    Outcome *outcome;

    outcome =
        expectation_add_outcome(expectation, run->results, held, seen, run_since_zero(run));
    if (!held && outcome->last == NULL) {
        outcome->last = run_watch_last(run, expectation);
    }
    take_outcome(run, outcome);
    timeline_decided(run->timeline, expectation, held);
}

static void
take_broken(void *user, const char *message)
{
    Run *run = user;

    results_break(run->results, message);
    run_end(run, RUN_BROKEN);
}

static void
take_runaway(void *user, int line, const char *what)
{
    Run *run = user;
    g_autofree char *message = g_strdup_printf("%s:%d: %s", run->scenario->path, line, what);

    take_broken(run, message);
}

/* Somebody at the terminal, or a task. */
static bool
can_resume(void *user)
{
    const Run *run = user;

    return run->keys != NULL || script_open_tasks(run->scenario->script) > 0;
}

static void
note_open(void *user, const Expectation *expectation)
{
    Run *run = user;

    results_add(run->results, OUTCOME_OPEN, expectation_format(expectation), NULL,
                expectation->file, expectation->line, run_since_zero(run));
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
        run_wake(run);
    }
}

static void
record_event(const Event *event, void *user)
{
    Run *run = user;

    if (run->concluded) {
        return; /* of the taking down: it is in no stream, so it is in no result either */
    }
    results_add_event(run->results, event);
    for (unsigned i = 0; outputs[i] != NULL; i++) {
        if (run->outputs[i] != NULL) {
            outputs[i]->event(run->outputs[i], event, event->time - run->stage.zero);
        }
    }
}

/* Nobody asked for changes of values, which come in masses; a few make the picture of a run. */
static void
sample_value(const Event *event, void *user)
{
    Run *run = user;

    if (results_wants_value(run->results, event)) {
        record_event(event, run);
    } else if (run->results->values_omitted && ++run->values_left_out > VALUES_LEFT_OUT_MAX) {
        event_unsubscribe(run->bus, run->values);
        run->values = 0;
    }
}

static void
subscribe(Run *run)
{
    uint64_t watched = EVENT_MASK(EVENT_ASSOCIATED) | EVENT_MASK(EVENT_MARK);
    uint64_t named = expectations_mask(run->scenario->expectations) |
                     entries_mask(run->scenario->entries) |
                     counters_mask(run->scenario->counters);

    if (run->scenario->start != NULL) {
        watched |= EVENT_MASK(run->scenario->start->kind);
        named |= EVENT_MASK(run->scenario->start->kind);
    }
    event_subscribe(run->bus, watched, watch_event, run);
    if (run->folder != NULL || run->options->record) {
        uint64_t recorded = RUN_EVENTS_RARE | named | run->options->events;

        event_subscribe(run->bus, recorded, record_event, run);
        if ((recorded & EVENT_MASK(EVENT_CHANGED)) == 0) {
            run->values =
                event_subscribe(run->bus, EVENT_MASK(EVENT_CHANGED), sample_value, run);
        }
    }
}

/* That of --stand-in. */
static const char *
asked_for(const Scenario *scenario)
{
    const char *name = scenario->options->stand_in;

    return name != NULL && strcmp(name, STAND_IN_NONE) != 0 ? name : NULL;
}

static Results *
make_results(const Scenario *scenario, const RunOptions *options, int64_t started)
{
    g_auto(GStrv) versions = iedbench_versions();
    unsigned count = scenario->sources->len;
    g_autofree const char **sources = g_new0(const char *, count + 1);

    memcpy(sources, scenario->sources->pdata, count * sizeof *sources);
    return results_new(&(RunFacts){ .scenario = scenario->name,
                                    .path = scenario->path,
                                    .seed = options->seed,
                                    .speed = options->speed,
                                    .stepped = options->stepped,
                                    .ied_count = scenario->devices->len,
                                    .repetition = options->repetition,
                                    .client = asked_for(scenario),
                                    .started = started,
                                    .tags = (const char *const *)scenario->tags,
                                    .sources = sources,
                                    .versions = (const char *const *)versions });
}

static void
set_up(Run *run)
{
    const Scenario *scenario = run->scenario;

    run->turn_end.run = run_end_turn;
    run->loop = run->options->stepped ? loop_new_stepped(NULL, STEPPED_START) : loop_new(NULL);
    run_clock_start(&run->clock, run->loop, run->options->speed);
    run->bus = event_bus_new(virtual_now, wall_now, run);
    stage_init(&run->stage, run->clock.virtual, run->bus, run->options->seed);
    run->stage.zero = clock_now(run->clock.virtual);
    run->stage.idle = wake;
    run->stage.user = run;
    run->began = run_wall_now(run);
    run->results = make_results(scenario, run->options, run->began);
    run->results->zero = run->stage.zero;
    run->rows = addresses_new();
    run->shows_progress =
        !run->options->quiet && !run->options->stepped && isatty(STDERR_FILENO);
    run->host = (ScriptHost){ .loop = run->loop,
                              .stage = &run->stage,
                              .stepped = run->options->stepped,
                              .outcome = run_take_outcome,
                              .broken = take_broken,
                              .wake = wake,
                              .log = log_text,
                              .user = run };
    run->roster = roster_new(scenario->clients);
    if (scenario->clients->len > 0) {
        event_bus_identify(run->bus, roster_identify, run->roster);
    }
    counters_start(scenario->counters, run->bus);
    run->timeline =
        timeline_new(&run->stage, scenario->entries,
                     &(TimelineHooks){ .played = wake, .broken = take_runaway, .user = run });
    pace_init(&run->pace, &run->clock, &run->stage, run->timeline);
    run->pace.stepped = run->options->stepped;
    run->pace.can_resume = can_resume;
    run->pace.user = run;
    run->stage.pace = &run->pace;
    subscribe(run);
    run->expectations = expectations_new(scenario->expectations, run->bus, run->clock.virtual,
                                         loop_wall(run->loop), take_decision, run);
}

static void
take_down(Run *run)
{
    run_free_programs(run);
    run_disarm_limits(run);
    pace_clear(&run->pace);
    timeline_free(run->timeline);
    stage_clear(&run->stage);
    expectations_free(run->expectations);
    for (unsigned i = 0; i < run->scenario->devices->len; i++) {
        Device *device = run->scenario->devices->pdata[i];

        g_clear_pointer(&device->ied, ied_free);
    }
    run_watch_close(run);
    ied_state_free(run->state);
    clock_disarm(loop_wall(run->loop), &run->exec_limit);
    clock_disarm(run->clock.virtual, &run->duration);
    loop_forget(run->loop, &run->turn_end);
    g_ptr_array_unref(run->rows);
    counters_stop(run->scenario->counters, run->bus);
    event_bus_free(run->bus);
    roster_free(run->roster);
    run_clock_stop(&run->clock);
    loop_free(run->loop);
}

static void
close_outputs(Run *run)
{
    run->concluded = true;
    for (unsigned i = 0; outputs[i] != NULL; i++) {
        if (run->outputs[i] != NULL) {
            outputs[i]->close(run->outputs[i], run->results);
            run->outputs[i] = NULL; /* events of the end itself come too late */
        }
    }
}

/* What a client that is wrong on purpose did not even try is among what it must fail in. */
static bool
is_proof_of_wrong(const Run *run)
{
    const StandIn *stand_in = run->scenario->stand_in;

    return run->options->prove && stand_in != NULL && stand_in->fails != NULL;
}

/* Decides what is open, and writes it all. */
static void
conclude(Run *run)
{
    Results *results = run->results;

    results->end = run->end;
    results->status = run->signal != 0 ? 128 + run->signal : 0;
    results->duration = run->zero ? run_since_zero(run) : 0;
    results->zero = run->stage.zero;
    results->wall = run_wall_now(run) - run->began;
    script_end(run->scenario->script, run->end == RUN_COMPLETE);
    if (run->end == RUN_COMPLETE) {
        programs_conclude(run->programs);
        expectations_end(run->expectations);
        if (run->options->prove && run->scenario->stand_in != NULL) {
            stand_in_conclude(run->scenario->stand_in, results, run_since_zero(run));
        }
    } else {
        expectations_each_open(run->expectations, note_open, run);
    }
    run_traffic_tell(run);
    results->nothing = results->associations == 0 && !run->scenario->allow_no_client &&
                       !is_proof_of_wrong(run);
    if (run->shows_progress) {
        fputs("\r\033[K", stderr);
    }
    run_watch_tell(run);
    close_outputs(run);
    if (run->end == RUN_BROKEN) {
        fprintf(stderr, "%s\n", results->broken);
    }
}

Results *
run_play(Scenario *scenario, const RunOptions *options, const char *folder)
{
    Run run = { .scenario = scenario, .options = options, .folder = folder };

    set_up(&run);
    if (run_start(&run)) {
        run_arm_limits(&run);
        control_desks_open(scenario->devices, &run.stage);
        script_start(scenario->script, &run.host);
        loop_run(run.loop);
        conclude(&run);
    } else {
        close_outputs(&run);
    }
    take_down(&run);
    return run.results;
}

Results *
run_refuse(const Scenario *scenario, const RunOptions *options, const char *folder)
{
    int64_t now = options->stepped ? STEPPED_START : g_get_real_time() * INT64_C(1000);
    Run run = { .options = options, .folder = folder };
    g_autofree char *problems = scenario_format_problems(scenario);
    g_autoptr(GError) error = NULL;

    run.results = make_results(scenario, options, now);
    run.results->zero = now;
    results_break(run.results, g_strchomp(problems));
    if (!run_open_outputs(&run, &error)) {
        fprintf(stderr, "iedbench run: %s\n", error->message);
        run.results->status = EXIT_START;
    }
    close_outputs(&run);
    return run.results;
}