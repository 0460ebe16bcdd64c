/* SPDX-License-Identifier: Apache-2.0
 *
 * Measured quantities of a run: times from an event to another, rates of events, numbers of
 * them, counters of IEDs, counters of the scenario's own, client coverage. How one is measured
 * is a kind (metrics/); which ones have names is a row of metrics.c. What a threshold asks of
 * the samples is a statistic.
 */
#pragma once

#include "engine/counter.h"
#include "engine/coverage.h"

typedef enum MetricUnit {
    METRIC_TIME,  /* samples in ns */
    METRIC_COUNT, /* things */
    METRIC_RATE,  /* things in Metric.per */
    METRIC_PERCENT,
} MetricUnit;

typedef struct Metric Metric;
typedef struct MetricRun MetricRun;

typedef struct MetricKind {
    MetricUnit unit;
    bool total;                    /* one value and no samples */
    bool of_events;                /* by clients, who can be told apart */
    void (*begin)(MetricRun *run); /* may be NULL */
    /* A matching event came; gives the sample that it makes, NAN: none yet. */
    double (*seen)(MetricRun *run, const Event *event, uint64_t which);
    void (*end)(MetricRun *run); /* may be NULL */
    /* Of what is more than a walk over samples; NAN: as usual. May be NULL. */
    double (*statistic)(const MetricRun *run, const char *name);
    /* What people want to know beside the value, to be freed; may be NULL. With `why` also what
     * keeps it from being more. */
    char *(*tell)(const MetricRun *run, bool why);
    void (*free)(MetricRun *run); /* of its `own`; may be NULL */
    const char *nothing;          /* why there is no value; NULL: there was no sample */
} MetricKind;

extern const MetricKind metric_between, metric_rate, metric_occurrences, metric_total,
    metric_coverage, metric_octets, metric_octet_rate, metric_association_octets;

/* A metric that has a name. */
typedef struct MetricType {
    const char *name, *help;
    const MetricKind *kind;
    EventKind from, to;         /* of between both, of rate and occurrences `from` */
    unsigned same;              /* of between: METRIC_SAME_ bits */
    int64_t per;                /* of rate, ns */
    uint64_t (*read)(Ied *ied); /* of total */
    bool outbound;              /* of octets */
} MetricType;

extern const MetricType metric_types[]; /* end without name */
const MetricType *metric_type_find(const char *name);

/* What an event and the one that it waits for must have in common. */
enum { METRIC_SAME_IED = 1, METRIC_SAME_REFERENCE = 2, METRIC_SAME_CLIENT = 4 };

struct Metric {
    const MetricType *type; /* NULL: it has no name of its own */
    const MetricKind *kind;
    EventPattern *from, *to; /* NULL where the kind has none */
    Device **devices;        /* of an IED's counter; lent ones */
    unsigned device_count;
    char *who;             /* "FEEDER1" */
    Counter *counter;      /* of the scenario's own; lent */
    CoverageKind coverage; /* of coverage; COVERAGE_KINDS: in total */
    unsigned same;
    int64_t per;
    bool wall; /* times are wall times */
    int references;
};

Metric *metric_new(const MetricKind *kind);
Metric *metric_ref(Metric *metric);
void metric_unref(Metric *metric);
/* What events have in common that are the same in METRIC_SAME_ bits; to be freed. */
char *metric_key(unsigned same, const Event *event);
/* "operate_time of FEEDER1", "time from A aborted to A associated". Free with g_free. */
char *metric_format(const Metric *metric);
/* "500 ms", "3 in 1 min", "12". Free with g_free. */
char *metric_format_value(const Metric *metric, double value);

/* What is measured while it runs. */
struct MetricRun {
    const Metric *metric;
    Clock *clock;
    GArray *samples;    /* double */
    GPtrArray *waiting; /* of between.c */
    GArray *times;      /* int64_t, of rate.c */
    unsigned first;     /* of them: the first in the time that ends now */
    double peak;        /* of rate.c */
    void *own;          /* of other kinds */
    int64_t begun, ended;
    double base, total; /* of kinds with one value; NAN: there is none */
};

MetricRun *metric_run_new(const Metric *metric);
void metric_run_free(MetricRun *run);
void metric_run_begin(MetricRun *run, Clock *clock);
/* The sample that the event makes, which is kept; NAN: none. */
double metric_run_see(MetricRun *run, const Event *event, uint64_t which);
void metric_run_end(MetricRun *run);
/* Of between: times that are still being waited for and are more than `limit` already become
 * samples; how many. */
unsigned metric_run_add_waiting(MetricRun *run, double limit);

typedef struct Statistic {
    const char *name, *help;
    double (*of)(const double *sorted, unsigned count); /* of at least one sample */
} Statistic;

extern const Statistic statistics[]; /* end without name */
const Statistic *statistic_find(const char *name);
/* NAN: there is no sample. */
double metric_run_statistic(const MetricRun *run, const Statistic *statistic);
