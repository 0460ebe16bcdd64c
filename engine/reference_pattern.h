/* SPDX-License-Identifier: Apache-2.0
 *
 * References with stars and question marks in their names, "LD0/MMXU?.A.phs*": the points of a
 * model that fit.
 */
#pragma once

#include "sim/model/reference.h"

bool reference_pattern_is(const char *text);

/* Whether it has the form of one: a logical node and something behind it, no FC. */
bool reference_pattern_is_sound(const char *text);

/* Each point that fits, in MMS order of its logical nodes. `reference` and `point` are lent. */
typedef void (*ReferencePatternFound)(void *user, const char *reference, const Point *point);
void reference_pattern_each(const Model *model, const char *pattern,
                            ReferencePatternFound found, void *user);
