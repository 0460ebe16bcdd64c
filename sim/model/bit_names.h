/* SPDX-License-Identifier: Apache-2.0
 *
 * What the bits of the coded enumerations and packed lists are called (IEC 61850-7-2, 7-3).
 */
#pragma once

#include <glib.h>

#include "sim/model/values.h"

/* False when nothing is known by that type's name or the text is none of its. */
bool bit_names_parse(const Type *type, const char *text, Value *value);

/* False when the type has no names; then nothing was appended. */
bool bit_names_append(const Type *type, const Value *value, GString *text);
