/* SPDX-License-Identifier: Apache-2.0
 *
 * The pace of a run: on a stepped loop, whose wall clock jumps to the next timer.
 */
#include "engine/pace.h"

#include "engine/keys.h"
#include "tests/engine/support.h"
#include "tests/test.h"

#define START (INT64_C(1767225600) * CLOCK_SECOND)

typedef struct PaceStage {
    Timer end; /* wall */
    Loop *loop;
    RunClock clock;
    EventBus *bus;
    Stage stage;
    GPtrArray *entries;
    Timeline *timeline;
    Pace pace;
    GString *seen; /* marks with their virtual and wall times in s */
} PaceStage;

static int64_t
virtual_now(void *user)
{
    return clock_now(((PaceStage *)user)->clock.virtual);
}

static int64_t
wall_now(void *user)
{
    return clock_now(loop_wall(((PaceStage *)user)->loop));
}

static void
note_mark(const Event *event, void *user)
{
    PaceStage *self = user;

    g_string_append_printf(self->seen, "%s %g/%g; ", event->value,
                           (double)(event->time - START) / 1e9,
                           (double)(wall_now(self) - START) / 1e9);
}

static bool
nobody(void *user)
{
    (void)user;
    return false;
}

static void
open_stage(PaceStage *self)
{
    *self = (PaceStage){ 0 };
    self->loop = loop_new_stepped(NULL, START);
    run_clock_start(&self->clock, self->loop, 1);
    self->bus = event_bus_new(virtual_now, wall_now, self);
    stage_init(&self->stage, self->clock.virtual, self->bus, 1);
    self->stage.zero = START;
    self->stage.pace = &self->pace;
    self->seen = g_string_new(NULL);
    self->entries = g_ptr_array_new_with_free_func((GDestroyNotify)entry_free);
    event_subscribe(self->bus, EVENT_MASK(EVENT_MARK), note_mark, self);
}

static Entry *
add(PaceStage *self, int64_t seconds, Action *action)
{
    Entry *entry = entry_new(seconds * CLOCK_SECOND);

    g_ptr_array_add(entry->actions, action);
    g_ptr_array_add(self->entries, entry);
    return entry;
}

static void
end(Timer *timer)
{
    loop_quit(((PaceStage *)timer)->loop);
}

/* For so much wall time. */
static void
run(PaceStage *self, int64_t seconds)
{
    if (self->timeline == NULL) {
        self->timeline = timeline_new(&self->stage, self->entries, NULL);
        pace_init(&self->pace, &self->clock, &self->stage, self->timeline);
        timeline_start(self->timeline);
    }
    clock_arm(loop_wall(self->loop), &self->end, wall_now(self) + seconds * CLOCK_SECOND, end);
    loop_run(self->loop);
}

static void
close_stage(PaceStage *self)
{
    pace_clear(&self->pace);
    timeline_free(self->timeline);
    stage_clear(&self->stage);
    g_ptr_array_unref(self->entries);
    event_bus_free(self->bus);
    run_clock_stop(&self->clock);
    loop_free(self->loop);
    g_string_free(self->seen, TRUE);
}

static void
time_stands_still_for_a_while_of_wall_time(void)
{
    PaceStage self;

    open_stage(&self);
    add(&self, 1, pace_pause_action_new("look", 5 * CLOCK_SECOND));
    add(&self, 2, mark_action_new("behind"));
    run(&self, 20);
    CU_ASSERT_STRING_EQUAL(self.seen->str,
                           "look 1/1; time stands still 1/1; time goes on 1/6; behind 2/7; ");
    close_stage(&self);
}

static void
nobody_pauses_for_ever_where_nobody_can_resume(void)
{
    PaceStage self;

    open_stage(&self);
    add(&self, 1, pace_pause_action_new(NULL, 0));
    add(&self, 2, mark_action_new("behind"));
    run(&self, 0);
    self.pace.can_resume = nobody;
    run(&self, 20);
    CU_ASSERT_STRING_EQUAL(self.seen->str,
                           "no pause: nobody is there to resume 1/1; behind 2/2; ");
    close_stage(&self);
}

