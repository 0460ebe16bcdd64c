/* SPDX-License-Identifier: Apache-2.0
 *
 * The action activate_group: a device itself makes another setting group active, as by its
 * front panel or its own logic.
 */
#pragma once

#include "engine/stage.h"

/* `ld` counts in the model's logical devices; the group must exist. */
Action *activate_group_new(Device *device, uint16_t ld, unsigned group);
