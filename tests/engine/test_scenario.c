/* SPDX-License-Identifier: Apache-2.0
 *
 * Scenarios are checked whole before they run: each file of tests/engine/bad/ begins with what
 * must be said about it, "--! LINE: text", all of it and nothing else.
 */
#include "engine/scenario.h"

#include <string.h>

#include "tests/test.h"

static char *
expected_of(const char *path)
{
    GString *expected = g_string_new(NULL);
    g_autofree char *text = NULL;
    g_auto(GStrv) lines = NULL;

    CU_ASSERT_TRUE_FATAL(g_file_get_contents(path, &text, NULL, NULL));
    lines = g_strsplit(text, "\n", -1);
    for (unsigned i = 0; g_str_has_prefix(lines[i], "--! "); i++) {
        g_string_append_printf(expected, "%s\n", lines[i] + 4);
    }
    return g_string_free(expected, FALSE);
}

/* Problems as "LINE: text" lines: tracebacks and folders left out. */
static char *
problems_of(const char *path, const char *folder)
{
    const ScenarioOptions options = { .seed = 1,
                                      .instructions_max = 2000000,
                                      .memory_max = 16 << 20 };
    g_autoptr(Scenario) scenario = scenario_load(path, &options);
    GString *found = g_string_new(NULL);

    for (unsigned i = 0; i < scenario->problems->len; i++) {
        const Problem *problem = scenario->problems->pdata[i];
        size_t length = strcspn(problem->text, "\n");

        g_string_append_printf(found, "%d: %.*s\n", problem->line, (int)length, problem->text);
    }
    g_string_replace(found, folder, "", 0);
    return g_string_free(found, FALSE);
}

static void
every_bad_scenario_is_told_what_is_wrong(void)
{
    g_autofree char *folder = test_path("tests/engine/bad");
    g_autofree char *root = test_path("");
    g_autofree char *data = g_build_filename(root, "testdata/scl/", NULL);
    g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
    const char *name;
    unsigned count = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL(files);
    g_setenv("IEDBENCH_DATA", root, TRUE);
    while ((name = g_dir_read_name(files)) != NULL) {
        g_autofree char *path = g_build_filename(folder, name, NULL);

        if (g_str_has_suffix(name, ".lua")) {
            g_autofree char *expected = expected_of(path);
            g_autofree char *found = problems_of(path, data);

            count++;
            if (strcmp(expected, found) != 0) {
                fprintf(stderr, "%s: expected\n%sfound\n%s", name, expected, found);
                CU_FAIL("other problems than expected");
            }
        }
    }
    CU_ASSERT_TRUE(count >= 20);
    g_unsetenv("IEDBENCH_DATA");
}

static void
every_shipped_scenario_is_sound(void)
{
    const ScenarioOptions options = { .seed = 1 };
    g_autofree char *folder = test_path("scenarios");
    g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
    const char *name;

    CU_ASSERT_PTR_NOT_NULL_FATAL(files);
    while ((name = g_dir_read_name(files)) != NULL) {
        g_autofree char *path = g_build_filename(folder, name, NULL);

        if (g_str_has_suffix(name, ".lua")) {
            g_autoptr(Scenario) scenario = scenario_load(path, &options);

            scenario_print_problems(scenario);
            CU_ASSERT_EQUAL(scenario->problems->len, 0);
        }
    }
}

TEST_SUITE(engine_scenario, TEST_CASE(every_bad_scenario_is_told_what_is_wrong),
           TEST_CASE(every_shipped_scenario_is_sound))
