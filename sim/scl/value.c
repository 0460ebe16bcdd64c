/* SPDX-License-Identifier: Apache-2.0
 *
 * Val texts as arena octets: the defaults, what value_parse (sim/model) makes of a text, and a
 * note for every liberty.
 */
#include "sim/scl/value.h"

#include <glib.h>
#include <string.h>

static bool
is_string(const Type *type)
{
    return type->kind == VALUE_VISIBLE_STRING || type->kind == VALUE_MMS_STRING ||
           type->kind == VALUE_OCTET_STRING;
}

static void
store_integer(const Type *type, uint8_t *octets, int64_t number)
{
    Value value = { .kind = type->kind, .integer = number };

    value_store(type, octets, &value, NULL);
}

void
scl_value_default(const Type *type, uint8_t *octets)
{
    const EnumType *names = type->enumeration;

    memset(octets, 0, type->size);
    if (names == NULL || names->count == 0) {
        return;
    }
    for (unsigned i = 0; i < names->count; i++) {
        if (names->values[i].ordinal >= 0) {
            store_integer(type, octets, names->values[i].ordinal);
            return;
        }
    }
    store_integer(type, octets, names->values[0].ordinal);
}

bool
scl_is_zero(const uint8_t *octets, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (octets[i] != 0) {
            return false;
        }
    }
    return true;
}

int
scl_parse_hex(const char *text, uint8_t *octets, int size)
{
    int count = 0;

    while (*text != '\0') {
        if (strchr("-:. ", *text) != NULL) {
            text++;
            continue;
        }
        if (count == size || !g_ascii_isxdigit(text[0]) || !g_ascii_isxdigit(text[1])) {
            return -1;
        }
        octets[count++] =
            (uint8_t)(g_ascii_xdigit_value(text[0]) << 4 | g_ascii_xdigit_value(text[1]));
        text += 2;
    }
    return count;
}

static bool
has_literal(const EnumType *names, const char *text)
{
    int32_t ordinal;

    return names != NULL && enum_type_ordinal(names, slice_from_string(text), &ordinal);
}

/* value_parse takes a literal in another case than the EnumType's; who reads the file should
 * know. */
static void
note_other_case(SclNotes *notes, int line, const EnumType *names, const char *text)
{
    if (names == NULL || has_literal(names, text)) {
        return;
    }
    for (unsigned i = 0; i < names->count; i++) {
        if (g_ascii_strcasecmp(names->values[i].name, text) == 0) {
            scl_note(notes, line, "\"%s\" is taken as \"%s\" of EnumType \"%s\"", text,
                     names->values[i].name, names->id);
            return;
        }
    }
}

static bool
parse_and_store(const Type *type, const char *text, uint8_t *octets, StringPool *strings)
{
    Value value;

    return value_parse(type, text, &value) == VALUE_OK &&
           value_store(type, octets, &value, strings) == VALUE_OK;
}

/* Cut at a character's border. */
static char *
cut_string(SclNotes *notes, int line, const Type *type, const char *text)
{
    size_t most = (size_t)type->length;
    size_t length = strlen(text);

    if (!is_string(type) || type->kind == VALUE_OCTET_STRING || length <= most) {
        return NULL;
    }
    scl_note(notes, line, "a value of %zu octets is cut to the %zu of %s", length, most,
             type->name);
    while (most > 0 && ((unsigned char)text[most] & 0xC0) == 0x80) {
        most--;
    }
    return g_strndup(text, most);
}

void
scl_value_store(SclNotes *notes, int line, const Type *type, const char *text, uint8_t *octets,
                StringPool *strings)
{
    g_autofree char *cut = NULL;

    if (*text == '\0' && !has_literal(type->enumeration, "")) {
        scl_value_default(type, octets);
        return;
    }
    cut = cut_string(notes, line, type, text);
    note_other_case(notes, line, type->enumeration, text);
    if (!parse_and_store(type, cut != NULL ? cut : text, octets, strings)) {
        scl_note(notes, line, "\"%.60s\" is no value of %s", text, type->name);
    }
}
