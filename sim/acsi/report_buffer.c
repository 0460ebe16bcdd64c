/* SPDX-License-Identifier: Apache-2.0
 *
 * Entries of report control blocks (see report_buffer.h): a list from old to new with a mark
 * where the unsent ones begin.
 */
#include "sim/acsi/report_buffer.h"

#include <glib.h>

#include "sim/base/clock.h"

/* Tells that what is kept beside the entries is old. */
static void
note(ReportBuffer *buffer)
{
    if (buffer->log != NULL) {
        buffer->changed(buffer);
    }
}

void
report_buffer_purge(ReportBuffer *buffer)
{
    if (buffer->log != NULL) {
        store_log_clear(buffer->log);
        note(buffer);
    }
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

    if (buffer->log != NULL) {
        store_log_drop(buffer->log, entry->id);
    }
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

static void
link_last(ReportBuffer *buffer, ReportEntry *entry)
{
    if (buffer->last != NULL) {
        buffer->last->next = entry;
    } else {
        buffer->first = entry;
    }
    buffer->last = entry;
    buffer->octets += size_of(entry);
}

static void
keep(ReportBuffer *buffer, const ReportEntry *entry)
{
    g_autoptr(GByteArray) octets = g_byte_array_new();

    report_entry_put(entry, octets);
    store_log_append(buffer->log,
                     &(StoreEntry){ entry->id, entry->time, { octets->data, octets->len } });
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
    link_last(buffer, entry);
    if (buffer->unsent == NULL) {
        buffer->unsent = entry;
    }
    if (buffer->log != NULL) {
        keep(buffer, entry);
        note(buffer);
    }
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
    note(buffer);
}

void
report_buffer_rewind(ReportBuffer *buffer)
{
    buffer->unsent = buffer->first;
    note(buffer);
}

bool
report_buffer_resume(ReportBuffer *buffer, uint64_t id)
{
    for (ReportEntry *entry = buffer->first; entry != NULL; entry = entry->next) {
        if (entry->id == id) {
            buffer->unsent = entry->next;
            note(buffer);
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
        if (buffer->log != NULL) {
            store_log_drop(buffer->log, entry->id);
        }
        if (buffer->unsent == entry) {
            buffer->unsent = entry->next;
        }
        buffer->octets -= size_of(entry);
        report_body_unref(entry->body);
        g_free(entry);
    }
    buffer->last = before;
}

void
report_buffer_restore(ReportBuffer *buffer, const ReportEntry *kept)
{
    ReportEntry *entry = g_memdup2(kept, sizeof *kept);

    entry->next = NULL;
    link_last(buffer, entry);
    buffer->last_id = entry->id;
}

void
report_buffer_mark(ReportBuffer *buffer, uint64_t id)
{
    buffer->unsent = buffer->first;
    while (buffer->unsent != NULL && buffer->unsent->id < id) {
        buffer->unsent = buffer->unsent->next;
    }
}

void
report_buffer_keep(ReportBuffer *buffer, StoreLog *log, void (*changed)(ReportBuffer *buffer))
{
    buffer->log = log;
    buffer->changed = changed;
    for (const ReportEntry *entry = buffer->first; entry != NULL; entry = entry->next) {
        if (entry->id > store_log_last_id(log)) {
            keep(buffer, entry);
        }
    }
    make_room(buffer, NULL, NULL);
}
