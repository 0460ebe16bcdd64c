/* SPDX-License-Identifier: Apache-2.0
 *
 * The runs of one `iedbench run`: which, in what order, with what seed; each is shown and kept
 * as it ends, and all of them together at the end.
 */
#include "engine/commands/run_plan.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "engine/command.h"
#include "engine/evidence.h"
#include "engine/outputs/text.h"
#include "engine/webhook.h"

static void
free_item(void *data)
{
    RunItem *item = data;

    g_free(item->path);
    g_free(item->stand_in);
    g_free(item->name);
    g_free(item->folder);
    g_strfreev(item->sources);
    g_free(item);
}

static Scenario *
load(const RunPlan *plan, const char *path, ScenarioOptions *options)
{
    const RunArguments *arguments = plan->arguments;

    options->scl_path = arguments->scl_path;
    if (options->stand_in == NULL) {
        options->stand_in = arguments->stand_in;
    }
    if (options->stand_in == NULL && arguments->exec != NULL) {
        options->stand_in = STAND_IN_NONE;
    }
    return scenario_load(path, options);
}

static bool
is_taken(const RunPlan *plan, const char *path)
{
    const RunArguments *arguments = plan->arguments;
    SelectionFilter filter = { .name = arguments->filter,
                               .tags = (const char *const *)arguments->tags };
    ScenarioOptions options = { .seed = plan->options.seed };
    g_autoptr(Scenario) scenario = NULL;

    if (filter.name == NULL && filter.tags == NULL) {
        return true;
    }
    scenario = load(plan, path, &options);
    return selection_takes(&filter, scenario);
}

static void
add_items(RunPlan *plan, const char *path, const char *stand_in)
{
    unsigned repeat = (unsigned)plan->arguments->repeat;

    for (unsigned i = 0; i < repeat; i++) {
        RunItem *item = g_new0(RunItem, 1);

        item->path = g_strdup(path);
        item->stand_in = g_strdup(stand_in);
        item->repetition = repeat > 1 ? i + 1 : 0;
        item->seed = plan->options.seed + i;
        g_ptr_array_add(plan->items, item);
    }
}

/* One for each of its stand-ins; none when it has none. */
static void
add_proofs(RunPlan *plan, const char *path)
{
    ScenarioOptions options = { .seed = plan->options.seed };
    g_autoptr(Scenario) scenario = load(plan, path, &options);

    if (scenario->problems->len > 0) {
        add_items(plan, path, NULL);
        return;
    }
    for (unsigned i = 0; i < scenario->stand_ins->len; i++) {
        add_items(plan, path, ((const StandIn *)scenario->stand_ins->pdata[i])->name);
    }
}

bool
run_plan_is_outdated(const RunPlan *plan, const GPtrArray *items, const char *path)
{
    ScenarioOptions options = { .seed = plan->options.seed };
    g_autoptr(Scenario) scenario = NULL;
    unsigned count = 0;

    if (!plan->arguments->prove) {
        return false;
    }
    scenario = load(plan, path, &options);
    if (scenario->problems->len > 0) {
        return false;
    }
    for (unsigned i = 0; i < items->len; i++) {
        const RunItem *item = items->pdata[i];

        if (item->repetition > 1 || strcmp(item->path, path) != 0) {
            continue;
        }
        if (count == scenario->stand_ins->len ||
            g_strcmp0(item->stand_in,
                      ((const StandIn *)scenario->stand_ins->pdata[count])->name) != 0) {
            return true;
        }
        count++;
    }
    return count != scenario->stand_ins->len;
}

/* The one of a process of --jobs, as the parent gave it. */
static bool
make_one(RunPlan *plan)
{
    const RunArguments *arguments = plan->arguments;
    RunItem *item = g_new0(RunItem, 1);

    item->path = g_strdup(arguments->one);
    item->repetition = (unsigned)arguments->one_repetition;
    item->seed = plan->options.seed + (item->repetition > 0 ? item->repetition - 1 : 0);
    item->stand_in = g_strdup(arguments->one_stand_in);
    item->name = g_strdup(arguments->one_name);
    item->folder = g_strdup(arguments->one_folder);
    g_ptr_array_add(plan->items, item);
    return true;
}

static bool
make_folders(RunPlan *plan)
{
    g_autoptr(GHashTable) taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const char *out = plan->arguments->out;

    for (unsigned i = 0; i < plan->items->len; i++) {
        RunItem *item = plan->items->pdata[i];
        g_autoptr(GError) error = NULL;

        item->name = plan->items->len == 1 ? NULL : evidence_name(item->path, taken);
        if (out == NULL || plan->arguments->list) {
            continue;
        }
        item->folder = evidence_make_folder(out, item->name, &error);
        if (item->folder == NULL) {
            fprintf(stderr, "iedbench run: %s\n", error->message);
            plan->status = EXIT_START;
            return false;
        }
    }
    return true;
}

bool
run_plan_make(RunPlan *plan)
{
    const RunArguments *arguments = plan->arguments;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) paths = NULL;

    plan->items = g_ptr_array_new_with_free_func(free_item);
    plan->suite = suite_new();
    plan->status = EXIT_USAGE;
    if (arguments->one != NULL) {
        return make_one(plan);
    }
    paths = selection_find(arguments->scenarios, &error);
    if (paths == NULL) {
        fprintf(stderr, "iedbench run: %s\n", error->message);
        return false;
    }
    for (unsigned i = 0; i < paths->len; i++) {
        if (is_taken(plan, paths->pdata[i])) {
            if (arguments->prove) {
                add_proofs(plan, paths->pdata[i]);
            } else {
                add_items(plan, paths->pdata[i], NULL);
            }
        }
    }
    if (plan->items->len == 0) {
        fprintf(stderr, "iedbench run: none of %u scenario%s has %s\n", paths->len,
                paths->len == 1 ? "" : "s",
                arguments->prove          ? "a stand-in"
                : arguments->tags != NULL ? "this tag"
                                          : "this name");
        return false;
    }
    return make_folders(plan);
}

