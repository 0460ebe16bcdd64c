/* SPDX-License-Identifier: Apache-2.0
 *
 * Fields of events by name, and tests of them. ied, client, address, reference and value are
 * the event's own; whatever stands in its value as key=value is a field, too: ctlVal, orCat,
 * ap_title. A value in quotes may hold blanks.
 */
#pragma once

#include <glib.h>

#include "engine/comparison.h"
#include "sim/base/event.h"
#include "sim/base/slice.h"

/* The next key=value at *at; false at the end. `quoted`: it stood in quotes, which are left
 * out. */
bool field_next(const char **at, Slice *key, Slice *value, bool *quoted);

/* Lent by the event; data NULL: it has no such field. */
Slice field_of(const Event *event, const char *name);

/* A whole text that is a number, as of SqNum or a measured value. */
bool field_is_number(Slice text, double *number);

typedef enum FieldTestKind {
    FIELD_COMPARES, /* as a number; a text that is none never fits, but for "~=" */
    FIELD_IS,       /* this text */
    FIELD_IS_NOT,
    FIELD_IS_LIKE, /* a pattern with * and ? */
    FIELD_CONTAINS,
    FIELD_IS_ONE_OF,
} FieldTestKind;

typedef struct FieldTest {
    char *field;
    FieldTestKind kind;
    const Comparison *comparison; /* of COMPARES */
    double number;
    char **texts; /* one, or those of IS_ONE_OF */
} FieldTest;

/* All of it copied. */
FieldTest *field_test_new(const char *field, FieldTestKind kind, const char *const *texts);
FieldTest *field_test_new_number(const char *field, const Comparison *comparison,
                                 double number);
FieldTest *field_test_copy(const FieldTest *test);
void field_test_free(FieldTest *test);

/* An event without the field does not fit. */
bool field_test_holds(const FieldTest *test, const Event *event);

/* "value < 10", "orCat=maintenance". */
void field_test_append(const FieldTest *test, GString *text);
