/* SPDX-License-Identifier: Apache-2.0
 *
 * `iedbench run SCENARIO...`: each file is loaded, checked and played; the worst status counts.
 */
#include "engine/run.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/command.h"
#include "engine/results.h"
#include "engine/text.h"

typedef struct Arguments {
    char **scenarios;
    char **scl_path;
    char *seed, *max_time, *exec_wait, *out, *exec, *filter, *events, *state;
    double speed;
    gboolean ready_json, quiet, stepped;
    GHashTable *folders; /* names of those in use, of --out */
} Arguments;

static void
clear_arguments(Arguments *arguments)
{
    g_strfreev(arguments->scenarios);
    g_hash_table_unref(arguments->folders);
    g_strfreev(arguments->scl_path);
    g_free(arguments->seed);
    g_free(arguments->max_time);
    g_free(arguments->exec_wait);
    g_free(arguments->out);
    g_free(arguments->exec);
    g_free(arguments->filter);
    g_free(arguments->events);
    g_free(arguments->state);
}

static bool
parse_arguments(int argc, char **argv, Arguments *arguments, RunOptions *options,
                GError **error)
{
    const GOptionEntry entries[] = {
        { "seed", 0, 0, G_OPTION_ARG_STRING, &arguments->seed,
          "of everything that is drawn (default: 1)", "N" },
        { "speed", 0, 0, G_OPTION_ARG_DOUBLE, &arguments->speed,
          "virtual seconds in a second (default: 1)", "X" },
        { "stepped", 0, 0, G_OPTION_ARG_NONE, &arguments->stepped,
          "time jumps from event to event, with clients of tasks only: the same run each time",
          NULL },
        { "max-time", 0, 0, G_OPTION_ARG_STRING, &arguments->max_time,
          "end a run after this time, with status 4", "TIME" },
        { "out", 0, 0, G_OPTION_ARG_FILENAME, &arguments->out,
          "where events.jsonl and other files go", "DIR" },
        { "state", 0, 0, G_OPTION_ARG_FILENAME, &arguments->state,
          "where IEDs keep buffered reports and settings, over the end of a run too", "DIR" },
        { "exec", 0, 0, G_OPTION_ARG_STRING, &arguments->exec,
          "the client under test; it finds IEDBENCH_NAME=host:port", "COMMAND" },
        { "exec-wait", 0, 0, G_OPTION_ARG_STRING, &arguments->exec_wait,
          "what it then gets to end by itself (default: 3s)", "TIME" },
        { "filter", 0, 0, G_OPTION_ARG_STRING, &arguments->filter,
          "only scenarios whose name contains this", "NAME" },
        { "events", 0, 0, G_OPTION_ARG_STRING, &arguments->events,
          "log these kinds too: read,wrote,browsed,changed or all", "KINDS" },
        { "scl-path", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &arguments->scl_path,
          "where SCL files are looked for, too", "DIR" },
        { "ready-json", 0, 0, G_OPTION_ARG_NONE, &arguments->ready_json,
          "the addresses as a JSON line on stdout, once all listen", NULL },
        { "quiet", 'q', 0, G_OPTION_ARG_NONE, &arguments->quiet, "only results and errors",
          NULL },
        { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &arguments->scenarios, NULL,
          "SCENARIO..." },
        { 0 },
    };
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);

    g_option_context_set_summary(
        context, "Plays scenarios and says whether the client did what they expect of it.");
    g_option_context_add_main_entries(context, entries, NULL);
    addresses_add_options(context, &options->addresses);
    traffic_add_options(context, &options->traffic);
    return g_option_context_parse(context, &argc, &argv, error) &&
           traffic_options_check(&options->traffic, error);
}

static bool
parse_time(const char *option, const char *text, int64_t *ns)
{
    if (text != NULL && !duration_parse(text, ns)) {
        fprintf(stderr, "iedbench run: %s takes a time such as 10s or 500ms, not %s\n", option,
                text);
        return false;
    }
    return true;
}

static bool
parse_kind(const char *name, uint64_t *mask)
{
    const char *names[EVENT_KINDS + 1] = { NULL };
    const char *near;

    if (strcmp(name, "all") == 0) {
        *mask = EVENT_MASK_ALL;
        return true;
    }
    for (unsigned kind = 0; kind < EVENT_KINDS; kind++) {
        names[kind] = event_kind_name(kind);
        if (strcmp(names[kind], name) == 0) {
            *mask |= EVENT_MASK(kind);
            return true;
        }
    }
    near = suggest_name(name, names);
    fprintf(stderr, "iedbench run: --events: no such kind: %s%s%s%s\n", name,
            near != NULL ? " (did you mean " : "", near != NULL ? near : "",
            near != NULL ? "?)" : "");
    return false;
}

static bool
parse_events(const char *text, uint64_t *mask)
{
    g_auto(GStrv) names = text == NULL ? NULL : g_strsplit(text, ",", -1);

    for (unsigned i = 0; names != NULL && names[i] != NULL; i++) {
        if (!parse_kind(names[i], mask)) {
            return false;
        }
    }
    return true;
}

