/* SPDX-License-Identifier: Apache-2.0
 *
 * Signals: the shapes, and the tickers that run them. A ticker is one timer for every point of
 * one period and phase; a tick computes all values, then commits once an IED.
 */
#include "engine/signal.h"

#include <math.h>

typedef struct Running {
    Signal *signal; /* referenced */
    const SignalPoint *point;
    int64_t start, end; /* end CLOCK_NEVER: for ever */
    double first;
    Prng draw;
} Running;

typedef struct Ticker {
    Timer timer;
    Stage *stage;
    int64_t every, phase;
    GArray *running; /* Running */
} Ticker;

enum { RAMP_FROM, RAMP_TO, RAMP_OVER };

static double
ramp_value(const Signal *signal, double seconds, double first, Prng *draw)
{
    const double *p = signal->parameters;
    double from = isnan(p[RAMP_FROM]) ? first : p[RAMP_FROM];

    (void)draw;
    return seconds >= p[RAMP_OVER] ? p[RAMP_TO]
                                   : from + (p[RAMP_TO] - from) * seconds / p[RAMP_OVER];
}

enum { SINE_MEAN, SINE_AMPLITUDE, SINE_PERIOD, SINE_PHASE };

static double
sine_value(const Signal *signal, double seconds, double first, Prng *draw)
{
    const double *p = signal->parameters;
    double mean = isnan(p[SINE_MEAN]) ? first : p[SINE_MEAN];

    (void)draw;
    return mean +
           p[SINE_AMPLITUDE] * sin(2 * M_PI * (seconds / p[SINE_PERIOD] + p[SINE_PHASE] / 360));
}

enum { NOISE_MEAN, NOISE_DEVIATION };

static double
noise_value(const Signal *signal, double seconds, double first, Prng *draw)
{
    const double *p = signal->parameters;

    (void)seconds;
    return (isnan(p[NOISE_MEAN]) ? first : p[NOISE_MEAN]) +
           p[NOISE_DEVIATION] * prng_normal(draw);
}

static const SignalShape ramp = {
    .name = "ramp",
    .help = "goes in a straight line to a value and stays there",
    .value = ramp_value,
    .parameters = { [RAMP_FROM] = { "from", SIGNAL_NUMBER, false, NAN },
                    [RAMP_TO] = { "to", SIGNAL_NUMBER, true, 0 },
                    [RAMP_OVER] = { "over", SIGNAL_TIME, true, 0 } },
    .lasts = RAMP_OVER,
};

static const SignalShape sine = {
    .name = "sine",
    .help = "swings around a mean; phase in degrees",
    .value = sine_value,
    .parameters = { [SINE_MEAN] = { "mean", SIGNAL_NUMBER, false, NAN },
                    [SINE_AMPLITUDE] = { "amplitude", SIGNAL_NUMBER, true, 0 },
                    [SINE_PERIOD] = { "period", SIGNAL_TIME, true, 0 },
                    [SINE_PHASE] = { "phase", SIGNAL_NUMBER, false, 0 } },
    .lasts = -1,
};

static const SignalShape noise = {
    .name = "noise",
    .help = "is drawn anew each time: normal around a mean, from the run's seed",
    .value = noise_value,
    .parameters = { [NOISE_MEAN] = { "mean", SIGNAL_NUMBER, false, NAN },
                    [NOISE_DEVIATION] = { "deviation", SIGNAL_NUMBER, true, 0 } },
    .lasts = -1,
};

const SignalShape *const signal_shapes[] = { &ramp, &sine, &noise, NULL };

bool
signal_fits(const Type *type)
{
    return type->enumeration == NULL &&
           (type->kind == VALUE_FLOAT || type->kind == VALUE_INTEGER ||
            type->kind == VALUE_UNSIGNED);
}

Value
signal_to_value(const Type *type, double number)
{
    int bits = type->length > 63 || type->length <= 0 ? 63 : type->length;

    if (type->kind == VALUE_FLOAT) {
        return (Value){ .kind = VALUE_FLOAT, .real = number };
    }
    number = round(number);
    if (type->kind == VALUE_UNSIGNED) {
        double most = ldexp(1, bits) - 1;

        return (Value){ .kind = VALUE_UNSIGNED,
                        .unsigned_ = number <= 0      ? 0
                                     : number >= most ? (UINT64_C(1) << bits) - 1
                                                      : (uint64_t)number };
    }
    if (number >= ldexp(1, bits - 1) - 1) {
        return (Value){ .kind = VALUE_INTEGER, .integer = (INT64_C(1) << (bits - 1)) - 1 };
    }
    return (Value){ .kind = VALUE_INTEGER,
                    .integer = (int64_t)fmax(number, -ldexp(1, bits - 1)) };
}

static double
number_of(const Value *value)
{
    switch (value->kind) {
    case VALUE_FLOAT:
        return value->real;
    case VALUE_INTEGER:
        return (double)value->integer;
    case VALUE_UNSIGNED:
        return (double)value->unsigned_;
    default:
        return 0;
    }
}

static int64_t
key_of(const SignalPoint *point)
{
    return (int64_t)point->device->index << 32 | point->point.value.offset;
}

static void
end_running(Ticker *ticker, unsigned at)
{
    Running *running = &g_array_index(ticker->running, Running, at);
    bool was_finite = running->end != CLOCK_NEVER;
    int64_t key = key_of(running->point);

    g_hash_table_remove(ticker->stage->moving, &key);
    action_unref(&running->signal->action);
    g_array_remove_index(ticker->running, at);
    if (was_finite) {
        ticker->stage->finite--;
    }
}

