/* SPDX-License-Identifier: Apache-2.0
 *
 * MMS PDUs by their outer tag (ISO 9506-2 7): each kind is a row with the states it may come
 * in. What has no row, comes in another state or cannot be parsed is a PDU error: the first is
 * rejected, the next in a row ends the association. A response, error or reject is never
 * answered with a reject, so two peers cannot reject one another for ever.
 */
#include "sim/mms/association_private.h"

#define STRIKES_MAX 2

#define IN(state) (1u << (state))
#define WHILE_OPEN (IN(MMS_STATE_OPEN) | IN(MMS_STATE_CONCLUDING))

/* False when the content cannot be parsed at all. */
typedef bool (*PduTake)(MmsAssociation *association, Slice content);

typedef struct PduRow {
    BerTag tag;
    const char *name;
    unsigned states;
    bool is_answer; /* never rejected */
    PduTake take;
} PduRow;

void
mms_protocol_reject(MmsAssociation *association, const uint32_t *invoke_id, int reject)
{
    BerWriter writer = mms_association_write(association);

    mms_reject_put(&writer, invoke_id, reject);
    association->counters.rejects_sent++;
    mms_association_send(association, &association->outgoing);
}

static void
put_bare(MmsAssociation *association, BerTag tag)
{
    BerWriter writer = mms_association_write(association);

    ber_put_null(&writer, tag);
    mms_association_send(association, &association->outgoing);
}

void
mms_protocol_conclude_if_idle(MmsAssociation *association)
{
    if (association->conclude_wanted && association->state == MMS_STATE_OPEN &&
        association->outstanding->len == 0 && association->waiting.length == 0) {
        association->conclude_wanted = false;
        association->state = MMS_STATE_CONCLUDING;
        put_bare(association, 0x8B);
    }
}

static bool
take_response(MmsAssociation *association, Slice content)
{
    MmsAnswer answer = { .kind = MMS_ANSWER_RESPONSE };
    BerReader reader = ber_reader(content);
    uint32_t invoke_id = ber_get_unsigned32(&reader, BER_INTEGER);

    answer.body = ber_get_any(&reader, &answer.tag);
    if (reader.error != BER_OK) {
        return false;
    }
    mms_request_take_response(association, invoke_id, &answer);
    return true;
}

static bool
take_error(MmsAssociation *association, Slice content)
{
    MmsAnswer answer = { .kind = MMS_ANSWER_ERROR };
    BerReader reader = ber_reader(content);
    uint32_t invoke_id = ber_get_unsigned32(&reader, 0x80);

    if (ber_peek(&reader) == 0x81) {
        ber_skip(&reader); /* modifierPosition */
    }
    answer.error = mms_service_error_get(&reader, 0xA2);
    if (reader.error != BER_OK) {
        return false;
    }
    if (answer.error == MMS_PREEMPT_CANCEL) {
        answer.kind = MMS_ANSWER_CANCELLED;
    }
    mms_request_take_response(association, invoke_id, &answer);
    return true;
}

/* confirmed-requestPDU or pdu-error. */
static bool
is_about_request(int reject)
{
    return reject >> 8 == 0x81 || reject >> 8 == 0x85;
}

static bool
take_reject(MmsAssociation *association, Slice content)
{
    MmsAnswer answer = { .kind = MMS_ANSWER_REJECT };
    MmsRejected rejected;

    association->counters.rejects_received++;
    if (!mms_reject_get(content, &rejected)) {
        return false;
    }
    answer.reject = rejected.reject;
    if (!rejected.has_invoke_id && !is_about_request(rejected.reject)) {
        return true;
    }
    /* Without invokeID it is clear only when one request of ours is on the wire. */
    if (!rejected.has_invoke_id && association->outstanding->len == 1) {
        rejected.has_invoke_id = true;
        rejected.invoke_id =
            g_array_index(association->outstanding, MmsOutstanding, 0).invoke_id;
    }
    if (rejected.has_invoke_id) {
        mms_request_take_response(association, rejected.invoke_id, &answer);
    }
    return true;
}

static bool
take_unconfirmed(MmsAssociation *association, Slice content)
{
    if (association->callbacks.unconfirmed != NULL) {
        association->callbacks.unconfirmed(association->user, content);
    }
    return true;
}

static bool
take_cancel_request(MmsAssociation *association, Slice content)
{
    uint64_t invoke_id;

    if (!ber_decode_unsigned(content, &invoke_id) || invoke_id > UINT32_MAX) {
        mms_protocol_reject(association, NULL, MMS_REJECT_CANCEL_REQUEST_INVOKE_ID);
    } else {
        mms_pending_cancel(association, (uint32_t)invoke_id);
    }
    return true;
}

