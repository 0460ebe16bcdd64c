/* SPDX-License-Identifier: Apache-2.0
 *
 * A POST of results (see webhook.h).
 */
#include "engine/webhook.h"

#include <stdio.h>
#include <string.h>

#include "engine/http.h"
#include "engine/output.h"

typedef struct Posting {
    Loop *loop;
    char *problem; /* NULL: well */
} Posting;

static void
posted(void *user, const HttpFailure *failure, const HttpResponse *response)
{
    Posting *posting = user;

    if (failure != NULL) {
        posting->problem = g_strdup(failure->text);
    } else if (response->status < 200 || response->status > 299) {
        posting->problem = g_strdup_printf("status %u", response->status);
    }
    loop_quit(posting->loop);
}

static char *
post(const char *url, const char *json)
{
    static const char *const headers[] = { "Content-Type: application/json", NULL };
    HttpParameters parameters = { .method = "POST",
                                  .url = url,
                                  .headers = headers,
                                  .body = json,
                                  .body_size = strlen(json),
                                  .timeout = WEBHOOK_TIMEOUT,
                                  .retries = WEBHOOK_RETRIES,
                                  .retry_every = CLOCK_SECOND };
    Posting posting = { .loop = loop_new(NULL) };
    Http *http = http_new(posting.loop);

    http_begin(http, &parameters, posted, &posting);
    loop_run(posting.loop);
    http_free(http);
    loop_free(posting.loop);
    return posting.problem;
}

/* As the output "json" writes them. */
static char *
results_as_json(const Suite *suite)
{
    GString *text = g_string_new(NULL);

    for (unsigned i = 0; outputs[i] != NULL; i++) {
        if (strcmp(outputs[i]->name, "json") == 0) {
            outputs[i]->write(text, suite);
        }
    }
    return g_string_free(text, FALSE);
}

bool
webhook_post(const char *url, const Suite *suite)
{
    g_autofree char *json = results_as_json(suite);
    g_autofree char *problem = http_check_url(url);

    if (problem == NULL) {
        problem = post(url, json);
    }
    if (problem != NULL) {
        fprintf(stderr, "iedbench: webhook %s: %s; the results stay as they are\n", url,
                problem);
    }
    return problem == NULL;
}

bool
webhook_post_run(const char *url, Results *results)
{
    g_autoptr(GPtrArray) runs = g_ptr_array_new();

    g_ptr_array_add(runs, results);
    return webhook_post(url, &(Suite){ .runs = runs });
}
