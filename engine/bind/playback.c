/* SPDX-License-Identifier: Apache-2.0
 *
 * playback of files, and steps and pulse, which are small ones written in the scenario.
 */
#include "engine/playback.h"

#include <math.h>
#include <string.h>

#include "engine/bind/bind.h"
#include "engine/bind/word_options.h"
#include "engine/signal.h"

/* "{ied}_P" of FEEDER1 is "FEEDER1_P". Free with g_free. */
static char *
column_name(const char *pattern, const Device *device)
{
    g_auto(GStrv) parts = g_strsplit(pattern, "{ied}", -1);

    return g_strjoinv(device->name, parts);
}

static void
add_points(Playback *playback, const char *pattern, const Group *group, double scale,
           bool invert)
{
    for (unsigned i = 0; i < group->points->len; i++) {
        const SignalPoint *point = &g_array_index(group->points, SignalPoint, i);
        g_autofree char *name = column_name(pattern, point->device);
        PlaybackColumn *column =
            playback_add_column(playback, name, point->device, &point->point);

        column->scale = scale;
        column->invert = invert;
    }
}

static const BindOption column_options[] = { { "scale", OPTION_NUMBER, false },
                                             { "invert", OPTION_BOOLEAN, false },
                                             { NULL, OPTION_ANY, false } };

/* What { name = reference } and { name = { reference, scale=, invert= } } of a column mean; the
 * value is on top of the stack, the devices at 1. */
static bool
add_column(lua_State *L, Playback *playback, const char *name)
{
    int value = lua_gettop(L), next;
    const Group *group;
    double scale = 1;
    bool invert = false;

    if (lua_istable(L, value)) {
        if (!bind_check_options(L, value, column_options, true)) {
            return false;
        }
        bind_option_number(L, value, "scale", &scale);
        bind_option_boolean(L, value, "invert", &invert);
        lua_rawgeti(L, value, 1);
        lua_replace(L, value);
    }
    if (lua_type(L, value) != LUA_TSTRING) {
        bind_problem(L, "playback: column %s needs a reference", name);
        return false;
    }
    lua_pushvalue(L, 1);
    lua_pushvalue(L, value);
    group = bind_to_points(L, value + 1, &next);
    if (group != NULL) {
        add_points(playback, name, group, scale, invert);
    }
    return group != NULL;
}

/* A number as key is that of a channel. */
static const char *
push_name(lua_State *L, int key)
{
    return lua_isinteger(L, key) ? lua_pushfstring(L, "#%I", (LUAI_UACINT)lua_tointeger(L, key))
           : lua_type(L, key) == LUA_TSTRING ? lua_pushstring(L, lua_tostring(L, key))
                                             : NULL;
}

static bool
add_columns(lua_State *L, Playback *playback)
{
    bool good = true;

    lua_getfield(L, 2, "columns");
    lua_pushnil(L);
    while (lua_next(L, -2) != 0) {
        int here = lua_gettop(L);
        const char *name = push_name(L, here - 1);

        if (name == NULL) {
            bind_problem(L, "playback: columns is { name in the file = reference, ... }");
            return false;
        }
        lua_pushvalue(L, here);
        good = add_column(L, playback, name) && good;
        lua_settop(L, here - 1);
    }
    lua_pop(L, 1);
    if (good && playback->column_count == 0) {
        bind_problem(L, "playback: no columns");
    }
    if (good && playback_sort_columns(playback) != NULL) {
        bind_problem(L, "playback: two columns for one point of %s",
                     playback_sort_columns(playback)->device->name);
        return false;
    }
    return good && playback->column_count > 0;
}

static bool
tell_error(lua_State *L, GError *error)
{
    const char *text = lua_pushstring(L, error->message);

    g_error_free(error);
    bind_problem(L, "%s", text);
    return false;
}

/* A text option of few words; 0 when it is not given, or wrong (told). */
static unsigned
take_choice(lua_State *L, const char *name, const char *const *choices, bool *good)
{
    const char *text;

    if (!bind_option_string(L, 2, name, &text)) {
        return 0;
    }
    for (unsigned i = 0; choices[i] != NULL; i++) {
        if (strcmp(choices[i], text) == 0) {
            return i;
        }
    }
    bind_problem(L, "playback: %s is \"%s\" or \"%s\", not \"%s\"", name, choices[0],
                 choices[1], text);
    *good = false;
    return 0;
}

