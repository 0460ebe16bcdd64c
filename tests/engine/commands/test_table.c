/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/commands/table.h"

#include <stdlib.h>
#include <string.h>

#include "tests/test.h"

static void
columns_are_aligned(void)
{
    static const char *const headers[] = { "NAME", ">COUNT", "REST", NULL };
    static const char *const rows[][3] = { { "a", "1", "x" },
                                           { "f\xC3\xBCnf", "1000000", "" } };
    g_autoptr(Table) table = table_new(headers);
    char *text;
    size_t size;
    FILE *stream = open_memstream(&text, &size);

    table_add(table, rows[0]);
    table_add(table, rows[1]);
    table_print(table, stream);
    fclose(stream);
    CU_ASSERT_STRING_EQUAL(text, "NAME    COUNT  REST\n"
                                 "a           1  x\n"
                                 "f\xC3\xBCnf  1000000  \n");
    free(text);
}

static void
long_fields_are_broken_at_blanks(void)
{
    char *text;
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    g_autoptr(GString) words = g_string_new("first");

    for (unsigned i = 0; i < 40; i++) {
        g_string_append(words, " words");
    }
    table_print_field(stream, "Label", words->str);
    fclose(stream);
    CU_ASSERT_EQUAL(strncmp(text, "Label         first words", 25), 0);
    for (const char *line = text; line[0] != '\0'; line = strchr(line, '\n') + 1) {
        CU_ASSERT(strchr(line, '\n') - line <= TABLE_WIDTH);
    }
    free(text);
}

TEST_SUITE(engine_commands_table, TEST_CASE(columns_are_aligned),
           TEST_CASE(long_fields_are_broken_at_blanks))
