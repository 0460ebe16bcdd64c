/* SPDX-License-Identifier: Apache-2.0
 *
 * The samples of a COMTRADE record (IEEE C37.111-2013 clause 8). Binary ones are read where
 * they lie; those of text become numbers once. Times follow from the sampling rates, and from
 * time stamps where there are none.
 */
#include <math.h>
#include <string.h>

#include "engine/comtrade_parts.h"

#define TIME_MAX 1e9 /* seconds */
#define STAMPS 2     /* fields of a row before its channels */
#define MISSING_1991 999999

struct ComtradeData {
    uint8_t *octets; /* binary: the file */
    size_t row;      /* binary: octets of one sample */
    double *analogs; /* text: by sample, then channel; NAN: none */
    uint8_t *digitals;
    int64_t *stamps;     /* text */
    unsigned odd_states; /* neither 0 nor 1 */
};

/* How an analog sample of a format is written. */
typedef struct FormatRow {
    const char *name;
    size_t size; /* octets; 0: text */
    double (*read)(const uint8_t *octets);
} FormatRow;

static double
read_int16(const uint8_t *octets)
{
    int16_t value = (int16_t)(octets[0] | octets[1] << 8);

    return value == INT16_MIN ? NAN : value;
}

static uint32_t
read_word(const uint8_t *octets)
{
    return octets[0] | (uint32_t)octets[1] << 8 | (uint32_t)octets[2] << 16 |
           (uint32_t)octets[3] << 24;
}

static double
read_int32(const uint8_t *octets)
{
    int32_t value = (int32_t)read_word(octets);

    return value == INT32_MIN ? NAN : value;
}

static double
read_float32(const uint8_t *octets)
{
    uint32_t word = read_word(octets);
    float value;

    memcpy(&value, &word, sizeof value);
    return isfinite(value) ? (double)value : NAN;
}

static const FormatRow formats[COMTRADE_FORMATS] = {
    [COMTRADE_ASCII] = { "ASCII", 0, NULL },
    [COMTRADE_BINARY] = { "BINARY", 2, read_int16 },
    [COMTRADE_BINARY32] = { "BINARY32", 4, read_int32 },
    [COMTRADE_FLOAT32] = { "FLOAT32", 4, read_float32 },
};

const char *
comtrade_format_name(ComtradeFormat format)
{
    return formats[format].name;
}

void
comtrade_data_free(ComtradeData *data)
{
    if (data != NULL) {
        g_free(data->octets);
        g_free(data->analogs);
        g_free(data->digitals);
        g_free(data->stamps);
        g_free(data);
    }
}

double
comtrade_analog(const Comtrade *record, unsigned channel, unsigned sample)
{
    const ComtradeAnalog *row = &record->analogs[channel];
    const ComtradeData *data = record->data;
    const FormatRow *format = &formats[record->format];
    double recorded =
        format->size == 0
            ? data->analogs[(size_t)sample * record->analog_count + channel]
            : format->read(data->octets + sample * data->row + 8 + channel * format->size);

    return row->a * recorded + row->b;
}

bool
comtrade_digital(const Comtrade *record, unsigned channel, unsigned sample)
{
    const ComtradeData *data = record->data;
    size_t size = formats[record->format].size;
    const uint8_t *words;

    if (size == 0) {
        return data->digitals[(size_t)sample * record->digital_count + channel] != 0;
    }
    words = data->octets + sample * data->row + 8 + record->analog_count * size;
    return (words[channel / 16 * 2 + channel % 16 / 8] >> channel % 8 & 1) != 0;
}

static double
stamp_of(const Comtrade *record, unsigned sample)
{
    const ComtradeData *data = record->data;

    return data->stamps != NULL ? (double)data->stamps[sample]
                                : (double)read_word(data->octets + sample * data->row + 4);
}

/* Text. */

static bool
read_sample(ComtradeLines *lines, unsigned index, bool is_digital, double *value)
{
    const char *text = comtrade_field(lines, index);
    char *end;

    *value = *text == '\0' ? NAN : g_ascii_strtod(text, &end);
    if (*text == '\0') {
        return !is_digital || comtrade_refuse(lines, "field %u is empty", index + 1);
    }
    if (end == text || *end != '\0' || isinf(*value)) {
        return comtrade_refuse(lines, "\"%s\" is no number", text);
    }
    if (!is_digital && lines->record->revision <= 1991 && *value == MISSING_1991) {
        *value = NAN;
    }
    if (is_digital && *value != 0 && *value != 1 && lines->record->data->odd_states++ == 0) {
        comtrade_note(lines->record, lines->line, "a state of %s counts as 1", text);
    }
    return true;
}

typedef struct Rows {
    GArray *analogs;  /* double */
    GArray *digitals; /* uint8_t */
    GArray *stamps;   /* int64_t */
} Rows;

