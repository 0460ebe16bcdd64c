/* SPDX-License-Identifier: Apache-2.0
 *
 * Event patterns: matching, and words for them.
 */
#include "engine/pattern.h"

#include <string.h>

EventPattern *
pattern_new(EventKind kind, const char *who)
{
    EventPattern *pattern = g_new0(EventPattern, 1);

    pattern->kind = kind;
    pattern->who = g_strdup(who);
    pattern->fc = FC_NONE;
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
    g_free(pattern->client);
    g_free(pattern->value);
    g_strfreev(pattern->fields);
    g_free(pattern);
}

void
pattern_add_device(EventPattern *pattern, Device *device)
{
    pattern->devices = g_renew(Device *, pattern->devices, pattern->device_count + 1);
    pattern->devices[pattern->device_count++] = device;
}

void
pattern_add_field(EventPattern *pattern, const char *key, const char *value)
{
    pattern->fields = g_renew(char *, pattern->fields, pattern->field_count + 2);
    pattern->fields[pattern->field_count++] = g_strdup_printf("%s=%s", key, value);
    pattern->fields[pattern->field_count] = NULL;
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

EventPattern *
pattern_copy(const EventPattern *pattern)
{
    EventPattern *copy = pattern_new(pattern->kind, pattern->who);

    copy->devices = g_memdup2(pattern->devices, pattern->device_count * sizeof(Device *));
    copy->device_count = pattern->device_count;
    copy->reference = g_strdup(pattern->reference);
    copy->instances = pattern->instances;
    copy->fc = pattern->fc;
    copy->client = g_strdup(pattern->client);
    copy->value = g_strdup(pattern->value);
    copy->fields = g_strdupv(pattern->fields);
    copy->field_count = pattern->field_count;
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
    return (fc == FC_NONE || pattern->fc == FC_NONE || fc == pattern->fc) &&
           (contains(pattern->reference, own, reference, length) ||
            contains(reference, length, pattern->reference, own));
}

bool
pattern_client_is(const char *wanted, const char *client)
{
    size_t length = strlen(wanted);

    return client != NULL && strncmp(wanted, client, length) == 0 &&
           (client[length] == '\0' || client[length] == ':');
}

static bool
device_matches(const EventPattern *pattern, const char *ied)
{
    for (unsigned i = 0; i < pattern->device_count; i++) {
        if (g_strcmp0(pattern->devices[i]->name, ied) == 0) {
            return true;
        }
    }
    return pattern->device_count == 0;
}

/* The field is one of the blank-separated parts of the value. */
static bool
has_field(const char *value, const char *field)
{
    size_t length = strlen(field);
    const char *at = value;

    while ((at = strstr(at, field)) != NULL) {
        if ((at == value || at[-1] == ' ') && (at[length] == '\0' || at[length] == ' ')) {
            return true;
        }
        at++;
    }
    return false;
}

static bool
fields_match(const EventPattern *pattern, const Event *event)
{
    for (unsigned i = 0; i < pattern->field_count; i++) {
        if (event->value == NULL || !has_field(event->value, pattern->fields[i])) {
            return false;
        }
    }
    return true;
}

bool
pattern_matches(const EventPattern *pattern, const Event *event)
{
    return pattern->kind == event->kind && device_matches(pattern, event->ied) &&
           (pattern->reference == NULL ||
            (event->reference != NULL && reference_matches(pattern, event->reference))) &&
           (pattern->client == NULL || pattern_client_is(pattern->client, event->client)) &&
           (pattern->value == NULL || g_strcmp0(pattern->value, event->value) == 0) &&
           fields_match(pattern, event);
}

char *
pattern_format(const EventPattern *pattern)
{
    GString *text = g_string_new(pattern->who);

    g_string_append_printf(text, " %s", event_kind_name(pattern->kind));
    if (pattern->reference != NULL) {
        g_string_append_printf(text, " %s", pattern->reference);
    }
    if (pattern->fc != FC_NONE) {
        g_string_append_printf(text, " [%s]", fc_name(pattern->fc));
    }
    if (pattern->value != NULL) {
        g_string_append_printf(text, " (%s)", pattern->value);
    }
    if (pattern->fields != NULL) {
        g_autofree char *fields = g_strjoinv(" ", pattern->fields);

        g_string_append_printf(text, " (%s)", fields);
    }
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
