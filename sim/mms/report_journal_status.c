/* SPDX-License-Identifier: Apache-2.0
 *
 * reportJournalStatus (ISO 9506-2 service 68).
 *   request  [68] { ObjectName }
 *   response [68] { [0] currentEntries Unsigned32, [1] mmsDeletable BOOLEAN }
 */
#include "sim/mms/report_journal_status.h"

#include "sim/mms/association_private.h"
#include "sim/mms/object_name.h"

static ServiceVerdict
serve(MmsRequest *request)
{
    const Vmd *vmd = request->vmd;
    BerReader reader = ber_reader(request->body);
    MmsObjectName name = mms_object_name_get(&reader);
    uint32_t entries = 0;
    bool deletable = false;
    MmsError error;
    BerMark service;

    if (!mms_request_is_read(request, &reader)) {
        return SERVICE_REJECTED;
    }
    error = vmd->journals->status(vmd->object, request->caller, &name, &entries, &deletable);
    if (error != MMS_OK) {
        return mms_request_refuse(request, error);
    }
    service = ber_put_open(request->writer, 0xBF44);
    ber_put_unsigned(request->writer, 0x80, entries);
    ber_put_boolean(request->writer, 0x81, deletable);
    ber_put_close(request->writer, service);
    return SERVICE_ANSWERED;
}

void
mms_report_journal_status_put_request(BerWriter *writer, const void *request)
{
    BerMark service = ber_put_open(writer, 0xBF44);

    mms_object_name_put(writer, request);
    ber_put_close(writer, service);
}

bool
mms_report_journal_status_get_response(const MmsAnswer *answer, MmsJournalStatus *status)
{
    BerReader reader = ber_reader(answer->body);

    *status = (MmsJournalStatus){ 0 };
    if (answer->kind != MMS_ANSWER_RESPONSE ||
        answer->tag != mms_report_journal_status_row.response_tag) {
        return false;
    }
    status->entries = ber_get_unsigned32(&reader, 0x80);
    status->deletable = ber_get_boolean(&reader, 0x81);
    return ber_at_end(&reader) && reader.error == BER_OK;
}

const ServiceRow mms_report_journal_status_row = {
    .number = 68,
    .name = "reportJournalStatus",
    .request_tag = 0xBF44,
    .response_tag = 0xBF44,
    .serve = serve,
    .needs = SERVICE_NEEDS_JOURNALS,
    .clause = "ISO 9506-2 16.5",
};
