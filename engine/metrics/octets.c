/* SPDX-License-Identifier: Apache-2.0
 *
 * Octets that IEDs receive or send, as the transport carries them (GATE_BYTES): in total, in
 * each time of a rate, of each association. What faults took or made is counted as it really
 * went.
 */
#include <math.h>
#include <string.h>

#include "engine/metric.h"

/* What passed at one moment. */
typedef struct Passed {
    int64_t time;
    double octets;
} Passed;

typedef struct Octets Octets;
typedef void (*OctetTake)(MetricRun *run, uint64_t association, double octets);

/* At the gate of one IED. */
typedef struct OctetGuest {
    GateGuest guest; /* first */
    Gate *gate;
    Octets *octets;
} OctetGuest;

struct Octets {
    MetricRun *run;
    OctetTake take;
    GPtrArray *guests;        /* OctetGuest */
    GHashTable *associations; /* their samples: number to index */
    GQueue *window;           /* Passed, of the time that ends now */
    double in_window;
    int64_t next; /* when the whole time under way ends */
    double count; /* in it so far */
};

static GateVerdict
on_bytes(GateGuest *guest, GatePass *pass)
{
    Octets *octets = ((OctetGuest *)guest)->octets;

    if (pass->outbound == octets->run->metric->type->outbound && pass->bytes.size > 0) {
        octets->run->total += (double)pass->bytes.size;
        octets->take(octets->run, pass->association, (double)pass->bytes.size);
    }
    return GATE_PASS;
}

static void
watch(MetricRun *run, OctetTake take)
{
    const Metric *metric = run->metric;
    Octets *octets = g_new0(Octets, 1);

    *octets = (Octets){ .run = run,
                        .take = take,
                        .guests = g_ptr_array_new_with_free_func(g_free),
                        .associations =
                            g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL),
                        .window = g_queue_new(),
                        .next = run->begun + metric->per };
    run->own = octets;
    for (unsigned i = 0; i < metric->device_count; i++) {
        if (metric->devices[i]->ied != NULL) {
            OctetGuest *guest = g_new(OctetGuest, 1);

            *guest = (OctetGuest){ { on_bytes, true, NULL },
                                   &ied_gates(metric->devices[i]->ied)[GATE_BYTES],
                                   octets };
            gate_add(guest->gate, &guest->guest);
            g_ptr_array_add(octets->guests, guest);
        }
    }
}

/* Only while the IEDs are there: a run that is broken off takes them down with their gates. */
static void
unwatch(MetricRun *run)
{
    Octets *octets = run->own;

    for (unsigned i = 0; octets != NULL && i < octets->guests->len; i++) {
        OctetGuest *guest = octets->guests->pdata[i];

        gate_remove(guest->gate, &guest->guest);
    }
    if (octets != NULL) {
        g_ptr_array_set_size(octets->guests, 0);
    }
}

static void
octets_free(MetricRun *run)
{
    Octets *octets = run->own;

    g_ptr_array_unref(octets->guests);
    g_hash_table_unref(octets->associations);
    g_queue_free_full(octets->window, g_free);
    g_free(octets);
}

static double
octets_seen(MetricRun *run, const Event *event, uint64_t which)
{
    (void)run;
    (void)event;
    (void)which;
    return NAN;
}

/* In total. */

static void
take_total(MetricRun *run, uint64_t association, double octets)
{
    (void)run;
    (void)association;
    (void)octets;
}

static void
total_begin(MetricRun *run)
{
    watch(run, take_total);
}

/* Of each association: its sample grows. */

static void
take_association(MetricRun *run, uint64_t association, double octets)
{
    Octets *own = run->own;
    void *index;

    if (!g_hash_table_lookup_extended(own->associations, &association, NULL, &index)) {
        double none = 0;

        index = GUINT_TO_POINTER(run->samples->len);
        g_array_append_val(run->samples, none);
        g_hash_table_insert(own->associations, g_memdup2(&association, sizeof association),
                            index);
    }
    g_array_index(run->samples, double, GPOINTER_TO_UINT(index)) += octets;
}

static void
association_begin(MetricRun *run)
{
    watch(run, take_association);
}

/* In a time. */

/* Whole times that are over become samples. */
static void
close_times(MetricRun *run, int64_t now)
{
    Octets *own = run->own;

    for (; own->next <= now; own->next += run->metric->per) {
        g_array_append_val(run->samples, own->count);
        own->count = 0;
    }
}

static void
take_rate(MetricRun *run, uint64_t association, double octets)
{
    Octets *own = run->own;
    int64_t now = clock_now(run->clock);
    Passed *last = g_queue_peek_tail(own->window), *first;

    (void)association;
    close_times(run, now);
    own->count += octets;
    own->in_window += octets;
    if (last != NULL && last->time == now) {
        last->octets += octets;
    } else {
        last = g_new(Passed, 1);
        *last = (Passed){ now, octets };
        g_queue_push_tail(own->window, last);
    }
    while ((first = g_queue_peek_head(own->window))->time <= now - run->metric->per) {
        own->in_window -= first->octets;
        g_free(g_queue_pop_head(own->window));
    }
    run->peak = MAX(run->peak, own->in_window);
}

static void
rate_begin(MetricRun *run)
{
    watch(run, take_rate);
}

/* Without any octets there is nothing to judge. */
static void
rate_end(MetricRun *run)
{
    unwatch(run);
    if (run->own != NULL && run->total > 0) {
        close_times(run, run->ended);
    }
}

static double
rate_statistic(const MetricRun *run, const char *name)
{
    double elapsed = (double)(run->ended - run->begun);

    if (run->total == 0) {
        return NAN;
    }
    if (strcmp(name, "max") == 0) {
        return run->peak;
    }
    if (strcmp(name, "mean") == 0 && elapsed > 0) {
        return run->total * (double)run->metric->per / elapsed;
    }
    return NAN;
}

const MetricKind metric_octets = { .unit = METRIC_COUNT,
                                   .total = true,
                                   .begin = total_begin,
                                   .seen = octets_seen,
                                   .end = unwatch,
                                   .free = octets_free };

const MetricKind metric_octet_rate = { .unit = METRIC_RATE,
                                       .begin = rate_begin,
                                       .seen = octets_seen,
                                       .end = rate_end,
                                       .statistic = rate_statistic,
                                       .free = octets_free };

const MetricKind metric_association_octets = { .unit = METRIC_COUNT,
                                               .begin = association_begin,
                                               .seen = octets_seen,
                                               .end = unwatch,
                                               .free = octets_free };
