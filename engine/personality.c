/* SPDX-License-Identifier: Apache-2.0
 *
 * See personality.h.
 */
#include "engine/personality.h"

#include <string.h>

#include "engine/text.h"

Personality *
personality_new(const char *name, const char *path)
{
    Personality *personality = g_new0(Personality, 1);

    personality->name = g_strdup(name);
    personality->path = g_strdup(path);
    personality->settings = g_ptr_array_new_with_free_func(g_free);
    return personality;
}

void
personality_free(Personality *personality)
{
    if (personality == NULL) {
        return;
    }
    g_free(personality->name);
    g_free(personality->path);
    g_free(personality->about);
    g_strfreev(personality->source);
    g_strfreev(personality->notes);
    g_free(personality->edition);
    g_free(personality->vendor);
    g_free(personality->model);
    g_free(personality->revision);
    g_ptr_array_unref(personality->settings);
    g_free(personality);
}

/* A whole number into a member of any width. */
static void
store(Personality *personality, const PersonalityRow *row, uint64_t number)
{
    uint8_t *place = (uint8_t *)personality + row->at;
    uint32_t word = (uint32_t)number;
    uint16_t half = (uint16_t)number;
    uint8_t octet = (uint8_t)number;

    memcpy(place,
           row->size == 8   ? (const void *)&number
           : row->size == 4 ? (const void *)&word
           : row->size == 2 ? (const void *)&half
                            : (const void *)&octet,
           row->size);
}

static char *
set_count(Personality *personality, const PersonalityRow *row, const char *text)
{
    char *end;
    double count = g_ascii_strtod(text, &end);

    if (end == text || *end != '\0' || !(count >= row->least && count <= row->most) ||
        count != (double)(uint64_t)count) {
        return g_strdup_printf("%s is a number from %.0f to %.0f, not %s", row->name,
                               row->least, row->most, text);
    }
    store(personality, row, (uint64_t)count);
    return NULL;
}

static char *
set_time(Personality *personality, const PersonalityRow *row, const char *text)
{
    int64_t least = row->kind == PERSONALITY_SECONDS ? CLOCK_SECOND : 1;
    int64_t time;

    if (!duration_parse(text, &time) || time < least) {
        return g_strdup_printf("%s takes a time such as \"20s\", not %s", row->name, text);
    }
    store(personality, row, (uint64_t)(time / least));
    return NULL;
}

static char *
set_flag(Personality *personality, const PersonalityRow *row, const char *text)
{
    bool flag = strcmp(text, "true") == 0;

    store(personality, row, flag);
    return flag || strcmp(text, "false") == 0
               ? NULL
               : g_strdup_printf("%s takes true or false, not %s", row->name, text);
}

static char *
set(Personality *personality, const PersonalityRow *row, const char *const *texts)
{
    void *place = (uint8_t *)personality + row->at;

    if (row->take != NULL) {
        return row->take(personality, texts);
    }
    switch (row->kind) {
    case PERSONALITY_TEXT:
        g_free(*(char **)place);
        *(char **)place = g_strdup(texts[0]);
        return NULL;
    case PERSONALITY_TEXTS:
        g_strfreev(*(char ***)place);
        *(char ***)place = g_strdupv((char **)texts);
        return NULL;
    case PERSONALITY_COUNT:
        return set_count(personality, row, texts[0]);
    case PERSONALITY_FLAG:
        return set_flag(personality, row, texts[0]);
    default:
        return set_time(personality, row, texts[0]);
    }
}

/* What is for people only is told in its own place. */
static bool
is_setting(const PersonalityRow *row)
{
    static const char *const told[] = { "about", "source", "notes", "edition", NULL };

    return !g_strv_contains(told, row->name);
}

char *
personality_set(Personality *personality, const PersonalityRow *row, const char *const *texts)
{
    char *problem;

    if (texts[0] == NULL) {
        return g_strdup_printf("%s is empty", row->name);
    }
    problem = set(personality, row, texts);
    if (problem == NULL && is_setting(row)) {
        g_autofree char *all = g_strjoinv(", ", (char **)texts);

        g_ptr_array_add(personality->settings, g_strdup_printf("%s = %s", row->name, all));
    }
    return problem;
}

char *
personality_check(const Personality *personality)
{
    if (personality->about == NULL || personality->source == NULL) {
        return g_strdup("a personality says what it is (about) and who says so (source)");
    }
    if (personality->limits.pdu_size != 0 &&
        personality->limits.pdu_size_min > personality->limits.pdu_size) {
        return g_strdup("pdu_size_min is more than pdu_size");
    }
    return NULL;
}

static void
override_selector(OsiSelector *selector, const OsiSelector *given)
{
    if (given->size > 0) {
        *selector = *given;
    }
}

void
personality_apply(const Personality *personality, IedParameters *parameters)
{
    if (personality == NULL) {
        return;
    }
    parameters->habits = personality->habits;
    parameters->habits.vendor = personality->vendor;
    parameters->habits.model = personality->model;
    parameters->habits.revision = personality->revision;
    parameters->limits = personality->limits;
    parameters->limits.outstanding_calling = personality->limits.outstanding_called;
    parameters->checks |= personality->checks;
    override_selector(&parameters->address.tsel, &personality->address.tsel);
    override_selector(&parameters->address.ssel, &personality->address.ssel);
    override_selector(&parameters->address.psel, &personality->address.psel);
    if (personality->associations_max != 0 && parameters->associations_max == 0) {
        parameters->associations_max = personality->associations_max;
    }
    if (personality->buffered_octets != 0) {
        parameters->reports.buffered_octets = personality->buffered_octets;
    }
    if (personality->reservation != 0) {
        parameters->reports.reservation = personality->reservation;
    }
}
