/* SPDX-License-Identifier: Apache-2.0
 *
 * The shapes of signals: a function of time each, and its row.
 */
#include <math.h>

#include "engine/signal.h"

#define PULL_USUAL 0.05 /* of the distance, a step */

static double
given_or(double parameter, double otherwise)
{
    return isnan(parameter) ? otherwise : parameter;
}

enum { RAMP_FROM, RAMP_TO, RAMP_OVER };

static double
ramp_value(const Signal *signal, SignalState *state)
{
    const double *p = signal->parameters;
    double from = given_or(p[RAMP_FROM], state->first);

    return state->seconds >= p[RAMP_OVER]
               ? p[RAMP_TO]
               : from + (p[RAMP_TO] - from) * state->seconds / p[RAMP_OVER];
}

enum { SINE_MEAN, SINE_AMPLITUDE, SINE_PERIOD, SINE_PHASE };

static double
sine_value(const Signal *signal, SignalState *state)
{
    const double *p = signal->parameters;

    return given_or(p[SINE_MEAN], state->first) +
           p[SINE_AMPLITUDE] *
               sin(2 * M_PI * (state->seconds / p[SINE_PERIOD] + p[SINE_PHASE] / 360));
}

enum { NOISE_MEAN, NOISE_DEVIATION };

static double
noise_value(const Signal *signal, SignalState *state)
{
    const double *p = signal->parameters;

    return given_or(p[NOISE_MEAN], state->first) +
           p[NOISE_DEVIATION] * prng_normal(&state->draw);
}

enum { WALK_STEP, WALK_FROM, WALK_LOW, WALK_HIGH, WALK_PULL };

/* Thrown back by the bound it would cross; a step larger than the room ends at the bound. */
static double
reflect(double value, double low, double high)
{
    if (value < low) {
        value = low + (low - value);
    } else if (value > high) {
        value = high - (value - high);
    }
    return fmin(fmax(value, low), high);
}

static double
walk_value(const Signal *signal, SignalState *state)
{
    const double *p = signal->parameters;
    double from = given_or(p[WALK_FROM], state->first);
    double low = given_or(p[WALK_LOW], -HUGE_VAL), high = given_or(p[WALK_HIGH], HUGE_VAL);

    if (isnan(state->last)) {
        return fmin(fmax(from, low), high);
    }
    return reflect(state->last + p[WALK_PULL] * (from - state->last) +
                       p[WALK_STEP] * prng_normal(&state->draw),
                   low, high);
}

static const char *
check_walk(const double *parameters)
{
    if (parameters[WALK_LOW] >= parameters[WALK_HIGH]) {
        return "low must be less than high";
    }
    return parameters[WALK_PULL] < 0 || parameters[WALK_PULL] > 1 ? "pull is from 0 to 1"
                                                                  : NULL;
}

static double
expression_shape_value(const Signal *signal, SignalState *state)
{
    return expression_value(signal->expression, &(ExpressionInput){ .seconds = state->seconds,
                                                                    .first = state->first,
                                                                    .lookup = state->lookup,
                                                                    .user = state->user });
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

static const SignalShape walk = {
    .name = "random_walk",
    .help = "goes a random step each time, normal with a deviation of step, and is drawn back "
            "by pull (0 to 1) of its distance; stays between low and high",
    .value = walk_value,
    .parameters = { [WALK_STEP] = { "step", SIGNAL_NUMBER, true, 0 },
                    [WALK_FROM] = { "from", SIGNAL_NUMBER, false, NAN },
                    [WALK_LOW] = { "low", SIGNAL_NUMBER, false, NAN },
                    [WALK_HIGH] = { "high", SIGNAL_NUMBER, false, NAN },
                    [WALK_PULL] = { "pull", SIGNAL_NUMBER, false, PULL_USUAL } },
    .lasts = -1,
    .check = check_walk,
};

static const SignalShape expression = {
    .name = "expression",
    .help = "follows other values of its IED: \"sqrt({LD0/MMXU1.TotW}^2 + {.TotVAr}^2)\"; "
            "{.DO} is of the same logical node, t seconds, first the value at the start",
    .value = expression_shape_value,
    .lasts = -1,
    .is_expression = true,
};

const SignalShape *const signal_shapes[] = { &ramp, &sine, &noise, &walk, &expression, NULL };

const SignalShape *
signal_shape_find(const char *name)
{
    for (unsigned i = 0; signal_shapes[i] != NULL; i++) {
        if (g_strcmp0(signal_shapes[i]->name, name) == 0) {
            return signal_shapes[i];
        }
    }
    return NULL;
}
