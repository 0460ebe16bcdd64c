/* SPDX-License-Identifier: Apache-2.0
 *
 * Signals at work. A ticker is one timer for every point of one period and phase; a tick
 * computes all values, then commits once an IED.
 */
#include "engine/signal.h"

#include <math.h>

/* One point that moves. */
typedef struct Running {
    int64_t key;    /* of the point, in stage->moving; see key_of */
    Signal *signal; /* referenced */
    const SignalPoint *point;
    int64_t start, end; /* end CLOCK_NEVER: for ever */
    int64_t computed;   /* when state.last was */
    SignalState state;
    struct Ticker *ticker;
    unsigned place; /* in the ticker */
} Running;

/* Expressions come behind what they may refer to, in order of their start. */
enum { PLAIN, DEPENDENT, TURNS };

typedef struct Ticker {
    Timer timer;
    Stage *stage;
    int64_t every, phase;
    GPtrArray *running[TURNS]; /* Running* */
} Ticker;

bool
signal_fits(const Type *type)
{
    return type->enumeration == NULL &&
           (type->kind == VALUE_FLOAT || type->kind == VALUE_INTEGER ||
            type->kind == VALUE_UNSIGNED);
}

bool
signal_shape_fits(const SignalShape *shape, const Type *type)
{
    return signal_fits(type) || (shape->is_expression && type->kind == VALUE_BOOLEAN);
}

