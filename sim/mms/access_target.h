/* SPDX-License-Identifier: Apache-2.0
 *
 * What a read or write goes to: the variables of the request, or the members of the list it
 * names, one by one through the VMD.
 */
#pragma once

#include "sim/mms/service.h"
#include "sim/mms/variable_access.h"

typedef struct MmsTarget {
    MmsRequest *request;
    MmsVariables variables;
    const VmdVariableList *list; /* NULL: the variables stand in the request */
    unsigned count;
} MmsTarget;

/* MMS_OK, or why the list cannot be used. */
MmsError mms_target_open(MmsTarget *target, MmsRequest *request, MmsVariables variables);

/* The item's name and access, and the variable when the result is MMS_DATA_SUCCESS. */
MmsDataError mms_target_item(const MmsTarget *target, unsigned at, VmdMember *member,
                             VmdVariable *variable);

/* Tells MmsUser.served, if somebody listens, how the item came out. */
void mms_target_tell(const MmsTarget *target, MmsServedKind kind, unsigned at,
                     MmsDataError result);
