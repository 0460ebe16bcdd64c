/* SPDX-License-Identifier: Apache-2.0
 *
 * Bytes that somebody else owns. A Slice is passed by value and is valid until the callback
 * that received it returns; what must live longer is copied.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct Slice {
    const uint8_t *data;
    size_t size;
} Slice;

#define SLICE_NONE ((Slice){ NULL, 0 })
#define SLICE_OF(array) ((Slice){ (array), sizeof(array) })

static inline Slice
slice_from_string(const char *text)
{
    return (Slice){ (const uint8_t *)text, strlen(text) };
}

static inline bool
slice_equal(Slice a, Slice b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

static inline bool
slice_equals_string(Slice a, const char *text)
{
    return slice_equal(a, slice_from_string(text));
}

/* The part of `slice` from `start` on; empty when `start` lies behind the end. */
static inline Slice
slice_from(Slice slice, size_t start)
{
    return start >= slice.size ? SLICE_NONE : (Slice){ slice.data + start, slice.size - start };
}

static inline Slice
slice_first(Slice slice, size_t size)
{
    return (Slice){ slice.data, size < slice.size ? size : slice.size };
}
