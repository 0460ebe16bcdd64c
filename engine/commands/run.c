/* SPDX-License-Identifier: Apache-2.0
 *
 * `iedbench run SCENARIO...`: the options of the command.
 */
#include "engine/commands/run_plan.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/command.h"
#include "engine/http.h"
#include "engine/text.h"

#define REPEAT_MAX 1000000
#define JOBS_MAX 256
#define PORTS_OF_JOB 1000
/* Octets of a capture that nobody asked for. */
#define EVIDENCE_CAPTURE_MAX (UINT64_C(256) * 1000 * 1000)

static void
clear_arguments(RunArguments *arguments)
{
    g_strfreev(arguments->scenarios);
    g_strfreev(arguments->scl_path);
    g_free(arguments->seed);
    g_free(arguments->max_time);
    g_free(arguments->exec_wait);
    g_free(arguments->out);
    g_free(arguments->exec);
    g_free(arguments->filter);
    g_free(arguments->events);
    g_free(arguments->state);
    g_free(arguments->webhook);
    g_strfreev(arguments->tags);
    g_free(arguments->one);
    g_free(arguments->one_name);
    g_free(arguments->one_folder);
    g_free(arguments->one_stand_in);
    g_free(arguments->stand_in);
    outputs_clear(&arguments->targets);
}

static bool
parse_arguments(int argc, char **argv, RunArguments *arguments, RunOptions *options,
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
          "where events.jsonl, all results, the capture, and copies of what was played go",
          "DIR" },
        { "state", 0, 0, G_OPTION_ARG_FILENAME, &arguments->state,
          "where IEDs keep buffered reports and settings, over the end of a run too", "DIR" },
        { "exec", 0, 0, G_OPTION_ARG_STRING, &arguments->exec,
          "the client under test; it finds IEDBENCH_NAME=host:port", "COMMAND" },
        { "exec-wait", 0, 0, G_OPTION_ARG_STRING, &arguments->exec_wait,
          "what it then gets to end by itself (default: 3s)", "TIME" },
        { "stand-in", 0, 0, G_OPTION_ARG_STRING, &arguments->stand_in,
          "the stand-in of the scenario that plays the client (default: the correct one; with "
          "--exec: none)",
          "NAME" },
        { "prove", 0, 0, G_OPTION_ARG_NONE, &arguments->prove,
          "play each scenario with each of its stand-ins: wrong ones must be caught", NULL },
        { "no-capture", 0, 0, G_OPTION_ARG_NONE, &arguments->no_capture,
          "no capture.pcapng among what --out keeps", NULL },
        { "filter", 0, 0, G_OPTION_ARG_STRING, &arguments->filter,
          "only scenarios whose name contains this", "NAME" },
        { "tag", 0, 0, G_OPTION_ARG_STRING_ARRAY, &arguments->tags,
          "only those with this tag, or one of these (may be repeated); !TAG: only those "
          "without",
          "TAG" },
        { "list", 0, 0, G_OPTION_ARG_NONE, &arguments->list,
          "show what would be played: name, tags, file", NULL },
        { "repeat", 0, 0, G_OPTION_ARG_INT, &arguments->repeat,
          "play each scenario so many times, with seeds that count up", "N" },
        { "fail-fast", 0, 0, G_OPTION_ARG_NONE, &arguments->fail_fast,
          "stop at the first that does not pass", NULL },
        { "jobs", 'j', 0, G_OPTION_ARG_INT, &arguments->jobs,
          "play so many at once, in processes and with ports of their own", "N" },
        { "watch", 0, 0, G_OPTION_ARG_NONE, &arguments->watch,
          "play again what is concerned when a file changes, until Ctrl-C", NULL },
        { "one", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, &arguments->one, NULL, NULL },
        { "one-name", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, &arguments->one_name,
          NULL, NULL },
        { "one-folder", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, &arguments->one_folder,
          NULL, NULL },
        { "one-stand-in", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING,
          &arguments->one_stand_in, NULL, NULL },
        { "one-repetition", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_INT,
          &arguments->one_repetition, NULL, NULL },
        { "one-slot", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_INT, &arguments->one_slot, NULL,
          NULL },
        { "webhook", 0, 0, G_OPTION_ARG_STRING, &arguments->webhook,
          "POST the results as JSON there when all is over", "URL" },
        { "events", 0, 0, G_OPTION_ARG_STRING, &arguments->events,
          "log these kinds too: read,wrote,browsed,changed,entry_made or all", "KINDS" },
        { "coverage", 0, 0, G_OPTION_ARG_NONE, &arguments->coverage,
          "what of the IEDs the client touched and what never, behind the results", NULL },
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
    outputs_add_options(context, &arguments->targets);
    addresses_add_options(context, &options->addresses);
    traffic_add_options(context, &options->traffic);
    if (!g_option_context_parse(context, &argc, &argv, error)) {
        return false;
    }
    if (arguments->out != NULL && options->traffic.capture == NULL && !arguments->no_capture) {
        options->traffic.capture = g_strdup("capture.pcapng");
        options->traffic.limit = EVIDENCE_CAPTURE_MAX;
    }
    return traffic_options_check(&options->traffic, error);
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