static void
free_ticker(Ticker *ticker)
{
    clock_disarm(ticker->stage->clock, &ticker->timer);
    while (ticker->running->len > 0) {
        end_running(ticker, ticker->running->len - 1);
    }
    g_array_unref(ticker->running);
    g_free(ticker);
}

static void
compute(Ticker *ticker, Running *running, int64_t now)
{
    const Signal *signal = running->signal;
    int64_t at = MIN(now, running->end) - running->start;
    double number =
        signal->shape->value(signal, (double)at / 1e9, running->first, &running->draw);
    Value value = signal_to_value(running->point->point.value.type, number);

    stage_set(ticker->stage, running->point->device, &running->point->point,
              &(IedSet){ .value = &value });
}

static void
tick(Timer *timer)
{
    Ticker *ticker = (Ticker *)timer;
    Stage *stage = ticker->stage;
    int64_t now = clock_now(stage->clock);
    bool ended = false;

    for (unsigned i = 0; i < ticker->running->len; i++) {
        compute(ticker, &g_array_index(ticker->running, Running, i), now);
    }
    stage_commit(stage);
    for (unsigned i = ticker->running->len; i-- > 0;) {
        if (g_array_index(ticker->running, Running, i).end <= now) {
            end_running(ticker, i);
            ended = true;
        }
    }
    if (ticker->running->len == 0) {
        g_ptr_array_remove(stage->tickers, ticker);
        free_ticker(ticker);
    } else {
        clock_arm(stage->clock, timer, now + ticker->every, tick);
    }
    if (ended && stage->idle != NULL) {
        stage->idle(stage->user);
    }
}

static Ticker *
get_ticker(Stage *stage, int64_t every, int64_t now)
{
    Ticker *ticker;

    for (unsigned i = 0; i < stage->tickers->len; i++) {
        ticker = stage->tickers->pdata[i];
        if (ticker->every == every && ticker->phase == now % every) {
            return ticker;
        }
    }
    ticker = g_new0(Ticker, 1);
    ticker->stage = stage;
    ticker->every = every;
    ticker->phase = now % every;
    ticker->running = g_array_new(FALSE, FALSE, sizeof(Running));
    g_ptr_array_add(stage->tickers, ticker);
    clock_arm(stage->clock, &ticker->timer, now + every, tick);
    return ticker;
}

/* One point follows one signal: a new one takes over from whatever moved it before. */
static void
take_over(Stage *stage, const SignalPoint *point)
{
    int64_t key = key_of(point);

    if (!g_hash_table_contains(stage->moving, &key)) {
        return;
    }
    for (unsigned i = 0; i < stage->tickers->len; i++) {
        Ticker *ticker = stage->tickers->pdata[i];

        for (unsigned k = ticker->running->len; k-- > 0;) {
            if (key_of(g_array_index(ticker->running, Running, k).point) == key) {
                end_running(ticker, k);
            }
        }
    }
}

static int64_t
end_of(const Signal *signal, int64_t now)
{
    if (signal->lasting != 0) {
        return now + signal->lasting;
    }
    return signal->shape->lasts < 0
               ? CLOCK_NEVER
               : now + (int64_t)llround(signal->parameters[signal->shape->lasts] * 1e9);
}

/* The first value comes at once, within the entry's commit. */
static void
perform_signal(Action *action, Stage *stage)
{
    Signal *signal = (Signal *)action;
    int64_t now = clock_now(stage->clock);

    for (unsigned i = 0; i < signal->point_count; i++) {
        const SignalPoint *point = &signal->points[i];
        g_autofree char *purpose =
            g_strdup_printf("%s:%s", signal->shape->name, point->reference);
        Running running = { .signal = signal,
                            .point = point,
                            .start = now,
                            .end = end_of(signal, now),
                            .draw = prng_keyed(stage->seed, point->device->name, purpose, 0) };
        int64_t key = key_of(point);
        Ticker *ticker;
        Value value;

        take_over(stage, point);
        g_hash_table_add(stage->moving, g_memdup2(&key, sizeof key));
        ticker = get_ticker(stage, signal->every, now);
        values_get(ied_values(point->device->ied), &point->point.value, &value);
        running.first = number_of(&value);
        compute(ticker, &running, now);
        action_ref(action);
        stage->finite += running.end != CLOCK_NEVER;
        g_array_append_val(ticker->running, running);
    }
}

static void
free_signal(Action *action)
{
    Signal *signal = (Signal *)action;

    for (unsigned i = 0; i < signal->point_count; i++) {
        g_free(signal->points[i].reference);
    }
    g_free(signal->points);
    g_free(signal);
}

static const ActionType signal_type = { "signal", perform_signal, free_signal };

Signal *
signal_new(const SignalShape *shape)
{
    Signal *signal = g_new0(Signal, 1);

    signal->action = (Action){ &signal_type, 1 };
    signal->shape = shape;
    signal->every = SIGNAL_EVERY;
    for (unsigned i = 0; i < SIGNAL_PARAMETERS_MAX; i++) {
        signal->parameters[i] = shape->parameters[i].otherwise;
    }
    return signal;
}

void
signal_add_point(Signal *signal, Device *device, const Point *point, const char *reference)
{
    signal->points = g_renew(SignalPoint, signal->points, signal->point_count + 1);
    signal->points[signal->point_count++] =
        (SignalPoint){ device, *point, g_strdup(reference) };
}

void
signal_stop_all(Stage *stage)
{
    for (unsigned i = 0; i < stage->tickers->len; i++) {
        free_ticker(stage->tickers->pdata[i]);
    }
    g_ptr_array_set_size(stage->tickers, 0);
}
