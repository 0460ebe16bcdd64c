/* SPDX-License-Identifier: Apache-2.0
 *
 * When entries leave: control blocks with something unsent take turns, a bounded number of
 * reports each; one whose client does not read waits until that association is drained, and
 * holds up nobody else.
 */
#include "sim/acsi/reporting_private.h"

enum { REPORTS_A_TURN = 256, REPORTS_AT_ONCE = 16 };

void
rcb_schedule(Rcb *rcb)
{
    Reporting *reporting = rcb->reporting;

    if (!rcb->enabled || rcb->queued || rcb->stalled || rcb->buffer.unsent == NULL) {
        return;
    }
    rcb->queued = true;
    rcb->next_ready = NULL;
    if (reporting->first_ready == NULL) {
        reporting->first_ready = rcb;
        reporting->callbacks->wake(reporting->user);
    } else {
        reporting->last_ready->next_ready = rcb;
    }
    reporting->last_ready = rcb;
}

void
rcb_unschedule(Rcb *rcb)
{
    Reporting *reporting = rcb->reporting;
    Rcb *before = NULL;

    rcb->stalled = false;
    if (!rcb->queued) {
        return;
    }
    for (Rcb *at = reporting->first_ready; at != rcb; at = at->next_ready) {
        before = at;
    }
    if (before == NULL) {
        reporting->first_ready = rcb->next_ready;
    } else {
        before->next_ready = rcb->next_ready;
    }
    if (reporting->last_ready == rcb) {
        reporting->last_ready = before;
    }
    rcb->queued = false;
}

/* Accounts for the entry, then tells. */
static void
was_sent(Rcb *rcb, const ReportEntry *entry)
{
    unsigned sq_num = rcb->sq_num;
    char text[8];

    rcb->sq_num = rcb->buffered ? (uint16_t)(rcb->sq_num + 1) : (uint8_t)(rcb->sq_num + 1);
    rcb->sent_id = entry->id;
    rcb->sent_time = entry->time;
    rcb->buffer.overflow = false;
    rcb->overflow_told = false;
    report_buffer_sent(&rcb->buffer, rcb->buffered);
    if (event_wanted(rcb->reporting->events, EVENT_REPORT_SENT)) {
        g_snprintf(text, sizeof text, "%u", sq_num);
        rcb_emit(rcb, EVENT_REPORT_SENT, text);
    }
}

static void
was_too_large(Rcb *rcb, const ReportEntry *entry)
{
    uint64_t id = entry->id;

    rcb->buffer.overflow = true;
    report_buffer_sent(&rcb->buffer, rcb->buffered);
    rcb_emit_id(rcb, EVENT_ENTRY_LOST, id);
}

/* A gate may end the association while it is sent to, and enabling with it: what a URCB had
 * waiting is gone then, and a BRCB keeps the entry for who comes next. */
static bool
send_next(Rcb *rcb)
{
    const ReportEntry *entry = rcb->buffer.unsent;
    ReportFate fate = report_encode(rcb, entry);

    if (!rcb->enabled) {
        return false;
    }
    switch (fate) {
    case REPORT_SENT:
        was_sent(rcb, entry);
        return true;
    case REPORT_TOO_LARGE:
        was_too_large(rcb, entry);
        return true;
    default:
        return false;
    }
}

/* Returns how many reports left. */
static unsigned
send_some(Rcb *rcb)
{
    const Reporting *reporting = rcb->reporting;
    unsigned count = 0;

    while (count < REPORTS_AT_ONCE && rcb->enabled && rcb->buffer.unsent != NULL) {
        rcb->stalled = !reporting->callbacks->is_ready(reporting->user, rcb->owner);
        if (rcb->stalled || !send_next(rcb)) {
            return count;
        }
        count++;
    }
    rcb_schedule(rcb);
    return count;
}

void
reporting_turn(Reporting *reporting)
{
    unsigned count = 0;

    while (count < REPORTS_A_TURN && reporting->first_ready != NULL) {
        Rcb *rcb = reporting->first_ready;

        rcb_unschedule(rcb);
        count += send_some(rcb);
    }
    if (reporting->first_ready != NULL) {
        reporting->callbacks->wake(reporting->user);
    }
}

void
reporting_drained(Reporting *reporting, const VmdCaller *caller)
{
    for (unsigned i = 0; i < reporting->slot_count; i++) {
        Rcb *rcb = reporting->slots[i].rcb;

        if (rcb != NULL && rcb->stalled && rcb->owner == caller) {
            rcb->stalled = false;
            rcb_schedule(rcb);
        }
    }
}
