/* SPDX-License-Identifier: Apache-2.0
 *
 * A recorded file played into points: each row sets its columns' points at its time, one commit
 * an IED and row. CSV here; other formats fill the same rows.
 */
#pragma once

#include "engine/stage.h"

#define PLAYBACK_ERROR (playback_error_quark())
GQuark playback_error_quark(void);

typedef struct PlaybackCell {
    bool given; /* an empty cell keeps the value */
    Value value;
} PlaybackCell;

typedef struct PlaybackColumn {
    char *name; /* in the file's header */
    Device *device;
    Point point;
    double scale;        /* numbers are multiplied with it */
    PlaybackCell *cells; /* one a row */
} PlaybackColumn;

typedef struct Playback {
    Action action;
    char *text;     /* the file; strings point into it */
    int64_t *times; /* ns since the first row, ascending */
    unsigned row_count;
    PlaybackColumn *columns;
    unsigned column_count;
    bool loop;    /* begins again one step after the last row */
    double speed; /* 2: twice as fast */
} Playback;

Playback *playback_new(void);
void playback_add_column(Playback *playback, const char *name, Device *device,
                         const Point *point);

/* Reads a CSV file: a header line with names, then rows; the column `time` (NULL: the first)
 * holds seconds, or times ISO 8601. False with an error "path:line: what". */
bool playback_read_csv(Playback *playback, const char *path, const char *time, GError **error);

void playback_stop_all(Stage *stage);
