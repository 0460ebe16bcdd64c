/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/net/loop.h"

#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "tests/sim/net/turns.h"

typedef struct Watched {
    LoopWatch watch;
    Loop *loop;
    struct Watched *removes;
    unsigned calls;
} Watched;

static void
watched_ready(LoopWatch *watch, uint32_t events)
{
    Watched *watched = (Watched *)watch;

    CU_ASSERT_TRUE((events & EPOLLIN) != 0);
    watched->calls++;
    if (watched->removes != NULL) {
        loop_remove(watched->loop, &watched->removes->watch);
    }
}

static Watched
watched_new(Loop *loop)
{
    return (Watched){ .watch = { .ready = watched_ready,
                                 .fd = eventfd(1, EFD_NONBLOCK | EFD_CLOEXEC),
                                 .events = EPOLLIN },
                      .loop = loop };
}

static void
a_watch_removed_by_another_of_the_same_turn_is_not_called(void)
{
    GMainContext *context;
    Loop *loop = turns_new(&context);
    Watched a = watched_new(loop);
    Watched b = watched_new(loop);

    a.removes = &b;
    b.removes = &a;
    CU_ASSERT_TRUE(loop_add(loop, &a.watch));
    CU_ASSERT_TRUE(loop_add(loop, &b.watch));
    g_main_context_iteration(context, FALSE);
    CU_ASSERT_TRUE(a.calls == 0 || b.calls == 0);
    CU_ASSERT_TRUE(a.calls + b.calls > 1);
    close(a.watch.fd);
    close(b.watch.fd);
    turns_free(loop, context);
}

static void
a_watch_may_remove_itself_and_come_back(void)
{
    GMainContext *context;
    Loop *loop = turns_new(&context);
    Watched a = watched_new(loop);

    a.removes = &a;
    CU_ASSERT_TRUE(loop_add(loop, &a.watch));
    CU_ASSERT_FALSE(loop_add(loop, &a.watch));
    turns_settle(context);
    CU_ASSERT_EQUAL(a.calls, 1);
    CU_ASSERT_TRUE(loop_add(loop, &a.watch));
    turns_settle(context);
    CU_ASSERT_EQUAL(a.calls, 2);
    close(a.watch.fd);
    turns_free(loop, context);
}

typedef struct Work {
    LoopLater later;
    Loop *loop;
    GString *log;
    char name;
    struct Work *queues, *forgets;
} Work;

static void
work_run(LoopLater *later)
{
    Work *work = (Work *)later;

    g_string_append_c(work->log, work->name);
    if (work->queues != NULL) {
        loop_later(work->loop, &work->queues->later);
    }
    if (work->forgets != NULL) {
        loop_forget(work->loop, &work->forgets->later);
    }
}

static void
work_put_off_runs_once_and_in_order(void)
{
    GMainContext *context;
    Loop *loop = turns_new(&context);
    g_autoptr(GString) log = g_string_new(NULL);
    Work works[4];

    for (int i = 0; i < 4; i++) {
        works[i] = (Work){
            .later = { .run = work_run }, .loop = loop, .log = log, .name = (char)('a' + i)
        };
    }
    works[0].queues = &works[3];
    works[0].forgets = &works[2];
    CU_ASSERT_TRUE(loop_is_quiet(loop));
    for (int i = 0; i < 3; i++) {
        loop_later(loop, &works[i].later);
        loop_later(loop, &works[i].later);
    }
    CU_ASSERT_FALSE(loop_is_quiet(loop));
    turns_settle(context);
    CU_ASSERT_STRING_EQUAL(log->str, "abd");
    CU_ASSERT_TRUE(loop_is_quiet(loop));
    loop_later(loop, &works[1].later);
    loop_forget(loop, &works[1].later);
    loop_later(loop, &works[2].later);
    turns_settle(context);
    CU_ASSERT_STRING_EQUAL(log->str, "abdc");
    turns_free(loop, context);
}

typedef struct Bell {
    Timer timer;
    bool rung;
} Bell;

static void
ring(Timer *timer)
{
    ((Bell *)timer)->rung = true;
}

