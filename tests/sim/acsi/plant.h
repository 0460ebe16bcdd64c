/* SPDX-License-Identifier: Apache-2.0
 *
 * The data of the IED of testdata/scl/features/data.cid with what they do by themselves, and
 * one client that writes. Times are virtual and begin at 2026-01-01.
 */
#pragma once

#include "sim/acsi/data.h"
#include "sim/acsi/time_quality.h"
#include "tests/sim/scl/load.h"

#define PLANT_START (INT64_C(1767225600) * CLOCK_SECOND)

typedef struct Plant {
    SclFile *file;
    Model *model;
    AcsiServer server;
    AcsiData *data;
    VmdCaller client;
    GString *events; /* "kind reference=value\n" */
    GString
        *changes; /* a line a commit: what changed, "GGIO1$ST$Ind1$stVal=true ..." without t */
} Plant;

Plant *plant_new(void);
/* The same with other initial values, "GGIO1$SV$Ind1$subEna=true" and more. */
Plant *plant_new_with(const char *assignments);
void plant_free(Plant *plant);

/* "GGIO1$ST$Ind1$stVal=true" and more, apart by spaces, as the process, in one commit; "LD1/"
 * in front for the other logical device. */
void plant_set(Plant *plant, const char *assignments);

/* One Write of the client of several items, with values as people write them. The first result
 * that is none of success. */
MmsDataError plant_write(Plant *plant, const char *assignments);
/* One item with Data in hex. */
MmsDataError plant_write_octets(Plant *plant, const char *item, const char *data);

/* Whether the items read so; what is not goes to stderr. */
bool plant_shows(Plant *plant, const char *assignments);

/* Whether these lines came since the last call, for events and for changes. */
bool plant_told(GString *log, const char *lines);

void plant_advance(Plant *plant, int64_t milliseconds);
