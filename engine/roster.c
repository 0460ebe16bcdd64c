/* SPDX-License-Identifier: Apache-2.0
 *
 * Who is who among the clients.
 */
#include "engine/roster.h"

#include <string.h>

#include "engine/field.h"

struct Roster {
    const GPtrArray *clients;
    GHashTable *associations; /* uint64_t* of its number: the NamedClient */
};

NamedClient *
named_client_new(const char *name)
{
    NamedClient *client = g_new0(NamedClient, 1);

    client->name = g_strdup(name);
    return client;
}

void
named_client_free(NamedClient *client)
{
    if (client != NULL) {
        g_free(client->name);
        g_free(client->address);
        g_free(client);
    }
}

static bool
has_titles(const NamedClient *client)
{
    return client->titles.ap_title_size > 0 || client->titles.has_ae_qualifier;
}

bool
named_client_is_known(const NamedClient *client)
{
    return client->address != NULL || has_titles(client);
}

static bool
same_title(const OsiAddress *a, const OsiAddress *b)
{
    return slice_equal((Slice){ a->ap_title, a->ap_title_size },
                       (Slice){ b->ap_title, b->ap_title_size });
}

bool
named_client_overlaps(const NamedClient *a, const NamedClient *b)
{
    const OsiAddress *x = &a->titles, *y = &b->titles;

    if (a->address != NULL && b->address != NULL && strcmp(a->address, b->address) != 0) {
        return false;
    }
    if (x->ap_title_size > 0 && y->ap_title_size > 0 && !same_title(x, y)) {
        return false;
    }
    return !x->has_ae_qualifier || !y->has_ae_qualifier || x->ae_qualifier == y->ae_qualifier;
}

static bool
address_fits(const NamedClient *client, const char *address)
{
    size_t length = client->address == NULL ? 0 : strlen(client->address);

    return client->address == NULL || (strncmp(client->address, address, length) == 0 &&
                                       (address[length] == '\0' || address[length] == ':'));
}

/* What the event of an association tells of the AARQ. */
static bool
titles_fit(const NamedClient *client, const Event *event)
{
    Slice title = field_of(event, "ap_title"), qualifier = field_of(event, "ae_qualifier");
    double number;

    if (client->titles.ap_title_size > 0) {
        g_autofree char *text = g_strndup((const char *)title.data, title.size);
        OsiAddress address;

        if (text == NULL || !osi_title_parse(text, &address) ||
            !same_title(&address, &client->titles)) {
            return false;
        }
    }
    return !client->titles.has_ae_qualifier ||
           (field_is_number(qualifier, &number) && number == client->titles.ae_qualifier);
}

static const NamedClient *
find_associated(const Roster *roster, const Event *event)
{
    for (unsigned i = 0; i < roster->clients->len; i++) {
        const NamedClient *client = roster->clients->pdata[i];

        if (address_fits(client, event->client) && titles_fit(client, event)) {
            return client;
        }
    }
    return NULL;
}

/* Before there is an association, the address alone may tell. */
static const NamedClient *
find_by_address(const Roster *roster, const char *address)
{
    for (unsigned i = 0; i < roster->clients->len; i++) {
        const NamedClient *client = roster->clients->pdata[i];

        if (!has_titles(client) && address_fits(client, address)) {
            return client;
        }
    }
    return NULL;
}

Roster *
roster_new(const GPtrArray *clients)
{
    Roster *roster = g_new(Roster, 1);

    roster->clients = clients;
    roster->associations = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    return roster;
}

void
roster_free(Roster *roster)
{
    if (roster != NULL) {
        g_hash_table_unref(roster->associations);
        g_free(roster);
    }
}

void
roster_identify(void *user, Event *event)
{
    Roster *roster = user;
    const NamedClient *client = g_hash_table_lookup(roster->associations, &event->association);

    if (event->kind == EVENT_ASSOCIATED) {
        client = find_associated(roster, event);
        if (client != NULL) {
            g_hash_table_replace(roster->associations,
                                 g_memdup2(&event->association, sizeof event->association),
                                 (void *)client);
        }
    } else if (client == NULL) {
        client = find_by_address(roster, event->client);
    }
    if (client != NULL) {
        event->address = event->client;
        event->client = client->name;
    }
}
