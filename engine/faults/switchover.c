/* SPDX-License-Identifier: Apache-2.0
 *
 * A switchover, of a device or of a whole station: every connection is cut, nobody gets in for
 * a while, then the device listens again, on another address or port or on the same. With the
 * fault's end it is switched back in the same way, at once.
 */
#include "engine/fault.h"

#include <gio/gio.h>

enum { HOW, AFTER, ADDRESS, PORT_OFFSET };

static const FaultParameter parameters[] = {
    [HOW] = { .name = "how",
              .kind = FAULT_CHOICE,
              .preset = "rst",
              .choices = "rst|fin|silence",
              .help = "how the peers notice it" },
    [AFTER] = { .name = "after",
                .kind = FAULT_TIME,
                .preset = "1s",
                .help = "until it listens again" },
    [ADDRESS] = { .name = "address",
                  .kind = FAULT_TEXT,
                  .preset = "",
                  .help = "the IP address then; without it the same" },
    [PORT_OFFSET] = { .name = "port_offset",
                      .kind = FAULT_COUNT,
                      .preset = "0",
                      .help = "what is added to the port of each device",
                      .least = 0,
                      .most = 65534 },
    { 0 },
};

typedef struct Switchover {
    Timer timer; /* first; until it listens again */
    Fault *fault;
    bool moved;
} Switchover;

static char *
check(const FaultSpec *spec, const Device *device)
{
    g_autoptr(GInetAddress) address =
        spec->values[ADDRESS].given ? g_inet_address_new_from_string(spec->values[ADDRESS].text)
                                    : NULL;

    (void)device;
    return !spec->values[ADDRESS].given || address != NULL
               ? NULL
               : g_strdup_printf("%s is no IP address", spec->values[ADDRESS].text);
}

static void
cut(Fault *fault)
{
    static const IedCut cuts[] = { IED_CUT_RESET, IED_CUT_FINISH, IED_CUT_SILENCE };

    ied_cut(fault->device->ied, 0, cuts[fault_value(fault, HOW)->choice]);
}

static void
tell_failure(Fault *fault, const GError *error)
{
    event_emit(fault->stage->events, &(Event){ .kind = EVENT_MARK, .value = error->message });
}

/* Without a listener, in stepped runs, there is nothing to move. */
static void
listen_again(Timer *timer)
{
    Switchover *state = (Switchover *)(void *)timer;
    Fault *fault = state->fault;
    Ied *ied = fault->device->ied;
    unsigned offset = fault_value(fault, PORT_OFFSET)->count;
    bool moves = fault_value(fault, ADDRESS)->given || offset > 0;
    g_autoptr(GError) unmoved = NULL, deaf = NULL;

    if (ied_address(ied) != NULL && moves) {
        state->moved = ied_move_listener(ied, fault_value(fault, ADDRESS)->text,
                                         ied_port(ied) + (int)offset, &unmoved);
    }
    if (unmoved != NULL) {
        tell_failure(fault, unmoved);
    }
    if (!ied_resume_listening(ied, &deaf)) {
        tell_failure(fault, deaf);
        return;
    }
    fault->acted++;
    fault_tell(fault, NULL, "listens again, on %s port %d",
               ied_address(ied) != NULL ? ied_address(ied) : "no address", ied_port(ied));
}

static void
begin(Fault *fault)
{
    Switchover *state = fault->state;
    Clock *clock = fault->stage->clock;

    state->fault = fault;
    fault->acted++;
    fault_tell(fault, NULL, "cut %u associations, %s",
               ied_association_count(fault->device->ied), fault_value(fault, HOW)->text);
    ied_pause_listening(fault->device->ied, fault_value(fault, HOW)->choice != 2);
    cut(fault);
    clock_arm(clock, &state->timer, clock_now(clock) + fault_value(fault, AFTER)->time,
              listen_again);
}

static void
end(Fault *fault)
{
    Switchover *state = fault->state;
    bool waited = clock_is_armed(&state->timer);
    g_autoptr(GError) error = NULL;

    clock_disarm(fault->stage->clock, &state->timer);
    if (state->moved) {
        cut(fault);
        ied_move_listener(fault->device->ied, NULL, -1, &error);
    } else if (waited) {
        ied_resume_listening(fault->device->ied, &error);
    }
    if (error != NULL) {
        tell_failure(fault, error);
    }
}

const FaultType fault_switchover = {
    .name = "switchover",
    .layer = "link",
    .help = "a device, or a whole station, cuts everybody off and listens again elsewhere",
    .no_settings = FAULT_NO_SHARE | FAULT_NO_TIMES | FAULT_NO_CLIENT,
    .parameters = parameters,
    .state_size = sizeof(Switchover),
    .check = check,
    .begin = begin,
    .end = end,
};