static bool
take_record_options(lua_State *L, PlaybackRecord *options)
{
    static const char *const as[] = { "instantaneous", "rms", NULL };
    static const char *const values[] = { "recorded", "primary", "secondary", NULL };
    bool good = true;
    unsigned choice;

    options->every = SIGNAL_EVERY;
    bind_option_time(L, 2, "every", &options->every);
    if (options->every < CLOCK_MILLISECOND) {
        bind_problem(L, "playback: every must be at least \"1ms\"");
        return false;
    }
    options->rms = take_choice(L, "as", as, &good) == 1;
    choice = take_choice(L, "values", values, &good);
    options->primary = choice == 1;
    options->secondary = choice == 2;
    return good;
}

static bool
read_record(lua_State *L, Playback *playback, const char *path)
{
    PlaybackRecord options = { 0 };
    const char *encoding = NULL;
    GError *error = NULL;
    Comtrade *record;
    bool good;

    if (!take_record_options(L, &options)) {
        return false;
    }
    bind_option_string(L, 2, "encoding", &encoding);
    record = comtrade_load(path, encoding, &error);
    good = record != NULL && playback_read_record(playback, record, &options, &error);
    comtrade_free(record);
    return good || tell_error(L, error);
}

static bool
read_csv(lua_State *L, Playback *playback, const char *path)
{
    static const char *const others[] = { "as", "values", "encoding", "every", NULL };
    const char *time = NULL;
    GError *error = NULL;

    for (unsigned i = 0; others[i] != NULL; i++) {
        if (lua_getfield(L, 2, others[i]) != LUA_TNIL) {
            bind_problem(L, "playback: %s is for COMTRADE records (.cfg, .cff)", others[i]);
            return false;
        }
        lua_pop(L, 1);
    }
    bind_option_string(L, 2, "time", &time);
    return playback_read_csv(playback, path, time, &error) || tell_error(L, error);
}

/* The path belongs to Lua, since what follows may raise. */
static bool
read_file(lua_State *L, Playback *playback)
{
    const char *name = NULL, *path;
    char *found;

    bind_option_string(L, 2, "file", &name);
    found = scenario_find_file(bind_script(L)->scenario, name);
    path = lua_pushstring(L, found != NULL ? found : name);
    g_free(found);
    return comtrade_is_record(path) ? read_record(L, playback, path)
                                    : read_csv(L, playback, path);
}

/* Where it begins and how often, the same for all of the three words. */
static bool
take_course(lua_State *L, int index, Playback *playback)
{
    const char *word = bind_row(L)->name;
    unsigned times = 0;
    int64_t from = 0;
    const char *why;

    bind_option_boolean(L, index, "loop", &playback->loop);
    bind_option_count(L, index, "times", &times);
    bind_option_time(L, index, "period", &playback->period);
    bind_option_number(L, index, "speed", &playback->speed);
    playback->times_max = times;
    playback->loop = playback->loop || times > 1;
    if (playback->speed <= 0) {
        playback->speed = 1;
        bind_problem(L, "%s: speed must be more than 0", word);
        return false;
    }
    if (bind_option_time(L, index, "from", &from) && !playback_cut(playback, from)) {
        bind_problem(L, "%s: it would begin behind its end", word);
        return false;
    }
    why = playback->loop ? playback_check_loop(playback) : NULL;
    if (why != NULL) {
        bind_problem(L, "%s: %s", word, why);
    }
    return why == NULL;
}

static const BindOption playback_options[] = {
    { "file", OPTION_STRING, true },    { "columns", OPTION_TABLE, true },
    { "time", OPTION_STRING, false },   { "loop", OPTION_BOOLEAN, false },
    { "speed", OPTION_NUMBER, false },  { "from", OPTION_TIME, false },
    { "every", OPTION_TIME, false },    { "as", OPTION_STRING, false },
    { "values", OPTION_STRING, false }, { "encoding", OPTION_STRING, false },
    { "times", OPTION_COUNT, false },   { NULL, OPTION_ANY, false },
};

