/* SPDX-License-Identifier: Apache-2.0
 *
 * The words of Dbpos and Quality (see words.h).
 */
#include "sim/client/words.h"

static const char *const dbpos[] = { "intermediate", "off", "on", "bad" };
static const char *const validities[] = { "good", "invalid", "reserved", "questionable" };

/* Bits 2 to 12. */
static const char *const details[] = {
    "overflow",     "outOfRange", "badReference", "oscillatory", "failure",         "oldData",
    "inconsistent", "inaccurate", "substituted",  "test",        "operatorBlocked",
};

const char *
words_of_dbpos(uint8_t octet)
{
    return dbpos[octet >> 6];
}

bool
words_parse_dbpos(const char *word, uint8_t *octet)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(dbpos); i++) {
        if (g_str_equal(word, dbpos[i])) {
            *octet = (uint8_t)(i << 6);
            return true;
        }
    }
    return false;
}

void
words_of_quality(const uint8_t *octets, GString *text)
{
    g_string_append(text, validities[octets[0] >> 6]);
    for (unsigned i = 0; i < G_N_ELEMENTS(details); i++) {
        if (octets[(i + 2) / 8] & 0x80 >> (i + 2) % 8) {
            g_string_append_printf(text, "|%s", details[i]);
        }
    }
}

static bool
add_word(const char *word, uint8_t octets[2])
{
    for (unsigned i = 0; i < G_N_ELEMENTS(validities); i++) {
        if (g_str_equal(word, validities[i])) {
            octets[0] |= (uint8_t)(i << 6);
            return true;
        }
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(details); i++) {
        if (g_str_equal(word, details[i])) {
            octets[(i + 2) / 8] |= (uint8_t)(0x80 >> (i + 2) % 8);
            return true;
        }
    }
    return false;
}

bool
words_parse_quality(const char *text, uint8_t octets[2])
{
    g_auto(GStrv) parts = g_strsplit(text, "|", -1);

    octets[0] = octets[1] = 0;
    for (unsigned i = 0; parts[i] != NULL; i++) {
        if (!add_word(parts[i], octets)) {
            return false;
        }
    }
    return parts[0] != NULL;
}
