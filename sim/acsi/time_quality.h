/* SPDX-License-Identifier: Apache-2.0
 *
 * The clock of one IED (IEC 61850-7-2 6.1.2.9, 7-4 LTMS): virtual time plus what it is off,
 * with the quality that its time stamps carry. What supervises it (LTMS) follows. Read with
 * acsi_now and acsi_stamp of sim/acsi/server.h.
 */
#pragma once

#include "sim/acsi/server.h"

typedef enum ClockState {
    CLOCK_SYNCHRONIZED, /* offset and drift are gone */
    CLOCK_LOST,         /* no source any more: ClockNotSynchronized, accuracy unspecified */
    CLOCK_FAILED,       /* ClockFailure, too */
} ClockState;

/* What a fault makes of the clock and of its stamps, beside whatever else is wrong with them.
 */
typedef struct ClockFault ClockFault;
struct ClockFault {
    int64_t offset; /* ns more than without it, at `since` of virtual time */
    int64_t since;
    double ppm;       /* millionths gained from then on */
    bool has_quality; /* stamps have this octet of quality */
    uint8_t known;    /* or, without, these bits as well */
    uint8_t quality;  /* TIMESTAMP_ bits and accuracy */
    ClockState state; /* what LTMS shows at least */
    ClockFault *next;
};

/* Synchronized, with the accuracy that LTMS.TmAcc says in the file, else 1 ms. */
TimeQuality *time_quality_new(const AcsiServer *server);
/* From now on with these faults, a list that is lent with its head and outlives it. */
void time_quality_use(TimeQuality *time, ClockFault *const *faults);
/* The list changed. */
void time_quality_update(TimeQuality *time);
void time_quality_free(TimeQuality *time);

/* Stages what changes in the open change set, or commits a set of its own. Nothing for the
 * state it is in, but that synchronizing again takes away an offset. */
void time_quality_enter(TimeQuality *time, ClockState state);

/* From now on the clock shows `offset` ns more than virtual time, and gains `ppm` millionths of
 * what passes. Its quality stays: an IED may well be synchronized with a wrong source. */
void time_quality_shift(TimeQuality *time, int64_t offset, double ppm);
