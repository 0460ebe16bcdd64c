/* SPDX-License-Identifier: Apache-2.0
 *
 * Event patterns: matching, and words for them.
 */
#include "engine/pattern.h"

#include <limits.h>
#include <string.h>

#include "engine/reference_pattern.h"

EventPattern *
pattern_new(EventKind kind, const char *who)
{
    EventPattern *pattern = g_new0(EventPattern, 1);

    pattern->kind = kind;
    pattern->who = g_strdup(who);
    pattern->fc = FC_NONE;
    pattern->tests = g_ptr_array_new_with_free_func((GDestroyNotify)field_test_free);
    pattern->references = 1;
    return pattern;
}

EventPattern *
pattern_ref(EventPattern *pattern)
{
    pattern->references++;
    return pattern;
}

void
pattern_unref(EventPattern *pattern)
{
    if (pattern == NULL || --pattern->references > 0) {
        return;
    }
    g_free(pattern->devices);
    g_free(pattern->who);
    g_free(pattern->reference);
    places_unref(pattern->places);
    g_free(pattern->client);
    g_ptr_array_unref(pattern->tests);
    g_free(pattern);
}

void
pattern_add_device(EventPattern *pattern, Device *device)
{
    pattern->devices = g_renew(Device *, pattern->devices, pattern->device_count + 1);
    pattern->devices[pattern->device_count++] = device;
}

void
pattern_add_test(EventPattern *pattern, FieldTest *test)
{
    g_ptr_array_add(pattern->tests, test);
}

void
pattern_add_field(EventPattern *pattern, const char *field, const char *text)
{
    const char *const texts[] = { text, NULL };

    pattern_add_test(pattern, field_test_new(field, FIELD_IS, texts));
}

/* Splits "LD0/XCBR1.Pos [ST]" and "LD0/XCBR1.ST.Pos"; the path is the text up to `length`, its
 * FC component cut out by the caller. */
static Fc
fc_behind(const char *reference, size_t *length)
{
    const char *bracket = strchr(reference, '[');

    *length = strlen(reference);
    if (bracket == NULL) {
        return FC_NONE;
    }
    *length = (size_t)(bracket - reference);
    while (*length > 0 && reference[*length - 1] == ' ') {
        (*length)--;
    }
    return strlen(bracket) < 3 ? FC_NONE : fc_parse((Slice){ (const uint8_t *)bracket + 1, 2 });
}

void
pattern_set_reference(EventPattern *pattern, const char *reference)
{
    size_t length;

    pattern->fc = fc_behind(reference, &length);
    g_free(pattern->reference);
    pattern->reference = g_strndup(reference, length);
}

void
pattern_add_place(EventPattern *pattern, const char *reference)
{
    g_autofree char *path = NULL;
    size_t length;

    fc_behind(reference, &length);
    path = g_strndup(reference, length);
    if (pattern->places == NULL) {
        pattern->places = places_new();
    }
    places_add(pattern->places, path);
}

EventPattern *
pattern_copy(const EventPattern *pattern)
{
    EventPattern *copy = pattern_new(pattern->kind, pattern->who);

    copy->devices = g_memdup2(pattern->devices, pattern->device_count * sizeof(Device *));
    copy->device_count = pattern->device_count;
    copy->reference = g_strdup(pattern->reference);
    copy->places = pattern->places != NULL ? places_ref(pattern->places) : NULL;
    copy->instances = pattern->instances;
    copy->fc = pattern->fc;
    copy->client = g_strdup(pattern->client);
    for (unsigned i = 0; i < pattern->tests->len; i++) {
        pattern_add_test(copy, field_test_copy(pattern->tests->pdata[i]));
    }
    copy->ask = pattern->ask;
    copy->ask_user = pattern->ask_user;
    return copy;
}

static bool
contains(const char *outer, size_t outer_length, const char *inner, size_t inner_length)
{
    return inner_length >= outer_length && strncmp(outer, inner, outer_length) == 0 &&
           (inner_length == outer_length || strchr("./(", inner[outer_length]) != NULL);
}

static bool
reference_matches(const EventPattern *pattern, const char *reference)
{
    size_t length, own = strlen(pattern->reference);
    Fc fc = fc_behind(reference, &length);

    if (pattern->instances) {
        return strncmp(pattern->reference, reference, own) == 0 &&
               strspn(reference + own, "0123456789") == strlen(reference + own);
    }
    if (fc != FC_NONE && pattern->fc != FC_NONE && fc != pattern->fc) {
        return false;
    }
    return pattern->places != NULL ? places_cover(pattern->places, reference, length)
                                   : (contains(pattern->reference, own, reference, length) ||
                                      contains(reference, length, pattern->reference, own));
}

