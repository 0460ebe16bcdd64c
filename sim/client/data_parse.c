/* SPDX-License-Identifier: Apache-2.0
 *
 * Text into Data of a type (see client_data_parse). Basic values are rows of functions; what
 * they made is checked against the type at the end, so that a width or a length is judged in
 * one place.
 */
#include <stdarg.h>

#include "sim/client/client.h"
#include "sim/client/words.h"
#include "sim/mms/data.h"
#include "sim/model/timestamp.h"

#define DATA_SIZE_MAX (16 << 20)

typedef struct Parser {
    const char *at;
    GError **error;
    GString *path; /* of the component, for errors */
} Parser;

GQuark
client_data_error_quark(void)
{
    return g_quark_from_static_string("client-data-error");
}

static bool
fail(Parser *parser, const char *format, ...)
{
    g_autofree char *what = NULL;
    va_list arguments;

    va_start(arguments, format);
    what = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_set_error(parser->error, CLIENT_DATA_ERROR, 0, "%s%s%s", parser->path->str,
                parser->path->len > 0 ? ": " : "", what);
    return false;
}

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

static bool
parse_text(const ClientType *type, const char *text, BerWriter *writer)
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

static bool
put_basic(Parser *parser, const ClientType *type, const char *text, BerWriter *writer)
{
    g_autofree char *name = client_type_format(type);
    BerMark mark = ber_writer_mark(writer);
    char where[100];
    Slice element;

    if (!parse_text(type, text, writer) || writer->overflow) {
        return fail(parser, "\"%s\" is no %s", text, name);
    }
    element = slice_from(pdu_content(writer->pdu), mark);
    return client_type_matches(type, element, where, sizeof where) ||
           fail(parser, "\"%s\": %s", text, where);
}

static void
skip_blanks(Parser *parser)
{
    parser->at += strspn(parser->at, " \t\n,");
}

/* A quoted word, or one up to a blank or a closing bracket; NULL when a quote is missing. */
static char *
take_word(Parser *parser)
{
    GString *word = g_string_new(NULL);
    const char *at = parser->at;

    if (*at != '"') {
        size_t size = strcspn(at, " \t\n,{}[]");

        parser->at += size;
        g_string_append_len(word, at, (gssize)size);
        return g_string_free(word, FALSE);
    }
    for (at++; *at != '"' && *at != '\0'; at++) {
        if (*at == '\\' && at[1] != '\0') {
            at++;
        }
        g_string_append_c(word, *at);
    }
    parser->at = at + (*at == '"');
    return g_string_free(word, *at != '"');
}

static bool parse_value(Parser *parser, const ClientType *type, BerWriter *writer);

static bool
parse_inside(Parser *parser, const ClientType *type, const char *name, BerWriter *writer)
{
    size_t size = parser->path->len;
    bool parsed;

    g_string_append_printf(parser->path, "%s%s", size > 0 && name[0] != '(' ? "." : "", name);
    parsed = parse_value(parser, type, writer);
    g_string_truncate(parser->path, size);
    return parsed;
}

/* The index of the component named before a "=", which is taken; -1 when no name stands here.
 */
static int
take_name(Parser *parser, const ClientType *type)
{
    size_t size = strcspn(parser->at, "= \t\n,{}[]\"");

    if (parser->at[size] != '=') {
        return -1;
    }
    for (unsigned i = 0; i < type->count; i++) {
        const char *name = type->components[i].name;

        if (strlen(name) == size && memcmp(name, parser->at, size) == 0) {
            parser->at += size + 1;
            return (int)i;
        }
    }
    return -1;
}

