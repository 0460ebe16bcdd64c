/* SPDX-License-Identifier: Apache-2.0
 *
 * One figure of `make bench` about reports: this process commits and sends on one core, a child
 * of it receives on the other (receiver.h). The IED, its associations and the loop are the
 * program's own; raw ones are send() of as many octets in the same pattern.
 *
 *     report mms SCL BLOCK BLOCKS CONNECTIONS CHANGES BURST RATE SECONDS
 *         BLOCKS instances of a control block of the first IED in the file ("RP$urcb") over so
 *         many CONNECTIONS; each commit changes CHANGES of LD0/GGIO1.AnIn*, each turn makes
 *         BURST commits, as fast as it goes or, with a RATE, so many turns a second.
 *     report raw SIZE BLOCKS CONNECTIONS BURST RATE SECONDS
 *         Every turn sends BURST * BLOCKS reports of SIZE octets, one send() a connection.
 *
 * One line: reports, seconds, processor seconds of this process, octets, and with a rate the
 * median and the 99th percentile in ns from before the commit until the socket had the report.
 */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "sim/ied.h"
#include "sim/scl/scl.h"
#include "tests/bench/receiver.h"

enum { POINTS = 100, BURST_MAX = 64 };

#define WARM_UP (200 * CLOCK_MILLISECOND)
#define SILENCE (10 * CLOCK_SECOND)
#define LOOK_AGAIN CLOCK_MILLISECOND

typedef struct Sender Sender;
struct Sender {
    Loop *loop;
    ReceiverPlan plan;
    ReceiverBoard *board;
    unsigned burst;   /* commits a turn */
    int64_t interval; /* ns between turns; 0: as fast as it goes */
    void (*commit)(Sender *sender);
    LoopLater later;
    Timer timer;
    uint64_t commits;
    int64_t due, end;
    /* mms */
    SclFile *file;
    EventBus *events;
    Ied *ied;
    Point points[POINTS];
    unsigned changes; /* a commit */
    uint64_t answers; /* PDUs sent before the first report */
    /* raw */
    int listening;
    int fds[RECEIVER_BLOCKS_MAX];
    uint8_t *octets;
};

static int64_t
read_clock(clockid_t id)
{
    struct timespec time;

    clock_gettime(id, &time);
    return time.tv_sec * CLOCK_SECOND + time.tv_nsec;
}

static void __attribute__((noreturn)) fail(const char *what)
{
    fprintf(stderr, "report: %s\n", what);
    exit(1);
}

static void
pin(int core)
{
    cpu_set_t set;

    CPU_ZERO(&set);
    CPU_SET(core, &set);
    sched_setaffinity(0, sizeof set, &set);
}

/* One change a commit goes round the members. */
static void
commit_changes(Sender *sender)
{
    Value value = { .kind = VALUE_FLOAT, .real = (double)sender->commits + 1 };

    ied_change_open(sender->ied);
    for (unsigned i = 0; i < sender->changes; i++) {
        const Point *point =
            &sender->points[sender->changes > 1 ? i : sender->commits % POINTS];

        if (ied_set(sender->ied, point, &(IedSet){ .value = &value }) != VALUE_OK) {
            fail("a value cannot be set");
        }
    }
    ied_change_commit(sender->ied);
}

/* All reports of a turn leave with its last commit, as the program's do. */
static void
send_raw(Sender *sender)
{
    const ReceiverPlan *plan = &sender->plan;
    size_t size = (size_t)plan->size * (plan->blocks / plan->connections) * sender->burst;

    if ((sender->commits + 1) % sender->burst != 0) {
        return;
    }
    for (unsigned i = 0; i < plan->connections; i++) {
        if (send(sender->fds[i], sender->octets, size, MSG_NOSIGNAL) != (ssize_t)size) {
            fail("send");
        }
    }
}

/* Reports of more than this turn wait in the program, because a client reads too slowly. */
static bool
is_behind(const Sender *sender)
{
    uint64_t made = (sender->commits - sender->burst) * sender->plan.blocks;

    return sender->ied != NULL && sender->commits > sender->burst &&
           ied_counters(sender->ied)->pdus_out - sender->answers < made;
}

static void
commit_burst(Sender *sender)
{
    for (unsigned i = 0; i < sender->burst; i++) {
        if (sender->plan.stamped && sender->commits < RECEIVER_SAMPLES_MAX) {
            sender->board->sent[sender->commits] = read_clock(CLOCK_REALTIME);
        }
        sender->commit(sender);
        sender->commits++;
    }
}

