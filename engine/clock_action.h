/* SPDX-License-Identifier: Apache-2.0
 *
 * What a scenario does to the clock of an IED: its source is lost, comes again, or the clock is
 * off.
 */
#pragma once

#include "engine/stage.h"

Action *clock_state_action_new(Device *device, ClockState state);

/* `ppm` is how many millionths the clock gains from then on. */
Action *clock_shift_action_new(Device *device, int64_t offset, double ppm);
