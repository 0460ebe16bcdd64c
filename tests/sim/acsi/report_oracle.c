/* SPDX-License-Identifier: Apache-2.0
 *
 * What becomes an entry when, what goes when there are too many, and what time does (see
 * report_oracle.h).
 */
#include "tests/sim/acsi/report_oracle.h"

#include <glib.h>
#include <string.h>

#include "sim/acsi/codec/report.h"
#include "sim/acsi/report_buffer.h"
#include "sim/base/clock.h"

/* What of the process a member shows; a functionally constrained one has both. */
typedef struct MemberRow {
    Leaf value, quality;
    unsigned triggers, quality_triggers; /* 0: it does not show that leaf */
} MemberRow;

static const MemberRow members[][MEMBERS] = {
    [SET_DS] = { { IND1, IND1_Q, REPORT_DATA_CHANGE, REPORT_QUALITY_CHANGE },
                 { IND2, IND2_Q, REPORT_DATA_CHANGE, 0 },
                 { IND2, IND2_Q, 0, REPORT_QUALITY_CHANGE },
                 { ANALOGUE, ANALOGUE, REPORT_DATA_CHANGE, 0 },
                 { IND3, IND3_Q, REPORT_DATA_CHANGE, REPORT_QUALITY_CHANGE } },
    [SET_OTHER] = { { IND2, IND2_Q, REPORT_DATA_CHANGE, REPORT_QUALITY_CHANGE } },
};

static unsigned
count_of(OracleSet set)
{
    return set == SET_DS ? MEMBERS : 1;
}

unsigned
oracle_value(OracleSet set, unsigned member, const World *world)
{
    const MemberRow *row = &members[set][member];
    unsigned value = row->triggers != 0 ? world->leaves[row->value] : 0;

    return value | (row->quality_triggers != 0 ? world->leaves[row->quality] * 2u : 0);
}

size_t
oracle_octets(OracleSet set, unsigned member, unsigned value, uint8_t *octets)
{
    const uint8_t analogue[] = {
        0xA2, 7, 0x87, 5, 8, value ? 0x3F : 0, value ? 0x80 : 0, 0, 0
    };
    const uint8_t status[] = { 0x83, 1, value & 1 ? 0xFF : 0 };
    const uint8_t quality[] = { 0x84, 3, 3, value & 2 ? 0x40 : 0, 0 };
    const MemberRow *row = &members[set][member];
    bool is_whole = row->triggers != 0 && row->quality_triggers != 0;
    size_t size = 0;

    if (row->value == ANALOGUE) {
        memcpy(octets, analogue, sizeof analogue);
        return sizeof analogue;
    }
    if (is_whole) {
        octets[size++] = 0xA2;
        octets[size++] = sizeof status + sizeof quality + 10;
    }
    if (row->triggers != 0) {
        memcpy(octets + size, status, sizeof status);
        size += sizeof status;
    }
    if (row->quality_triggers != 0) {
        memcpy(octets + size, quality, sizeof quality);
        size += sizeof quality;
    }
    if (is_whole) {
        memset(octets + size, 0, 10);
        octets[size] = 0x91;
        octets[size + 1] = 8;
        size += 10;
    }
    return size;
}

static void
drop(Oracle *oracle, unsigned index)
{
    oracle->octets -= oracle->entries[index].octets;
    oracle->count--;
    oracle->sent -= index < oracle->sent;
    memmove(&oracle->entries[index], &oracle->entries[index + 1],
            (oracle->count - index) * sizeof oracle->entries[0]);
}

/* Nobody misses what nobody ever subscribed to, but the next report says that it is missing. */
static void
note_lost(Oracle *oracle, const Expected *entry)
{
    oracle->overflow = true;
    if (oracle->used) {
        oracle->overflows += oracle->buffered && !oracle->overflow_told;
        oracle->overflow_told |= oracle->buffered;
        oracle->lost++;
        oracle->last_lost = entry->id;
    }
}

static void
add(Oracle *oracle, const Expected *given, int64_t now)
{
    Expected *entry = &oracle->entries[oracle->count];
    uint8_t octets[24];

    g_assert(oracle->count + 1 < ENTRIES_MAX);
    *entry = *given;
    entry->time = now;
    oracle->last_id = MAX((uint64_t)(now / CLOCK_MILLISECOND), oracle->last_id + 1);
    entry->id = oracle->last_id;
    entry->octets = sizeof(ReportEntry) + sizeof(ReportBody);
    for (unsigned i = 0; i < count_of(oracle->set); i++) {
        if (entry->reasons[i] != 0) {
            entry->octets +=
                sizeof(ReportItem) + oracle_octets(oracle->set, i, entry->values[i], octets);
        }
    }
    oracle->octets += entry->octets;
    oracle->count++;
    while (oracle->octets > oracle->limit && oracle->count > 1) {
        if (oracle->sent == 0) {
            note_lost(oracle, &oracle->entries[0]);
        }
        drop(oracle, 0);
    }
}

static void
flush(Oracle *oracle, int64_t now)
{
    if (oracle->gathering) {
        oracle->gathering = false;
        add(oracle, &oracle->window, now);
    }
}

