/* SPDX-License-Identifier: Apache-2.0
 *
 * `check` of a scenario: what it declares, or what is wrong with it, told before anything runs.
 */
#include <stdio.h>

#include "engine/command.h"
#include "engine/commands/check.h"
#include "engine/scenario.h"

static void
put_stand_ins(JsonWriter *json, const GPtrArray *stand_ins)
{
    json_open_array(json, "stand_ins");
    for (unsigned i = 0; i < stand_ins->len; i++) {
        const StandIn *stand_in = stand_ins->pdata[i];

        json_open_object(json, NULL);
        json_put_string(json, "name", stand_in->name);
        json_open_array(json, "fails");
        for (char **text = stand_in->fails; text != NULL && *text != NULL; text++) {
            json_put_string(json, NULL, *text);
        }
        json_close(json);
        json_close(json);
    }
    json_close(json);
}

static void
show_stand_ins(const GPtrArray *stand_ins)
{
    for (unsigned i = 0; i < stand_ins->len; i++) {
        const StandIn *stand_in = stand_ins->pdata[i];

        printf("  a client that %s%s\n", stand_in->name,
               stand_in->fails != NULL ? ", which is wrong and must be caught" : "");
    }
}

static void
put_scenario(JsonWriter *json, const Scenario *scenario)
{
    json_open_object(json, NULL);
    json_put_string(json, "file", scenario->path);
    json_put_string(json, "scenario", scenario->name);
    json_open_array(json, "ieds");
    for (unsigned i = 0; i < scenario->devices->len; i++) {
        json_put_string(json, NULL, ((const Device *)scenario->devices->pdata[i])->name);
    }
    json_close(json);
    json_put_unsigned(json, "entries", scenario->entries->len);
    json_put_unsigned(json, "expectations", scenario->expectations->len);
    json_put_unsigned(json, "tasks", script_task_count(scenario->script));
    put_stand_ins(json, scenario->stand_ins);
    json_open_array(json, "problems");
    for (unsigned i = 0; i < scenario->problems->len; i++) {
        const Problem *problem = scenario->problems->pdata[i];

        json_open_object(json, NULL);
        json_put_string(json, "file", problem->file);
        json_put_integer(json, "line", problem->line);
        json_put_string(json, "what", problem->text);
        json_close(json);
    }
    json_close(json);
    json_close(json);
}

int
check_scenario(const char *path, const CheckOptions *options)
{
    const ScenarioOptions scenario_options = { .seed = 1 };
    g_autoptr(Scenario) scenario = scenario_load(path, &scenario_options);

    if (options->json != NULL) {
        put_scenario(options->json, scenario);
    } else if (scenario->problems->len == 0) {
        printf("%s: %u IED%s, %u entries, %u expectations, %u task%s\n", path,
               scenario->devices->len, scenario->devices->len == 1 ? "" : "s",
               scenario->entries->len, scenario->expectations->len,
               script_task_count(scenario->script),
               script_task_count(scenario->script) == 1 ? "" : "s");
        show_stand_ins(scenario->stand_ins);
    }
    fflush(stdout);
    scenario_print_problems(scenario);
    return scenario->problems->len > 0 ? EXIT_USAGE : EXIT_HELD;
}
