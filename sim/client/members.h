/* SPDX-License-Identifier: Apache-2.0
 *
 * ClientName to and from the members of a request: an array element and the component behind it
 * become an alternate access (ISO 9506-2 14.5.2). For the files of sim/client/ only.
 */
#pragma once

#include "sim/client/client.h"
#include "sim/mms/variable_access.h"

typedef struct ClientMembers {
    VmdMember *members;
    MmsAccess *accesses; /* in one block; what the members point to */
} ClientMembers;

/* The names' strings are lent. */
ClientMembers client_members_new(const ClientName *names, unsigned count);
void client_members_clear(ClientMembers *members);

/* The other way: strings are kept by `strings`. A member that is no name, or an access other
 * than element and components, is shown by its item "" or "name(...)". */
ClientName client_name_of_member(const VmdMember *member, bool supported,
                                 GStringChunk *strings);
