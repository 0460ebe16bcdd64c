/* SPDX-License-Identifier: Apache-2.0
 *
 * `iedbench check FILE...`: what would be served and what is wrong, starting nothing.
 */
#include "engine/commands/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/command.h"

/* By the file's ending; whatever else is an SCL file, which come with many endings. */
static const struct {
    const char *ending;
    int (*check)(const char *path, const CheckOptions *options);
} kinds[] = {
    { ".lua", check_scenario },
    { ".cfg", check_comtrade },
    { ".cff", check_comtrade },
    { "", check_scl },
};

static int
check_file(const char *path, const CheckOptions *options)
{
    unsigned i = 0;

    while (strlen(path) < strlen(kinds[i].ending) ||
           g_ascii_strcasecmp(path + strlen(path) - strlen(kinds[i].ending), kinds[i].ending) !=
               0) {
        i++;
    }
    return kinds[i].check(path, options);
}

static int
check_files(char **paths, bool strict, bool as_json)
{
    g_autoptr(GString) text = g_string_new(NULL);
    JsonWriter json = json_writer(text);
    CheckOptions options = { .strict = strict, .json = as_json ? &json : NULL };
    int worst = EXIT_HELD;

    json_open_array(&json, NULL);
    for (unsigned i = 0; paths[i] != NULL; i++) {
        int status = check_file(paths[i], &options);

        worst = status > worst ? status : worst;
        fflush(stdout);
    }
    json_close(&json);
    if (as_json) {
        puts(text->str);
    }
    return worst;
}

static int
run_check(int argc, char **argv)
{
    gboolean strict = FALSE;
    gboolean as_json = FALSE;
    g_auto(GStrv) paths = NULL;
    const GOptionEntry entries[] = {
        { "strict", 0, 0, G_OPTION_ARG_NONE, &strict, "Refuse what needs any liberty", NULL },
        { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "Print JSON instead of tables", NULL },
        { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &paths, NULL, "FILE..." },
        { 0 },
    };
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_autoptr(GError) error = NULL;

    g_option_context_set_summary(context, "Tells what each file would serve and what is wrong "
                                          "with it; starts nothing.");
    g_option_context_add_main_entries(context, entries, NULL);
    if (!g_option_context_parse(context, &argc, &argv, &error)) {
        fprintf(stderr, "iedbench check: %s\n", error->message);
        return EXIT_USAGE;
    }
    if (paths == NULL) {
        fputs("iedbench check: no file given (see iedbench check --help)\n", stderr);
        return EXIT_USAGE;
    }
    return check_files(paths, strict, as_json);
}

const Command command_check = {
    .name = "check",
    .arguments = "FILE...",
    .summary = "tell what files hold and what is wrong with them",
    .run = run_check,
};
