/* SPDX-License-Identifier: Apache-2.0
 *
 * MMS PDUs as text (ISO 9506-2 7): the kinds of PDU are rows here, services are in
 * trace_services.c, reports in trace_report.c.
 */
#include "engine/traffic/trace_mms.h"

#include "sim/client/client.h"
#include "sim/mms/object_name.h"
#include "sim/mms/reject.h"
#include "sim/mms/service.h"

TraceMms *
trace_mms_new(void)
{
    TraceMms *mms = g_new0(TraceMms, 1);

    mms_scratch_init(&mms->scratch, TRACE_MEMBERS_MAX);
    return mms;
}

void
trace_mms_free(TraceMms *mms)
{
    if (mms != NULL) {
        mms_scratch_clear(&mms->scratch);
        g_free(mms);
    }
}

static void
append_access(GString *text, const MmsAccess *access)
{
    for (const MmsAccess *at = access; at != NULL; at = at->next) {
        g_autofree char *component = NULL;

        switch (at->kind) {
        case MMS_ACCESS_COMPONENT:
            component = trace_quote(at->component);
            g_string_append_printf(text, "$%s", component);
            break;
        case MMS_ACCESS_INDEX:
            g_string_append_printf(text, "(%u)", at->low);
            break;
        case MMS_ACCESS_RANGE:
            g_string_append_printf(text, "(%u..%" G_GUINT64_FORMAT ")", at->low,
                                   (uint64_t)at->low + at->count - 1);
            break;
        default:
            g_string_append(text, "(*)");
            break;
        }
        append_access(text, at->inner);
        if (at->next != NULL) {
            g_string_append(text, " and ");
        }
    }
}

char *
trace_format_variable(const VmdMember *variable)
{
    g_autofree char *name = mms_object_name_format(&variable->name);
    GString *text = g_string_new(name);

    append_access(text, variable->access);
    return g_string_free(text, FALSE);
}

void
trace_object_name(TraceText *out, const char *name, const MmsObjectName *object)
{
    g_autofree char *text = mms_object_name_format(object);

    trace_fact(out, name, "%s", text);
}

void
trace_data(TraceText *out, const char *name, Slice data)
{
    g_autofree char *text = client_data_format(data);

    trace_fact(out, name, "%s", text);
}

/* Each returns false when the content is not as the standard has it. */
typedef bool (*TakePdu)(TraceMms *mms, TraceText *out, Slice content);

static bool
take_request(TraceMms *mms, TraceText *out, Slice content)
{
    BerReader reader = ber_reader(content);
    uint32_t invoke_id = ber_get_unsigned32(&reader, BER_INTEGER);
    BerTag tag;
    Slice body;

    if (reader.error == BER_OK) {
        trace_fact(out, "invokeID", "%u", invoke_id);
    }
    if (ber_peek(&reader) == BER_SEQUENCE) {
        trace_say(out, "with modifiers");
        ber_skip(&reader);
    }
    body = ber_get_any(&reader, &tag);
    return reader.error == BER_OK && trace_request(mms, out, tag, body);
}

static bool
take_response(TraceMms *mms, TraceText *out, Slice content)
{
    BerReader reader = ber_reader(content);
    uint32_t invoke_id = ber_get_unsigned32(&reader, BER_INTEGER);
    BerTag tag;
    Slice body;

    if (reader.error == BER_OK) {
        trace_fact(out, "invokeID", "%u", invoke_id);
    }
    body = ber_get_any(&reader, &tag);
    return reader.error == BER_OK && trace_response(mms, out, tag, body);
}

static bool
take_error(TraceMms *mms, TraceText *out, Slice content)
{
    BerReader reader = ber_reader(content);
    uint32_t invoke_id = ber_get_unsigned32(&reader, 0x80);
    MmsError error;

    (void)mms;
    if (ber_peek(&reader) == 0x81) {
        trace_named(out, "modifierPosition", "%u", ber_get_unsigned32(&reader, 0x81));
    }
    error = mms_service_error_get(&reader, 0xA2);
    trace_fact(out, "invokeID", "%u", invoke_id);
    trace_fact(out, "error", "%s", mms_error_name(error));
    return reader.error == BER_OK;
}

static bool
take_reject(TraceMms *mms, TraceText *out, Slice content)
{
    MmsRejected rejected;

    (void)mms;
    if (!mms_reject_get(content, &rejected)) {
        return false;
    }
    if (rejected.has_invoke_id) {
        trace_fact(out, "invokeID", "%u", rejected.invoke_id);
    }
    trace_fact(out, "reason", "%s", mms_reject_name(rejected.reject));
    return true;
}

