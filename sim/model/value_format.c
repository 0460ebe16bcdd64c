/* SPDX-License-Identifier: Apache-2.0
 *
 * Values as people read them; what value_parse understands, for a leaf.
 */
#include <glib.h>
#include <math.h>
#include <stdlib.h>

#include "sim/model/bit_names.h"
#include "sim/model/packed.h"
#include "sim/model/timestamp.h"

#define SECOND INT64_C(1000000000)

/* The fewest digits that come back as the same number. */
static void
append_real(const Type *type, double real, GString *text)
{
    char buffer[40];
    int most = type->size == 4 ? 9 : 17;

    for (int digits = type->size == 4 ? 6 : 15; digits <= most; digits++) {
        char format[] = "%.00g";
        double back;

        format[2] = (char)('0' + digits / 10);
        format[3] = (char)('0' + digits % 10);
        g_ascii_formatd(buffer, sizeof buffer, format, real);
        back = g_ascii_strtod(buffer, NULL);
        if (type->size == 4 ? (float)back == (float)real : back == real) {
            break;
        }
    }
    g_string_append(text, buffer);
}

static void
append_time(int64_t time, GString *text)
{
    g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(time / SECOND);
    g_autofree char *whole = g_date_time_format(date, "%Y-%m-%dT%H:%M:%S");
    int64_t microseconds = time % SECOND / 1000;

    g_string_append(text, whole);
    if (microseconds % 1000 == 0) {
        g_string_append_printf(text, ".%03dZ", (int)(microseconds / 1000));
    } else {
        g_string_append_printf(text, ".%06dZ", (int)microseconds);
    }
}

static void
append_integer(const Type *type, int64_t integer, GString *text)
{
    const char *name =
        type->enumeration != NULL ? enum_type_name(type->enumeration, integer) : NULL;

    if (name != NULL && *name != '\0') {
        g_string_append(text, name);
    } else {
        g_string_append_printf(text, "%" G_GINT64_FORMAT, integer);
    }
}

static void
append_bits(const Type *type, const Value *value, GString *text)
{
    if (bit_names_append(type, value, text)) {
        return;
    }
    for (size_t i = 0; i < value->bit_string.bits; i++) {
        g_string_append_c(text, value->bit_string.octets[i / 8] & 0x80 >> i % 8 ? '1' : '0');
    }
}

static void
append_string(const Value *value, GString *text)
{
    Slice string = value_string(value);

    if (value->kind != VALUE_OCTET_STRING) {
        g_string_append_len(text, (const char *)string.data, (gssize)string.size);
        return;
    }
    for (size_t i = 0; i < string.size; i++) {
        g_string_append_printf(text, "%02X", string.data[i]);
    }
}

void
value_append_text(const Type *type, const Value *value, GString *text)
{
    switch (value->kind) {
    case VALUE_BOOLEAN:
        g_string_append(text, value->boolean ? "true" : "false");
        break;
    case VALUE_INTEGER:
        append_integer(type, value->integer, text);
        break;
    case VALUE_UNSIGNED:
        g_string_append_printf(text, "%" G_GUINT64_FORMAT, value->unsigned_);
        break;
    case VALUE_FLOAT:
        append_real(type, value->real, text);
        break;
    case VALUE_BIT_STRING:
        append_bits(type, value, text);
        break;
    case VALUE_BINARY_TIME:
        append_time(binary_time_decode(value->time), text);
        break;
    case VALUE_UTC_TIME:
        append_time(timestamp_decode(value->time), text);
        break;
    default:
        append_string(value, text);
    }
}

static void
append_place(const Values *values, const NodeRef *ref, GString *text)
{
    const Type *type = ref->type;
    NodeRef inner;
    Value value;

    if (type_is_leaf(type)) {
        values_get(values, ref, &value);
        value_append_text(type, &value, text);
        return;
    }
    g_string_append_c(text, type->kind == VALUE_ARRAY ? '[' : '{');
    for (uint32_t i = 0; i < type->element_count && node_element(ref, i, &inner); i++) {
        g_string_append(text, i > 0 ? ", " : "");
        append_place(values, &inner, text);
    }
    for (uint32_t i = 0; i < type->component_count; i++) {
        g_string_append_printf(text, "%s%s: ", i > 0 ? ", " : "", type->components[i].name);
        inner = node_inside(ref, &type->components[i]);
        append_place(values, &inner, text);
    }
    g_string_append_c(text, type->kind == VALUE_ARRAY ? ']' : '}');
}

char *
values_format(const Values *values, const NodeRef *ref)
{
    GString *text = g_string_new(NULL);

    append_place(values, ref, text);
    return g_string_free(text, FALSE);
}
