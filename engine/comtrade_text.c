/* SPDX-License-Identifier: Apache-2.0
 *
 * The encoding of a COMTRADE configuration. No edition before 2013 names one, and recorders
 * write what their makers' computers had; so it is guessed from the octets above 127.
 */
#include <string.h>

#include "engine/comtrade_parts.h"

#define MOST 0.9 /* of the octets */
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* Counts over the octets above 127. */
typedef struct Census {
    unsigned high;
    unsigned low_block; /* 0x80 to 0x9F: letters in CP866, nothing in ISO 8859 and in CP1251 */
    unsigned cp866;     /* letters of CP866 */
    unsigned alone;     /* one between ASCII letters: accents of western languages */
    unsigned pairs, hanzi, odd; /* runs cut in pairs: all, common GB 2312 ones, runs left odd */
} Census;

static bool
is_letter(uint8_t octet)
{
    return g_ascii_isalpha(octet);
}

static void
count_run(Census *census, Slice text, size_t start, size_t end)
{
    bool beside = (start > 0 && is_letter(text.data[start - 1])) ||
                  (end < text.size && is_letter(text.data[end]));

    census->alone += end - start <= 2 && beside ? (unsigned)(end - start) : 0;
    census->odd += (end - start) % 2 != 0;
    for (size_t i = start; i + 1 < end; i += 2) {
        uint8_t lead = text.data[i], trail = text.data[i + 1];
        bool common = (lead >= 0xB0 && lead <= 0xD7) || (lead >= 0xA1 && lead <= 0xA9);

        census->pairs++;
        census->hanzi += common && trail >= 0xA1 && trail != 0xFF;
    }
}

static Census
take_census(Slice text)
{
    Census census = { 0 };

    for (size_t i = 0; i < text.size; i++) {
        size_t start = i;

        for (; i < text.size && text.data[i] >= 0x80; i++) {
            uint8_t octet = text.data[i];

            census.high++;
            census.low_block += octet < 0xA0;
            census.cp866 += octet < 0xB0 || (octet >= 0xE0 && octet < 0xF2);
        }
        if (i > start) {
            count_run(&census, text, start, i);
        }
    }
    return census;
}

static const char *
guess(Slice text)
{
    Census census = take_census(text);

    if (g_utf8_validate((const char *)text.data, (gssize)text.size, NULL)) {
        return "UTF-8";
    }
    if (census.pairs > 0 && census.odd == 0 && census.hanzi >= MOST * census.pairs) {
        return "GBK";
    }
    if (census.low_block > 0 && census.cp866 >= MOST * census.high) {
        return "CP866";
    }
    return 2 * census.alone > census.high ? "ISO-8859-1" : "CP1251";
}

/* Without a converter on this machine: ASCII stays, the rest becomes question marks. */
static char *
keep_ascii(Slice text)
{
    char *kept = g_strndup((const char *)text.data, text.size);

    for (char *at = kept; *at != '\0'; at++) {
        if ((uint8_t)*at >= 0x80) {
            *at = '?';
        }
    }
    return kept;
}

char *
comtrade_to_utf8(Slice text, const char **encoding, GError **error)
{
    bool guessed = *encoding == NULL;
    char *converted;

    if (text.size >= 3 && memcmp(text.data, BYTE_ORDER_MARK, 3) == 0) {
        text = (Slice){ text.data + 3, text.size - 3 }; /* never without data */
    }

    *encoding = g_intern_string(guessed ? guess(text) : *encoding);
    converted = g_convert((const char *)text.data, (gssize)text.size, "UTF-8", *encoding, NULL,
                          NULL, guessed ? NULL : error);
    return converted != NULL || !guessed ? converted : keep_ascii(text);
}
