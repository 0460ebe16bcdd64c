/* SPDX-License-Identifier: Apache-2.0
 *
 * Does an encoded Data have the type that a TypeDescription tells? Written from the standard's
 * text against the two encoders under test, so it shares none of their tables.
 */
#pragma once

#include "sim/model/type.h"

/* `description` and `data` are whole elements. */
bool check_data(Slice description, Slice data);

/* The same with the description of a type. */
bool check_value(const Type *type, Slice data);
