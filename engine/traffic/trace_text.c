/* SPDX-License-Identifier: Apache-2.0
 *
 * Lines and trees of decoded PDUs (see trace_text.h).
 */
#include "engine/traffic/trace_text.h"

#include <stdarg.h>

#define INDENT 4
#define MARGIN 13 /* under the time that stands in front of a PDU */
#define HEX_MAX 24
#define QUOTE_MAX 200

static bool
is_open(TraceText *out)
{
    if (!out->full && out->text->len > out->limit) {
        const char *end;

        out->full = true;
        g_string_truncate(out->text, out->limit);
        g_utf8_validate(out->text->str, (gssize)out->text->len, &end); /* no half character */
        g_string_truncate(out->text, (gsize)(end - out->text->str));
        g_string_append(out->text, " ...");
    }
    return !out->full;
}

static void
begin_row(TraceText *out)
{
    g_string_append_c(out->text, '\n');
    for (unsigned i = 0; i < MARGIN + out->depth * INDENT; i++) {
        g_string_append_c(out->text, ' ');
    }
}

void
trace_say(TraceText *out, const char *format, ...)
{
    va_list arguments;

    if (!is_open(out)) {
        return;
    }
    g_string_append_c(out->text, ' ');
    va_start(arguments, format);
    g_string_append_vprintf(out->text, format, arguments);
    va_end(arguments);
}

static void
put_fact(TraceText *out, const char *name, bool named, const char *format, va_list arguments)
{
    if (out->tree) {
        begin_row(out);
        g_string_append_printf(out->text, "%s: ", name);
    } else {
        g_string_append_c(out->text, ' ');
        if (named) {
            g_string_append_printf(out->text, "%s ", name);
        }
    }
    g_string_append_vprintf(out->text, format, arguments);
}

void
trace_fact(TraceText *out, const char *name, const char *format, ...)
{
    va_list arguments;

    if (is_open(out)) {
        va_start(arguments, format);
        put_fact(out, name, false, format, arguments);
        va_end(arguments);
    }
}

void
trace_named(TraceText *out, const char *name, const char *format, ...)
{
    va_list arguments;

    if (is_open(out)) {
        va_start(arguments, format);
        put_fact(out, name, true, format, arguments);
        va_end(arguments);
    }
}

void
trace_open(TraceText *out, const char *name, const char *mark)
{
    if (is_open(out) && out->tree) {
        begin_row(out);
        g_string_append(out->text, name);
    } else if (is_open(out) && mark[0] != '\0') {
        g_string_append_printf(out->text, " %s", mark);
    }
    out->depth++;
}

void
trace_close(TraceText *out)
{
    out->depth--;
}

char *
trace_hex(Slice octets)
{
    GString *text = g_string_new(NULL);

    for (size_t i = 0; i < octets.size && i < HEX_MAX; i++) {
        g_string_append_printf(text, "%s%02X", i > 0 ? " " : "", octets.data[i]);
    }
    if (octets.size > HEX_MAX) {
        g_string_append_printf(text, " ... (%zu octets)", octets.size);
    }
    return g_string_free(text, FALSE);
}

char *
trace_quote(Slice octets)
{
    GString *text = g_string_new(NULL);
    bool plain = octets.size > 0;

    for (size_t i = 0; i < octets.size && i < QUOTE_MAX; i++) {
        uint8_t octet = octets.data[i];

        plain = plain && octet > ' ' && octet < 0x7F && octet != '"';
        if (octet < ' ' || octet >= 0x7F || octet == '"' || octet == '\\') {
            g_string_append_printf(text, "\\x%02X", octet);
        } else {
            g_string_append_c(text, (char)octet);
        }
    }
    if (octets.size > QUOTE_MAX) {
        g_string_append(text, "...");
    }
    if (!plain) {
        g_string_prepend_c(text, '"');
        g_string_append_c(text, '"');
    }
    return g_string_free(text, FALSE);
}

void
trace_malformed(TraceText *out, Slice pdu, const uint8_t *at, const char *what)
{
    size_t offset = at >= pdu.data && at <= pdu.data + pdu.size ? (size_t)(at - pdu.data) : 0;
    g_autofree char *octets = trace_hex(slice_from(pdu, offset));

    if (octets[0] == '\0') {
        trace_named(out, "MALFORMED", "at octet %zu: %s", offset, what);
    } else {
        trace_named(out, "MALFORMED", "at octet %zu: %s: %s", offset, what, octets);
    }
}

static bool
find_fault(BerReader *reader, unsigned depth, const uint8_t **at, BerError *error)
{
    while (!ber_at_end(reader)) {
        BerTag tag;
        Slice content = ber_get_any(reader, &tag);
        BerReader inner = ber_reader(content);

        if (reader->error != BER_OK) {
            break;
        }
        if (ber_tag_is_constructed(tag) && depth >= BER_DEPTH_MAX) {
            ber_fail(reader, BER_TOO_DEEP);
        } else if (ber_tag_is_constructed(tag) && find_fault(&inner, depth + 1, at, error)) {
            return true;
        }
    }
    *at = reader->at;
    *error = reader->error;
    return reader->error != BER_OK;
}

bool
trace_find_fault(Slice elements, const uint8_t **at, BerError *error)
{
    BerReader reader = ber_reader(elements);

    return find_fault(&reader, 0, at, error);
}

static void
put_elements(TraceText *out, Slice elements, unsigned depth)
{
    BerReader reader = ber_reader(elements);

    while (!ber_at_end(&reader) && !out->full) {
        char name[12];
        BerTag tag;
        Slice content = ber_get_any(&reader, &tag);

        if (reader.error != BER_OK) {
            break;
        }
        g_snprintf(name, sizeof name, "%02X", tag);
        if (ber_tag_is_constructed(tag) && depth < BER_DEPTH_MAX) {
            trace_open(out, name, "");
            put_elements(out, content, depth + 1);
            trace_close(out);
        } else {
            bool is_text = tag == BER_VISIBLE_STRING || tag == BER_GRAPHIC_STRING;
            g_autofree char *text = is_text ? trace_quote(content) : trace_hex(content);

            trace_fact(out, name, "%s", text);
        }
    }
}

void
trace_elements(TraceText *out, Slice elements)
{
    put_elements(out, elements, 0);
}
