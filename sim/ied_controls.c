/* SPDX-License-Identifier: Apache-2.0
 *
 * The controls of an IED on the loop: commands begin and end at the end of a turn, behind the
 * reports that the turn brought.
 */
#include "sim/ied_private.h"

static void
wake(void *user)
{
    Ied *ied = user;

    loop_later(ied->loop, &ied->commands);
}

static void
close_association(void *user, const VmdCaller *caller)
{
    Ied *ied = user;

    ied_association_of(ied, caller)->closing = true;
    loop_later(ied->loop, &ied->reports);
}

static void
turn(LoopLater *later)
{
    controls_turn(((Ied *)(void *)((char *)later - offsetof(Ied, commands)))->controls);
}

void
ied_controls_open(Ied *ied)
{
    ied->commands.run = turn;
    ied->controls = controls_new(&(ControlsParameters){
        .server = &ied->server, .wake = wake, .close = close_association, .user = ied });
}

void
ied_controls_close(Ied *ied)
{
    g_clear_pointer(&ied->controls, controls_free);
    loop_forget(ied->loop, &ied->commands);
}

Controls *
ied_controls(Ied *ied)
{
    return ied->controls;
}
