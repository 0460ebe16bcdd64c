/* SPDX-License-Identifier: Apache-2.0
 *
 * Data sets of a server as a task's client sees them (IEC 61850-8-1 clause 14): their members,
 * and creating and deleting those that are not the server's own.
 */
#include "engine/bind/client.h"

#include <string.h>

/* "LD0/LLN0.name" or its MMS form into the LN's reference, with `name` behind it. */
static char *
split_name(const char *text, const char **name)
{
    const char *slash = strchr(text, '/');
    const char *mark = slash != NULL ? strpbrk(slash + 1, ".$") : NULL;

    if (mark == NULL || mark == slash + 1 || mark[1] == '\0' ||
        strpbrk(mark + 1, ".$") != NULL) {
        return NULL;
    }
    *name = mark + 1;
    return g_strndup(text, (size_t)(mark - text));
}

/* The LN is known already where the server is one of ours. */
static void
place_own(const Model *model, CallItem *item)
{
    const char *slash = strchr(item->reference, '/');

    for (unsigned i = 0; i < model->device_count; i++) {
        const LogicalDevice *device = &model->devices[i];
        Slice name = { (const uint8_t *)item->reference, (size_t)(slash - item->reference) };

        if (slice_equals_string(name, device->inst) ||
            slice_equals_string(name, device->domain)) {
            item->domain = g_strdup(device->domain);
            item->item = g_strdup(slash + 1);
            return;
        }
    }
}

/* A call about the data set whose name is argument 2: its first item is its LN, or, of "@name",
 * the name itself. */
static struct ClientCall *
begin(lua_State *L, ScriptClient *client, void (*resolved)(struct ClientCall *call))
{
    Task *task = bind_running_task(L);
    const char *text = luaL_checkstring(L, 2);
    const char *name = NULL;
    char *node = text[0] == '@' ? g_strdup(text) : split_name(text, &name);
    struct ClientCall *call;
    CallItem *item;

    if (node == NULL) {
        luaL_error(L, "a data set's name is \"LD0/LLN0.name\" or \"@name\", not \"%s\"", text);
    }
    call = call_new(client, task);
    call->resolved = resolved;
    call->list = g_strdup(name);
    item = call_add_item(call, node);
    if (name == NULL) {
        item->item = g_strdup(text + 1);
    } else if (client->device != NULL) {
        place_own(client->device->server->model, item);
    }
    g_free(node);
    return call;
}

static MmsScope
scope_of(const struct ClientCall *call)
{
    return call->list != NULL ? MMS_SCOPE_DOMAIN : MMS_SCOPE_ASSOCIATION;
}

/* "LLN0$name", or "name" of an association. */
static char *
name_of(const struct ClientCall *call)
{
    const CallItem *node = call->items->pdata[0];

    return call->list != NULL ? g_strdup_printf("%s$%s", node->item, call->list)
                              : g_strdup(node->item);
}

static const char *
domain_of(const struct ClientCall *call)
{
    return ((const CallItem *)call->items->pdata[0])->domain;
}

static void
done(void *user, const ClientFailure *failure)
{
    struct ClientCall *call = user;

    call_check_service(call, failure);
    call_finish(call);
}

static void
define(struct ClientCall *call)
{
    unsigned count = call->items->len - 1;
    g_autofree ClientName *members = g_new0(ClientName, count + 1);
    g_autofree char *name = name_of(call);

    for (unsigned i = 0; i < count; i++) {
        members[i] = call_item_name(call->items->pdata[i + 1]);
    }
    client_define_list(call->client->client, scope_of(call), domain_of(call), name, members,
                       count, done, call);
}

static bool
are_texts(lua_State *L, int index)
{
    bool sound = lua_istable(L, index) && lua_rawlen(L, index) > 0;

    for (lua_Integer i = 1; sound && i <= (lua_Integer)lua_rawlen(L, index); i++) {
        sound = lua_rawgeti(L, index, i) == LUA_TSTRING;
        lua_pop(L, 1);
    }
    return sound;
}

int
client_word_create_data_set(lua_State *L)
{
    ScriptClient *client = bind_to_client(L);
    struct ClientCall *call;

    lua_settop(L, 3);
    if (!are_texts(L, 3)) {
        return bind_refuse(L, "create_data_set takes a list of references, not %s",
                           bind_describe(L, 3));
    }
    call = begin(L, client, define);
    for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, 3); i++) {
        CallItem *item;

        lua_rawgeti(L, 3, i);
        item = call_add_item(call, lua_tostring(L, -1));
        if (client->device != NULL) {
            bind_resolve_own(L, client, item, PLACE_WHOLE);
        }
        lua_settop(L, 3);
    }
    call_begin_access(call);
    return lua_yieldk(L, 0, 0, bind_finish_empty);
}

static void
deleted(void *user, const ClientFailure *failure, uint32_t matched, uint32_t count)
{
    struct ClientCall *call = user;

    call_check_service(call, failure);
    if (failure == NULL && matched == 0) {
        call_fail(call, "object-non-existent", "there is no such data set");
    } else if (failure == NULL && count == 0) {
        call_fail(call, "not-deleted", "the data set is the server's own");
    }
    call_finish(call);
}

static void delete (struct ClientCall *call)
{
    g_autofree char *name = name_of(call);

    client_delete_list(call->client->client, scope_of(call), domain_of(call), name, deleted,
                       call);
}

int
client_word_delete_data_set(lua_State *L)
{
    call_begin_access(begin(L, bind_to_client(L), delete));
    return lua_yieldk(L, 0, 0, bind_finish_empty);
}

static void
listed(void *user, const ClientFailure *failure, bool deletable, const ClientName *members,
       unsigned count)
{
    struct ClientCall *call = user;

    call_check_service(call, failure);
    call->is_deletable = deletable;
    for (unsigned i = 0; failure == NULL && i < count; i++) {
        g_ptr_array_add(call->domains, client_name_format(&members[i]));
    }
    call_finish(call);
}

static void
ask(struct ClientCall *call)
{
    g_autofree char *name = name_of(call);

    client_get_list(call->client->client, scope_of(call), domain_of(call), name, listed, call);
}

static int
finish_data_set(lua_State *L, int status, lua_KContext context)
{
    struct ClientCall *call = bind_take_call(L);
    const Device *device = call->client->device;

    (void)status;
    (void)context;
    lua_createtable(L, (int)call->domains->len, 0);
    for (unsigned i = 0; i < call->domains->len; i++) {
        const Type *type;

        bind_push_reference(L, device != NULL ? device->server->model : NULL,
                            slice_from_string(call->domains->pdata[i]), &type);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_pushboolean(L, call->is_deletable);
    call_free(call);
    return 2;
}

int
client_word_data_set(lua_State *L)
{
    call_begin_access(begin(L, bind_to_client(L), ask));
    return lua_yieldk(L, 0, 0, finish_data_set);
}
