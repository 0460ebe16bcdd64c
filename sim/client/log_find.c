/* SPDX-License-Identifier: Apache-2.0
 *
 * From what people call a log to its name on the server: the domains are asked for, and the one
 * is taken that is called so or is the only one that ends so.
 */
#include <string.h>

#include "sim/client/internal.h"
#include "sim/client/log.h"

typedef struct Search {
    ClientLogFound done;
    void *user;
    char *device; /* as written */
    char *item;
} Search;

static void
search_free(Search *search)
{
    g_free(search->device);
    g_free(search->item);
    g_free(search);
}

static void
finish(Search *search, const ClientFailure *failure, const char *domain)
{
    search->done(search->user, failure, domain, failure == NULL ? search->item : NULL);
    search_free(search);
}

static void
on_domains(void *user, const ClientFailure *failure, const char *const *names, unsigned count)
{
    Search *search = user;
    const char *found = NULL;
    unsigned matches = 0;
    g_autofree char *text = NULL;

    for (unsigned i = 0; failure == NULL && i < count; i++) {
        if (strcmp(names[i], search->device) == 0) {
            found = names[i];
            matches = 1;
            break;
        }
        if (g_str_has_suffix(names[i], search->device)) {
            found = names[i];
            matches++;
        }
    }
    if (failure == NULL && matches != 1) {
        ClientFailure unknown = { .kind = CLIENT_UNKNOWN_NAME };

        text = g_strdup_printf(matches == 0 ? "no logical device %s"
                                            : "several logical devices end in %s",
                               search->device);
        unknown.text = text;
        finish(search, &unknown, NULL);
        return;
    }
    finish(search, failure, found);
}

void
client_find_log(Client *client, const char *reference, ClientLogFound done, void *user)
{
    const char *slash = strchr(reference, '/');
    size_t size = slash != NULL ? (size_t)(slash - reference) : strlen(reference);
    Search *search = g_new(Search, 1);

    *search = (Search){ .done = done,
                        .user = user,
                        .device = g_strndup(reference, size),
                        .item = g_strdup(slash != NULL ? slash + 1 : "") };
    g_strdelimit(search->item, ".", '$');
    client_get_names(client, MMS_CLASS_DOMAIN, MMS_SCOPE_VMD, NULL, on_domains, search);
}
