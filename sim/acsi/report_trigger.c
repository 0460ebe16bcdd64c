/* SPDX-License-Identifier: Apache-2.0
 *
 * From changes to entries (IEC 61850-7-2 17.2.3): a commit marks the members that its leaves
 * trigger; each data set encodes them once, and every control block that takes events gets them
 * as one event, filtered by its TrgOps. BufTm gathers events until a second one of the same
 * member comes; integrity and general interrogation take all members.
 */
#include "sim/acsi/report_set.h"

/* Of the values of one entry. */
#define ENCODED_MAX (1 << 24)

static void
encode_member(Reporting *reporting, const ReportSet *set, unsigned member, unsigned reason)
{
    BerWriter writer = ber_writer(&reporting->encoded, ENCODED_MAX);
    size_t before = pdu_content(&reporting->encoded).size;
    ReportItem item = { .offset = (uint32_t)before,
                        .member = (uint16_t)member,
                        .reason = (uint8_t)reason };
    BerMark mark = ber_writer_mark(&writer);
    const MmsAccess *access;
    NodeRef ref = vmd_ied_list_place(reporting->vmd, set->list, member, &access);

    vmd_ied_put_place(reporting->vmd, &ref, access, &writer);
    if (writer.overflow) {
        ber_writer_rewind(&writer, mark);
        mms_data_error_put(&writer, MMS_DATA_OBJECT_INVALIDATED);
    }
    item.size = (uint32_t)(pdu_content(&reporting->encoded).size - before);
    g_array_append_val(reporting->items, item);
}

static ReportBody *
finish_body(Reporting *reporting)
{
    ReportBody *body = report_body_new((const ReportItem *)(void *)reporting->items->data,
                                       reporting->items->len, pdu_content(&reporting->encoded));

    g_array_set_size(reporting->items, 0);
    pdu_reset(&reporting->encoded);
    return body;
}

static int
compare_members(const void *left, const void *right)
{
    return *(const uint16_t *)left - *(const uint16_t *)right;
}

/* What the commit touched, with every reason there is; the marks are taken away. */
static ReportBody *
build_touched(Reporting *reporting, ReportSet *set)
{
    if (set->touched_count > 1) {
        qsort(set->touched, set->touched_count, sizeof *set->touched, compare_members);
    }
    for (unsigned i = 0; i < set->touched_count; i++) {
        unsigned member = set->touched[i];

        encode_member(reporting, set, member, set->reasons[member]);
        set->reasons[member] = 0;
    }
    set->touched_count = 0;
    return finish_body(reporting);
}

static void
entry_lost(void *user, const ReportEntry *entry)
{
    Rcb *rcb = user;

    rcb->buffer.overflow = true;
    if (!rcb->used) {
        return; /* nobody misses what nobody ever subscribed to */
    }
    if (rcb->buffered && !rcb->overflow_told) {
        rcb->overflow_told = true;
        rcb_emit(rcb, EVENT_BUFFER_OVERFLOWED, NULL);
    }
    rcb_emit_id(rcb, EVENT_ENTRY_LOST, entry->id);
}

static void
add_entry(Rcb *rcb, ReportBody *body, bool interrogated)
{
    const Reporting *reporting = rcb->reporting;
    int64_t time = reporting->callbacks->now != NULL
                       ? reporting->callbacks->now(reporting->user)
                       : clock_now(reporting->clock);

    report_buffer_append(&rcb->buffer, body, time, interrogated, entry_lost, rcb);
    rcb_emit_id(rcb, EVENT_ENTRY_MADE, rcb->buffer.last_id);
    rcb_schedule(rcb);
}

void
rcb_forget_window(Rcb *rcb)
{
    clock_disarm(rcb->reporting->clock, &rcb->window);
    g_clear_pointer(&rcb->gathered, report_body_unref);
}

void
rcb_flush_window(Rcb *rcb)
{
    ReportBody *body = g_steal_pointer(&rcb->gathered);

    clock_disarm(rcb->reporting->clock, &rcb->window);
    if (body != NULL) {
        add_entry(rcb, body, false);
        report_body_unref(body);
    }
}

static void
window_over(Timer *timer)
{
    rcb_flush_window((Rcb *)(void *)((char *)timer - offsetof(Rcb, window)));
}

/* One event: an entry at once, or more for the window. */
static void
take_event(EventTaker *taker, ReportBody *body)
{
    Rcb *rcb = (Rcb *)(void *)((char *)taker - offsetof(Rcb, taker));
    Clock *clock = rcb->reporting->clock;
    ReportBody *merged;

    if (rcb->buf_tm == 0) {
        add_entry(rcb, body, false);
        return;
    }
    if (rcb->gathered != NULL && report_body_overlaps(rcb->gathered, body)) {
        rcb_flush_window(rcb);
    }
    if (rcb->gathered == NULL) {
        rcb->gathered = report_body_ref(body);
        clock_arm(clock, &rcb->window, clock_now(clock) + rcb->buf_tm * CLOCK_MILLISECOND,
                  window_over);
        return;
    }
    merged = report_body_merge(rcb->gathered, body);
    report_body_unref(rcb->gathered);
    rcb->gathered = merged;
}

