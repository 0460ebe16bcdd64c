/* SPDX-License-Identifier: Apache-2.0
 *
 * A run's results, read back from its events.jsonl.
 */
#pragma once

#include "engine/results.h"

/* NULL with "file:line: what" for what is no log of ours. A log without an end is that of a run
 * that was killed: broken, with what there is of its events. */
Results *results_read(const char *path, GError **error);
