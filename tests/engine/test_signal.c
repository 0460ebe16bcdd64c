/* SPDX-License-Identifier: Apache-2.0
 *
 * Signals and playback on a clock moved by hand.
 */
#include "engine/signal.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "engine/playback.h"
#include "tests/engine/support.h"
#include "tests/test.h"

#define POWER "LD0/MMXU1.TotW"
#define MS CLOCK_MILLISECOND

static Signal *
start(EngineStage *self, const char *shape, const double *parameters, const char *reference)
{
    Signal *signal = signal_new(signal_shape_find(shape));
    Point point = engine_point(self, reference);

    memcpy(signal->parameters, parameters, sizeof signal->parameters);
    signal->every = 100 * MS;
    signal_add_point(signal, &self->device, &point, reference, NULL);
    signal->action.type->perform(&signal->action, &self->stage);
    stage_commit(&self->stage);
    return signal;
}

static void
move(EngineStage *self, int64_t ns)
{
    clock_advance(self->clock, clock_now(self->clock) + ns, 0);
}

static void
a_ramp_goes_straight_and_ends_at_its_value(void)
{
    const double parameters[SIGNAL_PARAMETERS_MAX] = { 10, 90, 1, 0 };
    EngineStage self;
    Signal *signal;

    engine_stage_open(&self);
    signal = start(&self, "ramp", parameters, POWER);
    CU_ASSERT_EQUAL(engine_real(&self, POWER), 10);
    CU_ASSERT_EQUAL(self.stage.finite, 1);
    move(&self, 500 * MS);
    CU_ASSERT_DOUBLE_EQUAL(engine_real(&self, POWER), 50, 1e-4);
    move(&self, 5000 * MS);
    CU_ASSERT_EQUAL(engine_real(&self, POWER), 90);
    CU_ASSERT_EQUAL(self.stage.finite, 0);
    CU_ASSERT_EQUAL(self.stage.tickers->len, 0);
    CU_ASSERT_EQUAL(clock_next_due(self.clock), CLOCK_NEVER);
    action_unref(&signal->action);
    engine_stage_close(&self);
}

static void
a_ramp_without_from_begins_where_the_value_is(void)
{
    const double first[SIGNAL_PARAMETERS_MAX] = { 0, 20, 0.1, 0 },
                 second[SIGNAL_PARAMETERS_MAX] = { NAN, 40, 1, 0 };
    EngineStage self;
    Signal *one, *two;

    engine_stage_open(&self);
    one = start(&self, "ramp", first, POWER);
    move(&self, 1000 * MS);
    two = start(&self, "ramp", second, POWER);
    move(&self, 500 * MS);
    CU_ASSERT_DOUBLE_EQUAL(engine_real(&self, POWER), 30, 1e-4);
    action_unref(&one->action);
    action_unref(&two->action);
    engine_stage_close(&self);
}

static void
a_new_signal_takes_a_point_over(void)
{
    const double sine[SIGNAL_PARAMETERS_MAX] = { 0, 5, 1, 0 },
                 ramp[SIGNAL_PARAMETERS_MAX] = { 0, 7, 0.2, 0 };
    EngineStage self;
    Signal *one, *two;

    engine_stage_open(&self);
    one = start(&self, "sine", sine, POWER);
    two = start(&self, "ramp", ramp, POWER);
    move(&self, 3000 * MS);
    CU_ASSERT_EQUAL(engine_real(&self, POWER), 7);
    CU_ASSERT_EQUAL(self.stage.tickers->len, 0);
    action_unref(&one->action);
    action_unref(&two->action);
    engine_stage_close(&self);
}

static void
a_sine_swings_with_its_phase(void)
{
    const double parameters[SIGNAL_PARAMETERS_MAX] = { 100, 10, 2, 90 };
    EngineStage self;
    Signal *signal;

    engine_stage_open(&self);
    signal = start(&self, "sine", parameters, POWER);
    CU_ASSERT_DOUBLE_EQUAL(engine_real(&self, POWER), 110, 1e-3);
    move(&self, 1000 * MS);
    CU_ASSERT_DOUBLE_EQUAL(engine_real(&self, POWER), 90, 1e-3);
    CU_ASSERT_EQUAL(self.stage.finite, 0); /* it keeps no run open */
    action_unref(&signal->action);
    engine_stage_close(&self);
}

static void
noise_is_the_same_for_the_same_seed_and_another_for_another_point(void)
{
    const double parameters[SIGNAL_PARAMETERS_MAX] = { 50, 1, 0, 0 };
    double seen[3];

    for (unsigned i = 0; i < 3; i++) {
        const char *reference = i < 2 ? POWER : "LD0/MMXU1.TotVAr";
        EngineStage self;
        Signal *signal;

        engine_stage_open(&self);
        signal = start(&self, "noise", parameters, reference);
        move(&self, 1000 * MS);
        seen[i] = engine_real(&self, reference);
        action_unref(&signal->action);
        engine_stage_close(&self);
    }
    CU_ASSERT_EQUAL(seen[0], seen[1]);
    CU_ASSERT_NOT_EQUAL(seen[0], seen[2]);
    CU_ASSERT_TRUE(fabs(seen[0] - 50) < 6);
}

