/* SPDX-License-Identifier: Apache-2.0
 *
 * COTP class 0 (ISO 8073) and session (ISO 8327) as text.
 */
#include "engine/traffic/trace_decode.h"

#include <string.h>

/* How the fixed part of a TPDU goes on behind its code. */
typedef enum TpduForm { TPDU_REFERENCES, TPDU_DATA, TPDU_ERROR } TpduForm;

static const struct TpduRow {
    uint8_t code, mask;
    TpduForm form;
    const char *name;
} tpdus[] = {
    { 0xF0, 0xFF, TPDU_DATA, "DT" },       { 0xE0, 0xF0, TPDU_REFERENCES, "CR" },
    { 0xD0, 0xF0, TPDU_REFERENCES, "CC" }, { 0x80, 0xFF, TPDU_REFERENCES, "DR" },
    { 0x70, 0xFF, TPDU_ERROR, "ER" },
};

static const struct TpduRow *
find_tpdu(uint8_t code)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(tpdus); i++) {
        if ((code & tpdus[i].mask) == tpdus[i].code) {
            return &tpdus[i];
        }
    }
    return NULL;
}

static void
put_parameters(TraceText *out, Slice tpdu, Slice parameters)
{
    while (parameters.size > 0) {
        Slice value;
        g_autofree char *hex = NULL;

        if (parameters.size < 2 || parameters.data[1] > parameters.size - 2) {
            trace_malformed(out, tpdu, parameters.data, "a parameter passes the header");
            return;
        }
        value = (Slice){ parameters.data + 2, parameters.data[1] };
        hex = trace_hex(value);
        if (parameters.data[0] == 0xC0 && value.size == 1 && value.data[0] < 32) {
            trace_named(out, "tpdu-size", "%u", 1u << value.data[0]);
        } else if (parameters.data[0] == 0xC1) {
            trace_named(out, "calling-tsap", "%s", hex);
        } else if (parameters.data[0] == 0xC2) {
            trace_named(out, "called-tsap", "%s", hex);
        } else {
            trace_named(out, "parameter", "%02X %s", parameters.data[0], hex);
        }
        parameters = slice_from(parameters, 2 + value.size);
    }
}

Slice
trace_cotp(TraceText *out, Slice tpdu, bool *whole)
{
    size_t header = tpdu.size > 0 ? tpdu.data[0] + (size_t)1 : 0;
    const struct TpduRow *row = tpdu.size > 1 ? find_tpdu(tpdu.data[1]) : NULL;

    *whole = true;
    if (header < 2 || header > tpdu.size) {
        trace_malformed(out, tpdu, tpdu.data, "the header passes the packet");
        return SLICE_NONE;
    }
    if (row == NULL) {
        trace_malformed(out, tpdu, tpdu.data + 1, "unknown in class 0");
        return SLICE_NONE;
    }
    trace_say(out, "%s", row->name);
    if (header < (row->form == TPDU_DATA ? 3 : row->form == TPDU_ERROR ? 5 : 7)) {
        trace_malformed(out, tpdu, tpdu.data, "the header is too short");
        return SLICE_NONE;
    }
    if (row->form == TPDU_DATA) {
        *whole = (tpdu.data[2] & 0x80) != 0;
        trace_fact(out, "end", "%s", *whole ? "end of TSDU" : "more follows");
        trace_fact(out, "length", "%zu octets", tpdu.size - header);
        return slice_from(tpdu, header);
    }
    if (row->form == TPDU_ERROR) {
        trace_named(out, "cause", "%u", tpdu.data[4]);
        return SLICE_NONE;
    }
    trace_named(out, row->code == 0x80 ? "reason" : "class", "%u",
                row->code == 0x80 ? tpdu.data[6] : tpdu.data[6] >> 4);
    put_parameters(out, tpdu, slice_from(slice_first(tpdu, header), 7));
    return SLICE_NONE;
}

/* SPDUs by their identifier. GIVE TOKENS in front of DATA TRANSFER has the same number. */
static const struct SpduRow {
    uint8_t si;
    const char *name;
} spdus[] = {
    { 1, "DT" },  { 8, "NF" },  { 9, "FN" },  { 10, "DN" }, { 12, "RF" },
    { 13, "CN" }, { 14, "AC" }, { 25, "AB" }, { 26, "AA" },
};

static const char *
find_spdu(uint8_t si)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(spdus); i++) {
        if (spdus[i].si == si) {
            return spdus[i].name;
        }
    }
    return NULL;
}

/* Code, length (one octet, or FF and two) and value; false when they do not fit. */
static bool
take_item(Slice *octets, uint8_t *code, Slice *value)
{
    size_t header = 2;
    size_t size;

    if (octets->size < 2) {
        return false;
    }
    *code = octets->data[0];
    size = octets->data[1];
    if (size == 0xFF) {
        header = 4;
        if (octets->size < header) {
            return false;
        }
        size = (size_t)octets->data[2] << 8 | octets->data[3];
    }
    if (size > octets->size - header) {
        return false;
    }
    *value = (Slice){ octets->data + header, size };
    *octets = slice_from(*octets, header + size);
    return true;
}

static void
put_item(TraceText *out, uint8_t code, Slice value, Slice *user_data)
{
    g_autofree char *hex = trace_hex(value);

    switch (code) {
    case 51:
        trace_named(out, "calling-ssel", "%s", hex);
        break;
    case 52:
        trace_named(out, "called-ssel", "%s", hex);
        break;
    case 17:
        trace_named(out, "transport-disconnect", "%s", hex);
        break;
    case 50:
        /* The reason of a refusal is one octet; what stands behind it is user data. */
        trace_named(out, "reason", "%u", value.size > 0 ? value.data[0] : 0);
        *user_data = value.size > 1 ? slice_from(value, 1) : *user_data;
        break;
    case 193:
    case 194:
        *user_data = value;
        break;
    default:
        break;
    }
}

static Slice
put_items(TraceText *out, Slice spdu, Slice items)
{
    Slice user_data = SLICE_NONE;

    while (items.size > 0) {
        const uint8_t *at = items.data;
        uint8_t code;
        Slice value;

        if (!take_item(&items, &code, &value)) {
            trace_malformed(out, spdu, at, "a parameter passes the SPDU");
            break;
        }
        put_item(out, code, value, &user_data);
    }
    return user_data;
}

Slice
trace_session(TraceText *out, Slice spdu, const char **kind)
{
    Slice rest = spdu;
    Slice value = SLICE_NONE;
    const uint8_t *at = spdu.data;
    uint8_t si = 0;
    bool good = take_item(&rest, &si, &value);

    if (good && si == 1 && value.size == 0) {
        at = rest.data;
        good = take_item(&rest, &si, &value);
    }
    *kind = good ? find_spdu(si) : NULL;
    if (*kind == NULL) {
        trace_malformed(out, spdu, at, good ? "not of the kernel's SPDUs" : "bad length");
        *kind = "";
        return SLICE_NONE;
    }
    trace_say(out, "%s", *kind);
    if (si == 1) {
        trace_fact(out, "length", "%zu octets", rest.size);
        return rest;
    }
    return put_items(out, spdu, value);
}
