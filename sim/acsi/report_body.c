/* SPDX-License-Identifier: Apache-2.0
 *
 * Bodies of report entries (see report_buffer.h): items, and behind them the octets of their
 * values, in one allocation.
 */
#include <glib.h>

#include "sim/acsi/report_buffer.h"

static uint8_t *
octets_of(const ReportBody *body)
{
    return (uint8_t *)&body->items[body->count];
}

static ReportBody *
body_new(uint32_t count, size_t octets)
{
    size_t size = sizeof(ReportBody) + count * sizeof(ReportItem) + octets;
    ReportBody *body = g_malloc(size);

    *body = (ReportBody){ .references = 1, .count = count, .size = size };
    return body;
}

ReportBody *
report_body_new(const ReportItem *items, uint32_t count, Slice octets)
{
    ReportBody *body = body_new(count, octets.size);

    memcpy(body->items, items, count * sizeof *items);
    memcpy(octets_of(body), octets.data, octets.size);
    return body;
}

ReportBody *
report_body_ref(ReportBody *body)
{
    body->references++;
    return body;
}

void
report_body_unref(ReportBody *body)
{
    if (body != NULL && --body->references == 0) {
        g_free(body);
    }
}

Slice
report_body_value(const ReportBody *body, uint32_t item)
{
    return (Slice){ octets_of(body) + body->items[item].offset, body->items[item].size };
}

Slice
report_body_values(const ReportBody *body, uint32_t first, uint32_t end)
{
    const ReportItem *items = body->items;

    return first == end
               ? SLICE_NONE
               : (Slice){ octets_of(body) + items[first].offset,
                          items[end - 1].offset + items[end - 1].size - items[first].offset };
}

/* Appends an item of another body; `at` is where the octets go on. */
static void
copy_item(ReportBody *body, uint32_t item, const ReportBody *from, uint32_t source,
          unsigned mask, uint32_t *at)
{
    Slice value = report_body_value(from, source);

    body->items[item] = (ReportItem){ .offset = *at,
                                      .size = (uint32_t)value.size,
                                      .member = from->items[source].member,
                                      .reason = (uint8_t)(from->items[source].reason & mask) };
    memcpy(octets_of(body) + *at, value.data, value.size);
    *at += (uint32_t)value.size;
}

ReportBody *
report_body_filter(ReportBody *body, unsigned mask)
{
    uint32_t count = 0, item = 0, at = 0;
    size_t octets = 0;
    bool same = true;
    ReportBody *filtered;

    for (uint32_t i = 0; i < body->count; i++) {
        bool stays = (body->items[i].reason & mask) != 0;

        same &= (body->items[i].reason & ~mask) == 0;
        count += stays;
        octets += stays ? body->items[i].size : 0;
    }
    if (same || count == 0) {
        return count == 0 ? NULL : report_body_ref(body);
    }
    filtered = body_new(count, octets);
    for (uint32_t i = 0; i < body->count; i++) {
        if ((body->items[i].reason & mask) != 0) {
            copy_item(filtered, item++, body, i, mask, &at);
        }
    }
    return filtered;
}

bool
report_body_overlaps(const ReportBody *a, const ReportBody *b)
{
    for (uint32_t i = 0, k = 0; i < a->count && k < b->count;) {
        if (a->items[i].member == b->items[k].member) {
            return true;
        }
        if (a->items[i].member < b->items[k].member) {
            i++;
        } else {
            k++;
        }
    }
    return false;
}

ReportBody *
report_body_merge(const ReportBody *a, const ReportBody *b)
{
    size_t octets =
        a->size + b->size - 2 * sizeof(ReportBody) - (a->count + b->count) * sizeof(ReportItem);
    ReportBody *merged = body_new(a->count + b->count, octets);
    uint32_t i = 0, k = 0, at = 0;

    while (i + k < merged->count) {
        if (k == b->count || (i < a->count && a->items[i].member < b->items[k].member)) {
            copy_item(merged, i + k, a, i, ~0u, &at);
            i++;
        } else {
            copy_item(merged, i + k, b, k, ~0u, &at);
            k++;
        }
    }
    return merged;
}
