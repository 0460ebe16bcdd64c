/* SPDX-License-Identifier: Apache-2.0
 *
 * Val texts of SCL (IEC 61850-6 9.5.4) as octets of an arena.
 */
#pragma once

#include "sim/model/values.h"
#include "sim/scl/document.h"

/* The value of a leaf of which the file says nothing: 0, "", good, 1970; an enumeration
 * without ordinal 0 has its smallest ordinal that is not negative, so Mod and Beh are on and
 * Health is Ok. */
void scl_value_default(const Type *type, uint8_t *octets);

/* Stores a text into the octets of a leaf; what cannot be read is noted and leaves the octets
 * as they are. An empty text stands for the default. */
void scl_value_store(SclNotes *notes, int line, const Type *type, const char *text,
                     uint8_t *octets, StringPool *strings);

bool scl_is_zero(const uint8_t *octets, size_t size);

/* Octets from hex digits, with or without separators "-", ":", "." or blanks. -1 when the text
 * holds anything else, an odd digit, or more than `size` octets; else their count. */
int scl_parse_hex(const char *text, uint8_t *octets, int size);
