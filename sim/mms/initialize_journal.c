/* SPDX-License-Identifier: Apache-2.0
 *
 * initializeJournal (ISO 9506-2 service 67).
 *   request  [67] { [0] journalName, [1] { [0] limitingTime, [1] limitingEntry? }? }
 *   response [67] Unsigned32, the entries deleted
 */
#include "sim/mms/initialize_journal.h"

#include "sim/mms/association_private.h"
#include "sim/mms/journal.h"

static VmdJournalLimit
get_limit(BerReader *reader)
{
    VmdJournalLimit limit = { 0 };
    BerReader inner;

    if (ber_peek(reader) != 0xA1) {
        return limit;
    }
    inner = ber_open(reader, 0xA1);
    limit.by_time = true;
    mms_journal_get_time(&inner, 0x80, limit.before.time);
    if (ber_peek(&inner) == 0x81) {
        limit.by_entry = true;
        mms_journal_get_id(&inner, 0x81, limit.before.id);
    }
    ber_close(reader, &inner);
    return limit;
}

static ServiceVerdict
serve(MmsRequest *request)
{
    const Vmd *vmd = request->vmd;
    BerReader reader = ber_reader(request->body);
    MmsObjectName name = mms_journal_get_name(&reader);
    VmdJournalLimit limit = get_limit(&reader);
    uint32_t deleted = 0;
    MmsError error;

    if (!mms_request_is_read(request, &reader)) {
        return SERVICE_REJECTED;
    }
    error = vmd->journals->initialize(vmd->object, request->caller, &name, &limit, &deleted);
    if (error != MMS_OK) {
        return mms_request_refuse(request, error);
    }
    ber_put_unsigned(request->writer, mms_initialize_journal_row.response_tag, deleted);
    return SERVICE_ANSWERED;
}

void
mms_initialize_journal_put_request(BerWriter *writer, const void *request)
{
    const MmsInitializeJournalRequest *initialize = request;
    const VmdJournalLimit *limit = &initialize->limit;
    BerMark service = ber_put_open(writer, 0xBF43);
    BerMark inner;

    mms_journal_put_name(writer, &initialize->journal);
    if (limit->by_time) {
        inner = ber_put_open(writer, 0xA1);
        mms_journal_put_time(writer, 0x80, limit->before.time);
        if (limit->by_entry) {
            mms_journal_put_id(writer, 0x81, limit->before.id);
        }
        ber_put_close(writer, inner);
    }
    ber_put_close(writer, service);
}

bool
mms_initialize_journal_get_response(const MmsAnswer *answer, uint32_t *deleted)
{
    uint64_t count;

    *deleted = 0;
    if (answer->kind != MMS_ANSWER_RESPONSE ||
        answer->tag != mms_initialize_journal_row.response_tag ||
        !ber_decode_unsigned(answer->body, &count) || count > UINT32_MAX) {
        return false;
    }
    *deleted = (uint32_t)count;
    return true;
}

const ServiceRow mms_initialize_journal_row = {
    .number = 67,
    .name = "initializeJournal",
    .request_tag = 0xBF43,
    .response_tag = 0x9F43,
    .serve = serve,
    .needs = SERVICE_NEEDS_JOURNALS,
    .clause = "ISO 9506-2 16.4",
};
