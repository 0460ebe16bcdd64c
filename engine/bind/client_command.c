/* SPDX-License-Identifier: Apache-2.0
 *
 * What a task says about a command of its client becomes what the client sends: the value, the
 * origin, the times, Test and Check.
 */
#include "engine/bind/client_command.h"

#include "engine/bind/bind.h"
#include "engine/bind/control.h"

#define TERMINATION_WITHIN (30 * CLOCK_SECOND)

/* The number of a name, where the server is one of ours and the value an enumeration. */
static bool
push_ordinal(lua_State *L, const CommandPlace *place, const char *text)
{
    const Device *device = place->device;
    g_autofree char *reference =
        g_strdup_printf("%s/%s$Oper$ctlVal", client_control_place(place->control).domain,
                        client_control_place(place->control).item);
    int32_t ordinal;
    NodeRef leaf;

    if (device == NULL || !reference_resolve(device->server->model, reference, &leaf, NULL) ||
        leaf.type->enumeration == NULL ||
        !enum_type_ordinal(leaf.type->enumeration, slice_from_string(text), &ordinal)) {
        return false;
    }
    lua_pushinteger(L, ordinal);
    return true;
}

/* "on" and "off" of a BOOLEAN are written as they are; the value at 2 as a Data element. */
static Slice
take_value(lua_State *L, const CommandPlace *place)
{
    const char *text;
    GError *error = NULL;

    if (lua_isnoneornil(L, 2)) {
        return SLICE_NONE;
    }
    text = luaL_tolstring(L, 2, NULL);
    if (lua_type(L, 2) == LUA_TSTRING && push_ordinal(L, place, text)) {
        text = luaL_tolstring(L, -1, NULL);
    }
    pdu_reset(place->value);
    if (!client_control_parse(place->control, text, place->value, &error)) {
        text = lua_pushfstring(L, "%s: %s", bind_row(L)->name, error->message);
        g_error_free(error);
        bind_problem(L, "%s", text);
    }
    return pdu_content(place->value);
}

/* A number may be none of the categories. */
static int64_t
to_category(lua_State *L, int index)
{
    ControlCategory category = CONTROL_REMOTE;

    if (lua_isinteger(L, index)) {
        return lua_tointeger(L, index);
    }
    if (lua_type(L, index) != LUA_TSTRING ||
        !control_category_parse(lua_tostring(L, index), &category)) {
        bind_problem(L, "%s: or_cat is a category such as \"remote-control\", or a number",
                     bind_row(L)->name);
    }
    return category;
}

/* The octets of orIdent live in the options table. */
static void
take_origin(lua_State *L, ControlOrigin *origin)
{
    size_t size;

    *origin = (ControlOrigin){ CONTROL_REMOTE, slice_from_string("iedbench") };
    if (lua_istable(L, 3) && lua_getfield(L, 3, "or_cat") != LUA_TNIL) {
        origin->category = to_category(L, lua_gettop(L));
    }
    if (lua_istable(L, 3) && lua_getfield(L, 3, "or_ident") != LUA_TNIL) {
        origin->ident.data = (const uint8_t *)lua_tolstring(L, -1, &size);
        origin->ident.size = size;
    }
    lua_settop(L, 3);
}

/* t= is T, seconds since 1970; at= the time from now on at which it operates; now is what the
 * IEDs' clock says, which may be far from the wall clock. */
static void
take_times(lua_State *L, const CommandPlace *place, ClientCommand *command)
{
    int64_t ahead;
    double seconds;

    command->has_t = true;
    command->parameters.t = clock_now(place->clock);
    if (bind_option_number(L, 3, "t", &seconds)) {
        command->parameters.t = (int64_t)(seconds * 1e3) * CLOCK_MILLISECOND;
    }
    if (bind_option_time(L, 3, "at", &ahead)) {
        if (!client_control_has_oper_tm(place->control)) {
            bind_problem(L, "%s: %s has no operTm", bind_row(L)->name,
                         client_control_name(place->control));
        }
        command->parameters.oper_tm = clock_now(place->clock) + ahead;
    }
}

const BindOption bind_command_options[] = {
    { "test", OPTION_BOOLEAN, false },  { "check", OPTION_STRING, false },
    { "or_cat", OPTION_ANY, false },    { "or_ident", OPTION_STRING, false },
    { "ctl_num", OPTION_COUNT, false }, { "t", OPTION_NUMBER, false },
    { "at", OPTION_TIME, false },       { "within", OPTION_TIME, false },
    { "wall", OPTION_BOOLEAN, false },  { NULL, OPTION_ANY, false },
};

void
bind_to_command(lua_State *L, const CommandPlace *place, ClientCommand *command)
{
    const char *check = NULL;
    unsigned number = 0;
    bool wall = false;

    lua_settop(L, 3);
    bind_check_options(L, 3, bind_command_options, false);
    *command = (ClientCommand){ .parameters.ctl_val = take_value(L, place),
                                .within = TERMINATION_WITHIN };
    take_origin(L, &command->parameters.origin);
    bind_option_boolean(L, 3, "test", &command->parameters.test);
    if (bind_option_string(L, 3, "check", &check) &&
        !control_check_parse(check, &command->parameters.check)) {
        bind_problem(L,
                     "%s: check is \"none\", \"synchrocheck\", \"interlock\" or "
                     "\"synchrocheck,interlock\"",
                     bind_row(L)->name);
    }
    command->has_ctl_num = bind_option_count(L, 3, "ctl_num", &number);
    command->parameters.ctl_num = (uint8_t)number;
    take_times(L, place, command);
    bind_option_time(L, 3, "within", &command->within);
    bind_option_boolean(L, 3, "wall", &wall);
    command->clock = wall ? NULL : place->clock;
}
