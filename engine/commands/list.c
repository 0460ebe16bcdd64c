/* SPDX-License-Identifier: Apache-2.0
 *
 * `iedbench list WHAT`: what this build knows, told by the rows themselves.
 */
#include <stdio.h>
#include <string.h>

#include "engine/command.h"
#include "engine/commands/list_faults.h"
#include "engine/commands/list_personalities.h"
#include "engine/commands/list_words.h"
#include "engine/expect.h"
#include "engine/metric.h"
#include "engine/output.h"
#include "engine/script.h"
#include "engine/selection.h"
#include "engine/signal.h"
#include "engine/text.h"
#include "sim/base/json.h"
#include "sim/mms/service.h"

/* A list is filled by its rows and shown as a table or as JSON. */
typedef struct Listing {
    GPtrArray *names, *helps; /* owned strings */
} Listing;

static void
add_row(void *user, const char *name, const char *help)
{
    Listing *listing = user;

    g_ptr_array_add(listing->names, g_strdup(name));
    g_ptr_array_add(listing->helps, g_strdup(help));
}

static void
add_word(void *user, const char *usage, const char *help, const void *word)
{
    (void)word;
    add_row(user, usage, help);
}

static void
list_words(Listing *listing)
{
    script_list_words(add_word, listing);
}

static void
list_expectations(Listing *listing)
{
    for (unsigned i = 0; expect_types[i] != NULL; i++) {
        add_row(listing, expect_types[i]->name, expect_types[i]->help);
    }
}

static void
list_outputs(Listing *listing)
{
    for (unsigned i = 0; outputs[i] != NULL; i++) {
        add_row(listing, outputs[i]->name, outputs[i]->help);
    }
}

static void
list_signals(Listing *listing)
{
    for (unsigned i = 0; signal_shapes[i] != NULL; i++) {
        add_row(listing, signal_shapes[i]->name, signal_shapes[i]->help);
    }
}

static void
list_events(Listing *listing)
{
    for (unsigned kind = 0; kind < EVENT_KINDS; kind++) {
        add_row(listing, event_kind_name(kind), event_kind_help(kind));
    }
}

static void
list_metrics(Listing *listing)
{
    for (const MetricType *row = metric_types; row->name != NULL; row++) {
        add_row(listing, row->name, row->help);
    }
}

static void
list_coverage(Listing *listing)
{
    for (unsigned kind = 0; kind < COVERAGE_KINDS; kind++) {
        add_row(listing, coverage_kind_name(kind), coverage_kind_title(kind));
    }
}

static void
list_services(Listing *listing)
{
    for (unsigned number = 0; number < MMS_SERVICE_NUMBERS; number++) {
        const ServiceRow *row = mms_service_row(number);

        if (row != NULL) {
            add_row(listing, row->name, row->clause);
        }
    }
}

/* The first comment of a scenario says what it is about. */
static char *
describe_scenario(const Scenario *scenario)
{
    g_autofree char *text = NULL;
    g_autofree char *tags = g_strjoinv(" ", scenario->tags);
    const char *about = "";

    if (g_file_get_contents(scenario->path, &text, NULL, NULL)) {
        char *line = text;

        while (g_str_has_prefix(line, "--") && strchr(line, '\n') != NULL && about[0] == '\0') {
            char *next = strchr(line, '\n') + 1;

            next[-1] = '\0';
            about = strstr(line, "SPDX-") == NULL ? g_strstrip(line + 2) : "";
            line = next;
        }
    }
    return tags[0] == '\0' ? g_strdup(about) : g_strdup_printf("%s [%s]", about, tags);
}

static void
list_scenarios(Listing *listing)
{
    char *const names[] = { (char *)"scenarios", NULL };
    g_autoptr(GPtrArray) paths = selection_find(names, NULL);

    for (unsigned i = 0; paths != NULL && i < paths->len; i++) {
        ScenarioOptions options = { 0 };
        g_autoptr(Scenario) scenario = scenario_load(paths->pdata[i], &options);
        g_autofree char *help = describe_scenario(scenario);

        add_row(listing, g_intern_string(scenario->name), g_intern_string(help));
    }
}

