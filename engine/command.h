/* SPDX-License-Identifier: Apache-2.0
 *
 * Sub-commands as rows. To add one: a file in engine/commands/ whose row stands at its end, and
 * a line in engine/main.c.
 */
#pragma once

/* Exit statuses of every sub-command (DESIGN section 5). */
enum {
    EXIT_HELD = 0,     /* all expectations held; everything done */
    EXIT_NOT_HELD = 1, /* one did not; the peer refused */
    EXIT_USAGE = 2,    /* wrong usage, SCL or scenario */
    EXIT_START = 3,    /* could not bind, connect or start */
    EXIT_MAX_TIME = 4, /* --max-time reached */
    EXIT_NOTHING = 5,  /* nothing ever happened */
};

typedef struct Command {
    const char *name;
    const char *arguments; /* "SCENARIO..." */
    const char *summary;   /* one line */
    /* argv[0] is the sub-command's name; GOption inside. */
    int (*run)(int argc, char **argv);
} Command;
