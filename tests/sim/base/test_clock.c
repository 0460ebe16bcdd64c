/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/base/clock.h"

#include <glib.h>

#include "sim/base/prng.h"
#include "tests/test.h"

typedef struct Probe {
    Timer timer;
    Clock *clock;
    GString *log;
    char name;
    int64_t again; /* re-arms this much later; 0: not */
    int64_t seen;
} Probe;

static void
note(Timer *timer)
{
    Probe *probe = (Probe *)timer;

    g_string_append_c(probe->log, probe->name);
    probe->seen = clock_now(probe->clock);
    if (probe->again > 0) {
        clock_arm(probe->clock, timer, probe->seen + probe->again, note);
    }
}

static void
timers_fire_in_order_of_due_then_of_arming(void)
{
    Clock *clock = clock_new(1000);
    g_autoptr(GString) log = g_string_new(NULL);
    Probe probes[5];
    static const int64_t dues[] = { 30, 10, 20, 10, 20 };

    for (int i = 0; i < 5; i++) {
        probes[i] = (Probe){ .clock = clock, .log = log, .name = (char)('a' + i) };
        clock_arm(clock, &probes[i].timer, 1000 + dues[i], note);
    }
    CU_ASSERT_EQUAL(clock_next_due(clock), 1010);
    CU_ASSERT_TRUE(clock_advance(clock, 1025, 0));
    CU_ASSERT_STRING_EQUAL(log->str, "bdce");
    CU_ASSERT_EQUAL(probes[1].seen, 1010);
    CU_ASSERT_EQUAL(clock_now(clock), 1025);
    CU_ASSERT_TRUE(clock_is_armed(&probes[0].timer));
    CU_ASSERT_FALSE(clock_is_armed(&probes[1].timer));
    clock_free(clock);
    CU_ASSERT_FALSE(clock_is_armed(&probes[0].timer));
}

static void
time_never_goes_backwards(void)
{
    Clock *clock = clock_new(1000);
    g_autoptr(GString) log = g_string_new(NULL);
    Probe late = { .clock = clock, .log = log, .name = 'l' };

    CU_ASSERT_TRUE(clock_advance(clock, 500, 0));
    CU_ASSERT_EQUAL(clock_now(clock), 1000);
    clock_arm(clock, &late.timer, 10, note);
    CU_ASSERT_TRUE(clock_advance(clock, 1000, 0));
    CU_ASSERT_EQUAL(late.seen, 1000);
    CU_ASSERT_EQUAL(clock_next_due(clock), CLOCK_NEVER);
    clock_free(clock);
}

static void
a_timer_may_arm_itself_again(void)
{
    Clock *clock = clock_new(0);
    g_autoptr(GString) log = g_string_new(NULL);
    Probe every = { .clock = clock, .log = log, .name = 'x', .again = 10 };

    clock_arm(clock, &every.timer, 10, note);
    CU_ASSERT_TRUE(clock_advance(clock, 45, 0));
    CU_ASSERT_STRING_EQUAL(log->str, "xxxx");
    CU_ASSERT_EQUAL(clock_next_due(clock), 50);
    clock_free(clock);
}

static void
a_budget_leaves_the_rest_for_later(void)
{
    Clock *clock = clock_new(0);
    g_autoptr(GString) log = g_string_new(NULL);
    Probe every = { .clock = clock, .log = log, .name = 'x', .again = 10 };

    clock_arm(clock, &every.timer, 10, note);
    CU_ASSERT_FALSE(clock_advance(clock, 45, 3));
    CU_ASSERT_EQUAL(clock_now(clock), 30);
    CU_ASSERT_TRUE(clock_advance(clock, 45, 3));
    CU_ASSERT_STRING_EQUAL(log->str, "xxxx");
    CU_ASSERT_EQUAL(clock_now(clock), 45);
    clock_free(clock);
}

static void
disarm_takes_any_timer_out_of_a_large_heap(void)
{
    enum { COUNT = 1000 };
    Clock *clock = clock_new(0);
    g_autofree Timer *timers = g_new0(Timer, COUNT);
    Prng prng = prng_keyed(1, NULL, "heap", 0);
    unsigned left = COUNT;
    int64_t last = 0;

    for (int i = 0; i < COUNT; i++) {
        clock_arm(clock, &timers[i], (int64_t)prng_below(&prng, 500), NULL);
    }
    for (int i = 0; i < COUNT; i += 3) {
        clock_disarm(clock, &timers[i]);
        clock_disarm(clock, &timers[i]);
        left--;
    }
    for (int i = 1; i < COUNT; i += 3) {
        clock_arm(clock, &timers[i], (int64_t)prng_below(&prng, 500), NULL);
    }
    for (; clock_next_due(clock) != CLOCK_NEVER; left--) {
        int64_t due = clock_next_due(clock);

        CU_ASSERT_TRUE(due >= last);
        last = due;
        for (int i = 0; i < COUNT; i++) {
            if (clock_is_armed(&timers[i]) && timers[i].place == 1) {
                clock_disarm(clock, &timers[i]);
                break;
            }
        }
    }
    CU_ASSERT_EQUAL(left, 0);
    clock_free(clock);
}

TEST_SUITE(base_clock, TEST_CASE(timers_fire_in_order_of_due_then_of_arming),
           TEST_CASE(time_never_goes_backwards), TEST_CASE(a_timer_may_arm_itself_again),
           TEST_CASE(a_budget_leaves_the_rest_for_later),
           TEST_CASE(disarm_takes_any_timer_out_of_a_large_heap))
