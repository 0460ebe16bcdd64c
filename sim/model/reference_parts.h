/* SPDX-License-Identifier: Apache-2.0
 *
 * A reference taken apart, and the words for what is wrong with one. For sim/model only.
 */
#pragma once

#include "sim/model/reference.h"

typedef struct ReferencePart {
    Slice name;
    int64_t index; /* of an array element, else -1 */
} ReferencePart;

typedef struct ReferenceParts {
    const char *text;
    const LogicalDevice *device;
    const LogicalNode *node;
    Fc fc; /* FC_NONE: not said */
    unsigned count;
    ReferencePart parts[TYPE_DEPTH_MAX]; /* the DO and what is inside it */
} ReferenceParts;

bool reference_parse(const Model *model, const char *text, ReferenceParts *parts,
                     GError **error);

/* Walks the parts under one FC. Returns how many parts were passed; the place reached so far is
 * in `ref`, which is complete when that is parts->count. */
unsigned reference_walk(const ReferenceParts *parts, Fc fc, NodeRef *ref);

/* "unknown" and what is known, out of `names` (char *), appended to an error of `parts`. */
void reference_set_unknown(GError **error, const char *text, const char *what, Slice unknown,
                           GPtrArray *names);
