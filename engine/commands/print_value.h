/* SPDX-License-Identifier: Apache-2.0
 *
 * Values for people on stdout.
 */
#pragma once

#include "sim/client/client.h"

/* "LABEL  value" in one line, or when that would be too wide for a structure, one line a
 * component. `width` of the label's column and `indent` in characters. */
void print_value(const char *label, int width, const ClientType *type, Slice data, int indent);
