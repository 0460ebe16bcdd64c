/* SPDX-License-Identifier: Apache-2.0
 *
 * ramp, sine, noise: words from the rows of engine/signal.c; and playback.
 */
#include "engine/bind/bind.h"

#include <math.h>
#include <string.h>

#include "engine/playback.h"
#include "engine/signal.h"

static const SignalShape *
find_shape(const char *name)
{
    unsigned i = 0;

    while (strcmp(signal_shapes[i]->name, name) != 0) {
        i++;
    }
    return signal_shapes[i];
}

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
    return true;
}

static bool
add_point(lua_State *L, Signal *signal, Device *device, const Point *point,
          const char *reference)
{
    if (!signal_fits(point->value.type)) {
        bind_problem(L, "%s moves numbers; %s is %s", signal->shape->name, reference,
                     point->value.type->name);
        return false;
    }
    signal_add_point(signal, device, point, reference);
    return true;
}

/* ramp(bay, reference, { ... }) and ramp(group, { ... }). */
static int
word_signal(lua_State *L)
{
    const SignalShape *shape = find_shape(bind_row(L)->name);
    Word *group = bind_to_word(L, 1, WORD_GROUP);
    Device *device = group == NULL ? bind_to_device(L, 1) : NULL;
    int at = group != NULL ? 2 : 3;
    Signal *signal;
    Point point;
    bool good;

    lua_settop(L, 3);
    if (group == NULL && device != NULL && lua_type(L, 2) != LUA_TSTRING) {
        return bind_refuse(L, "%s takes a reference, not %s", shape->name, bind_describe(L, 2));
    }
    if ((group == NULL && device == NULL) || !check_shape(L, at, shape)) {
        return bind_push_word(L, WORD_BROKEN, shape->name, NULL), 1;
    }
    signal = signal_new(shape);
    bind_push_word(L, WORD_ACTION, shape->name, signal);
    good = take_parameters(L, at, signal);
    if (group != NULL) {
        const Group *points = group->thing;

        for (unsigned i = 0; good && i < points->points->len; i++) {
            const SignalPoint *each = &g_array_index(points->points, SignalPoint, i);

            good = add_point(L, signal, each->device, &each->point, each->reference);
        }
    } else {
        good = good && bind_resolve_point(L, device, lua_tostring(L, 2), &point) &&
               add_point(L, signal, device, &point, lua_tostring(L, 2));
    }
    if (!good) {
        bind_use(L, lua_touserdata(L, 4));
        bind_push_word(L, WORD_BROKEN, shape->name, NULL);
    }
    return 1;
}

/* A column's target: a reference, or { reference, scale= }. */
static bool
add_column(lua_State *L, Playback *playback, Device *device)
{
    static const BindOption rows[] = { { "scale", OPTION_NUMBER, false },
                                       { NULL, OPTION_ANY, false } };
    const char *name = lua_tostring(L, -2);
    const char *reference;
    double scale = 1;
    Point point;

    if (lua_istable(L, -1)) {
        int index = lua_gettop(L);

        if (!bind_check_options(L, index, rows, true)) {
            return false;
        }
        bind_option_number(L, index, "scale", &scale);
        lua_rawgeti(L, index, 1);
        reference = lua_tostring(L, -1);
        lua_pop(L, 1);
    } else {
        reference = lua_tostring(L, -1);
    }
    if (reference == NULL) {
        bind_problem(L, "playback: column %s needs a reference", name);
        return false;
    }
    if (!bind_resolve_point(L, device, reference, &point)) {
        return false;
    }
    playback_add_column(playback, name, device, &point);
    playback->columns[playback->column_count - 1].scale = scale;
    return true;
}

static bool
add_columns(lua_State *L, Playback *playback, Device *device)
{
    bool good = true;

    lua_getfield(L, 2, "columns");
    lua_pushnil(L);
    while (lua_next(L, -2) != 0) {
        int here = lua_gettop(L);

        if (lua_type(L, -2) != LUA_TSTRING) {
            bind_problem(L, "playback: columns is { name in the file = reference, ... }");
            return false;
        }
        good = add_column(L, playback, device) && good;
        lua_settop(L, here - 1);
    }
    lua_pop(L, 1);
    if (good && playback->column_count == 0) {
        bind_problem(L, "playback: no columns");
    }
    return good && playback->column_count > 0;
}

static bool
read_file(lua_State *L, Playback *playback)
{
    Scenario *scenario = bind_script(L)->scenario;
    const char *name = NULL, *time = NULL;
    GError *error = NULL;
    char *path;
    bool good;

    bind_option_string(L, 2, "file", &name);
    bind_option_string(L, 2, "time", &time);
    path = scenario_find_file(scenario, name);
    good = playback_read_csv(playback, path != NULL ? path : name, time, &error);
    g_free(path);
    if (!good) {
        const char *text = lua_pushstring(L, error->message);

        g_error_free(error);
        bind_problem(L, "%s", text);
    }
    return good;
}

static int
word_playback(lua_State *L)
{
    static const BindOption options[] = {
        { "file", OPTION_STRING, true },   { "columns", OPTION_TABLE, true },
        { "time", OPTION_STRING, false },  { "loop", OPTION_BOOLEAN, false },
        { "speed", OPTION_NUMBER, false }, { NULL, OPTION_ANY, false },
    };
    Device *device = bind_to_device(L, 1);
    Playback *playback;

    lua_settop(L, 2);
    if (device == NULL || !bind_check_options(L, 2, options, false)) {
        return bind_push_word(L, WORD_BROKEN, "playback", NULL), 1;
    }
    playback = playback_new();
    bind_push_word(L, WORD_ACTION, "playback", playback);
    bind_option_boolean(L, 2, "loop", &playback->loop);
    bind_option_number(L, 2, "speed", &playback->speed);
    if (playback->speed <= 0) {
        bind_problem(L, "playback: speed must be more than 0");
        playback->speed = 1;
    }
    if (!add_columns(L, playback, device) || !read_file(L, playback)) {
        bind_use(L, lua_touserdata(L, 3));
        bind_push_word(L, WORD_BROKEN, "playback", NULL);
    }
    lua_settop(L, MAX(3, lua_gettop(L)));
    return 1;
}

const BindWord bind_signal_words[] = {
    { "ramp", "ramp(ied, reference, { from=, to=, over=, every= }) or ramp(group, {...})",
      "goes in a straight line to a value and stays there", word_signal,
      BIND_LOAD | BIND_TASK },
    { "sine", "sine(ied, reference, { mean=, amplitude=, period=, phase=, every=, lasting= })",
      "swings around a mean; phase in degrees", word_signal, BIND_LOAD | BIND_TASK },
    { "noise", "noise(ied, reference, { mean=, deviation=, every=, lasting= })",
      "is drawn anew each time, normal around a mean, from the run's seed", word_signal,
      BIND_LOAD | BIND_TASK },
    { "playback", "playback(ied, { file=, columns={ name=reference }, time=, loop=, speed= })",
      "plays a CSV file, one commit a row", word_playback, BIND_LOAD | BIND_TASK },
    { 0 },
};