static void
numbers_are_kept_in_the_range_of_the_leaf(void)
{
    const Type *small = type_basic("INT8"), *natural = type_basic("INT16U");

    CU_ASSERT_EQUAL(signal_to_value(small, 126.6).integer, 127);
    CU_ASSERT_EQUAL(signal_to_value(small, 1e9).integer, 127);
    CU_ASSERT_EQUAL(signal_to_value(small, -1e9).integer, -128);
    CU_ASSERT_EQUAL(signal_to_value(small, -2.4).integer, -2);
    CU_ASSERT_EQUAL(signal_to_value(natural, -5).unsigned_, 0);
    CU_ASSERT_EQUAL(signal_to_value(natural, 1e9).unsigned_, 65535);
    CU_ASSERT_FALSE(signal_fits(type_basic("BOOLEAN")));
}

static void
a_walk_goes_on_from_where_it_is_and_stays_in_its_bounds(void)
{
    const double parameters[SIGNAL_PARAMETERS_MAX] = { 3, 10, 5, 15, 0 };
    EngineStage self;
    Signal *signal;
    double before, least = 10, most = 10;

    engine_stage_open(&self);
    signal = start(&self, "random_walk", parameters, POWER);
    CU_ASSERT_EQUAL(engine_real(&self, POWER), 10);
    before = 10;
    for (unsigned i = 0; i < 200; i++) {
        double now;

        move(&self, 100 * MS);
        now = engine_real(&self, POWER);
        CU_ASSERT_NOT_EQUAL(now, before);
        least = MIN(least, now);
        most = MAX(most, now);
        before = now;
    }
    CU_ASSERT_TRUE(least >= 5 && least < 6.5);
    CU_ASSERT_TRUE(most <= 15 && most > 13.5);
    action_unref(&signal->action);
    engine_stage_close(&self);
}

static void
a_signal_started_again_draws_anew(void)
{
    const double parameters[SIGNAL_PARAMETERS_MAX] = { 50, 1 };
    EngineStage self;
    Signal *signal;
    double first;

    engine_stage_open(&self);
    signal = start(&self, "noise", parameters, POWER);
    first = engine_real(&self, POWER);
    signal->action.type->perform(&signal->action, &self.stage);
    stage_commit(&self.stage);
    CU_ASSERT_NOT_EQUAL(engine_real(&self, POWER), first);
    action_unref(&signal->action);
    engine_stage_close(&self);
}