static const struct {
    const char *name, *help;
    void (*list)(Listing *listing);
    void (*table)(void), (*json)(void); /* of a list that shows itself so; NULL: as all do */
} lists[] = {
    { .name = "scenarios",
      .help = "those in scenarios/ here, else the installed ones",
      .list = list_scenarios },
    { .name = "services", .help = "the MMS services an IED has", .list = list_services },
    { .name = "words",
      .help = "the words of scenarios; --json tells their options, too",
      .list = list_words,
      .json = list_words_json },
    { .name = "expectations",
      .help = "what can be expected of a client",
      .list = list_expectations },
    { .name = "signals", .help = "how values move by themselves", .list = list_signals },
    { .name = "faults",
      .help = "the ways in which a device misbehaves on command",
      .table = list_faults_table,
      .json = list_faults_json },
    { .name = "personalities",
      .help = "kinds of servers whose limits and habits an IED can have, with their sources",
      .table = list_personalities_table,
      .json = list_personalities_json },
    { .name = "events", .help = "the kinds of events", .list = list_events },
    { .name = "metrics",
      .help = "what is measured of IEDs and their clients",
      .list = list_metrics },
    { .name = "coverage",
      .help = "the kinds of what IEDs offer and clients touch",
      .list = list_coverage },
    { .name = "outputs", .help = "what results are written as", .list = list_outputs },
};

static void
show_table(const Listing *listing)
{
    for (unsigned i = 0; i < listing->names->len; i++) {
        const char *name = listing->names->pdata[i], *help = listing->helps->pdata[i];

        if (strlen(name) > 34) {
            printf("%s\n%-36s%s\n", name, "", help);
        } else if (*help != '\0') {
            printf("%-34s  %s\n", name, help);
        } else {
            printf("%s\n", name);
        }
    }
}

static void
show_json(const Listing *listing)
{
    g_autoptr(GString) text = g_string_new(NULL);
    JsonWriter json = json_writer(text);

    json_open_array(&json, NULL);
    for (unsigned i = 0; i < listing->names->len; i++) {
        json_open_object(&json, NULL);
        json_put_string(&json, "name", listing->names->pdata[i]);
        json_put_string(&json, "help", listing->helps->pdata[i]);
        json_close(&json);
    }
    json_close(&json);
    puts(text->str);
}

static int
refuse_list(const char *name)
{
    const char *names[G_N_ELEMENTS(lists) + 1] = { NULL };
    const char *near;

    for (unsigned i = 0; i < G_N_ELEMENTS(lists); i++) {
        names[i] = lists[i].name;
    }
    near = name == NULL ? NULL : suggest_name(name, names);
    if (name != NULL) {
        fprintf(stderr, "iedbench list: no such list: %s%s%s%s\n", name,
                near != NULL ? " (did you mean " : "", near != NULL ? near : "",
                near != NULL ? "?)" : "");
    }
    fputs("iedbench list takes one of:\n", stderr);
    for (unsigned i = 0; i < G_N_ELEMENTS(lists); i++) {
        fprintf(stderr, "  %-14s %s\n", lists[i].name, lists[i].help);
    }
    return EXIT_USAGE;
}

static int
show_list(const char *name, bool as_json)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) helps = g_ptr_array_new_with_free_func(g_free);
    Listing listing = { names, helps };

    for (unsigned i = 0; i < G_N_ELEMENTS(lists); i++) {
        void (*own)(void) = as_json ? lists[i].json : lists[i].table;

        if (strcmp(lists[i].name, name) == 0 && own != NULL) {
            own();
            return EXIT_HELD;
        }
        if (strcmp(lists[i].name, name) == 0) {
            lists[i].list(&listing);
            (as_json ? show_json : show_table)(&listing);
            return EXIT_HELD;
        }
    }
    return refuse_list(name);
}

static int
run_list(int argc, char **argv)
{
    gboolean as_json = FALSE;
    g_auto(GStrv) names = NULL;
    const GOptionEntry entries[] = {
        { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "print JSON", NULL },
        { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &names, NULL, "WHAT" },
        { 0 },
    };
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_autoptr(GError) error = NULL;

    g_option_context_set_summary(context, "Tells what this build knows: services, words, "
                                          "expectations, signals, faults, events, outputs.");
    g_option_context_add_main_entries(context, entries, NULL);
    if (!g_option_context_parse(context, &argc, &argv, &error)) {
        fprintf(stderr, "iedbench list: %s\n", error->message);
        return EXIT_USAGE;
    }
    return names == NULL || names[1] != NULL ? refuse_list(names == NULL ? NULL : names[1])
                                             : show_list(names[0], as_json);
}

const Command command_list = {
    .name = "list",
    .arguments = "WHAT",
    .summary = "tell the services, words, expectations, events ... there are",
    .run = run_list,
};
