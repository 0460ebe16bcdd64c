/* SPDX-License-Identifier: Apache-2.0
 *
 * A second, simple reading of the rules of report control blocks, for the random runs: plain
 * numbers for the attributes, and a list of entries with a mark up to which they are sent.
 * Times are ns since 1970, clients are numbers, -1 nobody.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/mms/error.h"

enum { MEMBERS = 5, LEAVES = 7, ENTRIES_MAX = 1000 };

/* Of the process: what the data sets show of it. */
typedef enum Leaf { IND1, IND1_Q, IND2, IND2_Q, IND3, IND3_Q, ANALOGUE } Leaf;
typedef struct World {
    bool leaves[LEAVES]; /* on, invalid, 1.0 */
} World;

typedef enum OracleSet { SET_NONE, SET_DS, SET_OTHER, SET_UNKNOWN } OracleSet;

typedef enum OracleAttribute {
    WRITE_RPT_ID,
    WRITE_RPT_ENA,
    WRITE_RESV,
    WRITE_DAT_SET,
    WRITE_OPT_FLDS,
    WRITE_BUF_TM,
    WRITE_TRG_OPS,
    WRITE_INTG_PD,
    WRITE_GI,
    WRITE_PURGE_BUF,
    WRITE_ENTRY_ID,
    WRITE_RESV_TMS,
    WRITE_SQ_NUM,
} OracleAttribute;

/* One entry as the rules have it: by member a reason (0: not in it) and its value. */
typedef struct Expected {
    unsigned reasons[MEMBERS], values[MEMBERS];
    uint64_t id;
    int64_t time;
    size_t octets;
    bool interrogation;
} Expected;

typedef struct Oracle {
    /* What it is. */
    bool buffered, shows_reservation, strict;
    size_t limit;
    int64_t reservation; /* s, of who never said */
    /* Its attributes. */
    unsigned rpt_id, opt_flds, trg_ops;
    OracleSet set;
    int64_t buf_tm, intg_pd, resv_tms; /* ms, ms, s */
    uint32_t conf_rev, sq_num;
    uint64_t last_id, sent_id;
    bool enabled;
    /* Its state. */
    bool used, resynced, overflow, overflow_told;
    int owner, host; /* host: who may come back until host_due */
    int64_t host_due;
    Expected entries[ENTRIES_MAX];
    unsigned count, sent; /* entries; those before `sent` are sent */
    size_t octets;
    bool gathering;
    Expected window;
    int64_t window_due, period_due;
    /* What it must have told. */
    unsigned lost, overflows, resyncs;
    uint64_t last_lost;
} Oracle;

/* The rules' answer to a write of a number, a flag, a bit string, an id, or a text's number. */
MmsDataError oracle_write(Oracle *oracle, const World *world, int client,
                          OracleAttribute attribute, uint64_t value, int64_t now);
/* Leaves were written in one commit: before, and after. */
void oracle_commit(Oracle *oracle, const World *before, const World *after,
                   const bool written[LEAVES], int64_t now);
/* Time goes on until `now`. */
void oracle_advance(Oracle *oracle, const World *world, int64_t now);
void oracle_lose(Oracle *oracle, int client, int64_t now);
/* The next unsent entry was sent, or no PDU can take it. */
void oracle_sent(Oracle *oracle);
void oracle_too_large(Oracle *oracle);

/* A member's value, and its Data without a time stamp; `octets` has room for 24. */
unsigned oracle_value(OracleSet set, unsigned member, const World *world);
size_t oracle_octets(OracleSet set, unsigned member, unsigned value, uint8_t *octets);
int64_t oracle_seconds_left(const Oracle *oracle, int64_t now);

/* What the two files of it share. */
void oracle_purge(Oracle *oracle);
void oracle_release(Oracle *oracle);
void oracle_begin_period(Oracle *oracle, int64_t now);
/* An entry of all members; a newer interrogation says more than those that still wait. */
void oracle_report_all(Oracle *oracle, const World *world, unsigned reason, int64_t now);
