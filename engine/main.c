/* SPDX-License-Identifier: Apache-2.0
 *
 * The command line's entry: finds the sub-command's row and runs it.
 */
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "engine/command.h"
#include "engine/version.h"

/* Each stands at the end of its file in engine/commands/. */
extern const Command command_browse;
extern const Command command_check;
extern const Command command_control;
extern const Command command_identify;
extern const Command command_list;
extern const Command command_log;
extern const Command command_read;
extern const Command command_report;
extern const Command command_run;
extern const Command command_results;
extern const Command command_serve;
extern const Command command_settings;
extern const Command command_write;

/* In the order in which help shows them. */
static const Command *const commands[] = {
    &command_run,      &command_results, &command_serve,    &command_check, &command_list,
    &command_identify, &command_browse,  &command_read,     &command_write, &command_report,
    &command_log,      &command_control, &command_settings, NULL,
};

static void
print_help(FILE *stream)
{
    fputs("Usage: iedbench COMMAND [ARGUMENT...]\n\n"
          "Virtual IEDs that scenarios drive, and a verdict on the client that talks to "
          "them.\n\n",
          stream);
    for (unsigned i = 0; commands[i] != NULL; i++) {
        fprintf(stream, "  %-10s %-24s %s\n", commands[i]->name, commands[i]->arguments,
                commands[i]->summary);
    }
    fputs("\niedbench COMMAND --help tells a command's options.\n", stream);
}

int
main(int argc, char **argv)
{
    setlocale(LC_ALL, "");
    setlocale(LC_NUMERIC, "C");
    if (argc < 2) {
        print_help(stderr);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        print_help(stdout);
        return EXIT_HELD;
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("iedbench %s\n", iedbench_version());
        return EXIT_HELD;
    }
    for (unsigned i = 0; commands[i] != NULL; i++) {
        if (strcmp(argv[1], commands[i]->name) == 0) {
            return commands[i]->run(argc - 1, argv + 1);
        }
    }
    fprintf(stderr, "iedbench: no such command: %s (see iedbench --help)\n", argv[1]);
    return EXIT_USAGE;
}
