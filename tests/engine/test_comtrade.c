/* SPDX-License-Identifier: Apache-2.0
 *
 * COMTRADE records: the same fault in every edition and format (testdata/comtrade/generate.py
 * says what is in them), mistakes with their lines, and every truncation.
 */
#include "engine/comtrade.h"

#include <math.h>

#include "engine/playback.h"
#include "tests/engine/support.h"
#include "tests/path.h"
#include "tests/test.h"

#define POWER "LD0/MMXU1.TotW"

static Comtrade *
load(const char *name)
{
    g_autofree char *relative = g_build_filename("testdata", "comtrade", name, NULL);
    g_autofree char *path = test_path(relative);
    g_autoptr(GError) error = NULL;
    Comtrade *record = comtrade_load(path, NULL, &error);

    if (record == NULL) {
        fprintf(stderr, "%s\n", error->message);
    }
    CU_ASSERT_PTR_NOT_NULL_FATAL(record);
    return record;
}

static double
current_at(double t)
{
    return (t >= 0.04 && t < 0.08 ? 1000 : 100) * sin(2 * M_PI * 50 * t);
}

/* Every sample of IA, TRIP and 52A is what was recorded. */
static void
check_fault(const Comtrade *record, double tolerance)
{
    for (unsigned i = 0; i < record->sample_count; i++) {
        double t = (double)record->times[i] / 1e9;
        double value = comtrade_analog(record, 0, i);

        CU_ASSERT_TRUE(isnan(value) || fabs(value - current_at(t)) <= tolerance);
        CU_ASSERT_EQUAL(comtrade_digital(record, 0, i), t >= 0.06 - 1e-9);
        CU_ASSERT_EQUAL(comtrade_digital(record, 1, i), t < 0.08 - 1e-9);
    }
}

static unsigned
count_missing(const Comtrade *record, unsigned channel)
{
    unsigned missing = 0;

    for (unsigned i = 0; i < record->sample_count; i++) {
        missing += isnan(comtrade_analog(record, channel, i));
    }
    return missing;
}

static void
every_edition_and_format_is_the_same_fault(void)
{
    static const struct {
        const char *name;
        unsigned revision, samples, missing;
        ComtradeFormat format;
        double seconds, tolerance;
        const char *encoding;
    } rows[] = {
        { "ascii_1991.cfg", 1991, 120, 0, COMTRADE_ASCII, 0.119, 0.26, "UTF-8" },
        { "binary32_2013.CFG", 2013, 120, 1, COMTRADE_BINARY32, 0.119, 1e-3, "UTF-8" },
        { "float32_2013.cff", 2013, 120, 0, COMTRADE_FLOAT32, 0.119, 1e-3, "UTF-8" },
        { "ascii_2013.cff", 2013, 120, 1, COMTRADE_ASCII, 0.119, 1e-3, "UTF-8" },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Comtrade) record = load(rows[i].name);

        CU_ASSERT_EQUAL(record->revision, rows[i].revision);
        CU_ASSERT_EQUAL(record->format, rows[i].format);
        CU_ASSERT_EQUAL(record->sample_count, rows[i].samples);
        CU_ASSERT_EQUAL(record->frequency, 50);
        CU_ASSERT_STRING_EQUAL(record->encoding, rows[i].encoding);
        CU_ASSERT_STRING_EQUAL(record->station, "BENCH");
        CU_ASSERT_STRING_EQUAL(record->analogs[0].name, "IA");
        CU_ASSERT_STRING_EQUAL(record->digitals[1].name, "52A");
        CU_ASSERT_TRUE(record->digitals[1].normal);
        CU_ASSERT_DOUBLE_EQUAL((double)record->times[record->sample_count - 1] / 1e9,
                               rows[i].seconds, 1e-9);
        CU_ASSERT_EQUAL(count_missing(record, 0), rows[i].missing);
        CU_ASSERT_EQUAL(record->notes->len, 0);
        check_fault(record, rows[i].tolerance);
    }
}

