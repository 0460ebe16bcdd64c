/* SPDX-License-Identifier: Apache-2.0
 *
 * Clients that a scenario declares by name, and how the events' clients are told apart: by
 * address, AP-title and AE-qualifier. The address is known when a connection comes, the rest
 * with the AARQ; so until it is associated, only a client of whom nothing but the address is
 * said has its name.
 */
#pragma once

#include <glib.h>

#include "sim/base/event.h"
#include "sim/osi/stack.h"

typedef struct NamedClient {
    char *name;
    char *address;     /* "10.0.0.5", with or without port; NULL: any */
    OsiAddress titles; /* what of it is there must be the same */
    bool wrong;        /* something of it was, and that was told */
    const char *file;
    int line;
} NamedClient;

NamedClient *named_client_new(const char *name);
void named_client_free(NamedClient *client);
/* Whether anything is said by which it can be known. */
bool named_client_is_known(const NamedClient *client);
/* Whether some client could be both. */
bool named_client_overlaps(const NamedClient *a, const NamedClient *b);

typedef struct Roster Roster;

/* `clients` (NamedClient*) are lent. */
Roster *roster_new(const GPtrArray *clients);
void roster_free(Roster *roster);
/* An EventIdentify: puts the name of a declared client into the event. */
void roster_identify(void *roster, Event *event);
