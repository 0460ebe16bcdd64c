/* SPDX-License-Identifier: Apache-2.0
 *
 * Random streams: xoshiro256** (Blackman and Vigna), its state drawn by splitmix64 from a hash
 * of the key. The same key gives the same stream on every machine.
 */
#include "sim/base/prng.h"

#include <math.h>
#include <stddef.h>

static uint64_t
rotate(uint64_t value, int bits)
{
    return value << bits | value >> (64 - bits);
}

/* splitmix64: one step of the sequence, well mixed. */
static uint64_t
split(uint64_t *state)
{
    uint64_t mixed = *state += UINT64_C(0x9E3779B97F4A7C15);

    mixed = (mixed ^ mixed >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94D049BB133111EB);
    return mixed ^ mixed >> 31;
}

/* Mixes a text and its end in, so that ("ab", "c") and ("a", "bc") differ. */
static uint64_t
mix_text(uint64_t state, const char *text)
{
    for (; text != NULL && *text != '\0'; text++) {
        state = (state ^ (uint8_t)*text) * UINT64_C(0x100000001B3);
    }
    state ^= 0xFF;
    return split(&state);
}

Prng
prng_keyed(uint64_t seed, const char *ied, const char *purpose, uint64_t association)
{
    uint64_t state = split(&seed);
    Prng prng;

    state = mix_text(state, ied);
    state = mix_text(state, purpose);
    state ^= association;
    for (int i = 0; i < 4; i++) {
        prng.state[i] = split(&state);
    }
    return prng;
}

uint64_t
prng_next(Prng *prng)
{
    uint64_t *s = prng->state;
    uint64_t drawn = rotate(s[1] * 5, 7) * 9;
    uint64_t shifted = s[1] << 17;

    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotate(s[3], 45);
    return drawn;
}

double
prng_unit(Prng *prng)
{
    return (double)(prng_next(prng) >> 11) * 0x1p-53;
}

uint64_t
prng_below(Prng *prng, uint64_t bound)
{
    uint64_t uneven =
        -bound % bound; /* as many of the lowest draws would favour some results */
    uint64_t drawn;

    do {
        drawn = prng_next(prng);
    } while (drawn < uneven);
    return drawn % bound;
}

double
prng_normal(Prng *prng)
{
    double radius = sqrt(-2.0 * log(1.0 - prng_unit(prng)));

    return radius * cos(2.0 * 3.14159265358979323846 * prng_unit(prng));
}
