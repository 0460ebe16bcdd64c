/* SPDX-License-Identifier: Apache-2.0
 *
 * What showing basic values shares (see leaf.h).
 */
#include "sim/client/leaf.h"

#include "sim/mms/data.h"
#include "sim/model/timestamp.h"

void
leaf_append_time(GString *text, int64_t time, bool precise)
{
    int64_t seconds = time / CLOCK_SECOND;
    g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(seconds);
    g_autofree char *day = g_date_time_format(date, "%Y-%m-%dT%H:%M:%S");

    if (precise) {
        g_string_append_printf(text, "%s.%09dZ", day, (int)(time % CLOCK_SECOND));
    } else {
        g_string_append_printf(text, "%s.%03dZ", day,
                               (int)(time % CLOCK_SECOND / CLOCK_MILLISECOND));
    }
}

void
leaf_append_binary_time(GString *text, Slice content, bool precise)
{
    uint8_t octets[6] = { 0 };
    int64_t time;

    memcpy(octets, content.data, content.size);
    time = binary_time_decode(octets);
    if (content.size == 6) {
        leaf_append_time(text, time, precise);
        return;
    }
    time = time / CLOCK_MILLISECOND % 86400000;
    g_string_append_printf(text, "%02d:%02d:%02d.%03d", (int)(time / 3600000),
                           (int)(time / 60000 % 60), (int)(time / 1000 % 60),
                           (int)(time % 1000));
}

void
leaf_append_hex(GString *text, Slice content)
{
    for (size_t i = 0; i < content.size; i++) {
        g_string_append_printf(text, "%02X", content.data[i]);
    }
}

void
leaf_append_bits(GString *text, Slice octets, size_t bits)
{
    for (size_t i = 0; i < bits; i++) {
        g_string_append_c(text, octets.data[i / 8] & 0x80 >> i % 8 ? '1' : '0');
    }
}

double
leaf_float(Slice content)
{
    uint64_t bits = 0;
    double wide;
    float narrow;
    uint32_t narrow_bits;

    for (size_t i = 1; i < content.size; i++) {
        bits = bits << 8 | content.data[i];
    }
    if (content.size == 9) {
        memcpy(&wide, &bits, sizeof wide);
        return wide;
    }
    narrow_bits = (uint32_t)bits;
    memcpy(&narrow, &narrow_bits, sizeof narrow);
    return (double)narrow;
}

bool
leaf_is_well_formed(BerTag tag, Slice content)
{
    int64_t integer;
    uint64_t natural;
    Slice octets;
    size_t bits;

    switch (tag) {
    case MMS_DATA_BOOLEAN:
        return content.size == 1;
    case MMS_DATA_INTEGER:
        return ber_decode_integer(content, &integer);
    case MMS_DATA_UNSIGNED:
        return ber_decode_unsigned(content, &natural);
    case MMS_DATA_BIT_STRING:
        return ber_decode_bit_string(content, &octets, &bits);
    case MMS_DATA_FLOATING_POINT:
        return (content.size == 5 && content.data[0] == 8) ||
               (content.size == 9 && content.data[0] == 11);
    case MMS_DATA_BINARY_TIME:
        return content.size == 4 || content.size == 6;
    case MMS_DATA_UTC_TIME:
        return content.size == 8;
    default:
        return true;
    }
}

bool
leaf_is_text(BerTag tag)
{
    return tag == MMS_DATA_VISIBLE_STRING || tag == MMS_DATA_MMS_STRING ||
           tag == MMS_DATA_GENERALIZED_TIME;
}

const ClientType *
leaf_inner_type(const ClientType *type, BerTag tag, unsigned index, const char **name)
{
    *name = NULL;
    if (type == NULL || type->tag != tag) {
        return NULL;
    }
    if (tag == MMS_DATA_ARRAY) {
        return type->components[0].type;
    }
    if (index >= type->count) {
        return NULL;
    }
    *name = type->components[index].name;
    return type->components[index].type;
}
