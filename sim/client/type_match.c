/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether a Data has exactly a type: kind, width, count of components and elements, length of
 * strings (ISO 9506-2 14.2, 14.4.2). The type's depth bounds the recursion.
 */
#include <stdarg.h>

#include "sim/client/client.h"
#include "sim/mms/data.h"

/* Where a comparison stands: the path so far, and the text of what is wrong. */
typedef struct Match {
    char *where;
    size_t size;
    char path[160];
} Match;

static bool
mismatch(Match *match, const char *format, ...)
{
    va_list arguments;
    size_t used = 0;

    if (match->size == 0) {
        return false;
    }
    if (match->path[0] != '\0') {
        g_snprintf(match->where, match->size, "%s: ", match->path);
        used = strlen(match->where);
    }
    va_start(arguments, format);
    g_vsnprintf(match->where + used, match->size - used, format, arguments);
    va_end(arguments);
    return false;
}

static bool
match_size(Match *match, int32_t declared, size_t found, const char *unit)
{
    bool fits = declared < 0 ? found <= (size_t)-declared : found == (size_t)declared;

    return fits || mismatch(match, "%zu %s where %s%d are declared", found, unit,
                            declared < 0 ? "at most " : "", abs(declared));
}

static bool
match_number(Match *match, const ClientType *type, Slice content)
{
    int64_t value;
    uint64_t natural;

    if (type->tag == MMS_DATA_INTEGER) {
        return (ber_decode_integer(content, &value) &&
                (type->size >= 64 || (type->size > 0 && value >> (type->size - 1) == 0) ||
                 (type->size > 0 && value >> (type->size - 1) == -1))) ||
               mismatch(match, "not an integer of %d bits", type->size);
    }
    return (ber_decode_unsigned(content, &natural) &&
            (type->size >= 64 || (type->size > 0 && natural >> type->size == 0))) ||
           mismatch(match, "not an unsigned of %d bits", type->size);
}

/* Characters of UTF-8; octets when it is none. */
static size_t
count_characters(Slice text)
{
    return text.size > 0 && g_utf8_validate((const char *)text.data, (gssize)text.size, NULL)
               ? (size_t)g_utf8_strlen((const char *)text.data, (gssize)text.size)
               : text.size;
}

static bool
match_basic(Match *match, const ClientType *type, Slice content)
{
    Slice octets;
    size_t bits;

    switch (type->tag) {
    case MMS_DATA_BOOLEAN:
        return match_size(match, 1, content.size, "octets");
    case MMS_DATA_BIT_STRING:
        return ber_decode_bit_string(content, &octets, &bits)
                   ? match_size(match, type->size, bits, "bits")
                   : mismatch(match, "malformed bit string");
    case MMS_DATA_INTEGER:
    case MMS_DATA_UNSIGNED:
        return match_number(match, type, content);
    case MMS_DATA_FLOATING_POINT:
        return match_size(match, type->size / 8 + 1, content.size, "octets") &&
               (content.data[0] == (type->size == 32 ? 8 : 11) ||
                mismatch(match, "exponent of %u bits", content.data[0]));
    case MMS_DATA_MMS_STRING:
        return match_size(match, type->size, count_characters(content), "characters");
    case MMS_DATA_OCTET_STRING:
    case MMS_DATA_VISIBLE_STRING:
    case MMS_DATA_BINARY_TIME:
        return match_size(match, type->size, content.size, "octets");
    case MMS_DATA_UTC_TIME:
        return match_size(match, 8, content.size, "octets");
    default:
        return true;
    }
}

static bool match_element(Match *match, const ClientType *type, BerReader *reader);

static bool
match_inside(Match *match, const ClientType *type, BerReader *reader, const char *name)
{
    size_t used = strlen(match->path);
    bool matches;

    if (used + strlen(name) + 2 < sizeof match->path) {
        g_snprintf(match->path + used, sizeof match->path - used, "%s%s",
                   used > 0 && name[0] != '(' ? "." : "", name);
    }
    matches = match_element(match, type, reader);
    match->path[used] = '\0';
    return matches;
}

static bool
match_structure(Match *match, const ClientType *type, BerReader *reader)
{
    for (unsigned i = 0; i < type->count; i++) {
        if (ber_at_end(reader)) {
            return mismatch(match, "%u components where %u are declared", i, type->count);
        }
        if (!match_inside(match, type->components[i].type, reader, type->components[i].name)) {
            return false;
        }
    }
    return ber_at_end(reader) || mismatch(match, "more than %u components", type->count);
}

static bool
match_array(Match *match, const ClientType *type, BerReader *reader)
{
    char name[16];
    uint32_t found = 0;

    while (!ber_at_end(reader) && found < type->elements) {
        g_snprintf(name, sizeof name, "(%u)", found++);
        if (!match_inside(match, type->components[0].type, reader, name)) {
            return false;
        }
    }
    return (ber_at_end(reader) && found == type->elements) ||
           mismatch(match, "%s %u elements where %u are declared",
                    ber_at_end(reader) ? "only" : "more than", found, type->elements);
}

static bool
match_element(Match *match, const ClientType *type, BerReader *reader)
{
    BerTag tag;
    Slice content = ber_get_any(reader, &tag);
    BerReader inner;

    if (reader->error != BER_OK) {
        return mismatch(match, "%s", ber_error_text(reader->error));
    }
    if (tag != type->tag) {
        g_autofree char *expected = client_type_format(type);

        return mismatch(match, "Data of tag %02X where %s is declared", tag, expected);
    }
    if (tag != MMS_DATA_STRUCTURE && tag != MMS_DATA_ARRAY) {
        return match_basic(match, type, content);
    }
    inner = ber_reader(content);
    return (tag == MMS_DATA_STRUCTURE ? match_structure(match, type, &inner)
                                      : match_array(match, type, &inner)) &&
           (inner.error == BER_OK || mismatch(match, "%s", ber_error_text(inner.error)));
}

bool
client_type_matches(const ClientType *type, Slice data, char *where, size_t size)
{
    Match match = { .where = where, .size = size };
    BerReader reader = ber_reader(data);

    return match_element(&match, type, &reader) &&
           ((reader.error == BER_OK && ber_at_end(&reader)) ||
            mismatch(&match, "octets behind the value"));
}
