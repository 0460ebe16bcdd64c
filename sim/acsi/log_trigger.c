/* SPDX-License-Identifier: Apache-2.0
 *
 * From events to log entries (IEC 61850-7-2 17.3.3, 8-1 20.1): one entry an event, with a
 * journal variable for each member that takes part, named by its data reference, and behind it
 * one that says why when the control block wants that.
 */
#include "sim/acsi/logging_private.h"

#include "sim/mms/read_journal.h"

/* Octets of one entry at most: a data set of 65,000 members has some. */
#define ENTRY_MAX (1 << 24)

static const char reason_tag[] = "ReasonCode";

static void
put_member(Lcb *lcb, BerWriter *writer, const ReportBody *body, uint32_t item)
{
    const char *reference =
        report_set_reference(lcb->logging->reporting, lcb->set, body->items[item].member);
    Slice value = report_body_value(body, item);
    uint8_t reason[4] = { 0x84, 2, 8 - REPORT_TRIGGER_BITS, 0 };

    if (value.data[0] == 0x80) {
        return; /* a DataAccessError is no Data */
    }
    mms_journal_variable_put(writer, slice_from_string(reference), value);
    if (lcb->block->reason_code) {
        for (unsigned bit = 0; bit < REPORT_TRIGGER_BITS; bit++) {
            reason[3] |= body->items[item].reason >> bit & 1 ? (uint8_t)(0x80 >> bit) : 0;
        }
        mms_journal_variable_put(writer, slice_from_string(reason_tag), SLICE_OF(reason));
    }
}

/* Whole milliseconds, as the wire has them, so that ranges of times hold exactly; and never
 * earlier than the entry before, whatever was done to the clock of the IED. */
static int64_t
time_of_entry(Log *log)
{
    int64_t now = acsi_now(&log->logging->server);

    log->last_time = MAX(log->last_time, now - now % CLOCK_MILLISECOND);
    return log->last_time;
}

static void
add_entry(Lcb *lcb, const ReportBody *body)
{
    Logging *logging = lcb->logging;
    StoreLog *entries = log_entries(lcb->log);
    BerWriter writer;

    pdu_reset(&logging->encoded);
    writer = ber_writer(&logging->encoded, ENTRY_MAX);
    for (uint32_t i = 0; i < body->count; i++) {
        put_member(lcb, &writer, body, i);
    }
    if (writer.overflow || pdu_content(&logging->encoded).size == 0 ||
        store_is_full(logging->server.store, logging->server.ied, lcb->log->reference)) {
        return;
    }
    store_log_append(entries, &(StoreEntry){ .id = store_log_last_id(entries) + 1,
                                             .time = time_of_entry(lcb->log),
                                             .octets = pdu_content(&logging->encoded) });
    store_log_trim(entries, logging->limits.octets);
}

void
lcb_take(EventTaker *taker, ReportBody *body)
{
    add_entry((Lcb *)(void *)((char *)taker - offsetof(Lcb, taker)), body);
}

static void
integrity_due(Timer *timer)
{
    Lcb *lcb = (Lcb *)(void *)((char *)timer - offsetof(Lcb, integrity));
    ReportBody *body = report_set_body(lcb->logging->reporting, lcb->set, REPORT_INTEGRITY);

    add_entry(lcb, body);
    report_body_unref(body);
    clock_arm(lcb->logging->server.clock, timer, timer->due + lcb->intg_pd * CLOCK_MILLISECOND,
              integrity_due);
}

void
lcb_arm_integrity(Lcb *lcb)
{
    Clock *clock = lcb->logging->server.clock;

    clock_disarm(clock, &lcb->integrity);
    if (lcb->enabled && lcb->intg_pd > 0 && lcb->trg_ops & REPORT_INTEGRITY) {
        clock_arm(clock, &lcb->integrity, clock_now(clock) + lcb->intg_pd * CLOCK_MILLISECOND,
                  integrity_due);
    }
}
