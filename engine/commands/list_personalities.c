/* SPDX-License-Identifier: Apache-2.0
 *
 * See list_personalities.h.
 */
#include "engine/commands/list_personalities.h"

#include <stdio.h>

#include "engine/personality.h"
#include "sim/base/json.h"

/* NULL: told. */
static GPtrArray *
load_all(void)
{
    g_autoptr(GError) error = NULL;
    GPtrArray *all = personality_load_all(&error);

    if (all == NULL) {
        fprintf(stderr, "iedbench list: %s\n", error->message);
    }
    return all;
}

static void
show_texts(const char *title, char **texts)
{
    for (; texts != NULL && *texts != NULL; texts++) {
        printf("    %s: %s\n", title, *texts);
    }
}

void
list_personalities_table(void)
{
    g_autoptr(GPtrArray) all = load_all();

    for (unsigned i = 0; all != NULL && i < all->len; i++) {
        const Personality *personality = all->pdata[i];

        printf("%-20s %s%s%s\n", personality->name, personality->about,
               personality->edition != NULL ? "; edition " : "",
               personality->edition != NULL ? personality->edition : "");
        for (unsigned k = 0; k < personality->settings->len; k++) {
            printf("    %s\n", (const char *)personality->settings->pdata[k]);
        }
        show_texts("not played", personality->notes);
        show_texts("source", personality->source);
    }
}

static void
put_texts(JsonWriter *json, const char *name, char **texts)
{
    json_open_array(json, name);
    for (; texts != NULL && *texts != NULL; texts++) {
        json_put_string(json, NULL, *texts);
    }
    json_close(json);
}

static void
put_settings(JsonWriter *json, const GPtrArray *settings)
{
    json_open_object(json, "settings");
    for (unsigned k = 0; k < settings->len; k++) {
        g_auto(GStrv) parts = g_strsplit(settings->pdata[k], " = ", 2);

        json_put_string(json, parts[0], parts[1]);
    }
    json_close(json);
}

void
list_personalities_json(void)
{
    g_autoptr(GPtrArray) all = load_all();
    g_autoptr(GString) text = g_string_new(NULL);
    JsonWriter json = json_writer(text);

    json_open_array(&json, NULL);
    for (unsigned i = 0; all != NULL && i < all->len; i++) {
        const Personality *personality = all->pdata[i];

        json_open_object(&json, NULL);
        json_put_string(&json, "name", personality->name);
        json_put_string(&json, "about", personality->about);
        if (personality->edition != NULL) {
            json_put_string(&json, "edition", personality->edition);
        }
        put_settings(&json, personality->settings);
        put_texts(&json, "not_played", personality->notes);
        put_texts(&json, "source", personality->source);
        json_close(&json);
    }
    json_close(&json);
    puts(text->str);
}
