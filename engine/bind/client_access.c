/* SPDX-License-Identifier: Apache-2.0
 *
 * client:read and client:write: references become places on the wire, of our own IEDs with
 * their types, and data become Lua values and back.
 */
#include "engine/bind/client.h"

#include <string.h>

void
bind_resolve_own(lua_State *L, const ScriptClient *client, CallItem *item, CallPlace place)
{
    const Model *model = client->device->server->model;
    GError *error = NULL;
    NodeRef ref;
    Point point;

    if (place != PLACE_WHOLE &&
        reference_resolve_point(model, item->reference, &point, &error)) {
        ref = point.value;
    } else if (place != PLACE_LEAF &&
               reference_resolve(model, item->reference, &ref, error == NULL ? &error : NULL)) {
        g_clear_error(&error);
    } else {
        const char *text = lua_pushfstring(L, "%s: %s", client->device->name, error->message);

        g_error_free(error);
        call_free(bind_script(L)->running->call);
        bind_problem(L, "%s", text);
    }
    if (place == PLACE_VALUE && strpbrk(item->reference, "[$") != NULL) {
        reference_resolve(model, item->reference, &ref, NULL);
    }
    call_set_place(item, model, &ref);
}

static void
push_result(lua_State *L, const CallItem *item)
{
    char *text;

    if (item->result == MMS_DATA_SUCCESS) {
        bind_push_data(L, item->type, pdu_content(&item->data));
        return;
    }
    text = g_strdup_printf("%s: %s", item->reference, mms_data_error_name(item->result));
    bind_push_failure(L, mms_data_error_name(item->result), text);
    g_free(text);
}

/* One reference: its value, or its refusal raised. A list: a list of values, in which a refused
 * one is the failure. */
static int
finish_access(lua_State *L, int status, lua_KContext context)
{
    struct ClientCall *call = bind_take_call(L);
    bool refused = false;

    (void)status;
    (void)context;
    if (call->is_list) {
        lua_createtable(L, (int)call->items->len, 0);
    }
    for (unsigned i = 0; i < call->items->len; i++) {
        const CallItem *item = call->items->pdata[i];

        refused = refused || item->result != MMS_DATA_SUCCESS;
        if (call->writes && item->result == MMS_DATA_SUCCESS) {
            lua_pushboolean(L, true);
        } else {
            push_result(L, item);
        }
        if (call->is_list) {
            lua_rawseti(L, -2, (lua_Integer)i + 1);
        }
    }
    refused = refused && !call->is_list;
    call_free(call);
    return refused ? lua_error(L) : 1;
}

int
client_word_read(lua_State *L)
{
    ScriptClient *client = bind_to_client(L);
    Task *task = bind_running_task(L);
    bool is_list = lua_istable(L, 2);
    lua_Integer count = is_list ? (lua_Integer)lua_rawlen(L, 2) : 1;
    struct ClientCall *call;

    for (lua_Integer i = 1; i <= count; i++) {
        lua_settop(L, 2);
        lua_pushvalue(L, 2);
        if (is_list) {
            lua_rawgeti(L, 2, i);
        }
        if (lua_type(L, -1) != LUA_TSTRING) {
            return bind_refuse(L, "read takes a reference or a list of them, not %s",
                               bind_describe(L, -1));
        }
    }
    if (count == 0) {
        return bind_refuse(L, "read: the list is empty");
    }
    call = call_new(client, task);
    call->is_list = is_list;
    for (lua_Integer i = 1; i <= count; i++) {
        CallItem *item;

        lua_settop(L, 2);
        lua_pushvalue(L, 2);
        if (is_list) {
            lua_rawgeti(L, 2, i);
        }
        item = call_add_item(call, lua_tostring(L, -1));
        if (client->device != NULL) {
            bind_resolve_own(L, client, item, PLACE_VALUE);
        }
    }
    call_begin_access(call);
    return lua_yieldk(L, 0, 0, finish_access);
}

/* The value at 3 as bytes of the item's own type. */
static void
encode_own(lua_State *L, struct ClientCall *call, CallItem *item)
{
    Value value;
    char *text = NULL;
    GError *error = NULL;

    call->task = NULL; /* a Lua error may come now: the call is then found by nobody */
    call->done = true;
    bind_script(L)->running->call = NULL;
    if (!bind_to_value(L, 3, item->type, item->reference, &value, &text)) {
        luaL_error(L, "%s: no value", item->reference);
    }
    item->text = value.kind == VALUE_UTC_TIME || value.kind == VALUE_BINARY_TIME
                     ? g_strdup(text)
                     : value_to_text(&value);
    g_free(text);
    if (item->text == NULL || !call_encode(item, &error)) {
        lua_pushfstring(L, "%s: %s", item->reference,
                        error != NULL ? error->message : "such a value cannot be written");
        g_clear_error(&error);
        bind_problem(L, "%s", lua_tostring(L, -1));
    }
    call->task = bind_script(L)->running;
    call->done = false;
    call->task->call = call;
}

int
client_word_write(lua_State *L)
{
    ScriptClient *client = bind_to_client(L);
    Task *task = bind_running_task(L);
    const char *reference = luaL_checkstring(L, 2);
    const char *text;
    struct ClientCall *call;
    CallItem *item;

    luaL_checkany(L, 3);
    lua_settop(L, 3);
    text = client->device == NULL ? luaL_tolstring(L, 3, NULL) : NULL;
    call = call_new(client, task);
    call->writes = true;
    item = call_add_item(call, reference);
    if (client->device != NULL) {
        bind_resolve_own(L, client, item, PLACE_LEAF);
        encode_own(L, call, item);
    } else {
        item->text = g_strdup(text);
    }
    call_begin_access(call);
    return lua_yieldk(L, 0, 0, finish_access);
}
