/* SPDX-License-Identifier: Apache-2.0
 *
 * The value at 2 and the options at 3 of control:select, operate and cancel.
 */
#pragma once

#include "engine/bind/bind.h"
#include "engine/stage.h"
#include "sim/client/control.h"

/* Whose command it is. All are lent. */
typedef struct CommandPlace {
    ClientControl *control;
    const Device *device; /* the server, when it is one of ours; NULL: it is not */
    Clock *clock;         /* the virtual one */
    Pdu *value;           /* gets ctlVal, which the command lends from it */
} CommandPlace;

extern const BindOption bind_command_options[];

/* Mistakes are told; strings are lent from Lua. */
void bind_to_command(lua_State *L, const CommandPlace *place, ClientCommand *command);
