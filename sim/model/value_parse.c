/* SPDX-License-Identifier: Apache-2.0
 *
 * Values from text, as SCL's Val elements, scenarios and command lines write them
 * (IEC 61850-6 9.5.4.6, with what vendors' files do beside it), and their way into an arena
 * under construction.
 */
#include <errno.h>
#include <glib.h>
#include <math.h>
#include <stdlib.h>

#include "sim/model/bit_names.h"
#include "sim/model/packed.h"
#include "sim/model/timestamp.h"

static ValueResult
parse_boolean(const char *text, Value *value)
{
    static const char *const words[] = { "false", "true", "0", "1", "off", "on", "no", "yes" };

    for (unsigned i = 0; i < G_N_ELEMENTS(words); i++) {
        if (g_ascii_strcasecmp(text, words[i]) == 0) {
            value->boolean = i % 2;
            return VALUE_OK;
        }
    }
    return VALUE_TYPE_INCONSISTENT;
}

/* Decimal or 0x; a leading zero is no octal. "5.0" is 5. */
static ValueResult
parse_number(const char *text, Value *value)
{
    bool negative = *text == '-';
    const char *digits = text + (negative || *text == '+');
    bool hex = digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X');
    char *end;
    uint64_t magnitude;

    errno = 0;
    magnitude = g_ascii_strtoull(hex ? digits + 2 : digits, &end, hex ? 16 : 10);
    if (!g_ascii_isxdigit(*(hex ? digits + 2 : digits)) || *end != '\0') {
        value->kind = VALUE_FLOAT;
        value->real = g_ascii_strtod(text, &end);
        return end == text || *end != '\0' || value->real != floor(value->real)
                   ? VALUE_TYPE_INCONSISTENT
                   : VALUE_OK;
    }
    if (errno == ERANGE || (negative && magnitude > (uint64_t)INT64_MAX + 1)) {
        return VALUE_INVALID;
    }
    if (negative) {
        value->kind = VALUE_INTEGER;
        value->integer = (int64_t)(0 - magnitude);
    } else {
        value->kind = VALUE_UNSIGNED;
        value->unsigned_ = magnitude;
    }
    return VALUE_OK;
}

static bool
find_literal(const EnumType *enumeration, const char *text, int32_t *ordinal)
{
    if (enum_type_ordinal(enumeration, slice_from_string(text), ordinal)) {
        return true;
    }
    for (unsigned i = 0; i < enumeration->count; i++) {
        if (g_ascii_strcasecmp(text, enumeration->values[i].name) == 0) {
            *ordinal = enumeration->values[i].ordinal;
            return true;
        }
    }
    return false;
}

/* The number must fit the type; what is out of its range is invalid here, not of another type.
 */
static ValueResult
parse_integer(const Type *type, const char *text, Value *value)
{
    uint8_t octets[LEAF_SIZE_MAX];
    ValueResult result;
    int32_t ordinal;

    if (type->enumeration != NULL && find_literal(type->enumeration, text, &ordinal)) {
        value->integer = ordinal;
        return VALUE_OK;
    }
    result = parse_number(text, value);
    if (result != VALUE_OK) {
        return type->enumeration != NULL ? VALUE_INVALID : result;
    }
    if (value_pack(type, value, octets) != VALUE_OK) {
        return VALUE_INVALID;
    }
    value_unpack(type, octets, value);
    return VALUE_OK;
}

static ValueResult
parse_real(const Type *type, const char *text, Value *value)
{
    uint8_t octets[LEAF_SIZE_MAX];
    char *end;

    value->real = g_ascii_strtod(text, &end);
    if (end == text || *end != '\0') {
        return VALUE_TYPE_INCONSISTENT;
    }
    if (value_pack(type, value, octets) != VALUE_OK) {
        return VALUE_INVALID;
    }
    value_unpack(type, octets, value); /* as a FLOAT32 holds it */
    return VALUE_OK;
}

/* One character a bit, a number for two bits, or 0. */
static bool
parse_bits(const Type *type, const char *text, Value *value)
{
    size_t length = strlen(text);
    uint8_t *octets = value->bit_string.octets;

    if (length == 1 && type->length == 2 && *text >= '0' && *text <= '3') {
        octets[0] = (uint8_t)((*text - '0') << 6);
        return true;
    }
    if (strcmp(text, "0") == 0) {
        return true;
    }
    if (length != (size_t)type->length || strspn(text, "01") != length) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        octets[i / 8] |= (uint8_t)((text[i] - '0') << (7 - i % 8));
    }
    return true;
}

static ValueResult
parse_bit_string(const Type *type, const char *text, Value *value)
{
    memset(value->bit_string.octets, 0, sizeof value->bit_string.octets);
    value->bit_string.bits = (size_t)type->length;
    if (parse_bits(type, text, value) || bit_names_parse(type, text, value)) {
        return VALUE_OK;
    }
    return VALUE_INVALID;
}