static Signal *
follow(EngineStage *self, const char *text, const char *reference, const char *input)
{
    Signal *signal = signal_new(signal_shape_find("expression"));
    Point point = engine_point(self, reference);
    Point *inputs = g_new(Point, 1);

    inputs[0] = engine_point(self, input);
    signal->expression = expression_parse(text, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(signal->expression);
    signal_add_point(signal, &self->device, &point, reference, inputs);
    signal->action.type->perform(&signal->action, &self->stage);
    stage_commit(&self->stage);
    return signal;
}

static void
an_expression_sees_what_moves_in_the_same_tick(void)
{
    const double parameters[SIGNAL_PARAMETERS_MAX] = { 0, 100, 10 };
    EngineStage self;
    Signal *one, *two;

    engine_stage_open(&self);
    /* Begun first, it still comes behind what it refers to. */
    two = follow(&self, "2 * {x} + t", "LD0/MMXU1.TotVAr", POWER);
    one = start(&self, "ramp", parameters, POWER);
    move(&self, 5000 * MS);
    CU_ASSERT_DOUBLE_EQUAL(engine_real(&self, POWER), 50, 1e-4);
    CU_ASSERT_DOUBLE_EQUAL(engine_real(&self, "LD0/MMXU1.TotVAr"), 105, 1e-3);
    action_unref(&one->action);
    action_unref(&two->action);
    engine_stage_close(&self);
}

static void
what_is_no_number_leaves_the_point_alone(void)
{
    EngineStage self;
    Signal *signal;

    engine_stage_open(&self);
    signal = follow(&self, "1 / (t - 0.3)", "LD0/MMXU1.TotVAr", POWER);
    move(&self, 200 * MS);
    CU_ASSERT_DOUBLE_EQUAL(engine_real(&self, "LD0/MMXU1.TotVAr"), -10, 1e-3);
    signal_stop_all(&self.stage);
    action_unref(&signal->action);
    signal = follow(&self, "sqrt(0 - 1)", "LD0/MMXU1.TotVAr", POWER);
    move(&self, 500 * MS);
    CU_ASSERT_DOUBLE_EQUAL(engine_real(&self, "LD0/MMXU1.TotVAr"), -10, 1e-3);
    action_unref(&signal->action);
    engine_stage_close(&self);
}

/* Writes the text to a file and reads it as a playback of two columns. */
static bool
read_text(EngineStage *self, const char *text, Playback **playback, char **message)
{
    g_autofree char *path = g_build_filename(g_get_tmp_dir(), "iedbench-XXXXXX", NULL);
    int file = g_mkstemp(path);
    g_autoptr(GError) error = NULL;
    Point power = engine_point(self, POWER), position = engine_point(self, "LD0/XCBR1.Pos");
    bool good;

    CU_ASSERT_TRUE_FATAL(file >= 0);
    close(file);
    g_file_set_contents(path, text, -1, NULL);
    *playback = playback_new();
    playback_add_column(*playback, "p", &self->device, &power);
    playback_add_column(*playback, "pos", &self->device, &position);
    good = playback_read_csv(*playback, path, NULL, &error);
    *message = good ? NULL : g_strdup(error->message + strlen(path));
    g_unlink(path);
    return good;
}

static void
a_recording_sets_its_rows_at_their_times(void)
{
    EngineStage self;
    Playback *playback;
    g_autofree char *message = NULL;
    g_autofree char *first = NULL;
    g_autofree char *last = NULL;

    engine_stage_open(&self);
    CU_ASSERT_TRUE_FATAL(
        read_text(&self,
                  "\xef\xbb\xbf# recorded\ntime;pos;\"p\"\r\n10;off;1.5\r\n10.5;;2.5\r\n\r\n"
                  "11;on;\"3.5\"\r\n",
                  &playback, &message));
    playback->action.type->perform(&playback->action, &self.stage);
    move(&self, 0);
    first = engine_text(&self, "LD0/XCBR1.Pos");
    CU_ASSERT_STRING_EQUAL(first, "off");
    CU_ASSERT_EQUAL(engine_real(&self, POWER), 1.5);
    move(&self, 600 * MS);
    CU_ASSERT_EQUAL(engine_real(&self, POWER), 2.5);
    CU_ASSERT_EQUAL(self.stage.finite, 1);
    move(&self, 600 * MS);
    last = engine_text(&self, "LD0/XCBR1.Pos");
    CU_ASSERT_STRING_EQUAL(last, "on");
    CU_ASSERT_EQUAL(engine_real(&self, POWER), 3.5);
    CU_ASSERT_EQUAL(self.stage.finite, 0);
    action_unref(&playback->action);
    engine_stage_close(&self);
}

static void
what_is_wrong_in_a_recording_is_told_with_its_line(void)
{
    static const struct {
        const char *text, *message;
    } rows[] = {
        { "", ":1: no header line" },
        { "time,pos,q\n0,on,1\n", ":1: no column p (did you mean q?)" },
        { "time,pos,p\n", ":2: no rows" },
        { "time,pos,p\n0,on,1\n1,off,x\n", ":3: column p: \"x\" is no number" },
        { "time,pos,p\n0,ajar,1\n", ":2: column pos: \"ajar\" is no Dbpos" },
        { "time,pos,p\n5,on,1\n4,on,1\n", ":3: the time goes backwards" },
        { "time,pos,p\n0,on,1\n1,off,x", ":3: column p: \"x\" is no number" },
        { "time,pos,p\n0,\"o\nn\",1\n", ":2: column pos: \"o\nn\" is no Dbpos" },
        { "time,pos,p\n0,\"on\",\"\n1\"\n1,off,x\n", ":4: column p: \"x\" is no number" },
        { "time,pos,p\n-1,on,1\n2026-01-01T00:00:00Z,off,1\n",
          ":3: seconds and dates are mixed" },
        { "time,pos,p\nnoon,on,1\n", ":2: \"noon\" is no time (seconds, or ISO 8601)" },
    };
    EngineStage self;

    engine_stage_open(&self);
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *message = NULL;
        Playback *playback;

        CU_ASSERT_FALSE(read_text(&self, rows[i].text, &playback, &message));
        CU_ASSERT_STRING_EQUAL(message, rows[i].message);
        if (g_strcmp0(message, rows[i].message) != 0) {
            fprintf(stderr, "%s\n", message);
        }
        action_unref(&playback->action);
    }
    engine_stage_close(&self);
}

TEST_SUITE(engine_signal, TEST_CASE(a_ramp_goes_straight_and_ends_at_its_value),
           TEST_CASE(a_ramp_without_from_begins_where_the_value_is),
           TEST_CASE(a_new_signal_takes_a_point_over), TEST_CASE(a_sine_swings_with_its_phase),
           TEST_CASE(noise_is_the_same_for_the_same_seed_and_another_for_another_point),
           TEST_CASE(a_walk_goes_on_from_where_it_is_and_stays_in_its_bounds),
           TEST_CASE(a_signal_started_again_draws_anew),
           TEST_CASE(an_expression_sees_what_moves_in_the_same_tick),
           TEST_CASE(what_is_no_number_leaves_the_point_alone),
           TEST_CASE(numbers_are_kept_in_the_range_of_the_leaf),
           TEST_CASE(a_recording_sets_its_rows_at_their_times),
           TEST_CASE(what_is_wrong_in_a_recording_is_told_with_its_line))
