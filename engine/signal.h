/* SPDX-License-Identifier: Apache-2.0
 *
 * Values that move by themselves, computed in C: a shape over time, for one point or a group.
 * All points of one period and phase share one timer and one commit an IED.
 */
#pragma once

#include "engine/stage.h"
#include "sim/base/prng.h"

typedef struct Signal Signal;

/* The value at `seconds` since the start; `draw` is the point's own random stream. */
typedef double (*SignalValue)(const Signal *signal, double seconds, double first, Prng *draw);

/* A shape is a row: its parameters are what Lua, help and checks know. */
#define SIGNAL_PARAMETERS_MAX 4
typedef struct SignalShape {
    const char *name, *help;
    SignalValue value;
    struct SignalParameter {
        const char *name;
        enum { SIGNAL_NUMBER, SIGNAL_TIME } kind; /* a time arrives in seconds */
        bool required;
        double otherwise; /* when not given; NAN: the value at the start */
    } parameters[SIGNAL_PARAMETERS_MAX];
    int lasts; /* the parameter that says how long, when the shape ends by itself; else -1 */
} SignalShape;

extern const SignalShape *const signal_shapes[]; /* NULL-terminated */

typedef struct SignalPoint {
    Device *device;
    Point point;
    char *reference;
} SignalPoint;

struct Signal {
    Action action;
    const SignalShape *shape;
    double parameters[SIGNAL_PARAMETERS_MAX];
    int64_t every;   /* ns between two values */
    int64_t lasting; /* ns; 0: for ever, or as the shape says */
    SignalPoint *points;
    unsigned point_count;
};

#define SIGNAL_EVERY (100 * CLOCK_MILLISECOND)

/* A signal as action; parameters get their defaults. */
Signal *signal_new(const SignalShape *shape);
/* Copies. */
void signal_add_point(Signal *signal, Device *device, const Point *point,
                      const char *reference);

/* Whether a signal can move a leaf of this type. */
bool signal_fits(const Type *type);

/* The value as the leaf's type has it: rounded and kept in its range. */
Value signal_to_value(const Type *type, double number);

void signal_stop_all(Stage *stage);
