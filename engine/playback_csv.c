/* SPDX-License-Identifier: Apache-2.0
 *
 * A CSV file becomes rows of a playback, checked before the run.
 */
#include <math.h>
#include <string.h>

#include "engine/playback.h"
#include "engine/signal.h"
#include "engine/text.h"

#define FILE_SIZE_MAX (64u << 20)
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

typedef struct CsvReader {
    const char *path;
    char *at;         /* in the text, which is cut into cells in place */
    int line;         /* of the present row, for messages */
    int next;         /* the line at `at` */
    bool dated;       /* times are dates */
    GPtrArray *cells; /* char* of the present row */
    char separator;
    GError **error;
} CsvReader;

static bool refuse(CsvReader *csv, const char *format, ...) G_GNUC_PRINTF(2, 3);

static bool
refuse(CsvReader *csv, const char *format, ...)
{
    va_list arguments;
    g_autofree char *what = NULL;

    va_start(arguments, format);
    what = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_set_error(csv->error, PLAYBACK_ERROR, 0, "%s:%d: %s", csv->path, csv->line, what);
    return false;
}

/* Takes one cell's quotes off in place and returns what stands behind it. */
static char *
cut_quoted(CsvReader *csv, char *cell)
{
    char *to = cell;
    char *from = cell + 1;

    while (*from != '\0' && !(from[0] == '"' && from[1] != '"')) {
        from += from[0] == '"';
        csv->next += *from == '\n';
        *to++ = *from++;
    }
    from += *from == '"';
    *to = '\0';
    return from;
}

/* Blank lines and those that begin with a hash. */
static void
skip_comments(CsvReader *csv)
{
    while (*csv->at == '\n' || *csv->at == '\r' || *csv->at == '#') {
        if (*csv->at == '#') {
            csv->at += strcspn(csv->at, "\n");
        } else {
            csv->next += *csv->at++ == '\n';
        }
    }
}

/* The next line that holds anything; false at the end. */
static bool
next_row(CsvReader *csv)
{
    skip_comments(csv);
    csv->line = csv->next;
    g_ptr_array_set_size(csv->cells, 0);
    if (*csv->at == '\0') {
        return false;
    }
    for (;;) {
        char *cell = csv->at;
        char *end;
        char stop;

        if (*cell == '"') {
            end = cut_quoted(csv, cell);
        } else {
            end = cell;
        }
        while (*end != '\0' && *end != '\n' && *end != csv->separator) {
            end++;
        }
        stop = *end;
        csv->at = stop == '\0' ? end : end + 1;
        *end = '\0';
        g_ptr_array_add(csv->cells, g_strstrip(cell));
        if (stop != csv->separator) {
            csv->next += stop == '\n';
            return true;
        }
    }
}

static int
find_cell(const CsvReader *csv, const char *name)
{
    for (unsigned i = 0; i < csv->cells->len; i++) {
        if (strcmp(csv->cells->pdata[i], name) == 0) {
            return (int)i;
        }
    }
    return -1;
}

static bool
read_header(CsvReader *csv, const Playback *playback, const char *time, int *time_at,
            int *places)
{
    if (!next_row(csv)) {
        return refuse(csv, "no header line");
    }
    *time_at = time == NULL ? 0 : find_cell(csv, time);
    if (*time_at < 0) {
        return refuse(csv, "no column %s for the time", time);
    }
    for (unsigned i = 0; i < playback->column_count; i++) {
        places[i] = find_cell(csv, playback->columns[i].name);
        if (places[i] < 0) {
            g_ptr_array_add(csv->cells, NULL);
            const char *near =
                suggest_name(playback->columns[i].name, (const char *const *)csv->cells->pdata);

            return refuse(csv, "no column %s%s%s%s", playback->columns[i].name,
                          near != NULL ? " (did you mean " : "", near != NULL ? near : "",
                          near != NULL ? "?)" : "");
        }
    }
    return true;
}

static bool
read_time(CsvReader *csv, const char *text, bool first, int64_t *time)
{
    char *end;
    double seconds = g_ascii_strtod(text, &end);
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    g_autoptr(GDateTime) date = NULL;

    if (end != text && *end == '\0' && fabs(seconds) < 9e9) {
        *time = (int64_t)llround(seconds * 1e9);
    } else if ((date = g_date_time_new_from_iso8601(text, utc)) != NULL) {
        *time = g_date_time_to_unix(date) * CLOCK_SECOND +
                g_date_time_get_microsecond(date) * INT64_C(1000);
    } else {
        return refuse(csv, "\"%s\" is no time (seconds, or ISO 8601)", text);
    }
    if (!first && csv->dated != (date != NULL)) {
        return refuse(csv, "seconds and dates are mixed");
    }
    csv->dated = date != NULL;
    return true;
}

static bool
read_cell(CsvReader *csv, PlaybackColumn *column, unsigned row, const char *text)
{
    if (*text == '\0' || playback_set_text(column, row, text)) {
        return true;
    }
    return column->numbers != NULL
               ? refuse(csv, "column %s: \"%s\" is no number", column->name, text)
               : refuse(csv, "column %s: \"%s\" is no %s", column->name, text,
                        column->point.value.type->name);
}

static bool
read_row(CsvReader *csv, Playback *playback, int time_at, const int *places)
{
    unsigned row = playback->row_count;

    if ((unsigned)time_at >= csv->cells->len) {
        return refuse(csv, "no time");
    }
    playback_set_rows(playback, row + 1);
    if (!read_time(csv, csv->cells->pdata[time_at], row == 0, &playback->times[row])) {
        return false;
    }
    for (unsigned i = 0; i < playback->column_count; i++) {
        bool there = (unsigned)places[i] < csv->cells->len;

        if (!read_cell(csv, &playback->columns[i], row,
                       there ? csv->cells->pdata[places[i]] : "")) {
            return false;
        }
    }
    playback->times[row] -= row > 0 ? playback->times[0] : 0;
    return row == 0 || playback->times[row] >= (row > 1 ? playback->times[row - 1] : 0) ||
           refuse(csv, "the time goes backwards");
}

static bool
read_rows(CsvReader *csv, Playback *playback, int time_at, const int *places)
{
    while (next_row(csv)) {
        if (!read_row(csv, playback, time_at, places)) {
            return false;
        }
    }
    return playback->row_count > 0 || refuse(csv, "no rows");
}

bool
playback_read_csv(Playback *playback, const char *path, const char *time, GError **error)
{
    g_autoptr(GPtrArray) cells = g_ptr_array_new();
    g_autofree int *places = g_new0(int, playback->column_count + 1);
    CsvReader csv = { .path = path, .line = 1, .next = 1, .cells = cells, .error = error };
    size_t size, head;
    int time_at = -1;

    if (!g_file_get_contents(path, &playback->text, &size, error)) {
        return false;
    }
    if (size > FILE_SIZE_MAX || strlen(playback->text) != size) {
        return refuse(&csv, "no text file of at most %u MiB", FILE_SIZE_MAX >> 20);
    }
    csv.at = playback->text + (g_str_has_prefix(playback->text, BYTE_ORDER_MARK) ? 3 : 0);
    skip_comments(&csv);
    head = strcspn(csv.at, "\n");
    csv.separator = memchr(csv.at, ';', head) != NULL ? ';' : ',';
    if (!read_header(&csv, playback, time, &time_at, places) ||
        !read_rows(&csv, playback, time_at, places)) {
        return false;
    }
    playback->times[0] = 0;
    return !playback->loop || playback_check_loop(playback) == NULL ||
           refuse(&csv, "%s", playback_check_loop(playback));
}
