/* SPDX-License-Identifier: Apache-2.0
 *
 * The flattened names of a domain's variables, one after the other in MMS order: "LLN0",
 * "LLN0$ST", "LLN0$ST$Mod", "LLN0$ST$Mod$stVal", ... Arrays are named, what is inside them is
 * not.
 */
#pragma once

#include <glib.h>

#include "sim/model/model.h"

typedef struct NameWalk {
    const LogicalDevice *device;
    unsigned node;
    unsigned level;                        /* components below the node in the present name */
    const Type *types[TYPE_DEPTH_MAX + 2]; /* of the place at each level */
    uint32_t at[TYPE_DEPTH_MAX + 1];       /* which component it is, by level - 1 */
    size_t lengths[TYPE_DEPTH_MAX + 2];    /* of the name at each level */
    GString *name;                         /* lent; the present name */
} NameWalk;

/* Before the first name. */
void name_walk_start(NameWalk *walk, const LogicalDevice *device, GString *name);

/* To the place of a name; false when there is none. */
bool name_walk_seek(NameWalk *walk, Slice name);

/* False behind the last. */
bool name_walk_next(NameWalk *walk);