bool
pattern_references_meet(const char *one, const char *other)
{
    size_t length, other_length;
    Fc fc, other_fc;

    if (one == NULL || other == NULL) {
        return one == other;
    }
    fc = fc_behind(one, &length);
    other_fc = fc_behind(other, &other_length);
    return (fc == FC_NONE || other_fc == FC_NONE || fc == other_fc) &&
           (contains(one, length, other, other_length) ||
            contains(other, other_length, one, length));
}

static bool
reference_fits(const EventPattern *pattern, const Event *event)
{
    return pattern->reference == NULL ||
           (event->reference != NULL && reference_matches(pattern, event->reference));
}

bool
pattern_client_is(const char *wanted, const char *address)
{
    size_t length = strlen(wanted);

    return address != NULL && strncmp(wanted, address, length) == 0 &&
           (address[length] == '\0' || address[length] == ':');
}

static bool
client_fits(const EventPattern *pattern, const Event *event)
{
    return pattern->client == NULL || pattern_client_is(pattern->client, event->client) ||
           pattern_client_is(pattern->client, event->address);
}

static bool
device_fits(const EventPattern *pattern, const Event *event)
{
    for (unsigned i = 0; i < pattern->device_count; i++) {
        if (g_strcmp0(pattern->devices[i]->name, event->ied) == 0) {
            return true;
        }
    }
    return pattern->device_count == 0;
}

static unsigned
tests_missed(const EventPattern *pattern, const Event *event)
{
    unsigned missed = 0;

    for (unsigned i = 0; i < pattern->tests->len; i++) {
        missed += !field_test_holds(pattern->tests->pdata[i], event);
    }
    return missed;
}

/* Who is asked last sees only what fits otherwise. */
unsigned
pattern_misses(const EventPattern *pattern, const Event *event)
{
    unsigned misses = 0;

    if (pattern->kind != event->kind) {
        return UINT_MAX;
    }
    misses += !device_fits(pattern, event);
    misses += !reference_fits(pattern, event);
    misses += !client_fits(pattern, event);
    misses += tests_missed(pattern, event);
    if (misses == 0 && pattern->ask != NULL) {
        misses += !pattern->ask(pattern->ask_user, event);
    }
    return misses;
}

bool
pattern_covers(const EventPattern *pattern, const Event *event)
{
    return device_fits(pattern, event) && reference_fits(pattern, event) &&
           client_fits(pattern, event);
}

bool
pattern_matches(const EventPattern *pattern, const Event *event)
{
    return pattern->kind == event->kind && pattern_covers(pattern, event) &&
           tests_missed(pattern, event) == 0 &&
           (pattern->ask == NULL || pattern->ask(pattern->ask_user, event));
}

static void
append_tests(const EventPattern *pattern, GString *text)
{
    if (pattern->tests->len == 0 && pattern->ask == NULL) {
        return;
    }
    g_string_append(text, " (");
    for (unsigned i = 0; i < pattern->tests->len; i++) {
        g_string_append(text, i > 0 ? ", " : "");
        field_test_append(pattern->tests->pdata[i], text);
    }
    if (pattern->ask != NULL) {
        g_string_append_printf(text, "%swhere so", pattern->tests->len > 0 ? ", " : "");
    }
    g_string_append_c(text, ')');
}

char *
pattern_format(const EventPattern *pattern)
{
    GString *text = g_string_new(pattern->who);

    g_string_append_printf(text, " %s", event_kind_name(pattern->kind));
    if (pattern->reference != NULL) {
        g_string_append_printf(text, " %s", pattern->reference);
    }
    if (pattern->fc != FC_NONE && reference_pattern_fc(pattern->reference) == FC_NONE) {
        g_string_append_printf(text, " [%s]", fc_name(pattern->fc));
    }
    append_tests(pattern, text);
    if (pattern->client != NULL) {
        g_string_append_printf(text, " by %s", pattern->client);
    }
    return g_string_free(text, FALSE);
}

char *
event_format(const Event *event)
{
    GString *text = g_string_new(event->ied != NULL ? event->ied : "");

    g_string_append_printf(text, "%s%s", text->len > 0 ? " " : "",
                           event_kind_name(event->kind));
    if (event->reference != NULL) {
        g_string_append_printf(text, " %s", event->reference);
    }
    if (event->value != NULL) {
        g_string_append_printf(text, " (%s)", event->value);
    }
    if (event->client != NULL) {
        g_string_append_printf(text, " by %s", event->client);
    }
    return g_string_free(text, FALSE);
}
