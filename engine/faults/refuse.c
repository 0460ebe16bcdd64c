/* SPDX-License-Identifier: Apache-2.0
 *
 * Whoever connects is refused, or hangs unheard; who is associated stays so.
 */
#include "engine/fault.h"

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

static void
end(Fault *fault)
{
    g_autoptr(GError) error = NULL;

    if (!ied_resume_listening(fault->device->ied, &error)) {
        event_emit(fault->stage->events,
                   &(Event){ .kind = EVENT_MARK, .value = error->message });
    }
}

const FaultType fault_refuse = {
    .name = "refuse",
    .layer = "link",
    .help = "new connections are refused by a RST; associations stay",
    .no_settings = FAULT_NO_SHARE | FAULT_NO_TIMES | FAULT_NO_CLIENT,
    .begin = begin_refusing,
    .end = end,
};

const FaultType fault_accept_queue_full = {
    .name = "accept_queue_full",
    .layer = "link",
    .help = "new connections come into being and are never taken up; associations stay",
    .no_settings = FAULT_NO_SHARE | FAULT_NO_TIMES | FAULT_NO_CLIENT,
    .begin = begin_hanging,
    .end = end,
};