/* The cancelled request's own answer follows, or came already. */
static bool
take_cancel_answer(MmsAssociation *association, Slice content)
{
    (void)association;
    (void)content;
    return true;
}

static bool
take_conclude_request(MmsAssociation *association, Slice content)
{
    BerWriter writer;

    if (content.size != 0) {
        mms_protocol_reject(association, NULL, MMS_REJECT_CONCLUDE_REQUEST_ARGUMENT);
        return true;
    }
    if (association->outstanding->len > 0 || association->waiting.length > 0) {
        writer = mms_association_write(association);
        mms_service_error_put(&writer, 0xAD, MMS_FURTHER_COMMUNICATION_REQUIRED,
                              (MmsErrorDetail){ 0 });
        association->counters.errors_sent++;
        mms_association_send(association, &association->outgoing);
        return true;
    }
    mms_pending_drop_all(association);
    association->state = MMS_STATE_CONCLUDED;
    put_bare(association, 0x8C);
    return true;
}

static bool
take_conclude_response(MmsAssociation *association, Slice content)
{
    (void)content;
    association->state = MMS_STATE_RELEASING;
    association->wire(association->wire_user, OSI_RELEASE, NULL, 0);
    return true;
}

static bool
take_conclude_error(MmsAssociation *association, Slice content)
{
    BerReader reader = ber_reader(content);
    BerReader class = ber_open(&reader, 0xA0);
    MmsError error = (MmsError)(0x0900 | ber_get_integer(&class, 0x89, 0, 0xFF));

    if (class.error != BER_OK) {
        return false;
    }
    association->state = MMS_STATE_OPEN;
    if (association->callbacks.conclude_refused != NULL) {
        association->callbacks.conclude_refused(association->user, error);
    } else {
        mms_association_fail(association, "the peer refused to conclude");
    }
    return true;
}

/* Initiate PDUs travel in the connect only. */
static const PduRow rows[] = {
    { 0xA0, "confirmed-Request", WHILE_OPEN, false, mms_confirmed_take },
    { 0xA1, "confirmed-Response", WHILE_OPEN, true, take_response },
    { 0xA2, "confirmed-Error", WHILE_OPEN, true, take_error },
    { 0xA3, "unconfirmed", WHILE_OPEN, false, take_unconfirmed },
    { 0xA4, "reject", WHILE_OPEN, true, take_reject },
    { 0x85, "cancel-Request", WHILE_OPEN, false, take_cancel_request },
    { 0x86, "cancel-Response", WHILE_OPEN, true, take_cancel_answer },
    { 0xA7, "cancel-Error", WHILE_OPEN, true, take_cancel_answer },
    { 0xA8, "initiate-Request", 0, false, NULL },
    { 0xA9, "initiate-Response", 0, true, NULL },
    { 0xAA, "initiate-Error", 0, true, NULL },
    { 0x8B, "conclude-Request", WHILE_OPEN, false, take_conclude_request },
    { 0x8C, "conclude-Response", IN(MMS_STATE_CONCLUDING), true, take_conclude_response },
    { 0xAD, "conclude-Error", IN(MMS_STATE_CONCLUDING), true, take_conclude_error },
};

static const PduRow *
find_row(BerTag tag)
{
    unsigned at = tag & 0x1F;

    return at < G_N_ELEMENTS(rows) && rows[at].tag == tag ? &rows[at] : NULL;
}

static void
strike(MmsAssociation *association, bool is_answer, int reject)
{
    if (++association->strikes >= STRIKES_MAX) {
        mms_association_fail(association, "repeated PDU errors");
    } else if (!is_answer) {
        mms_protocol_reject(association, NULL, reject);
    }
}

void
mms_protocol_take(MmsAssociation *association, Slice pdu)
{
    BerReader reader = ber_reader(pdu);
    BerTag tag;
    Slice content = ber_get_any(&reader, &tag);
    const PduRow *row = find_row(tag);

    association->counters.pdus_in++;
    if (association->state == MMS_STATE_RELEASING) {
        return;
    }
    if (association->state < MMS_STATE_OPEN) {
        mms_association_fail(association, "a PDU before initiate was answered");
        return;
    }
    if (reader.error != BER_OK || reader.at != reader.end) {
        strike(association, row != NULL && row->is_answer, MMS_REJECT_INVALID_PDU);
    } else if (row == NULL) {
        strike(association, false, MMS_REJECT_UNKNOWN_PDU_TYPE);
    } else if ((row->states & IN(association->state)) == 0) {
        strike(association, row->is_answer, MMS_REJECT_INVALID_PDU);
    } else if (!row->take(association, content)) {
        strike(association, row->is_answer, MMS_REJECT_INVALID_PDU);
    } else {
        association->strikes = 0;
    }
}
