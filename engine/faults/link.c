/* SPDX-License-Identifier: Apache-2.0
 *
 * Nobody gets in. The link of a device is down: its connections end, with a RST, a FIN, or
 * unheard (half-open), and nobody gets a new one; the device itself goes on: buffers fill. Or
 * whoever connects is refused, or hangs unheard, and who is associated stays so.
 */
#include "engine/fault.h"

static void
open_listeners(Fault *fault)
{
    g_autoptr(GError) error = NULL;

    if (!ied_resume_listening(fault->device->ied, &error)) {
        event_emit(fault->stage->events,
                   &(Event){ .kind = EVENT_MARK, .value = error->message });
    }
}

enum { HOW };

static const FaultParameter cutting_parameters[] = {
    [HOW] = { .name = "how",
              .kind = FAULT_CHOICE,
              .preset = "rst",
              .choices = "rst|fin|silence",
              .help = "how the peers notice it" },
    { 0 },
};

static void
begin_cutting(Fault *fault)
{
    static const IedCut cuts[] = { IED_CUT_RESET, IED_CUT_FINISH, IED_CUT_SILENCE };
    IedCut how = cuts[fault_value(fault, HOW)->choice];

    fault->acted++;
    fault_tell(fault, NULL, "cut %u associations, %s",
               ied_association_count(fault->device->ied), fault_value(fault, HOW)->text);
    ied_pause_listening(fault->device->ied, how != IED_CUT_SILENCE);
    ied_cut(fault->device->ied, 0, how);
}

const FaultType fault_link_down = {
    .name = "link_down",
    .layer = "link",
    .help = "connections end and nobody gets in until it is over; the device itself goes on",
    .no_settings = FAULT_NO_SHARE | FAULT_NO_TIMES | FAULT_NO_CLIENT,
    .parameters = cutting_parameters,
    .begin = begin_cutting,
    .end = open_listeners,
};

static void
close_listeners(Fault *fault, bool refuse)
{
    fault->acted++;
    ied_pause_listening(fault->device->ied, refuse);
    fault_tell(fault, NULL, refuse ? "connecting is refused" : "connecting hangs");
}

static void
begin_refusing(Fault *fault)
{
    close_listeners(fault, true);
}

static void
begin_hanging(Fault *fault)
{
    close_listeners(fault, false);
}

const FaultType fault_refuse = {
    .name = "refuse",
    .layer = "link",
    .help = "new connections are refused by a RST; associations stay",
    .no_settings = FAULT_NO_SHARE | FAULT_NO_TIMES | FAULT_NO_CLIENT,
    .begin = begin_refusing,
    .end = open_listeners,
};

const FaultType fault_accept_queue_full = {
    .name = "accept_queue_full",
    .layer = "link",
    .help = "new connections come into being and are never taken up; associations stay",
    .no_settings = FAULT_NO_SHARE | FAULT_NO_TIMES | FAULT_NO_CLIENT,
    .begin = begin_hanging,
    .end = open_listeners,
};
