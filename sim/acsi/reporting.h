/* SPDX-License-Identifier: Apache-2.0
 *
 * Reporting of one IED (IEC 61850-7-2 clause 17, 8-1 clause 17): its report control blocks from
 * the writes of clients to the reports that leave. It hooks into the VMD (FC RP and BR),
 * observes the change sets, and hands finished PDUs to whoever carries them.
 *
 *   change set > report_trigger > report_buffer > report_encode > ReportingUser.send
 */
#pragma once

#include "sim/base/clock.h"
#include "sim/base/event.h"
#include "sim/base/gate.h"
#include "sim/base/store.h"
#include "sim/vmd/vmd_ied.h"

typedef struct Reporting Reporting;

/* What reporting needs of the associations. */
typedef struct ReportingUser {
    /* Call reporting_turn in a later turn of the loop. */
    void (*wake)(void *user);
    /* The association can take a report now. When it answers false reporting_drained is called
     * once it can again. */
    bool (*is_ready)(void *user, const VmdCaller *caller);
    /* Octets of the negotiated MMS PDU. */
    uint32_t (*pdu_size)(void *user, const VmdCaller *caller);
    /* Sends the content of an unconfirmed PDU. */
    bool (*send)(void *user, const VmdCaller *caller, Slice content);
    /* Ends the association, because a gate said so; not before reporting_turn is through. */
    void (*close)(void *user, const VmdCaller *caller);
    /* What the IED's clock shows, for TimeOfEntry; NULL: virtual time. */
    int64_t (*now)(void *user);
    /* With a lasting store: call reporting_save before the store is committed the next time,
     * and commit it at the end of the turn. */
    void (*unsaved)(void *user);
    /* A control block changed without a client's write; NULL: nobody wants to know. */
    void (*changed)(void *user, const ControlBlock *block);
    /* What was kept and cannot be used, for people. */
    void (*tell)(void *user, const char *text);
} ReportingUser;

/* 0: the default in brackets. */
typedef struct ReportLimits {
    size_t buffered_octets; /* kept of one BRCB [256 KiB] */
    size_t pending_octets;  /* waiting of one URCB [256 KiB] */
    unsigned reservation;   /* seconds that a BRCB stays reserved for who never said [30] */
    bool strict; /* edition 2.1: nothing is written to a block that the writer has not
                    reserved (Resv, ResvTms) or enabled: object-access-denied */
    /* Whether instances that the file preassigns (ClientLN) are for its clients' addresses
     * only; false: for whoever comes first, but see `clients`. */
    bool preassigned;
    /* "HMI=127.0.0.2": where the client IED of this name is instead; NULL-terminated, NULL:
     * nothing is known. An instance of a client so named is for that address only; one without
     * any known address is for everybody. Lent. */
    const char *const *clients;
} ReportLimits;

typedef struct ReportingParameters {
    VmdIed *vmd;
    Values *values;
    Clock *clock; /* virtual */
    EventBus *events;
    const char *ied; /* name in events; lent */
    Gate *gates;     /* GATE_POINTS of them; NULL: nobody looks */
    ReportLimits limits;
    /* What is buffered and configured is taken from here, by the IED's name. A lasting store is
     * kept up to date from then on, any other one is emptied; NULL: nothing is kept. */
    Store *store;
    const ReportingUser *callbacks;
    void *user;
} ReportingParameters;

Reporting *reporting_new(const ReportingParameters *parameters);
/* After every association was forgotten, before the VMD and the values go. */
void reporting_free(Reporting *reporting);

/* Brings the store up to date: a lasting one with what changed since, another one with
 * everything, for who makes a new Reporting of it. */
void reporting_save(Reporting *reporting);

/* Sends what waits, a bounded number of reports; asks for another turn when more is left. */
void reporting_turn(Reporting *reporting);

/* An association that was not ready is. */
void reporting_drained(Reporting *reporting, const VmdCaller *caller);

/* Octets that entries take, of all control blocks. */
size_t reporting_memory(const Reporting *reporting);

/* For faults (report_fault.c); not from inside a gate. */

typedef struct ReportingRcb {
    unsigned number; /* counts the report control blocks of the model, from 0 on */
    const ControlBlock *block;
    bool enabled;
    unsigned entries;     /* that are kept */
    uint64_t association; /* of who reserved or enabled it; 0: nobody, or he is gone */
} ReportingRcb;

void reporting_each_rcb(Reporting *reporting, void (*each)(void *user, const ReportingRcb *rcb),
                        void *user);
/* An entry of all members as if the integrity period was over; nothing for who has no data set
 * or is not enabled. */
void reporting_repeat(Reporting *reporting, unsigned number);
/* All entries go, sent or not; those that nobody got are EVENT_ENTRY_LOST. */
void reporting_forget_entries(Reporting *reporting, unsigned number);
/* RptEna falls; a reservation stays. */
void reporting_disable(Reporting *reporting, unsigned number, const char *why);
/* It is reserved for a host, whoever had it, until the same host gives it back. */
void reporting_steal(Reporting *reporting, unsigned number, const char *host);
void reporting_give_back(Reporting *reporting, unsigned number, const char *host);
