/* SPDX-License-Identifier: Apache-2.0
 *
 * The device listens on another port: the old one refuses, and whoever was associated is cut
 * off. With the fault's end it is back where it was.
 */
#include "engine/fault.h"

enum { PORT };

static const FaultParameter parameters[] = {
    [PORT] = { .name = "port",
               .kind = FAULT_COUNT,
               .preset = "0",
               .help = "the new one; 0: whichever is free",
               .least = 0,
               .most = 65535 },
    { 0 },
};

static void
tell_failure(Fault *fault, const GError *error)
{
    event_emit(fault->stage->events, &(Event){ .kind = EVENT_MARK, .value = error->message });
}

static void
begin(Fault *fault)
{
    g_autoptr(GError) error = NULL;
    int port = (int)fault_value(fault, PORT)->count;

    fault->acted++;
    ied_cut(fault->device->ied, 0, IED_CUT_RESET);
    if (!ied_move_listener(fault->device->ied, NULL, port, &error)) {
        tell_failure(fault, error);
        return;
    }
    fault_tell(fault, NULL, "listens on port %d", ied_port(fault->device->ied));
}

static void
end(Fault *fault)
{
    g_autoptr(GError) error = NULL;

    ied_cut(fault->device->ied, 0, IED_CUT_RESET);
    if (!ied_move_listener(fault->device->ied, NULL, -1, &error)) {
        tell_failure(fault, error);
    }
}

const FaultType fault_port_moved = {
    .name = "port_moved",
    .layer = "link",
    .help = "listens on another port; associations are cut",
    .no_settings = FAULT_NO_SHARE | FAULT_NO_TIMES | FAULT_NO_CLIENT,
    .parameters = parameters,
    .begin = begin,
    .end = end,
};
