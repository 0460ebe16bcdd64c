/* SPDX-License-Identifier: Apache-2.0
 *
 * ramp, sine, noise and the like: words from the rows of engine/signal_shapes.c. `points` is an
 * IED, a station or a list of IEDs with a reference, or what each gave.
 */
#include "engine/bind/bind.h"

#include <math.h>
#include <string.h>

#include "engine/signal.h"

/* The options of a shape, from its row. */
static bool
check_shape(lua_State *L, int index, const SignalShape *shape)
{
    BindOption rows[SIGNAL_PARAMETERS_MAX + 3] = { 0 };
    unsigned count = 0;

    for (unsigned i = 0; i < SIGNAL_PARAMETERS_MAX && shape->parameters[i].name != NULL; i++) {
        rows[count++] = (BindOption){ shape->parameters[i].name,
                                      shape->parameters[i].kind == SIGNAL_TIME ? OPTION_TIME
                                                                               : OPTION_NUMBER,
                                      shape->parameters[i].required };
    }
    rows[count++] = (BindOption){ "every", OPTION_TIME, false };
    if (shape->lasts < 0) {
        rows[count++] = (BindOption){ "lasting", OPTION_TIME, false };
    }
    return bind_check_options(L, index, rows, false);
}

static bool
take_parameters(lua_State *L, int index, Signal *signal)
{
    const SignalShape *shape = signal->shape;

    for (unsigned i = 0; i < SIGNAL_PARAMETERS_MAX && shape->parameters[i].name != NULL; i++) {
        const struct SignalParameter *row = &shape->parameters[i];
        int64_t ns;

        if (row->kind == SIGNAL_NUMBER) {
            bind_option_number(L, index, row->name, &signal->parameters[i]);
        } else if (bind_option_time(L, index, row->name, &ns)) {
            signal->parameters[i] = (double)ns / 1e9;
            if (ns <= 0) {
                bind_problem(L, "%s: %s must be more than 0", shape->name, row->name);
                return false;
            }
        }
    }
    bind_option_time(L, index, "every", &signal->every);
    bind_option_time(L, index, "lasting", &signal->lasting);
    if (signal->every < CLOCK_MILLISECOND) {
        bind_problem(L, "%s: every must be at least \"1ms\"", shape->name);
        return false;
    }
    if (shape->check != NULL && shape->check(signal->parameters) != NULL) {
        bind_problem(L, "%s: %s", shape->name, shape->check(signal->parameters));
        return false;
    }
    return true;
}

/* "{.TotVAr}" is of the point's own logical node. Free with g_free. */
static char *
input_reference(const SignalPoint *point, const char *reference)
{
    g_autofree char *own =
        reference_format(point->device->server->model, &point->point.value, false);
    const char *slash = strchr(own, '/');
    const char *dot = slash == NULL ? NULL : strchr(slash, '.');

    return reference[0] != '.' || dot == NULL
               ? g_strdup(reference)
               : g_strdup_printf("%.*s%s", (int)(dot - own), own, reference);
}

static bool
resolve_input(lua_State *L, const SignalPoint *point, const char *given, Point *input)
{
    char *whole = input_reference(point, given);
    const char *reference = lua_pushstring(L, whole);
    bool good;

    g_free(whole);
    good = bind_resolve_point(L, point->device, reference, input);
    if (good && input->value.type->kind != VALUE_BOOLEAN && !signal_fits(input->value.type) &&
        input->value.type->enumeration == NULL) {
        bind_problem(L, "expression takes numbers, Booleans and enumerations; %s is %s",
                     reference, input->value.type->name);
        good = false;
    }
    lua_pop(L, 1);
    return good;
}

static bool
add_point(lua_State *L, Signal *signal, const SignalPoint *point)
{
    const Expression *expression = signal->expression;
    unsigned count = expression == NULL ? 0 : expression_reference_count(expression);
    Point *inputs = count == 0 ? NULL : g_new0(Point, count);
    bool good = true;

    signal_add_point(signal, point->device, &point->point, point->reference, inputs);
    for (unsigned i = 0; good && i < count; i++) {
        good = resolve_input(L, point, expression_reference(expression, i), &inputs[i]);
    }
    return good;
}

