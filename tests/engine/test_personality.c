/* SPDX-License-Identifier: Apache-2.0
 *
 * Personalities: the keys of their files, what is told about wrong ones, and that those that
 * ship say who says so.
 */
#include "engine/personality.h"

#include <glib/gstdio.h>
#include <string.h>

#include "tests/test.h"

/* A file with this text, read; its problem behind the folder, or NULL. */
static char *
problem_of(const char *text, Personality **read)
{
    g_autofree char *folder = g_dir_make_tmp("personality-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "p.lua", NULL);
    g_autoptr(GError) error = NULL;
    Personality *personality;
    char *problem = NULL;

    CU_ASSERT_TRUE_FATAL(g_file_set_contents(path, text, -1, NULL));
    personality = personality_load("p.lua", folder, &error);
    if (error != NULL) {
        problem = g_strdup(error->message + strlen(folder) + 1);
    }
    g_remove(path);
    g_rmdir(folder);
    if (read != NULL) {
        *read = personality;
    } else {
        personality_free(personality);
    }
    return problem;
}

static void
what_is_wrong_with_a_file_is_told_with_its_line(void)
{
    static const char *const rows[][2] = {
        { "return {\n  about = 'x', source = 'y',\n  client = 4,\n}",
          "p.lua:3: a personality has no client (did you mean clients?)" },
        { "return {\n  about = 'x',\n  source = 'y',\n  clients = 0 }",
          "p.lua:4: clients is a number from 1 to 10000, not 0" },
        { "return { about = 'x', source = 'y', pdu_size = 'big' }",
          "p.lua:1: pdu_size is a number from 64 to 130000, not big" },
        { "return { about = 'x', source = 'y', pdu_size = 1000,\n pdu_size_min = 2000 }",
          "p.lua:1: pdu_size_min is more than pdu_size" },
        { "return { about = 'x', source = 'y', keepalive = 'soon' }",
          "p.lua:1: keepalive takes a time such as \"20s\", not soon" },
        { "return { about = 'x', source = 'y', tsel = '00 01' }",
          "p.lua:1: 00 01 are not 1 to 16 octets in hex" },
        { "return { about = 'x', source = 'y', tpdu_size = 1000 }",
          "p.lua:1: tpdu_size is a power of two, from 128 to 8192, not 1000" },
        { "return { about = 'x', source = 'y', unserved = { 'read', 'telepathy' } }",
          "p.lua:1: unserved: telepathy is no confirmed service" },
        { "return { about = 'x', source = 'y', clients = { 4 } }",
          "p.lua:1: clients takes one value, not a table" },
        { "return { about = 'x', source = {} }", "p.lua:1: source is empty" },
        { "return { about = 'x', source = 'y', more_follows_omitted = 'no' }",
          "p.lua:1: more_follows_omitted takes true or false, not no" },
        { "return { about = 'x' }",
          "p.lua:1: a personality says what it is (about) and who says so (source)" },
        { "return 4", "p.lua:1: a personality returns a table" },
        { "return { 'x' }", "p.lua:1: the keys of a personality are names" },
        { "while true do end", "p.lua:1: " },
        { "return {", "p.lua:1: " },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *problem = problem_of(rows[i][0], NULL);
        bool whole = !g_str_has_suffix(rows[i][1], ": ");

        CU_ASSERT_PTR_NOT_NULL_FATAL(problem);
        CU_ASSERT_TRUE(whole ? strcmp(problem, rows[i][1]) == 0
                             : strstr(problem, rows[i][1]) != NULL);
        if (whole && strcmp(problem, rows[i][1]) != 0) {
            fprintf(stderr, "%s\n", problem);
        }
    }
}

static void
what_a_file_sets_overrides_what_the_parameters_say(void)
{
    Personality *personality = NULL;
    IedParameters parameters = { .address.tsel = { 1, { 9 } },
                                 .address.psel = { 1, { 8 } },
                                 .reports.reservation = 30 };
    g_autofree char *problem = problem_of(
        "return { about = 'x', source = { 'a', 'b' }, vendor = 'V', clients = 3, pdu_size = "
        "16000, outstanding = 2, nesting = 5, tpdu_size = 1024, keepalive = '7s', inactivity = "
        "'2m', inactivity_of = 'requests', tsel = '0002', unserved = 'identify', "
        "unserved_error "
        "= 0x0C0B, names_per_page = 20, buffer = 5000, reservation = '10s', boot = '90s', "
        "services = 'ee1c' }",
        &personality);

    CU_ASSERT_PTR_NULL(problem);
    CU_ASSERT_PTR_NOT_NULL_FATAL(personality);
    personality_apply(personality, &parameters);
    CU_ASSERT_STRING_EQUAL(parameters.habits.vendor, "V");
    CU_ASSERT_PTR_NULL(parameters.habits.model);
    CU_ASSERT_EQUAL(parameters.associations_max, 3);
    CU_ASSERT_EQUAL(parameters.limits.pdu_size, 16000);
    CU_ASSERT_EQUAL(parameters.limits.outstanding_called, 2);
    CU_ASSERT_EQUAL(parameters.limits.nesting, 5);
    CU_ASSERT_EQUAL(parameters.habits.tpdu_size_log2, 10);
    CU_ASSERT_EQUAL(parameters.habits.keepalive, 7);
    CU_ASSERT_EQUAL(parameters.habits.inactivity, 120 * CLOCK_SECOND);
    CU_ASSERT_TRUE(parameters.habits.inactivity_of_requests);
    CU_ASSERT_EQUAL(parameters.checks, OSI_CHECK_TSEL);
    CU_ASSERT_EQUAL(parameters.address.tsel.size, 2);
    CU_ASSERT_EQUAL(parameters.address.tsel.octets[1], 2);
    CU_ASSERT_EQUAL(parameters.address.psel.octets[0], 8);
    CU_ASSERT_EQUAL(parameters.limits.unserved[0], 0x20);
    CU_ASSERT_EQUAL(parameters.limits.unserved_error, 0x0C0B);
    CU_ASSERT_TRUE(parameters.limits.has_services);
    CU_ASSERT_EQUAL(parameters.limits.services[1], 0x1C);
    CU_ASSERT_EQUAL(parameters.limits.names_per_page, 20);
    CU_ASSERT_EQUAL(parameters.reports.buffered_octets, 5000);
    CU_ASSERT_EQUAL(parameters.reports.reservation, 10);
    CU_ASSERT_EQUAL(personality->boot, 90 * CLOCK_SECOND);
    personality_free(personality);
}

static void
who_said_more_on_the_command_line_is_heard(void)
{
    Personality *personality = NULL;
    IedParameters parameters = { .associations_max = 1 };
    g_autofree char *problem =
        problem_of("return { about = 'x', source = 'y', clients = 3 }", &personality);

    CU_ASSERT_PTR_NULL(problem);
    personality_apply(personality, &parameters);
    personality_apply(NULL, &parameters);
    CU_ASSERT_EQUAL(parameters.associations_max, 1);
    personality_free(personality);
}

static void
those_that_ship_are_sound_and_say_who_says_so(void)
{
    g_autofree char *root = test_path("");
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) all = NULL;

    g_setenv("IEDBENCH_DATA", root, TRUE);
    all = personality_load_all(&error);
    CU_ASSERT_PTR_NOT_NULL_FATAL(all);
    CU_ASSERT_TRUE(all->len >= 12);
    for (unsigned i = 0; i < all->len; i++) {
        const Personality *personality = all->pdata[i];

        CU_ASSERT_TRUE(strlen(personality->about) > 5);
        CU_ASSERT_TRUE(strlen(personality->source[0]) > 30);
        CU_ASSERT_TRUE(personality->settings->len > 0);
    }
}

static void
a_name_that_nobody_has_is_told_with_the_nearest(void)
{
    g_autofree char *root = test_path("");
    g_autoptr(GError) error = NULL;

    g_setenv("IEDBENCH_DATA", root, TRUE);
    CU_ASSERT_PTR_NULL(personality_load("ge-f65", NULL, &error));
    CU_ASSERT_STRING_EQUAL(error->message,
                           "no such personality: ge-f65, did you mean ge-f650? (see iedbench "
                           "list personalities)");
}

TEST_SUITE(engine_personality, TEST_CASE(what_is_wrong_with_a_file_is_told_with_its_line),
           TEST_CASE(what_a_file_sets_overrides_what_the_parameters_say),
           TEST_CASE(who_said_more_on_the_command_line_is_heard),
           TEST_CASE(those_that_ship_are_sound_and_say_who_says_so),
           TEST_CASE(a_name_that_nobody_has_is_told_with_the_nearest))
