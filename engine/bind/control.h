/* SPDX-License-Identifier: Apache-2.0
 *
 * Controls in scenarios, for the files engine/bind/control*.c only.
 */
#pragma once

#include "engine/bind/source.h"
#include "engine/control_desk.h"

/* The controllable data object under CO. False: told. */
bool bind_find_control(lua_State *L, const Device *device, const char *text, NodeRef *co);
/* "select", "operate", "cancel" or a list of them, as bits 1 << ControlService. False: told. */
bool bind_to_services(lua_State *L, int index, unsigned *services);
/* { travel=, stuck=, fail= } or nothing at `index`, the top. False: told. */
bool bind_to_course(lua_State *L, int index, ControlCourse *course);

/* "blocked-by-interlocking" or 10 at `index`. False: told. */
bool bind_to_add_cause(lua_State *L, int index, AddCause *cause);

/* Into the table on top: value, origin, ctl_num, .. of a control's event. Nothing when it is
 * none. */
void bind_set_control_fields(lua_State *L, const Event *event);

/* A request of a desk as a task has it: the event's table, with accept, refuse, succeed and
 * fail. Takes over the reference. */
void bind_push_control_request(lua_State *L, DeskRequest *request);
