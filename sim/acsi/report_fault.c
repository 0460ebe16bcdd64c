/* SPDX-License-Identifier: Apache-2.0
 *
 * What faults do to report control blocks beside the gates (see reporting.h): reports without a
 * cause, buffers that forget, RptEna that falls, and somebody else who has the block. Each goes
 * the way a client's write would, so that the control block stays consistent.
 */
#include "sim/acsi/reporting_private.h"

static unsigned
count_entries(const Rcb *rcb)
{
    unsigned count = 0;

    for (const ReportEntry *at = rcb->buffer.first; at != NULL; at = at->next) {
        count++;
    }
    return count;
}

void
reporting_each_rcb(Reporting *reporting, void (*each)(void *user, const ReportingRcb *rcb),
                   void *user)
{
    for (unsigned i = 0; i < reporting->slot_count; i++) {
        const Rcb *rcb = reporting->slots[i].rcb;
        ReportingRcb told = { .number = i, .block = reporting->slots[i].block };

        if (rcb != NULL) {
            told.enabled = rcb->enabled;
            told.entries = count_entries(rcb);
            told.association = rcb->owner != NULL ? rcb->owner->association : 0;
        }
        each(user, &told);
    }
}

void
reporting_repeat(Reporting *reporting, unsigned number)
{
    Rcb *rcb = reporting->slots[number].rcb;

    if (rcb != NULL && rcb->enabled && rcb->set != NULL) {
        rcb_flush_window(rcb);
        rcb_report_all(rcb, REPORT_INTEGRITY);
    }
}

void
reporting_forget_entries(Reporting *reporting, unsigned number)
{
    Rcb *rcb = reporting->slots[number].rcb;

    if (rcb == NULL) {
        return;
    }
    for (const ReportEntry *at = rcb->buffer.unsent; at != NULL && rcb->used; at = at->next) {
        rcb_emit_id(rcb, EVENT_ENTRY_LOST, at->id);
    }
    rcb_unschedule(rcb);
    rcb_purge(rcb);
    rcb_tell_change(rcb);
}

void
reporting_disable(Reporting *reporting, unsigned number, const char *why)
{
    Rcb *rcb = reporting->slots[number].rcb;

    if (rcb != NULL && rcb->enabled) {
        rcb_disable(rcb, why);
        rcb_tell_change(rcb);
    }
}

void
reporting_steal(Reporting *reporting, unsigned number, const char *host)
{
    Rcb *rcb = reporting_get(reporting, &reporting->slots[number]);

    rcb_disable(rcb, "another client took the control block");
    rcb->resynced = false;
    rcb_reserve_for(rcb, host);
    rcb_tell_change(rcb);
}

void
reporting_give_back(Reporting *reporting, unsigned number, const char *host)
{
    Rcb *rcb = reporting->slots[number].rcb;

    if (rcb != NULL && rcb->owner == NULL && g_strcmp0(rcb->reserved_for, host) == 0) {
        rcb_release(rcb);
        rcb_tell_change(rcb);
    }
}
