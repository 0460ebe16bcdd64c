/* SPDX-License-Identifier: Apache-2.0
 *
 * Annotated bytes for tests (see hex.h).
 */
#include "tests/hex.h"

#include <stdio.h>
#include <stdlib.h>

#include "tests/path.h"

GByteArray *
hex_parse(const char *text)
{
    GByteArray *bytes = g_byte_array_new();
    int high = -1;

    for (const char *at = text; *at != '\0'; at++) {
        int digit = g_ascii_xdigit_value(*at);

        if (*at == '#') {
            at += strcspn(at, "\n");
            if (*at == '\0') {
                break;
            }
        } else if (digit >= 0 && high < 0) {
            high = digit;
        } else if (digit >= 0) {
            uint8_t octet = (uint8_t)(high << 4 | digit);

            g_byte_array_append(bytes, &octet, 1);
            high = -1;
        } else if (!g_ascii_isspace(*at)) {
            g_error("hex: unexpected '%c' in: %.40s", *at, at);
        }
    }
    if (high >= 0) {
        g_error("hex: odd number of digits");
    }
    return bytes;
}

GByteArray *
hex_load(const char *name)
{
    g_autofree char *relative = g_build_filename("testdata", "pdu", name, NULL);
    g_autofree char *path = test_path(relative);
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;

    if (!g_file_get_contents(path, &text, NULL, &error)) {
        g_error("hex: %s", error->message);
    }
    return hex_parse(text);
}

char *
hex_format(Slice bytes)
{
    GString *text = g_string_new(NULL);

    for (size_t i = 0; i < bytes.size; i++) {
        g_string_append_printf(text, i > 0 ? " %02X" : "%02X", bytes.data[i]);
    }
    return g_string_free(text, FALSE);
}

bool
hex_equal(Slice found, Slice expected)
{
    g_autofree char *left = NULL;
    g_autofree char *right = NULL;

    if (slice_equal(found, expected)) {
        return true;
    }
    left = hex_format(found);
    right = hex_format(expected);
    fprintf(stderr, "\n  found:    %s\n  expected: %s\n", left, right);
    return false;
}

static void
torture_one(Slice bytes, size_t size, size_t bit, void (*decode)(Slice, void *), void *user)
{
    uint8_t *copy = malloc(size > 0 ? size : 1);

    if (size > 0) {
        memcpy(copy, bytes.data, size);
    }
    if (bit < size * 8) {
        copy[bit / 8] ^= (uint8_t)(0x80 >> bit % 8);
    }
    decode((Slice){ copy, size }, user);
    free(copy);
}

void
hex_torture(Slice bytes, void (*decode)(Slice bytes, void *user), void *user)
{
    for (size_t size = 0; size < bytes.size; size++) {
        torture_one(bytes, size, SIZE_MAX, decode, user);
    }
    for (size_t bit = 0; bit < bytes.size * 8; bit++) {
        torture_one(bytes, bytes.size, bit, decode, user);
    }
}
