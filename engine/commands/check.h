/* SPDX-License-Identifier: Apache-2.0
 *
 * What `check` can look at: one function a kind of file, found by the file's ending.
 */
#pragma once

#include "sim/base/json.h"

typedef struct CheckOptions {
    bool strict;
    JsonWriter *json; /* inside an array; NULL: tables on stdout */
} CheckOptions;

/* Each returns an exit status and tells what is wrong on stderr, "file:line: what". */
int check_scl(const char *path, const CheckOptions *options);
int check_scenario(const char *path, const CheckOptions *options);
int check_comtrade(const char *path, const CheckOptions *options);