static void
rates_ratios_and_encodings_are_those_of_the_file(void)
{
    g_autoptr(Comtrade) record = load("binary_1999.cfg");
    g_autoptr(Comtrade) old = load("ascii_1991.cfg");

    CU_ASSERT_STRING_EQUAL(record->encoding, "CP1251");
    CU_ASSERT_STRING_EQUAL(record->station, "Подстанция");
    CU_ASSERT_STRING_EQUAL(record->digitals[16].name, "Резерв 17");
    CU_ASSERT_EQUAL(record->sample_count, 90);
    CU_ASSERT_EQUAL(record->rate_count, 2);
    CU_ASSERT_EQUAL(record->times[59], INT64_C(59000000));
    CU_ASSERT_EQUAL(record->times[60], INT64_C(61000000));
    CU_ASSERT_EQUAL(record->times[61], INT64_C(63000000));
    CU_ASSERT_EQUAL(record->analogs[0].primary, 1000);
    CU_ASSERT_FALSE(record->analogs[0].is_primary);
    CU_ASSERT_TRUE(record->analogs[1].is_primary);
    /* a and b: 5 ms is a quarter of a period. */
    CU_ASSERT_DOUBLE_EQUAL(comtrade_analog(record, 0, 5), 0.1, 6e-4);
    CU_ASSERT_DOUBLE_EQUAL(comtrade_analog(record, 1, 0), 57.7, 1e-9);
    CU_ASSERT_TRUE(comtrade_digital(record, 16, 1));
    CU_ASSERT_FALSE(comtrade_digital(record, 16, 2));
    CU_ASSERT_EQUAL(old->start / 1000000000, 680268153); /* month before day in 1991 */
    CU_ASSERT_EQUAL(count_missing(old, 1), 1);
}

static bool
fill(EngineStage *self, const char *name, const PlaybackRecord *options, Playback **playback,
     char **message)
{
    g_autoptr(Comtrade) record = load(name);
    Point power = engine_point(self, POWER), position = engine_point(self, "LD0/XCBR1.Pos");
    g_autoptr(GError) error = NULL;
    bool good;

    *playback = playback_new();
    playback_add_column(*playback, "#1", &self->device, &power);
    playback_add_column(*playback, "52A", &self->device, &position);
    good = playback_read_record(*playback, record, options, &error);
    *message = good ? NULL : g_strdup(error->message);
    return good;
}

static void
move_to(EngineStage *self, int64_t milliseconds)
{
    clock_advance(self->clock, self->stage.zero + milliseconds * CLOCK_MILLISECOND, 0);
}

static void
a_record_moves_points_as_rms_and_when_it_changes(void)
{
    const PlaybackRecord options = { .every = 20 * CLOCK_MILLISECOND,
                                     .rms = true,
                                     .primary = true };
    g_autofree char *message = NULL;
    g_autofree char *before = NULL;
    g_autofree char *after = NULL;
    EngineStage self;
    Playback *playback;

    engine_stage_open(&self);
    CU_ASSERT_TRUE_FATAL(fill(&self, "float32_2013.cff", &options, &playback, &message));
    playback->action.type->perform(&playback->action, &self.stage);
    move_to(&self, 0);
    /* 100 A over the square root of 2, by a ratio of 1000 to 5. */
    CU_ASSERT_DOUBLE_EQUAL(engine_real(&self, POWER), 100 / M_SQRT2 * 200, 1);
    move_to(&self, 61);
    CU_ASSERT_DOUBLE_EQUAL(engine_real(&self, POWER), 1000 / M_SQRT2 * 200, 10);
    move_to(&self, 79);
    before = engine_text(&self, "LD0/XCBR1.Pos");
    CU_ASSERT_STRING_EQUAL(before, "on");
    move_to(&self, 80);
    after = engine_text(&self, "LD0/XCBR1.Pos");
    CU_ASSERT_STRING_EQUAL(after, "off");
    CU_ASSERT_EQUAL(self.stage.finite, 1);
    move_to(&self, 200);
    CU_ASSERT_EQUAL(self.stage.finite, 0);
    action_unref(&playback->action);
    engine_stage_close(&self);
}

