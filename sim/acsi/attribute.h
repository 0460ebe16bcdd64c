/* SPDX-License-Identifier: Apache-2.0
 *
 * Attributes of control blocks: leaves of the arena that a server keeps of its own accord, and
 * what clients write to them.
 */
#pragma once

#include "sim/mms/error.h"
#include "sim/model/values.h"

/* Reads the Data a client wrote; bit strings must have their full length. type-inconsistent, or
 * object-value-invalid for what is out of range or has the wrong size. Strings are lent. */
MmsDataError attribute_decode(const Type *type, Slice data, Value *value);

/* Which attribute the place is; NULL when it is the block as a whole. */
const char *attribute_name(const ControlBlock *block, const NodeRef *ref);

/* By name; nothing for one that this edition lacks, which reads as the integer 0. Strings are
 * lent until the next write. */
void attribute_poke(Values *values, const ControlBlock *block, const char *name,
                    const Value *value);
Value attribute_get(const Values *values, const ControlBlock *block, const char *name);
