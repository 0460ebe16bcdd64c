/* SPDX-License-Identifier: Apache-2.0
 *
 * See report_oracle.h.
 */
#include "tests/sim/acsi/report_oracle.h"

#include <glib.h>
#include <string.h>

#include "sim/acsi/codec/report.h"

void
oracle_add(Oracle *oracle, const Expected *entry)
{
    g_assert(oracle->count < ENTRIES_MAX);
    oracle->entries[oracle->count++] = *entry;
}

void
oracle_purge(Oracle *oracle)
{
    oracle->count = 0;
    oracle->sent = 0;
    oracle->overflow = false;
    oracle->resynced = false;
    oracle->gathering = false;
}

void
oracle_flush(Oracle *oracle)
{
    if (oracle->gathering) {
        oracle->gathering = false;
        oracle_add(oracle, &oracle->window);
    }
}

void
oracle_all(Oracle *oracle, unsigned reason)
{
    Expected entry = { .interrogation = reason == REPORT_GENERAL_INTERROGATION };

    for (unsigned i = 0; i < MEMBERS; i++) {
        entry.reasons[i] = reason;
    }
    for (unsigned i = oracle->sent;
         entry.interrogation && oracle->buffered && i < oracle->count;) {
        if (oracle->entries[i].interrogation) {
            memmove(&oracle->entries[i], &oracle->entries[i + 1],
                    (oracle->count - i - 1) * sizeof entry);
            oracle->count--;
        } else {
            i++;
        }
    }
    oracle_add(oracle, &entry);
}

void
oracle_event(Oracle *oracle, const unsigned reasons[MEMBERS], int64_t now)
{
    Expected event = { 0 };
    bool any = false, again = false;

    if (!oracle->enabled && !oracle->buffered) {
        return;
    }
    for (unsigned i = 0; i < MEMBERS; i++) {
        event.reasons[i] = reasons[i] & oracle->triggers;
        any |= event.reasons[i] != 0;
        again |= event.reasons[i] != 0 && oracle->window.reasons[i] != 0;
    }
    if (!any || oracle->window_time == 0) {
        if (any) {
            oracle_add(oracle, &event);
        }
        return;
    }
    if (oracle->gathering && again) {
        oracle_flush(oracle);
    }
    if (!oracle->gathering) {
        oracle->gathering = true;
        oracle->window = event;
        oracle->window_due = now + oracle->window_time;
        return;
    }
    for (unsigned i = 0; i < MEMBERS; i++) {
        oracle->window.reasons[i] |= event.reasons[i];
    }
}

bool
oracle_has_period(const Oracle *oracle)
{
    return oracle->period > 0 && oracle->triggers & REPORT_INTEGRITY &&
           (oracle->enabled || (oracle->buffered && oracle->used));
}

/* A period that begins anew begins now. */
void
oracle_begin_period(Oracle *oracle, int64_t now)
{
    oracle->period_due = now + oracle->period;
}

void
oracle_tick(Oracle *oracle, int64_t now)
{
    if (oracle->gathering && oracle->window_due == now) {
        oracle_flush(oracle);
    }
    if (oracle_has_period(oracle) && oracle->period_due == now) {
        oracle_flush(oracle);
        oracle_all(oracle, REPORT_INTEGRITY);
        oracle->period_due += oracle->period;
    }
}

void
oracle_disable(Oracle *oracle)
{
    oracle->enabled = false;
    oracle->client = -1;
    oracle->resynced = false;
    if (!oracle->buffered) {
        oracle->count = oracle->sent = 0;
        oracle->gathering = false;
    }
}
