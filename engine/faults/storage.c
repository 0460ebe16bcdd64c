/* SPDX-License-Identifier: Apache-2.0
 *
 * What a device keeps: its logs are gone, or there is no room for more.
 */
#include "engine/fault.h"

static void
wipe(Fault *fault)
{
    unsigned count = ied_wipe_logs(fault->device->ied);

    fault->acted++;
    fault_tell(fault, NULL, "%u entries of its logs are gone", count);
    fault_over(fault);
}

const FaultType fault_log_wiped = {
    .name = "log_wiped",
    .layer = "device",
    .help = "every entry of every log is gone, once; later ones have higher EntryIDs",
    .no_settings = FAULT_NO_SHARE | FAULT_NO_TIMES | FAULT_NO_CLIENT | FAULT_NO_LASTING,
    .begin = wipe,
};

/* Full. */

typedef struct Full {
    StoreFull full; /* first */
    Fault *fault;
} Full;

/* What does not fit is no PDU's. */
static bool
refuse(StoreFull *full, const char *what)
{
    static const GatePass nothing = { .point = GATE_FILE };
    Fault *fault = ((Full *)(void *)full)->fault;

    if (!fault_hits(fault, &nothing)) {
        return false;
    }
    fault_tell(fault, NULL, "no room for %s", what);
    return true;
}

static void
begin(Fault *fault)
{
    Full *full = fault->state;

    full->fault = fault;
    full->full.refuses = refuse;
    ied_add_full(fault->device->ied, &full->full);
}

static void
end(Fault *fault)
{
    ied_remove_full(fault->device->ied, &((Full *)fault->state)->full);
}

const FaultType fault_file_system_full = {
    .name = "file_system_full",
    .layer = "device",
    .help =
        "nothing is stored any more: no log entries, and no settings for the next power "
        "cycle (control blocks, data sets, setting groups); buffers of reports are not in it",
    .no_settings = FAULT_NO_CLIENT,
    .state_size = sizeof(Full),
    .begin = begin,
    .end = end,
};