/* One component into a PDU of its own, since names may stand in any order. */
static bool
parse_component(Parser *parser, const ClientType *type, unsigned place, Pdu *parts)
{
    int named = take_name(parser, type);
    unsigned index = named >= 0 ? (unsigned)named : place;
    BerWriter writer;

    if (index >= type->count) {
        return fail(parser, "more than %u components", type->count);
    }
    if (parts[index].bytes != NULL) {
        return fail(parser, "%s comes twice", type->components[index].name);
    }
    pdu_init(&parts[index], 64);
    writer = ber_writer(&parts[index], DATA_SIZE_MAX);
    return parse_inside(parser, type->components[index].type, type->components[index].name,
                        &writer);
}

static bool
parse_components(Parser *parser, const ClientType *type, Pdu *parts)
{
    for (unsigned place = 0;; place++) {
        skip_blanks(parser);
        if (*parser->at == '}') {
            parser->at++;
            break;
        }
        if (*parser->at == '\0') {
            return fail(parser, "a closing } is missing");
        }
        if (!parse_component(parser, type, place, parts)) {
            return false;
        }
    }
    for (unsigned i = 0; i < type->count; i++) {
        if (parts[i].bytes == NULL) {
            return fail(parser, "%s is missing", type->components[i].name);
        }
    }
    return true;
}

static bool
parse_structure(Parser *parser, const ClientType *type, BerWriter *writer)
{
    g_autofree Pdu *parts = g_new0(Pdu, type->count);
    BerMark mark = ber_put_open(writer, type->tag);
    bool parsed;

    if (*parser->at++ != '{') {
        return fail(parser, "a structure begins with {");
    }
    parsed = parse_components(parser, type, parts);
    for (unsigned i = 0; i < type->count; i++) {
        if (parts[i].bytes != NULL) {
            ber_put_raw(writer, pdu_content(&parts[i]));
            pdu_clear(&parts[i]);
        }
    }
    ber_put_close(writer, mark);
    return parsed;
}

static bool
parse_array(Parser *parser, const ClientType *type, BerWriter *writer)
{
    BerMark mark = ber_put_open(writer, type->tag);
    uint32_t count = 0;
    char name[16];

    if (*parser->at++ != '[') {
        return fail(parser, "an array begins with [");
    }
    for (skip_blanks(parser); *parser->at != ']'; skip_blanks(parser)) {
        if (*parser->at == '\0') {
            return fail(parser, "a closing ] is missing");
        }
        g_snprintf(name, sizeof name, "(%u)", count++);
        if (!parse_inside(parser, type->components[0].type, name, writer)) {
            return false;
        }
    }
    parser->at++;
    ber_put_close(writer, mark);
    return count == type->elements ||
           fail(parser, "%u elements where %u are declared", count, type->elements);
}

static bool
parse_value(Parser *parser, const ClientType *type, BerWriter *writer)
{
    g_autofree char *word = NULL;

    skip_blanks(parser);
    if (type->tag == MMS_DATA_STRUCTURE) {
        return parse_structure(parser, type, writer);
    }
    if (type->tag == MMS_DATA_ARRAY) {
        return parse_array(parser, type, writer);
    }
    word = take_word(parser);
    if (word == NULL) {
        return fail(parser, "a closing \" is missing");
    }
    return put_basic(parser, type, word, writer);
}

bool
client_data_parse(const ClientType *type, const char *text, Pdu *pdu, GError **error)
{
    g_autoptr(GString) path = g_string_new(NULL);
    Parser parser = { .at = text, .error = error, .path = path };
    BerWriter writer = ber_writer(pdu, DATA_SIZE_MAX);
    BerMark mark = ber_writer_mark(&writer);
    bool basic = type->tag != MMS_DATA_STRUCTURE && type->tag != MMS_DATA_ARRAY;
    bool parsed;

    if (basic && text[0] != '"') {
        parsed = put_basic(&parser, type, text, &writer);
    } else {
        parsed = parse_value(&parser, type, &writer);
        skip_blanks(&parser);
        if (parsed && *parser.at != '\0') {
            parsed = fail(&parser, "\"%s\" behind the value", parser.at);
        }
    }
    if (!parsed) {
        ber_writer_rewind(&writer, mark);
    }
    return parsed;
}
