/* SPDX-License-Identifier: Apache-2.0
 *
 * Presentation (ISO 8823) and ACSE (ISO 8650) as text.
 */
#include "engine/traffic/trace_decode.h"

#include <string.h>

enum { USER_DATA = 0x61, NORMAL_MODE = 0xA2, CONTEXTS = 0xA4, RESULTS = 0xA5 };

/* The abstract syntaxes that matter, by the content of their OBJECT IDENTIFIER. */
static const char *
syntax_name(Slice oid)
{
    static const uint8_t acse[] = { 0x52, 1, 0, 1 };
    static const uint8_t mms[] = { 0x28, 0xCA, 0x22, 2, 1 };

    return slice_equal(oid, SLICE_OF(acse))  ? "acse"
           : slice_equal(oid, SLICE_OF(mms)) ? "mms"
                                             : "other";
}

static void
put_contexts(TraceText *out, Slice list)
{
    BerReader reader = ber_reader(list);

    while (!ber_at_end(&reader)) {
        BerReader context = ber_open(&reader, BER_SEQUENCE);
        int64_t id = ber_get_integer(&context, BER_INTEGER, INT32_MIN, INT32_MAX);
        Slice oid = ber_get(&context, BER_OBJECT_IDENTIFIER);

        if (context.error == BER_OK) {
            trace_named(out, "context", "%" G_GINT64_FORMAT " %s", id, syntax_name(oid));
        }
        ber_close_rest(&reader, &context);
    }
}

static void
put_results(TraceText *out, Slice list)
{
    BerReader reader = ber_reader(list);

    while (!ber_at_end(&reader)) {
        BerReader result = ber_open(&reader, BER_SEQUENCE);

        trace_named(out, "context-result", "%" G_GINT64_FORMAT,
                    ber_get_integer(&result, 0x80, INT32_MIN, INT32_MAX));
        ber_close_rest(&reader, &result);
    }
}

/* The first PDV list of user data: its value; `rest` what stands behind it. */
static Slice
take_pdv(TraceText *out, Slice lists, Slice *rest)
{
    BerReader reader = ber_reader(lists);
    BerReader pdv = ber_open(&reader, BER_SEQUENCE);
    Slice value;

    if (ber_peek(&pdv) == BER_OBJECT_IDENTIFIER) {
        ber_skip(&pdv);
    }
    trace_named(out, "context", "%" G_GINT64_FORMAT,
                ber_get_integer(&pdv, BER_INTEGER, INT32_MIN, INT32_MAX));
    value = ber_get(&pdv, ber_peek(&pdv) == 0x81 ? 0x81 : 0xA0);
    if (pdv.error != BER_OK) {
        trace_malformed(out, lists, pdv.at, ber_error_text(pdv.error));
        return SLICE_NONE;
    }
    ber_close(&reader, &pdv);
    trace_fact(out, "length", "%zu octets", value.size);
    *rest = reader.error == BER_OK ? (Slice){ reader.at, (size_t)(reader.end - reader.at) }
                                   : SLICE_NONE;
    return value;
}

static void
put_selector(TraceText *out, const char *name, Slice value)
{
    g_autofree char *hex = trace_hex(value);

    trace_named(out, name, "%s", hex);
}

/* Parameters of CP, CPA, CPR and the aborts; the user data among them is returned. */
static Slice
put_parameters(TraceText *out, Slice content)
{
    BerReader reader = ber_reader(content);
    Slice user_data = SLICE_NONE;

    while (!ber_at_end(&reader)) {
        BerTag tag;
        Slice value = ber_get_any(&reader, &tag);

        if (tag == 0x81) {
            put_selector(out, "calling-psel", value);
        } else if (tag == 0x82) {
            put_selector(out, "called-psel", value);
        } else if (tag == 0x83) {
            put_selector(out, "responding-psel", value);
        } else if (tag == CONTEXTS) {
            put_contexts(out, value);
        } else if (tag == RESULTS) {
            put_results(out, value);
        } else if (tag == 0x80 || tag == 0x8A) {
            put_selector(out, "reason", value);
        } else if (tag == USER_DATA) {
            user_data = value;
        } else if (tag == NORMAL_MODE) {
            user_data = put_parameters(out, value);
        }
    }
    return user_data;
}

/* What an SPDU carries, by its letters. */
static const char *
ppdu_name(const char *kind, BerTag tag)
{
    static const struct {
        const char *kind, *name;
    } names[] = { { "CN", "CP" },   { "AC", "CPA" },       { "RF", "CPR" },
                  { "DT", "data" }, { "FN", "user data" }, { "DN", "user data" } };

    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
        if (strcmp(names[i].kind, kind) == 0) {
            return names[i].name;
        }
    }
    return tag == 0xA0 ? "ARU" : "ARP";
}

