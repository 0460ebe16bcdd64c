/* SPDX-License-Identifier: Apache-2.0
 *
 * Requests that are answered later (see service.h). A pending request keeps a copy of its
 * argument, the results encoded so far and the place where the VMD said LATER; completing it
 * serves the request again from there.
 */
#include "sim/mms/association_private.h"

struct MmsPending {
    MmsAssociation *association;
    const ServiceRow *row;
    uint32_t invoke_id;
    GByteArray *body;
    GByteArray *done;
    unsigned at;
    bool held; /* the service said LATER: it stands in association->pendings */
    bool resumed;
    MmsDataError result;
    Slice data;
    MmsPendingGone gone;
    void *gone_user;
};

static void
free_pending(MmsPending *pending)
{
    g_byte_array_unref(pending->body);
    g_byte_array_unref(pending->done);
    g_free(pending);
}

/* Dies unanswered: whoever holds the handle is told. */
static void
lose_pending(MmsPending *pending)
{
    MmsPendingGone gone = pending->gone;

    pending->gone = NULL;
    if (gone != NULL) {
        gone(pending->gone_user);
    }
    free_pending(pending);
}

MmsPending *
mms_pending_of(VmdCaller *caller)
{
    MmsAssociation *association =
        (MmsAssociation *)((char *)caller - G_STRUCT_OFFSET(MmsAssociation, caller));
    MmsRequest *request = association->serving;
    MmsPending *pending;

    g_return_val_if_fail(request != NULL, NULL);
    if (request->pending == NULL) {
        pending = g_new0(MmsPending, 1);
        pending->association = association;
        pending->invoke_id = request->invoke_id;
        pending->body = g_byte_array_new();
        pending->done = g_byte_array_new();
        request->pending = pending;
    }
    return request->pending;
}

void
mms_pending_watch(MmsPending *pending, MmsPendingGone gone, void *user)
{
    pending->gone = gone;
    pending->gone_user = user;
}

bool
mms_pending_hold(MmsRequest *request, unsigned at, Slice done)
{
    MmsPending *pending = request->pending;

    if (pending == NULL) {
        return false;
    }
    if (!pending->resumed) {
        g_byte_array_append(pending->body, request->body.data, (guint)request->body.size);
    }
    g_byte_array_set_size(pending->done, 0);
    g_byte_array_append(pending->done, done.data, (guint)done.size);
    pending->at = at;
    return true;
}

void
mms_pending_settle(MmsRequest *request, ServiceVerdict verdict, const ServiceRow *row)
{
    MmsPending *pending = request->pending;
    MmsState state = request->association->state;

    if (pending == NULL) {
        return;
    }
    if (verdict == SERVICE_LATER &&
        (state == MMS_STATE_OPEN || state == MMS_STATE_CONCLUDING)) {
        pending->row = row;
        pending->held = true;
        g_ptr_array_add(request->association->pendings, pending);
    } else {
        lose_pending(pending);
    }
    request->pending = NULL;
}

bool
mms_pending_resumed(const MmsRequest *request, MmsResumed *resumed)
{
    const MmsPending *pending = request->pending;

    *resumed = (MmsResumed){ 0 };
    if (pending == NULL || !pending->resumed) {
        return false;
    }
    resumed->at = pending->at;
    resumed->done = (Slice){ pending->done->data, pending->done->len };
    resumed->result = pending->result;
    resumed->data = pending->data;
    return true;
}

void
mms_pending_complete(MmsPending *pending, MmsDataError result, Slice data)
{
    MmsAssociation *association = pending->association;
    MmsRequest request = { .association = association,
                           .vmd = association->vmd,
                           .caller = &association->caller,
                           .limits = &association->limits,
                           .invoke_id = pending->invoke_id,
                           .pending = pending };

    g_return_if_fail(pending->held && association->serving == NULL);
    g_ptr_array_remove_fast(association->pendings, pending);
    request.tag = pending->row->request_tag;
    request.body = (Slice){ pending->body->data, pending->body->len };
    pending->held = false;
    pending->resumed = true;
    pending->gone = NULL;
    pending->result = result == MMS_DATA_LATER ? MMS_DATA_TEMPORARILY_UNAVAILABLE : result;
    pending->data = data;
    mms_confirmed_serve(&request, pending->row);
}

static MmsPending *
find_pending(const MmsAssociation *association, uint32_t invoke_id)
{
    for (unsigned i = 0; i < association->pendings->len; i++) {
        MmsPending *pending = g_ptr_array_index(association->pendings, i);

        if (pending->invoke_id == invoke_id) {
            return pending;
        }
    }
    return NULL;
}

bool
mms_pending_exists(const MmsAssociation *association, uint32_t invoke_id)
{
    return find_pending(association, invoke_id) != NULL;
}

/* A write that already changed something cannot be taken back. */
static bool
is_cancellable(const MmsPending *pending)
{
    return pending->done->len == 0 || pending->row->request_tag != 0xA5;
}

void
mms_pending_cancel(MmsAssociation *association, uint32_t invoke_id)
{
    MmsPending *pending = find_pending(association, invoke_id);
    BerWriter writer = mms_association_write(association);

    association->counters.errors_sent++;
    if (pending == NULL || !is_cancellable(pending)) {
        mms_cancel_error_put(&writer, invoke_id,
                             pending == NULL ? MMS_CANCEL_INVOKE_ID_UNKNOWN
                                             : MMS_CANCEL_NOT_POSSIBLE);
        mms_association_send(association, &association->outgoing);
        return;
    }
    g_ptr_array_remove_fast(association->pendings, pending);
    ber_put_unsigned(&writer, 0x86, invoke_id);
    mms_association_send(association, &association->outgoing);
    lose_pending(pending);
    if (association->state != MMS_STATE_OPEN && association->state != MMS_STATE_CONCLUDING) {
        return;
    }
    writer = mms_association_write(association);
    mms_confirmed_error_put(&writer, invoke_id, MMS_PREEMPT_CANCEL, (MmsErrorDetail){ 0 });
    mms_association_send(association, &association->outgoing);
}

void
mms_pending_drop_all(MmsAssociation *association)
{
    while (association->pendings->len > 0) {
        lose_pending(g_ptr_array_steal_index_fast(association->pendings,
                                                  association->pendings->len - 1));
    }
}
