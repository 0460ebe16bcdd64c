/* SPDX-License-Identifier: Apache-2.0
 *
 * The loop: one GSource whose only descriptor is an epoll set. A turn is: ready descriptors,
 * due timers, then the work put off to the end of the turn. A few turns are taken per dispatch
 * while there is work, which saves the way around GLib; then every other source has its go.
 */
#include "sim/net/loop.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define EVENTS_A_TURN 64
#define TURNS_A_DISPATCH 16
#define TIMERS_A_TURN 1024
#define LATERS_A_TURN 4096

typedef struct LoopSource {
    GSource source;
    Loop *loop;
} LoopSource;

struct Loop {
    GMainContext *context;
    GMainLoop *main;
    LoopSource *source;
    void *tag; /* of the epoll descriptor in the source */
    int epoll;
    int spare;
    Clock *wall;
    int64_t wall_offset; /* ns from CLOCK_MONOTONIC to the wall */
    bool stepped;
    bool over;    /* loop_quit was called: a stepped loop goes no further */
    int64_t step; /* what the wall clock of a stepped loop shows */
    bool dispatching;
    LoopClock *clocks;
    LoopLater *first_later, *last_later;
    struct epoll_event events[EVENTS_A_TURN]; /* of this turn; removed watches become NULL */
    int event_count, event_next;
};

static int64_t
read_clock(clockid_t id)
{
    struct timespec time;

    clock_gettime(id, &time);
    return time.tv_sec * CLOCK_SECOND + time.tv_nsec;
}

/* The wall clock goes on evenly when somebody sets the system's time. */
static int64_t
wall_time(const Loop *loop)
{
    return loop->stepped ? loop->step : read_clock(CLOCK_MONOTONIC) + loop->wall_offset;
}

static int64_t
next_due(const Loop *loop)
{
    int64_t due = clock_next_due(loop->wall);

    for (LoopClock *clock = loop->clocks; clock != NULL; clock = clock->next) {
        due = MIN(due, clock->ask != NULL ? clock->ask(clock) : clock->due);
    }
    return due;
}

static void
move_clocks(Loop *loop, int64_t now)
{
    LoopClock *next;

    clock_advance(loop->wall, now, TIMERS_A_TURN);
    for (LoopClock *clock = loop->clocks; clock != NULL; clock = next) {
        next = clock->next;
        if (clock->ask != NULL || clock->due <= now) {
            clock->move(clock, now);
        }
    }
}

static void
run_laters(Loop *loop)
{
    for (int i = 0; i < LATERS_A_TURN && loop->first_later != NULL; i++) {
        LoopLater *later = loop->first_later;

        loop->first_later = later->next;
        later->next = NULL;
        later->queued = false;
        later->run(later);
    }
}

static int
run_ready(Loop *loop)
{
    int count = epoll_wait(loop->epoll, loop->events, EVENTS_A_TURN, 0);

    loop->event_count = MAX(count, 0);
    for (loop->event_next = 0; loop->event_next < loop->event_count;) {
        struct epoll_event *event = &loop->events[loop->event_next++];
        LoopWatch *watch = event->data.ptr;

        if (watch != NULL) {
            watch->ready(watch, event->events);
        }
    }
    loop->event_count = 0;
    return count;
}

static gboolean
source_prepare(GSource *source, gint *timeout)
{
    const Loop *loop = ((LoopSource *)source)->loop;
    int64_t due = next_due(loop);
    int64_t wait;

    *timeout = -1;
    if (loop->first_later != NULL) {
        return TRUE;
    }
    if (due == CLOCK_NEVER) {
        return FALSE;
    }
    if (loop->stepped) {
        return TRUE;
    }
    wait = due - wall_time(loop);
    if (wait <= 0) {
        return TRUE;
    }
    *timeout = (gint)MIN((wait - 1) / CLOCK_MILLISECOND + 1, G_MAXINT);
    return FALSE;
}

static gboolean
source_check(GSource *source)
{
    const Loop *loop = ((LoopSource *)source)->loop;

    return g_source_query_unix_fd(source, loop->tag) != 0 || loop->first_later != NULL ||
           next_due(loop) <= (loop->stepped ? CLOCK_NEVER - 1 : wall_time(loop));
}

/* Time moves when neither descriptors nor what was put off want anything. True when it did. */
static bool
step(Loop *loop, int ready)
{
    int64_t due = next_due(loop);

    if (ready > 0 || loop->first_later != NULL || due == CLOCK_NEVER || loop->over) {
        return false;
    }
    loop->step = MAX(loop->step, due);
    move_clocks(loop, loop->step);
    return true;
}

static bool
take_stepped_turn(Loop *loop)
{
    int count = run_ready(loop);
    bool moved = step(loop, count);
    bool had_more = loop->first_later != NULL;

    run_laters(loop);
    return moved || had_more || count > 0;
}

static bool
take_turn(Loop *loop)
{
    int count;

    if (loop->stepped) {
        return take_stepped_turn(loop);
    }
    move_clocks(loop, wall_time(loop));
    count = run_ready(loop);
    run_laters(loop);
    return count > 0;
}

static gboolean
source_dispatch(GSource *source, GSourceFunc callback, gpointer user)
{
    Loop *loop = ((LoopSource *)source)->loop;
    bool busy;
    int turns = 0;

    (void)callback;
    (void)user;
    loop->dispatching = true;
    do {
        busy = take_turn(loop);
    } while (busy && ++turns < TURNS_A_DISPATCH && !g_source_is_destroyed(source));
    loop->dispatching = false;
    return G_SOURCE_CONTINUE;
}

