/* SPDX-License-Identifier: Apache-2.0
 *
 * initializeJournal (ISO 9506-2 service 67): deletes entries of a journal.
 */
#pragma once

#include "sim/mms/service.h"

typedef struct MmsInitializeJournalRequest {
    MmsObjectName journal;
    VmdJournalLimit limit;
} MmsInitializeJournalRequest;

void mms_initialize_journal_put_request(BerWriter *writer, const void *request);
/* `deleted`: how many entries went. */
bool mms_initialize_journal_get_response(const MmsAnswer *answer, uint32_t *deleted);

extern const ServiceRow mms_initialize_journal_row;