static bool
take_cancel(TraceMms *mms, TraceText *out, Slice content)
{
    uint64_t invoke_id;

    (void)mms;
    if (!ber_decode_unsigned(content, &invoke_id)) {
        return false;
    }
    trace_fact(out, "invokeID", "%" G_GUINT64_FORMAT, invoke_id);
    return true;
}

static bool
take_bare(TraceMms *mms, TraceText *out, Slice content)
{
    (void)mms;
    (void)out;
    return content.size == 0;
}

static bool
take_other(TraceMms *mms, TraceText *out, Slice content)
{
    (void)mms;
    trace_elements(out, content);
    return true;
}

static void
put_services(TraceText *out, Slice octets, size_t bits)
{
    GString *text = g_string_new(NULL);

    for (unsigned i = 0; i < bits && out->tree; i++) {
        const ServiceRow *row = mms_service_row(i);

        if (octets.data[i / 8] >> (7 - i % 8) & 1) {
            g_string_append_printf(text, "%s%u", text->len > 0 ? " " : "", i);
            if (row != NULL) {
                g_string_append_printf(text, "=%s", row->name);
            }
        }
    }
    if (out->tree) {
        trace_fact(out, "servicesSupported", "%s", text->str);
    }
    g_string_free(text, TRUE);
}

static bool
take_initiate(TraceMms *mms, TraceText *out, Slice content)
{
    BerReader reader = ber_reader(content);
    BerReader detail;
    Slice bits;
    size_t count;

    (void)mms;
    if (ber_peek(&reader) == 0x80) {
        trace_named(out, "pdu-size", "%" G_GINT64_FORMAT,
                    ber_get_integer(&reader, 0x80, INT64_MIN, INT64_MAX));
    }
    trace_named(out, "outstanding-calling", "%" G_GINT64_FORMAT,
                ber_get_integer(&reader, 0x81, INT64_MIN, INT64_MAX));
    trace_named(out, "outstanding-called", "%" G_GINT64_FORMAT,
                ber_get_integer(&reader, 0x82, INT64_MIN, INT64_MAX));
    if (ber_peek(&reader) == 0x83) {
        trace_named(out, "nesting", "%" G_GINT64_FORMAT,
                    ber_get_integer(&reader, 0x83, INT64_MIN, INT64_MAX));
    }
    detail = ber_open(&reader, 0xA4);
    trace_named(out, "version", "%" G_GINT64_FORMAT,
                ber_get_integer(&detail, 0x80, INT64_MIN, INT64_MAX));
    ber_get_bit_string(&detail, 0x81, &count);
    bits = ber_get_bit_string(&detail, 0x82, &count);
    if (detail.error == BER_OK) {
        put_services(out, bits, count);
    }
    ber_close_rest(&reader, &detail);
    return reader.error == BER_OK;
}

static const struct PduRow {
    BerTag tag;
    const char *name;
    TakePdu take;
} rows[] = {
    { 0xA0, "confirmed-request", take_request },
    { 0xA1, "confirmed-response", take_response },
    { 0xA2, "confirmed-error", take_error },
    { 0xA3, "unconfirmed", trace_unconfirmed },
    { 0xA4, "reject", take_reject },
    { 0x85, "cancel-request", take_cancel },
    { 0x86, "cancel-response", take_cancel },
    { 0xA7, "cancel-error", take_other },
    { 0xA8, "initiate-request", take_initiate },
    { 0xA9, "initiate-response", take_initiate },
    { 0xAA, "initiate-error", take_other },
    { 0x8B, "conclude-request", take_bare },
    { 0x8C, "conclude-response", take_bare },
    { 0xAD, "conclude-error", take_other },
};

static const struct PduRow *
find_row(BerTag tag)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (rows[i].tag == tag) {
            return &rows[i];
        }
    }
    return NULL;
}

void
trace_mms(TraceMms *mms, TraceText *out, Slice pdu)
{
    BerReader reader = ber_reader(pdu);
    BerTag tag = ber_peek(&reader);
    const struct PduRow *row = find_row(tag);
    Slice content = ber_get_any(&reader, &tag);
    bool good = true;
    const uint8_t *at;
    BerError error;

    if (row != NULL) {
        trace_say(out, "%s", row->name);
        good = reader.error == BER_OK && row->take(mms, out, content);
    }
    if (trace_find_fault(pdu, &at, &error)) {
        trace_malformed(out, pdu, at, ber_error_text(error));
    } else if (row == NULL) {
        trace_malformed(out, pdu, pdu.data, "no MMS PDU");
    } else if (!good) {
        trace_malformed(out, pdu, content.data, "not as the standard has it");
    } else if (reader.at != reader.end) {
        trace_malformed(out, pdu, reader.at, "octets behind the PDU");
    }
}