static void
the_wall_clock_wakes_the_loop(void)
{
    GMainContext *context;
    Loop *loop = turns_new(&context);
    Bell bell = { .rung = false };
    int64_t begin = g_get_monotonic_time();

    clock_arm(loop_wall(loop), &bell.timer, clock_now(loop_wall(loop)) + 20 * CLOCK_MILLISECOND,
              ring);
    CU_ASSERT_TRUE(turns_until(context, &bell.rung));
    CU_ASSERT_TRUE(g_get_monotonic_time() - begin >= 19000);
    CU_ASSERT_TRUE(llabs(clock_now(loop_wall(loop)) - g_get_real_time() * 1000) <
                   10 * CLOCK_SECOND);
    turns_free(loop, context);
}

typedef struct Driven {
    LoopClock clock;
    Loop *loop;
    unsigned moves;
    bool done;
} Driven;

static void
driven_move(LoopClock *clock, int64_t wall_now)
{
    Driven *driven = (Driven *)clock;

    CU_ASSERT_TRUE(wall_now >= clock->due);
    driven->done = ++driven->moves == 3;
    loop_set_due(driven->loop, clock,
                 driven->done ? CLOCK_NEVER : wall_now + CLOCK_MILLISECOND);
}

static void
a_driven_clock_is_moved_when_it_says_so(void)
{
    GMainContext *context;
    Loop *loop = turns_new(&context);
    Driven driven = { .clock = { .move = driven_move, .due = CLOCK_NEVER }, .loop = loop };

    loop_add_clock(loop, &driven.clock);
    turns_settle(context);
    CU_ASSERT_EQUAL(driven.moves, 0);
    loop_set_due(loop, &driven.clock, 0);
    CU_ASSERT_TRUE(turns_until(context, &driven.done));
    turns_settle(context);
    CU_ASSERT_EQUAL(driven.moves, 3);
    loop_remove_clock(loop, &driven.clock);
    turns_free(loop, context);
}

typedef struct Steps {
    Timer early, late;
    LoopLater later;
    Loop *loop;
    GString *log;
} Steps;

static void
note_step(Steps *steps, const char *what)
{
    g_string_append_printf(steps->log, "%s %d;", what,
                           (int)(clock_now(loop_wall(steps->loop)) / CLOCK_SECOND));
}

static void
early_due(Timer *timer)
{
    Steps *steps = (Steps *)(void *)timer;

    note_step(steps, "early");
    loop_later(steps->loop, &steps->later);
}

static void
late_due(Timer *timer)
{
    Steps *steps = (Steps *)(void *)((char *)timer - offsetof(Steps, late));

    note_step(steps, "late");
    loop_quit(steps->loop);
}

static void
later_run(LoopLater *later)
{
    note_step((Steps *)(void *)((char *)later - offsetof(Steps, later)), "work");
}

/* Hours pass at once, work comes before time moves, and nothing moves behind the end. */
static void
a_stepped_loop_jumps_from_timer_to_timer(void)
{
    GMainContext *context = g_main_context_new();
    Steps steps = { .later.run = later_run, .log = g_string_new(NULL) };
    Loop *loop = loop_new_stepped(context, 1000 * CLOCK_SECOND);
    Timer never;
    Clock *wall = loop_wall(loop);

    memset(&never, 0, sizeof never);
    steps.loop = loop;
    clock_arm(wall, &steps.late, 9000 * CLOCK_SECOND, late_due);
    clock_arm(wall, &steps.early, 8000 * CLOCK_SECOND, early_due);
    clock_arm(wall, &never, 9001 * CLOCK_SECOND, early_due);
    loop_later(loop, &steps.later);
    loop_run(loop);
    CU_ASSERT_STRING_EQUAL(steps.log->str, "work 1000;early 8000;work 8000;late 9000;");
    clock_disarm(wall, &never);
    loop_free(loop);
    g_main_context_unref(context);
    g_string_free(steps.log, TRUE);
}

TEST_SUITE(net_loop, TEST_CASE(a_stepped_loop_jumps_from_timer_to_timer),
           TEST_CASE(a_watch_removed_by_another_of_the_same_turn_is_not_called),
           TEST_CASE(a_watch_may_remove_itself_and_come_back),
           TEST_CASE(work_put_off_runs_once_and_in_order),
           TEST_CASE(the_wall_clock_wakes_the_loop),
           TEST_CASE(a_driven_clock_is_moved_when_it_says_so))
