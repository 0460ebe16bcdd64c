/* SPDX-License-Identifier: Apache-2.0
 *
 * A scenario's declarations: its SCL files, its devices, its problems.
 */
#include "engine/scenario.h"

#include <stdio.h>
#include <string.h>

#include "engine/control_desk.h"
#include "engine/data.h"
#include "engine/personality.h"

static void
free_problem(void *data)
{
    Problem *problem = data;

    g_free(problem->file);
    g_free(problem->text);
    g_free(problem);
}

static void
free_device(void *data)
{
    Device *device = data;

    g_free(device->name);
    g_free(device->preassigned);
    personality_free(device->personality);
    g_strfreev(device->differences);
    g_strfreev(device->clients);
    control_desks_free(device);
    g_free(device);
}

static int
compare_problems(const void *a, const void *b)
{
    const Problem *x = *(const Problem *const *)a, *y = *(const Problem *const *)b;
    int file = strcmp(x->file, y->file);

    return file != 0 ? file : (x->line > y->line) - (x->line < y->line);
}

static char *
name_of(const char *path)
{
    char *name = g_path_get_basename(path);

    if (g_str_has_suffix(name, ".lua")) {
        name[strlen(name) - 4] = '\0';
    }
    return name;
}

Scenario *
scenario_load(const char *path, const ScenarioOptions *options)
{
    Scenario *scenario = g_new0(Scenario, 1);

    scenario->path = g_strdup(path);
    scenario->name = name_of(path);
    scenario->folder = g_path_get_dirname(path);
    scenario->tags = g_new0(char *, 1);
    scenario->sources = g_ptr_array_new_with_free_func(g_free);
    scenario_add_source(scenario, path);
    scenario->options = options;
    scenario->start_within = SCENARIO_START_WITHIN;
    scenario->files = g_ptr_array_new_with_free_func((GDestroyNotify)scl_file_free);
    scenario->altered = g_ptr_array_new_with_free_func((GDestroyNotify)scl_file_free);
    scenario->devices = g_ptr_array_new_with_free_func(free_device);
    scenario->clients = g_ptr_array_new_with_free_func((GDestroyNotify)named_client_free);
    scenario->counters = g_ptr_array_new_with_free_func((GDestroyNotify)counter_free);
    scenario->stand_ins = g_ptr_array_new_with_free_func((GDestroyNotify)stand_in_free);
    scenario->programs = g_ptr_array_new_with_free_func((GDestroyNotify)program_free);
    scenario->entries = g_ptr_array_new_with_free_func((GDestroyNotify)entry_free);
    scenario->expectations = g_ptr_array_new_with_free_func((GDestroyNotify)expectation_free);
    scenario->problems = g_ptr_array_new_with_free_func(free_problem);
    scenario->script = script_load(scenario);
    g_ptr_array_sort(scenario->problems, compare_problems);
    return scenario;
}

void
scenario_free(Scenario *scenario)
{
    if (scenario == NULL) {
        return;
    }
    script_free(scenario->script);
    g_ptr_array_unref(scenario->expectations);
    g_ptr_array_unref(scenario->entries);
    g_ptr_array_unref(scenario->programs);
    pattern_unref(scenario->start);
    g_ptr_array_unref(scenario->devices);
    g_ptr_array_unref(scenario->clients);
    g_ptr_array_unref(scenario->counters);
    g_ptr_array_unref(scenario->stand_ins);
    g_ptr_array_unref(scenario->files);
    g_ptr_array_unref(scenario->altered);
    g_ptr_array_unref(scenario->problems);
    g_free(scenario->path);
    g_free(scenario->name);
    g_free(scenario->folder);
    g_strfreev(scenario->tags);
    g_free(scenario->webhook);
    g_ptr_array_unref(scenario->sources);
    g_free(scenario);
}

void
scenario_add_problem(Scenario *scenario, const char *file, int line, const char *text)
{
    Problem *problem;

    for (unsigned i = 0; i < scenario->problems->len; i++) {
        problem = scenario->problems->pdata[i];
        if (problem->line == line && strcmp(problem->file, file) == 0 &&
            g_str_has_prefix(problem->text, text)) {
            return;
        }
    }
    problem = g_new(Problem, 1);
    *problem = (Problem){ g_strdup(file), line, g_strdup(text) };
    g_ptr_array_add(scenario->problems, problem);
}

