/* SPDX-License-Identifier: Apache-2.0
 *
 * The timeline on a clock moved by hand: order, one commit an entry, periods, the end.
 */
#include "engine/timeline.h"

#include "tests/engine/support.h"
#include "tests/test.h"

static void
note_mark(const Event *event, void *user)
{
    g_string_append_printf(user, "%s ", event->value);
}

static Entry *
add_mark(GPtrArray *entries, int64_t at, const char *text)
{
    Entry *entry = entry_new(at);

    g_ptr_array_add(entry->actions, mark_action_new(text));
    g_ptr_array_add(entries, entry);
    return entry;
}

static void
entries_play_in_order_of_time_and_declaration(void)
{
    g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func((GDestroyNotify)entry_free);
    g_autoptr(GString) seen = g_string_new(NULL);
    EngineStage self;
    Timeline *timeline;

    engine_stage_open(&self);
    event_subscribe(self.bus, EVENT_MASK(EVENT_MARK), note_mark, seen);
    add_mark(entries, 2 * CLOCK_SECOND, "c");
    add_mark(entries, CLOCK_SECOND, "a");
    add_mark(entries, CLOCK_SECOND, "b");
    add_mark(entries, 0, "0");
    timeline = timeline_new(&self.stage, entries, NULL, NULL);
    CU_ASSERT_FALSE(timeline_is_done(timeline));
    timeline_start(timeline);
    clock_advance(self.clock, clock_now(self.clock) + CLOCK_SECOND, 0);
    CU_ASSERT_STRING_EQUAL(seen->str, "0 a b ");
    CU_ASSERT_FALSE(timeline_is_done(timeline));
    clock_advance(self.clock, clock_now(self.clock) + CLOCK_SECOND, 0);
    CU_ASSERT_STRING_EQUAL(seen->str, "0 a b c ");
    CU_ASSERT_TRUE(timeline_is_done(timeline));
    timeline_free(timeline);
    engine_stage_close(&self);
}

static void
periods_end_by_times_or_by_time_and_do_not_drift(void)
{
    g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func((GDestroyNotify)entry_free);
    g_autoptr(GString) seen = g_string_new(NULL);
    EngineStage self;
    Timeline *timeline;
    Entry *entry;

    engine_stage_open(&self);
    event_subscribe(self.bus, EVENT_MASK(EVENT_MARK), note_mark, seen);
    entry = add_mark(entries, CLOCK_SECOND, "x");
    entry->every = CLOCK_SECOND;
    entry->times = 3;
    entry = add_mark(entries, 2 * CLOCK_SECOND, "y");
    entry->every = 2 * CLOCK_SECOND;
    entry->until = 5 * CLOCK_SECOND;
    entry = add_mark(entries, 4 * CLOCK_SECOND, "z");
    entry->every = 4 * CLOCK_SECOND;
    timeline = timeline_new(&self.stage, entries, NULL, NULL);
    timeline_start(timeline);
    clock_advance(self.clock, clock_now(self.clock) + 9 * CLOCK_SECOND, 0);
    CU_ASSERT_STRING_EQUAL(seen->str, "x y x x z y z ");
    /* What would go on for ever keeps no run open. */
    CU_ASSERT_TRUE(timeline_is_done(timeline));
    timeline_free(timeline);
    engine_stage_close(&self);
}

static void
count_sets(void *user, Values *values, const ChangeSet *set)
{
    unsigned *counts = user;

    (void)values;
    counts[0]++;
    counts[1] += set->count;
}

static void
add_set(Entry *entry, EngineStage *self, const char *reference, double number)
{
    Point point = engine_point(self, reference);
    SetAction *set = set_action_new(&self->device, &point);

    set->has_value = true;
    set->value = (Value){ .kind = VALUE_FLOAT, .real = number };
    g_ptr_array_add(entry->actions, set);
}

static void
the_sets_of_one_entry_are_one_commit(void)
{
    g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func((GDestroyNotify)entry_free);
    unsigned counts[2] = { 0 };
    EngineStage self;
    Timeline *timeline;
    Entry *entry = entry_new(CLOCK_SECOND);

    engine_stage_open(&self);
    values_observe(ied_values(self.device.ied), count_sets, counts);
    add_set(entry, &self, "LD0/MMXU1.TotW", 12.5);
    add_set(entry, &self, "LD0/MMXU1.TotVAr", -3);
    g_ptr_array_add(entries, entry);
    timeline = timeline_new(&self.stage, entries, NULL, NULL);
    timeline_start(timeline);
    clock_advance(self.clock, clock_now(self.clock) + CLOCK_SECOND, 0);
    CU_ASSERT_EQUAL(counts[0], 1);
    CU_ASSERT_EQUAL(counts[1], 6); /* two values with their times and instMag */
    CU_ASSERT_EQUAL(engine_real(&self, "LD0/MMXU1.TotW"), 12.5);
    CU_ASSERT_EQUAL(engine_real(&self, "LD0/MMXU1.TotVAr"), -3);
    values_unobserve(ied_values(self.device.ied), count_sets, counts);
    timeline_free(timeline);
    engine_stage_close(&self);
}

TEST_SUITE(engine_timeline, TEST_CASE(entries_play_in_order_of_time_and_declaration),
           TEST_CASE(periods_end_by_times_or_by_time_and_do_not_drift),
           TEST_CASE(the_sets_of_one_entry_are_one_commit))