void
run_plan_clear(RunPlan *plan)
{
    g_clear_pointer(&plan->items, g_ptr_array_unref);
    g_clear_pointer(&plan->suite, suite_free);
}

void
run_plan_list(const RunPlan *plan)
{
    for (unsigned i = 0; i < plan->items->len; i++) {
        const RunItem *item = plan->items->pdata[i];
        ScenarioOptions options = { .seed = item->seed };
        g_autoptr(Scenario) scenario = NULL;
        g_autofree char *tags = NULL;

        if (item->repetition > 1) {
            continue;
        }
        scenario = load(plan, item->path, &options);
        tags = g_strjoinv(" ", scenario->tags);
        printf("%-28s  %-24s  %s%s\n", scenario->name, tags, item->path,
               scenario->problems->len > 0 ? "  (has problems: see iedbench check)" : "");
    }
}

/* Showing. */

static bool
is_silent(const RunPlan *plan)
{
    return plan->arguments->one != NULL || outputs_take_stdout(&plan->arguments->targets);
}

static void
print(GString *text)
{
    fwrite(text->str, 1, text->len, stdout);
    fflush(stdout);
    g_string_free(text, TRUE);
}

/* The line of --ready-json comes before all else. */
static void
show_head(void *user, const Results *results)
{
    RunPlan *plan = user;
    GString *text;

    if (!is_silent(plan) && !plan->options.ready_json) {
        text = g_string_new(NULL);
        text_put_head(text, results);
        print(text);
        plan->head_shown = true;
    }
}

static void
show_results(RunPlan *plan, const Results *results)
{
    GString *text = g_string_new(NULL);

    if (!is_silent(plan)) {
        if (!plan->head_shown) {
            text_put_head(text, results);
        }
        text_put_body(text, results);
    }
    plan->head_shown = false;
    print(text);
}

void
run_plan_take(RunPlan *plan, RunItem *item, Results *results)
{
    g_strfreev(item->sources);
    item->sources = g_strdupv((char **)results->facts.sources);
    item->cut = results->end == RUN_INTERRUPTED;
    show_results(plan, results);
    if (item->folder != NULL && plan->arguments->one == NULL &&
        !evidence_write(item->folder, results)) {
        plan->status = EXIT_START;
    }
    suite_add(plan->suite, results);
}

bool
run_plan_stops(const RunPlan *plan)
{
    int status = suite_status(plan->suite);

    return status >= 128 || (plan->arguments->fail_fast && status != EXIT_HELD);
}

/* Playing. */

static Results *
play_item(RunPlan *plan, const RunItem *item)
{
    RunOptions options = plan->options;
    ScenarioOptions scenario_options = { .seed = item->seed, .stand_in = item->stand_in };
    g_autoptr(Scenario) scenario = load(plan, item->path, &scenario_options);
    Results *results;

    options.seed = item->seed;
    options.repetition = item->repetition;
    options.part = item->name;
    options.passing = plan->arguments->one != NULL && plan->arguments->out == NULL;
    options.began = show_head;
    options.user = plan;
    if (scenario->problems->len > 0) {
        scenario_print_problems(scenario);
        return run_refuse(scenario, &options, item->folder);
    }
    results = run_play(scenario, &options, item->folder);
    if (scenario->webhook != NULL) {
        webhook_post_run(scenario->webhook, results);
    }
    return results;
}

static bool
is_stale(RunPlan *plan)
{
    plan->stale =
        plan->stale || (plan->options.is_stale != NULL && plan->options.is_stale(plan));
    return plan->stale;
}

static void
play_in_turn(RunPlan *plan)
{
    for (unsigned i = 0; i < plan->items->len && !run_plan_stops(plan); i++) {
        RunItem *item = plan->items->pdata[i];

        run_plan_take(plan, item, play_item(plan, item));
        item->played = true;
        if (is_stale(plan)) {
            break;
        }
    }
}

/* What all runs yield together. */
static void
conclude(RunPlan *plan)
{
    const RunArguments *arguments = plan->arguments;
    g_autoptr(GPtrArray) folders = g_ptr_array_new();
    GString *summary = g_string_new(NULL);
    bool written = true;

    for (unsigned i = 0; i < plan->items->len; i++) {
        RunItem *item = plan->items->pdata[i];

        if (item->played) {
            g_ptr_array_add(folders, item->folder);
        }
    }
    plan->suite->not_run = plan->items->len - folders->len;
    if (!is_silent(plan)) {
        text_put_summary(summary, plan->suite);
    }
    print(summary);
    if (arguments->one != NULL) {
        return;
    }
    if (arguments->out != NULL && plan->items->len > 1) {
        written = evidence_write_suite(arguments->out, plan->suite, folders);
    }
    if (!outputs_write(&arguments->targets, plan->suite) || !written) {
        plan->status = EXIT_START;
    }
    if (arguments->webhook != NULL) {
        webhook_post(arguments->webhook, plan->suite);
    }
}

int
run_plan_play(RunPlan *plan)
{
    int status;

    plan->status = EXIT_HELD;
    plan->stale = false;
    g_clear_pointer(&plan->suite, suite_free);
    plan->suite = suite_new();
    plan->options.record = outputs_show_events(&plan->arguments->targets);
    if (plan->arguments->jobs > 1 && plan->arguments->one == NULL) {
        run_jobs_play(plan);
    } else {
        play_in_turn(plan);
    }
    conclude(plan);
    status = suite_status(plan->suite);
    return status >= 128 ? status : status_worse(status, plan->status);
}
