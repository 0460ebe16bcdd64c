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

/* The same of numbers; of booleans too, 0 is false. */
void attribute_poke_number(Values *values, const ControlBlock *block, const char *name,
                           int64_t number);
/* Not of bit strings; 0 for one that this edition lacks. */
int64_t attribute_number(const Values *values, const ControlBlock *block, const char *name);
/* Empty for one that this edition lacks. */
Slice attribute_text(const Values *values, const ControlBlock *block, const char *name);

/* How events call a control block: "LD0/LLN0.BR.brcb01"; free with g_free. */
char *attribute_block_reference(const Model *model, const ControlBlock *block);
