/* SPDX-License-Identifier: Apache-2.0
 *
 * Small things that people write and read: durations, times, near names.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* "250us", "100ms", "1.5s", "2m", "1h", or a bare number of seconds; ns, never negative. False
 * for anything else. */
bool duration_parse(const char *text, int64_t *ns);

/* "2026-01-02T03:04:05.5Z", or a duration from `now` on, "10s", or before it, "-10s"; ns since
 * 1970. */
bool moment_parse(const char *text, int64_t now, int64_t *ns);

/* "1.5 s", "100 ms", "2 min 5 s": for people. Free with g_free. */
char *duration_format(int64_t ns);

/* The name among `names` (NULL-terminated) that `wrong` was most likely meant to be; NULL when
 * none is near. */
const char *suggest_name(const char *wrong, const char *const *names);

/* "2026-01-02T03:04:05.678901234Z". Free with g_free. */
char *time_format(int64_t ns);
/* Reads what time_format writes; false for anything else. */
bool time_parse(const char *text, int64_t *ns);
