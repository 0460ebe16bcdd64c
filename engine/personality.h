/* SPDX-License-Identifier: Apache-2.0
 *
 * Personalities: the limits, names and habits of a kind of server, as its maker's documents or
 * its source say. A personality is a Lua file that returns one table
 * (lua/iedbench/personalities/); its keys are the rows below, and what they set overrides what
 * the SCL file says. engine/bind/personality.c reads the file.
 */
#pragma once

#include <glib.h>

#include "sim/ied.h"

typedef struct Personality {
    char *name;    /* "ge-f650" */
    char *path;    /* of its file */
    char *about;   /* one line for people */
    char **source; /* the documents that say so */
    char **notes;  /* what is known and not played; NULL: nothing */
    char *edition; /* of IEC 61850 that it was written for, or NULL; for people */
    int64_t boot;  /* ns from power to listening; 0: not said */
    IedHabits habits;
    MmsLimits limits;
    unsigned associations_max;
    OsiAddress address; /* selectors, as far as they are given */
    unsigned checks;
    size_t buffered_octets;
    unsigned reservation;
    char *vendor, *model, *revision; /* what habits lends */
    GPtrArray *settings; /* "KEY = VALUE" in order of the rows, for lists; owned strings */
} Personality;

typedef enum PersonalityKind {
    PERSONALITY_TEXT,
    PERSONALITY_TEXTS, /* a list of them */
    PERSONALITY_COUNT,
    PERSONALITY_TIME,    /* kept in ns */
    PERSONALITY_SECONDS, /* a time that is kept in s */
    PERSONALITY_FLAG,
} PersonalityKind;

/* A key of the table: where in a Personality its value goes, or what takes its texts and
 * returns a problem for people, to be freed, or NULL. */
typedef struct PersonalityRow {
    const char *name;
    PersonalityKind kind;
    size_t at, size;
    char *(*take)(Personality *personality, const char *const *texts);
    double least, most; /* of COUNT */
    const char *help;
} PersonalityRow;
extern const PersonalityRow personality_rows[]; /* ends without name */

#define PERSONALITY_ERROR (personality_error_quark())
GQuark personality_error_quark(void);

/* By its name, from `folder` (the scenario's, or NULL) or the data roots; or by the path of a
 * .lua file. NULL with an error: "file:line: what". */
Personality *personality_load(const char *name, const char *folder, GError **error);
/* Those of the data roots, by name; owned. */
GPtrArray *personality_load_all(GError **error);

Personality *personality_new(const char *name, const char *path);
void personality_free(Personality *personality);

/* Takes a key's value as text, of TEXTS all of them; NULL, or a problem for people, to be
 * freed.
 */
char *personality_set(Personality *personality, const PersonalityRow *row,
                      const char *const *texts);
/* The problem of a table that lacks something, or NULL. */
char *personality_check(const Personality *personality);

/* Overrides what the parameters say; lends its strings. NULL personality: nothing. */
void personality_apply(const Personality *personality, IedParameters *parameters);