static GSourceFuncs source_functions = { .prepare = source_prepare,
                                         .check = source_check,
                                         .dispatch = source_dispatch };

static void
raise_descriptor_limit(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

Loop *
loop_new(GMainContext *context)
{
    Loop *loop = g_new0(Loop, 1);

    raise_descriptor_limit();
    signal(SIGPIPE, SIG_IGN);
    loop->context = g_main_context_ref(context != NULL ? context : g_main_context_default());
    loop->main = g_main_loop_new(loop->context, FALSE);
    loop->epoll = epoll_create1(EPOLL_CLOEXEC);
    loop->spare = open("/dev/null", O_RDONLY | O_CLOEXEC);
    g_assert(loop->epoll >= 0);
    loop->wall_offset = read_clock(CLOCK_REALTIME) - read_clock(CLOCK_MONOTONIC);
    loop->wall = clock_new(wall_time(loop));
    loop->source = (LoopSource *)g_source_new(&source_functions, sizeof(LoopSource));
    loop->source->loop = loop;
    loop->tag = g_source_add_unix_fd(&loop->source->source, loop->epoll, G_IO_IN);
    g_source_attach(&loop->source->source, loop->context);
    return loop;
}

Loop *
loop_new_stepped(GMainContext *context, int64_t start)
{
    Loop *loop = loop_new(context);

    loop->stepped = true;
    loop->step = start;
    clock_free(loop->wall);
    loop->wall = clock_new(start);
    return loop;
}

void
loop_free(Loop *loop)
{
    if (loop == NULL) {
        return;
    }
    g_source_destroy(&loop->source->source);
    g_source_unref(&loop->source->source);
    clock_free(loop->wall);
    g_main_loop_unref(loop->main);
    g_main_context_unref(loop->context);
    close(loop->epoll);
    if (loop->spare >= 0) {
        close(loop->spare);
    }
    g_free(loop);
}

bool
loop_add(Loop *loop, LoopWatch *watch)
{
    struct epoll_event event = { .events = watch->events, .data.ptr = watch };

    return epoll_ctl(loop->epoll, EPOLL_CTL_ADD, watch->fd, &event) == 0;
}

void
loop_modify(Loop *loop, LoopWatch *watch, uint32_t events)
{
    struct epoll_event event = { .events = events, .data.ptr = watch };

    if (watch->events != events) {
        watch->events = events;
        epoll_ctl(loop->epoll, EPOLL_CTL_MOD, watch->fd, &event);
    }
}

void
loop_remove(Loop *loop, LoopWatch *watch)
{
    for (int i = loop->event_next; i < loop->event_count; i++) {
        if (loop->events[i].data.ptr == watch) {
            loop->events[i].data.ptr = NULL;
        }
    }
    epoll_ctl(loop->epoll, EPOLL_CTL_DEL, watch->fd, NULL);
}

void
loop_later(Loop *loop, LoopLater *later)
{
    if (later->queued) {
        return;
    }
    later->queued = true;
    later->next = NULL;
    if (loop->first_later == NULL) {
        loop->first_later = later;
    } else {
        loop->last_later->next = later;
    }
    loop->last_later = later;
}

void
loop_forget(Loop *loop, LoopLater *later)
{
    LoopLater *before = NULL;

    if (!later->queued) {
        return;
    }
    for (LoopLater *at = loop->first_later; at != later; at = at->next) {
        before = at;
    }
    if (before == NULL) {
        loop->first_later = later->next;
    } else {
        before->next = later->next;
    }
    if (loop->last_later == later) {
        loop->last_later = before;
    }
    later->next = NULL;
    later->queued = false;
}

bool
loop_is_quiet(const Loop *loop)
{
    return loop->first_later == NULL;
}

/* Outside of a dispatch nobody else moves the clock; what is due stays for the dispatch. */
Clock *
loop_wall(Loop *loop)
{
    if (!loop->dispatching) {
        int64_t due = clock_next_due(loop->wall);

        clock_advance(loop->wall, MIN(wall_time(loop), due == CLOCK_NEVER ? due : due - 1), 0);
    }
    return loop->wall;
}

void
loop_add_clock(Loop *loop, LoopClock *clock)
{
    clock->next = loop->clocks;
    loop->clocks = clock;
}

void
loop_remove_clock(Loop *loop, LoopClock *clock)
{
    LoopClock **place = &loop->clocks;

    while (*place != NULL && *place != clock) {
        place = &(*place)->next;
    }
    if (*place != NULL) {
        *place = clock->next;
    }
}

void
loop_set_due(Loop *loop, LoopClock *clock, int64_t due)
{
    (void)loop;
    clock->due = due;
}

void
loop_run(Loop *loop)
{
    loop->over = false;
    g_main_loop_run(loop->main);
}

void
loop_quit(Loop *loop)
{
    loop->over = true;
    g_main_loop_quit(loop->main);
}

void
loop_refuse_connection(Loop *loop, int listening)
{
    int fd;

    if (loop->spare >= 0) {
        close(loop->spare);
    }
    fd = accept4(listening, NULL, NULL, SOCK_CLOEXEC);
    if (fd >= 0) {
        close(fd);
    }
    loop->spare = open("/dev/null", O_RDONLY | O_CLOEXEC);
}
