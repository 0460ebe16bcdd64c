/* SPDX-License-Identifier: Apache-2.0
 *
 * How a connected client looks round: who the server is, which names it has, and a walk over
 * all of them with their types and values.
 */
#include "engine/bind/client.h"

static int
finish_identify(lua_State *L, int status, lua_KContext context)
{
    static const char *const fields[] = { "vendor", "model", "revision" };
    struct ClientCall *call = bind_take_call(L);

    (void)status;
    (void)context;
    lua_newtable(L);
    for (unsigned i = 0; i < G_N_ELEMENTS(fields); i++) {
        lua_pushstring(L, call->identity[i]);
        lua_setfield(L, -2, fields[i]);
    }
    call_free(call);
    return 1;
}

static void
identified(void *user, const ClientFailure *failure, const ClientIdentity *identity)
{
    struct ClientCall *call = user;

    if (!call_check(call, failure)) {
        call->identity[0] = g_strdup(identity->vendor);
        call->identity[1] = g_strdup(identity->model);
        call->identity[2] = g_strdup(identity->revision);
    }
    call_finish(call);
}

int
client_word_identify(lua_State *L)
{
    ScriptClient *client = bind_to_client(L);

    client_identify(client->client, identified, call_new(client, bind_running_task(L)));
    return lua_yieldk(L, 0, 0, finish_identify);
}

static void
push_names(lua_State *L, const GPtrArray *names)
{
    lua_createtable(L, (int)names->len, 0);
    for (unsigned i = 0; i < names->len; i++) {
        lua_pushstring(L, names->pdata[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/* { domain = { names }, ... } and how many names there are. */
static int
finish_browse(lua_State *L, int status, lua_KContext context)
{
    struct ClientCall *call = bind_take_call(L);
    lua_Integer count = 0;

    (void)status;
    (void)context;
    lua_newtable(L);
    for (unsigned i = 0; i < call->names->len; i++) {
        const GPtrArray *names = call->names->pdata[i];

        push_names(L, names);
        lua_setfield(L, -2, call->domains->pdata[i]);
        count += names->len;
    }
    lua_pushinteger(L, count);
    call_free(call);
    return 2;
}

int
client_word_browse(lua_State *L)
{
    ScriptClient *client = bind_to_client(L);

    call_begin_browse(call_new(client, bind_running_task(L)));
    return lua_yieldk(L, 0, 0, finish_browse);
}

static int
finish_names(lua_State *L, int status, lua_KContext context)
{
    struct ClientCall *call = bind_take_call(L);

    (void)status;
    (void)context;
    push_names(L, call->domains);
    call_free(call);
    return 1;
}

static void
named(void *user, const ClientFailure *failure, const char *const *names, unsigned count)
{
    struct ClientCall *call = user;

    call_check(call, failure);
    for (unsigned i = 0; failure == NULL && i < count; i++) {
        g_ptr_array_add(call->domains, g_strdup(names[i]));
    }
    call_finish(call);
}

int
client_word_capabilities(lua_State *L)
{
    ScriptClient *client = bind_to_client(L);
    Task *task = bind_running_task(L);

    client_get_capabilities(client->client, named, call_new(client, task));
    return lua_yieldk(L, 0, 0, finish_names);
}

int
client_word_names(lua_State *L)
{
    ScriptClient *client = bind_to_client(L);
    const char *domain = luaL_optstring(L, 2, NULL);
    Task *task = bind_running_task(L);

    client_get_names(client->client,
                     domain == NULL ? MMS_CLASS_DOMAIN : MMS_CLASS_NAMED_VARIABLE,
                     domain == NULL ? MMS_SCOPE_VMD : MMS_SCOPE_DOMAIN, domain, named,
                     call_new(client, task));
    return lua_yieldk(L, 0, 0, finish_names);
}

static int
finish_walk(lua_State *L, int status, lua_KContext context)
{
    struct ClientCall *call = bind_take_call(L);
    const ClientWalkFigures *figures = &call->figures;
    const struct {
        const char *name;
        uint64_t count;
    } fields[] = {
        { "domains", figures->domains },       { "names", figures->names },
        { "types", figures->types },           { "values", figures->values },
        { "leaves", figures->leaves },         { "lists", figures->lists },
        { "mismatches", figures->mismatches }, { "refusals", figures->refusals },
        { "failures", figures->failures },
    };

    (void)status;
    (void)context;
    lua_newtable(L);
    for (unsigned i = 0; i < G_N_ELEMENTS(fields); i++) {
        lua_pushinteger(L, (lua_Integer)fields[i].count);
        lua_setfield(L, -2, fields[i].name);
    }
    lua_pushboolean(L, call->problem == NULL);
    lua_setfield(L, -2, "clean");
    if (call->problem != NULL) {
        lua_pushstring(L, call->problem);
        lua_setfield(L, -2, "problem");
    }
    call_free(call);
    return 1;
}

static void
note_walk_problem(void *user, ClientWalkProblem problem, const char *name, const char *what)
{
    struct ClientCall *call = user;

    (void)problem;
    if (call->problem == NULL) {
        call->problem = g_strdup_printf("%s: %s", name, what);
    }
}

static void
walked(void *user, ClientWalk *walk)
{
    struct ClientCall *call = user;

    call->figures = *client_walk_figures(walk);
    call_finish(call);
}

int
client_word_walk(lua_State *L)
{
    static const ClientWalkUser callbacks = { .problem = note_walk_problem, .done = walked };
    ScriptClient *client = bind_to_client(L);
    struct ClientCall *call = call_new(client, bind_running_task(L));

    call->walk = client_walk_new(client->client, &callbacks, call);
    return lua_yieldk(L, 0, 0, finish_walk);
}
