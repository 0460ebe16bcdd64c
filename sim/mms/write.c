/* SPDX-License-Identifier: Apache-2.0
 *
 * write (ISO 9506-2 service 5).
 *   request  [5] { VariableAccessSpecification, [0] SEQUENCE OF Data }
 *   response [5] SEQUENCE OF CHOICE { [0] failure DataAccessError, [1] success NULL }
 * The whole request is read and checked before the first item is written. Items are written in
 * order, each with its own result.
 */
#include "sim/mms/write.h"

#include "sim/mms/access_result.h"
#include "sim/mms/access_target.h"
#include "sim/mms/association_private.h"
#include "sim/mms/data.h"

/* Octets of the response around the results, and most octets of one result. */
enum { RESPONSE_OVERHEAD = 20, RESULT_SIZE = 3 };

/* Collects listOfData into association->items and returns the count. */
static unsigned
get_data(BerReader *reader, MmsAssociation *association)
{
    BerReader list = ber_open(reader, 0xA0);
    unsigned count = 0;

    while (!ber_at_end(&list)) {
        Slice data = ber_get_element(&list);
        MmsDataCheck check = mms_data_check(data, association->negotiated.nesting);

        if (check >= MMS_DATA_TOO_DEEP) {
            ber_fail(&list, check == MMS_DATA_TOO_DEEP ? BER_TOO_DEEP : BER_BAD_VALUE);
        } else if (count == association->scratch.limit) {
            ber_fail(&list, BER_OUT_OF_RANGE);
        } else {
            if (count == association->items_capacity) {
                association->items_capacity = MAX(4, 2 * count);
                association->items =
                    g_renew(MmsWriteItem, association->items, association->items_capacity);
            }
            association->items[count++] = (MmsWriteItem){ data, check == MMS_DATA_BAD_VALUE };
        }
    }
    ber_close(reader, &list);
    return count;
}

/* Whoever keeps track hears of writes that the VMD itself never sees. */
static void
tell_missed(const MmsRequest *request, const MmsObjectName *name, bool is_list,
            MmsDataError result)
{
    const Vmd *vmd = request->vmd;

    if (vmd->variables->write_missed != NULL) {
        vmd->variables->write_missed(vmd->object, request->caller, name, is_list, result);
    }
}

static MmsDataError
write_item(const MmsTarget *target, unsigned at)
{
    const MmsRequest *request = target->request;
    const Vmd *vmd = request->vmd;
    const MmsWriteItem *item = &request->association->items[at];
    VmdMember member;
    VmdVariable variable;
    MmsDataError result = mms_target_item(target, at, &member, &variable);

    if (result == MMS_DATA_SUCCESS && item->bad_value) {
        result = MMS_DATA_TYPE_INCONSISTENT;
    }
    if (result == MMS_DATA_SUCCESS) {
        result = vmd->variables->write(vmd->object, request->caller, &variable, member.access,
                                       item->data);
    } else {
        tell_missed(request, &member.name, false, result);
    }
    if (result == MMS_DATA_LATER && request->pending == NULL) {
        result = MMS_DATA_TEMPORARILY_UNAVAILABLE;
    }
    return result;
}

static void
finish_item(const MmsTarget *target, unsigned at, MmsDataError result)
{
    if (result == MMS_DATA_SUCCESS) {
        ber_put_null(target->request->writer, 0x81);
    } else {
        mms_data_error_put(target->request->writer, result);
    }
    mms_target_tell(target, MMS_SERVED_WRITE, at, result);
}

static unsigned
put_resumed(const MmsTarget *target)
{
    MmsResumed resumed;

    if (!mms_pending_resumed(target->request, &resumed)) {
        return 0;
    }
    ber_put_raw(target->request->writer, resumed.done);
    finish_item(target, resumed.at, resumed.result);
    return resumed.at + 1;
}

static bool
is_writable(const MmsTarget *target)
{
    const Vmd *vmd = target->request->vmd;

    return target->list == NULL || vmd->lists->is_writable == NULL ||
           vmd->lists->is_writable(vmd->object, target->list);
}

