/* SPDX-License-Identifier: Apache-2.0
 *
 * Declared clients: told apart by address and titles, known from the association on, or from
 * the connection on where the address says it all.
 */
#include "engine/roster.h"

#include <string.h>

#include "tests/test.h"

static NamedClient *
add(GPtrArray *clients, const char *name, const char *address, const char *title)
{
    NamedClient *client = named_client_new(name);

    client->address = g_strdup(address);
    if (title != NULL) {
        CU_ASSERT_TRUE(osi_title_parse(title, &client->titles));
    }
    g_ptr_array_add(clients, client);
    return client;
}

static GPtrArray *
clients_new(void)
{
    GPtrArray *clients = g_ptr_array_new_with_free_func((GDestroyNotify)named_client_free);

    add(clients, "A", NULL, "1.1.1.1");
    add(clients, "B", NULL, "1.1.1.2");
    add(clients, "C", "10.0.0.5", NULL);
    return clients;
}

static bool
is_called(Roster *roster, EventKind kind, uint64_t association, const char *address,
          const char *value, const char *name)
{
    Event event = {
        .kind = kind, .association = association, .client = address, .value = value
    };

    roster_identify(roster, &event);
    return strcmp(event.client, name != NULL ? name : address) == 0 &&
           (name == NULL ? event.address == NULL : strcmp(event.address, address) == 0);
}

static void
the_title_tells_from_the_association_on(void)
{
    GPtrArray *clients = clients_new();
    Roster *roster = roster_new(clients);

    CU_ASSERT_TRUE(is_called(roster, EVENT_CONNECTED, 1, "10.0.0.9:1", NULL, NULL));
    CU_ASSERT_TRUE(is_called(roster, EVENT_ASSOCIATED, 1, "10.0.0.9:1",
                             "ap_title=1.1.1.2 ae_qualifier=12", "B"));
    CU_ASSERT_TRUE(is_called(roster, EVENT_READ, 1, "10.0.0.9:1", "success", "B"));
    CU_ASSERT_TRUE(
        is_called(roster, EVENT_ASSOCIATED, 2, "10.0.0.9:2", "ap_title=1.1.1.20", NULL));
    CU_ASSERT_TRUE(is_called(roster, EVENT_ASSOCIATED, 3, "10.0.0.9:3", NULL, NULL));
    CU_ASSERT_TRUE(is_called(roster, EVENT_READ, 3, "10.0.0.9:3", NULL, NULL));
    CU_ASSERT_TRUE(is_called(roster, EVENT_ABORTED, 1, "10.0.0.9:1", NULL, "B"));
    roster_free(roster);
    g_ptr_array_unref(clients);
}

static void
an_address_alone_tells_from_the_connection_on(void)
{
    GPtrArray *clients = clients_new();
    Roster *roster = roster_new(clients);

    CU_ASSERT_TRUE(is_called(roster, EVENT_CONNECTED, 1, "10.0.0.5:1", NULL, "C"));
    CU_ASSERT_TRUE(is_called(roster, EVENT_REFUSED, 1, "10.0.0.5:1", "no", "C"));
    CU_ASSERT_TRUE(is_called(roster, EVENT_CONNECTED, 2, "10.0.0.50:1", NULL, NULL));
    roster_free(roster);
    g_ptr_array_unref(clients);
}

static void
the_qualifier_must_fit_as_well(void)
{
    GPtrArray *clients = g_ptr_array_new_with_free_func((GDestroyNotify)named_client_free);
    NamedClient *client = add(clients, "A", "10.0.0.5", "1.1.1.1");
    Roster *roster = roster_new(clients);

    client->titles.has_ae_qualifier = true;
    client->titles.ae_qualifier = -7;
    CU_ASSERT_TRUE(is_called(roster, EVENT_ASSOCIATED, 1, "10.0.0.5:1",
                             "ap_title=1.1.1.1 ae_qualifier=7", NULL));
    CU_ASSERT_TRUE(
        is_called(roster, EVENT_ASSOCIATED, 2, "10.0.0.5:1", "ap_title=1.1.1.1", NULL));
    CU_ASSERT_TRUE(is_called(roster, EVENT_ASSOCIATED, 3, "10.0.0.6:1",
                             "ap_title=1.1.1.1 ae_qualifier=-7", NULL));
    CU_ASSERT_TRUE(is_called(roster, EVENT_ASSOCIATED, 4, "10.0.0.5:1",
                             "ap_title=1.1.1.1 ae_qualifier=-7", "A"));
    roster_free(roster);
    g_ptr_array_unref(clients);
}

static void
clients_that_could_be_the_same_overlap(void)
{
    GPtrArray *clients = clients_new();
    const NamedClient *a = clients->pdata[0], *b = clients->pdata[1], *c = clients->pdata[2];
    const NamedClient *d = add(clients, "D", "10.0.0.6", "1.1.1.1");

    CU_ASSERT_FALSE(named_client_overlaps(a, b));
    CU_ASSERT_TRUE(named_client_overlaps(a, c));
    CU_ASSERT_TRUE(named_client_overlaps(a, d));
    CU_ASSERT_FALSE(named_client_overlaps(b, d));
    CU_ASSERT_FALSE(named_client_overlaps(c, d));
    g_ptr_array_unref(clients);
}

static void
titles_are_written_as_they_are_read(void)
{
    static const char *const same[] = { "1.1.1.999", "0.39.128.4294967295", "2.100.3", "1.0" };
    static const char *const wrong[] = { "", "1", "3.1", "1.40", "1.x", "1.1.4294967296" };
    OsiAddress address;

    for (unsigned i = 0; i < G_N_ELEMENTS(same); i++) {
        g_autofree char *text = NULL;

        CU_ASSERT_TRUE(osi_title_parse(same[i], &address));
        text = osi_title_format(&address);
        CU_ASSERT_STRING_EQUAL(text, same[i]);
    }
    CU_ASSERT_TRUE(osi_title_parse("1,3, 9999 23", &address));
    for (unsigned i = 0; i < G_N_ELEMENTS(wrong); i++) {
        CU_ASSERT_FALSE(osi_title_parse(wrong[i], &address));
        CU_ASSERT_PTR_NULL(osi_title_format(&address));
    }
}

TEST_SUITE(engine_roster, TEST_CASE(the_title_tells_from_the_association_on),
           TEST_CASE(an_address_alone_tells_from_the_connection_on),
           TEST_CASE(the_qualifier_must_fit_as_well),
           TEST_CASE(clients_that_could_be_the_same_overlap),
           TEST_CASE(titles_are_written_as_they_are_read))
