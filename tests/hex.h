/* SPDX-License-Identifier: Apache-2.0
 *
 * Annotated bytes: pairs of hex digits, spaces free, everything behind a # up to the end of the
 * line is a remark. The same files under testdata/pdu/ serve unit tests, fuzz seeds and
 * readers.
 */
#pragma once

#include <glib.h>

#include "sim/base/slice.h"

/* "A0 03 # confirmed" becomes two octets. Aborts on anything else: a test's own fault. */
GByteArray *hex_parse(const char *text);

/* The octets of testdata/pdu/NAME, "cotp/cr.hex". Aborts when unreadable. */
GByteArray *hex_load(const char *name);

static inline Slice
hex_slice(const GByteArray *bytes)
{
    return (Slice){ bytes->data, bytes->len };
}

/* Upper-case pairs with spaces; free with g_free. */
char *hex_format(Slice bytes);

/* Compares and, when unequal, prints both on stderr. */
bool hex_equal(Slice found, Slice expected);

/* Calls `decode` with every proper prefix of `bytes` and with each single bit flipped; every
 * input is an exactly sized heap copy, so that a read past the end is seen by AddressSanitizer.
 */
void hex_torture(Slice bytes, void (*decode)(Slice bytes, void *user), void *user);
