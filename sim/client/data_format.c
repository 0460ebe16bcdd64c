/* SPDX-License-Identifier: Apache-2.0
 *
 * Data for people (ISO 9506-2 14.4.2). A type only lends its names: where the Data
 * is something else, the names are left out. Bytes that are no Data are shown as such, nothing
 * is trusted.
 */
#include "sim/base/json.h"
#include "sim/client/leaf.h"
#include "sim/client/words.h"
#include "sim/mms/data.h"
#include "sim/model/timestamp.h"

/* Two bits are a Dbpos when the type says exactly two, unless the name is that of a command. */
static void
append_bit_string(GString *text, const ClientType *type, const char *name, Slice content)
{
    Slice octets;
    size_t bits;

    ber_decode_bit_string(content, &octets, &bits);
    if (bits == WORDS_QUALITY_BITS) {
        words_of_quality(octets.data, text);
    } else if (bits == WORDS_DBPOS_BITS && type != NULL && type->size == WORDS_DBPOS_BITS &&
               (name == NULL || !g_str_equal(name, "ctlVal"))) {
        g_string_append(text, words_of_dbpos(octets.data[0]));
    } else {
        leaf_append_bits(text, octets, bits);
    }
}

static void
append_utc_time(GString *text, Slice content)
{
    leaf_append_time(text, timestamp_decode(content.data), false);
    if (content.data[7] & TIMESTAMP_CLOCK_FAILURE) {
        g_string_append(text, "!clock-failure");
    }
    if (content.data[7] & TIMESTAMP_CLOCK_NOT_SYNCHRONIZED) {
        g_string_append(text, "!not-synchronized");
    }
}

static void
append_number(GString *text, BerTag tag, Slice content)
{
    g_autoptr(GString) number = g_string_new(NULL);
    JsonWriter writer = json_writer(number);
    int64_t integer = 0;
    uint64_t natural = 0;

    if (tag == MMS_DATA_INTEGER) {
        ber_decode_integer(content, &integer);
        json_put_integer(&writer, NULL, integer);
    } else if (tag == MMS_DATA_UNSIGNED) {
        ber_decode_unsigned(content, &natural);
        json_put_unsigned(&writer, NULL, natural);
    } else if (content.size == 5) {
        json_put_float(&writer, NULL, (float)leaf_float(content));
    } else {
        json_put_real(&writer, NULL, leaf_float(content));
    }
    g_string_replace(number, "\"", "", 0); /* of "NaN" */
    g_string_append(text, number->str);
}

static void
append_text(GString *text, Slice content)
{
    JsonWriter writer = json_writer(text);

    json_put_slice(&writer, NULL, content);
}

static void
append_octets(GString *text, const char *before, Slice content, const char *behind)
{
    g_string_append(text, before);
    leaf_append_hex(text, content);
    g_string_append(text, behind);
}

static void
append_basic(GString *text, const ClientType *type, const char *name, BerTag tag, Slice content)
{
    char unknown[24];

    if (!leaf_is_well_formed(tag, content)) {
        g_string_append(text, "(malformed)");
        return;
    }
    switch (tag) {
    case MMS_DATA_BOOLEAN:
        g_string_append(text, content.data[0] != 0 ? "true" : "false");
        break;
    case MMS_DATA_INTEGER:
    case MMS_DATA_UNSIGNED:
    case MMS_DATA_FLOATING_POINT:
        append_number(text, tag, content);
        break;
    case MMS_DATA_BIT_STRING:
        append_bit_string(text, type, name, content);
        break;
    case MMS_DATA_BINARY_TIME:
        leaf_append_binary_time(text, content, false);
        break;
    case MMS_DATA_UTC_TIME:
        append_utc_time(text, content);
        break;
    case MMS_DATA_OCTET_STRING:
        append_octets(text, "x'", content, "'");
        break;
    case MMS_DATA_VISIBLE_STRING:
    case MMS_DATA_MMS_STRING:
    case MMS_DATA_GENERALIZED_TIME:
        append_text(text, content);
        break;
    default:
        g_snprintf(unknown, sizeof unknown, "(tag %02X ", tag);
        append_octets(text, unknown, content, ")");
    }
}

static void
append_element(GString *text, const ClientType *type, const char *name, BerReader *reader,
               unsigned depth)
{
    BerTag tag;
    Slice content = ber_get_any(reader, &tag);
    bool structure = tag == MMS_DATA_STRUCTURE;
    BerReader inner;

    if (reader->error != BER_OK || depth > LEAF_DEPTH_MAX) {
        g_string_append(text, depth > LEAF_DEPTH_MAX ? "..." : "(malformed)");
        return;
    }
    if (!structure && tag != MMS_DATA_ARRAY) {
        append_basic(text, type != NULL && type->tag == tag ? type : NULL, name, tag, content);
        return;
    }
    inner = ber_reader(content);
    g_string_append_c(text, structure ? '{' : '[');
    for (unsigned i = 0; !ber_at_end(&inner); i++) {
        const char *inner_name;
        const ClientType *its_type = leaf_inner_type(type, tag, i, &inner_name);

        g_string_append(text, i > 0 ? " " : "");
        if (inner_name != NULL) {
            g_string_append_printf(text, "%s=", inner_name);
        }
        append_element(text, its_type, inner_name, &inner, depth + 1);
    }
    g_string_append_c(text, structure ? '}' : ']');
}

char *
client_data_format_named(const ClientType *type, Slice data)
{
    GString *text = g_string_new(NULL);
    BerReader reader = ber_reader(data);

    append_element(text, type, NULL, &reader, 0);
    return g_string_free(text, FALSE);
}

char *
client_data_format(Slice data)
{
    return client_data_format_named(NULL, data);
}
