/* SPDX-License-Identifier: Apache-2.0
 *
 * Names on the command line become paths of scenarios.
 */
#include "engine/selection.h"

#include <glob.h>
#include <string.h>

#include "engine/data.h"

#define DEPTH_MAX 16
#define SCENARIOS_MAX 100000

G_DEFINE_QUARK(iedbench - selection - error, selection_error)

static int
compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Libraries lie among scenarios; they return something else. */
static bool
is_scenario(const char *path)
{
    g_autofree char *text = NULL;

    return g_str_has_suffix(path, ".lua") && g_file_get_contents(path, &text, NULL, NULL) &&
           g_regex_match_simple("^\\s*return\\s+scenario\\b", text, G_REGEX_MULTILINE, 0);
}

static void
walk(GPtrArray *paths, const char *folder, unsigned depth)
{
    g_autoptr(GDir) directory = g_dir_open(folder, 0, NULL);
    const char *name;

    while (directory != NULL && (name = g_dir_read_name(directory)) != NULL) {
        g_autofree char *path = g_build_filename(folder, name, NULL);

        if (name[0] == '.' || paths->len >= SCENARIOS_MAX) {
            continue;
        }
        if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
            if (depth < DEPTH_MAX) {
                walk(paths, path, depth + 1);
            }
        } else if (is_scenario(path)) {
            g_ptr_array_add(paths, g_steal_pointer(&path));
        }
    }
}

static bool
add_folder(GPtrArray *paths, const char *folder)
{
    g_autoptr(GPtrArray) found = g_ptr_array_new();

    if (!g_file_test(folder, G_FILE_TEST_IS_DIR)) {
        return false;
    }
    walk(found, folder, 0);
    g_ptr_array_sort(found, compare_texts);
    g_ptr_array_extend_and_steal(paths, g_steal_pointer(&found));
    return true;
}

static bool
add_pattern(GPtrArray *paths, const char *pattern)
{
    glob_t matches = { 0 };
    bool found = strpbrk(pattern, "*?[") != NULL && glob(pattern, 0, NULL, &matches) == 0;

    for (size_t i = 0; found && i < matches.gl_pathc; i++) {
        if (!add_folder(paths, matches.gl_pathv[i])) {
            g_ptr_array_add(paths, g_strdup(matches.gl_pathv[i]));
        }
    }
    globfree(&matches);
    return found;
}

/* An installed folder: "reporting", or "scenarios" for all. */
static bool
add_installed_folder(GPtrArray *paths, const char *name)
{
    g_auto(GStrv) roots = data_roots(NULL);
    bool found = false;

    for (char **root = roots; !found && strchr(name, '/') == NULL && *root != NULL; root++) {
        g_autofree char *inside = g_build_filename(*root, "scenarios", name, NULL);
        g_autofree char *whole = g_build_filename(*root, name, NULL);

        found = add_folder(paths, inside) ||
                (strcmp(name, "scenarios") == 0 && add_folder(paths, whole));
    }
    return found;
}

static bool
add_name(GPtrArray *paths, const char *name)
{
    char *file;

    if (add_folder(paths, name)) {
        return true;
    }
    file = scenario_find(name);
    if (file != NULL) {
        g_ptr_array_add(paths, file);
        return true;
    }
    return add_pattern(paths, name) || add_installed_folder(paths, name);
}

GPtrArray *
selection_find(char *const *names, GError **error)
{
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);

    for (; *names != NULL; names++) {
        unsigned before = paths->len;

        if (!add_name(paths, *names)) {
            g_set_error(error, SELECTION_ERROR, 0, "%s: no such scenario", *names);
            return NULL;
        }
        if (paths->len == before) {
            g_set_error(error, SELECTION_ERROR, 0, "%s: there is no scenario in it", *names);
            return NULL;
        }
    }
    return g_steal_pointer(&paths);
}

static bool
has_tag(const Scenario *scenario, const char *tag)
{
    return g_strv_contains((const char *const *)scenario->tags, tag);
}

bool
selection_takes(const SelectionFilter *filter, const Scenario *scenario)
{
    bool wanted = true, needed = false;

    if (filter->name != NULL && strstr(scenario->name, filter->name) == NULL) {
        return false;
    }
    if (filter->tags == NULL || scenario->problems->len > 0) {
        return true;
    }
    for (const char *const *tag = filter->tags; *tag != NULL; tag++) {
        if (**tag == '!') {
            if (has_tag(scenario, *tag + 1)) {
                return false;
            }
        } else {
            wanted = (needed && wanted) || has_tag(scenario, *tag);
            needed = true;
        }
    }
    return wanted;
}
