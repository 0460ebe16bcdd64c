/* SPDX-License-Identifier: Apache-2.0
 *
 * Which report control blocks a fault means: those whose reference fits its first parameter,
 * "LD0/LLN0.BR.brcb*", without an index each instance.
 */
#pragma once

#include "engine/fault.h"

enum { FAULT_RCB };

#define FAULT_RCB_ROW                                                                          \
    {                                                                                          \
        .name = "rcb", .kind = FAULT_TEXT, .preset = "",                                       \
        .help = "control blocks that are meant, * and ? stand for anything; none given: all"   \
    }

/* "LD0/LLN0.BR.brcb01", without its index when `base`. Free with g_free. */
char *fault_rcb_name(const Device *device, const ControlBlock *block, bool base);
bool fault_rcb_fits(const FaultSpec *spec, const Device *device, const ControlBlock *block);
/* As the `check` of a FaultType: there is one that fits. */
char *fault_rcb_check(const FaultSpec *spec, const Device *device);

/* What is done to each control block that is meant. */
typedef struct FaultRcbDeed {
    bool (*is_for)(const ReportingRcb *rcb); /* NULL: any */
    void (*act)(Fault *fault, Reporting *reporting, const ReportingRcb *rcb,
                const GatePass *pass, const char *name);
} FaultRcbDeed;

/* All that are meant and that the fault hits, now; none while the device has no power. */
void fault_rcb_each(Fault *fault, const FaultRcbDeed *deed);