static ServiceVerdict
write_items(const MmsTarget *target)
{
    const MmsRequest *request = target->request;
    const Vmd *vmd = request->vmd;
    BerMark service = ber_put_open(request->writer, 0xA5);
    MmsDataError result = MMS_DATA_SUCCESS;
    unsigned at = put_resumed(target);

    if (vmd->variables->write_open != NULL) {
        vmd->variables->write_open(vmd->object, request->caller, target->list);
    }
    for (; at < target->count; at++) {
        result = write_item(target, at);
        if (result == MMS_DATA_LATER) {
            break;
        }
        finish_item(target, at, result);
    }
    if (vmd->variables->write_close != NULL) {
        vmd->variables->write_close(vmd->object, request->caller);
    }
    if (result == MMS_DATA_LATER) {
        mms_pending_hold(target->request, at,
                         slice_from(pdu_content(request->writer->pdu), service));
        return SERVICE_LATER;
    }
    ber_put_close(request->writer, service);
    return SERVICE_ANSWERED;
}

static ServiceVerdict
serve(MmsRequest *request)
{
    MmsAssociation *association = request->association;
    BerReader reader = ber_reader(request->body);
    Slice element;
    MmsVariables variables = mms_variables_get(&reader, &association->scratch,
                                               association->negotiated.nesting, &element);
    unsigned count = get_data(&reader, association);
    MmsTarget target;
    MmsError error;

    if (!mms_request_is_read(request, &reader)) {
        return SERVICE_REJECTED;
    }
    error = mms_target_open(&target, request, variables);
    if (error != MMS_OK) {
        tell_missed(request, variables.list, true, MMS_DATA_OBJECT_NON_EXISTENT);
        return mms_request_refuse(request, error);
    }
    if (count != target.count && request->pending != NULL) {
        return mms_request_refuse(request, MMS_OBJECT_INVALIDATED); /* redefined meanwhile */
    }
    if (count != target.count) {
        request->reject = MMS_REJECT_INVALID_ARGUMENT;
        return SERVICE_REJECTED;
    }
    if (!is_writable(&target)) {
        tell_missed(request, variables.list, true, MMS_DATA_OBJECT_ACCESS_DENIED);
        return mms_request_refuse(request, MMS_OBJECT_ACCESS_DENIED);
    }
    if (RESPONSE_OVERHEAD + (size_t)RESULT_SIZE * count > request->writer->limit) {
        return mms_request_refuse(request, MMS_RESOURCE_OTHER);
    }
    return write_items(&target);
}

void
mms_write_put_request(BerWriter *writer, const void *request)
{
    const MmsWriteRequest *write = request;
    BerMark service = ber_put_open(writer, 0xA5);
    BerMark data;

    mms_variables_put(writer, &write->variables);
    data = ber_put_open(writer, 0xA0);
    for (unsigned i = 0; i < write->data_count; i++) {
        ber_put_raw(writer, write->data[i]);
    }
    ber_put_close(writer, data);
    ber_put_close(writer, service);
}

bool
mms_write_get_response(const MmsAnswer *answer, MmsWriteResults *results)
{
    *results = (MmsWriteResults){ ber_reader(answer->body) };
    return answer->kind == MMS_ANSWER_RESPONSE && answer->tag == mms_write_row.response_tag;
}

bool
mms_write_results_next(MmsWriteResults *results, MmsDataError *result)
{
    BerReader *reader = &results->reader;

    *result = MMS_DATA_OBJECT_INVALIDATED;
    if (ber_at_end(reader)) {
        return false;
    }
    if (ber_peek(reader) == 0x80) {
        *result = (MmsDataError)ber_get_integer(reader, 0x80, 0, MMS_DATA_SUCCESS - 1);
    } else {
        ber_get_null(reader, 0x81);
        *result = MMS_DATA_SUCCESS;
    }
    return reader->error == BER_OK;
}

const ServiceRow mms_write_row = {
    .number = 5,
    .name = "write",
    .request_tag = 0xA5,
    .response_tag = 0xA5,
    .serve = serve,
    .needs = SERVICE_NEEDS_VARIABLES,
    .clause = "ISO 9506-2 14.7",
};
