/* SPDX-License-Identifier: Apache-2.0
 *
 * Channels of a COMTRADE record become rows of a playback: analog ones at even ticks, as they
 * stand there or as the RMS of the line's last period; digital ones when they change.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/playback.h"
#include "engine/text.h"

#define ROWS_MAX 2000000

/* Where a column's values come from. */
typedef struct Source {
    bool is_digital;
    unsigned channel;
    double factor;
    double *squares; /* for RMS: sums over the samples before; else NULL */
    double *counts;
} Source;

typedef struct Reader {
    Playback *playback;
    const Comtrade *record;
    const PlaybackRecord *options;
    Source *sources; /* one a column */
    GArray *rows;    /* int64_t: times, ascending */
    GError **error;
} Reader;

static bool refuse(Reader *reader, const char *format, ...) G_GNUC_PRINTF(2, 3);

static bool
refuse(Reader *reader, const char *format, ...)
{
    va_list arguments;
    g_autofree char *what = NULL;

    va_start(arguments, format);
    what = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_set_error(reader->error, PLAYBACK_ERROR, 0, "%s: %s", reader->record->path, what);
    return false;
}

/* "#3" and "A3": the number that the file gives an analog channel; "D3" a digital one. */
static bool
find_by_number(const Comtrade *record, const char *name, Source *source)
{
    char *end;
    unsigned long number = strtoul(name + 1, &end, 10);

    if (strchr("#AD", name[0]) == NULL || !g_ascii_isdigit(name[1]) || *end != '\0') {
        return false;
    }
    source->is_digital = name[0] == 'D';
    for (unsigned i = 0;
         i < (source->is_digital ? record->digital_count : record->analog_count); i++) {
        if (number ==
            (source->is_digital ? record->digitals[i].number : record->analogs[i].number)) {
            source->channel = i;
            return true;
        }
    }
    return false;
}

static bool
find_channel(const Comtrade *record, const char *name, Source *source)
{
    for (unsigned i = 0; i < record->analog_count; i++) {
        if (strcmp(record->analogs[i].name, name) == 0) {
            source->channel = i;
            return true;
        }
    }
    for (unsigned i = 0; i < record->digital_count; i++) {
        if (strcmp(record->digitals[i].name, name) == 0) {
            source->channel = i;
            source->is_digital = true;
            return true;
        }
    }
    return find_by_number(record, name, source);
}

static bool
refuse_channel(Reader *reader, const char *name)
{
    const Comtrade *record = reader->record;
    g_autofree const char **names =
        g_new0(const char *, record->analog_count + record->digital_count + 1);
    unsigned count = 0;
    const char *near;

    for (unsigned i = 0; i < record->analog_count; i++) {
        names[count++] = record->analogs[i].name;
    }
    for (unsigned i = 0; i < record->digital_count; i++) {
        names[count++] = record->digitals[i].name;
    }
    near = suggest_name(name, names);
    return refuse(reader, "no channel %s%s%s%s", name, near != NULL ? " (did you mean " : "",
                  near != NULL ? near : "", near != NULL ? "?)" : "");
}

/* From what was recorded to what is wanted. */
static bool
set_factor(Reader *reader, const ComtradeAnalog *channel, Source *source)
{
    const PlaybackRecord *options = reader->options;

    source->factor = 1;
    if ((options->primary && channel->is_primary) ||
        (options->secondary && !channel->is_primary) ||
        (!options->primary && !options->secondary)) {
        return true;
    }
    if (channel->primary == 0 || channel->secondary == 0) {
        return refuse(reader, "channel %s has no ratio of primary to secondary", channel->name);
    }
    source->factor = options->primary ? channel->primary / channel->secondary
                                      : channel->secondary / channel->primary;
    return true;
}

static void
sum_squares(const Comtrade *record, Source *source)
{
    source->squares = g_new0(double, record->sample_count + 1);
    source->counts = g_new0(double, record->sample_count + 1);
    for (unsigned sample = 0; sample < record->sample_count; sample++) {
        double value = comtrade_analog(record, source->channel, sample);

        source->squares[sample + 1] =
            source->squares[sample] + (isnan(value) ? 0 : value * value);
        source->counts[sample + 1] = source->counts[sample] + !isnan(value);
    }
}

static bool
open_source(Reader *reader, PlaybackColumn *column, Source *source)
{
    if (!find_channel(reader->record, column->name, source)) {
        return refuse_channel(reader, column->name);
    }
    if (source->is_digital) {
        return true;
    }
    if (column->numbers == NULL) {
        return refuse(reader, "channel %s is analog, its point is %s", column->name,
                      column->point.value.type->name);
    }
    if (reader->options->rms) {
        sum_squares(reader->record, source);
    }
    return set_factor(reader, &reader->record->analogs[source->channel], source);
}

/* Rows. */

