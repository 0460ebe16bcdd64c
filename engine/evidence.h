/* SPDX-License-Identifier: Apache-2.0
 *
 * The evidence folder of --out: beside events.jsonl it holds every document that is made of it,
 * and copies of the files that the scenario was read from. Of several runs, each has a folder
 * of its own, and DIR/suite.json says which.
 */
#pragma once

#include "engine/suite.h"

/* The name of a scenario's file, without ".lua", as that of a run that no other one has: NAME,
 * NAME-2. `taken` are the names in use, and get this one. Free with g_free. */
char *evidence_name(const char *path, GHashTable *taken);

/* Makes the folder of a run: `out`, or, when `name` is not NULL, the one of that name in it.
 * NULL with error; free with g_free. */
char *evidence_make_folder(const char *out, const char *name, GError **error);

/* Writes the documents of one run and the copies, into its folder. False after a message on
 * stderr. */
bool evidence_write(const char *folder, const Results *results);

/* Writes the documents of several and suite.json into the folder of all. `folders` are those of
 * the runs (char *, in their order). False after a message. */
bool evidence_write_suite(const char *out, const Suite *suite, const GPtrArray *folders);

/* Writes all documents into such a folder and into those of its runs again. False after a
 * message. */
bool evidence_renew(const char *folder, const Suite *suite);

/* What is in such a folder: its one run, or all of suite.json. NULL with error. */
Suite *evidence_read(const char *folder, GError **error);
