/* SPDX-License-Identifier: Apache-2.0
 *
 * Octets as metrics: each way, in total, of each association, in the busiest time.
 */
#include "engine/expects/threshold.h"

#include <math.h>

#include "tests/engine/support.h"
#include "tests/test.h"

#define MS CLOCK_MILLISECOND

static Metric *
named(EngineStage *stage, const char *name)
{
    const MetricType *type = metric_type_find(name);
    Metric *metric;

    CU_ASSERT_PTR_NOT_NULL_FATAL(type);
    metric = metric_new(type->kind);
    metric->type = type;
    metric->per = type->per;
    metric->devices = g_new(Device *, 1);
    metric->devices[metric->device_count++] = &stage->device;
    metric->who = g_strdup("FEEDER1");
    return metric;
}

static void
pass(const EngineStage *stage, uint64_t association, bool outbound, size_t size)
{
    static const uint8_t octets[1000];
    GatePass passed = { .point = GATE_BYTES,
                        .association = association,
                        .outbound = outbound,
                        .bytes = { octets, size } };

    CU_ASSERT_EQUAL(gate_pass(&ied_gates(stage->device.ied)[GATE_BYTES], &passed), GATE_PASS);
}

static double
statistic(const MetricRun *run, const char *name)
{
    return metric_run_statistic(run, statistic_find(name));
}

/* Two associations in 3 s: 100 in, 10 out; 300 in, 900 out; 50 in of the first again. */
static MetricRun *
measure(EngineStage *stage, const char *name)
{
    Metric *metric = named(stage, name);
    MetricRun *run = metric_run_new(metric);

    pass(stage, 1, false, 777); /* before it began */
    metric_run_begin(run, stage->clock);
    pass(stage, 1, false, 100);
    pass(stage, 1, true, 10);
    clock_advance(stage->clock, clock_now(stage->clock) + 900 * MS, 0);
    pass(stage, 2, false, 300);
    pass(stage, 2, true, 900);
    clock_advance(stage->clock, clock_now(stage->clock) + 200 * MS, 0);
    pass(stage, 1, false, 50);
    clock_advance(stage->clock, clock_now(stage->clock) + 1900 * MS, 0);
    metric_run_end(run);
    pass(stage, 1, false, 888); /* after it ended */
    return run;
}

static void
done(MetricRun *run)
{
    Metric *metric = (Metric *)run->metric;

    metric_run_free(run);
    metric_unref(metric);
}

static void
each_way_is_counted_by_itself(void)
{
    EngineStage stage;
    MetricRun *run;

    engine_stage_open(&stage);
    run = measure(&stage, "octets_in");
    CU_ASSERT_EQUAL(statistic(run, "max"), 450);
    done(run);
    run = measure(&stage, "octets_out");
    CU_ASSERT_EQUAL(statistic(run, "max"), 910);
    done(run);
    engine_stage_close(&stage);
}

static void
each_association_is_a_sample(void)
{
    EngineStage stage;
    MetricRun *run;

    engine_stage_open(&stage);
    run = measure(&stage, "association_octets_in");
    CU_ASSERT_EQUAL(statistic(run, "count"), 2);
    CU_ASSERT_EQUAL(statistic(run, "min"), 150);
    CU_ASSERT_EQUAL(statistic(run, "max"), 300);
    CU_ASSERT_EQUAL(statistic(run, "mean"), 225);
    done(run);
    engine_stage_close(&stage);
}

/* The busiest second ends at 0.9 s; at 1.1 s the first octets are more than a second away. */
static void
a_rate_is_that_of_the_busiest_second_and_of_whole_ones(void)
{
    EngineStage stage;
    MetricRun *run;

    engine_stage_open(&stage);
    run = measure(&stage, "octet_rate_in");
    CU_ASSERT_EQUAL(statistic(run, "max"), 400);
    CU_ASSERT_EQUAL(statistic(run, "mean"), 150);
    CU_ASSERT_EQUAL(statistic(run, "count"), 3);
    CU_ASSERT_EQUAL(statistic(run, "min"), 0);
    CU_ASSERT_EQUAL(statistic(run, "p50"), 50);
    done(run);
    engine_stage_close(&stage);
}

static void
without_octets_a_total_is_0_and_a_rate_nothing(void)
{
    static const char *const names[] = { "octets_out", "octet_rate_out",
                                         "association_octets_out" };
    EngineStage stage;

    engine_stage_open(&stage);
    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
        MetricRun *run = metric_run_new(named(&stage, names[i]));

        metric_run_begin(run, stage.clock);
        clock_advance(stage.clock, clock_now(stage.clock) + 5000 * MS, 0);
        metric_run_end(run);
        if (i == 0) {
            CU_ASSERT_EQUAL(statistic(run, "max"), 0);
        } else {
            CU_ASSERT_TRUE(isnan(statistic(run, "max")));
        }
        done(run);
    }
    engine_stage_close(&stage);
}

/* The IEDs of a run that is broken off go before its expectations do. */
static void
one_that_never_ended_leaves_the_gates_alone(void)
{
    EngineStage stage;
    MetricRun *run;

    engine_stage_open(&stage);
    run = metric_run_new(named(&stage, "octets_in"));
    metric_run_begin(run, stage.clock);
    pass(&stage, 1, false, 20);
    engine_stage_close(&stage);
    CU_ASSERT_EQUAL(run->total, 20);
    done(run);
}

TEST_SUITE(engine_metrics_octets, TEST_CASE(each_way_is_counted_by_itself),
           TEST_CASE(each_association_is_a_sample),
           TEST_CASE(a_rate_is_that_of_the_busiest_second_and_of_whole_ones),
           TEST_CASE(without_octets_a_total_is_0_and_a_rate_nothing),
           TEST_CASE(one_that_never_ended_leaves_the_gates_alone))