Value
signal_to_value(const Type *type, double number)
{
    int bits = type->length > 63 || type->length <= 0 ? 63 : type->length;

    if (type->kind == VALUE_FLOAT) {
        return (Value){ .kind = VALUE_FLOAT, .real = number };
    }
    if (type->kind == VALUE_BOOLEAN) {
        return (Value){ .kind = VALUE_BOOLEAN, .boolean = number != 0 };
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

bool
signal_to_number(const Value *value, double *number)
{
    switch (value->kind) {
    case VALUE_FLOAT:
        *number = value->real;
        return true;
    case VALUE_INTEGER:
        *number = (double)value->integer;
        return true;
    case VALUE_UNSIGNED:
        *number = (double)value->unsigned_;
        return true;
    case VALUE_BOOLEAN:
        *number = value->boolean;
        return true;
    default:
        *number = 0;
        return false;
    }
}

static double
number_now(const Device *device, const Point *point)
{
    Value value;
    double number;

    values_get(ied_values(device->ied), &point->value, &value);
    signal_to_number(&value, &number);
    return number;
}

static int64_t
key_of(const Device *device, const Point *point)
{
    return (int64_t)device->index << 32 | point->value.offset;
}

/* Another moves to its place: nothing depends on the order of plain ones. */
static void
end_running(Running *running)
{
    Ticker *ticker = running->ticker;
    Stage *stage = ticker->stage;
    GPtrArray *list = ticker->running[running->signal->shape->is_expression];

    g_hash_table_remove(stage->moving, &running->key);
    if (list == ticker->running[PLAIN]) {
        g_ptr_array_remove_index_fast(list, running->place);
        if (running->place < list->len) {
            ((Running *)list->pdata[running->place])->place = running->place;
        }
    } else {
        g_ptr_array_remove(list, running);
    }
    stage->finite -= running->end != CLOCK_NEVER;
    action_unref(&running->signal->action);
    g_free(running);
}

static void
free_ticker(Ticker *ticker)
{
    clock_disarm(ticker->stage->clock, &ticker->timer);
    for (unsigned turn = 0; turn < TURNS; turn++) {
        GPtrArray *list = ticker->running[turn];

        while (list->len > 0) {
            end_running(list->pdata[list->len - 1]);
        }
        g_ptr_array_unref(list);
    }
    g_free(ticker);
}

/* What moves in the same tick is not committed yet; its new value is known here. */
static double
look_up(void *user, unsigned number)
{
    const Running *running = user;
    const SignalPoint *point = running->point;
    const Point *input = &point->inputs[number];
    const Stage *stage = running->ticker->stage;
    int64_t key = key_of(point->device, input);
    const Running *source = g_hash_table_lookup(stage->moving, &key);

    return source != NULL && source != running && source->computed == clock_now(stage->clock)
               ? source->state.last
               : number_now(point->device, input);
}

/* A Boolean is set when it changes only: its time stamp says when that was. */
static bool
is_worth_setting(const Running *running, const Value *value)
{
    return value->kind != VALUE_BOOLEAN ||
           !values_equal(ied_values(running->point->device->ied), &running->point->point.value,
                         value);
}

/* A value that is no number (a division by zero) leaves the point alone. */
static void
compute(Running *running, int64_t now)
{
    const Signal *signal = running->signal;
    const SignalPoint *point = running->point;
    int64_t at = MIN(now, running->end) - running->start;
    double number;
    Value value;

    running->state.seconds = (double)at / 1e9;
    number = signal->shape->value(signal, &running->state);
    if (!isfinite(number)) {
        return;
    }
    running->state.last = number;
    running->computed = now;
    value = signal_to_value(point->point.value.type, number);
    if (is_worth_setting(running, &value)) {
        stage_set(running->ticker->stage, point->device, &point->point,
                  &(IedSet){ .value = &value });
    }
}

static bool
end_those_over(GPtrArray *list, int64_t now)
{
    bool ended = false;

    for (unsigned i = list->len; i-- > 0;) {
        Running *running = list->pdata[i];

        if (running->end <= now) {
            end_running(running);
            ended = true;
        }
    }
    return ended;
}

static void
tick(Timer *timer)
{
    Ticker *ticker = (Ticker *)timer;
    Stage *stage = ticker->stage;
    int64_t now = clock_now(stage->clock);
    bool ended = false;

    for (unsigned turn = 0; turn < TURNS; turn++) {
        for (unsigned i = 0; i < ticker->running[turn]->len; i++) {
            compute(ticker->running[turn]->pdata[i], now);
        }
    }
    stage_commit(stage);
    for (unsigned turn = 0; turn < TURNS; turn++) {
        ended = end_those_over(ticker->running[turn], now) || ended;
    }
    if (ticker->running[PLAIN]->len + ticker->running[DEPENDENT]->len == 0) {
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
    for (unsigned turn = 0; turn < TURNS; turn++) {
        ticker->running[turn] = g_ptr_array_new();
    }
    g_ptr_array_add(stage->tickers, ticker);
    clock_arm(stage->clock, &ticker->timer, now + every, tick);
    return ticker;
}

void
signal_stop_point(Stage *stage, const Device *device, const Point *point)
{
    int64_t key = key_of(device, point);
    Running *running = g_hash_table_lookup(stage->moving, &key);

    if (running != NULL) {
        end_running(running);
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

/* One point follows one signal: a new one takes over from whatever moved it before. */
static void
start_point(Signal *signal, const SignalPoint *point, Ticker *ticker, int64_t now)
{
    Stage *stage = ticker->stage;
    GPtrArray *list = ticker->running[signal->shape->is_expression];
    g_autofree char *purpose = g_strdup_printf("%s:%s", signal->shape->name, point->reference);
    Running *running = g_new0(Running, 1);

    signal_stop_point(stage, point->device, &point->point);
    *running = (Running){ .key = key_of(point->device, &point->point),
                          .signal = (Signal *)action_ref(&signal->action),
                          .point = point,
                          .start = now,
                          .end = end_of(signal, now),
                          .ticker = ticker,
                          .place = list->len };
    running->state = (SignalState){ .first = number_now(point->device, &point->point),
                                    .last = NAN,
                                    .draw = prng_keyed(stage->seed, point->device->name,
                                                       purpose, signal->starts),
                                    .lookup = look_up,
                                    .user = running };
    g_ptr_array_add(list, running);
    g_hash_table_insert(stage->moving, &running->key, running);
    stage->finite += running->end != CLOCK_NEVER;
    compute(running, now);
}

/* The first value comes at once, within the entry's commit. */
static void
perform_signal(Action *action, Stage *stage)
{
    Signal *signal = (Signal *)action;
    int64_t now = clock_now(stage->clock);
    Ticker *ticker = get_ticker(stage, signal->every, now);

    for (unsigned i = 0; i < signal->point_count; i++) {
        start_point(signal, &signal->points[i], ticker, now);
    }
    signal->starts++;
}

static void
free_signal(Action *action)
{
    Signal *signal = (Signal *)action;

    for (unsigned i = 0; i < signal->point_count; i++) {
        g_free(signal->points[i].reference);
        g_free(signal->points[i].inputs);
    }
    g_free(signal->points);
    expression_free(signal->expression);
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
signal_add_point(Signal *signal, Device *device, const Point *point, const char *reference,
                 Point *inputs)
{
    /* Doubled when full: groups have a hundred thousand points. */
    if ((signal->point_count & (signal->point_count - 1)) == 0) {
        signal->points = g_renew(SignalPoint, signal->points, MAX(1, signal->point_count * 2));
    }
    signal->points[signal->point_count++] =
        (SignalPoint){ device, *point, g_strdup(reference), inputs };
}

void
signal_stop_all(Stage *stage)
{
    for (unsigned i = 0; i < stage->tickers->len; i++) {
        free_ticker(stage->tickers->pdata[i]);
    }
    g_ptr_array_set_size(stage->tickers, 0);
}