static bool
fill_options(const Arguments *arguments, RunOptions *options)
{
    char *end = NULL;

    options->seed = 1;
    if (arguments->seed != NULL) {
        errno = 0;
        options->seed = g_ascii_strtoull(arguments->seed, &end, 0);
        if (errno != 0 || end == arguments->seed || *end != '\0' || arguments->seed[0] == '-') {
            fprintf(stderr, "iedbench run: --seed takes a number, not %s\n", arguments->seed);
            return false;
        }
    }
    options->speed = arguments->speed;
    if (!isfinite(arguments->speed) || arguments->speed <= 0 || arguments->speed > 1e6) {
        fprintf(stderr, "iedbench run: --speed takes a number above 0\n");
        return false;
    }
    options->stepped = arguments->stepped;
    options->several = arguments->scenarios[0] != NULL && arguments->scenarios[1] != NULL;
    if (arguments->stepped && (arguments->exec != NULL || arguments->speed != 1)) {
        fprintf(stderr,
                "iedbench run: --stepped goes without --exec and --speed: it has no time "
                "for others\n");
        return false;
    }
    options->exec = arguments->exec;
    options->state = arguments->state;
    options->exec_wait = 3 * CLOCK_SECOND;
    options->ready_json = arguments->ready_json;
    options->quiet = arguments->quiet;
    return parse_time("--max-time", arguments->max_time, &options->max_time) &&
           parse_time("--exec-wait", arguments->exec_wait, &options->exec_wait) &&
           parse_events(arguments->events, &options->events);
}

/* A scenario's name as that of a folder, which no other of this command has: NAME, NAME-2. */
static char *
folder_name(const Arguments *arguments, const char *scenario)
{
    g_autofree char *name = g_strdelimit(g_strdup(scenario), "/", '_');
    char *unique;

    if (name[0] == '.' || name[0] == '\0') {
        g_autofree char *hidden = g_steal_pointer(&name);

        name = g_strdup_printf("_%s", hidden);
    }
    unique = g_strdup(name);
    for (unsigned i = 2; !g_hash_table_add(arguments->folders, g_strdup(unique)); i++) {
        g_free(unique);
        unique = g_strdup_printf("%s-%u", name, i);
    }
    return unique;
}

/* The folder of one scenario's files: DIR, or DIR/NAME when there are several. */
static bool
make_folder(const Arguments *arguments, const Scenario *scenario, char **folder)
{
    if (arguments->out == NULL) {
        return true;
    }
    if (arguments->scenarios[1] != NULL) {
        g_autofree char *name = folder_name(arguments, scenario->name);

        *folder = g_build_filename(arguments->out, name, NULL);
    } else {
        *folder = g_strdup(arguments->out);
    }
    if (g_mkdir_with_parents(*folder, 0777) != 0) {
        fprintf(stderr, "iedbench run: %s: %s\n", *folder, strerror(errno));
        return false;
    }
    return true;
}

static int
play_file(const char *name, const Arguments *arguments, const RunOptions *options, bool *played)
{
    ScenarioOptions scenario_options = { .seed = options->seed,
                                         .scl_path = arguments->scl_path };
    g_autofree char *path = scenario_find(name);
    g_autoptr(Scenario) scenario = NULL;
    g_autofree char *folder = NULL;

    if (path == NULL) {
        fprintf(stderr, "%s: no such scenario\n", name);
        *played = true;
        return EXIT_USAGE;
    }
    scenario = scenario_load(path, &scenario_options);
    if (arguments->filter != NULL && strstr(scenario->name, arguments->filter) == NULL) {
        return EXIT_HELD;
    }
    *played = true;
    if (scenario->problems->len > 0) {
        scenario_print_problems(scenario);
        return EXIT_USAGE;
    }
    return make_folder(arguments, scenario, &folder) ? run_play(scenario, options, folder)
                                                     : EXIT_START;
}

static int
play_all(const Arguments *arguments, const RunOptions *options)
{
    int worst = EXIT_HELD;
    bool played = false;

    for (unsigned i = 0; arguments->scenarios[i] != NULL; i++) {
        int status = play_file(arguments->scenarios[i], arguments, options, &played);

        if (status >= 128) {
            return status;
        }
        worst = status_worse(worst, status);
    }
    if (!played) {
        fprintf(stderr, "iedbench run: no scenario's name contains %s\n", arguments->filter);
        return EXIT_USAGE;
    }
    return worst;
}

static int
run_run(int argc, char **argv)
{
    Arguments arguments = { .speed = 1,
                            .folders =
                                g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL) };
    RunOptions options = { 0 };
    g_autoptr(GError) error = NULL;
    int status = EXIT_USAGE;

    if (!parse_arguments(argc, argv, &arguments, &options, &error)) {
        fprintf(stderr, "iedbench run: %s\n", error->message);
    } else if (arguments.scenarios == NULL) {
        fputs("iedbench run: no scenario given (see iedbench run --help)\n", stderr);
    } else if (fill_options(&arguments, &options)) {
        status = play_all(&arguments, &options);
    }
    addresses_clear_options(&options.addresses);
    traffic_options_clear(&options.traffic);
    clear_arguments(&arguments);
    return status;
}

const Command command_run = {
    .name = "run",
    .arguments = "SCENARIO...",
    .summary = "play scenarios against a client and give a verdict",
    .run = run_run,
};
