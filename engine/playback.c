/* SPDX-License-Identifier: Apache-2.0
 *
 * Playback: reading a CSV file into typed cells, checked before the run, and the player that
 * sets row after row on the virtual clock.
 */
#include "engine/playback.h"

#include <math.h>
#include <string.h>

#include "engine/signal.h"
#include "engine/text.h"

#define FILE_SIZE_MAX (64u << 20)
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

G_DEFINE_QUARK(iedbench - playback - error, playback_error)

typedef struct Player {
    Timer timer;
    Stage *stage;
    Playback *playback; /* referenced */
    int64_t start;
    unsigned row;
} Player;

static void
free_player(Player *player)
{
    clock_disarm(player->stage->clock, &player->timer);
    player->stage->finite -= !player->playback->loop;
    action_unref(&player->playback->action);
    g_free(player);
}

static void
set_row(Player *player)
{
    const Playback *playback = player->playback;

    for (unsigned i = 0; i < playback->column_count; i++) {
        const PlaybackColumn *column = &playback->columns[i];
        const PlaybackCell *cell = &column->cells[player->row];

        if (cell->given) {
            stage_set(player->stage, column->device, &column->point,
                      &(IedSet){ .value = &cell->value });
        }
    }
}

static void
play_row(Timer *timer)
{
    Player *player = (Player *)timer;
    Stage *stage = player->stage;
    const Playback *playback = player->playback;

    set_row(player);
    stage_commit(stage);
    player->row++;
    if (player->row == playback->row_count && playback->loop) {
        unsigned last = playback->row_count - 1;
        int64_t step = playback->times[last] - playback->times[last - 1];

        player->start += (int64_t)((double)(playback->times[last] + step) / playback->speed);
        player->row = 0;
    }
    if (player->row < playback->row_count) {
        clock_arm(stage->clock, timer,
                  player->start +
                      (int64_t)((double)playback->times[player->row] / playback->speed),
                  play_row);
        return;
    }
    g_ptr_array_remove(stage->players, player);
    free_player(player);
    if (stage->idle != NULL) {
        stage->idle(stage->user);
    }
}

static void
perform_playback(Action *action, Stage *stage)
{
    Player *player = g_new0(Player, 1);

    player->stage = stage;
    player->playback = (Playback *)action_ref(action);
    player->start = clock_now(stage->clock);
    stage->finite += !player->playback->loop;
    g_ptr_array_add(stage->players, player);
    clock_arm(stage->clock, &player->timer, player->start, play_row);
}

void
playback_stop_all(Stage *stage)
{
    for (unsigned i = 0; i < stage->players->len; i++) {
        free_player(stage->players->pdata[i]);
    }
    g_ptr_array_set_size(stage->players, 0);
}

static void
free_playback(Action *action)
{
    Playback *playback = (Playback *)action;

    for (unsigned i = 0; i < playback->column_count; i++) {
        g_free(playback->columns[i].name);
        g_free(playback->columns[i].cells);
    }
    g_free(playback->columns);
    g_free(playback->times);
    g_free(playback->text);
    g_free(playback);
}

static const ActionType playback_type = { "playback", perform_playback, free_playback };

Playback *
playback_new(void)
{
    Playback *playback = g_new0(Playback, 1);

    playback->action = (Action){ &playback_type, 1 };
    playback->speed = 1;
    return playback;
}

void
playback_add_column(Playback *playback, const char *name, Device *device, const Point *point)
{
    playback->columns = g_renew(PlaybackColumn, playback->columns, playback->column_count + 1);
    playback->columns[playback->column_count++] = (PlaybackColumn){
        .name = g_strdup(name), .device = device, .point = *point, .scale = 1
    };
}

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
read_cell(CsvReader *csv, const PlaybackColumn *column, const char *text, PlaybackCell *cell)
{
    const Type *type = column->point.value.type;
    char *end;
    double number;

    cell->given = *text != '\0';
    if (!cell->given) {
        return true;
    }
    if (signal_fits(type)) {
        number = g_ascii_strtod(text, &end);
        if (end == text || *end != '\0') {
            return refuse(csv, "column %s: \"%s\" is no number", column->name, text);
        }
        cell->value = signal_to_value(type, number * column->scale);
        return true;
    }
    if (value_parse(type, text, &cell->value) != VALUE_OK) {
        return refuse(csv, "column %s: \"%s\" is no %s", column->name, text, type->name);
    }
    return true;
}

static bool
read_rows(CsvReader *csv, Playback *playback, int time_at, const int *places)
{
    while (next_row(csv)) {
        unsigned row = playback->row_count;

        if ((unsigned)time_at >= csv->cells->len) {
            return refuse(csv, "no time");
        }
        playback->times = g_renew(int64_t, playback->times, row + 1);
        if (!read_time(csv, csv->cells->pdata[time_at], row == 0, &playback->times[row])) {
            return false;
        }
        for (unsigned i = 0; i < playback->column_count; i++) {
            PlaybackColumn *column = &playback->columns[i];
            bool there = (unsigned)places[i] < csv->cells->len;

            column->cells = g_renew(PlaybackCell, column->cells, row + 1);
            if (!read_cell(csv, column, there ? csv->cells->pdata[places[i]] : "",
                           &column->cells[row])) {
                return false;
            }
        }
        playback->times[row] -= row > 0 ? playback->times[0] : 0;
        if (row > 0 && playback->times[row] < (row > 1 ? playback->times[row - 1] : 0)) {
            return refuse(csv, "the time goes backwards");
        }
        playback->row_count++;
    }
    return true;
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
    if (playback->row_count == 0 || (playback->loop && playback->row_count < 2)) {
        return refuse(&csv, "%s", playback->loop ? "looping needs two rows" : "no rows");
    }
    playback->times[0] = 0;
    return playback->row_count == 1 || !playback->loop ||
           playback->times[playback->row_count - 1] > 0 ||
           refuse(&csv, "looping needs time to pass");
}