/* An entry of all members; a newer interrogation says more than those that still wait. */
void
oracle_report_all(Oracle *oracle, const World *world, unsigned reason, int64_t now)
{
    Expected entry = { .interrogation = reason == REPORT_GENERAL_INTERROGATION };

    flush(oracle, now);
    for (unsigned i = 0; i < count_of(oracle->set); i++) {
        entry.reasons[i] = reason;
        entry.values[i] = oracle_value(oracle->set, i, world);
    }
    for (unsigned i = oracle->count; i > oracle->sent; i--) {
        if (entry.interrogation && oracle->buffered && oracle->entries[i - 1].interrogation) {
            drop(oracle, i - 1);
        }
    }
    add(oracle, &entry, now);
}

static void
take_event(Oracle *oracle, const Expected *event, bool again, int64_t now)
{
    if (oracle->buf_tm == 0) {
        add(oracle, event, now);
        return;
    }
    if (again) {
        flush(oracle, now);
    }
    if (!oracle->gathering) {
        oracle->gathering = true;
        oracle->window = (Expected){ 0 };
        oracle->window_due = now + oracle->buf_tm * CLOCK_MILLISECOND;
    }
    for (unsigned i = 0; i < MEMBERS; i++) {
        if (event->reasons[i] != 0) {
            oracle->window.reasons[i] = event->reasons[i];
            oracle->window.values[i] = event->values[i];
        }
    }
}

void
oracle_commit(Oracle *oracle, const World *before, const World *after,
              const bool written[LEAVES], int64_t now)
{
    Expected event = { 0 };
    bool any = false, again = false;

    if (oracle->set == SET_NONE || !(oracle->enabled || oracle->buffered)) {
        return;
    }
    for (unsigned i = 0; i < count_of(oracle->set); i++) {
        const MemberRow *row = &members[oracle->set][i];
        bool value = before->leaves[row->value] != after->leaves[row->value];
        bool quality = before->leaves[row->quality] != after->leaves[row->quality];
        unsigned reasons = (value ? row->triggers : 0) | (quality ? row->quality_triggers : 0);

        if (row->value == ANALOGUE && written[ANALOGUE]) {
            reasons |= REPORT_DATA_UPDATE;
        }
        event.reasons[i] = reasons & oracle->trg_ops;
        event.values[i] = oracle_value(oracle->set, i, after);
        any |= event.reasons[i] != 0;
        again |= event.reasons[i] != 0 && oracle->gathering && oracle->window.reasons[i] != 0;
    }
    if (any) {
        take_event(oracle, &event, again, now);
    }
}

static bool
has_period(const Oracle *oracle)
{
    return oracle->set != SET_NONE && oracle->intg_pd > 0 &&
           oracle->trg_ops & REPORT_INTEGRITY &&
           (oracle->enabled || (oracle->buffered && oracle->used));
}

void
oracle_begin_period(Oracle *oracle, int64_t now)
{
    oracle->period_due = now + oracle->intg_pd * CLOCK_MILLISECOND;
}

void
oracle_release(Oracle *oracle)
{
    oracle->owner = -1;
    oracle->host = -1;
    oracle->resv_tms = 0;
}

static int64_t
next_due(const Oracle *oracle)
{
    int64_t due = oracle->gathering ? oracle->window_due : CLOCK_NEVER;

    due = oracle->host >= 0 ? MIN(due, oracle->host_due) : due;
    return has_period(oracle) ? MIN(due, oracle->period_due) : due;
}

void
oracle_advance(Oracle *oracle, const World *world, int64_t now)
{
    for (int64_t due = next_due(oracle); due <= now; due = next_due(oracle)) {
        if (oracle->host >= 0 && oracle->host_due == due) {
            oracle_release(oracle);
        }
        if (oracle->gathering && oracle->window_due == due) {
            flush(oracle, due);
        }
        if (has_period(oracle) && oracle->period_due == due) {
            oracle_report_all(oracle, world, REPORT_INTEGRITY, due);
            oracle->period_due += oracle->intg_pd * CLOCK_MILLISECOND;
        }
    }
}

int64_t
oracle_seconds_left(const Oracle *oracle, int64_t now)
{
    return oracle->host < 0 ? oracle->resv_tms
                            : (oracle->host_due - now + CLOCK_SECOND - 1) / CLOCK_SECOND;
}

void
oracle_purge(Oracle *oracle)
{
    oracle->count = oracle->sent = 0;
    oracle->octets = 0;
    oracle->overflow = oracle->overflow_told = false;
    oracle->resynced = false;
    oracle->gathering = false;
}

void
oracle_sent(Oracle *oracle)
{
    oracle->sq_num = (oracle->sq_num + 1) % (oracle->buffered ? 65536 : 256);
    oracle->sent_id = oracle->entries[oracle->sent++].id;
    oracle->overflow = oracle->overflow_told = false;
    if (!oracle->buffered) {
        drop(oracle, 0);
    }
}

void
oracle_too_large(Oracle *oracle)
{
    oracle->lost++;
    oracle->overflow = true;
    oracle->last_lost = oracle->entries[oracle->sent++].id;
    if (!oracle->buffered) {
        drop(oracle, 0);
    }
}
