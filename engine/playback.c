/* SPDX-License-Identifier: Apache-2.0
 *
 * Playback: the cells, and the player that sets row after row on the virtual clock.
 */
#include "engine/playback.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/signal.h"

G_DEFINE_QUARK(iedbench - playback - error, playback_error)

typedef struct Player {
    Timer timer;
    Stage *stage;
    Playback *playback; /* referenced */
    int64_t start;
    unsigned row;
    uint64_t played; /* whole loops */
} Player;

static bool
ends(const Playback *playback)
{
    return !playback->loop || playback->times_max > 0;
}

static void
free_player(Player *player)
{
    clock_disarm(player->stage->clock, &player->timer);
    player->stage->finite -= ends(player->playback);
    action_unref(&player->playback->action);
    g_free(player);
}

static void
set_cell(Stage *stage, const PlaybackColumn *column, unsigned row)
{
    Value value;

    if (column->numbers == NULL) {
        if (column->cells[row].given) {
            stage_set(stage, column->device, &column->point,
                      &(IedSet){ .value = &column->cells[row].value });
        }
    } else if (!isnan(column->numbers[row])) {
        value = signal_to_value(column->point.value.type, column->numbers[row] * column->scale);
        stage_set(stage, column->device, &column->point, &(IedSet){ .value = &value });
    }
}

static void
set_row(Player *player)
{
    const Playback *playback = player->playback;

    for (unsigned i = 0; i < playback->column_count; i++) {
        set_cell(player->stage, &playback->columns[i], player->row);
    }
}

static int64_t
loop_period(const Playback *playback)
{
    unsigned last = playback->row_count - 1;

    return playback->period != 0 ? playback->period
                                 : 2 * playback->times[last] - playback->times[last - 1];
}

static bool
begins_again(Player *player)
{
    const Playback *playback = player->playback;

    if (!playback->loop ||
        (playback->times_max > 0 && ++player->played >= playback->times_max)) {
        return false;
    }
    player->start += (int64_t)((double)loop_period(playback) / playback->speed);
    player->row = 0;
    return true;
}

static void
play_row(Timer *timer)
{
    Player *player = (Player *)timer;
    Stage *stage = player->stage;
    const Playback *playback = player->playback;

    set_row(player);
    stage_commit(stage);
    if (++player->row < playback->row_count || begins_again(player)) {
        int64_t time = (int64_t)((double)playback->times[player->row] / playback->speed);

        clock_arm(stage->clock, timer, player->start + time, play_row);
        return;
    }
    g_ptr_array_remove(stage->players, player);
    free_player(player);
    if (stage->idle != NULL) {
        stage->idle(stage->user);
    }
}

/* Whatever moved the points before gives them up. */
static void
perform_playback(Action *action, Stage *stage)
{
    Player *player = g_new0(Player, 1);

    player->stage = stage;
    player->playback = (Playback *)action_ref(action);
    player->start = clock_now(stage->clock);
    stage->finite += ends(player->playback);
    for (unsigned i = 0; i < player->playback->column_count; i++) {
        const PlaybackColumn *column = &player->playback->columns[i];

        signal_stop_point(stage, column->device, &column->point);
    }
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
        g_free(playback->columns[i].numbers);
        g_free(playback->columns[i].cells);
    }
    g_free(playback->columns);
    g_free(playback->times);
    g_ptr_array_unref(playback->texts);
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
    playback->texts = g_ptr_array_new_with_free_func(g_free);
    return playback;
}

PlaybackColumn *
playback_add_column(Playback *playback, const char *name, Device *device, const Point *point)
{
    playback->columns = g_renew(PlaybackColumn, playback->columns, playback->column_count + 1);
    playback->columns[playback->column_count] = (PlaybackColumn){
        .name = g_strdup(name), .device = device, .point = *point, .scale = 1
    };
    return &playback->columns[playback->column_count++];
}

static int
compare_columns(const void *a, const void *b)
{
    const PlaybackColumn *x = a, *y = b;

    if (x->device->index != y->device->index) {
        return x->device->index < y->device->index ? -1 : 1;
    }
    return (x->point.value.offset > y->point.value.offset) -
           (x->point.value.offset < y->point.value.offset);
}

const PlaybackColumn *
playback_sort_columns(Playback *playback)
{
    qsort(playback->columns, playback->column_count, sizeof *playback->columns,
          compare_columns);
    for (unsigned i = 1; i < playback->column_count; i++) {
        if (compare_columns(&playback->columns[i - 1], &playback->columns[i]) == 0) {
            return &playback->columns[i];
        }
    }
    return NULL;
}

