/* SPDX-License-Identifier: Apache-2.0
 *
 * The timeline on a clock moved by hand: order, one commit an entry, periods, the end.
 */
#include "engine/timeline.h"

#include <stdio.h>
#include <string.h>

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
    timeline = timeline_new(&self.stage, entries, NULL);
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
    entry->every = (EntryTime){ CLOCK_SECOND, CLOCK_SECOND };
    entry->times = 3;
    entry = add_mark(entries, 2 * CLOCK_SECOND, "y");
    entry->every = (EntryTime){ 2 * CLOCK_SECOND, 2 * CLOCK_SECOND };
    entry->until = 5 * CLOCK_SECOND;
    entry = add_mark(entries, 4 * CLOCK_SECOND, "z");
    entry->every = (EntryTime){ 4 * CLOCK_SECOND, 4 * CLOCK_SECOND };
    timeline = timeline_new(&self.stage, entries, NULL);
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
    timeline = timeline_new(&self.stage, entries, NULL);
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

/* Plays entries for so long and gives the times of their marks: "a 1.500 b 2.000 ". */
static void
note_time(const Event *event, void *user)
{
    g_string_append_printf(user, "%s %.3f ", event->value,
                           (double)(event->time % (1000 * CLOCK_SECOND)) / 1e9);
}

static char *
play_for(GPtrArray *entries, uint64_t seed, int64_t ns)
{
    GString *seen = g_string_new(NULL);
    EngineStage self;
    Timeline *timeline;

    engine_stage_open(&self);
    self.stage.seed = seed;
    event_subscribe(self.bus, EVENT_MASK(EVENT_MARK), note_time, seen);
    timeline = timeline_new(&self.stage, entries, NULL);
    timeline_start(timeline);
    clock_advance(self.clock, clock_now(self.clock) + ns, 0);
    timeline_free(timeline);
    engine_stage_close(&self);
    return g_string_free(seen, FALSE);
}

static void
drawn_times_follow_the_seed_and_the_place_of_the_entry(void)
{
    g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func((GDestroyNotify)entry_free);
    g_autofree char *first = NULL;
    g_autofree char *again = NULL;
    g_autofree char *other = NULL;
    g_autofree char *more = NULL;
    char name;
    double drawn;

    add_mark(entries, 0, "a")->at = (EntryTime){ 2 * CLOCK_SECOND, 5 * CLOCK_SECOND };
    first = play_for(entries, 1, 6 * CLOCK_SECOND);
    again = play_for(entries, 1, 6 * CLOCK_SECOND);
    other = play_for(entries, 2, 6 * CLOCK_SECOND);
    CU_ASSERT_STRING_EQUAL(first, again);
    CU_ASSERT_STRING_NOT_EQUAL(first, other);
    CU_ASSERT_EQUAL_FATAL(sscanf(first, "%c %lf", &name, &drawn), 2);
    CU_ASSERT_TRUE(drawn >= 602 && drawn <= 605); /* the clock begins at 600 s of 1000 */
    /* One more entry has its own draws and leaves those of the first alone. */
    add_mark(entries, 0, "b")->at = (EntryTime){ 2 * CLOCK_SECOND, 5 * CLOCK_SECOND };
    more = play_for(entries, 1, 6 * CLOCK_SECOND);
    CU_ASSERT_PTR_NOT_NULL(strstr(more, first));
    CU_ASSERT_TRUE(strlen(more) > strlen(first));
}

static void
jitter_moves_turns_and_does_not_add_up(void)
{
    g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func((GDestroyNotify)entry_free);
    g_autofree char *seen = NULL;
    Entry *entry = add_mark(entries, CLOCK_SECOND, "x");
    const char *at;
    unsigned count = 0, moved = 0;

    entry->every = (EntryTime){ CLOCK_SECOND, CLOCK_SECOND };
    entry->jitter = 200 * CLOCK_MILLISECOND;
    entry->times = 50;
    seen = play_for(entries, 1, 60 * CLOCK_SECOND);
    at = seen;
    for (double time; sscanf(at, "x %lf ", &time) == 1; at = strchr(at + 1, 'x')) {
        double off = time - 600 - ++count;

        CU_ASSERT_TRUE(off >= -0.2005 && off <= 0.2005);
        moved += off > 0.001 || off < -0.001;
        if (strchr(at + 1, 'x') == NULL) {
            break;
        }
    }
    CU_ASSERT_EQUAL(count, 50);
    CU_ASSERT_TRUE(moved > 40);
}

static void
inner_entries_count_from_the_play_around_them(void)
{
    g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func((GDestroyNotify)entry_free);
    g_autofree char *seen = NULL;
    Entry *outer = add_mark(entries, CLOCK_SECOND, "o");
    Entry *inner = add_mark(outer->inner, 2 * CLOCK_SECOND, "i");

    outer->every = (EntryTime){ 5 * CLOCK_SECOND, 5 * CLOCK_SECOND };
    outer->times = 2;
    add_mark(inner->inner, CLOCK_SECOND, "j");
    seen = play_for(entries, 1, 20 * CLOCK_SECOND);
    CU_ASSERT_STRING_EQUAL(seen,
                           "o 601.000 i 603.000 j 604.000 o 606.000 i 608.000 j 609.000 ");
}

static void
tell(EngineStage *self, const char *value)
{
    event_emit(self->bus,
               &(Event){ .kind = EVENT_ASSOCIATED, .ied = "FEEDER1", .value = value });
}

