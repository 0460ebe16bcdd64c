/* SPDX-License-Identifier: Apache-2.0
 *
 * Thresholds on client coverage: the share, what was never touched, and nothing to judge.
 */
#include "engine/expects/threshold.h"

#include "tests/engine/expect_world.h"
#include "tests/sim/bay.h"
#include "tests/test.h"

typedef struct Covering {
    World world;
    Bay bay;
    Stage stage;
} Covering;

static void
cover(Covering *self)
{
    world_open(&self->world);
    bay_begin(&self->bay, 0, 0, 0);
    self->stage = (Stage){ .coverage = coverage_new(self->bay.bus) };
    coverage_watch(self->stage.coverage, self->bay.ied);
    self->world.device = (Device){ .name = (char *)"BAY", .stage = &self->stage };
}

static void
uncover(Covering *self)
{
    ied_on_touch(self->bay.ied, NULL, NULL);
    coverage_free(self->stage.coverage);
    bay_end(&self->bay);
    world_close(&self->world);
}

static Expectation *
limit(Covering *self, CoverageKind kind, const char *sign, double percent)
{
    Metric *metric = metric_new(&metric_coverage);
    Expectation *expectation = world_add_bare(&self->world, &expect_threshold);

    metric->coverage = kind;
    metric->devices = g_new(Device *, 1);
    metric->devices[metric->device_count++] = &self->world.device;
    metric->who = g_strdup("BAY");
    expect_threshold_set(expectation, metric,
                         &(ThresholdLimit){ .comparison = comparison_find(sign),
                                            .statistic = statistic_find("max"),
                                            .limit = percent });
    metric_unref(metric);
    return expectation;
}

static void
query_log(Covering *self)
{
    event_emit(
        self->bay.bus,
        &(Event){ .kind = EVENT_LOG_QUERIED, .ied = "BAY", .reference = "LD0/LLN0.Events" });
}

static void
what_was_never_touched_is_named(void)
{
    Covering self;

    cover(&self);
    limit(&self, COVERAGE_DATA_SETS, ">=", 50);
    world_begin(&self.world);
    expectations_end(self.world.expectations);
    CU_ASSERT_TRUE(world_said(&self.world,
                              "FAILED coverage of data sets of BAY >= 50 %: 0 % (0 of 4), "
                              "never touched: LD0/LLN0.dsStatus, LD0/LLN0.dsMeas, "
                              "LD0/LLN0.dsProt, LD0/LLN0.dsGoose\n"));
    uncover(&self);
}

static void
it_is_judged_by_what_stands_at_the_end(void)
{
    Covering self;

    cover(&self);
    limit(&self, COVERAGE_LOGS, ">=", 100);
    world_begin(&self.world);
    query_log(&self);
    CU_ASSERT_TRUE(world_said(&self.world, ""));
    expectations_end(self.world.expectations);
    CU_ASSERT_TRUE(
        world_said(&self.world, "ok coverage of logs of BAY >= 100 %: 100 % (1 of 1)\n"));
    uncover(&self);
}

static void
what_came_after_its_time_does_not_count(void)
{
    Covering self;

    cover(&self);
    limit(&self, COVERAGE_LOGS, ">=", 100)->within = CLOCK_SECOND;
    world_begin(&self.world);
    world_move(&self.world, 2 * CLOCK_SECOND);
    query_log(&self);
    expectations_end(self.world.expectations);
    CU_ASSERT_TRUE(world_said(&self.world,
                              "FAILED coverage of logs of BAY >= 100 % within 1 s: 0 % (0 of "
                              "1), never touched: LD0/LLN0.Events\n"));
    uncover(&self);
}

static void
many_names_are_cut_off_and_the_total_is_of_all_kinds(void)
{
    Covering self;

    cover(&self);
    limit(&self, COVERAGE_KINDS, ">", 0);
    world_begin(&self.world);
    expectations_end(self.world.expectations);
    CU_ASSERT_TRUE(g_str_has_prefix(self.world.said->str,
                                    "FAILED coverage of everything of BAY > 0 %: 0 % (0 of "));
    CU_ASSERT_TRUE(g_str_has_suffix(self.world.said->str, " more\n"));
    CU_ASSERT_TRUE(self.world.said->len < 400);
    uncover(&self);
}

static void
where_nothing_is_offered_there_is_nothing_to_judge(void)
{
    Covering self;

    cover(&self);
    limit(&self, COVERAGE_LOGS, ">=", 100);
    self.world.device.name = (char *)"ANOTHER";
    world_begin(&self.world);
    expectations_end(self.world.expectations);
    CU_ASSERT_TRUE(world_said(&self.world, "FAILED coverage of logs of BAY >= 100 %: "
                                           "inconclusive: nothing of the kind is offered\n"));
    uncover(&self);
}

TEST_SUITE(engine_metrics_coverage, TEST_CASE(what_was_never_touched_is_named),
           TEST_CASE(it_is_judged_by_what_stands_at_the_end),
           TEST_CASE(what_came_after_its_time_does_not_count),
           TEST_CASE(many_names_are_cut_off_and_the_total_is_of_all_kinds),
           TEST_CASE(where_nothing_is_offered_there_is_nothing_to_judge))
