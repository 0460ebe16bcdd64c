/* SPDX-License-Identifier: Apache-2.0
 *
 * The driver of a fuzz target without libFuzzer. Without arguments: every seed, its truncations
 * and its single bit flips, thinned out so that a target runs a few thousand inputs. With file
 * names: these inputs, raw octets, as libFuzzer leaves them when it finds something.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"

#define INPUTS_MAX 6000

/* Size 0 still is a heap copy, of which not one octet may be read. */
static void
run_input(const uint8_t *data, size_t size, size_t flipped_bit)
{
    uint8_t *copy = malloc(size > 0 ? size : 1);

    if (size > 0) {
        memcpy(copy, data, size);
    }
    if (flipped_bit / 8 < size) {
        copy[flipped_bit / 8] ^= (uint8_t)(0x80 >> flipped_bit % 8);
    }
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

static unsigned
torture(const GByteArray *seed, size_t stride, size_t phase)
{
    unsigned count = 1;

    run_input(seed->data, seed->len, SIZE_MAX);
    for (size_t at = phase % stride; at < seed->len * 9; at += stride) {
        if (at < seed->len) {
            run_input(seed->data, at, SIZE_MAX);
        } else {
            run_input(seed->data, seed->len, at - seed->len);
        }
        count++;
    }
    return count;
}

static void
replay_seeds(void)
{
    g_autoptr(GPtrArray) seeds = fuzz_load_seeds();
    size_t total = 0;
    unsigned count = 0;

    for (unsigned i = 0; i < seeds->len; i++) {
        total += ((GByteArray *)seeds->pdata[i])->len * 9;
    }
    for (unsigned i = 0; i < seeds->len; i++) {
        count += torture(seeds->pdata[i], 1 + total / INPUTS_MAX, i);
    }
    printf("%u seeds, %u inputs\n", seeds->len, count);
}

static int
replay_file(const char *name)
{
    g_autofree char *data = NULL;
    g_autoptr(GError) error = NULL;
    gsize size;

    if (!g_file_get_contents(name, &data, &size, &error)) {
        fprintf(stderr, "%s\n", error->message);
        return 2;
    }
    run_input((const uint8_t *)data, size, SIZE_MAX);
    return 0;
}

int
main(int argc, char **argv)
{
    int status = 0;

    if (argc < 2) {
        replay_seeds();
    }
    for (int i = 1; i < argc && status == 0; i++) {
        status = replay_file(argv[i]);
    }
    return status;
}
