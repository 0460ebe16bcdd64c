/* SPDX-License-Identifier: Apache-2.0
 *
 * Confirmed requests of the peer (ISO 9506-2 7.2): invokeID, modifiers, the service through its
 * row, and the one answer: response, error or reject.
 *
 *   confirmed-Request [0] { invokeID Unsigned32, listOfModifier SEQUENCE?, service CHOICE }
 */
#include "sim/mms/association_private.h"

/* What the peer may have outstanding here: it is the calling one when it initiated. */
static unsigned
outstanding_limit(const MmsAssociation *association)
{
    return association->role == OSI_SERVER ? association->negotiated.outstanding_calling
                                           : association->negotiated.outstanding_called;
}

bool
mms_request_is_read(MmsRequest *request, BerReader *reader)
{
    if (reader->error == BER_OK && reader->at == reader->end) {
        return true;
    }
    request->reject = reader->error == BER_TOO_DEEP       ? MMS_REJECT_MAX_RECURSION_EXCEEDED
                      : reader->error == BER_OUT_OF_RANGE ? MMS_REJECT_VALUE_OUT_OF_RANGE
                                                          : MMS_REJECT_INVALID_ARGUMENT;
    return false;
}

ServiceVerdict
mms_request_refuse(MmsRequest *request, MmsError error)
{
    request->error = error;
    return SERVICE_REFUSED;
}

static void
answer(MmsRequest *request, ServiceVerdict verdict, BerMark outer)
{
    MmsAssociation *association = request->association;
    BerWriter *writer = request->writer;

    if (verdict == SERVICE_ANSWERED) {
        ber_put_close(writer, outer);
        if (writer->overflow) {
            request->error = MMS_RESOURCE_OTHER;
            request->detail = (MmsErrorDetail){ 0 };
            verdict = SERVICE_REFUSED;
        }
    }
    switch (verdict) {
    case SERVICE_ANSWERED:
        association->counters.requests_served++;
        mms_association_send(association, &association->response);
        break;
    case SERVICE_REFUSED:
        ber_writer_rewind(writer, 0);
        mms_confirmed_error_put(writer, request->invoke_id, request->error, request->detail);
        association->counters.requests_served++;
        association->counters.errors_sent++;
        mms_association_send(association, &association->response);
        break;
    case SERVICE_REJECTED:
        mms_protocol_reject(association, &request->invoke_id, request->reject);
        break;
    case SERVICE_LATER:
        break;
    }
}

static bool
is_unserved(const MmsLimits *limits, const ServiceRow *row)
{
    return (limits->unserved[row->number / 8] & 0x80 >> row->number % 8) != 0;
}

void
mms_confirmed_serve(MmsRequest *request, const ServiceRow *row)
{
    MmsAssociation *association = request->association;
    BerWriter writer;
    BerMark outer;
    ServiceVerdict verdict;

    pdu_reset(&association->response);
    writer = ber_writer(&association->response, association->negotiated.pdu_size);
    request->writer = &writer;
    outer = ber_put_open(&writer, 0xA1);
    ber_put_unsigned(&writer, BER_INTEGER, request->invoke_id);
    association->serving = request;
    if (is_unserved(request->limits, row)) {
        verdict = mms_request_refuse(request, (MmsError)request->limits->unserved_error);
    } else {
        verdict = mms_service_is_offered(row, request->vmd)
                      ? row->serve(request)
                      : mms_request_refuse(request, MMS_OBJECT_ACCESS_UNSUPPORTED);
    }
    association->serving = NULL;
    mms_pending_settle(request, verdict, row);
    if (association->state == MMS_STATE_OPEN || association->state == MMS_STATE_CONCLUDING) {
        answer(request, verdict, outer);
    }
}

/* Puts invokeID and service into the request; the reject, or 0. */
static int
get_request(BerReader *reader, MmsRequest *request, const ServiceRow **row)
{
    request->tag = ber_peek(reader);
    if (request->tag == BER_SEQUENCE) {
        return MMS_REJECT_UNRECOGNIZED_MODIFIER;
    }
    *row = request->vmd == NULL ? NULL : mms_service_find(request->tag);
    if (*row == NULL) {
        return MMS_REJECT_UNRECOGNIZED_SERVICE;
    }
    request->body = ber_get(reader, request->tag);
    return mms_request_is_read(request, reader) ? 0 : request->reject;
}

/* Faults may change the request's content, swallow it, or close. */
static G_GNUC_NO_INLINE bool
pass_gate(MmsRequest *request)
{
    MmsAssociation *association = request->association;
    GatePass pass = { .point = GATE_SERVE,
                      .layer = "mms",
                      .association = association->caller.association,
                      .bytes = request->body,
                      .subject = request };
    GateVerdict verdict = gate_pass_guests(&association->gates[GATE_SERVE], &pass);

    request->body = pass.bytes;
    if (verdict == GATE_CLOSE) {
        mms_association_fail(association, "closed by a fault");
    }
    return verdict == GATE_PASS;
}

static inline bool
is_watched(const MmsAssociation *association)
{
    return association->gates != NULL && gate_is_attended(&association->gates[GATE_SERVE]);
}

bool
mms_confirmed_take(MmsAssociation *association, Slice content)
{
    MmsRequest request = { .association = association,
                           .vmd = association->vmd,
                           .caller = &association->caller,
                           .limits = &association->limits };
    BerReader reader = ber_reader(content);
    Slice octets = ber_get(&reader, BER_INTEGER);
    const ServiceRow *row;
    uint64_t invoke_id;
    int reject;

    if (reader.error != BER_OK || ber_peek(&reader) == 0) {
        return false;
    }
    if (!ber_decode_unsigned(octets, &invoke_id) || invoke_id > UINT32_MAX) {
        mms_protocol_reject(association, NULL, MMS_REJECT_INVALID_INVOKE_ID);
        return true;
    }
    request.invoke_id = (uint32_t)invoke_id;
    reject = get_request(&reader, &request, &row);
    if (reject == 0 && association->pendings->len > 0) {
        reject = mms_pending_exists(association, request.invoke_id)
                     ? MMS_REJECT_INVALID_INVOKE_ID
                 : association->pendings->len >= outstanding_limit(association)
                     ? MMS_REJECT_MAX_OUTSTANDING_EXCEEDED
                     : 0;
    }
    if (reject != 0) {
        mms_protocol_reject(association, &request.invoke_id, reject);
    } else if (!is_watched(association) || pass_gate(&request)) {
        mms_confirmed_serve(&request, row);
    }
    return true;
}
