/* SPDX-License-Identifier: Apache-2.0
 *
 * read (ISO 9506-2 service 4).
 *   request  [4] { [0] specificationWithResult DEFAULT FALSE, [1]E VariableAccessSpecification
 * } response [4] { [0]E VariableAccessSpecification?, [1] SEQUENCE OF AccessResult } The values
 * go straight from the VMD into the response. One result an item, in order; only a response
 * that does not fit the PDU refuses the whole.
 */
#include "sim/mms/read.h"

#include "sim/mms/access_target.h"
#include "sim/mms/association_private.h"

/* Puts the item's AccessResult; LATER puts nothing. */
static MmsDataError
read_item(const MmsTarget *target, unsigned at)
{
    const MmsRequest *request = target->request;
    const Vmd *vmd = request->vmd;
    BerWriter *writer = request->writer;
    BerMark mark = ber_writer_mark(writer);
    VmdMember member;
    VmdVariable variable;
    MmsDataError result = mms_target_item(target, at, &member, &variable);

    if (result == MMS_DATA_SUCCESS) {
        result = vmd->variables->read(vmd->object, request->caller, &variable, member.access,
                                      writer);
    }
    if (result != MMS_DATA_SUCCESS) {
        ber_writer_rewind(writer, mark);
        if (result == MMS_DATA_LATER && request->pending == NULL) {
            result = MMS_DATA_TEMPORARILY_UNAVAILABLE;
        }
    }
    return result;
}

static void
finish_item(const MmsTarget *target, unsigned at, MmsDataError result)
{
    if (result != MMS_DATA_SUCCESS) {
        mms_data_error_put(target->request->writer, result);
    }
    mms_target_tell(target, MMS_SERVED_READ, at, result);
}

/* What was read before the request had to wait; returns the index to go on from, past the end
 * when the list became shorter meanwhile. */
static unsigned
put_resumed(const MmsTarget *target)
{
    MmsResumed resumed;

    if (!mms_pending_resumed(target->request, &resumed)) {
        return 0;
    }
    if (resumed.at >= target->count) {
        return target->count + 1;
    }
    ber_put_raw(target->request->writer, resumed.done);
    if (resumed.result == MMS_DATA_SUCCESS) {
        ber_put_raw(target->request->writer, resumed.data);
    }
    finish_item(target, resumed.at, resumed.result);
    return resumed.at + 1;
}

static ServiceVerdict
read_items(const MmsTarget *target)
{
    BerWriter *writer = target->request->writer;
    BerMark results = ber_put_open(writer, 0xA1);
    unsigned at = put_resumed(target);

    if (at > target->count) {
        return mms_request_refuse(target->request, MMS_OBJECT_INVALIDATED);
    }
    for (; at < target->count && !writer->overflow; at++) {
        MmsDataError result = read_item(target, at);

        if (result == MMS_DATA_LATER) {
            mms_pending_hold(target->request, at,
                             slice_from(pdu_content(writer->pdu), results));
            return SERVICE_LATER;
        }
        finish_item(target, at, result);
    }
    ber_put_close(writer, results);
    return SERVICE_ANSWERED;
}

static ServiceVerdict
serve(MmsRequest *request)
{
    MmsAssociation *association = request->association;
    BerReader reader = ber_reader(request->body);
    BerWriter *writer = request->writer;
    bool echo = ber_peek(&reader) == 0x80 && ber_get_boolean(&reader, 0x80);
    BerReader specification = ber_open(&reader, 0xA1);
    Slice element;
    MmsVariables variables = mms_variables_get(&specification, &association->scratch,
                                               association->negotiated.nesting, &element);
    ServiceVerdict verdict;
    MmsTarget target;
    MmsError error;
    BerMark service;

    ber_close(&reader, &specification);
    if (!mms_request_is_read(request, &reader)) {
        return SERVICE_REJECTED;
    }
    error = mms_target_open(&target, request, variables);
    if (error != MMS_OK) {
        return mms_request_refuse(request, error);
    }
    service = ber_put_open(writer, 0xA4);
    if (echo) {
        ber_put(writer, 0xA0, element);
    }
    verdict = read_items(&target);
    if (verdict == SERVICE_ANSWERED) {
        ber_put_close(writer, service);
    }
    return verdict;
}

void
mms_read_put_request(BerWriter *writer, const void *request)
{
    const MmsReadRequest *read = request;
    BerMark service = ber_put_open(writer, 0xA4);
    BerMark specification;

    if (read->specification_with_result) {
        ber_put_boolean(writer, 0x80, true);
    }
    specification = ber_put_open(writer, 0xA1);
    mms_variables_put(writer, &read->variables);
    ber_put_close(writer, specification);
    ber_put_close(writer, service);
}

bool
mms_read_get_response(const MmsAnswer *answer, MmsResults *results)
{
    BerReader reader = ber_reader(answer->body);

    *results = (MmsResults){ 0 };
    if (answer->kind != MMS_ANSWER_RESPONSE || answer->tag != mms_read_row.response_tag) {
        return false;
    }
    if (ber_peek(&reader) == 0xA0) {
        ber_skip(&reader); /* the specification, when we asked for it */
    }
    results->reader = ber_open(&reader, 0xA1);
    return ber_at_end(&reader) && reader.error == BER_OK;
}

const ServiceRow mms_read_row = {
    .number = 4,
    .name = "read",
    .request_tag = 0xA4,
    .response_tag = 0xA4,
    .serve = serve,
    .needs = SERVICE_NEEDS_VARIABLES,
    .clause = "ISO 9506-2 14.6",
};
