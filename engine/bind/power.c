/* SPDX-License-Identifier: Apache-2.0
 *
 * power_cycle(ied, { ... }): a device loses its power and comes back.
 */
#include "engine/bind/bind.h"
#include "engine/bind/word_options.h"

#include <string.h>

#include "engine/power.h"

/* How the peers notice it; false: told. */
static bool
to_silent(lua_State *L, const char *how, bool *silent)
{
    *silent = strcmp(how, "silence") == 0;
    if (!*silent && strcmp(how, "rst") != 0) {
        bind_problem(L, "power_cycle: how is \"rst\" or \"silence\", not \"%s\"", how);
        return false;
    }
    return true;
}

static const BindOption power_cycle_options[] = { { "lasting", OPTION_TIME, false },
                                                  { "boot", OPTION_TIME, false },
                                                  { "keep", OPTION_BOOLEAN, false },
                                                  { "how", OPTION_STRING, false },
                                                  { NULL, OPTION_ANY, false } };

static int
word_power_cycle(lua_State *L)
{
    Device *device = bind_to_device(L, 1);
    const char *how = "rst";
    PowerCycle *cycle;
    bool silent = false;

    lua_settop(L, 2);
    if (device == NULL || !bind_check_options(L, 2, power_cycle_options, false)) {
        return bind_push_word(L, WORD_BROKEN, "power_cycle", NULL), 1;
    }
    bind_option_string(L, 2, "how", &how);
    if (!to_silent(L, how, &silent)) {
        return bind_push_word(L, WORD_BROKEN, "power_cycle", NULL), 1;
    }
    cycle = power_cycle_new(device);
    bind_push_word(L, WORD_ACTION, "power_cycle", cycle);
    bind_option_time(L, 2, "lasting", &cycle->lasting);
    bind_option_time(L, 2, "boot", &cycle->boot);
    bind_option_boolean(L, 2, "keep", &cycle->how.keep);
    cycle->how.silent = silent;
    return 1;
}

const BindWord bind_power_words[] = {
    { "power_cycle", "power_cycle(ied, { lasting=, boot=, keep=, how=\"rst\"|\"silence\" })",
      "the device loses its power; with keep, what survives that in a device does",
      word_power_cycle, BIND_LOAD | BIND_TASK },
    { 0 },
};

const BindWordOptions bind_power_options[] = {
    { bind_power_words, "power_cycle", power_cycle_options, NULL },
    { 0 },
};
