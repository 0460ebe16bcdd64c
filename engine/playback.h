/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows played into points: each row sets its columns' points at its time, one commit an IED and
 * row. Rows come from a CSV file, a COMTRADE record, or a list in the scenario.
 */
#pragma once

#include "engine/comtrade.h"
#include "engine/stage.h"

#define PLAYBACK_ERROR (playback_error_quark())
GQuark playback_error_quark(void);

typedef struct PlaybackCell {
    bool given; /* an empty cell keeps the value */
    Value value;
} PlaybackCell;

/* Numbers are kept as such, everything else as cells: one a row. */
typedef struct PlaybackColumn {
    char *name; /* in the file */
    Device *device;
    Point point;
    double scale;    /* numbers are multiplied with it */
    bool invert;     /* of a digital channel: 1 is off */
    double *numbers; /* NAN: keeps the value; NULL: cells */
    PlaybackCell *cells;
} PlaybackColumn;

typedef struct Playback {
    Action action;
    char *text;       /* what strings of cells point into */
    GPtrArray *texts; /* the same for cells of single texts */
    int64_t *times;   /* ns since the first row, ascending */
    unsigned row_count;
    PlaybackColumn *columns;
    unsigned column_count;
    bool loop;          /* begins again */
    uint64_t times_max; /* loops at most so often; 0: no limit */
    int64_t period;     /* ns from one beginning to the next; 0: one step behind the last row */
    double speed;       /* 2: twice as fast */
} Playback;

Playback *playback_new(void);
/* Copies the name. */
PlaybackColumn *playback_add_column(Playback *playback, const char *name, Device *device,
                                    const Point *point);
/* In order of IEDs and their values, so that a run does not depend on the order of adding; one
 * whose point another has already, or NULL. */
const PlaybackColumn *playback_sort_columns(Playback *playback);
/* Room for the cells of so many rows, all empty; for those that fill rows. */
void playback_set_rows(Playback *playback, unsigned count);
/* One cell from a text of a file, lent, or a number, which is on or off where the point takes
 * none. False: it does not fit the point's type. */
bool playback_set_text(PlaybackColumn *column, unsigned row, const char *text);
bool playback_set_number(PlaybackColumn *column, unsigned row, double number);
/* Begins at `from` (ns behind the first row) with the values that stood then. False when that
 * is behind the last row. */
bool playback_cut(Playback *playback, int64_t from);
/* Whether looping is possible: two rows, and time passes; else why not. */
const char *playback_check_loop(const Playback *playback);

/* Reads a CSV file: a header line with names, then rows; the column `time` (NULL: the first)
 * holds seconds, or times ISO 8601. False with an error "path:line: what". */
bool playback_read_csv(Playback *playback, const char *path, const char *time, GError **error);

typedef struct PlaybackRecord {
    int64_t every; /* ns between two rows of analog channels */
    bool rms;      /* over one period of the line's frequency; else the instantaneous value */
    bool primary, secondary; /* converted by the channel's ratio; neither: as recorded */
} PlaybackRecord;

/* Fills the columns from channels of a record, by name or number; a digital channel sets its
 * point when it changes, at its own time. False with an error. */
bool playback_read_record(Playback *playback, const Comtrade *record,
                          const PlaybackRecord *options, GError **error);

void playback_stop_all(Stage *stage);
