/* SPDX-License-Identifier: Apache-2.0
 *
 * One leaf between its arena form and a Value; shared by the files behind values.h.
 */
#pragma once

#include "sim/model/values.h"

/* Octets that a leaf takes in the arena at most: bit strings are shorter than 64 bits. */
#define LEAF_SIZE_MAX 8

static inline bool
type_is_string(const Type *type)
{
    return type->kind >= VALUE_OCTET_STRING && type->kind <= VALUE_MMS_STRING;
}

/* Checks a value against the type and puts its arena form, LEAF_SIZE_MAX octets at most; a
 * string is only checked, `octets` may then be NULL. Numbers of another kind are taken when
 * they fit. */
ValueResult value_pack(const Type *type, const Value *value, uint8_t *octets);

/* The value in the arena; not for strings. */
void value_unpack(const Type *type, const uint8_t *octets, Value *value);

/* Integers of the arena. */
int64_t packed_integer(const Type *type, const uint8_t *octets);
uint64_t packed_unsigned(const Type *type, const uint8_t *octets);
double packed_real(const Type *type, const uint8_t *octets);
