/* SPDX-License-Identifier: Apache-2.0
 *
 * Random streams. Each is keyed by (seed, IED, purpose, association) and never shared, so that
 * what one client does cannot move the draws of another.
 */
#pragma once

#include <stdint.h>

typedef struct Prng {
    uint64_t state[4];
} Prng;

/* `ied` and `purpose` may be NULL, which counts as "". */
Prng prng_keyed(uint64_t seed, const char *ied, const char *purpose, uint64_t association);

uint64_t prng_next(Prng *prng);

/* Uniform in [0, 1). */
double prng_unit(Prng *prng);

/* Uniform in [0, bound), bound > 0, without modulo bias. */
uint64_t prng_below(Prng *prng, uint64_t bound);

/* Standard normal. */
double prng_normal(Prng *prng);
