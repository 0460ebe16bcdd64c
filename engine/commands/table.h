/* SPDX-License-Identifier: Apache-2.0
 *
 * Aligned columns for people, at most 100 characters wide where the cells allow it.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

#define TABLE_COLUMNS_MAX 16
#define TABLE_WIDTH 100

typedef struct Table Table;

/* `headers` ends with NULL; one that begins with ">" is of numbers and set to the right. */
Table *table_new(const char *const *headers);
void table_free(Table *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Table, table_free)
/* As many cells as headers, copied. */
void table_add(Table *table, const char *const *cells);
void table_print(const Table *table, FILE *stream);

/* "LABEL   text", long text broken at blanks into lines of TABLE_WIDTH. */
void table_print_field(FILE *stream, const char *label, const char *text);
