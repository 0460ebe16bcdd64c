/* SPDX-License-Identifier: Apache-2.0
 *
 * `iedbench browse HOST:PORT...`: what a server has, or with --read-all whether all it has can
 * be read and is what its types say.
 */
#include "engine/commands/browse.h"

#include <stdio.h>

#include "engine/command.h"

#define DEPTH_DEFAULT 3
#define DEPTH_ALL 64

static int
browse_all(const BrowseOptions *options, char **addresses)
{
    int worst = EXIT_HELD;

    for (unsigned i = 0; addresses[i] != NULL; i++) {
        int status = browse_tree(options, addresses[i]);

        worst = MAX(worst, status);
    }
    return worst;
}

static int
run_browse(int argc, char **argv)
{
    ClientOptions client = { 0 };
    BrowseOptions options = { .client = &client, .problems = 100 };
    gboolean data_sets = FALSE, types = FALSE, read_all = FALSE;
    int status;
    const GOptionEntry entries[] = {
        { "depth", 0, 0, G_OPTION_ARG_INT, &options.depth,
          "1: LDs, 2: LNs, 3: data objects (default), 4...: attributes", "N" },
        { "data-sets", 0, 0, G_OPTION_ARG_NONE, &data_sets, "Show data sets with their members",
          NULL },
        { "types", 0, 0, G_OPTION_ARG_NONE, &types, "Show types, down to every attribute",
          NULL },
        { "read-all", 0, 0, G_OPTION_ARG_NONE, &read_all,
          "Read every name at every level, SBO included, and check it against its type", NULL },
        { "problems", 0, 0, G_OPTION_ARG_INT, &options.problems,
          "Most problems of --read-all to show a server (100)", "N" },
        { 0 },
    };

    if (client_options_parse(&client,
                             "Shows what a server has; with --read-all walks it completely.",
                             "HOST:PORT...", entries, argc, argv, &status)) {
        options.data_sets = data_sets;
        options.types = types;
        if (options.depth == 0) {
            options.depth = types || client.json ? DEPTH_ALL : DEPTH_DEFAULT;
        }
        if (client.arguments == NULL || options.depth < 0 || options.problems < 0) {
            fputs("iedbench browse: at least one HOST:PORT is needed\n", stderr);
            status = EXIT_USAGE;
        } else {
            status = read_all ? browse_walk(&options, client.arguments)
                              : browse_all(&options, client.arguments);
        }
    }
    client_options_clear(&client);
    return status;
}

const Command command_browse = {
    .name = "browse",
    .arguments = "HOST:PORT...",
    .summary = "show what a server has, or read all of it",
    .run = run_browse,
};