static int
compare_times(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static void
add_ticks(Reader *reader, int64_t end)
{
    for (int64_t time = 0; time <= end && reader->rows->len <= ROWS_MAX;
         time += reader->options->every) {
        g_array_append_val(reader->rows, time);
    }
}

static void
add_changes(Reader *reader, const Source *source)
{
    const Comtrade *record = reader->record;

    for (unsigned sample = 0; sample < record->sample_count && reader->rows->len <= ROWS_MAX;
         sample++) {
        if (sample == 0 || comtrade_digital(record, source->channel, sample) !=
                               comtrade_digital(record, source->channel, sample - 1)) {
            g_array_append_val(reader->rows, record->times[sample]);
        }
    }
}

static void
drop_doubles(GArray *rows)
{
    unsigned kept = 0;

    g_array_sort(rows, compare_times);
    for (unsigned i = 0; i < rows->len; i++) {
        int64_t time = g_array_index(rows, int64_t, i);

        if (kept == 0 || g_array_index(rows, int64_t, kept - 1) != time) {
            g_array_index(rows, int64_t, kept++) = time;
        }
    }
    g_array_set_size(rows, kept);
}

/* The end is a row as well, so that a loop has its length. */
static bool
lay_out_rows(Reader *reader)
{
    int64_t end = reader->record->times[reader->record->sample_count - 1];
    bool any_analog = false;

    for (unsigned i = 0; i < reader->playback->column_count; i++) {
        if (reader->sources[i].is_digital) {
            add_changes(reader, &reader->sources[i]);
        } else {
            any_analog = true;
        }
    }
    if (any_analog) {
        add_ticks(reader, end);
    }
    g_array_append_val(reader->rows, end);
    drop_doubles(reader->rows);
    if (reader->rows->len > ROWS_MAX) {
        return refuse(reader, "more than %d rows; a longer every makes fewer", ROWS_MAX);
    }
    playback_set_rows(reader->playback, reader->rows->len);
    memcpy(reader->playback->times, reader->rows->data, reader->rows->len * sizeof(int64_t));
    return true;
}

/* Cells. */

/* How many samples are not behind `time`. */
static unsigned
samples_until(const Comtrade *record, int64_t time)
{
    unsigned low = 0, high = record->sample_count;

    while (low < high) {
        unsigned middle = low + (high - low) / 2;

        if (record->times[middle] <= time) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* The first period is that of the record's beginning, whose past is not known. */
static double
rms_at(const Comtrade *record, const Source *source, int64_t time)
{
    int64_t period = (int64_t)llround(1e9 / record->frequency);
    int64_t until = MAX(time, period - 1);
    unsigned first = until < period ? 0 : samples_until(record, until - period);
    unsigned behind = samples_until(record, until);
    double count = source->counts[behind] - source->counts[first];

    return count == 0 ? NAN
                      : sqrt(fmax(0, source->squares[behind] - source->squares[first]) / count);
}

static bool
is_tick(const Reader *reader, int64_t time)
{
    return time % reader->options->every == 0;
}

static void
fill_analog(Reader *reader, PlaybackColumn *column, const Source *source)
{
    const Comtrade *record = reader->record;

    for (unsigned row = 0; row < reader->rows->len; row++) {
        int64_t time = g_array_index(reader->rows, int64_t, row);
        double value = NAN;

        if (is_tick(reader, time)) {
            value = source->squares != NULL ? rms_at(record, source, time)
                                            : comtrade_analog(record, source->channel,
                                                              samples_until(record, time) - 1);
        }
        playback_set_number(column, row, value * source->factor);
    }
}

static bool
fill_digital(Reader *reader, PlaybackColumn *column, const Source *source)
{
    const Comtrade *record = reader->record;
    int before = -1;

    for (unsigned row = 0; row < reader->rows->len; row++) {
        int64_t time = g_array_index(reader->rows, int64_t, row);
        int now = comtrade_digital(record, source->channel, samples_until(record, time) - 1);

        if (now != before && !playback_set_number(column, row, now)) {
            return refuse(reader, "channel %s is digital, its point is %s", column->name,
                          column->point.value.type->name);
        }
        before = now;
    }
    return true;
}

static bool
open_sources(Reader *reader)
{
    if (reader->options->rms && !(reader->record->frequency > 0)) {
        return refuse(reader, "it tells no line frequency, so there is no period for an RMS");
    }
    for (unsigned i = 0; i < reader->playback->column_count; i++) {
        if (!open_source(reader, &reader->playback->columns[i], &reader->sources[i])) {
            return false;
        }
    }
    return true;
}

static bool
fill(Reader *reader)
{
    for (unsigned i = 0; i < reader->playback->column_count; i++) {
        PlaybackColumn *column = &reader->playback->columns[i];

        if (!reader->sources[i].is_digital) {
            fill_analog(reader, column, &reader->sources[i]);
        } else if (!fill_digital(reader, column, &reader->sources[i])) {
            return false;
        }
    }
    return true;
}

bool
playback_read_record(Playback *playback, const Comtrade *record, const PlaybackRecord *options,
                     GError **error)
{
    g_autofree Source *sources = g_new0(Source, playback->column_count);
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(int64_t));
    Reader reader = { playback, record, options, sources, rows, error };
    bool good;

    playback_set_rows(playback, 0);
    good = open_sources(&reader) && lay_out_rows(&reader) && fill(&reader);
    for (unsigned i = 0; i < playback->column_count; i++) {
        g_free(sources[i].squares);
        g_free(sources[i].counts);
    }
    return good;
}
