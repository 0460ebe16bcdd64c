/* SPDX-License-Identifier: Apache-2.0
 *
 * threshold: held and failed at `<` and at `<=`, what fails at once, what only the end shows,
 * and what cannot be judged.
 */
#include "engine/expects/threshold.h"

#include "tests/engine/expect_world.h"
#include "tests/test.h"

#define MS CLOCK_MILLISECOND

static Expectation *
add_limit(World *world, Metric *metric, const char *of, const char *sign, double limit)
{
    Expectation *expectation = world_add_bare(world, &expect_threshold);

    expect_threshold_set(expectation, metric,
                         &(ThresholdLimit){ .comparison = comparison_find(sign),
                                            .statistic = statistic_find(of),
                                            .limit = limit });
    return expectation;
}

static Expectation *
add_between(World *world, const char *of, const char *sign, double limit)
{
    Metric *metric = metric_new(&metric_between);
    Expectation *expectation;

    metric->from = world_pattern(world, EVENT_ABORTED, NULL);
    metric->to = world_pattern(world, EVENT_ASSOCIATED, NULL);
    metric->same = METRIC_SAME_IED;
    expectation = add_limit(world, metric, of, sign, limit);
    metric_unref(metric);
    return expectation;
}

/* Reconnects after each of these times. */
static void
reconnect(World *world, const unsigned *milliseconds, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        world_emit(world, EVENT_ABORTED, "A", NULL);
        world_move(world, milliseconds[i] * MS);
        world_emit(world, EVENT_ASSOCIATED, "A", NULL);
    }
}

static bool
holds(const char *of, const char *sign, double limit)
{
    static const unsigned times[] = { 100, 300, 200, 400 };
    World world;
    bool held;

    world_open(&world);
    add_between(&world, of, sign, limit);
    world_begin(&world);
    reconnect(&world, times, G_N_ELEMENTS(times));
    expectations_end(world.expectations);
    held = g_str_has_prefix(world.said->str, "ok ");
    world_close(&world);
    return held;
}

static void
the_limit_itself_is_within_or_not(void)
{
    CU_ASSERT_TRUE(holds("max", "<=", 400 * MS));
    CU_ASSERT_FALSE(holds("max", "<", 400 * MS));
    CU_ASSERT_TRUE(holds("max", "<", 400 * MS + 1));
    CU_ASSERT_FALSE(holds("max", "<=", 400 * MS - 1));
    CU_ASSERT_TRUE(holds("min", ">=", 100 * MS));
    CU_ASSERT_FALSE(holds("min", ">", 100 * MS));
    CU_ASSERT_TRUE(holds("max", "==", 400 * MS));
    CU_ASSERT_FALSE(holds("max", "~=", 400 * MS));
}

static void
statistics_are_of_all_samples(void)
{
    CU_ASSERT_TRUE(holds("mean", "==", 250 * MS));
    CU_ASSERT_TRUE(holds("p50", "==", 200 * MS));
    CU_ASSERT_TRUE(holds("p90", "==", 400 * MS));
    CU_ASSERT_TRUE(holds("p99", "==", 400 * MS));
    CU_ASSERT_TRUE(holds("count", "==", 4));
    CU_ASSERT_FALSE(holds("count", "<=", 3));
}

static void
what_is_too_long_fails_at_once_with_its_event(void)
{
    static const unsigned times[] = { 100, 300 };
    World world;
    Expectation *expectation;

    world_open(&world);
    expectation = add_between(&world, "max", "<=", 200 * MS);
    world_begin(&world);
    reconnect(&world, times, 2);
    CU_ASSERT_TRUE(world_said(
        &world, "FAILED max time from A aborted to A associated <= 200 ms: max 300 ms of 2 "
                "samples, the largest with: A associated by 127.0.0.1:40000 at 400 ms\n"));
    CU_ASSERT_STRING_EQUAL(expectation->measure.metric, "time from A aborted to A associated");
    CU_ASSERT_EQUAL(expectation->measure.value, 0.3);
    CU_ASSERT_EQUAL(expectation->measure.limit, 0.2);
    CU_ASSERT_EQUAL(expectation->measure.samples, 2);
    world_close(&world);
}

