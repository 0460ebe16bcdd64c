/* SPDX-License-Identifier: Apache-2.0
 *
 * The action power_cycle: a device loses its power and is up again later, in virtual time.
 */
#pragma once

#include "engine/stage.h"

typedef struct PowerCycle {
    Action action; /* first */
    Device *device;
    int64_t lasting; /* ns without power */
    int64_t boot;    /* ns from then until it listens again */
    IedPowerOff how;
} PowerCycle;

/* One second off, one to boot, nothing kept, RST. */
PowerCycle *power_cycle_new(Device *device);

/* The device loses its power, and is up again so long (virtual ns) from now, whatever it waited
 * for before. */
void power_lose(Stage *stage, Device *device, const IedPowerOff *how, int64_t until_up);

/* Nobody is switched on any more. */
void power_stop_all(Stage *stage);
