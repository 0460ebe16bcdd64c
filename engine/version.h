/* SPDX-License-Identifier: Apache-2.0
 *
 * The version of this build.
 */
#pragma once

/* This program's name and version, and those of the libraries it runs with, in turns and
 * NULL-terminated. Free with g_strfreev. */
char **iedbench_versions(void);

/* "0.1.0" */
const char *iedbench_version(void);
