/* SPDX-License-Identifier: Apache-2.0
 *
 * A compact hash index over an array of named things: 16 bits a slot, open addressing, nothing
 * else kept. A slot holds a position plus one; 0 is empty. Who owns the array compares the
 * names.
 */
#pragma once

#include <stdint.h>

#include "sim/base/slice.h"

/* Arrays with fewer members are faster searched in line. */
enum { NAME_INDEX_WORTH = 9 };

/* How many slots an index over `count` names has, a power of two. */
uint32_t name_index_slots(uint32_t count);

uint32_t name_hash(Slice name);

/* Enters a name into `slots` zeroed slots; count of names < 65,535. */
void name_index_add(uint16_t *index, uint32_t slots, Slice name, uint16_t position);

/* Walks the slots in which a name can stand: `at` is the hash, then the cursor. Returns the
 * position, or -1 behind the last candidate. */
static inline int32_t
name_index_next(const uint16_t *index, uint32_t slots, uint32_t *at)
{
    uint16_t slot = index[*at & (slots - 1)];

    (*at)++;
    return (int32_t)slot - 1;
}
