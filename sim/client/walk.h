/* SPDX-License-Identifier: Apache-2.0
 *
 * Walks a whole server and believes nothing: every name of every class, the type of every
 * variable, the value of every name at every level against that type, every level's type
 * against its logical node's, every data set's directory and values. Requests are pipelined up
 * to the negotiated outstanding count.
 */
#pragma once

#include "sim/client/client.h"

typedef struct ClientWalk ClientWalk;

/* More names, or members of data sets, than this end a walk; so does one silence. Arrays that
 * are read by elements are read up to the other figure. */
#define CLIENT_WALK_NAMES_MAX 5000000
#define CLIENT_WALK_ELEMENTS_MAX 65536

/* Figures of a walk so far. */
typedef struct ClientWalkFigures {
    unsigned domains;
    unsigned names;   /* of every class, domains included */
    unsigned types;   /* TypeDescriptions received */
    unsigned values;  /* Data received that have exactly their type */
    uint64_t leaves;  /* basic values in the types */
    unsigned lists;   /* data sets */
    unsigned members; /* of data sets */
    unsigned
        by_parts; /* structures too large for one PDU, whose type or value was read by parts */
    unsigned unedited; /* values under SE, refused as they must be while nobody edits */
    unsigned mismatches;
    unsigned refusals; /* values, types or lists that the server refused */
    unsigned failures; /* calls that failed otherwise; the walk may have ended early */
} ClientWalkFigures;

typedef enum ClientWalkProblem {
    CLIENT_WALK_MISMATCH,
    CLIENT_WALK_REFUSAL,
    CLIENT_WALK_FAILURE
} ClientWalkProblem;

typedef struct ClientWalkUser {
    /* What is wrong with a name; may be NULL. `name` is "domain/item". */
    void (*problem)(void *user, ClientWalkProblem problem, const char *name, const char *what);
    /* The last callback; the walk may be freed inside. */
    void (*done)(void *user, ClientWalk *walk);
} ClientWalkUser;

/* Begins on an open client, which is lent and must outlive the walk. */
ClientWalk *client_walk_new(Client *client, const ClientWalkUser *callbacks, void *user);
/* Before `done` only after the client was freed. */
void client_walk_free(ClientWalk *walk);
const ClientWalkFigures *client_walk_figures(const ClientWalk *walk);
/* No mismatch, no refusal, no failure. */
bool client_walk_is_clean(const ClientWalk *walk);