static void
a_record_is_played_sample_by_sample_from_where_one_wants(void)
{
    const PlaybackRecord options = { .every = CLOCK_MILLISECOND };
    g_autofree char *message = NULL;
    g_autofree char *position = NULL;
    EngineStage self;
    Playback *playback;

    engine_stage_open(&self);
    CU_ASSERT_TRUE_FATAL(fill(&self, "ascii_2013.cff", &options, &playback, &message));
    CU_ASSERT_FALSE(playback_cut(playback, CLOCK_SECOND));
    CU_ASSERT_TRUE(playback_cut(playback, 85 * CLOCK_MILLISECOND));
    playback->loop = true;
    playback->action.type->perform(&playback->action, &self.stage);
    move_to(&self, 0);
    CU_ASSERT_DOUBLE_EQUAL(engine_real(&self, POWER), 100, 0.01);
    position = engine_text(&self, "LD0/XCBR1.Pos");
    CU_ASSERT_STRING_EQUAL(position, "off"); /* since 80 ms */
    move_to(&self, 10);
    CU_ASSERT_DOUBLE_EQUAL(engine_real(&self, POWER), -100, 0.01);
    move_to(&self, 35); /* behind the last sample the first comes again */
    CU_ASSERT_DOUBLE_EQUAL(engine_real(&self, POWER), 100, 0.01);
    action_unref(&playback->action);
    engine_stage_close(&self);
}

static void
channels_that_do_not_fit_are_told(void)
{
    const PlaybackRecord options = { .every = CLOCK_MILLISECOND };
    static const struct {
        const char *channel, *reference, *message;
    } rows[] = {
        { "IB", POWER, "no channel IB (did you mean IA?)" },
        { "#7", POWER, "no channel #7" },
        { "IA", "LD0/XCBR1.Pos", "channel IA is analog, its point is Dbpos" },
    };
    EngineStage self;

    engine_stage_open(&self);
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Comtrade) record = load("float32_2013.cff");
        Playback *playback = playback_new();
        Point point = engine_point(&self, rows[i].reference);
        g_autoptr(GError) error = NULL;

        playback_add_column(playback, rows[i].channel, &self.device, &point);
        CU_ASSERT_FALSE(playback_read_record(playback, record, &options, &error));
        CU_ASSERT_TRUE(g_str_has_suffix(error->message, rows[i].message));
        action_unref(&playback->action);
    }
    engine_stage_close(&self);
}

static void
mistakes_are_told_with_their_line(void)
{
#define HEAD "S,D,1999\n2,1A,1D\n1,IA,A,,A,1,0\n"
#define MIDDLE HEAD "1,TRIP,,,0\n50\n1\n1000,2\n01/02/2024,03:04:05\n01/02/2024,03:04:05\n"
    static const struct {
        const char *config, *data, *message;
    } rows[] = {
        { "", "", "x.cfg:1: no line with the station's name" },
        { "S,D,1999\n", "", "x.cfg:2: no line with the counts of channels" },
        { "S,D,1999\n1,99999999A,0D\n", "",
          "x.cfg:2: \"99999999A\" is no count of channels up to 20000" },
        { "S,D,1999\n1,1A,0D\n1,IA\n", "",
          "x.cfg:3: no analog channel with its multiplier and offset" },
        { "S,D,1999\n1,1A,0D\n1,IA,A,,A,one,0\n", "",
          "x.cfg:3: the multiplier a: \"one\" is no number" },
        { HEAD, "", "x.cfg:4: no digital channel with its name" },
        { HEAD "1,TRIP,,,0\nfifty\n", "",
          "x.cfg:5: the line frequency: \"fifty\" is no number" },
        { HEAD "1,TRIP,,,0\n50\n1\n", "", "x.cfg:7: no sampling rate" },
        { HEAD "1,TRIP,,,0\n50\n1\n-1000,2\n", "",
          "x.cfg:7: an impossible rate: -1000 samples a second up to 2" },
        { MIDDLE "TEXT\n", "", "x.cfg:10: \"TEXT\" is no format of the data" },
        { MIDDLE "ASCII\n1\n", "", "x.cfg: not one whole sample" },
        { MIDDLE "ASCII\n1\n", "1,0,5\n", "x.cfg:1: 3 fields, not 4" },
        { MIDDLE "ASCII\n1\n", "1,0,5,0\n2,10,x,0\n", "x.cfg:2: \"x\" is no number" },
        { MIDDLE "BINARY\n1\n", "1234567", "x.cfg: not one whole sample" },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;

        CU_ASSERT_PTR_NULL(comtrade_parse("x.cfg", slice_from_string(rows[i].config),
                                          slice_from_string(rows[i].data), NULL, &error));
        CU_ASSERT_PTR_NOT_NULL_FATAL(error);
        CU_ASSERT_STRING_EQUAL(error->message, rows[i].message);
        if (g_strcmp0(error->message, rows[i].message) != 0) {
            fprintf(stderr, "%s\n", error->message);
        }
    }
}