static void
speed_changes_at_once(void)
{
    PaceStage self;

    open_stage(&self);
    add(&self, 1, pace_speed_action_new(10));
    add(&self, 11, pace_speed_action_new(0.5));
    add(&self, 12, mark_action_new("behind"));
    run(&self, 20);
    CU_ASSERT_STRING_EQUAL(self.seen->str,
                           "time goes on at speed 10 1/1; time goes on at speed "
                           "0.5 11/2; behind 12/4; ");
    close_stage(&self);
}

static void
seeking_goes_through_everything_on_the_way(void)
{
    PaceStage self;

    open_stage(&self);
    add(&self, 1, pace_seek_action_new(100 * CLOCK_SECOND));
    add(&self, 50, mark_action_new("on the way"));
    add(&self, 101, mark_action_new("behind"));
    run(&self, 20);
    CU_ASSERT_STRING_EQUAL(self.seen->str,
                           "ahead to 100.000 s 1/1; on the way 50/1; behind 101/2; ");
    pace_seek(&self.pace, CLOCK_SECOND);
    CU_ASSERT_PTR_NOT_NULL(strstr(self.seen->str, "1.000 s is over: time does not go back"));
    close_stage(&self);
}

static void
a_pause_on_the_way_ends_a_seek(void)
{
    PaceStage self;

    open_stage(&self);
    add(&self, 1, pace_seek_action_new(100 * CLOCK_SECOND));
    add(&self, 50, pace_pause_action_new(NULL, 3 * CLOCK_SECOND));
    add(&self, 51, mark_action_new("behind"));
    run(&self, 20);
    CU_ASSERT_STRING_EQUAL(self.seen->str, "ahead to 100.000 s 1/1; time stands still 50/1; "
                                           "time goes on 50/4; behind 51/5; ");
    close_stage(&self);
}

static void
steps_go_from_entry_to_entry(void)
{
    PaceStage self;

    open_stage(&self);
    add(&self, 10, mark_action_new("a"));
    add(&self, 10, mark_action_new("b"));
    add(&self, 30, mark_action_new("c"));
    run(&self, 2);
    pace_step(&self.pace);
    run(&self, 2);
    pace_step(&self.pace);
    run(&self, 2);
    pace_step(&self.pace);
    pace_resume(&self.pace);
    CU_ASSERT_STRING_EQUAL(
        self.seen->str,
        "a step to 10.000 s 2/2; a 10/2; b 10/2; a step to 30.000 s 10/4; c 30/4; "
        "nothing is due: there is no step to take 30/6; time goes on 30/6; ");
    close_stage(&self);
}

static void
keys_do_what_they_say(void)
{
    PaceStage self;

    open_stage(&self);
    add(&self, 20, mark_action_new("a"));
    run(&self, 1);
    CU_ASSERT_TRUE(keys_press(&self.pace, ' '));
    CU_ASSERT_TRUE(pace_is_paused(&self.pace));
    run(&self, 1);
    CU_ASSERT_TRUE(keys_press(&self.pace, 'p'));
    CU_ASSERT_FALSE(pace_is_paused(&self.pace));
    CU_ASSERT_TRUE(keys_press(&self.pace, '>'));
    run(&self, 1);
    CU_ASSERT_TRUE(keys_press(&self.pace, '+'));
    CU_ASSERT_EQUAL(self.clock.speed, 2);
    CU_ASSERT_TRUE(keys_press(&self.pace, '-'));
    CU_ASSERT_TRUE(keys_press(&self.pace, 's'));
    CU_ASSERT_FALSE(keys_press(&self.pace, 'x'));
    run(&self, 1);
    CU_ASSERT_STRING_EQUAL(
        self.seen->str,
        "time stands still 1/1; time goes on 1/2; ahead to 11.000 s 1/2; time "
        "goes on at speed 2 12/3; time goes on at speed 1 12/3; a step to 20.000 "
        "s 12/3; a 20/3; ");
    close_stage(&self);
}

TEST_SUITE(engine_pace, TEST_CASE(time_stands_still_for_a_while_of_wall_time),
           TEST_CASE(nobody_pauses_for_ever_where_nobody_can_resume),
           TEST_CASE(speed_changes_at_once),
           TEST_CASE(seeking_goes_through_everything_on_the_way),
           TEST_CASE(a_pause_on_the_way_ends_a_seek), TEST_CASE(steps_go_from_entry_to_entry),
           TEST_CASE(keys_do_what_they_say))