static void
arm(Sender *sender, int64_t due, TimerFire fire)
{
    clock_arm(loop_wall(sender->loop), &sender->timer, due, fire);
}

static Sender *
of_timer(Timer *timer)
{
    return (Sender *)(void *)((char *)timer - offsetof(Sender, timer));
}

static void
wait_for_the_rest(Timer *timer)
{
    Sender *sender = of_timer(timer);
    uint64_t wanted = sender->commits * sender->plan.blocks;
    int64_t now = clock_now(loop_wall(sender->loop));

    if (atomic_load(&sender->board->reports) == wanted) {
        loop_quit(sender->loop);
    } else if (now > sender->end + SILENCE) {
        fail("reports are missing");
    } else {
        arm(sender, now + LOOK_AGAIN, wait_for_the_rest);
    }
}

static void
take_turn(Timer *timer)
{
    Sender *sender = of_timer(timer);

    commit_burst(sender);
    sender->due += sender->interval;
    arm(sender, sender->due, sender->due < sender->end ? take_turn : wait_for_the_rest);
}

static void
go_on(Timer *timer)
{
    Sender *sender = of_timer(timer);

    loop_later(sender->loop, &sender->later);
}

static void
take_turn_at_once(LoopLater *later)
{
    Sender *sender = (Sender *)(void *)((char *)later - offsetof(Sender, later));
    int64_t now = clock_now(loop_wall(sender->loop));

    if (read_clock(CLOCK_MONOTONIC) >= sender->due) {
        arm(sender, now, wait_for_the_rest);
    } else if (is_behind(sender)) {
        arm(sender, now + LOOK_AGAIN, go_on);
    } else {
        commit_burst(sender);
        loop_later(sender->loop, &sender->later);
    }
}

/* Sends for a while, until everything arrived. */
static void
run(Sender *sender, int64_t lasting)
{
    int64_t now = clock_now(loop_wall(sender->loop));

    sender->end = now + lasting;
    if (sender->interval > 0) {
        sender->due = now;
        arm(sender, now, take_turn);
    } else {
        sender->due = read_clock(CLOCK_MONOTONIC) + lasting;
        loop_later(sender->loop, &sender->later);
    }
    loop_run(sender->loop);
}

static int
compare(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

    return a < b ? -1 : a > b;
}

static void
measure(Sender *sender, int64_t lasting)
{
    ReceiverBoard *board = sender->board;
    int64_t time, processor;
    uint64_t reports, octets;

    run(sender, WARM_UP);
    reports = atomic_load(&board->reports);
    octets = atomic_load(&board->octets);
    time = read_clock(CLOCK_MONOTONIC);
    processor = read_clock(CLOCK_PROCESS_CPUTIME_ID);
    run(sender, lasting);
    processor = read_clock(CLOCK_PROCESS_CPUTIME_ID) - processor;
    time = read_clock(CLOCK_MONOTONIC) - time;
    reports = atomic_load(&board->reports) - reports;
    octets = atomic_load(&board->octets) - octets;
    printf("%.0f %.6f %.6f %.0f", (double)reports, (double)time / 1e9, (double)processor / 1e9,
           (double)octets);
    if (sender->interval > 0) {
        size_t all = MIN(atomic_load(&board->reports), RECEIVER_SAMPLES_MAX);

        qsort(board->latency, all, sizeof *board->latency, compare);
        printf(" %.0f %.0f", (double)board->latency[all / 2],
               (double)board->latency[all * 99 / 100]);
    }
    putchar('\n');
}

static void
look_whether_ready(Timer *timer)
{
    Sender *sender = of_timer(timer);

    if (atomic_load(&sender->board->ready)) {
        loop_quit(sender->loop);
    } else {
        arm(sender, clock_now(loop_wall(sender->loop)) + LOOK_AGAIN, look_whether_ready);
    }
}

static int64_t
wall_now(void *loop)
{
    return clock_now(loop_wall(loop));
}

