/* SPDX-License-Identifier: Apache-2.0
 *
 * The configuration of a COMTRADE record, line by line (IEEE C37.111-2013 clause 7). Lines of
 * the 1991 edition have fewer fields; which edition it is follows from the first line.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/comtrade_parts.h"

#define CHANNELS_MAX 20000
#define RATES_MAX 100000

/* Of a moment in ns since 1970. */
#define YEAR_LEAST 1900
#define YEAR_MOST 2200

#define SECOND INT64_C(1000000000)

bool
comtrade_next_line(ComtradeLines *lines)
{
    char *line = lines->at, *end;

    g_ptr_array_set_size(lines->fields, 0);
    lines->line++;
    if (*line == '\0' || *line == 0x1A) {
        return false;
    }
    end = line + strcspn(line, "\r\n");
    lines->at = end + (end[0] == '\r' && end[1] == '\n' ? 2 : *end != '\0');
    *end = '\0';
    for (char *field = line, *comma; field != NULL; field = comma) {
        comma = strchr(field, ',');
        if (comma != NULL) {
            *comma++ = '\0';
        }
        g_ptr_array_add(lines->fields, g_strstrip(field));
    }
    return true;
}

const char *
comtrade_field(const ComtradeLines *lines, unsigned index)
{
    return index < lines->fields->len ? lines->fields->pdata[index] : "";
}

bool
comtrade_refuse(ComtradeLines *lines, const char *format, ...)
{
    va_list arguments;
    g_autofree char *what = NULL;

    va_start(arguments, format);
    what = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_set_error(lines->error, COMTRADE_ERROR, 0, "%s:%u: %s", lines->record->path, lines->line,
                what);
    return false;
}

/* Always false; a problem that was told already stays. */
static bool
missing(ComtradeLines *lines, const char *what)
{
    return *lines->error == NULL ? comtrade_refuse(lines, "%s", what) : false;
}

void
comtrade_note(Comtrade *record, unsigned line, const char *format, ...)
{
    va_list arguments;
    g_autofree char *what = NULL;

    va_start(arguments, format);
    what = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_ptr_array_add(record->notes, line > 0
                                       ? g_strdup_printf("%s:%u: %s", record->path, line, what)
                                       : g_strdup_printf("%s: %s", record->path, what));
}

static bool
read_number(ComtradeLines *lines, unsigned index, const char *name, double *number)
{
    const char *text = comtrade_field(lines, index);
    char *end;

    *number = g_ascii_strtod(text, &end);
    return (end != text && *end == '\0' && isfinite(*number)) ||
           comtrade_refuse(lines, "%s: \"%s\" is no number", name, text);
}

/* The same; a field that is not there or empty leaves the number alone. */
static bool
read_optional(ComtradeLines *lines, unsigned index, const char *name, double *number)
{
    return *comtrade_field(lines, index) == '\0' || read_number(lines, index, name, number);
}

/* "24A": the letter may be missing or small. */
static bool
read_count(ComtradeLines *lines, unsigned index, char letter, unsigned *count)
{
    const char *text = comtrade_field(lines, index);
    char *end;
    unsigned long number = strtoul(text, &end, 10);

    *count = (unsigned)number;
    return (g_ascii_isdigit(*text) && number <= CHANNELS_MAX &&
            (*end == '\0' || g_ascii_toupper(*end) == letter)) ||
           comtrade_refuse(lines, "\"%s\" is no count of channels up to %d", text,
                           CHANNELS_MAX);
}

static bool
read_head(ComtradeLines *lines)
{
    Comtrade *record = lines->record;
    unsigned last;

    if (!comtrade_next_line(lines)) {
        return comtrade_refuse(lines, "no line with the station's name");
    }
    /* A name may have commas itself; the year is the last of three fields or more. */
    last = lines->fields->len - 1;
    record->revision =
        last >= 2 ? (unsigned)g_ascii_strtoull(comtrade_field(lines, last), NULL, 10) : 1991;
    record->station = g_strdup(comtrade_field(lines, 0));
    record->device = g_strdup(comtrade_field(lines, 1));
    if (last >= 2 && record->revision != 1991 && record->revision != 1999 &&
        record->revision != 2013) {
        comtrade_note(record, lines->line, "%s is the year of no edition",
                      comtrade_field(lines, last));
    }
    return true;
}