static int
word_playback(lua_State *L)
{
    Playback *playback;

    lua_settop(L, 2);
    if (!bind_check_options(L, 2, playback_options, false)) {
        return bind_push_word(L, WORD_BROKEN, "playback", NULL), 1;
    }
    playback = playback_new();
    bind_push_word(L, WORD_ACTION, "playback", playback);
    if (!add_columns(L, playback) || !read_file(L, playback) || !take_course(L, 2, playback)) {
        bind_use(L, lua_touserdata(L, 3));
        bind_push_word(L, WORD_BROKEN, "playback", NULL);
    } else {
        lua_settop(L, 3);
    }
    return 1;
}

/* One value of steps or pulse, at `index`, for one point. */
static bool
set_value(lua_State *L, int index, Playback *playback, PlaybackColumn *column, unsigned row)
{
    char *text = NULL;
    Value value;
    double number;

    if (!bind_to_value(L, index, column->point.value.type, column->name, &value, &text)) {
        return false;
    }
    if (text != NULL) {
        g_ptr_array_add(playback->texts, text);
    }
    if (column->numbers != NULL && signal_to_number(&value, &number)) {
        return playback_set_number(column, row, number);
    }
    column->cells[row] = (PlaybackCell){ true, value };
    return true;
}

static bool
set_values(lua_State *L, int index, Playback *playback, unsigned row)
{
    for (unsigned i = 0; i < playback->column_count; i++) {
        if (!set_value(L, index, playback, &playback->columns[i], row)) {
            return false;
        }
    }
    return true;
}

/* Columns called by their references, since that is how they are known here. */
static Playback *
push_playback(lua_State *L, const Group *group)
{
    Playback *playback = playback_new();

    bind_push_word(L, WORD_ACTION, bind_row(L)->name, playback);
    for (unsigned i = 0; i < group->points->len; i++) {
        const SignalPoint *point = &g_array_index(group->points, SignalPoint, i);

        playback_add_column(playback, point->reference, point->device, &point->point);
    }
    return playback;
}

static int
give(lua_State *L, Word *word, bool good)
{
    if (good) {
        lua_settop(L, 1);
        return 1;
    }
    bind_use(L, word);
    bind_push_word(L, WORD_BROKEN, word->name, NULL);
    return 1;
}

/* Row `row` of steps: { "2s", value } on top of the stack. */
static bool
take_step(lua_State *L, Playback *playback, unsigned row)
{
    int step = lua_gettop(L);

    if (!lua_istable(L, step) || lua_rawlen(L, step) != 2) {
        bind_problem(L,
                     "steps takes a list of { time, value }, such as { { \"0s\", 10 }, { "
                     "\"2s\", 20 } }, not %s",
                     bind_describe(L, step));
        return false;
    }
    lua_rawgeti(L, step, 1);
    if (!bind_to_time(L, -1, &playback->times[row]) ||
        (row > 0 && playback->times[row] <= playback->times[row - 1])) {
        bind_problem(L, "steps: each has a time behind the one before, not %s",
                     bind_describe(L, -1));
        return false;
    }
    lua_rawgeti(L, step, 2);
    return set_values(L, lua_gettop(L), playback, row);
}

static bool
take_steps(lua_State *L, int list, Playback *playback)
{
    unsigned count = lua_istable(L, list) ? (unsigned)lua_rawlen(L, list) : 0;

    if (count == 0) {
        bind_problem(L, "steps takes a list of { time, value }, not %s",
                     bind_describe(L, list));
        return false;
    }
    playback_set_rows(playback, count);
    for (unsigned row = 0; row < count; row++) {
        int top = lua_gettop(L);
        bool good;

        lua_rawgeti(L, list, (lua_Integer)row + 1);
        good = take_step(L, playback, row);
        lua_settop(L, top);
        if (!good) {
            return false;
        }
    }
    return true;
}

static const BindOption steps_options[] = { { "loop", OPTION_BOOLEAN, false },
                                            { "period", OPTION_TIME, false },
                                            { "times", OPTION_COUNT, false },
                                            { NULL, OPTION_ANY, false } };

