/* SPDX-License-Identifier: Apache-2.0
 *
 * See pace.h.
 */
#include "engine/pace.h"

#include "engine/text.h"

void
pace_init(Pace *pace, RunClock *clock, Stage *stage, const Timeline *timeline)
{
    *pace = (Pace){ .clock = clock, .stage = stage, .timeline = timeline };
}

void
pace_clear(Pace *pace)
{
    if (pace->clock != NULL) {
        clock_disarm(loop_wall(pace->clock->loop), &pace->lasting);
    }
}

static void tell(Pace *pace, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void
tell(Pace *pace, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list arguments;

    va_start(arguments, format);
    text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    event_emit(pace->stage->events, &(Event){ .kind = EVENT_MARK, .value = text });
    if (pace->changed != NULL) {
        pace->changed(pace->user);
    }
}

static void
pause_is_over(Timer *timer)
{
    pace_resume((Pace *)timer);
}

void
pace_pause(Pace *pace, int64_t lasting)
{
    Clock *wall = loop_wall(pace->clock->loop);

    if (lasting == 0 &&
        (pace->stepped || (pace->can_resume != NULL && !pace->can_resume(pace->user)))) {
        tell(pace, "no pause: nobody is there to resume");
        return;
    }
    if (lasting > 0) {
        clock_arm(wall, &pace->lasting, clock_now(wall) + lasting, pause_is_over);
    }
    if (!pace_is_paused(pace)) {
        run_clock_pause(pace->clock);
        tell(pace, "time stands still");
    }
}

void
pace_resume(Pace *pace)
{
    clock_disarm(loop_wall(pace->clock->loop), &pace->lasting);
    if (pace_is_paused(pace)) {
        run_clock_resume(pace->clock);
        tell(pace, "time goes on");
    }
}

bool
pace_is_paused(const Pace *pace)
{
    return pace->clock->paused;
}

static int64_t
now(const Pace *pace)
{
    return clock_now(pace->stage->clock);
}

void
pace_step(Pace *pace)
{
    int64_t next = timeline_next(pace->timeline);

    clock_disarm(loop_wall(pace->clock->loop), &pace->lasting);
    run_clock_pause(pace->clock);
    if (next == CLOCK_NEVER) {
        next = clock_next_due(pace->stage->clock);
    }
    if (next == CLOCK_NEVER) {
        tell(pace, "nothing is due: there is no step to take");
        return;
    }
    next = MAX(next, now(pace));
    run_clock_seek(pace->clock, next, NULL, NULL);
    tell(pace, "a step to %.3f s", (double)(next - pace->stage->zero) / 1e9);
}

void
pace_seek(Pace *pace, int64_t time)
{
    int64_t target = pace->stage->zero + time;

    if (target <= now(pace)) {
        tell(pace, "%.3f s is over: time does not go back", (double)time / 1e9);
        return;
    }
    run_clock_seek(pace->clock, target, NULL, NULL);
    tell(pace, "ahead to %.3f s", (double)time / 1e9);
}

void
pace_set_speed(Pace *pace, double speed)
{
    run_clock_set_speed(pace->clock, CLAMP(speed, PACE_SPEED_LEAST, PACE_SPEED_MOST));
    tell(pace, "time goes on at speed %g", pace->clock->speed);
}

/* Actions. */

typedef struct PaceAction {
    Action action;
    char *text;
    int64_t time;
    double speed;
} PaceAction;

static void
show_text(const PaceAction *self, Stage *stage)
{
    if (self->text != NULL) {
        event_emit(stage->events, &(Event){ .kind = EVENT_MARK, .value = self->text });
    }
}

static void
perform_pause(Action *action, Stage *stage)
{
    const PaceAction *self = (const PaceAction *)action;

    show_text(self, stage);
    pace_pause(stage->pace, self->time);
}

static void
perform_resume(Action *action, Stage *stage)
{
    (void)action;
    pace_resume(stage->pace);
}

static void
perform_seek(Action *action, Stage *stage)
{
    pace_seek(stage->pace, ((const PaceAction *)action)->time);
}

static void
perform_speed(Action *action, Stage *stage)
{
    pace_set_speed(stage->pace, ((const PaceAction *)action)->speed);
}

static void
free_action(Action *action)
{
    g_free(((PaceAction *)action)->text);
    g_free(action);
}

static const ActionType pause_type = { "pause", perform_pause, free_action };
static const ActionType resume_type = { "resume", perform_resume, free_action };
static const ActionType seek_type = { "seek", perform_seek, free_action };
static const ActionType speed_type = { "speed", perform_speed, free_action };

static Action *
action_new(const ActionType *type, const PaceAction *like)
{
    PaceAction *self = g_memdup2(like, sizeof *like);

    self->action = (Action){ type, 1 };
    return &self->action;
}

Action *
pace_pause_action_new(const char *text, int64_t lasting)
{
    return action_new(&pause_type, &(PaceAction){ .text = g_strdup(text), .time = lasting });
}

Action *
pace_resume_action_new(void)
{
    return action_new(&resume_type, &(PaceAction){ 0 });
}

Action *
pace_seek_action_new(int64_t time)
{
    return action_new(&seek_type, &(PaceAction){ .time = time });
}

Action *
pace_speed_action_new(double speed)
{
    return action_new(&speed_type, &(PaceAction){ .speed = speed });
}