/* Processes of --jobs need ports of their own: free ones, or a thousand each from --base-port
 * up. */
static bool
separate_ports(const RunArguments *arguments, AddressOptions *addresses)
{
    const char *fixed = addresses->addresses != NULL ? "--addresses scl"
                        : addresses->port > 0        ? "--port above 0"
                        : arguments->state != NULL   ? "--state"
                        : arguments->ready_json      ? "--ready-json"
                                                     : NULL;

    if (arguments->jobs == 1) {
        return true;
    }
    if (fixed != NULL) {
        fprintf(stderr,
                "iedbench run: --jobs goes without %s, which only one at a time can have\n",
                fixed);
        return false;
    }
    if (addresses->base_port > 0 &&
        addresses->base_port + arguments->jobs * PORTS_OF_JOB > UINT16_MAX + 1) {
        fprintf(stderr,
                "iedbench run: --jobs %d from --base-port %d up: there are not so many ports\n",
                arguments->jobs, addresses->base_port);
        return false;
    }
    if (addresses->base_port > 0) {
        addresses->base_port += arguments->one_slot * PORTS_OF_JOB;
    } else {
        addresses->port = 0;
    }
    return true;
}

static bool
check_webhook(const char *url)
{
    g_autofree char *problem = url == NULL ? NULL : http_check_url(url);

    if (problem != NULL) {
        fprintf(stderr, "iedbench run: --webhook: %s\n", problem);
    }
    return problem == NULL;
}

static bool
fill_options(const RunArguments *arguments, RunOptions *options)
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
    if (arguments->stepped && (arguments->exec != NULL || arguments->speed != 1)) {
        fprintf(stderr,
                "iedbench run: --stepped goes without --exec and --speed: it has no time "
                "for others\n");
        return false;
    }
    if (arguments->prove && (arguments->exec != NULL || arguments->stand_in != NULL)) {
        fprintf(stderr,
                "iedbench run: --prove plays all stand-ins, without --exec and --stand-in\n");
        return false;
    }
    options->prove = arguments->prove;
    options->exec = arguments->exec;
    options->state = arguments->state;
    options->exec_wait = 3 * CLOCK_SECOND;
    options->ready_json = arguments->ready_json;
    options->quiet = arguments->quiet;
    if (arguments->repeat < 1 || arguments->repeat > REPEAT_MAX || arguments->jobs < 1 ||
        arguments->jobs > JOBS_MAX) {
        fprintf(stderr, "iedbench run: --repeat takes 1 to %d, --jobs 1 to %d\n", REPEAT_MAX,
                JOBS_MAX);
        return false;
    }
    options->coverage = arguments->coverage;
    return separate_ports(arguments, &options->addresses) &&
           parse_time("--max-time", arguments->max_time, &options->max_time) &&
           parse_time("--exec-wait", arguments->exec_wait, &options->exec_wait) &&
           parse_events(arguments->events, &options->events) &&
           check_webhook(arguments->webhook);
}

static int
play(RunPlan *plan)
{
    if (!run_plan_make(plan)) {
        return plan->status;
    }
    if (plan->arguments->list) {
        run_plan_list(plan);
        return EXIT_HELD;
    }
    return plan->arguments->watch && plan->arguments->one == NULL ? run_watch(plan)
                                                                  : run_plan_play(plan);
}

static int
run_run(int argc, char **argv)
{
    RunArguments arguments = { .speed = 1, .repeat = 1, .jobs = 1 };
    g_auto(GStrv) line = g_strdupv(argv); /* GOption takes its own out of argv */
    RunPlan plan = { .arguments = &arguments, .line = line };
    g_autoptr(GError) error = NULL;
    int status = EXIT_USAGE;

    if (!parse_arguments(argc, argv, &arguments, &plan.options, &error)) {
        fprintf(stderr, "iedbench run: %s\n", error->message);
    } else if (arguments.scenarios == NULL) {
        fputs("iedbench run: no scenario given (see iedbench run --help)\n", stderr);
    } else if (fill_options(&arguments, &plan.options)) {
        status = play(&plan);
    }
    run_plan_clear(&plan);
    addresses_clear_options(&plan.options.addresses);
    traffic_options_clear(&plan.options.traffic);
    clear_arguments(&arguments);
    return status;
}

const Command command_run = {
    .name = "run",
    .arguments = "SCENARIO...",
    .summary = "play scenarios against a client and give a verdict",
    .run = run_run,
};