static void
what_never_came_counts_with_the_time_that_it_was_waited_for(void)
{
    static const unsigned times[] = { 100 };
    World world;

    world_open(&world);
    add_between(&world, "max", "<=", 200 * MS);
    add_between(&world, "max", "<=", 300 * MS);
    world_begin(&world);
    reconnect(&world, times, 1);
    world_emit(&world, EVENT_ABORTED, "A", NULL);
    world_emit(&world, EVENT_ASSOCIATED, "B", NULL);
    world_move(&world, 250 * MS);
    expectations_end(world.expectations);
    CU_ASSERT_TRUE(world_said(
        &world, "FAILED max time from A aborted to A associated <= 200 ms: max 250 ms of 2 "
                "samples, the largest with: A associated by 127.0.0.1:40000 at 100 ms; 1 of "
                "them still waited for when it ended\n"
                "ok max time from A aborted to A associated <= 300 ms: max 100 ms of 1 sample, "
                "the largest with: A associated by 127.0.0.1:40000 at 100 ms\n"));
    world_close(&world);
}

static void
without_a_sample_there_is_nothing_to_judge_unless_that_is_allowed(void)
{
    World world;
    Expectation *expectation;
    Metric *metric = metric_new(&metric_between);

    world_open(&world);
    expectation = add_between(&world, "max", "<=", 200 * MS);
    metric->from = world_pattern(&world, EVENT_ABORTED, NULL);
    metric->to = world_pattern(&world, EVENT_ASSOCIATED, NULL);
    expect_threshold_set(
        world_add_bare(&world, &expect_threshold), metric,
        &(ThresholdLimit){ comparison_find("<"), statistic_find("p95"), MS, true });
    metric_unref(metric);
    world_begin(&world);
    expectations_end(world.expectations);
    CU_ASSERT_TRUE(expectation->inconclusive);
    CU_ASSERT_TRUE(world_said(
        &world, "FAILED max time from A aborted to A associated <= 200 ms: inconclusive: there "
                "was no sample\n"
                "ok p95 time from A aborted to A associated < 1 ms: there was no sample\n"));
    world_close(&world);
}

static void
intervals_end_with_the_last_event(void)
{
    World world;
    Metric *metric = metric_new(&metric_between);

    world_open(&world);
    metric->from = world_pattern(&world, EVENT_READ, NULL);
    metric->to = world_pattern(&world, EVENT_READ, NULL);
    add_limit(&world, metric, "max", "<=", 100 * MS);
    metric_unref(metric);
    world_begin(&world);
    for (unsigned i = 0; i < 3; i++) {
        world_emit(&world, EVENT_READ, "A", NULL);
        world_move(&world, 100 * MS);
    }
    world_move(&world, CLOCK_SECOND);
    expectations_end(world.expectations);
    CU_ASSERT_TRUE(world_said(
        &world, "ok max time from A read to A read <= 100 ms: max 100 ms of 2 samples, the "
                "largest with: A read by 127.0.0.1:40000 at 100 ms\n"));
    world_close(&world);
}

/* Reads at these moments, judged after a second. */
static bool
rate_holds(const char *of, const char *sign, double limit)
{
    static const unsigned moments[] = { 0, 150, 190, 210, 220, 900 };
    World world;
    Metric *metric = metric_new(&metric_rate);
    int64_t start;
    bool held;

    world_open(&world);
    metric->from = world_pattern(&world, EVENT_READ, NULL);
    metric->per = 100 * MS;
    add_limit(&world, metric, of, sign, limit);
    metric_unref(metric);
    world_begin(&world);
    start = clock_now(world.virtual);
    for (unsigned i = 0; i < G_N_ELEMENTS(moments); i++) {
        world_move(&world, start + moments[i] * MS - clock_now(world.virtual));
        world_emit(&world, EVENT_READ, "A", NULL);
    }
    world_move(&world, 100 * MS);
    expectations_end(world.expectations);
    held = g_str_has_prefix(world.said->str, "ok ");
    world_close(&world);
    return held;
}

static void
a_rate_is_that_of_the_busiest_time_wherever_it_begins(void)
{
    CU_ASSERT_TRUE(rate_holds("max", "<=", 4));
    CU_ASSERT_FALSE(rate_holds("max", "<", 4));
    CU_ASSERT_FALSE(rate_holds("max", "<=", 3));
    CU_ASSERT_TRUE(rate_holds("min", "==", 0));
    CU_ASSERT_TRUE(rate_holds("mean", ">=", 0.59));
    CU_ASSERT_TRUE(rate_holds("mean", "<=", 0.61));
    CU_ASSERT_TRUE(rate_holds("p90", "==", 2));
}

