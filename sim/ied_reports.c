/* SPDX-License-Identifier: Apache-2.0
 *
 * Reporting towards the associations of an IED: reports leave at the end of a turn, and a
 * client for whom much waits gets none until it has read.
 */
#include "sim/ied_private.h"

#define REPORT_QUEUE (128 * 1024)

static void
drained(void *user)
{
    const IedAssociation *association = user;

    reporting_drained(association->ied->reporting, mms_association_caller(association->mms));
}

static void
wake(void *user)
{
    Ied *ied = user;

    loop_later(ied->loop, &ied->reports);
}

static bool
is_ready(void *user, const VmdCaller *caller)
{
    const Ied *ied = user;
    const IedAssociation *association = mms_association_user(caller);

    if (connection_queued(association->connection) <= ied->report_queue) {
        return true;
    }
    connection_tell_drained(association->connection, ied->report_queue / 2, drained);
    return false;
}

static uint32_t
pdu_size(void *user, const VmdCaller *caller)
{
    const IedAssociation *association = mms_association_user(caller);

    (void)user;
    return mms_association_negotiated(association->mms)->pdu_size;
}

static bool
send_report(void *user, const VmdCaller *caller, Slice content)
{
    const IedAssociation *association = mms_association_user(caller);

    (void)user;
    return mms_association_send_unconfirmed(association->mms, content);
}

static void
close_association(void *user, const VmdCaller *caller)
{
    IedAssociation *association = mms_association_user(caller);

    (void)user;
    association->closing = true;
}

static int64_t
now(void *user)
{
    return acsi_now(&((Ied *)user)->server);
}

static void
unsaved(void *user)
{
    ied_state_changed(user);
}

static void
changed(void *user, const ControlBlock *block)
{
    tracking_note_change(((Ied *)user)->server.tracking, block);
}

static void
tell(void *user, const char *text)
{
    ied_state_tell(user, text);
}

Reporting *
ied_reporting(Ied *ied)
{
    return ied->reporting;
}

static const ReportingUser reporting_user = { .wake = wake,
                                              .is_ready = is_ready,
                                              .pdu_size = pdu_size,
                                              .send = send_report,
                                              .close = close_association,
                                              .now = now,
                                              .unsaved = unsaved,
                                              .changed = changed,
                                              .tell = tell };

static void
turn(LoopLater *later)
{
    Ied *ied = (Ied *)(void *)((char *)later - offsetof(Ied, reports));

    ied_state_commit(ied);
    reporting_turn(ied->reporting);
    for (IedAssociation *at = ied->associations; at != NULL; at = at->next) {
        if (at->closing) {
            at->closing = false;
            ied_association_abort(at);
        }
    }
}

void
ied_reports_open(Ied *ied, const IedParameters *parameters)
{
    ied->report_queue = parameters->report_queue != 0 ? parameters->report_queue : REPORT_QUEUE;
    ied->reports.run = turn;
    ied->reporting = reporting_new(&(ReportingParameters){ .vmd = ied->vmd,
                                                           .values = ied->values,
                                                           .clock = ied->clock,
                                                           .events = ied->events,
                                                           .ied = ied->name,
                                                           .gates = ied->gates,
                                                           .limits = parameters->reports,
                                                           .store = ied->store,
                                                           .callbacks = &reporting_user,
                                                           .user = ied });
}

void
ied_reports_close(Ied *ied)
{
    reporting_free(ied->reporting);
    ied->reporting = NULL;
    loop_forget(ied->loop, &ied->reports);
}
