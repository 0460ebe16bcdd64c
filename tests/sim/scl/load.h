/* SPDX-License-Identifier: Apache-2.0
 *
 * The small files of testdata/scl/features, loaded, and what the tests ask of them.
 */
#pragma once

#include "sim/model/values.h"
#include "sim/scl/scl.h"
#include "tests/test.h"

/* A file that must load; free with scl_file_free. */
SclFile *load_feature(const char *name);

/* The error of a file that must not load, behind the file's path ("9: what"); free with
 * g_free. */
char *load_failure(const char *name, bool strict);

/* Whether there is a note of that line whose text contains `text`. */
bool has_note(const SclFile *file, int line, const char *text);

/* The initial value of "BAYLD0/GGIO1$ST$Ind1$stVal" in the first server, or in the server's
 * model; "?" when there is no such thing. Free with g_free. */
char *initial_text(const SclFile *file, const char *name);
char *model_text(Model *model, const char *name);
/* The same compared with what is expected; tells on stderr when it differs. */
bool is_initially(const SclFile *file, const char *name, const char *expected);

/* By "BAYLD0/LLN0$ds"; NULL when there is none. */
const DataSet *find_data_set(const Model *model, const char *name);
const ControlBlock *find_control_block(const Model *model, const char *name);

/* The names of a structure's components with "," between them; free with g_free. */
char *component_names(const Model *model, const char *name);
