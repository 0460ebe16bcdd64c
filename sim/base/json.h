/* SPDX-License-Identifier: Apache-2.0
 *
 * A JSON writer (RFC 8259) that appends to a GString: commas, escapes and brackets are its own
 * matter. Inside objects every call names its member; inside arrays and at the top `name` is
 * NULL.
 */
#pragma once

#include <glib.h>

#include "sim/base/slice.h"

#define JSON_DEPTH_MAX 63

typedef struct JsonWriter {
    GString *text;   /* lent */
    uint64_t filled; /* bit n: something stands in the bracket at depth n */
    uint64_t arrays; /* bit n: the bracket at depth n is an array */
    unsigned depth;
} JsonWriter;

JsonWriter json_writer(GString *text);

/* Deeper than JSON_DEPTH_MAX is our own bug. */
void json_open_object(JsonWriter *writer, const char *name);
void json_open_array(JsonWriter *writer, const char *name);
void json_close(JsonWriter *writer);

/* Octets that are no UTF-8 become U+FFFD. NULL text is null. */
void json_put_string(JsonWriter *writer, const char *name, const char *text);
void json_put_slice(JsonWriter *writer, const char *name, Slice text);
void json_put_integer(JsonWriter *writer, const char *name, int64_t value);
void json_put_unsigned(JsonWriter *writer, const char *name, uint64_t value);
/* The shortest text that reads back equal; what JSON does not know becomes "NaN", "Infinity",
 * "-Infinity". */
void json_put_real(JsonWriter *writer, const char *name, double value);
void json_put_float(JsonWriter *writer, const char *name, float value);
void json_put_boolean(JsonWriter *writer, const char *name, bool value);
void json_put_null(JsonWriter *writer, const char *name);
/* `json` is a whole JSON value. */
void json_put_raw(JsonWriter *writer, const char *name, const char *json);
