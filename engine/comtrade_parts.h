/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of the COMTRADE reader share.
 */
#pragma once

#include "engine/comtrade.h"

/* Lines of a text, their fields cut at commas in place. */
typedef struct ComtradeLines {
    Comtrade *record;
    char *at;
    unsigned line;     /* of the fields, from 1 */
    GPtrArray *fields; /* char*, without blanks around */
    GError **error;
} ComtradeLines;

bool comtrade_next_line(ComtradeLines *lines);
/* The field, "" when there is none. */
const char *comtrade_field(const ComtradeLines *lines, unsigned index);
/* Always false. */
bool comtrade_refuse(ComtradeLines *lines, const char *format, ...) G_GNUC_PRINTF(2, 3);
void comtrade_note(Comtrade *record, unsigned line, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* UTF-8 of a text; `*encoding` in: what it is said to be, or NULL; out: what it was. NULL when
 * it is no text of that encoding. Free with g_free. */
char *comtrade_to_utf8(Slice text, const char **encoding, GError **error);

/* Fills everything but samples from the text of a .cfg, which is cut up. */
bool comtrade_read_config(Comtrade *record, char *text, GError **error);

/* Copies what it needs. */
bool comtrade_read_data(Comtrade *record, const char *path, Slice octets, GError **error);
void comtrade_data_free(ComtradeData *data);