static bool
read_counts(ComtradeLines *lines)
{
    Comtrade *record = lines->record;
    unsigned total;

    if (!comtrade_next_line(lines)) {
        return comtrade_refuse(lines, "no line with the counts of channels");
    }
    if (!read_count(lines, 0, 0, &total) || !read_count(lines, 1, 'A', &record->analog_count) ||
        !read_count(lines, 2, 'D', &record->digital_count)) {
        record->analog_count = record->digital_count = 0;
        return false;
    }
    if (total != record->analog_count + record->digital_count) {
        comtrade_note(record, lines->line, "%u channels are not %uA and %uD", total,
                      record->analog_count, record->digital_count);
    }
    record->analogs = g_new0(ComtradeAnalog, record->analog_count);
    record->digitals = g_new0(ComtradeDigital, record->digital_count);
    return true;
}

static bool
read_analog(ComtradeLines *lines, ComtradeAnalog *channel)
{
    if (!comtrade_next_line(lines) || lines->fields->len < 7) {
        return comtrade_refuse(lines, "no analog channel with its multiplier and offset");
    }
    channel->number = (unsigned)g_ascii_strtoull(comtrade_field(lines, 0), NULL, 10);
    channel->name = g_strdup(comtrade_field(lines, 1));
    channel->phase = g_strdup(comtrade_field(lines, 2));
    channel->circuit = g_strdup(comtrade_field(lines, 3));
    channel->unit = g_strdup(comtrade_field(lines, 4));
    channel->primary = channel->secondary = 1;
    channel->is_primary = g_ascii_toupper(*comtrade_field(lines, 12)) == 'P';
    return read_number(lines, 5, "the multiplier a", &channel->a) &&
           read_number(lines, 6, "the offset b", &channel->b) &&
           read_optional(lines, 10, "the primary factor", &channel->primary) &&
           read_optional(lines, 11, "the secondary factor", &channel->secondary);
}

/* "n,name,y" of 1991, "n,name,phase,circuit,y" later; y may be missing. */
static bool
read_digital(ComtradeLines *lines, ComtradeDigital *channel)
{
    bool brief;

    if (!comtrade_next_line(lines) || lines->fields->len < 2) {
        return comtrade_refuse(lines, "no digital channel with its name");
    }
    brief = lines->fields->len < 4;
    channel->number = (unsigned)g_ascii_strtoull(comtrade_field(lines, 0), NULL, 10);
    channel->name = g_strdup(comtrade_field(lines, 1));
    channel->phase = g_strdup(brief ? "" : comtrade_field(lines, 2));
    channel->circuit = g_strdup(brief ? "" : comtrade_field(lines, 3));
    channel->normal = strcmp(comtrade_field(lines, brief ? 2 : 4), "1") == 0;
    return true;
}

static bool
read_channels(ComtradeLines *lines)
{
    Comtrade *record = lines->record;

    for (unsigned i = 0; i < record->analog_count; i++) {
        if (!read_analog(lines, &record->analogs[i])) {
            return false;
        }
    }
    for (unsigned i = 0; i < record->digital_count; i++) {
        if (!read_digital(lines, &record->digitals[i])) {
            return false;
        }
    }
    return true;
}

static bool
read_rate(ComtradeLines *lines, ComtradeRate *rate)
{
    double last;

    if (!comtrade_next_line(lines) ||
        !read_number(lines, 0, "the sampling rate", &rate->rate) ||
        !read_number(lines, 1, "the last sample", &last)) {
        return missing(lines, "no sampling rate");
    }
    if (rate->rate < 0 || last < 0 || last > 4e9) {
        return comtrade_refuse(lines, "an impossible rate: %g samples a second up to %g",
                               rate->rate, last);
    }
    rate->last = (uint64_t)last;
    return true;
}

/* nrates 0: one line follows nevertheless, with rate 0 and the last sample. */
static bool
read_rates(ComtradeLines *lines)
{
    Comtrade *record = lines->record;
    double count;

    if (!comtrade_next_line(lines) ||
        !read_optional(lines, 0, "the line frequency", &record->frequency)) {
        return missing(lines, "no line frequency");
    }
    if (!comtrade_next_line(lines) ||
        !read_number(lines, 0, "the number of sampling rates", &count)) {
        return missing(lines, "no sampling rates");
    }
    if (count < 0 || count > RATES_MAX) {
        return comtrade_refuse(lines, "%g is no number of rates up to %d", count, RATES_MAX);
    }
    record->rate_count = (unsigned)MAX(count, 1);
    record->rates = g_new0(ComtradeRate, record->rate_count);
    for (unsigned i = 0; i < record->rate_count; i++) {
        if (!read_rate(lines, &record->rates[i])) {
            return false;
        }
    }
    return true;
}

