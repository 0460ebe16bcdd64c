/* SPDX-License-Identifier: Apache-2.0
 *
 * Values that move by themselves, computed in C: a shape over time, for one point or a group.
 * All points of one period and phase share one timer and one commit an IED.
 */
#pragma once

#include "engine/expression.h"
#include "engine/stage.h"
#include "sim/base/prng.h"

typedef struct Signal Signal;

/* What a shape knows of one point when it computes its next value. */
typedef struct SignalState {
    double seconds;          /* since the start */
    double first;            /* the point's value at the start */
    double last;             /* what was computed before; NAN at the start */
    Prng draw;               /* the point's own random stream */
    ExpressionLookup lookup; /* what the expression refers to; see expression.h */
    void *user;
} SignalState;

typedef double (*SignalValue)(const Signal *signal, SignalState *state);

/* A shape is a row: its parameters are what Lua, help and checks know. */
#define SIGNAL_PARAMETERS_MAX 5
typedef struct SignalShape {
    const char *name, *help;
    SignalValue value;
    struct SignalParameter {
        const char *name;
        enum { SIGNAL_NUMBER, SIGNAL_TIME } kind; /* a time arrives in seconds */
        bool required;
        double otherwise; /* when not given; NAN: as the shape says */
    } parameters[SIGNAL_PARAMETERS_MAX];
    int lasts; /* the parameter that says how long, when the shape ends by itself; else -1 */
    bool is_expression; /* takes an expression, sets Booleans too, comes behind the others */
    /* Why the parameters do not go together; NULL: they do. May be NULL. */
    const char *(*check)(const double *parameters);
} SignalShape;

extern const SignalShape *const signal_shapes[]; /* NULL-terminated */
/* NULL when there is none. */
const SignalShape *signal_shape_find(const char *name);

typedef struct SignalPoint {
    Device *device;
    Point point;
    char *reference;
    Point *inputs; /* what the signal's expression refers to, for this point; else NULL */
} SignalPoint;

struct Signal {
    Action action;
    const SignalShape *shape;
    double parameters[SIGNAL_PARAMETERS_MAX];
    int64_t every;          /* ns between two values */
    int64_t lasting;        /* ns; 0: for ever, or as the shape says */
    uint64_t starts;        /* how often it was performed: each has random streams of its own */
    Expression *expression; /* owned; of a shape that takes one, else NULL */
    SignalPoint *points;
    unsigned point_count;
};

#define SIGNAL_EVERY (100 * CLOCK_MILLISECOND)

/* A signal as action; parameters get their defaults. */
Signal *signal_new(const SignalShape *shape);
/* Copies the point and the reference, takes the inputs over. */
void signal_add_point(Signal *signal, Device *device, const Point *point, const char *reference,
                      Point *inputs);

/* Whether a shape can move a leaf of this type. */
bool signal_fits(const Type *type);
bool signal_shape_fits(const SignalShape *shape, const Type *type);

/* The value as the leaf's type has it: rounded and kept in its range. */
Value signal_to_value(const Type *type, double number);
/* A number, a Boolean as 0 or 1, an enumeration as its number; false for anything else. */
bool signal_to_number(const Value *value, double *number);

/* Ends whatever moves the point, so that something else can. */
void signal_stop_point(Stage *stage, const Device *device, const Point *point);
void signal_stop_all(Stage *stage);
