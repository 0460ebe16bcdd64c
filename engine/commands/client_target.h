/* SPDX-License-Identifier: Apache-2.0
 *
 * What a reference on the command line of read and write means on the server: the variables and
 * their types, found out before anything is read or written.
 */
#pragma once

#include "engine/commands/client_options.h"

/* One variable, or one member of a data set. */
typedef struct TargetPart {
    char *label;     /* as the user wrote it; of a member "IED1LD0/MMXU1$MX$TotW" */
    ClientName name; /* strings owned */
    ClientType *type;
} TargetPart;

typedef struct Target {
    const char *reference; /* lent */
    bool is_list;
    MmsScope scope;
    char *domain, *item;
    GArray *parts; /* TargetPart: one, or the members */
} Target;

/* Resolves and asks for types. False after telling why on stderr. */
bool target_find(Target *target, ClientSession *session, const char *reference);
void target_clear(Target *target);

static inline TargetPart *
target_part(const Target *target, unsigned index)
{
    return &g_array_index(target->parts, TargetPart, index);
}
