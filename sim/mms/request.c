/* SPDX-License-Identifier: Apache-2.0
 *
 * Requests of ours (ISO 9506-2 7.2): at most the negotiated count is on the wire, the others
 * wait here in order. An answer to a request we do not have is ignored.
 */
#include "sim/mms/association_private.h"

/* A request that waits for a place, as a whole PDU. */
typedef struct MmsWaiting {
    MmsOutstanding request;
    GByteArray *pdu;
} MmsWaiting;

static unsigned
outstanding_limit(const MmsAssociation *association)
{
    return association->role == OSI_CLIENT ? association->negotiated.outstanding_calling
                                           : association->negotiated.outstanding_called;
}

static MmsOutstanding *
find_outstanding(MmsAssociation *association, uint32_t invoke_id)
{
    for (unsigned i = 0; i < association->outstanding->len; i++) {
        MmsOutstanding *request = &g_array_index(association->outstanding, MmsOutstanding, i);

        if (request->invoke_id == invoke_id) {
            return request;
        }
    }
    return NULL;
}

static GList *
find_waiting(MmsAssociation *association, uint32_t invoke_id)
{
    for (GList *link = association->waiting.head; link != NULL; link = link->next) {
        if (((MmsWaiting *)link->data)->request.invoke_id == invoke_id) {
            return link;
        }
    }
    return NULL;
}

/* Never 0, never one that is in use. */
static uint32_t
next_invoke_id(MmsAssociation *association)
{
    uint32_t id = association->last_invoke_id;

    do {
        id++;
    } while (id == 0 || find_outstanding(association, id) != NULL ||
             (association->last_invoke_id > UINT32_MAX / 2 &&
              find_waiting(association, id) != NULL));
    association->last_invoke_id = id;
    return id;
}

static void
answer(const MmsOutstanding *request, const MmsAnswer *answer)
{
    if (request->answered != NULL) {
        request->answered(request->user, answer);
    }
}

uint32_t
mms_association_request(MmsAssociation *association, MmsRequestPut put, const void *request,
                        MmsAnswered answered, void *user)
{
    MmsOutstanding outstanding = { .answered = answered, .user = user };
    BerWriter writer;
    BerMark mark;

    if (association->state != MMS_STATE_OPEN || association->conclude_wanted ||
        outstanding_limit(association) == 0) {
        return 0;
    }
    writer = mms_association_write(association);
    mark = ber_put_open(&writer, 0xA0);
    outstanding.invoke_id = next_invoke_id(association);
    ber_put_unsigned(&writer, BER_INTEGER, outstanding.invoke_id);
    put(&writer, request);
    ber_put_close(&writer, mark);
    if (writer.overflow) {
        return 0;
    }
    if (association->outstanding->len < outstanding_limit(association)) {
        g_array_append_val(association->outstanding, outstanding);
        mms_association_send(association, &association->outgoing);
    } else {
        MmsWaiting *waiting = g_new(MmsWaiting, 1);
        Slice pdu = pdu_content(&association->outgoing);

        waiting->request = outstanding;
        waiting->pdu = g_byte_array_append(g_byte_array_new(), pdu.data, (guint)pdu.size);
        g_queue_push_tail(&association->waiting, waiting);
    }
    return outstanding.invoke_id;
}

static void
send_waiting(MmsAssociation *association)
{
    while (association->waiting.length > 0 && association->state == MMS_STATE_OPEN &&
           association->outstanding->len < outstanding_limit(association)) {
        MmsWaiting *waiting = g_queue_pop_head(&association->waiting);

        pdu_reset(&association->outgoing);
        pdu_append_slice(&association->outgoing,
                         (Slice){ waiting->pdu->data, waiting->pdu->len });
        g_array_append_val(association->outstanding, waiting->request);
        g_byte_array_unref(waiting->pdu);
        g_free(waiting);
        mms_association_send(association, &association->outgoing);
    }
}

void
mms_request_take_response(MmsAssociation *association, uint32_t invoke_id,
                          const MmsAnswer *given)
{
    MmsOutstanding *place = find_outstanding(association, invoke_id);
    MmsOutstanding request;

    if (place == NULL) {
        return;
    }
    request = *place;
    g_array_remove_index_fast(
        association->outstanding,
        (guint)(place - &g_array_index(association->outstanding, MmsOutstanding, 0)));
    send_waiting(association);
    answer(&request, given);
    mms_protocol_conclude_if_idle(association);
}

static void
lose_waiting(MmsWaiting *waiting, MmsAnswerKind kind)
{
    const MmsAnswer lost = { .kind = kind };
    MmsOutstanding request = waiting->request;

    g_byte_array_unref(waiting->pdu);
    g_free(waiting);
    answer(&request, &lost);
}

void
mms_request_lose_all(MmsAssociation *association)
{
    const MmsAnswer lost = { .kind = MMS_ANSWER_LOST };

    while (association->outstanding->len > 0) {
        MmsOutstanding request = g_array_index(association->outstanding, MmsOutstanding, 0);

        g_array_remove_index(association->outstanding, 0);
        answer(&request, &lost);
    }
    while (association->waiting.length > 0) {
        lose_waiting(g_queue_pop_head(&association->waiting), MMS_ANSWER_LOST);
    }
}

void
mms_association_cancel(MmsAssociation *association, uint32_t invoke_id)
{
    GList *link = find_waiting(association, invoke_id);
    BerWriter writer;

    if (link != NULL) {
        MmsWaiting *waiting = link->data;

        g_queue_delete_link(&association->waiting, link);
        lose_waiting(waiting, MMS_ANSWER_CANCELLED);
        mms_protocol_conclude_if_idle(association);
    } else if (association->state == MMS_STATE_OPEN &&
               find_outstanding(association, invoke_id) != NULL) {
        writer = mms_association_write(association);
        ber_put_unsigned(&writer, 0x85, invoke_id);
        mms_association_send(association, &association->outgoing);
    }
}
