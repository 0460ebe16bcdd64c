/* SPDX-License-Identifier: Apache-2.0
 *
 * References as two sets: themselves, and what they are inside.
 */
#include "engine/places.h"

#include <string.h>

struct Places {
    GHashTable *own, *around; /* of strings */
    const char *first;
    int references;
};

Places *
places_new(void)
{
    Places *places = g_new0(Places, 1);

    places->own = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    places->around = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    places->references = 1;
    return places;
}

Places *
places_ref(Places *places)
{
    places->references++;
    return places;
}

void
places_unref(Places *places)
{
    if (places != NULL && --places->references == 0) {
        g_hash_table_unref(places->own);
        g_hash_table_unref(places->around);
        g_free(places);
    }
}

/* Cuts the last component off, "LD0/A.b(3).c" becomes "LD0/A.b(3)" becomes "LD0/A.b"; false:
 * there was but one. */
static bool
cut_last(char *reference)
{
    size_t length = strlen(reference);

    while (length > 0 && strchr("./(", reference[length - 1]) == NULL) {
        length--;
    }
    if (length == 0) {
        return false;
    }
    reference[length - 1] = '\0';
    return true;
}

void
places_add(Places *places, const char *reference)
{
    g_autofree char *outer = g_strdup(reference);

    if (g_hash_table_contains(places->own, reference)) {
        return;
    }
    while (cut_last(outer)) {
        g_hash_table_add(places->around, g_strdup(outer));
    }
    g_hash_table_add(places->own, g_strdup(reference));
    if (places->first == NULL) {
        g_hash_table_lookup_extended(places->own, reference, (gpointer *)&places->first, NULL);
    }
}

unsigned
places_count(const Places *places)
{
    return g_hash_table_size(places->own);
}

const char *
places_first(const Places *places)
{
    return places->first;
}

bool
places_cover(const Places *places, const char *reference, size_t length)
{
    g_autofree char *text = g_strndup(reference, length);

    if (g_hash_table_contains(places->around, text)) {
        return true;
    }
    do {
        if (g_hash_table_contains(places->own, text)) {
            return true;
        }
    } while (cut_last(text));
    return false;
}