static void
what_comes_after_an_event_comes_so_often_and_not_before_time_0(void)
{
    g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func((GDestroyNotify)entry_free);
    g_autoptr(GString) seen = g_string_new(NULL);
    EngineStage self;
    Timeline *timeline;
    Entry *once, *twice, *each;

    engine_stage_open(&self);
    event_subscribe(self.bus, EVENT_MASK(EVENT_MARK), note_time, seen);
    once = add_mark(entries, CLOCK_SECOND, "1");
    twice = add_mark(entries, 3 * CLOCK_SECOND, "2");
    each = add_mark(entries, 0, "e");
    once->after = pattern_new(EVENT_ASSOCIATED, "any IED");
    twice->after = pattern_ref(once->after);
    each->after = pattern_ref(once->after);
    once->times = 1;
    twice->times = 2;
    timeline = timeline_new(&self.stage, entries, NULL);
    tell(&self, NULL);
    clock_advance(self.clock, clock_now(self.clock) + CLOCK_SECOND, 0);
    CU_ASSERT_STRING_EQUAL(seen->str, "");
    timeline_start(timeline);
    clock_advance(self.clock, clock_now(self.clock) + CLOCK_SECOND, 0);
    CU_ASSERT_STRING_EQUAL(seen->str, "e 601.000 1 602.000 ");
    CU_ASSERT_FALSE(timeline_is_done(timeline));
    g_string_truncate(seen, 0);
    tell(&self, NULL);
    tell(&self, NULL);
    clock_advance(self.clock, clock_now(self.clock) + 5 * CLOCK_SECOND, 0);
    CU_ASSERT_STRING_EQUAL(seen->str, "e 602.000 e 602.000 2 604.000 2 605.000 ");
    /* What waits for an event keeps no run open. */
    CU_ASSERT_TRUE(timeline_is_done(timeline));
    timeline_free(timeline);
    engine_stage_close(&self);
}

static void
what_comes_after_expectations_waits_for_all_of_them(void)
{
    static const struct {
        EntryOutcome outcome;
        bool held[2];
        const char *seen;
    } rows[] = {
        { ENTRY_HELD, { true, true }, "x 600.000 " },
        { ENTRY_HELD, { true, false }, "" },
        { ENTRY_FAILED, { true, true }, "" },
        { ENTRY_FAILED, { false, false }, "x 600.000 " },
        { ENTRY_DECIDED, { true, false }, "x 600.000 " },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GPtrArray) entries =
            g_ptr_array_new_with_free_func((GDestroyNotify)entry_free);
        g_autoptr(GString) seen = g_string_new(NULL);
        Expectation first = { 0 }, second = { 0 };
        EngineStage self;
        Timeline *timeline;
        Entry *entry;

        engine_stage_open(&self);
        event_subscribe(self.bus, EVENT_MASK(EVENT_MARK), note_time, seen);
        entry = add_mark(entries, 0, "x");
        entry->decisions = g_ptr_array_new();
        g_ptr_array_add(entry->decisions, &first);
        g_ptr_array_add(entry->decisions, &second);
        entry->outcome = rows[i].outcome;
        entry->times = 1;
        timeline = timeline_new(&self.stage, entries, NULL);
        timeline_start(timeline);
        timeline_decided(timeline, &first, rows[i].held[0]);
        timeline_decided(timeline, &second, rows[i].held[1]);
        clock_advance(self.clock, clock_now(self.clock) + CLOCK_SECOND, 0);
        CU_ASSERT_STRING_EQUAL(seen->str, rows[i].seen);
        timeline_free(timeline);
        engine_stage_close(&self);
    }
}

static void
note_broken(void *user, int line, const char *what)
{
    (void)what;
    *(int *)user = line;
}

static void
who_plays_itself_without_end_is_stopped(void)
{
    g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func((GDestroyNotify)entry_free);
    int broken = 0;
    EngineStage self;
    Timeline *timeline;
    Entry *entry;

    engine_stage_open(&self);
    entry = add_mark(entries, 0, "x");
    entry->after = pattern_new(EVENT_MARK, "any IED");
    entry->line = 7;
    timeline = timeline_new(&self.stage, entries,
                            &(TimelineHooks){ .broken = note_broken, .user = &broken });
    timeline_start(timeline);
    event_emit(self.bus, &(Event){ .kind = EVENT_MARK, .value = "go" });
    clock_advance(self.clock, clock_now(self.clock) + CLOCK_SECOND, 0);
    CU_ASSERT_EQUAL(broken, 7);
    timeline_free(timeline);
    engine_stage_close(&self);
}

TEST_SUITE(engine_timeline, TEST_CASE(entries_play_in_order_of_time_and_declaration),
           TEST_CASE(periods_end_by_times_or_by_time_and_do_not_drift),
           TEST_CASE(the_sets_of_one_entry_are_one_commit),
           TEST_CASE(drawn_times_follow_the_seed_and_the_place_of_the_entry),
           TEST_CASE(jitter_moves_turns_and_does_not_add_up),
           TEST_CASE(inner_entries_count_from_the_play_around_them),
           TEST_CASE(what_comes_after_an_event_comes_so_often_and_not_before_time_0),
           TEST_CASE(what_comes_after_expectations_waits_for_all_of_them),
           TEST_CASE(who_plays_itself_without_end_is_stopped))