/* A pattern may fit what does not move; a point meant by name must. */
static bool
add_points(lua_State *L, Signal *signal, const Group *group)
{
    const SignalPoint *unfit = NULL;
    bool good = true;

    for (unsigned i = 0; good && i < group->points->len; i++) {
        const SignalPoint *point = &g_array_index(group->points, SignalPoint, i);

        if (signal_shape_fits(signal->shape, point->point.value.type)) {
            good = add_point(L, signal, point);
        } else {
            unfit = point;
        }
    }
    if (good && unfit != NULL && (group->plain || signal->point_count == 0)) {
        bind_problem(L, "%s moves numbers; %s is %s", signal->shape->name, unfit->reference,
                     unfit->point.value.type->name);
        good = false;
    }
    return good;
}

static bool
take_expression(lua_State *L, int index, Signal *signal)
{
    GError *error = NULL;

    if (lua_type(L, index) != LUA_TSTRING) {
        bind_problem(L, "expression takes a text such as \"2 * {LD0/MMXU1.TotW}\", not %s",
                     bind_describe(L, index));
        return false;
    }
    signal->expression = expression_parse(lua_tostring(L, index), &error);
    if (signal->expression == NULL) {
        const char *text = lua_pushstring(L, error->message);

        g_error_free(error);
        bind_problem(L, "expression: %s", text);
    }
    return signal->expression != NULL;
}

/* ramp(bay, reference, { ... }), ramp(group, { ... }); expression has its text before { ... }.
 */
static int
word_signal(lua_State *L)
{
    const SignalShape *shape = signal_shape_find(bind_row(L)->name);
    const Group *group;
    Signal *signal;
    Word *word;
    int at, options;

    lua_settop(L, 4);
    group = bind_to_points(L, 1, &at);
    options = shape->is_expression ? at + 1 : at;
    if (group == NULL || !check_shape(L, options, shape)) {
        return bind_push_word(L, WORD_BROKEN, shape->name, NULL), 1;
    }
    signal = signal_new(shape);
    word = bind_push_word(L, WORD_ACTION, shape->name, signal);
    if (!take_parameters(L, options, signal) ||
        (shape->is_expression && !take_expression(L, at, signal)) ||
        !add_points(L, signal, group)) {
        bind_use(L, word);
        bind_push_word(L, WORD_BROKEN, shape->name, NULL);
    }
    return 1;
}

const BindWord bind_signal_words[] = {
    { "ramp", "ramp(points, { from=, to=, over=, every= })",
      "goes in a straight line to a value and stays there", word_signal,
      BIND_LOAD | BIND_TASK },
    { "sine", "sine(points, { mean=, amplitude=, period=, phase=, every=, lasting= })",
      "swings around a mean; phase in degrees", word_signal, BIND_LOAD | BIND_TASK },
    { "noise", "noise(points, { mean=, deviation=, every=, lasting= })",
      "is drawn anew each time, normal around a mean, from the run's seed", word_signal,
      BIND_LOAD | BIND_TASK },
    { "random_walk",
      "random_walk(points, { step=, from=, low=, high=, pull=, every=, lasting= })",
      "goes a random step each time, normal with a deviation of step, drawn back by pull (0 to "
      "1) of its distance, and stays between low and high",
      word_signal, BIND_LOAD | BIND_TASK },
    { "expression", "expression(points, \"TEXT\", { every=, lasting= })",
      "follows other values of its IED: \"sqrt({LD0/MMXU1.TotW}^2 + {.TotVAr}^2)\"; {.DO} is "
      "of "
      "the same logical node, t the seconds, first the value at the start",
      word_signal, BIND_LOAD | BIND_TASK },
    { 0 },
};
