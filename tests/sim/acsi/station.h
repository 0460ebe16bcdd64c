/* SPDX-License-Identifier: Apache-2.0
 *
 * The reporting of one IED of testdata/scl/features/reports.cid with two clients, A and B,
 * whose associations are played: what is sent stands in lists. Times are virtual and begin at
 * 2026-01-01.
 *
 * The data set ds: 0 Ind1 (FCD), 1 Ind2.stVal, 2 Ind2.q, 3 AnIn1.mag (dchg and dupd), 4 Ind3.
 */
#pragma once

#include "sim/acsi/codec/report.h"
#include "sim/acsi/publication.h"
#include "sim/acsi/reporting.h"
#include "sim/acsi/setting_group.h"
#include "sim/acsi/tracking.h"
#include "tests/sim/scl/load.h"

#define STATION_START (INT64_C(1767225600) * CLOCK_SECOND)

typedef struct Station Station;

typedef struct StationClient {
    Station *station;
    VmdCaller caller;
    GPtrArray *pdus; /* GByteArray: content of unconfirmed PDUs, not yet taken */
    bool ready;
    bool closing;
    bool leaves; /* the association ends while the next report is sent */
    uint32_t pdu_size;
} StationClient;

struct Station {
    Model *model;
    Values *values;
    VmdIed *vmd;
    Clock *clock;
    EventBus *events;
    Gate gates[GATE_POINTS];
    AcsiServer server;
    Reporting *reporting;
    SettingGroups *setting_groups;
    Publications *publications;
    StationClient a, b;
    bool woken;
    const char *ied;
    ReportLimits limits;
    Store *store; /* NULL: nothing is kept */
    bool unsaved; /* reporting asked to be saved */
    GString *log; /* "kind reference=value\n" of every event of reporting */
};

/* Of another file of testdata/scl/features. */
Station *station_new_of(const char *file, const char *ied, const ReportLimits *limits);
Station *station_new(const char *ied);
Station *station_new_limited(const char *ied, const ReportLimits *limits);
/* For many of them: the file is read once, and may go before the stations. */
Station *station_new_from(const SclFile *file, const char *ied, const ReportLimits *limits);
void station_free(Station *station);

/* Reporting goes and is made anew over the values as delivered, with that store; `saves`: what
 * it had is brought to the old one before. */
void station_restart(Station *station, Store *store, bool saves);

/* The client's association ends and it comes again. */
void station_lose(StationClient *client);

/* Writes "LLN0$RP$urcb01$RptEna" with a Data in hex, or one of a kind. Items are those of the
 * first logical device; those of another are "BAYLD1/LLN0$SP$SGCB". */
MmsDataError station_write(StationClient *client, const char *item, const char *data);
MmsDataError station_write_flag(StationClient *client, const char *item, bool value);
MmsDataError station_write_number(StationClient *client, const char *item, unsigned value);
MmsDataError station_write_text(StationClient *client, const char *item, const char *value);
MmsDataError station_write_bits(StationClient *client, const char *item, unsigned value,
                                unsigned bits);

/* Whether and why not the item is read. */
MmsDataError station_read_result(StationClient *client, const char *item);
/* What the attribute reads as, for people: "true", "7", "". Lent until the next call. */
const char *station_read(StationClient *client, const char *item);

/* "GGIO1$ST$Ind1$stVal=true" and more, apart by spaces, in one commit. */
void station_set(Station *station, const char *assignments);

void station_advance(Station *station, int64_t milliseconds);
void station_turn(Station *station);

/* Every report that came since, as "0:0d 3du | 1!:4q": SqNum, "!" for BufOvfl, member and
 * reasons (d q u i g); "" for none. Segments end with "+" when more follow. Lent until the next
 * call. Turns first. */
const char *station_reports(StationClient *client);

/* Whether the item reads as this text; what it is instead goes to stderr. */
bool station_reads(StationClient *client, const char *item, const char *expected);

/* Writes TRUE to the RptEna of a control block, "LLN0$RP$urcb01". */
bool station_enables(StationClient *client, const char *block);