/* Takers with the same triggers share one body. */
static void
distribute(ReportSet *set, ReportBody *whole)
{
    const unsigned events = REPORT_DATA_CHANGE | REPORT_QUALITY_CHANGE | REPORT_DATA_UPDATE;
    ReportBody *bodies[8] = { NULL };
    bool built[8] = { false };

    for (unsigned i = 0; i < set->takers->len; i++) {
        EventTaker *taker = set->takers->pdata[i];
        unsigned which = (taker->triggers & events) >> 1;

        if (!built[which]) {
            built[which] = true;
            bodies[which] = report_body_filter(whole, which << 1);
        }
        if (bodies[which] != NULL) {
            taker->take(taker, bodies[which]);
        }
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(bodies); i++) {
        report_body_unref(bodies[i]);
    }
}

/* A URCB takes events while it is enabled, a BRCB as soon as it has a data set and triggers. */
static bool
takes_events(const Rcb *rcb)
{
    const unsigned events = REPORT_DATA_CHANGE | REPORT_QUALITY_CHANGE | REPORT_DATA_UPDATE;

    return rcb->set != NULL && (rcb->trg_ops & events) != 0 && (rcb->enabled || rcb->buffered);
}

void
rcb_update_active(Rcb *rcb)
{
    rcb->taker.triggers = rcb->trg_ops;
    rcb->taker.take = take_event;
    if (takes_events(rcb)) {
        report_set_attach(rcb->reporting, rcb->set, &rcb->taker);
    } else {
        report_set_detach(rcb->reporting, rcb->set, &rcb->taker);
    }
}

static unsigned
reason_of(const ChangedLeaf *leaf)
{
    unsigned reason = leaf->ref.flags & COMPONENT_DUPD ? REPORT_DATA_UPDATE : 0;

    if (leaf->changed && leaf->ref.flags & COMPONENT_DCHG) {
        reason |= REPORT_DATA_CHANGE;
    }
    if (leaf->changed && leaf->ref.flags & COMPONENT_QCHG) {
        reason |= REPORT_QUALITY_CHANGE;
    }
    return reason;
}

void
report_trigger_observe(void *user, Values *values, const ChangeSet *set)
{
    Reporting *reporting = user;

    (void)values;
    for (unsigned i = 0; i < set->count && reporting->taker_count > 0; i++) {
        unsigned reason = reason_of(&set->leaves[i]);

        if (reason != 0) {
            report_set_touch(reporting, set->leaves[i].ref.offset, reason);
        }
    }
    for (unsigned i = 0; i < reporting->touched->len; i++) {
        ReportSet *touched = reporting->touched->pdata[i];
        ReportBody *whole = build_touched(reporting, touched);

        distribute(touched, whole);
        report_body_unref(whole);
    }
    g_ptr_array_set_size(reporting->touched, 0);
}

ReportBody *
report_set_body(Reporting *reporting, const ReportSet *set, ReportTrigger reason)
{
    for (unsigned i = 0; i < set->count; i++) {
        encode_member(reporting, set, i, reason);
    }
    return finish_body(reporting);
}

void
rcb_report_all(Rcb *rcb, ReportTrigger reason)
{
    bool interrogated = reason == REPORT_GENERAL_INTERROGATION;
    ReportBody *body = report_set_body(rcb->reporting, rcb->set, reason);

    if (interrogated && rcb->buffered) {
        report_buffer_drop_interrogations(&rcb->buffer);
    }
    add_entry(rcb, body, interrogated);
    report_body_unref(body);
}

/* Whether a fault lets the period end. */
static bool
integrity_passes(const Rcb *rcb)
{
    const Reporting *reporting = rcb->reporting;
    GatePass pass = { .point = GATE_TIMER,
                      .layer = "integrity",
                      .association = rcb->owner != NULL ? rcb->owner->association : 0,
                      .subject = rcb->block };

    return reporting->gates == NULL ||
           gate_pass(&reporting->gates[GATE_TIMER], &pass) == GATE_PASS;
}

static void
integrity_due(Timer *timer)
{
    Rcb *rcb = (Rcb *)(void *)((char *)timer - offsetof(Rcb, integrity));

    if (integrity_passes(rcb)) {
        rcb_flush_window(rcb);
        rcb_report_all(rcb, REPORT_INTEGRITY);
    }
    clock_arm(rcb->reporting->clock, timer, timer->due + rcb->intg_pd * CLOCK_MILLISECOND,
              integrity_due);
}

void
rcb_arm_integrity(Rcb *rcb)
{
    Clock *clock = rcb->reporting->clock;

    clock_disarm(clock, &rcb->integrity);
    if (rcb->set != NULL && rcb->intg_pd > 0 && rcb->trg_ops & REPORT_INTEGRITY &&
        (rcb->enabled || (rcb->buffered && rcb->used))) {
        clock_arm(clock, &rcb->integrity, clock_now(clock) + rcb->intg_pd * CLOCK_MILLISECOND,
                  integrity_due);
    }
}
