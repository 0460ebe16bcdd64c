/* SPDX-License-Identifier: Apache-2.0
 *
 * Which controls a fault means: one that is named, or any of the device.
 */
#pragma once

#include "engine/fault.h"

#define FAULT_CONTROL_ROW                                                                      \
    {                                                                                          \
        .name = "reference", .kind = FAULT_POINT, .preset = "",                                \
        .help = "the control; without it any of the device"                                    \
    }

/* The problem of a reference that is no control, or NULL. */
char *fault_control_check(const FaultSpec *spec, const Device *device, unsigned parameter);

/* Whether the pass of GATE_CONTROL is this moment ("execute", ...) of a control that is meant.
 * fault_hits is still to be asked. */
bool fault_control_is_meant(const Fault *fault, const GatePass *pass, const char *moment,
                            unsigned parameter);
/* "LD0/CSWI1.Pos" of a pass; lent. */
const char *fault_control_reference(const GatePass *pass);
