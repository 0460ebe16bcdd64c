/* SPDX-License-Identifier: Apache-2.0
 *
 * Expressions: a recursive descent over the text that leaves a program for a stack machine,
 * whose depth is known before it runs.
 */
#include "engine/expression.h"

#include <math.h>
#include <string.h>

#include "engine/text.h"

#define CODE_MAX 1000
#define DEPTH_MAX 60 /* of parentheses, and of what waits for its operator */

G_DEFINE_QUARK(iedbench - expression - error, expression_error)

typedef enum Operation {
    PUSH_NUMBER,
    PUSH_REFERENCE,
    PUSH_TIME,
    PUSH_FIRST,
    NEGATE,
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    RAISE,
    LESS,
    LESS_EQUAL,
    GREATER,
    GREATER_EQUAL,
    EQUAL,
    UNEQUAL,
    CALL_ONE,
    CALL_TWO,
} Operation;

typedef struct Instruction {
    Operation operation;
    union {
        double number;
        unsigned reference;
        double (*one)(double);
        double (*two)(double, double);
    };
} Instruction;

struct Expression {
    GArray *code;          /* Instruction */
    GPtrArray *references; /* char* */
};

/* Of two, or of as many as are given for those that fold. */
typedef struct Function {
    const char *name;
    double (*one)(double);
    double (*two)(double, double);
    bool folds;
} Function;

static const Function functions[] = {
    { "abs", .one = fabs },
    { "sqrt", .one = sqrt },
    { "sin", .one = sin },
    { "cos", .one = cos },
    { "tan", .one = tan },
    { "atan2", .two = atan2 },
    { "exp", .one = exp },
    { "log", .one = log },
    { "floor", .one = floor },
    { "round", .one = round },
    { "min", .two = fmin, .folds = true },
    { "max", .two = fmax, .folds = true },
    { "mod", .two = fmod },
};

/* Operators of one level bind alike, from left to right; levels from loose to tight. */
typedef struct Operator {
    const char *text;
    Operation operation;
} Operator;

enum { LEVELS = 3, OPERATORS_A_LEVEL = 7 };

static const Operator operators[LEVELS][OPERATORS_A_LEVEL] = {
    { { "<=", LESS_EQUAL },
      { ">=", GREATER_EQUAL },
      { "==", EQUAL },
      { "~=", UNEQUAL },
      { "<", LESS },
      { ">", GREATER } },
    { { "+", ADD }, { "-", SUBTRACT } },
    { { "*", MULTIPLY }, { "/", DIVIDE } },
};

typedef struct Parser {
    const char *text, *at;
    Expression *expression;
    unsigned depth;   /* of parentheses */
    unsigned waiting; /* values on the stack at this place */
    GError **error;
} Parser;

static bool parse_level(Parser *parser, unsigned level);

static bool refuse(Parser *parser, const char *format, ...) G_GNUC_PRINTF(2, 3);

static bool
refuse(Parser *parser, const char *format, ...)
{
    g_autofree char *before = g_strndup(parser->text, (size_t)(parser->at - parser->text));
    g_autofree char *what = NULL;
    va_list arguments;

    va_start(arguments, format);
    what = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_set_error(parser->error, EXPRESSION_ERROR, 0, "%s, behind \"%s\"", what, before);
    return false;
}

static void
skip_blanks(Parser *parser)
{
    parser->at += strspn(parser->at, " \t\n\r");
}

static bool
take(Parser *parser, const char *text)
{
    size_t length = strlen(text);

    skip_blanks(parser);
    if (strncmp(parser->at, text, length) != 0) {
        return false;
    }
    parser->at += length;
    return true;
}

static int
stack_effect(Operation operation)
{
    return operation <= PUSH_FIRST ? 1 : operation == NEGATE || operation == CALL_ONE ? 0 : -1;
}

static bool
emit(Parser *parser, Instruction instruction)
{
    if (parser->expression->code->len >= CODE_MAX) {
        return refuse(parser, "the expression is too long");
    }
    parser->waiting += (unsigned)stack_effect(instruction.operation);
    if (parser->waiting > DEPTH_MAX) {
        return refuse(parser, "the expression is nested too deep");
    }
    g_array_append_val(parser->expression->code, instruction);
    return true;
}

