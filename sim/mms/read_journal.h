/* SPDX-License-Identifier: Apache-2.0
 *
 * readJournal (ISO 9506-2 service 65): entries of a journal in ascending order, in pages that
 * fill the negotiated PDU. QueryLogByTime and QueryLogAfter of IEC 61850.
 */
#pragma once

#include "sim/mms/service.h"

typedef struct MmsReadJournalRequest {
    MmsObjectName journal;
    VmdJournalQuery query;
    const Slice *tags; /* variables wanted; none: all */
    unsigned tag_count;
} MmsReadJournalRequest;

/* A page of entries being walked; lent bytes. */
typedef struct MmsJournalEntries {
    BerReader reader;
    bool more_follows;
} MmsJournalEntries;

void mms_read_journal_put_request(BerWriter *writer, const void *request);
bool mms_read_journal_get_response(const MmsAnswer *answer, MmsJournalEntries *entries);

/* The next entry, its variables for mms_journal_variable_next; false behind the last one and
 * for bytes that are no entry (entries->reader.error). An entry that carries no variables, as
 * an annotation, has none. */
bool mms_journal_entries_next(MmsJournalEntries *entries, VmdJournalEntry *entry);

/* Takes one variable off the front of an entry's: its tag and the whole Data element. */
bool mms_journal_variable_next(Slice *variables, Slice *tag, Slice *data);

/* Puts one, as VmdJournalEntry.variables holds them; `data` is a whole element. */
void mms_journal_variable_put(BerWriter *writer, Slice tag, Slice data);

extern const ServiceRow mms_read_journal_row;
