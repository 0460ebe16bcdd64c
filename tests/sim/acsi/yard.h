/* SPDX-License-Identifier: Apache-2.0
 *
 * The controls of one IED with two clients, A and B, each behind an MMS association without OSI
 * layers: requests go in as PDUs, what is sent comes out as text. Times are virtual and begin
 * at 2026-01-01.
 */
#pragma once

#include "sim/acsi/control_private.h"
#include "sim/mms/association_private.h"
#include "sim/scl/scl.h"
#include "tests/test.h"

#define YARD_START (INT64_C(1767225600) * CLOCK_SECOND)

typedef struct Yard Yard;

typedef struct YardClient {
    Yard *yard;
    const char *name;
    MmsAssociation *association;
    GString *sent;
    uint32_t invoke_id;
} YardClient;

struct Yard {
    SclFile *file;
    Model *model;
    Values *values;
    VmdIed *vmd;
    Clock *clock;
    EventBus *events;
    Gate gates[GATE_POINTS];
    AcsiServer server;
    Controls *controls;
    YardClient a, b;
    bool woken;
    bool several;     /* objects are busy at once: one of them may have asked for a turn */
    GString *log;     /* "kind reference=value\n" of every event */
    GString *changes; /* "GGIO1$ST$SPCSO1$stVal=true, ...\n" of every change set */
};

/* A file of testdata/scl and its only IED. */
Yard *yard_new(const char *file);
void yard_free(Yard *yard);

/* "oper LD0/GGIO2.SPCSO1 true num=2 cat=3 id=X check=3 test at=500 t=-60000": a request of a
 * service (select: a read of SBO, sbow, oper, cancel), its ctlVal as people write it or
 * hex:830101 for the Data; at (operTm) and t in ms from now. Returns what the client got since
 * the last call, apart by ", ":
 *
 *   + -3           the write's result       selected empty   the read's
 *   error 18/0     LastApplError: AddCause and Error
 *   term+ term- 16/2 */
const char *yard_do(YardClient *client, const char *request);
/* The same without a request. */
const char *yard_got(YardClient *client);
/* yard_do compared; tells on stderr when it differs. */
bool yard_gets(YardClient *client, const char *request, const char *expected);
bool yard_hears(YardClient *client, const char *expected);

/* Turns and moves the clock. */
void yard_turn(Yard *yard);
void yard_advance(Yard *yard, int64_t milliseconds);

/* The association ends, and another one comes. */
void yard_lose(YardClient *client);
/* Cancel of MMS for the last request. */
void yard_withdraw(YardClient *client);

/* "LD0/GGIO1.SPCSO1.stVal" as people read it; lent until the next call. */
const char *yard_value(Yard *yard, const char *reference);
bool yard_shows(Yard *yard, const char *reference, const char *expected);
/* Sets it as a scenario would. */
void yard_set(Yard *yard, const char *reference, const char *text);
/* A write of the client: the result, 100 for success. */
const char *yard_write(YardClient *client, const char *reference, const char *text);

ControlObject *yard_object(Yard *yard, const char *reference);
/* Whether the log has the line since it was last cleared. */
bool yard_logged(const Yard *yard, const char *line);
