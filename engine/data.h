/* SPDX-License-Identifier: Apache-2.0
 *
 * Where things that come with iedbench lie. A data root is a folder with scenarios/,
 * lua/iedbench/ and testdata/scl/ in it: $IEDBENCH_DATA when set, the two folders above the
 * scenario's (so a source tree needs no setting), and the installed one.
 */
#pragma once

#include <glib.h>

/* Data roots, NULL-terminated; `folder`: the scenario's, or NULL. Free with g_strfreev. */
char **data_roots(const char *folder);

/* Where require looks: the scenario's folder, then lua/ of every root. */
char **data_library_roots(const char *folder);
