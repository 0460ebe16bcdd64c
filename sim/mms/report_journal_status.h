/* SPDX-License-Identifier: Apache-2.0
 *
 * reportJournalStatus (ISO 9506-2 service 68): how many entries a journal has.
 */
#pragma once

#include "sim/mms/service.h"

typedef struct MmsJournalStatus {
    uint32_t entries;
    bool deletable;
} MmsJournalStatus;

/* `request` is an MmsObjectName. */
void mms_report_journal_status_put_request(BerWriter *writer, const void *request);
bool mms_report_journal_status_get_response(const MmsAnswer *answer, MmsJournalStatus *status);

extern const ServiceRow mms_report_journal_status_row;
