/* SPDX-License-Identifier: Apache-2.0
 *
 * Arithmetic over values of an IED, parsed once and computed at each tick: + - * / ^ and
 * comparisons (1 or 0), parentheses, functions, `t` (seconds since the start), `first` (the
 * value at the start), `pi`, and references in braces, which the caller resolves.
 */
#pragma once

#include <glib.h>

#include <stdbool.h>

#define EXPRESSION_ERROR (expression_error_quark())
GQuark expression_error_quark(void);

typedef struct Expression Expression;

/* The value of reference `number`, counted from 0 in order of appearance. */
typedef double (*ExpressionLookup)(void *user, unsigned number);

typedef struct ExpressionInput {
    double seconds, first;
    ExpressionLookup lookup; /* may be NULL when there are no references */
    void *user;
} ExpressionInput;

/* NULL with an error that shows the text up to where it went wrong. */
Expression *expression_parse(const char *text, GError **error);
void expression_free(Expression *expression);

unsigned expression_reference_count(const Expression *expression);
/* What stands in the braces; lent. */
const char *expression_reference(const Expression *expression, unsigned number);

/* Division by zero and the like end in an infinity or NAN, as C's do. */
double expression_value(const Expression *expression, const ExpressionInput *input);
