/* SPDX-License-Identifier: Apache-2.0
 *
 * The two ways of `iedbench browse`: the tree of names of one server, and the complete walk of
 * several (browse_tree.c, browse_walk.c).
 */
#pragma once

#include "engine/commands/client_options.h"

typedef struct BrowseOptions {
    const ClientOptions *client;
    int depth; /* 1: logical devices, 2: logical nodes, 3: data objects ... */
    bool data_sets, types;
    int problems; /* most problems shown a server */
} BrowseOptions;

/* Both return an exit status. */
int browse_tree(const BrowseOptions *options, const char *address);
int browse_walk(const BrowseOptions *options, char **addresses);
