/* SPDX-License-Identifier: Apache-2.0
 *
 * What the OSI stack indicates to an association: the initiate in the connect and its answer
 * (ISO 9506-2 8.2), data, release and abort.
 */
#include "sim/mms/association_private.h"

/* ACSE user diagnostic no-reason-given: whoever is not admitted may try again later. */
enum { REFUSED_EVER = 1, REFUSED_NOW = OSI_TRANSIENT + 1 };

/* The user's refusal of what is to be accepted: by ACSE, with nothing of MMS in it, or by an
 * initiate-Error, which `error` then is. True when all is done. */
static bool
refuse_on_purpose(MmsAssociation *association, MmsError *error)
{
    static const OsiReason reason = { .layer = "acse", .text = "refused on purpose" };
    int refusal = association->callbacks.refuse == NULL
                      ? 0
                      : association->callbacks.refuse(association->user);

    if (refusal < 0) {
        *error = mms_initiate_refuse(association, (MmsError)-refusal);
    } else if (refusal > 0) {
        mms_association_end(association, MMS_END_REFUSED, &reason);
        association->wire(association->wire_user, OSI_REFUSE, NULL, refusal);
    }
    return refusal > 0;
}

/* Server: an initiate came. */
static void
take_connect(MmsAssociation *association, Slice pdu)
{
    const char *refusal = NULL;
    MmsError error;

    if (association->state != MMS_STATE_IDLE || association->role != OSI_SERVER) {
        mms_association_fail(association, "a second initiate");
        return;
    }
    association->counters.pdus_in += pdu.size > 0;
    if (association->callbacks.admit != NULL) {
        refusal = association->callbacks.admit(association->user);
    }
    error = refusal == NULL ? mms_initiate_accept(association, pdu)
                            : mms_initiate_refuse(association, MMS_INITIATE_OTHER);
    if (error == MMS_OK && refuse_on_purpose(association, &error)) {
        return;
    }
    association->counters.pdus_out++;
    if (error != MMS_OK) {
        const OsiReason reason = { .layer = "mms",
                                   .code = (int)error,
                                   .text = refusal != NULL ? refusal : mms_error_name(error) };

        association->counters.errors_sent++;
        mms_association_end(association, MMS_END_REFUSED, &reason);
        association->wire(association->wire_user, OSI_REFUSE, &association->outgoing,
                          refusal != NULL ? REFUSED_NOW : REFUSED_EVER);
        return;
    }
    association->state = MMS_STATE_OPEN;
    association->wire(association->wire_user, OSI_ACCEPT, &association->outgoing, 0);
    if (association->state == MMS_STATE_OPEN && association->callbacks.associated != NULL) {
        association->callbacks.associated(association->user);
    }
}

/* Our initiate reached the peer if anything above the transport answers. */
static void
count_initiate(MmsAssociation *association)
{
    association->counters.pdus_out += association->initiate_unseen;
    association->initiate_unseen = false;
}

/* Client: the initiate was answered positively. */
static void
take_accept(MmsAssociation *association, Slice pdu)
{
    if (association->state != MMS_STATE_CONNECTING) {
        mms_association_fail(association, "an unexpected initiate response");
        return;
    }
    count_initiate(association);
    association->counters.pdus_in += pdu.size > 0;
    if (!mms_initiate_get_response(association, pdu)) {
        mms_association_fail(association, "a malformed initiate response");
        return;
    }
    association->state = MMS_STATE_OPEN;
    if (association->callbacks.associated != NULL) {
        association->callbacks.associated(association->user);
    }
}

/* Client: refused, by MMS when an initiate-Error came along, else by a layer below. */
static void
take_refuse(MmsAssociation *association, const OsiIndication *indication)
{
    OsiReason reason = indication->reason;

    count_initiate(association);
    if (indication->content.size > 0) {
        MmsError error = mms_initiate_get_error(indication->content);

        association->counters.pdus_in++;
        if (error != MMS_OK) {
            reason = (OsiReason){ .layer = "mms", .by_peer = true, .code = (int)error };
            reason.text = mms_error_name(error);
        }
    }
    mms_association_end(association, MMS_END_REFUSED, &reason);
}

static void
take_abort(MmsAssociation *association, const OsiReason *reason)
{
    bool transport = reason->layer != NULL &&
                     (strcmp(reason->layer, "cotp") == 0 || strcmp(reason->layer, "tpkt") == 0);

    if (!transport) {
        count_initiate(association);
    }
    mms_association_end(association, mms_association_end_of(association, MMS_END_ABORTED),
                        reason);
}

void
mms_association_indicate(void *user, const OsiIndication *indication)
{
    static const OsiReason released = { .layer = "user", .by_peer = true, .text = "released" };
    MmsAssociation *association = user;

    if (association->state == MMS_STATE_ENDED) {
        return;
    }
    switch (indication->primitive) {
    case OSI_CONNECT:
        if (indication->calling != NULL) {
            association->calling = *indication->calling;
        }
        take_connect(association, indication->content);
        break;
    case OSI_ACCEPT:
        take_accept(association, indication->content);
        break;
    case OSI_REFUSE:
        take_refuse(association, indication);
        break;
    case OSI_DATA:
        mms_protocol_take(association, indication->content);
        break;
    case OSI_RELEASE:
        mms_association_end(association, MMS_END_RELEASED, &released);
        association->wire(association->wire_user, OSI_RELEASED, NULL, 0);
        break;
    case OSI_RELEASED:
        mms_association_end(association, MMS_END_RELEASED, &released);
        break;
    case OSI_ABORT:
        take_abort(association, &indication->reason);
        break;
    }
}