char *
scenario_format_problems(const Scenario *scenario)
{
    GString *text = g_string_new(NULL);

    for (unsigned i = 0; i < scenario->problems->len; i++) {
        const Problem *problem = scenario->problems->pdata[i];

        g_string_append(text, problem->file);
        if (problem->line > 0) {
            g_string_append_printf(text, ":%d", problem->line);
        }
        g_string_append_printf(text, ": %s\n", problem->text);
    }
    return g_string_free(text, FALSE);
}

void
scenario_print_problems(const Scenario *scenario)
{
    g_autofree char *text = scenario_format_problems(scenario);

    fputs(text, stderr);
}

void
scenario_add_source(const Scenario *scenario, const char *path)
{
    if (!g_ptr_array_find_with_equal_func(scenario->sources, path, g_str_equal, NULL)) {
        g_ptr_array_add(scenario->sources, g_strdup(path));
    }
}

static char *
existing(char *path)
{
    if (g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
        return path;
    }
    g_free(path);
    return NULL;
}

static char *
find_file(const Scenario *scenario, const char *name)
{
    static const char *const folders[] = { "scl", "comtrade" };
    g_auto(GStrv) roots = data_roots(scenario->folder);
    char *found;

    if (g_path_is_absolute(name)) {
        return existing(g_strdup(name));
    }
    found = existing(strcmp(scenario->folder, ".") == 0
                         ? g_strdup(name)
                         : g_build_filename(scenario->folder, name, NULL));
    for (char **path = scenario->options->scl_path;
         found == NULL && path != NULL && *path != NULL; path++) {
        found = existing(g_build_filename(*path, name, NULL));
    }
    for (char **root = roots; found == NULL && *root != NULL; root++) {
        for (unsigned i = 0; found == NULL && i < G_N_ELEMENTS(folders); i++) {
            found = existing(g_build_filename(*root, "testdata", folders[i], name, NULL));
        }
    }
    return found;
}

char *
scenario_find_file(const Scenario *scenario, const char *name)
{
    char *path = find_file(scenario, name);

    if (path != NULL) {
        scenario_add_source(scenario, path);
    }
    return path;
}

char *
scenario_find(const char *name)
{
    g_auto(GStrv) roots = data_roots(NULL);
    g_autofree char *with_ending = g_strdup_printf("%s.lua", name);
    char *found = existing(g_strdup(name));

    for (char **root = roots; found == NULL && strchr(name, '/') == NULL && *root != NULL;
         root++) {
        found = existing(g_build_filename(*root, "scenarios", name, NULL));
        if (found == NULL) {
            found = existing(g_build_filename(*root, "scenarios", with_ending, NULL));
        }
    }
    return found;
}

SclFile *
scenario_get_file(Scenario *scenario, const char *name, GError **error)
{
    g_autofree char *path = scenario_find_file(scenario, name);
    SclFile *file;

    if (path == NULL) {
        g_set_error(error, SCL_ERROR, 0,
                    "%s: no such file, neither beside the scenario nor in --scl-path nor among "
                    "the installed ones",
                    name);
        return NULL;
    }
    for (unsigned i = 0; i < scenario->files->len; i++) {
        file = scenario->files->pdata[i];
        if (strcmp(file->path, path) == 0) {
            return file;
        }
    }
    file = scl_load(path, false, 0, error);
    if (file != NULL) {
        g_ptr_array_add(scenario->files, file);
    }
    return file;
}

static bool
is_taken(const Scenario *scenario, const char *name)
{
    for (unsigned i = 0; i < scenario->devices->len; i++) {
        if (strcmp(((const Device *)scenario->devices->pdata[i])->name, name) == 0) {
            return true;
        }
    }
    return false;
}

/* Equal names of several files: the later one is "file/NAME" here, never on the wire; with its
 * whole path when files are called the same, too. */
static char *
unique_name(const Scenario *scenario, const SclFile *file, const char *name)
{
    g_autofree char *base = g_path_get_basename(file->path);
    g_autofree char *with_file = g_strdup_printf("%s/%s", base, name);

    if (!is_taken(scenario, name)) {
        return g_strdup(name);
    }
    return is_taken(scenario, with_file) ? g_strdup_printf("%s/%s", file->path, name)
                                         : g_steal_pointer(&with_file);
}

Device *
scenario_get_device(Scenario *scenario, SclFile *file, const SclServer *server)
{
    Device *device;

    for (unsigned i = 0; i < scenario->devices->len; i++) {
        device = scenario->devices->pdata[i];
        if (device->server == server) {
            return device;
        }
    }
    device = g_new0(Device, 1);
    device->name = unique_name(scenario, file, server->name);
    device->server = server;
    device->file = file->path;
    device->index = scenario->devices->len;
    g_ptr_array_add(scenario->devices, device);
    return device;
}
