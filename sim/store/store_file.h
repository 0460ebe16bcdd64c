/* SPDX-License-Identifier: Apache-2.0
 *
 * A store (sim/base/store.h) in one SQLite file of a directory, for every IED of a process:
 * what was committed is there when the process starts again, however it ended.
 */
#pragma once

#include "sim/base/store.h"

#define STORE_FILE_NAME "iedbench-state.sqlite"

/* Makes directory and file when they are not there. NULL with "DIR/...: why" when the file
 * cannot be written, is another program's, of a newer schema, damaged, or in use by another
 * process. */
Store *store_file_open(const char *folder, GError **error);
