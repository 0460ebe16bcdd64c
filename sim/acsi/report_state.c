/* SPDX-License-Identifier: Apache-2.0
 *
 * What a report control block goes through (IEC 61850-7-2 17.2.2.1): it gets a data set, is
 * enabled and disabled, and shows what changes by itself.
 */
#include "sim/acsi/report_set.h"
#include "sim/model/timestamp.h"

void
rcb_purge(Rcb *rcb)
{
    rcb_forget_window(rcb);
    report_buffer_purge(&rcb->buffer);
    rcb->resynced = false;
    rcb->overflow_told = false;
}

void
rcb_use(Rcb *rcb, const VmdVariableList *list, VmdCaller *owner)
{
    Reporting *reporting = rcb->reporting;
    ReportSet *before = rcb->set;

    rcb_purge(rcb);
    g_clear_pointer(&rcb->fingerprint, g_free);
    rcb->set = NULL;
    if (before != NULL) {
        report_set_detach(reporting, before, &rcb->taker);
        report_set_put(reporting, before);
    }
    rcb->list_owner = owner;
    rcb->set = list != NULL ? report_set_get(reporting, list) : NULL;
    rcb_update_active(rcb);
    rcb_arm_integrity(rcb);
}

/* Without a resynchronisation a buffer is sent from its oldest entry, and what was before is
 * not known. */
static void
begin_buffer(Rcb *rcb)
{
    if (!rcb->buffered) {
        report_buffer_purge(&rcb->buffer);
    } else if (!rcb->resynced) {
        report_buffer_rewind(&rcb->buffer);
        rcb->buffer.overflow = true;
    }
}

MmsDataError
rcb_enable(Rcb *rcb, VmdCaller *caller)
{
    if (rcb->set == NULL || rcb->set->count == 0 ||
        (rcb->list_owner != NULL && rcb->list_owner != caller)) {
        return MMS_DATA_TEMPORARILY_UNAVAILABLE;
    }
    rcb_reserve_implicitly(rcb, caller);
    rcb->owner = caller;
    rcb->enabled = true;
    rcb->used = true;
    rcb->sq_num = 0;
    rcb->sent_id = 0;
    rcb->sent_time = 0;
    begin_buffer(rcb);
    report_encode_begin(rcb);
    rcb_poke_number(rcb, "RptEna", true);
    rcb_update_active(rcb);
    rcb_arm_integrity(rcb);
    rcb_schedule(rcb);
    rcb_emit(rcb, EVENT_RCB_ENABLED, NULL);
    return MMS_DATA_SUCCESS;
}

void
rcb_disable(Rcb *rcb, const char *why)
{
    if (!rcb->enabled) {
        return;
    }
    rcb_unschedule(rcb);
    rcb->enabled = false;
    rcb->resynced = false;
    report_encode_end(rcb);
    if (!rcb->buffered) {
        rcb_forget_window(rcb);
        report_buffer_purge(&rcb->buffer);
    }
    rcb_poke_number(rcb, "RptEna", false);
    rcb_update_active(rcb);
    if (!rcb->buffered) {
        rcb_arm_integrity(rcb);
    }
    rcb_emit(rcb, EVENT_RCB_DISABLED, why);
    if (!rcb_shows_reservation(rcb)) {
        rcb->owner = NULL;
    }
}

void
rcb_refresh(const Rcb *rcb)
{
    const ReportEntry *last = rcb->buffer.last;
    uint64_t id = rcb->enabled ? rcb->sent_id : last != NULL ? last->id : 0;
    int64_t time = rcb->enabled ? rcb->sent_time : last != NULL ? last->time : 0;
    Value entry_time = { .kind = VALUE_BINARY_TIME };
    uint8_t octets[REPORT_ENTRY_ID_SIZE];

    rcb_poke_number(rcb, "SqNum", rcb->sq_num);
    if (!rcb->buffered) {
        return;
    }
    for (unsigned i = 0; i < sizeof octets; i++) {
        octets[i] = (uint8_t)(id >> (8 * (sizeof octets - 1 - i)));
    }
    if (id != 0) {
        binary_time_encode(time, entry_time.time);
    }
    rcb_poke(rcb, "EntryID",
             &(Value){ .kind = VALUE_OCTET_STRING, .string = SLICE_OF(octets) });
    rcb_poke(rcb, "TimeofEntry", &entry_time);
    rcb_poke_number(rcb, "ResvTms", rcb_seconds_left(rcb));
}