static void
a_number_of_events_fails_with_the_one_too_many(void)
{
    World world;
    Metric *metric = metric_new(&metric_occurrences);

    world_open(&world);
    metric->from = world_pattern(&world, EVENT_READ, NULL);
    add_limit(&world, metric, "max", "<", 2);
    add_limit(&world, metric, "max", "<=", 2);
    add_limit(&world, metric, "min", ">=", 3);
    world_begin(&world);
    world_emit(&world, EVENT_READ, "A", NULL);
    world_emit(&world, EVENT_READ, "B", NULL);
    CU_ASSERT_TRUE(world_said(&world, ""));
    world_emit(&world, EVENT_READ, "A", NULL);
    CU_ASSERT_TRUE(world_said(&world, "FAILED number of A read < 2: 2\n"));
    world_emit(&world, EVENT_READ, "A", NULL);
    CU_ASSERT_TRUE(world_said(&world, "FAILED number of A read <= 2: 3; A read by "
                                      "127.0.0.1:40000 at 0 s\n"));
    expectations_end(world.expectations);
    CU_ASSERT_TRUE(world_said(&world, "ok number of A read >= 3: 3\n"));
    metric_unref(metric);
    world_close(&world);
}

static void
a_counter_is_what_it_went_up_by(void)
{
    World world;
    Metric *metric = metric_new(&metric_total);
    Counter *counter = counter_new("alarms");
    GPtrArray *counters = g_ptr_array_new();
    Expectation *expectation;

    world_open(&world);
    g_ptr_array_add(counters, counter);
    counter->on = world_pattern(&world, EVENT_READ, NULL);
    counter->step = 5;
    metric->counter = counter;
    expectation = add_limit(&world, metric, "max", "==", 10);
    expectation->after_time = CLOCK_SECOND;
    metric_unref(metric);
    counters_start(counters, world.bus);
    world_begin(&world);
    world_emit(&world, EVENT_READ, "A", NULL);
    world_move(&world, CLOCK_SECOND);
    world_emit(&world, EVENT_READ, "A", NULL);
    world_emit(&world, EVENT_READ, "B", NULL);
    world_emit(&world, EVENT_READ, "A", NULL);
    expectations_end(world.expectations);
    CU_ASSERT_EQUAL(counter->value, 15);
    CU_ASSERT_TRUE(world_said(&world, "ok counter alarms == 10 after 1 s: 10\n"));
    counters_stop(counters, world.bus);
    g_ptr_array_unref(counters);
    world_close(&world);
    counter_free(counter);
}

static void
names_are_found_and_tell_what_they_are(void)
{
    CU_ASSERT_PTR_NOT_NULL(metric_type_find("report_rate"));
    CU_ASSERT_PTR_NULL(metric_type_find("report_rat"));
    CU_ASSERT_PTR_NULL(statistic_find("p59"));
    for (const MetricType *row = metric_types; row->name != NULL; row++) {
        CU_ASSERT_PTR_EQUAL(metric_type_find(row->name), row);
        CU_ASSERT_TRUE(*row->help != '\0');
        CU_ASSERT_EQUAL(row->kind == &metric_total, row->read != NULL);
        CU_ASSERT_EQUAL(row->kind->unit == METRIC_RATE, row->per != 0);
        CU_ASSERT_EQUAL(row->kind == &metric_between, row->same != 0);
    }
}

TEST_SUITE(engine_expects_threshold, TEST_CASE(the_limit_itself_is_within_or_not),
           TEST_CASE(statistics_are_of_all_samples),
           TEST_CASE(what_is_too_long_fails_at_once_with_its_event),
           TEST_CASE(what_never_came_counts_with_the_time_that_it_was_waited_for),
           TEST_CASE(without_a_sample_there_is_nothing_to_judge_unless_that_is_allowed),
           TEST_CASE(intervals_end_with_the_last_event),
           TEST_CASE(a_rate_is_that_of_the_busiest_time_wherever_it_begins),
           TEST_CASE(a_number_of_events_fails_with_the_one_too_many),
           TEST_CASE(a_counter_is_what_it_went_up_by),
           TEST_CASE(names_are_found_and_tell_what_they_are))
