/* SPDX-License-Identifier: Apache-2.0
 *
 * What a program says is kept, up to bounds, and becomes words. Programs that run are in
 * tests/e2e/exec.py.
 */
#include "engine/exec.h"
#include "engine/program_output.h"

#include <glib/gstdio.h>
#include <string.h>

#include "tests/test.h"

static void
take(ProgramOutput *output, const char *text)
{
    program_output_take(output, slice_from_string(text));
}

static void
what_was_said_is_looked_at_over_its_pieces(void)
{
    g_autofree char *folder = g_dir_make_tmp("program-XXXXXX", NULL);
    g_autofree char *log = g_build_filename(folder, "scada.log", NULL);
    ProgramOutput *output = program_output_new(folder, "scada");
    GRegex *regex = g_regex_new("^ready on \\d+$", G_REGEX_RAW | G_REGEX_MULTILINE, 0, NULL);
    g_autofree char *nothing = program_output_describe(output), *last, *logged = NULL;

    program_output_begin(output);
    CU_ASSERT_STRING_EQUAL(nothing, "it said nothing");
    take(output, "starting\xff\nread");
    CU_ASSERT_FALSE(program_output_matches(output, regex));
    take(output, "y on 80");
    CU_ASSERT_TRUE(program_output_matches(output, regex));
    take(output, "\n\n");
    last = program_output_describe(output);
    CU_ASSERT_STRING_EQUAL(last, "the last it said: ready on 80");
    program_output_begin(output);
    CU_ASSERT_EQUAL(program_output_text(output)->len, 0);
    take(output, "again\n");
    program_output_free(output);
    CU_ASSERT_TRUE(g_file_get_contents(log, &logged, NULL, NULL));
    CU_ASSERT_STRING_EQUAL(logged, "starting\xff\nready on 80\n\n---- started again\nagain\n");
    g_regex_unref(regex);
    g_unlink(log);
    g_rmdir(folder);
}

static void
memory_holds_the_last_of_it(void)
{
    g_autofree char *folder = g_dir_make_tmp("program-XXXXXX", NULL);
    g_autofree char *log = g_build_filename(folder, "scada.log", NULL);
    g_autofree char *chunk = g_strnfill(PROGRAM_OUTPUT_KEPT / 4, 'x');
    ProgramOutput *output = program_output_new(folder, "scada");

    program_output_begin(output);
    for (unsigned i = 0; i < 40; i++) {
        take(output, chunk);
        CU_ASSERT_TRUE(program_output_text(output)->len <= 2 * PROGRAM_OUTPUT_KEPT);
    }
    take(output, "the end");
    CU_ASSERT_TRUE(program_output_text(output)->len >= PROGRAM_OUTPUT_KEPT);
    CU_ASSERT_TRUE(g_str_has_suffix(program_output_text(output)->str, "xthe end"));
    program_output_free(output);
    g_unlink(log);
    g_rmdir(folder);
}

static void
names_become_variables(void)
{
    g_autofree char *name = exec_variable("Feeder1@AP-2");

    CU_ASSERT_STRING_EQUAL(name, "IEDBENCH_FEEDER1_AP_2");
}

TEST_SUITE(program, TEST_CASE(what_was_said_is_looked_at_over_its_pieces),
           TEST_CASE(memory_holds_the_last_of_it), TEST_CASE(names_become_variables))
