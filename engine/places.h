/* SPDX-License-Identifier: Apache-2.0
 *
 * A set of references, and whether an event's reference is one of them, contains one or lies
 * inside one. Asking costs the depth of a reference, however many there are.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct Places Places;

Places *places_new(void);
Places *places_ref(Places *places);
void places_unref(Places *places);

/* "LD0/XCBR1.Pos", without FC; again changes nothing. */
void places_add(Places *places, const char *reference);
unsigned places_count(const Places *places);
/* Any of them; lent. NULL: there is none. */
const char *places_first(const Places *places);
/* Of the first `length` characters. */
bool places_cover(const Places *places, const char *reference, size_t length);
