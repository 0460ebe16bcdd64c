/* SPDX-License-Identifier: Apache-2.0
 *
 * COMTRADE records (IEEE C37.111-1991, -1999 and -2013, IEC 60255-24): a .cfg with its .dat, or
 * both in one .cff. What real recorders write and no edition allows is taken when its meaning
 * is clear, with a note.
 */
#pragma once

#include <glib.h>

#include <stdbool.h>
#include <stdint.h>

#include "sim/base/slice.h"

#define COMTRADE_ERROR (comtrade_error_quark())
GQuark comtrade_error_quark(void);

typedef enum ComtradeFormat {
    COMTRADE_ASCII,
    COMTRADE_BINARY, /* 16 bits */
    COMTRADE_BINARY32,
    COMTRADE_FLOAT32,
    COMTRADE_FORMATS
} ComtradeFormat;

typedef struct ComtradeAnalog {
    unsigned number; /* An, as the file counts */
    char *name, *phase, *circuit, *unit;
    double a, b;               /* value = a * recorded + b */
    double primary, secondary; /* of the transformer; 1 and 1 when not told */
    bool is_primary;           /* values are the primary ones; else secondary */
} ComtradeAnalog;

typedef struct ComtradeDigital {
    unsigned number; /* Dn */
    char *name, *phase, *circuit;
    bool normal; /* the state in service */
} ComtradeDigital;

typedef struct ComtradeRate {
    double rate;   /* samples a second; 0: by time stamps */
    uint64_t last; /* the last sample of it, counted from 1 */
} ComtradeRate;

typedef struct ComtradeData ComtradeData;

typedef struct Comtrade {
    char *path, *station, *device;
    const char *encoding; /* that the texts had, by iconv's name */
    unsigned revision;    /* 1991, 1999, 2013, or what the file says */
    ComtradeAnalog *analogs;
    ComtradeDigital *digitals;
    unsigned analog_count, digital_count;
    double frequency; /* of the line, Hz; 0: not told */
    ComtradeRate *rates;
    unsigned rate_count;
    int64_t start, trigger; /* ns since 1970 on the recorder's clock; INT64_MIN: unreadable */
    double stamp_unit;      /* seconds of a time stamp of 1, with timemult in it */
    ComtradeFormat format;
    unsigned sample_count;
    int64_t *times;   /* ns from the first sample on, ascending */
    GPtrArray *notes; /* char*: "path:line: what" */
    ComtradeData *data;
} Comtrade;

/* A .cff, or a .cfg with the .dat beside it (endings in any case). `encoding`: iconv's name of
 * the texts' encoding, NULL: guessed. NULL with an error "path:line: what". */
Comtrade *comtrade_load(const char *path, const char *encoding, GError **error);
/* The same of octets, `path` for messages only. */
Comtrade *comtrade_parse(const char *path, Slice config, Slice data, const char *encoding,
                         GError **error);
Comtrade *comtrade_parse_cff(const char *path, Slice file, const char *encoding,
                             GError **error);
void comtrade_free(Comtrade *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Comtrade, comtrade_free)

/* A file's name ends as those of records do. */
bool comtrade_is_record(const char *path);

/* The value in the channel's unit, a and b applied; NAN where none was recorded. */
double comtrade_analog(const Comtrade *record, unsigned channel, unsigned sample);
bool comtrade_digital(const Comtrade *record, unsigned channel, unsigned sample);

const char *comtrade_format_name(ComtradeFormat format);
