/* SPDX-License-Identifier: Apache-2.0
 *
 * The JSON writer (RFC 8259; see json.h).
 */
#include "sim/base/json.h"

#include <math.h>
#include <stdlib.h>

static void
append_escaped(GString *text, Slice content)
{
    g_autofree char *valid =
        g_utf8_make_valid((const char *)content.data, (gssize)content.size);

    g_string_append_c(text, '"');
    for (const char *at = valid; *at != '\0'; at++) {
        switch (*at) {
        case '"':
        case '\\':
            g_string_append_c(text, '\\');
            g_string_append_c(text, *at);
            break;
        case '\n':
            g_string_append(text, "\\n");
            break;
        case '\t':
            g_string_append(text, "\\t");
            break;
        default:
            if ((unsigned char)*at < 0x20 || *at == 0x7F) {
                g_string_append_printf(text, "\\u%04x", (unsigned)*at);
            } else {
                g_string_append_c(text, *at);
            }
        }
    }
    g_string_append_c(text, '"');
}

/* What stands before a value: the comma, and the name inside an object. */
static void
begin_value(JsonWriter *writer, const char *name)
{
    uint64_t bit = UINT64_C(1) << writer->depth;

    if (writer->depth > 0 && writer->filled & bit) {
        g_string_append_c(writer->text, ',');
    }
    writer->filled |= bit;
    g_assert((name != NULL) == (writer->depth > 0 && !(writer->arrays & bit)));
    if (name != NULL) {
        append_escaped(writer->text, slice_from_string(name));
        g_string_append_c(writer->text, ':');
    }
}

static void
open_bracket(JsonWriter *writer, const char *name, bool array)
{
    uint64_t bit;

    begin_value(writer, name);
    g_assert(writer->depth < JSON_DEPTH_MAX);
    bit = UINT64_C(1) << ++writer->depth;
    writer->filled &= ~bit;
    writer->arrays = array ? writer->arrays | bit : writer->arrays & ~bit;
    g_string_append_c(writer->text, array ? '[' : '{');
}

JsonWriter
json_writer(GString *text)
{
    return (JsonWriter){ .text = text };
}

void
json_open_object(JsonWriter *writer, const char *name)
{
    open_bracket(writer, name, false);
}

void
json_open_array(JsonWriter *writer, const char *name)
{
    open_bracket(writer, name, true);
}

void
json_close(JsonWriter *writer)
{
    g_assert(writer->depth > 0);
    g_string_append_c(writer->text, writer->arrays & UINT64_C(1) << writer->depth ? ']' : '}');
    writer->depth--;
}

void
json_put_string(JsonWriter *writer, const char *name, const char *text)
{
    if (text == NULL) {
        json_put_null(writer, name);
        return;
    }
    json_put_slice(writer, name, slice_from_string(text));
}

void
json_put_slice(JsonWriter *writer, const char *name, Slice text)
{
    begin_value(writer, name);
    append_escaped(writer->text, text.size > 0 ? text : slice_from_string(""));
}

void
json_put_integer(JsonWriter *writer, const char *name, int64_t value)
{
    begin_value(writer, name);
    g_string_append_printf(writer->text, "%" G_GINT64_FORMAT, value);
}

void
json_put_unsigned(JsonWriter *writer, const char *name, uint64_t value)
{
    begin_value(writer, name);
    g_string_append_printf(writer->text, "%" G_GUINT64_FORMAT, value);
}

static bool
put_not_finite(JsonWriter *writer, const char *name, double value)
{
    if (isfinite(value)) {
        return false;
    }
    json_put_string(writer, name, isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    return true;
}

void
json_put_real(JsonWriter *writer, const char *name, double value)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];
    int precision = 15;

    if (put_not_finite(writer, name, value)) {
        return;
    }
    do {
        g_snprintf(digits, sizeof digits, "%.*g", precision, value);
    } while (precision++ < 17 && g_ascii_strtod(digits, NULL) != value);
    json_put_raw(writer, name, digits);
}

void
json_put_float(JsonWriter *writer, const char *name, float value)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];
    int precision = 6;

    if (put_not_finite(writer, name, (double)value)) {
        return;
    }
    do {
        g_snprintf(digits, sizeof digits, "%.*g", precision, (double)value);
    } while (precision++ < 9 && strtof(digits, NULL) != value);
    json_put_raw(writer, name, digits);
}

void
json_put_boolean(JsonWriter *writer, const char *name, bool value)
{
    json_put_raw(writer, name, value ? "true" : "false");
}

void
json_put_null(JsonWriter *writer, const char *name)
{
    json_put_raw(writer, name, "null");
}

void
json_put_raw(JsonWriter *writer, const char *name, const char *json)
{
    begin_value(writer, name);
    g_string_append(writer->text, json);
}