/* Pairs of digits, with or without separators. */
static bool
parse_hex(const char *text, Value *value)
{
    size_t size = 0;

    for (const char *at = text; *at != '\0'; at += 2) {
        at += size > 0 && strchr("-: ", *at) != NULL;
        if (!g_ascii_isxdigit(at[0]) || !g_ascii_isxdigit(at[1]) ||
            size == sizeof value->buffer) {
            return false;
        }
        value->buffer[size++] =
            (uint8_t)(g_ascii_xdigit_value(at[0]) << 4 | g_ascii_xdigit_value(at[1]));
    }
    value->string = (Slice){ NULL, size };
    return true;
}

static ValueResult
parse_octets(const Type *type, const char *text, Value *value)
{
    bool prefixed = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    size_t length = strlen(text);
    g_autofree guchar *decoded = NULL;
    gsize size;

    if (!parse_hex(prefixed ? text + 2 : text, value)) {
        if (length % 4 != 0) {
            return VALUE_TYPE_INCONSISTENT;
        }
        decoded = g_base64_decode(text, &size);
        if (size == 0 || size > sizeof value->buffer) {
            return VALUE_TYPE_INCONSISTENT;
        }
        memcpy(value->buffer, decoded, size);
        value->string = (Slice){ NULL, size };
    }
    return value->string.size > (size_t)type->length ? VALUE_INVALID : VALUE_OK;
}

static ValueResult
parse_time(const Type *type, const char *text, Value *value)
{
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    g_autoptr(GDateTime) date = g_date_time_new_from_iso8601(text, utc);
    char *end;
    double seconds;
    int64_t time;

    if (date != NULL) {
        time = g_date_time_to_unix(date) * 1000000000 +
               (int64_t)g_date_time_get_microsecond(date) * 1000;
    } else {
        seconds = g_ascii_strtod(text, &end);
        if (end == text || *end != '\0') {
            return VALUE_TYPE_INCONSISTENT;
        }
        if (!(seconds >= 0 && seconds < 4294967296.0)) {
            return VALUE_INVALID;
        }
        time = (int64_t)(seconds * 1e9);
    }
    if (type->kind == VALUE_UTC_TIME) {
        timestamp_encode(time, TIMESTAMP_ACCURACY_1MS, value->time);
    } else {
        binary_time_encode(time, value->time);
    }
    return VALUE_OK;
}

static ValueResult
parse_string(const Type *type, const char *text, Value *value)
{
    value->string = slice_from_string(text);
    return value->string.size > (size_t)type->length ? VALUE_INVALID : VALUE_OK;
}

static ValueResult
parse_word(const Type *type, const char *word, Value *value)
{
    switch (type->kind) {
    case VALUE_BOOLEAN:
        return parse_boolean(word, value);
    case VALUE_INTEGER:
    case VALUE_UNSIGNED:
        return parse_integer(type, word, value);
    case VALUE_FLOAT:
        return parse_real(type, word, value);
    case VALUE_BIT_STRING:
        return parse_bit_string(type, word, value);
    case VALUE_OCTET_STRING:
        return parse_octets(type, word, value);
    case VALUE_BINARY_TIME:
    case VALUE_UTC_TIME:
        return parse_time(type, word, value);
    default:
        return VALUE_TYPE_INCONSISTENT;
    }
}

ValueResult
value_parse(const Type *type, const char *text, Value *value)
{
    g_autofree char *word = NULL;

    *value = (Value){ .kind = type->kind };
    if (type->kind == VALUE_VISIBLE_STRING || type->kind == VALUE_MMS_STRING) {
        return parse_string(type, text, value);
    }
    word = g_strstrip(g_strdup(text));
    return parse_word(type, word, value);
}

/* Visible strings of SCL files carry accents; fixed octet strings may be given short. */
static ValueResult
store_string(const Type *type, uint8_t *octets, const Value *value, StringPool *strings)
{
    g_autofree char *plain = NULL;
    g_autofree char *text = NULL;
    Value string = *value;
    Slice content = value_string(value);
    StringHandle handle;
    ValueResult result;

    if (type->kind == VALUE_OCTET_STRING && content.size == 0) {
        string.string = SLICE_NONE;
        handle = 0;
        memcpy(octets, &handle, sizeof handle);
        return VALUE_OK;
    }
    result = value_pack(type, value, NULL);
    if (result == VALUE_INVALID && type->kind == VALUE_VISIBLE_STRING &&
        g_utf8_validate_len((const char *)content.data, content.size, NULL)) {
        text = g_strndup((const char *)content.data, content.size);
        plain = g_str_to_ascii(text, "C");
        g_strdelimit(plain, "\t\r\n", ' ');
        string.string = slice_first(slice_from_string(plain), (size_t)type->length);
        result = value_pack(type, &string, NULL);
    }
    if (result == VALUE_OK) {
        handle = string_pool_put(strings, value_string(&string));
        memcpy(octets, &handle, sizeof handle);
    }
    return result;
}

ValueResult
value_store(const Type *type, uint8_t *octets, const Value *value, StringPool *strings)
{
    uint8_t packed[LEAF_SIZE_MAX];
    ValueResult result;

    if (type_is_string(type)) {
        return store_string(type, octets, value, strings);
    }
    result = value_pack(type, value, packed);
    if (result == VALUE_OK) {
        memcpy(octets, packed, type->size);
    }
    return result;
}