/* Room grows by doubling: rows of a file come one by one. */
static bool
needs_room(unsigned had, unsigned count)
{
    return had == 0 || g_bit_storage(had) != g_bit_storage(count);
}

static unsigned
room_for(unsigned count)
{
    return 1u << g_bit_storage(count);
}

static void
set_column_rows(PlaybackColumn *column, unsigned had, unsigned count)
{
    bool grows = needs_room(had, count);

    if (signal_fits(column->point.value.type)) {
        column->numbers =
            grows ? g_renew(double, column->numbers, room_for(count)) : column->numbers;
        for (unsigned row = had; row < count; row++) {
            column->numbers[row] = NAN;
        }
        return;
    }
    column->cells =
        grows ? g_renew(PlaybackCell, column->cells, room_for(count)) : column->cells;
    for (unsigned row = had; row < count; row++) {
        column->cells[row].given = false;
    }
}

void
playback_set_rows(Playback *playback, unsigned count)
{
    unsigned had = playback->row_count;

    for (unsigned i = 0; i < playback->column_count; i++) {
        set_column_rows(&playback->columns[i], had, count);
    }
    if (needs_room(had, count)) {
        playback->times = g_renew(int64_t, playback->times, room_for(count));
    }
    for (unsigned row = had; row < count; row++) {
        playback->times[row] = 0;
    }
    playback->row_count = count;
}

bool
playback_set_text(PlaybackColumn *column, unsigned row, const char *text)
{
    char *end;

    if (column->numbers != NULL) {
        column->numbers[row] = g_ascii_strtod(text, &end);
        return end != text && *end == '\0' && isfinite(column->numbers[row]);
    }
    column->cells[row].given = true;
    return value_parse(column->point.value.type, text, &column->cells[row].value) == VALUE_OK;
}

/* How a digital channel's state is written for a type. */
static const char *
digital_text(const Type *type, bool on)
{
    switch (type->kind) {
    case VALUE_BOOLEAN:
        return on ? "true" : "false";
    case VALUE_BIT_STRING:
        return on ? "on" : "off";
    default:
        return on ? "1" : "0";
    }
}

bool
playback_set_number(PlaybackColumn *column, unsigned row, double number)
{
    if (column->numbers != NULL) {
        column->numbers[row] = column->invert ? number == 0 : number;
        return true;
    }
    column->cells[row].given = !isnan(number);
    return isnan(number) || playback_set_text(column, row,
                                              digital_text(column->point.value.type,
                                                           (number != 0) != column->invert));
}

/* The row where the cell was last given, up to `row`. */
static unsigned
last_given(const PlaybackColumn *column, unsigned row)
{
    unsigned at = row;

    while (at > 0 &&
           (column->numbers != NULL ? isnan(column->numbers[at]) : !column->cells[at].given)) {
        at--;
    }
    return at;
}

static void
drop_rows(PlaybackColumn *column, unsigned first, unsigned count)
{
    unsigned given = last_given(column, first);

    if (column->numbers != NULL) {
        column->numbers[first] = column->numbers[given];
        memmove(column->numbers, column->numbers + first, count * sizeof *column->numbers);
    } else {
        column->cells[first] = column->cells[given];
        memmove(column->cells, column->cells + first, count * sizeof *column->cells);
    }
}

bool
playback_cut(Playback *playback, int64_t from)
{
    unsigned first = 0, left;

    if (from > playback->times[playback->row_count - 1]) {
        return false;
    }
    while (first + 1 < playback->row_count && playback->times[first + 1] <= from) {
        first++;
    }
    left = playback->row_count - first;
    for (unsigned i = 0; i < playback->column_count; i++) {
        drop_rows(&playback->columns[i], first, left);
    }
    for (unsigned row = 0; row < left; row++) {
        playback->times[row] = MAX(0, playback->times[first + row] - from);
    }
    playback->row_count = left;
    return true;
}

const char *
playback_check_loop(const Playback *playback)
{
    unsigned last = playback->row_count - 1;

    if (playback->period != 0) {
        return playback->period > playback->times[last] ? NULL
                                                        : "the period ends before the last row";
    }
    if (playback->row_count < 2) {
        return "looping needs two rows";
    }
    return playback->times[last] > 0 ? NULL : "looping needs time to pass";
}
