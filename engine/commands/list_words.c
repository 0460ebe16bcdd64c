/* SPDX-License-Identifier: Apache-2.0
 *
 * `iedbench list --json words`: usage, help and options, told by the rows.
 */
#include "engine/commands/list_words.h"

#include <stdio.h>

#include "engine/script.h"
#include "sim/base/json.h"

static void
put_option(void *user, const char *part, const char *name, const char *takes, bool required)
{
    JsonWriter *json = user;

    json_open_object(json, NULL);
    json_put_string(json, "name", name);
    if (part != NULL) {
        json_put_string(json, "of", part);
    }
    json_put_string(json, "takes", takes);
    json_put_boolean(json, "required", required);
    json_close(json);
}

static void
put_word(void *user, const char *usage, const char *help, const void *word)
{
    JsonWriter *json = user;

    json_open_object(json, NULL);
    json_put_string(json, "name", usage);
    json_put_string(json, "help", help);
    if (word != NULL) {
        json_open_array(json, "options");
        script_list_word_options(word, put_option, json);
        json_close(json);
    }
    json_close(json);
}

void
list_words_json(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    JsonWriter json = json_writer(text);

    json_open_array(&json, NULL);
    script_list_words(put_word, &json);
    json_close(&json);
    puts(text->str);
}
