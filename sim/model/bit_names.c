/* SPDX-License-Identifier: Apache-2.0
 *
 * Names of bits: a coded enumeration (Dbpos, Tcmd) is one of four codes in two bits; a packed
 * list is a set of flags, and Quality is both: validity, then flags.
 */
#include "sim/model/bit_names.h"

typedef struct BitNames {
    const char *b_type;
    const char *codes[4];   /* of the first two bits, or NULL */
    const char *aliases[4]; /* other spellings of the codes */
    const char *flags[16];  /* by bit; NULL: reserved */
} BitNames;

static const BitNames rows[] = {
    { .b_type = "Dbpos",
      .codes = { "intermediate", "off", "on", "bad" },
      .aliases = { "intermediate-state", "false", "true", "bad-state" } },
    { .b_type = "Tcmd",
      .codes = { "stop", "lower", "higher", "reserved" },
      .aliases = { "stop", "lower", "higher", "reserved" } },
    { .b_type = "Quality",
      .codes = { "good", "invalid", "reserved", "questionable" },
      .aliases = { "valid", "invalid", "reserved", "questionable" },
      .flags = { [2] = "overflow",
                 "outOfRange",
                 "badReference",
                 "oscillatory",
                 "failure",
                 "oldData",
                 "inconsistent",
                 "inaccurate",
                 "substituted",
                 "test",
                 "operatorBlocked" } },
    { .b_type = "Check", .flags = { "synchrocheck", "interlock-check" } },
    { .b_type = "TrgOps", .flags = { NULL, "dchg", "qchg", "dupd", "period", "gi" } },
    { .b_type = "OptFlds",
      .flags = { NULL, "seqNum", "timeStamp", "reasonCode", "dataSet", "dataRef", "bufOvfl",
                 "entryID", "configRef", "segmentation" } },
    { .b_type = "SvOptFlds",
      .flags = { "refreshTime", "sampleSynchronized", "sampleRate", "dataSet", "security" } },
    { .b_type = "LogOptFlds", .flags = { NULL, "reasonCode" } },
};

static const BitNames *
find_row(const Type *type)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (strcmp(rows[i].b_type, type->name) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

static int
find_code(const BitNames *row, const char *word)
{
    for (int i = 0; i < 4 && row->codes[0] != NULL; i++) {
        if (g_ascii_strcasecmp(word, row->codes[i]) == 0 ||
            g_ascii_strcasecmp(word, row->aliases[i]) == 0) {
            return i;
        }
    }
    return -1;
}

/* Sets what one word names. */
static bool
apply_word(const BitNames *row, const char *word, uint8_t *octets)
{
    int code = find_code(row, word);

    if (code >= 0) {
        octets[0] = (uint8_t)(octets[0] | code << 6);
        return true;
    }
    for (unsigned bit = 0; bit < G_N_ELEMENTS(row->flags); bit++) {
        if (row->flags[bit] != NULL && g_ascii_strcasecmp(word, row->flags[bit]) == 0) {
            octets[bit / 8] |= (uint8_t)(0x80 >> bit % 8);
            return true;
        }
    }
    return g_ascii_strcasecmp(word, "none") == 0 && row->codes[0] == NULL;
}

bool
bit_names_parse(const Type *type, const char *text, Value *value)
{
    const BitNames *row = find_row(type);
    g_auto(GStrv) words = NULL;
    unsigned count = 0;

    if (row == NULL) {
        return false;
    }
    words = g_strsplit_set(text, " ,|+", 20);
    for (char **word = words; *word != NULL; word++) {
        if (**word == '\0') {
            continue;
        }
        if (!apply_word(row, *word, value->bit_string.octets)) {
            return false;
        }
        count++;
    }
    return count > 0;
}

bool
bit_names_append(const Type *type, const Value *value, GString *text)
{
    const BitNames *row = find_row(type);
    const uint8_t *octets = value->bit_string.octets;
    const char *separator = "";

    if (row == NULL) {
        return false;
    }
    if (row->codes[0] != NULL) {
        g_string_append(text, row->codes[octets[0] >> 6]);
        separator = ",";
    }
    for (unsigned bit = 0; bit < (unsigned)type->length; bit++) {
        if (row->flags[bit] != NULL && octets[bit / 8] & 0x80 >> bit % 8) {
            g_string_append_printf(text, "%s%s", separator, row->flags[bit]);
            separator = ",";
        }
    }
    if (*separator == '\0') {
        g_string_append(text, "none");
    }
    return true;
}
