/* SPDX-License-Identifier: Apache-2.0
 *
 * client "A" { address=, ap_title=, ae_qualifier= }: who a client is, so that expectations can
 * ask by = A. `client` is at the same time the table of client.connect.
 */
#include "engine/bind/bind.h"
#include "engine/bind/word_options.h"

#include <string.h>

static const BindOption options[] = { { "address", OPTION_CLIENT, false },
                                      { "ap_title", OPTION_STRING, false },
                                      { "ae_qualifier", OPTION_NUMBER, false },
                                      { NULL, OPTION_ANY, false } };

/* A name cannot be taken for an address, nor for part of one. */
static bool
check_name(lua_State *L, const char *name)
{
    const GPtrArray *clients = bind_script(L)->scenario->clients;

    if (*name == '\0' || strpbrk(name, ":[] ") != NULL || g_hostname_is_ip_address(name)) {
        bind_problem(L, "client: \"%s\" is no name: it is one word and no address", name);
        return false;
    }
    for (unsigned i = 0; i < clients->len; i++) {
        if (strcmp(((const NamedClient *)clients->pdata[i])->name, name) == 0) {
            bind_problem(L, "client: there is a client %s already", name);
            return false;
        }
    }
    return true;
}

/* client "A": the table `client` is called. */
static int
declare(lua_State *L)
{
    NamedClient *client;
    Word *word;

    if (lua_type(L, 2) != LUA_TSTRING) {
        return bind_refuse(
            L,
            "client takes a name, as in client \"A\" { address = \"10.0.0.5\" }, "
            "not %s",
            bind_describe(L, 2));
    }
    if (!check_name(L, lua_tostring(L, 2))) {
        return bind_push_word(L, WORD_BROKEN, "client", NULL), 1;
    }
    word = bind_push_word(L, WORD_NAMED_CLIENT, "client", NULL);
    client = named_client_new(lua_tostring(L, 2));
    client->file = word->file;
    client->line = word->line;
    g_ptr_array_add(bind_script(L)->scenario->clients, client);
    word->thing = client;
    return 1;
}

static bool
take_titles(lua_State *L, NamedClient *client)
{
    const char *title = NULL;
    double qualifier = 0;

    if (bind_option_string(L, 2, "ap_title", &title) &&
        !osi_title_parse(title, &client->titles)) {
        bind_problem(
            L, "client: ap_title is an object identifier such as \"1.1.1.999\", not \"%s\"",
            title);
        return false;
    }
    if (!bind_option_number(L, 2, "ae_qualifier", &qualifier)) {
        return true;
    }
    if (qualifier != (int32_t)qualifier) {
        bind_problem(L, "client: ae_qualifier is a whole number");
        return false;
    }
    client->titles.has_ae_qualifier = true;
    client->titles.ae_qualifier = (int32_t)qualifier;
    return true;
}

/* client "A" { ... }: the word itself is called. */
static int
describe(lua_State *L)
{
    Word *word = bind_to_word(L, 1, WORD_NAMED_CLIENT);
    NamedClient *client = word->thing;
    const char *address = NULL;

    client->wrong = true;
    lua_settop(L, 2);
    if (lua_istable(L, 2) && lua_getfield(L, 2, "subject") != LUA_TNIL) {
        return bind_refuse(L, "client: subject is of a certificate, and there is no TLS yet");
    }
    lua_settop(L, 2);
    if (!bind_check_options(L, 2, options, false) || !take_titles(L, client)) {
        return bind_push_word(L, WORD_BROKEN, "client", NULL), 1;
    }
    client->wrong = false;
    if (bind_option_string(L, 2, "address", &address)) {
        g_free(client->address);
        client->address = g_strdup(address);
    }
    lua_pushvalue(L, 1);
    return 1;
}

NamedClient *
bind_option_named_client(lua_State *L, int index, const char *name)
{
    Word *word = NULL;

    if (lua_istable(L, index)) {
        lua_getfield(L, index, name);
        word = bind_to_word(L, -1, WORD_NAMED_CLIENT);
        lua_pop(L, 1);
    }
    return word != NULL ? word->thing : NULL;
}

void
bind_check_named_clients(Scenario *scenario)
{
    const GPtrArray *clients = scenario->clients;

    for (unsigned i = 0; i < clients->len; i++) {
        const NamedClient *client = clients->pdata[i];

        if (client->wrong) {
            continue;
        }
        if (!named_client_is_known(client)) {
            scenario_add_problem(
                scenario, client->file, client->line,
                "client needs address, ap_title or ae_qualifier by which it is "
                "known");
            continue;
        }
        for (unsigned k = 0; k < i; k++) {
            const NamedClient *other = clients->pdata[k];

            if (!other->wrong && named_client_is_known(other) &&
                named_client_overlaps(client, other)) {
                g_autofree char *text = g_strdup_printf("client: nothing tells %s from %s",
                                                        client->name, other->name);

                scenario_add_problem(scenario, client->file, client->line, text);
            }
        }
    }
}

const BindWord bind_named_client_words[] = {
    { "client", "client \"NAME\" { address=, ap_title=, ae_qualifier= }",
      "a client by name, for by = and for both, exactly_one and takeover", declare, BIND_LOAD },
    { 0 },
};

/* Behind the words of `client`, whose table this makes callable. */
void
bind_open_named_clients(lua_State *L)
{
    lua_getglobal(L, "client");
    lua_getmetatable(L, -1);
    bind_push_methods(L, bind_named_client_words);
    lua_getfield(L, -1, "client");
    lua_setfield(L, -3, "__call");
    lua_pop(L, 3);
    luaL_getmetatable(L, "iedbench.named");
    lua_pushlightuserdata(L, (void *)&bind_named_client_words[0]);
    lua_pushcclosure(L, describe, 1);
    lua_setfield(L, -2, "__call");
    lua_pop(L, 1);
}

const BindWordOptions bind_named_client_options[] = {
    { bind_named_client_words, "client", options, NULL },
    { 0 },
};