/* Day, month and year of "dd/mm/yyyy", "mm/dd/yy" (1991) and "yyyy-mm-dd". */
static bool
read_date(const Comtrade *record, const char *text, int *day, int *month, int *year)
{
    int parts[3];
    char *end = (char *)text;

    for (unsigned i = 0; i < 3; i++) {
        const char *from = end;

        parts[i] = (int)strtol(from, &end, 10);
        if (end == from || (i < 2 && *end != '/' && *end != '-' && *end != '.')) {
            return false;
        }
        end += i < 2;
    }
    if (parts[0] > 31) {
        *year = parts[0], *month = parts[1], *day = parts[2];
    } else if ((record->revision <= 1991 && parts[0] <= 12) || parts[1] > 12) {
        *month = parts[0], *day = parts[1], *year = parts[2];
    } else {
        *day = parts[0], *month = parts[1], *year = parts[2];
    }
    *year += *year < 70 ? 2000 : *year < 100 ? 1900 : 0;
    return *year >= YEAR_LEAST && *year <= YEAR_MOST;
}

/* "hh:mm:ss.ssssss" as ns; more than six digits behind the point mean ns in the data, too. */
static bool
read_time(const char *text, int64_t *ns, unsigned *digits)
{
    int parts[2];
    char *end = (char *)text;
    const char *point;
    double seconds;

    for (unsigned i = 0; i < 2; i++) {
        const char *from = end;

        parts[i] = (int)strtol(from, &end, 10);
        if (end == from || *end != ':' || parts[i] < 0 || parts[i] > 59) {
            return false;
        }
        end++;
    }
    point = strchr(end, '.');
    *digits = point == NULL ? 0 : (unsigned)strspn(point + 1, "0123456789");
    seconds = g_ascii_strtod(end, NULL);
    if (parts[0] > 23 || !(seconds >= 0 && seconds < 61)) {
        return false;
    }
    *ns = (parts[0] * 60 + parts[1]) * 60 * SECOND + (int64_t)llround(seconds * 1e9);
    return true;
}

static int64_t
read_moment(ComtradeLines *lines, const char *which, unsigned *digits)
{
    g_autoptr(GDateTime) date = NULL;
    int day, month, year;
    int64_t ns;

    *digits = 0;
    if (!comtrade_next_line(lines) ||
        !read_date(lines->record, comtrade_field(lines, 0), &day, &month, &year) ||
        !read_time(comtrade_field(lines, 1), &ns, digits) ||
        (date = g_date_time_new_utc(year, month, day, 0, 0, 0)) == NULL) {
        comtrade_note(lines->record, lines->line, "%s,%s is no date and time of the %s",
                      comtrade_field(lines, 0), comtrade_field(lines, 1), which);
        return INT64_MIN;
    }
    return g_date_time_to_unix(date) * SECOND + ns;
}

static bool
read_format(ComtradeLines *lines)
{
    if (!comtrade_next_line(lines)) {
        return comtrade_refuse(lines, "no format of the data");
    }
    for (unsigned i = 0; i < COMTRADE_FORMATS; i++) {
        if (g_ascii_strcasecmp(comtrade_field(lines, 0), comtrade_format_name(i)) == 0) {
            lines->record->format = i;
            return true;
        }
    }
    return comtrade_refuse(lines, "\"%s\" is no format of the data", comtrade_field(lines, 0));
}

static bool
read_rest(ComtradeLines *lines)
{
    Comtrade *record = lines->record;
    unsigned digits, more;
    double factor = 1;

    record->start = read_moment(lines, "first sample", &digits);
    record->trigger = read_moment(lines, "trigger", &more);
    if (!read_format(lines)) {
        return false;
    }
    if (comtrade_next_line(lines) && !read_optional(lines, 0, "timemult", &factor)) {
        return false;
    }
    record->stamp_unit = (MAX(digits, more) > 6 ? 1e-9 : 1e-6) * (factor > 0 ? factor : 1);
    return true;
}

bool
comtrade_read_config(Comtrade *record, char *text, GError **error)
{
    g_autoptr(GPtrArray) fields = g_ptr_array_new();
    GError *inner = NULL;
    ComtradeLines lines = { .record = record, .at = text, .fields = fields, .error = &inner };
    bool good = read_head(&lines) && read_counts(&lines) && read_channels(&lines) &&
                read_rates(&lines) && read_rest(&lines);

    if (!good) {
        g_propagate_error(error, inner);
    }
    return good;
}
