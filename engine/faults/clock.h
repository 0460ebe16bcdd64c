/* SPDX-License-Identifier: Apache-2.0
 *
 * What the faults of an IED's clock share: a ClockFault as state, from begin to end.
 */
#pragma once

#include "engine/fault.h"

#define FAULT_CLOCK_SETTINGS (FAULT_NO_SHARE | FAULT_NO_TIMES | FAULT_NO_CLIENT)

/* The clock is wrong so from now on; `what` is told. */
void fault_clock_begin(Fault *fault, ClockFault wrong, const char *what);
void fault_clock_end(Fault *fault);