static const Function *
find_function(const char *name)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(functions); i++) {
        if (strcmp(functions[i].name, name) == 0) {
            return &functions[i];
        }
    }
    return NULL;
}

/* Behind the opening parenthesis. */
static bool
parse_arguments(Parser *parser, const Function *function)
{
    unsigned wanted = function->one != NULL ? 1 : 2, given = 0;

    do {
        if (!parse_level(parser, 0)) {
            return false;
        }
        given++;
        if (given >= 2 && function->folds &&
            !emit(parser, (Instruction){ CALL_TWO, .two = function->two })) {
            return false;
        }
    } while (take(parser, ","));
    if (!take(parser, ")")) {
        return refuse(parser, "%s( is not closed", function->name);
    }
    if (given != wanted && (!function->folds || given < 2)) {
        return refuse(parser, "%s takes %s%u value%s, not %u", function->name,
                      function->folds ? "at least " : "", wanted, wanted == 1 ? "" : "s",
                      given);
    }
    if (function->folds) {
        return true;
    }
    return emit(parser, function->one != NULL
                            ? (Instruction){ CALL_ONE, .one = function->one }
                            : (Instruction){ CALL_TWO, .two = function->two });
}

static bool
parse_name(Parser *parser)
{
    size_t length = strspn(parser->at, "abcdefghijklmnopqrstuvwxyz0123456789_");
    g_autofree char *name = g_strndup(parser->at, length);
    const Function *function = find_function(name);
    const char *names[G_N_ELEMENTS(functions) + 1] = { NULL };
    const char *near;

    if (function != NULL) {
        parser->at += length;
        return take(parser, "(") ? parse_arguments(parser, function)
                                 : refuse(parser, "%s needs its values in parentheses", name);
    }
    if (strcmp(name, "t") == 0 || strcmp(name, "first") == 0 || strcmp(name, "pi") == 0) {
        parser->at += length;
        return emit(parser, name[0] == 't'   ? (Instruction){ PUSH_TIME, .number = 0 }
                            : name[0] == 'f' ? (Instruction){ PUSH_FIRST, .number = 0 }
                                             : (Instruction){ PUSH_NUMBER, .number = M_PI });
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(functions); i++) {
        names[i] = functions[i].name;
    }
    near = suggest_name(name, names);
    return refuse(parser, "no such function or constant: %s%s%s%s", name,
                  near != NULL ? " (did you mean " : "", near != NULL ? near : "",
                  near != NULL ? "?)" : "");
}

static bool
parse_reference(Parser *parser)
{
    size_t length = strcspn(parser->at, "}");
    unsigned number = parser->expression->references->len;

    if (parser->at[length] == '\0' || length == 0) {
        return refuse(parser, "a reference in braces is not closed, or empty");
    }
    g_ptr_array_add(parser->expression->references, g_strstrip(g_strndup(parser->at, length)));
    parser->at += length + 1;
    return emit(parser, (Instruction){ PUSH_REFERENCE, .reference = number });
}

static bool
parse_value(Parser *parser)
{
    char *end;
    double number;

    if (take(parser, "(")) {
        if (++parser->depth > DEPTH_MAX) {
            return refuse(parser, "the expression is nested too deep");
        }
        if (!parse_level(parser, 0)) {
            return false;
        }
        parser->depth--;
        return take(parser, ")") || refuse(parser, "a parenthesis is not closed");
    }
    if (take(parser, "{")) {
        return parse_reference(parser);
    }
    if (g_ascii_islower(*parser->at)) {
        return parse_name(parser);
    }
    if (!g_ascii_isdigit(*parser->at) && *parser->at != '.') {
        return refuse(parser, "a value is missing");
    }
    number = g_ascii_strtod(parser->at, &end);
    if (end == parser->at) {
        return refuse(parser, "a value is missing");
    }
    parser->at = end;
    return emit(parser, (Instruction){ PUSH_NUMBER, .number = number });
}

