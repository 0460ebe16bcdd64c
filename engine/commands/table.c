/* SPDX-License-Identifier: Apache-2.0
 *
 * Aligned columns (see table.h).
 */
#include "engine/commands/table.h"

#include <string.h>

#define LABEL_WIDTH 14

struct Table {
    unsigned columns;
    bool numeric[TABLE_COLUMNS_MAX];
    int widths[TABLE_COLUMNS_MAX];
    GPtrArray *cells; /* row by row, headers first */
};

void
table_add(Table *table, const char *const *cells)
{
    for (unsigned i = 0; i < table->columns; i++) {
        const char *cell = cells[i] != NULL ? cells[i] : "";
        int width = (int)g_utf8_strlen(cell, -1);

        table->widths[i] = MAX(table->widths[i], width);
        g_ptr_array_add(table->cells, g_strdup(cell));
    }
}

Table *
table_new(const char *const *headers)
{
    Table *table = g_new0(Table, 1);
    const char *shown[TABLE_COLUMNS_MAX];

    table->cells = g_ptr_array_new_with_free_func(g_free);
    while (headers[table->columns] != NULL) {
        const char *header = headers[table->columns];

        g_assert(table->columns < TABLE_COLUMNS_MAX);
        table->numeric[table->columns] = header[0] == '>';
        shown[table->columns++] = header + (header[0] == '>');
    }
    table_add(table, shown);
    return table;
}

void
table_free(Table *table)
{
    if (table != NULL) {
        g_ptr_array_unref(table->cells);
        g_free(table);
    }
}

void
table_print(const Table *table, FILE *stream)
{
    for (unsigned at = 0; at < table->cells->len; at++) {
        unsigned column = at % table->columns;
        const char *cell = table->cells->pdata[at];
        int pad = table->widths[column] - (int)g_utf8_strlen(cell, -1);
        bool last = column + 1 == table->columns;

        fprintf(stream, "%*s%s%*s%s", table->numeric[column] ? pad : 0, "", cell,
                table->numeric[column] || last ? 0 : pad, "", last ? "\n" : "  ");
    }
}

void
table_print_field(FILE *stream, const char *label, const char *text)
{
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    size_t used = LABEL_WIDTH;

    fprintf(stream, "%-*s", LABEL_WIDTH, label);
    for (unsigned i = 0; words[i] != NULL; i++) {
        size_t width = (size_t)g_utf8_strlen(words[i], -1);

        if (i > 0 && used + 1 + width > TABLE_WIDTH) {
            fprintf(stream, "\n%*s", LABEL_WIDTH, "");
            used = LABEL_WIDTH;
        } else if (i > 0) {
            fputc(' ', stream);
            used++;
        }
        fputs(words[i], stream);
        used += width;
    }
    fputc('\n', stream);
}
