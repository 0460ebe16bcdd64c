/* SPDX-License-Identifier: Apache-2.0
 *
 * Name indexes (see name_index.h). Eight octets of a name are mixed at a time: names are short
 * and a find hashes four or five of them.
 */
#include "sim/model/name_index.h"

#include <string.h>

#define MIX UINT64_C(0x9E3779B97F4A7C15)

uint32_t
name_index_slots(uint32_t count)
{
    uint32_t slots = 16;

    while (slots < count + count / 2) {
        slots *= 2;
    }
    return slots;
}

/* A product carries letters only upwards; folding brings the high ones down again. */
static inline uint64_t
mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * MIX;
    return hash ^ hash >> 32;
}

uint32_t
name_hash(Slice name)
{
    const uint8_t *at = name.data;
    size_t left = name.size;
    uint64_t hash = left * MIX;
    uint64_t word;

    for (; left >= 8; at += 8, left -= 8) {
        memcpy(&word, at, 8);
        hash = mix(hash, word);
    }
    if (left > 0) {
        word = 0;
        memcpy(&word, at, left);
        hash = mix(hash, word);
    }
    return (uint32_t)(hash * MIX >> 32);
}

void
name_index_add(uint16_t *index, uint32_t slots, Slice name, uint16_t position)
{
    uint32_t at = name_hash(name);

    while (index[at & (slots - 1)] != 0) {
        at++;
    }
    index[at & (slots - 1)] = (uint16_t)(position + 1);
}