/* Data of several PDV lists come one by one: what is left over begins with a list itself. */
Slice
trace_presentation(TraceText *out, Slice ppdu, const char *kind, Slice *rest)
{
    BerReader reader = ber_reader(ppdu);
    BerTag tag;
    Slice content;
    const uint8_t *at;
    BerError error;

    *rest = SLICE_NONE;
    trace_say(out, "%s", ppdu_name(kind, ber_peek(&reader)));
    if (trace_find_fault(ppdu, &at, &error)) {
        trace_malformed(out, ppdu, at, ber_error_text(error));
    }
    if (ber_peek(&reader) == BER_SEQUENCE && strcmp(kind, "DT") == 0) {
        return take_pdv(out, ppdu, rest);
    }
    content = ber_get_any(&reader, &tag);
    if (reader.error != BER_OK) {
        return SLICE_NONE;
    }
    if (tag == USER_DATA) {
        return take_pdv(out, content, rest);
    }
    content = put_parameters(out, content);
    if (content.size > 0) {
        content = take_pdv(out, content, rest);
        *rest = SLICE_NONE;
    }
    return content;
}

static const struct {
    BerTag tag;
    const char *name;
} apdus[] = {
    { 0x60, "AARQ" }, { 0x61, "AARE" }, { 0x62, "RLRQ" }, { 0x63, "RLRE" }, { 0x64, "ABRT" },
};

bool
trace_is_acse(Slice pdu)
{
    return pdu.size > 0 && pdu.data[0] >= apdus[0].tag &&
           pdu.data[0] <= apdus[G_N_ELEMENTS(apdus) - 1].tag;
}

/* "1.1.999.1" */
static char *
format_oid(Slice octets)
{
    GString *text = g_string_new(NULL);
    uint32_t arc = 0;

    for (size_t i = 0; i < octets.size && i < 64; i++) {
        arc = arc << 7 | (octets.data[i] & 0x7F);
        if (octets.data[i] & 0x80) {
            continue;
        }
        if (text->len == 0) {
            uint32_t first = MIN(arc / 40, 2);

            g_string_append_printf(text, "%u.%u", first, arc - first * 40);
        } else {
            g_string_append_printf(text, ".%u", arc);
        }
        arc = 0;
    }
    return g_string_free(text, FALSE);
}

/* A title or qualifier, a result or diagnostic: one element inside of the field. */
static void
put_field(TraceText *out, const char *name, Slice value)
{
    BerReader reader = ber_reader(value);
    BerTag tag;
    Slice content = ber_get_any(&reader, &tag);
    int64_t number;

    if (reader.error != BER_OK) {
        return;
    }
    if (tag == BER_OBJECT_IDENTIFIER) {
        g_autofree char *oid = format_oid(content);

        trace_named(out, name, "%s", oid);
    } else if (tag == BER_INTEGER && ber_decode_integer(content, &number)) {
        trace_named(out, name, "%" G_GINT64_FORMAT, number);
    } else if (ber_tag_is_constructed(tag)) {
        put_field(out, name, content);
    }
}

/* The MMS PDU in the first EXTERNAL. */
static Slice
take_external(Slice information)
{
    BerReader reader = ber_reader(information);
    BerReader external = ber_open(&reader, BER_EXTERNAL);

    while (ber_peek(&external) == BER_OBJECT_IDENTIFIER || ber_peek(&external) == BER_INTEGER) {
        ber_skip(&external);
    }
    return ber_get(&external, ber_peek(&external) == 0x81 ? 0x81 : 0xA0);
}

/* The fields of AARQ and AARE that have a name in a trace. */
static const char *
field_name(BerTag apdu, BerTag tag)
{
    static const struct {
        BerTag apdu, tag;
        const char *name;
    } fields[] = {
        { 0x60, 0xA2, "called-ap-title" },
        { 0x60, 0xA3, "called-ae-qualifier" },
        { 0x60, 0xA6, "calling-ap-title" },
        { 0x60, 0xA7, "calling-ae-qualifier" },
        { 0x61, 0xA2, "result" },
        { 0x61, 0xA3, "diagnostic" },
        { 0x61, 0xA4, "responding-ap-title" },
        { 0x61, 0xA5, "responding-ae-qualifier" },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(fields); i++) {
        if (fields[i].apdu == apdu && fields[i].tag == tag) {
            return fields[i].name;
        }
    }
    return NULL;
}

static Slice
put_fields(TraceText *out, BerTag apdu, Slice content)
{
    BerReader reader = ber_reader(content);
    Slice information = SLICE_NONE;

    while (!ber_at_end(&reader)) {
        BerTag tag;
        Slice value = ber_get_any(&reader, &tag);
        const char *name = field_name(apdu, tag);
        int64_t number;

        if (tag == 0xBE) {
            information = take_external(value);
        } else if (tag == 0xAC) {
            trace_say(out, "with authentication");
        } else if (name != NULL) {
            put_field(out, name, value);
        } else if (tag == 0x80 && apdu >= 0x62 && ber_decode_integer(value, &number)) {
            trace_named(out, apdu == 0x64 ? "source" : "reason", "%" G_GINT64_FORMAT, number);
        }
    }
    return information;
}

Slice
trace_acse(TraceText *out, Slice apdu)
{
    BerReader reader = ber_reader(apdu);
    BerTag tag;
    Slice content = ber_get_any(&reader, &tag);
    const uint8_t *at;
    BerError error;

    for (unsigned i = 0; i < G_N_ELEMENTS(apdus); i++) {
        if (apdus[i].tag == tag) {
            trace_say(out, "%s", apdus[i].name);
        }
    }
    if (trace_find_fault(apdu, &at, &error)) {
        trace_malformed(out, apdu, at, ber_error_text(error));
    }
    return reader.error == BER_OK ? put_fields(out, tag, content) : SLICE_NONE;
}