static bool
read_row(ComtradeLines *lines, Rows *rows)
{
    const Comtrade *record = lines->record;
    unsigned count = STAMPS + record->analog_count + record->digital_count;
    double value;
    int64_t stamp;

    if (lines->fields->len < count) {
        return comtrade_refuse(lines, "%u fields, not %u", lines->fields->len, count);
    }
    stamp = g_ascii_strtoll(comtrade_field(lines, 1), NULL, 10);
    g_array_append_val(rows->stamps, stamp);
    for (unsigned i = STAMPS; i < count; i++) {
        bool is_digital = i >= STAMPS + record->analog_count;
        uint8_t bit;

        if (!read_sample(lines, i, is_digital, &value)) {
            return false;
        }
        if (is_digital) {
            bit = value != 0;
            g_array_append_val(rows->digitals, bit);
        } else {
            g_array_append_val(rows->analogs, value);
        }
    }
    return true;
}

static bool
is_blank(const ComtradeLines *lines)
{
    return lines->fields->len == 1 && *comtrade_field(lines, 0) == '\0';
}

static bool
read_text(Comtrade *record, char *text, GError **error)
{
    g_autoptr(GPtrArray) fields = g_ptr_array_new();
    ComtradeLines lines = { .record = record, .at = text, .fields = fields, .error = error };
    Rows rows = { g_array_new(FALSE, FALSE, sizeof(double)), g_array_new(FALSE, FALSE, 1),
                  g_array_new(FALSE, FALSE, sizeof(int64_t)) };
    bool good = true;

    while (good && comtrade_next_line(&lines)) {
        good = is_blank(&lines) || read_row(&lines, &rows);
    }
    record->sample_count = rows.stamps->len;
    record->data->analogs = (double *)g_array_free(rows.analogs, FALSE);
    record->data->digitals = (uint8_t *)g_array_free(rows.digitals, FALSE);
    record->data->stamps = (int64_t *)g_array_free(rows.stamps, FALSE);
    return good;
}

/* Binary. */

static void
take_octets(Comtrade *record, Slice octets)
{
    ComtradeData *data = record->data;
    size_t size = formats[record->format].size;
    size_t left;

    data->row = 8 + record->analog_count * size + (size_t)(record->digital_count + 15) / 16 * 2;
    data->octets = g_memdup2(octets.data, octets.size);
    record->sample_count = (unsigned)(octets.size / data->row);
    left = octets.size % data->row;
    if (left > 1) { /* one may be the end-of-file mark of old systems */
        comtrade_note(record, 0, "%zu octets behind the last whole sample", left);
    }
}

/* Times. */

static bool
has_rates(const Comtrade *record)
{
    for (unsigned i = 0; i < record->rate_count; i++) {
        if (!(record->rates[i].rate > 0)) {
            return false;
        }
    }
    return true;
}

/* Samples behind the last one that the configuration names go on at the last rate. */
static void
time_by_rates(Comtrade *record)
{
    double seconds = 0;
    unsigned at = 0;

    for (unsigned sample = 0; sample < record->sample_count; sample++) {
        record->times[sample] = (int64_t)llround(fmin(seconds, TIME_MAX) * 1e9);
        while (at + 1 < record->rate_count && record->rates[at].last <= sample + 1) {
            at++;
        }
        seconds += 1 / record->rates[at].rate;
    }
}

static void
time_by_stamps(Comtrade *record)
{
    double first = stamp_of(record, 0);
    unsigned backwards = 0;

    for (unsigned sample = 1; sample < record->sample_count; sample++) {
        double seconds = (stamp_of(record, sample) - first) * record->stamp_unit;
        int64_t time = (int64_t)llround(fmin(fmax(seconds, 0), TIME_MAX) * 1e9);

        backwards += time < record->times[sample - 1];
        record->times[sample] = MAX(time, record->times[sample - 1]);
    }
    if (backwards > 0) {
        comtrade_note(record, 0, "%u time stamps go backwards", backwards);
    }
}

static void
compare_with_config(Comtrade *record)
{
    uint64_t told = record->rates[record->rate_count - 1].last;

    if (told != record->sample_count) {
        comtrade_note(record, 0, "%u samples, not %" G_GUINT64_FORMAT " as the .cfg says",
                      record->sample_count, told);
    }
}

bool
comtrade_read_data(Comtrade *record, const char *path, Slice octets, GError **error)
{
    record->data = g_new0(ComtradeData, 1);
    if (record->format == COMTRADE_ASCII) {
        g_autofree char *text = g_strndup((const char *)octets.data, octets.size);
        char *config = g_steal_pointer(&record->path);
        bool good;

        record->path = (char *)path; /* where its lines are */
        good = read_text(record, text, error);
        record->path = config;
        if (!good) {
            return false;
        }
    } else {
        take_octets(record, octets);
    }
    if (record->sample_count == 0) {
        g_set_error(error, COMTRADE_ERROR, 0, "%s: not one whole sample", path);
        return false;
    }
    record->times = g_new0(int64_t, record->sample_count);
    if (has_rates(record)) {
        time_by_rates(record);
    } else {
        time_by_stamps(record);
    }
    compare_with_config(record);
    return true;
}
