/* SPDX-License-Identifier: Apache-2.0
 *
 * The link of a device is down: its connections end, with a RST, a FIN, or unheard (half-open),
 * and nobody gets a new one until the fault ends. The device itself goes on: buffers fill.
 */
#include "engine/fault.h"

enum { HOW };

static const FaultParameter parameters[] = {
    [HOW] = { .name = "how",
              .kind = FAULT_CHOICE,
              .preset = "rst",
              .choices = "rst|fin|silence",
              .help = "how the peers notice it" },
    { 0 },
};

static void
begin(Fault *fault)
{
    static const IedCut cuts[] = { IED_CUT_RESET, IED_CUT_FINISH, IED_CUT_SILENCE };
    IedCut how = cuts[fault_value(fault, HOW)->choice];

    fault->acted++;
    fault_tell(fault, NULL, "cut %u associations, %s",
               ied_association_count(fault->device->ied), fault_value(fault, HOW)->text);
    ied_pause_listening(fault->device->ied, how != IED_CUT_SILENCE);
    ied_cut(fault->device->ied, 0, how);
}

static void
end(Fault *fault)
{
    g_autoptr(GError) error = NULL;

    if (!ied_resume_listening(fault->device->ied, &error)) {
        event_emit(fault->stage->events,
                   &(Event){ .kind = EVENT_MARK, .value = error->message });
    }
}

const FaultType fault_link_down = {
    .name = "link_down",
    .layer = "link",
    .help = "connections end and nobody gets in until it is over; the device itself goes on",
    .no_settings = FAULT_NO_SHARE | FAULT_NO_TIMES | FAULT_NO_CLIENT,
    .parameters = parameters,
    .begin = begin,
    .end = end,
};