static void
every_truncation_is_read_or_refused(void)
{
    static const char *const names[] = { "float32_2013.cff", "ascii_2013.cff" };

    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *relative = g_build_filename("testdata", "comtrade", names[i], NULL);
        g_autofree char *path = test_path(relative);
        g_autofree char *octets = NULL;
        size_t size;

        CU_ASSERT_TRUE_FATAL(g_file_get_contents(path, &octets, &size, NULL));
        for (size_t cut = 0; cut < size; cut++) {
            g_autofree uint8_t *part = g_memdup2(octets, MAX(cut, 1)); /* its end is watched */
            g_autoptr(GError) error = NULL;
            g_autoptr(Comtrade) record =
                comtrade_parse_cff("x.cff", (Slice){ part, cut }, NULL, &error);

            CU_ASSERT_TRUE((record == NULL) == (error != NULL));
            if (record != NULL) {
                check_fault(record, 1e-3);
            }
        }
    }
}

static void
a_byte_order_mark_alone_is_refused(void)
{
    const Slice mark = slice_from_string("\xef\xbb\xbf");
    g_autoptr(GError) error = NULL;

    CU_ASSERT_PTR_NULL(comtrade_parse("x.cfg", mark, mark, NULL, &error));
    CU_ASSERT_PTR_NOT_NULL_FATAL(error);
    CU_ASSERT_STRING_EQUAL(error->message, "x.cfg:1: no line with the station's name");
}

static void
a_date_that_ns_cannot_hold_is_noted(void)
{
    const char *config = "S,D,1999\n1,1A,0D\n1,IA,A,,A,1,0\n50\n1\n1000,1\n"
                         "01/02/6024,03:04:05\n01/02/2024,03:04:05\nASCII\n1\n";
    g_autoptr(Comtrade) record = comtrade_parse("x.cfg", slice_from_string(config),
                                                slice_from_string("1,0,5\n"), NULL, NULL);

    CU_ASSERT_PTR_NOT_NULL_FATAL(record);
    CU_ASSERT_EQUAL(record->start, INT64_MIN);
    CU_ASSERT_EQUAL(record->notes->len, 1);
    CU_ASSERT_STRING_EQUAL(record->notes->pdata[0],
                           "x.cfg:7: 01/02/6024,03:04:05 is no date and time of the first "
                           "sample");
}

TEST_SUITE(engine_comtrade, TEST_CASE(every_edition_and_format_is_the_same_fault),
           TEST_CASE(rates_ratios_and_encodings_are_those_of_the_file),
           TEST_CASE(a_record_moves_points_as_rms_and_when_it_changes),
           TEST_CASE(a_record_is_played_sample_by_sample_from_where_one_wants),
           TEST_CASE(channels_that_do_not_fit_are_told),
           TEST_CASE(mistakes_are_told_with_their_line),
           TEST_CASE(a_byte_order_mark_alone_is_refused),
           TEST_CASE(a_date_that_ns_cannot_hold_is_noted),
           TEST_CASE(every_truncation_is_read_or_refused))
