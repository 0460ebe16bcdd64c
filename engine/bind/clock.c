/* SPDX-License-Identifier: Apache-2.0
 *
 * The clock of an IED in scenarios: clock_lost(bay), clock_synchronized(bay), clock_failed(bay)
 * and clock_offset(bay, "500ms", { drift = 20 }). They are actions, as set is.
 */
#include "engine/bind/bind.h"
#include "engine/bind/word_options.h"

#include "engine/clock_action.h"

static int
push_state(lua_State *L, ClockState state)
{
    const char *name = bind_row(L)->name;
    Device *device = bind_to_device(L, 1);

    if (device == NULL) {
        return bind_push_word(L, WORD_BROKEN, name, NULL), 1;
    }
    bind_push_word(L, WORD_ACTION, name, clock_state_action_new(device, state));
    return 1;
}

static int
word_clock_lost(lua_State *L)
{
    return push_state(L, CLOCK_LOST);
}

static int
word_clock_failed(lua_State *L)
{
    return push_state(L, CLOCK_FAILED);
}

static int
word_clock_synchronized(lua_State *L)
{
    return push_state(L, CLOCK_SYNCHRONIZED);
}

/* A time that may lie behind: "-1.5s", -1.5. */
static bool
to_offset(lua_State *L, int index, int64_t *offset)
{
    bool behind = false;

    if (lua_type(L, index) == LUA_TNUMBER) {
        behind = lua_tonumber(L, index) < 0;
        lua_pushnumber(L, behind ? -lua_tonumber(L, index) : lua_tonumber(L, index));
    } else if (lua_type(L, index) == LUA_TSTRING) {
        const char *text = lua_tostring(L, index);

        behind = text[0] == '-';
        lua_pushstring(L, text + behind);
    } else {
        return false;
    }
    if (!bind_to_time(L, -1, offset)) {
        return false;
    }
    lua_pop(L, 1);
    *offset = behind ? -*offset : *offset;
    return true;
}

static const BindOption offset_options[] = { { "drift", OPTION_NUMBER, false },
                                             { NULL, OPTION_ANY, false } };

static int
word_clock_offset(lua_State *L)
{
    Device *device = bind_to_device(L, 1);
    double ppm = 0;
    int64_t offset;

    lua_settop(L, 3);
    if (device == NULL || !bind_check_options(L, 3, offset_options, false)) {
        return bind_push_word(L, WORD_BROKEN, "clock_offset", NULL), 1;
    }
    if (!to_offset(L, 2, &offset)) {
        return bind_refuse(L, "clock_offset takes a time such as \"500ms\" or \"-2s\", not %s",
                           bind_describe(L, 2));
    }
    bind_option_number(L, 3, "drift", &ppm);
    bind_push_word(L, WORD_ACTION, "clock_offset", clock_shift_action_new(device, offset, ppm));
    return 1;
}

const BindWord bind_clock_words[] = {
    { "clock_lost", "clock_lost(ied)",
      "the IED's clock has no source any more: stamps say ClockNotSynchronized, LTMS follows",
      word_clock_lost, BIND_LOAD | BIND_TASK },
    { "clock_failed", "clock_failed(ied)",
      "the IED's clock fails: stamps say ClockFailure, too", word_clock_failed,
      BIND_LOAD | BIND_TASK },
    { "clock_synchronized", "clock_synchronized(ied)",
      "the IED's clock is synchronized again; an offset is gone", word_clock_synchronized,
      BIND_LOAD | BIND_TASK },
    { "clock_offset", "clock_offset(ied, \"TIME\", { drift= })",
      "the IED's clock is off by a time, \"-2s\" behind, and gains so many millionths from now",
      word_clock_offset, BIND_LOAD | BIND_TASK },
    { 0 },
};

const BindWordOptions bind_clock_options[] = {
    { bind_clock_words, "clock_offset", offset_options, NULL },
    { 0 },
};
