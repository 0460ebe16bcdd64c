/* SPDX-License-Identifier: Apache-2.0
 *
 * How type.c finds equal types; of no use outside sim/model.
 */
#pragma once

#include <glib.h>

#include "sim/model/type.h"

/* Copies `count` items of `size` octets into the pool's arena. */
const void *type_pool_copy(TypePool *pool, const void *items, size_t size, size_t count);

/* The type equal to `probe`, whose components are complete, or NULL; and the entry of a new
 * one.
 */
const Type *type_pool_find(const TypePool *pool, const Type *probe);
void type_pool_add(TypePool *pool, const Type *type);
