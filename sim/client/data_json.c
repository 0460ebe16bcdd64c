/* SPDX-License-Identifier: Apache-2.0
 *
 * Data as JSON (ISO 9506-2 14.4.2). Structures are objects where the type lends the names,
 * arrays where it does not fit; what is no Data is null.
 */
#include "sim/base/json.h"
#include "sim/client/leaf.h"
#include "sim/mms/data.h"
#include "sim/model/timestamp.h"

static void
put_text(JsonWriter *writer, const char *name, BerTag tag, Slice content)
{
    g_autoptr(GString) text = g_string_new(NULL);
    Slice octets;
    size_t bits;

    switch (tag) {
    case MMS_DATA_BIT_STRING:
        ber_decode_bit_string(content, &octets, &bits);
        leaf_append_bits(text, octets, bits);
        break;
    case MMS_DATA_BINARY_TIME:
        leaf_append_binary_time(text, content, true);
        break;
    default:
        leaf_append_hex(text, content);
    }
    json_put_string(writer, name, text->str);
}

static void
put_utc_time(JsonWriter *writer, const char *name, Slice content)
{
    g_autoptr(GString) text = g_string_new(NULL);

    leaf_append_time(text, timestamp_decode(content.data), true);
    json_open_object(writer, name);
    json_put_string(writer, "time", text->str);
    json_put_unsigned(writer, "quality", content.data[7]);
    json_close(writer);
}

static void
put_basic(JsonWriter *writer, const char *name, BerTag tag, Slice content)
{
    int64_t integer = 0;
    uint64_t natural = 0;

    if (!leaf_is_well_formed(tag, content)) {
        json_put_null(writer, name);
    } else if (tag == MMS_DATA_BOOLEAN) {
        json_put_boolean(writer, name, content.data[0] != 0);
    } else if (tag == MMS_DATA_INTEGER) {
        ber_decode_integer(content, &integer);
        json_put_integer(writer, name, integer);
    } else if (tag == MMS_DATA_UNSIGNED) {
        ber_decode_unsigned(content, &natural);
        json_put_unsigned(writer, name, natural);
    } else if (tag == MMS_DATA_FLOATING_POINT && content.size == 5) {
        json_put_float(writer, name, (float)leaf_float(content));
    } else if (tag == MMS_DATA_FLOATING_POINT) {
        json_put_real(writer, name, leaf_float(content));
    } else if (tag == MMS_DATA_UTC_TIME) {
        put_utc_time(writer, name, content);
    } else if (leaf_is_text(tag)) {
        json_put_slice(writer, name, content);
    } else {
        put_text(writer, name, tag, content);
    }
}

static unsigned
count_members(Slice content)
{
    BerReader reader = ber_reader(content);
    unsigned count = 0;

    while (!ber_at_end(&reader)) {
        ber_skip(&reader);
        count++;
    }
    return count;
}

static void
put_element(JsonWriter *writer, const char *name, const ClientType *type, BerReader *reader,
            unsigned depth)
{
    BerTag tag;
    Slice content = ber_get_any(reader, &tag);
    bool named = tag == MMS_DATA_STRUCTURE && type != NULL && type->tag == tag &&
                 count_members(content) == type->count;
    BerReader inner;

    if (reader->error != BER_OK || depth > LEAF_DEPTH_MAX) {
        json_put_null(writer, name);
        return;
    }
    if (tag != MMS_DATA_STRUCTURE && tag != MMS_DATA_ARRAY) {
        put_basic(writer, name, tag, content);
        return;
    }
    inner = ber_reader(content);
    if (named) {
        json_open_object(writer, name);
    } else {
        json_open_array(writer, name);
    }
    for (unsigned i = 0; !ber_at_end(&inner); i++) {
        const char *inner_name;
        const ClientType *its_type = leaf_inner_type(type, tag, i, &inner_name);

        put_element(writer, named ? inner_name : NULL, its_type, &inner, depth + 1);
    }
    json_close(writer);
}

char *
client_data_json_named(const ClientType *type, Slice data)
{
    GString *text = g_string_new(NULL);
    JsonWriter writer = json_writer(text);
    BerReader reader = ber_reader(data);

    put_element(&writer, NULL, type, &reader, 0);
    return g_string_free(text, FALSE);
}

char *
client_data_json(Slice data)
{
    return client_data_json_named(NULL, data);
}
