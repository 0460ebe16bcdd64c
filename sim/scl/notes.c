/* SPDX-License-Identifier: Apache-2.0
 *
 * Notes about a file, and the attributes that are numbers, which make a note when they are
 * none.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "sim/scl/document.h"
#include "sim/scl/scl.h"

#define NOTES_MAX 20000

struct SclNotes {
    GArray *items; /* SclNote */
    bool full;
};

SclNotes *
scl_notes_new(void)
{
    SclNotes *notes = g_new0(SclNotes, 1);

    notes->items = g_array_new(FALSE, FALSE, sizeof(SclNote));
    return notes;
}

void
scl_notes_free(SclNotes *notes)
{
    if (notes == NULL) {
        return;
    }
    for (unsigned i = 0; i < notes->items->len; i++) {
        g_free(g_array_index(notes->items, SclNote, i).text);
    }
    g_array_free(notes->items, TRUE);
    g_free(notes);
}

void
scl_note(SclNotes *notes, int line, const char *format, ...)
{
    SclNote note = { .line = line };
    va_list arguments;

    if (notes->full) {
        return;
    }
    if (notes->items->len == NOTES_MAX) {
        note.text = g_strdup("more notes than this are not kept");
        notes->full = true;
    } else {
        va_start(arguments, format);
        note.text = g_strdup_vprintf(format, arguments);
        va_end(arguments);
    }
    g_array_append_val(notes->items, note);
}

static int
compare_notes(const void *a, const void *b)
{
    const SclNote *left = a, *right = b;

    return left->line != right->line ? (left->line < right->line ? -1 : 1)
                                     : strcmp(left->text, right->text);
}

void *
scl_notes_take(SclNotes *notes, unsigned *count)
{
    g_array_sort(notes->items, compare_notes);
    *count = notes->items->len;
    return g_array_steal(notes->items, NULL);
}

bool
scl_get_boolean(SclNotes *notes, const SclElement *element, const char *name, bool fallback)
{
    const char *value = scl_find(element, name);

    if (value == NULL) {
        return fallback;
    }
    if (strcmp(value, "true") == 0 || strcmp(value, "1") == 0) {
        return true;
    }
    if (strcmp(value, "false") == 0 || strcmp(value, "0") == 0) {
        return false;
    }
    scl_note(notes, element->line, "%s=\"%s\" is neither true nor false", name, value);
    return fallback;
}

uint32_t
scl_get_unsigned(SclNotes *notes, const SclElement *element, const char *name,
                 uint32_t fallback, uint32_t max)
{
    const char *value = scl_find(element, name);
    uint64_t number;
    char *end;

    if (value == NULL) {
        return fallback;
    }
    errno = 0;
    number = strtoull(value, &end, 10);
    if (!g_ascii_isdigit(value[0]) || *end != '\0' || errno != 0 || number > max) {
        scl_note(notes, element->line, "%s=\"%s\" is no number from 0 to %u", name, value, max);
        return fallback;
    }
    return (uint32_t)number;
}
