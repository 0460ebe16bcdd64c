/* SPDX-License-Identifier: Apache-2.0
 *
 * An entry of a report buffer as octets, for a store, and back:
 *   version, flags, count, count times (member 2, reason 1, size 4), the AccessResults
 * Numbers are big-endian. Nothing of it is believed when it comes back.
 */
#include <glib.h>

#include "sim/acsi/codec/report.h"
#include "sim/acsi/report_buffer.h"
#include "sim/mms/data.h"
#include "sim/model/type.h"

enum { VERSION = 1, INTERROGATED = 1, HEAD_SIZE = 6, ITEM_SIZE = 7 };

static void
put_number(GByteArray *octets, uint64_t number, unsigned size)
{
    for (unsigned i = size; i-- > 0;) {
        uint8_t octet = (uint8_t)(number >> (8 * i));

        g_byte_array_append(octets, &octet, 1);
    }
}

static uint32_t
take_number(Slice *octets, unsigned size)
{
    uint32_t number = 0;

    for (unsigned i = 0; i < size; i++) {
        number = number << 8 | octets->data[i];
    }
    *octets = slice_from(*octets, size);
    return number;
}

void
report_entry_put(const ReportEntry *entry, GByteArray *octets)
{
    const ReportBody *body = entry->body;

    put_number(octets, VERSION, 1);
    put_number(octets, entry->interrogated ? INTERROGATED : 0, 1);
    put_number(octets, body->count, 4);
    for (uint32_t i = 0; i < body->count; i++) {
        put_number(octets, body->items[i].member, 2);
        put_number(octets, body->items[i].reason, 1);
        put_number(octets, body->items[i].size, 4);
    }
    for (uint32_t i = 0; i < body->count; i++) {
        Slice value = report_body_value(body, i);

        g_byte_array_append(octets, value.data, (guint)value.size);
    }
}

/* An AccessResult: Data, or failure [0] with a DataAccessError. */
static bool
is_access_result(Slice value)
{
    if (value.size == 3 && value.data[0] == 0x80) {
        return value.data[1] == 1;
    }
    return value.size > 0 && mms_data_check(value, TYPE_DEPTH_MAX) == MMS_DATA_FITS;
}

/* Fills the items in order of members; false when they are none. */
static bool
take_items(Slice octets, unsigned members, ReportItem *items, uint32_t count, Slice values)
{
    uint32_t at = 0;

    for (uint32_t i = 0; i < count; i++) {
        ReportItem *item = &items[i];
        Slice value;

        item->member = (uint16_t)take_number(&octets, 2);
        item->reason = (uint8_t)take_number(&octets, 1);
        item->size = take_number(&octets, 4);
        item->offset = at;
        value = slice_first(slice_from(values, at), item->size);
        if (item->member >= members || (i > 0 && item->member <= items[i - 1].member) ||
            item->reason == 0 || item->reason >> REPORT_TRIGGER_BITS != 0 ||
            value.size != item->size || !is_access_result(value)) {
            return false;
        }
        at += item->size;
    }
    return at == values.size;
}

bool
report_entry_get(const StoreEntry *kept, unsigned members, ReportEntry *entry)
{
    Slice octets = kept->octets;
    g_autofree ReportItem *items = NULL;
    uint32_t version, flags, count;
    Slice values;

    if (octets.size < HEAD_SIZE || kept->id == 0 || kept->id > INT64_MAX || kept->time < 0) {
        return false;
    }
    version = take_number(&octets, 1);
    flags = take_number(&octets, 1);
    count = take_number(&octets, 4);
    if (version != VERSION || flags > INTERROGATED || count == 0 || count > members ||
        octets.size < (size_t)count * ITEM_SIZE) {
        return false;
    }
    items = g_new(ReportItem, count);
    values = slice_from(octets, (size_t)count * ITEM_SIZE);
    if (!take_items(octets, members, items, count, values)) {
        return false;
    }
    *entry = (ReportEntry){ .body = report_body_new(items, count, values),
                            .id = kept->id,
                            .time = kept->time,
                            .interrogated = flags != 0 };
    return true;
}
