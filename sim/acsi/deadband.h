/* SPDX-License-Identifier: Apache-2.0
 *
 * Measured values (IEC 61850-7-3 MV, CMV and their kin): instMag becomes mag when it leaves the
 * dead band (db, dbAng, zeroDb), range follows the limits of rangeC with their hysteresis, and
 * i and f of an AnalogueValue agree by sVC. A value given to mag itself is taken as it is, and
 * instMag follows. A change rule: all of it is in the set of the measurement.
 */
#pragma once

#include "sim/acsi/process.h"

typedef struct Deadband Deadband;

/* Its rule comes before that of the process. Nothing is done for an IED without such data. */
Deadband *deadband_new(const AcsiServer *server, const Process *process);
void deadband_free(Deadband *deadband);