/* steps(points, { { time, value }, ... }, { loop=, period=, times= }) */
static int
word_steps(lua_State *L)
{
    const Group *group;
    Playback *playback;
    Word *word;
    int list;

    lua_settop(L, 4);
    group = bind_to_points(L, 1, &list);
    if (group == NULL || !bind_check_options(L, list + 1, steps_options, false)) {
        return bind_push_word(L, WORD_BROKEN, "steps", NULL), 1;
    }
    playback = push_playback(L, group);
    word = lua_touserdata(L, -1);
    lua_pushvalue(L, -1);
    lua_replace(L, 1);
    return give(L, word, take_steps(L, list, playback) && take_course(L, list + 1, playback));
}

/* Without on or off: those of a digital channel. */
static bool
set_state(lua_State *L, int index, const char *name, Playback *playback, unsigned row, bool on)
{
    bool good = true;

    if (lua_getfield(L, index, name) != LUA_TNIL) {
        good = set_values(L, lua_gettop(L), playback, row);
    } else {
        for (unsigned i = 0; i < playback->column_count; i++) {
            if (!playback_set_number(&playback->columns[i], row, on)) {
                bind_problem(L, "pulse: %s needs %s", playback->columns[i].name, name);
                good = false;
            }
        }
    }
    lua_pop(L, 1);
    return good;
}

static bool
take_pulse(lua_State *L, int index, Playback *playback)
{
    int64_t width = 0;

    bind_option_time(L, index, "width", &width);
    playback_set_rows(playback, 2);
    playback->times[1] = width;
    if (!set_state(L, index, "on", playback, 0, true) ||
        !set_state(L, index, "off", playback, 1, false) || !take_course(L, index, playback)) {
        return false;
    }
    if (playback->times_max > 1 && playback->period == 0) {
        bind_problem(L, "pulse: times needs period");
        return false;
    }
    playback->loop = playback->period != 0;
    if (width <= 0 || (playback->loop && playback->period <= width)) {
        bind_problem(L, "pulse: width must be more than 0 and less than period");
        return false;
    }
    return true;
}

static const BindOption pulse_options[] = {
    { "width", OPTION_TIME, true },   { "period", OPTION_TIME, false },
    { "times", OPTION_COUNT, false }, { "on", OPTION_ANY, false },
    { "off", OPTION_ANY, false },     { NULL, OPTION_ANY, false },
};

/* pulse(points, { width=, period=, times=, on=, off= }) */
static int
word_pulse(lua_State *L)
{
    const Group *group;
    Playback *playback;
    Word *word;
    int at;

    lua_settop(L, 3);
    group = bind_to_points(L, 1, &at);
    if (group == NULL || !bind_check_options(L, at, pulse_options, false)) {
        return bind_push_word(L, WORD_BROKEN, "pulse", NULL), 1;
    }
    playback = push_playback(L, group);
    word = lua_touserdata(L, -1);
    lua_pushvalue(L, -1);
    lua_replace(L, 1);
    return give(L, word, take_pulse(L, at, playback));
}

const BindWord bind_playback_words[] = {
    { "playback",
      "playback(ieds, { file=, columns={ name=reference }, from=, loop=, times=, speed=, "
      "time=, "
      "every=, as=, values=, encoding= })",
      "plays a CSV file, one commit a row, or a COMTRADE record (.cfg, .cff): as \"rms\" or "
      "\"instantaneous\", values \"primary\" or \"secondary\"; {ied} in a column's name is the "
      "IED's",
      word_playback, BIND_LOAD | BIND_TASK },
    { "steps", "steps(points, { { \"0s\", value }, ... }, { loop=, period=, times= })",
      "takes the values at their times, numbers or any others", word_steps,
      BIND_LOAD | BIND_TASK },
    { "pulse", "pulse(points, { width=, period=, times=, on=, off= })",
      "goes on for a time, and with a period again and again", word_pulse,
      BIND_LOAD | BIND_TASK },
    { 0 },
};

const BindWordOptions bind_playback_options[] = {
    { bind_playback_words, "playback", playback_options, NULL },
    { bind_playback_words, "playback", column_options, "columns" },
    { bind_playback_words, "steps", steps_options, NULL },
    { bind_playback_words, "pulse", pulse_options, NULL },
    { 0 },
};
