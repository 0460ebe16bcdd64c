/* SPDX-License-Identifier: Apache-2.0
 *
 * The walk's state, for the files walk*.c only.
 */
#pragma once

#include "sim/client/walk.h"
#include "sim/mms/data.h"

/* Something that waits for an answer, at the head of its own struct; freed with the walk when
 * no answer came. */
typedef struct WalkItem WalkItem;
struct WalkItem {
    ClientWalk *walk;
    void (*clear)(WalkItem *item); /* frees the struct */
    WalkItem *next, *previous;
};

struct ClientWalk {
    Client *client;
    const ClientWalkUser *callbacks;
    void *user;
    ClientWalkFigures figures;
    unsigned window; /* requests that may be outstanding */
    unsigned in_flight;
    bool pumping;
    bool broken; /* the association is gone: nothing more is asked */

    GPtrArray *domains;
    unsigned scope_count; /* scopes begun: VMD, association, then domains */
    const char *domain;   /* of the present scope; NULL: VMD or association */
    bool in_names;        /* the scope's names are still being asked for */
    GPtrArray *variables, *lists;
    unsigned next_variable, next_list;
    MmsScope list_scope;
    WalkItem *items;
    GHashTable *listed; /* the variables' names */
    GHashTable *roots; /* of the highest names whose type is known, logical nodes: ClientType */
};

/* Enters an item that is zeroed, and its end. */
void walk_add(ClientWalk *walk, WalkItem *item, void (*clear)(WalkItem *item));
void walk_remove(WalkItem *item);

/* A request more, and one less: everything that asks pairs them. */
void walk_began(ClientWalk *walk);
void walk_answered(ClientWalk *walk);

void walk_problem(ClientWalk *walk, ClientWalkProblem problem, const char *domain,
                  const char *item, const char *format, ...) G_GNUC_PRINTF(5, 6);
void walk_failed(ClientWalk *walk, const char *domain, const char *item, const char *what,
                 const ClientFailure *failure);

/* Breaks off a walk that would have no end. */
void walk_check_size(ClientWalk *walk);

/* The server says that the answer would not fit a PDU. */
bool walk_is_too_large(const ClientFailure *failure);

/* Asks for everything about one variable or one list of the present scope. */
void walk_variable(ClientWalk *walk, const char *item);
void walk_list(ClientWalk *walk, const char *item);