static void
open_ied(Sender *sender, const char *path)
{
    GError *error = NULL;

    sender->file = scl_load(path, false, 0, &error);
    if (sender->file == NULL) {
        fail(error->message);
    }
    sender->events = event_bus_new(wall_now, wall_now, sender->loop);
    sender->ied = ied_new(&(IedParameters){ .name = sender->file->servers[0].name,
                                            .model = sender->file->servers[0].model,
                                            .loop = sender->loop,
                                            .clock = loop_wall(sender->loop),
                                            .events = sender->events });
    for (unsigned i = 0; i < POINTS; i++) {
        g_autofree char *reference = g_strdup_printf("LD0/GGIO1.AnIn%u", i + 1);

        if (!reference_resolve_point(sender->file->servers[0].model, reference,
                                     &sender->points[i], &error)) {
            fail(error->message);
        }
    }
    if (!ied_listen(sender->ied, "127.0.0.1", 0, &error)) {
        fail(error->message);
    }
    sender->plan.port = ied_port(sender->ied);
    sender->plan.domain = ied_model(sender->ied)->devices[0].domain;
}

static void
open_raw(Sender *sender)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    int on = 1;

    sender->listening = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(sender->listening, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (bind(sender->listening, (struct sockaddr *)&address, size) < 0 ||
        listen(sender->listening, RECEIVER_BLOCKS_MAX) < 0 ||
        getsockname(sender->listening, (struct sockaddr *)&address, &size) < 0) {
        fail("listen");
    }
    sender->plan.port = ntohs(address.sin_port);
    sender->octets = g_malloc0((size_t)sender->plan.size * sender->plan.blocks * BURST_MAX);
}

static void
begin(Sender *sender)
{
    pid_t child = fork();

    if (child == 0) {
        pin(1);
        receiver_run(&sender->plan, sender->board);
    }
    pin(0);
    for (unsigned i = 0; i < sender->plan.connections && sender->ied == NULL; i++) {
        sender->fds[i] = accept(sender->listening, NULL, NULL);
    }
    arm(sender, 0, look_whether_ready);
    loop_run(sender->loop);
    if (sender->ied != NULL) {
        sender->answers = ied_counters(sender->ied)->pdus_out;
    }
}

static void
finish(Sender *sender)
{
    int status = 0;

    atomic_store(&sender->board->over, true);
    for (unsigned i = 0; i < sender->plan.connections && sender->ied == NULL; i++) {
        close(sender->fds[i]);
    }
    ied_free(sender->ied);
    event_bus_free(sender->events);
    scl_file_free(sender->file);
    g_free(sender->octets);
    loop_free(sender->loop);
    wait(&status);
    if (status != 0) {
        fail("the receiver failed");
    }
}

static unsigned
number(const char *text, unsigned most)
{
    unsigned value = (unsigned)atoi(text);

    if (value < 1 || value > most) {
        fail(text);
    }
    return value;
}

int
main(int argc, char **argv)
{
    static Sender sender;
    bool raw = argc == 8 && strcmp(argv[1], "raw") == 0;
    char **pattern = argv + (raw ? 3 : 4); /* BLOCKS and what follows */
    g_autofree char *item = NULL;

    if (!raw && (argc != 10 || strcmp(argv[1], "mms") != 0)) {
        fail("report mms|raw ...; see the head of tests/bench/report.c");
    }
    sender.plan.blocks = number(pattern[0], RECEIVER_BLOCKS_MAX);
    sender.plan.connections = number(pattern[1], sender.plan.blocks);
    sender.changes = raw ? 0 : number(pattern[2], POINTS);
    pattern += raw ? 2 : 3;
    sender.burst = number(pattern[0], BURST_MAX);
    sender.interval = atoi(pattern[1]) > 0 ? CLOCK_SECOND / atoi(pattern[1]) : 0;
    sender.plan.stamped = sender.interval > 0;
    sender.loop = loop_new(NULL);
    sender.later.run = take_turn_at_once;
    sender.commit = raw ? send_raw : commit_changes;
    sender.board = mmap(NULL, sizeof(ReceiverBoard), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (raw) {
        sender.plan.size = number(argv[2], 65535);
        open_raw(&sender);
    } else {
        item = g_strconcat("LLN0$", argv[3], NULL);
        g_strdelimit(item, ".", '$');
        sender.plan.item = item;
        sender.plan.sq_nums = argv[3][0] == 'B' ? 65536 : 256;
        open_ied(&sender, argv[2]);
    }
    begin(&sender);
    measure(&sender, (int64_t)(atof(pattern[2]) * 1e9));
    finish(&sender);
    return 0;
}
