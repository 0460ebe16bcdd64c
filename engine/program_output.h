/* SPDX-License-Identifier: Apache-2.0
 *
 * What a program says: the last of it in memory, all of it, up to a bound, in a file.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "sim/base/slice.h"

#define PROGRAM_OUTPUT_KEPT (256u << 10)  /* octets in memory */
#define PROGRAM_OUTPUT_LOGGED (64u << 20) /* octets in the file */

typedef struct ProgramOutput ProgramOutput;

/* Into `folder`/`name`.log; without folder to stderr. */
ProgramOutput *program_output_new(const char *folder, const char *name);
void program_output_free(ProgramOutput *output);
/* It is started, perhaps again: what it said before is forgotten, but stays in the file. */
void program_output_begin(ProgramOutput *output);
void program_output_take(ProgramOutput *output, Slice octets);
/* Octets as they came since the start, perhaps no UTF-8. Lent. */
const GString *program_output_text(const ProgramOutput *output);
bool program_output_matches(const ProgramOutput *output, const GRegex *regex);
/* "it said nothing", "the last it said: ...". Free with g_free. */
char *program_output_describe(const ProgramOutput *output);