/* Signs, then powers, which bind from right to left and tighter than a sign in front. */
static bool
parse_power(Parser *parser)
{
    if (++parser->depth > DEPTH_MAX) {
        return refuse(parser, "the expression is nested too deep");
    }
    if (take(parser, "-")) {
        if (!parse_power(parser) || !emit(parser, (Instruction){ NEGATE, .number = 0 })) {
            return false;
        }
    } else {
        take(parser, "+");
        if (!parse_value(parser) ||
            (take(parser, "^") &&
             !(parse_power(parser) && emit(parser, (Instruction){ RAISE, .number = 0 })))) {
            return false;
        }
    }
    parser->depth--;
    return true;
}

static const Operator *
take_operator(Parser *parser, unsigned level)
{
    for (const Operator *each = operators[level]; each->text != NULL; each++) {
        if (take(parser, each->text)) {
            return each;
        }
    }
    return NULL;
}

static bool
parse_level(Parser *parser, unsigned level)
{
    const Operator *found;

    if (level == LEVELS) {
        return parse_power(parser);
    }
    if (!parse_level(parser, level + 1)) {
        return false;
    }
    while ((found = take_operator(parser, level)) != NULL) {
        if (!parse_level(parser, level + 1) ||
            !emit(parser, (Instruction){ found->operation, .number = 0 })) {
            return false;
        }
    }
    return true;
}

Expression *
expression_parse(const char *text, GError **error)
{
    Expression *expression = g_new0(Expression, 1);
    Parser parser = { .text = text, .at = text, .expression = expression, .error = error };
    bool good;

    expression->code = g_array_new(FALSE, FALSE, sizeof(Instruction));
    expression->references = g_ptr_array_new_with_free_func(g_free);
    good = parse_level(&parser, 0);
    if (good) {
        skip_blanks(&parser);
        good = *parser.at == '\0' || refuse(&parser, "an operator is missing");
    }
    if (!good) {
        g_clear_pointer(&expression, expression_free);
    }
    return expression;
}

void
expression_free(Expression *expression)
{
    if (expression != NULL) {
        g_array_unref(expression->code);
        g_ptr_array_unref(expression->references);
        g_free(expression);
    }
}

unsigned
expression_reference_count(const Expression *expression)
{
    return expression->references->len;
}

const char *
expression_reference(const Expression *expression, unsigned number)
{
    return expression->references->pdata[number];
}

static double
compute(const Instruction *instruction, double a, double b)
{
    switch (instruction->operation) {
    case ADD:
        return a + b;
    case SUBTRACT:
        return a - b;
    case MULTIPLY:
        return a * b;
    case DIVIDE:
        return a / b;
    case RAISE:
        return pow(a, b);
    case LESS:
        return a < b;
    case LESS_EQUAL:
        return a <= b;
    case GREATER:
        return a > b;
    case GREATER_EQUAL:
        return a >= b;
    case EQUAL:
        return a == b;
    case UNEQUAL:
        return a != b;
    case CALL_TWO:
        return instruction->two(a, b);
    default:
        g_assert_not_reached();
    }
}

double
expression_value(const Expression *expression, const ExpressionInput *input)
{
    double stack[DEPTH_MAX + 1];
    unsigned depth = 0;

    for (unsigned i = 0; i < expression->code->len; i++) {
        const Instruction *instruction = &g_array_index(expression->code, Instruction, i);

        switch (instruction->operation) {
        case PUSH_NUMBER:
            stack[depth++] = instruction->number;
            break;
        case PUSH_REFERENCE:
            stack[depth++] = input->lookup(input->user, instruction->reference);
            break;
        case PUSH_TIME:
            stack[depth++] = input->seconds;
            break;
        case PUSH_FIRST:
            stack[depth++] = input->first;
            break;
        case NEGATE:
            stack[depth - 1] = -stack[depth - 1];
            break;
        case CALL_ONE:
            stack[depth - 1] = instruction->one(stack[depth - 1]);
            break;
        default:
            depth--;
            stack[depth - 1] = compute(instruction, stack[depth - 1], stack[depth]);
            break;
        }
    }
    return stack[0];
}
