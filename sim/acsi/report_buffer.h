/* SPDX-License-Identifier: Apache-2.0
 *
 * What a report control block keeps: the entries of a BRCB, sent or not, or those of a URCB
 * that wait to be sent (IEC 61850-7-2 17.2.2). Bounded octets; the oldest goes first. An
 * entry's members are a body that every control block shares whose triggers found the same.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/base/slice.h"
#include "sim/base/store.h"

typedef struct ReportItem {
    uint32_t offset, size; /* of its AccessResult in the body's octets */
    uint16_t member;       /* of the data set, from 0 */
    uint8_t reason;        /* ReportTrigger bits */
} ReportItem;

/* Immutable once built; items in order of members, their values one behind the other. */
typedef struct ReportBody {
    unsigned references;
    uint32_t count;
    size_t size; /* octets of memory */
    ReportItem items[];
} ReportBody;

/* Copies; the items' offsets are into `octets`. */
ReportBody *report_body_new(const ReportItem *items, uint32_t count, Slice octets);
ReportBody *report_body_ref(ReportBody *body);
void report_body_unref(ReportBody *body);
Slice report_body_value(const ReportBody *body, uint32_t item);
/* The values of the items from `first` up to, not including, `end`. */
Slice report_body_values(const ReportBody *body, uint32_t first, uint32_t end);
/* Only the reasons in `mask`, without members that have none of them; NULL when none is left.
 */
ReportBody *report_body_filter(ReportBody *body, unsigned mask);
/* Two without a member in common. */
bool report_body_overlaps(const ReportBody *a, const ReportBody *b);
ReportBody *report_body_merge(const ReportBody *a, const ReportBody *b);

typedef struct ReportEntry ReportEntry;
struct ReportEntry {
    ReportEntry *next;
    ReportBody *body;
    uint64_t id;
    int64_t time;
    bool interrogated; /* made by a general interrogation */
};

typedef struct ReportBuffer ReportBuffer;
struct ReportBuffer {
    ReportEntry *first, *last;
    ReportEntry *unsent; /* the first not yet sent; NULL: all are */
    size_t octets, limit;
    uint64_t last_id; /* given to an entry so far */
    bool overflow;    /* an entry not yet sent was lost, or may have been */
    StoreLog *log;    /* where every change is kept, too; NULL: nowhere */
    void (*changed)(ReportBuffer *buffer); /* with a log: after each change */
};

/* Adds an entry with an id of its own: milliseconds since 1970, or one more than the last.
 * Returns the entries not yet sent that had to go; the newest always stays. `lost` is called
 * for each of them; may be NULL. */
typedef void (*ReportLost)(void *user, const ReportEntry *entry);
unsigned report_buffer_append(ReportBuffer *buffer, ReportBody *body, int64_t time,
                              bool interrogated, ReportLost lost, void *user);

/* The unsent one was sent: kept behind the mark, or dropped. */
void report_buffer_sent(ReportBuffer *buffer, bool keep);

/* Everything is unsent again. */
void report_buffer_rewind(ReportBuffer *buffer);
/* Only what is behind the entry is unsent; false when there is no such entry. */
bool report_buffer_resume(ReportBuffer *buffer, uint64_t id);
/* Drops the unsent interrogations: a newer one says more. */
void report_buffer_drop_interrogations(ReportBuffer *buffer);
/* Drops everything; ids go on. */
void report_buffer_purge(ReportBuffer *buffer);

/* Adds an entry that was kept, behind all others, as one that was sent; its id must be higher
 * than theirs. For a buffer that has no log yet. */
void report_buffer_restore(ReportBuffer *buffer, const ReportEntry *kept);
/* What is unsent begins with the first entry of this id or a higher one. */
void report_buffer_mark(ReportBuffer *buffer, uint64_t id);
/* Everything becomes lasting from here on, what is there already included; the oldest entries
 * go when it is too much. */
void report_buffer_keep(ReportBuffer *buffer, StoreLog *log,
                        void (*changed)(ReportBuffer *buffer));

/* An entry as octets, and back; false for octets that are no entry of a data set with so many
 * members. The body is new. */
void report_entry_put(const ReportEntry *entry, GByteArray *octets);
bool report_entry_get(const StoreEntry *kept, unsigned members, ReportEntry *entry);
