/* SPDX-License-Identifier: Apache-2.0
 *
 * Fields of events by name, and tests of them.
 */
#include "engine/field.h"

#include <math.h>
#include <string.h>

bool
field_next(const char **at, Slice *key, Slice *value, bool *quoted)
{
    const char *word = *at;

    while (*word != '\0') {
        size_t length;

        word += strspn(word, " ");
        length = strcspn(word, " =");
        if (word[length] == '=' && length > 0) {
            const char *start = word + length + 1;

            *quoted = *start == '"' && strchr(start + 1, '"') != NULL;
            start += *quoted;
            *key = (Slice){ (const uint8_t *)word, length };
            *value = (Slice){ (const uint8_t *)start, strcspn(start, *quoted ? "\"" : " ") };
            *at = start + value->size + *quoted;
            return true;
        }
        word += length;
        word += strcspn(word, " ");
    }
    *at = word;
    return false;
}

static Slice
own_field(const Event *event, const char *name, bool *is_own)
{
    const struct {
        const char *name, *text;
    } own[] = { { "ied", event->ied },
                { "client", event->client },
                { "address", event->address },
                { "reference", event->reference },
                { "value", event->value } };

    for (unsigned i = 0; i < G_N_ELEMENTS(own); i++) {
        if (strcmp(own[i].name, name) == 0) {
            *is_own = true;
            return own[i].text == NULL ? SLICE_NONE : slice_from_string(own[i].text);
        }
    }
    *is_own = false;
    return SLICE_NONE;
}

Slice
field_of(const Event *event, const char *name)
{
    bool is_own, quoted;
    Slice found = own_field(event, name, &is_own), key, value;
    const char *at = event->value;

    while (!is_own && at != NULL && field_next(&at, &key, &value, &quoted)) {
        if (slice_equal(key, slice_from_string(name))) {
            return value;
        }
    }
    return found;
}

bool
field_is_number(Slice text, double *number)
{
    char copy[64];
    char *end;

    if (text.data == NULL || text.size == 0 || text.size >= sizeof copy ||
        strchr("+-.0123456789", text.data[0]) == NULL) {
        return false;
    }
    memcpy(copy, text.data, text.size);
    copy[text.size] = '\0';
    *number = g_ascii_strtod(copy, &end);
    return *end == '\0' && isfinite(*number) && strpbrk(copy, "xX") == NULL;
}

FieldTest *
field_test_new(const char *field, FieldTestKind kind, const char *const *texts)
{
    FieldTest *test = g_new0(FieldTest, 1);

    test->field = g_strdup(field);
    test->kind = kind;
    test->texts = g_strdupv((char **)texts);
    return test;
}

FieldTest *
field_test_new_number(const char *field, const Comparison *comparison, double number)
{
    FieldTest *test = field_test_new(field, FIELD_COMPARES, NULL);

    test->comparison = comparison;
    test->number = number;
    return test;
}

FieldTest *
field_test_copy(const FieldTest *test)
{
    FieldTest *copy = field_test_new(test->field, test->kind, (const char *const *)test->texts);

    copy->comparison = test->comparison;
    copy->number = test->number;
    return copy;
}

void
field_test_free(FieldTest *test)
{
    if (test != NULL) {
        g_free(test->field);
        g_strfreev(test->texts);
        g_free(test);
    }
}

static bool
text_fits(const FieldTest *test, const char *text)
{
    switch (test->kind) {
    case FIELD_IS:
        return strcmp(text, test->texts[0]) == 0;
    case FIELD_IS_NOT:
        return strcmp(text, test->texts[0]) != 0;
    case FIELD_IS_LIKE:
        return g_pattern_match_simple(test->texts[0], text);
    case FIELD_CONTAINS:
        return strstr(text, test->texts[0]) != NULL;
    case FIELD_IS_ONE_OF:
        return g_strv_contains((const char *const *)test->texts, text);
    case FIELD_COMPARES:
        break;
    }
    return false;
}

bool
field_test_holds(const FieldTest *test, const Event *event)
{
    Slice field = field_of(event, test->field);
    g_autofree char *text = NULL;
    double number = NAN;

    if (field.data == NULL) {
        return false;
    }
    if (test->kind == FIELD_COMPARES) {
        field_is_number(field, &number);
        return test->comparison->holds(number, test->number);
    }
    text = g_strndup((const char *)field.data, field.size);
    return text_fits(test, text);
}

void
field_test_append(const FieldTest *test, GString *text)
{
    static const char *const signs[] = { [FIELD_IS] = "=",
                                         [FIELD_IS_NOT] = " ~= ",
                                         [FIELD_IS_LIKE] = " like ",
                                         [FIELD_CONTAINS] = " contains ",
                                         [FIELD_IS_ONE_OF] = " in " };
    char number[G_ASCII_DTOSTR_BUF_SIZE];

    if (test->kind == FIELD_COMPARES) {
        g_ascii_formatd(number, sizeof number, "%.10g", test->number);
        g_string_append_printf(text, "%s %s %s", test->field, test->comparison->sign, number);
        return;
    }
    if (test->kind == FIELD_IS && strcmp(test->field, "value") == 0) {
        g_string_append(text, test->texts[0]);
        return;
    }
    g_string_append_printf(text, "%s%s", test->field, signs[test->kind]);
    for (unsigned i = 0; test->texts[i] != NULL; i++) {
        g_string_append_printf(text, "%s%s", i > 0 ? ", " : "", test->texts[i]);
    }
}
