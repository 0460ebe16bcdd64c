/* SPDX-License-Identifier: Apache-2.0
 *
 * `serve --animate`: measured values of an IED move gently around what they were, so that a
 * client that only watches sees life.
 */
#pragma once

#include "sim/ied.h"

typedef struct Animation Animation;

/* Moves every floating-point measured value (MX) of the IED once a second of `clock`; NULL when
 * it has none. */
Animation *animation_new(Ied *ied, Clock *clock);
void animation_free(Animation *animation);
