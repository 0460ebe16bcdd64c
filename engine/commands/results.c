/* SPDX-License-Identifier: Apache-2.0
 *
 * `iedbench results DIR`: the results of a run that was, made again from its events.jsonl.
 */
#include <stdio.h>

#include "engine/command.h"
#include "engine/evidence.h"
#include "engine/output.h"

/* Without any option the text, as the run showed it. */
static void
print_text(const Suite *suite)
{
    g_autoptr(GString) text = g_string_new(NULL);

    outputs[0]->write(text, suite);
    fwrite(text->str, 1, text->len, stdout);
}

static int
show(const char *folder, const OutputTargets *targets, bool renew)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Suite) suite = evidence_read(folder, &error);

    if (suite == NULL) {
        fprintf(stderr, "iedbench results: %s\n", error->message);
        return EXIT_USAGE;
    }
    if (!outputs_take_stdout(targets)) {
        print_text(suite);
    }
    if (!outputs_write(targets, suite) || (renew && !evidence_renew(folder, suite))) {
        return EXIT_START;
    }
    return suite_status(suite);
}

static int
run_results(int argc, char **argv)
{
    OutputTargets targets = { 0 };
    gboolean renew = FALSE;
    g_auto(GStrv) folders = NULL;
    const GOptionEntry entries[] = {
        { "renew", 0, 0, G_OPTION_ARG_NONE, &renew,
          "write all of them into DIR again, and into the folders of its runs", NULL },
        { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &folders, NULL, "DIR" },
        { 0 },
    };
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_autoptr(GError) error = NULL;
    int status = EXIT_USAGE;

    g_option_context_set_summary(
        context, "Makes the results in a folder of run --out again, from its events.jsonl; "
                 "FILE may be -, which is stdout. The exit status is that of the run.");
    g_option_context_add_main_entries(context, entries, NULL);
    outputs_add_options(context, &targets);
    if (!g_option_context_parse(context, &argc, &argv, &error)) {
        fprintf(stderr, "iedbench results: %s\n", error->message);
    } else if (folders == NULL || folders[1] != NULL) {
        fputs("iedbench results: takes one DIR (see iedbench results --help)\n", stderr);
    } else {
        status = show(folders[0], &targets, renew);
    }
    outputs_clear(&targets);
    return status;
}

const Command command_results = {
    .name = "results",
    .arguments = "DIR",
    .summary = "make the results of a run again, from what --out kept",
    .run = run_results,
};
