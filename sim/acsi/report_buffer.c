/* SPDX-License-Identifier: Apache-2.0
 *
 * Entries of report control blocks (see report_buffer.h): a list from old to new with a mark
 * where the unsent ones begin.
 */
#include "sim/acsi/report_buffer.h"

#include <glib.h>

#include "sim/base/clock.h"

void
report_buffer_purge(ReportBuffer *buffer)
{
    while (buffer->first != NULL) {
        ReportEntry *entry = buffer->first;

        buffer->first = entry->next;
        report_body_unref(entry->body);
        g_free(entry);
    }
    buffer->last = NULL;
    buffer->unsent = NULL;
    buffer->octets = 0;
    buffer->overflow = false;
}

static size_t
size_of(const ReportEntry *entry)
{
    return sizeof *entry + entry->body->size;
}

static void
drop_first(ReportBuffer *buffer)
{
    ReportEntry *entry = buffer->first;

    buffer->first = entry->next;
    if (buffer->last == entry) {
        buffer->last = NULL;
    }
    if (buffer->unsent == entry) {
        buffer->unsent = entry->next;
    }
    buffer->octets -= size_of(entry);
    report_body_unref(entry->body);
    g_free(entry);
}

static unsigned
make_room(ReportBuffer *buffer, ReportLost lost, void *user)
{
    unsigned count = 0;

    while (buffer->octets > buffer->limit && buffer->first != buffer->last) {
        if (buffer->first == buffer->unsent) {
            count++;
            if (lost != NULL) {
                lost(user, buffer->first);
            }
        }
        drop_first(buffer);
    }
    return count;
}

unsigned
report_buffer_append(ReportBuffer *buffer, ReportBody *body, int64_t time, bool interrogated,
                     ReportLost lost, void *user)
{
    ReportEntry *entry = g_new(ReportEntry, 1);
    uint64_t now = (uint64_t)(time / CLOCK_MILLISECOND);

    buffer->last_id = MAX(now, buffer->last_id + 1);
    *entry = (ReportEntry){ .body = report_body_ref(body),
                            .id = buffer->last_id,
                            .time = time,
                            .interrogated = interrogated };
    if (buffer->last != NULL) {
        buffer->last->next = entry;
    } else {
        buffer->first = entry;
    }
    buffer->last = entry;
    if (buffer->unsent == NULL) {
        buffer->unsent = entry;
    }
    buffer->octets += size_of(entry);
    return make_room(buffer, lost, user);
}

void
report_buffer_sent(ReportBuffer *buffer, bool keep)
{
    if (!keep) {
        drop_first(buffer);
    } else {
        buffer->unsent = buffer->unsent->next;
    }
}

void
report_buffer_rewind(ReportBuffer *buffer)
{
    buffer->unsent = buffer->first;
}

bool
report_buffer_resume(ReportBuffer *buffer, uint64_t id)
{
    for (ReportEntry *entry = buffer->first; entry != NULL; entry = entry->next) {
        if (entry->id == id) {
            buffer->unsent = entry->next;
            return true;
        }
    }
    return false;
}

void
report_buffer_drop_interrogations(ReportBuffer *buffer)
{
    ReportEntry **link = &buffer->first;
    ReportEntry *before = NULL;
    bool unsent = false;

    while (*link != NULL) {
        ReportEntry *entry = *link;

        unsent |= entry == buffer->unsent;
        if (!unsent || !entry->interrogated) {
            before = entry;
            link = &entry->next;
            continue;
        }
        *link = entry->next;
        if (buffer->unsent == entry) {
            buffer->unsent = entry->next;
        }
        buffer->octets -= size_of(entry);
        report_body_unref(entry->body);
        g_free(entry);
    }
    buffer->last = before;
}
