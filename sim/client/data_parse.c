/* SPDX-License-Identifier: Apache-2.0
 *
 * Text into Data of a type (see client_data_parse). Basic values are leaf_parse.c; what it made
 * is checked against the type at the end, so that a width or a length is judged in
 * one place.
 */
#include <stdarg.h>

#include "sim/client/leaf.h"
#include "sim/mms/data.h"

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
put_basic(Parser *parser, const ClientType *type, const char *text, BerWriter *writer)
{
    g_autofree char *name = client_type_format(type);
    BerMark mark = ber_writer_mark(writer);
    char where[100];
    Slice element;

    if (!leaf_parse(type, text, writer) || writer->overflow) {
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

    if (*parser->at != '{') {
        return fail(parser, "a structure begins with {");
    }
    parser->at++;
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

    if (*parser->at != '[') {
        return fail(parser, "an array begins with [");
    }
    parser->at++;
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
