/* SPDX-License-Identifier: Apache-2.0
 *
 * Which scenarios a command line means: files, patterns, folders, and the names of installed
 * ones; then those with some tag or some name.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "engine/scenario.h"

#define SELECTION_ERROR (selection_error_quark())
GQuark selection_error_quark(void);

/* Paths (char *) in the order of the names, those of a pattern or a folder sorted. A folder
 * means every .lua file below it that returns a scenario, hidden folders left out. A name
 * without a slash may also be that of an installed scenario, with or without ".lua", or of an
 * installed folder of them. NULL with an error for what is nowhere or has no scenario. */
GPtrArray *selection_find(char *const *names, GError **error);

/* What a scenario must be to be played. */
typedef struct SelectionFilter {
    const char *name;        /* a part of its name; NULL: any */
    const char *const *tags; /* it has one of them, "!tag": it has not; NULL: any */
} SelectionFilter;

/* A scenario with problems passes tags, as those may be missing for that reason. */
bool selection_takes(const SelectionFilter *filter, const Scenario *scenario);
