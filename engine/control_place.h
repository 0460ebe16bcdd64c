/* SPDX-License-Identifier: Apache-2.0
 *
 * Controls by the names that people give them.
 */
#pragma once

#include "sim/ied.h"

/* "LD0/CSWI1.Pos", with or without [CO]: the place of the control under FC CO; false when there
 * is none. */
bool control_place_find(const Model *model, const char *reference, NodeRef *co);
