/* SPDX-License-Identifier: Apache-2.0
 *
 * What a fuzz target has. With --enable-fuzzing libFuzzer drives it (`make fuzz
 * FUZZ_SECONDS=60`); else fuzz_main.c replays its seeds in `make check`, with their truncations
 * and bit flips. To add one: fuzz_X.c with both symbols below, one line in FUZZ_TARGETS and
 * three for its sources in local.mk.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <glib.h>

/* The folders of testdata/pdu whose files seed this target, "../scl/features" for one beside
 * it; NULL at the end. */
extern const char *const fuzz_seeds[];

/* One input, an exact heap copy in either build. Returns 0; finds by aborting. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The octets of every seed of this target (GByteArray). */
GPtrArray *fuzz_load_seeds(void);
