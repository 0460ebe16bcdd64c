/* SPDX-License-Identifier: Apache-2.0
 *
 * Text into basic values (see leaf.h).
 */
#include <errno.h>
#include <stdlib.h>

#include "sim/client/leaf.h"
#include "sim/client/words.h"
#include "sim/mms/data.h"
#include "sim/model/timestamp.h"

static bool
parse_boolean(const char *text, BerTag tag, BerWriter *writer)
{
    static const char *const words[] = { "false", "true", "off", "on", "0", "1", "no", "yes" };

    for (unsigned i = 0; i < G_N_ELEMENTS(words); i++) {
        if (g_ascii_strcasecmp(text, words[i]) == 0) {
            ber_put_boolean(writer, tag, i % 2 == 1);
            return true;
        }
    }
    return false;
}

static int
base_of(const char *text)
{
    text += *text == '-' || *text == '+';
    return text[0] == '0' && (text[1] == 'x' || text[1] == 'X') ? 16 : 10;
}

static bool
parse_integer(const char *text, BerTag tag, BerWriter *writer)
{
    char *end;
    int64_t value;

    errno = 0;
    value = g_ascii_strtoll(text, &end, base_of(text));
    ber_put_integer(writer, tag, value);
    return errno == 0 && end != text && *end == '\0';
}

static bool
parse_unsigned(const char *text, BerTag tag, BerWriter *writer)
{
    char *end;
    uint64_t value;

    errno = 0;
    value = g_ascii_strtoull(text, &end, base_of(text));
    ber_put_unsigned(writer, tag, value);
    return errno == 0 && end != text && *end == '\0' && *text != '-';
}

static bool
parse_real(const char *text, const ClientType *type, BerWriter *writer)
{
    uint8_t octets[9];
    size_t width = (size_t)type->size / 8;
    char *end;
    double wide = g_ascii_strtod(text, &end);
    float narrow = (float)wide;
    uint64_t bits = 0;
    uint32_t narrow_bits;

    memcpy(&bits, &wide, sizeof bits);
    if (width == 4) {
        memcpy(&narrow_bits, &narrow, sizeof narrow_bits);
        bits = narrow_bits;
    }
    octets[0] = width == 4 ? 8 : 11;
    for (size_t i = 0; i < width; i++) {
        octets[1 + i] = (uint8_t)(bits >> (8 * (width - 1 - i)));
    }
    ber_put(writer, type->tag, (Slice){ octets, width + 1 });
    return end != text && *end == '\0';
}

static bool
parse_bits(const char *text, const ClientType *type, BerWriter *writer)
{
    size_t bits = strlen(text);
    g_autofree uint8_t *octets = g_malloc0(bits / 8 + 2);

    if (strspn(text, "01") == bits) {
        for (size_t i = 0; i < bits; i++) {
            octets[i / 8] |= text[i] == '1' ? (uint8_t)(0x80 >> i % 8) : 0;
        }
    } else if (abs(type->size) == WORDS_DBPOS_BITS && words_parse_dbpos(text, octets)) {
        bits = WORDS_DBPOS_BITS;
    } else if (abs(type->size) == WORDS_QUALITY_BITS && words_parse_quality(text, octets)) {
        bits = WORDS_QUALITY_BITS;
    } else {
        return false;
    }
    ber_put_bit_string(writer, type->tag, octets, bits);
    return true;
}

static bool
parse_octets(const char *text, BerTag tag, BerWriter *writer)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    size_t size = strlen(text);

    if (size >= 3 && g_str_has_prefix(text, "x'") && text[size - 1] == '\'') {
        text += 2;
        size -= 3;
    }
    if (size % 2 != 0) {
        return false;
    }
    for (size_t i = 0; i < size; i += 2) {
        int high = g_ascii_xdigit_value(text[i]);
        int low = g_ascii_xdigit_value(text[i + 1]);
        uint8_t octet = (uint8_t)(high << 4 | low);

        if (high < 0 || low < 0) {
            return false;
        }
        g_byte_array_append(bytes, &octet, 1);
    }
    ber_put(writer, tag, (Slice){ bytes->data, bytes->len });
    return true;
}

static bool
time_of(const char *text, int64_t *time)
{
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    g_autoptr(GDateTime) date = NULL;

    if (strcmp(text, "now") == 0) {
        *time = g_get_real_time() * 1000;
        return true;
    }
    date = g_date_time_new_from_iso8601(text, utc);
    if (date == NULL) {
        return false;
    }
    *time = g_date_time_to_unix(date) * CLOCK_SECOND +
            g_date_time_get_microsecond(date) * INT64_C(1000);
    return true;
}

static bool
parse_time(const char *text, const ClientType *type, BerWriter *writer)
{
    uint8_t octets[8];
    int64_t time = 0;
    bool parsed = time_of(text, &time);

    if (type->tag == MMS_DATA_UTC_TIME) {
        timestamp_encode(time, TIMESTAMP_ACCURACY_1MS, octets);
        ber_put(writer, type->tag, SLICE_OF(octets));
    } else {
        binary_time_encode(time, octets);
        ber_put(writer, type->tag, (Slice){ octets, type->size == 4 ? 4 : 6 });
    }
    return parsed;
}

bool
leaf_parse(const ClientType *type, const char *text, BerWriter *writer)
{
    switch (type->tag) {
    case MMS_DATA_BOOLEAN:
        return parse_boolean(text, type->tag, writer);
    case MMS_DATA_INTEGER:
        return parse_integer(text, type->tag, writer);
    case MMS_DATA_UNSIGNED:
        return parse_unsigned(text, type->tag, writer);
    case MMS_DATA_FLOATING_POINT:
        return parse_real(text, type, writer);
    case MMS_DATA_BIT_STRING:
        return parse_bits(text, type, writer);
    case MMS_DATA_OCTET_STRING:
        return parse_octets(text, type->tag, writer);
    case MMS_DATA_VISIBLE_STRING:
    case MMS_DATA_MMS_STRING:
    case MMS_DATA_GENERALIZED_TIME:
        ber_put_string(writer, type->tag, text);
        return true;
    case MMS_DATA_UTC_TIME:
    case MMS_DATA_BINARY_TIME:
        return parse_time(text, type, writer);
    default:
        return false;
    }
}
