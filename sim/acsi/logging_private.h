/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of logging share: the logs and the control blocks that write to them.
 */
#pragma once

#include "sim/acsi/logging.h"
#include "sim/acsi/report_set.h"

/* One journal of the model. */
typedef struct Log {
    Logging *logging;
    unsigned journal;  /* in Model.journals */
    char *reference;   /* "IED1LD0/LLN0$GeneralLog" */
    StoreLog *entries; /* NULL: nobody asked yet; see log_entries */
    int64_t last_time; /* of the newest entry ever; no later one is earlier */
} Log;

typedef struct Lcb {
    Logging *logging;
    const ControlBlock *block;
    EventTaker taker;
    bool enabled;
    unsigned trg_ops;
    uint32_t intg_pd;
    ReportSet *set; /* NULL: no data set */
    Log *log;       /* NULL: LogRef names none */
    Timer integrity;
} Lcb;

struct Logging {
    AcsiServer server;
    Reporting *reporting;
    LogLimits limits;
    Log *logs; /* one a journal of the model */
    Lcb *lcbs; /* sorted by the place of the control block */
    unsigned lcb_count;
    Pdu encoded; /* the entry being made */
};

/* logging.c. The entries of a log, opened when first asked for. */
StoreLog *log_entries(Log *log);
/* The log that a LogRef names; NULL: none. */
Log *log_find(Logging *logging, Slice reference);
/* "LD0/LLN0.GeneralLog" of the journal, or "LD0/LLN0.LG.lcb1" of the block. */
void log_emit(const Log *log, const VmdCaller *caller, EventKind kind, const char *value);
void lcb_emit(const Lcb *lcb, const VmdCaller *caller, EventKind kind);

/* log_control.c: what clients write to control blocks, and read. */
extern const VmdHook log_control_hook;
/* Takes data set and log by their names in the arena. False when either is missing. */
bool lcb_resolve(Lcb *lcb);
void lcb_enable(Lcb *lcb);
void lcb_disable(Lcb *lcb);

/* log_keep.c: what of a control block survives a power cycle. */
void lcb_keep(const Lcb *lcb);
/* Into the arena, before anything else is done with the block. */
void lcb_restore(const Lcb *lcb);

/* log_trigger.c: from events to entries. */
void lcb_take(EventTaker *taker, ReportBody *body);
void lcb_arm_integrity(Lcb *lcb);

/* log_query.c */
extern const VmdJournalKeeper log_keeper;
