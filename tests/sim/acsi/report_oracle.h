/* SPDX-License-Identifier: Apache-2.0
 *
 * A second, simple reading of the rules of report control blocks, for the random runs: a list
 * of entries and a mark up to which they are sent. Times are milliseconds.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { MEMBERS = 5, ENTRIES_MAX = 1000 };

/* One entry as the rules have it: a reason by member. */
typedef struct Expected {
    unsigned reasons[MEMBERS];
    uint64_t id; /* learnt from the report that carried it; 0: not known */
    bool interrogation;
} Expected;

typedef struct Oracle {
    bool buffered, enabled, resynced, overflow, used;
    unsigned triggers, window_time, period;
    int client; /* index of the owner while enabled; -1: nobody */
    Expected entries[ENTRIES_MAX];
    unsigned count, sent; /* entries; those before `sent` are sent */
    unsigned sq_num;
    bool gathering;
    Expected window;
    int64_t window_due, period_due;
} Oracle;

void oracle_add(Oracle *oracle, const Expected *entry);
void oracle_purge(Oracle *oracle);
void oracle_flush(Oracle *oracle);
void oracle_all(Oracle *oracle, unsigned reason);
void oracle_event(Oracle *oracle, const unsigned reasons[MEMBERS], int64_t now);
bool oracle_has_period(const Oracle *oracle);
void oracle_begin_period(Oracle *oracle, int64_t now);
void oracle_tick(Oracle *oracle, int64_t now);
void oracle_disable(Oracle *oracle);
