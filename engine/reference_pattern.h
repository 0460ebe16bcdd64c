/* SPDX-License-Identifier: Apache-2.0
 *
 * References with stars and question marks in their names, "LD0/MMXU?.A.phs*", "XCBR*.Pos[ST]":
 * the places and the points of a model that fit. Without LD any is meant.
 */
#pragma once

#include "sim/model/reference.h"

bool reference_pattern_is(const char *text);

/* Whether it has the form of one of points: a logical node and something behind it, no FC. */
bool reference_pattern_is_sound(const char *text);

/* The FC that a reference names, before its first name or in brackets; FC_NONE: none. */
Fc reference_pattern_fc(const char *text);

/* Tells each reference that may be meant, "LD0/XCBR1.Pos", in MMS order of its logical nodes:
 * what stands behind the last star is not looked for, and may not be there. `text` is LN, or LN
 * and names with dots between them, an FC before the first or in brackets behind the last. */
typedef void (*ReferenceNameFound)(void *user, const char *reference);
void reference_pattern_expand(const Model *model, const char *text, ReferenceNameFound found,
                              void *user);

/* Each point that fits a sound one. `reference` and `point` are lent. */
typedef void (*ReferencePatternFound)(void *user, const char *reference, const Point *point);
void reference_pattern_each(const Model *model, const char *pattern,
                            ReferencePatternFound found, void *user);
