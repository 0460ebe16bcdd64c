/* SPDX-License-Identifier: Apache-2.0
 *
 * Logs of a server as a task's client sees them (IEC 61850-7-2 17.3.5): client:log(name, {
 * from=, to=, after=, count= }), read to the end, and client:clear_log(name).
 */
#include <math.h>
#include <string.h>

#include "engine/bind/client.h"
#include "engine/bind/word_options.h"
#include "sim/client/report.h"
#include "sim/model/timestamp.h"

static void
read_done(void *user, const ClientFailure *failure, ClientLog *log)
{
    struct ClientCall *call = user;

    call->log = log;
    call_check_service(call, failure);
    call_finish(call);
}

static void
cleared(void *user, const ClientFailure *failure, uint32_t entries)
{
    struct ClientCall *call = user;

    call->number = entries;
    call_check_service(call, failure);
    call_finish(call);
}

static void
found(void *user, const ClientFailure *failure, const char *domain, const char *item)
{
    struct ClientCall *call = user;
    Client *client = call->client->client;

    if (call_check(call, failure)) {
        call_finish(call);
    } else if (call->writes) {
        client_initialize_log(client, domain, item, &(VmdJournalLimit){ 0 }, cleared, call);
    } else {
        client_read_log(client, domain, item, &call->query, read_done, call);
    }
}

/* Seconds since 1970, as os.time and an entry's time are. */
static bool
take_time(lua_State *L, const char *name, uint8_t octets[6])
{
    double seconds;

    if (!bind_option_number(L, 3, name, &seconds)) {
        return false;
    }
    binary_time_encode((int64_t)llround(seconds * 1e3) * CLOCK_MILLISECOND, octets);
    return true;
}

static bool
take_id(const char *text, uint8_t id[8])
{
    for (unsigned i = 0; i < 8; i++) {
        id[i] = (uint8_t)(g_ascii_xdigit_value(text[2 * i]) << 4 |
                          g_ascii_xdigit_value(text[2 * i + 1]));
    }
    return strlen(text) == 16;
}

/* An entry of an earlier answer, or its id alone. */
static void
take_after(lua_State *L, VmdJournalQuery *query)
{
    const char *text;

    if (!lua_istable(L, 3) || lua_getfield(L, 3, "after") == LUA_TNIL) {
        lua_settop(L, 3);
        return;
    }
    if (lua_istable(L, -1)) {
        lua_getfield(L, -1, "time");
        binary_time_encode((int64_t)llround(lua_tonumber(L, -1) * 1e3) * CLOCK_MILLISECOND,
                           query->after_place.time);
        lua_pop(L, 1);
        lua_getfield(L, -1, "entry_id");
    }
    text = lua_tostring(L, -1);
    if (text == NULL || strspn(text, "0123456789abcdefABCDEF") != 16 ||
        !take_id(text, query->after_place.id)) {
        luaL_error(L, "after is an entry, or its entry_id: 16 hex digits");
    }
    query->after = true;
    lua_settop(L, 3);
}

static void
push_value(lua_State *L, const Model *model, const ClientLogged *value)
{
    const Type *type;

    lua_createtable(L, 0, 3);
    bind_push_reference(L, model, value->reference, &type);
    lua_setfield(L, -2, "reference");
    bind_push_data(L, type, value->data);
    lua_setfield(L, -2, "value");
    lua_newtable(L);
    for (unsigned bit = 0; bit < 32; bit++) {
        if (value->reason & 1u << bit && client_report_reason_name(bit) != NULL) {
            lua_pushboolean(L, true);
            lua_setfield(L, -2, client_report_reason_name(bit));
        }
    }
    lua_setfield(L, -2, "reasons");
}

static void
push_entry(lua_State *L, const Model *model, const ClientLogEntry *entry)
{
    char id[17];

    for (unsigned i = 0; i < sizeof entry->place.id; i++) {
        g_snprintf(id + 2 * i, 3, "%02X", entry->place.id[i]);
    }
    lua_createtable(L, 0, 3);
    lua_pushstring(L, id);
    lua_setfield(L, -2, "entry_id");
    lua_pushnumber(L, (lua_Number)(entry->time / CLOCK_MILLISECOND) / 1e3);
    lua_setfield(L, -2, "time");
    lua_createtable(L, (int)entry->count, 0);
    for (unsigned i = 0; i < entry->count; i++) {
        push_value(L, model, &entry->values[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "values");
}

static int
finish_log(lua_State *L, int status, lua_KContext context)
{
    struct ClientCall *call = bind_take_call(L);
    const Device *device = call->client->device;

    (void)status;
    (void)context;
    lua_createtable(L, (int)call->log->count, 0);
    for (unsigned i = 0; i < call->log->count; i++) {
        push_entry(L, device != NULL ? device->server->model : NULL, &call->log->entries[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    call_free(call);
    return 1;
}

static const BindOption log_options[] = { { "from", OPTION_NUMBER, false },
                                          { "to", OPTION_NUMBER, false },
                                          { "after", OPTION_ANY, false },
                                          { "count", OPTION_COUNT, false },
                                          { NULL, OPTION_ANY, false } };

int
client_word_log(lua_State *L)
{
    ScriptClient *client = bind_to_client(L);
    const char *name = luaL_checkstring(L, 2);
    VmdJournalQuery query = { 0 };
    Task *task = bind_running_task(L);
    unsigned count = 0;
    struct ClientCall *call;

    lua_settop(L, 3);
    bind_check_options(L, 3, log_options, false);
    query.from_time = take_time(L, "from", query.start.time);
    query.to_time = take_time(L, "to", query.stop);
    query.to_count = bind_option_count(L, 3, "count", &count);
    query.count = count;
    take_after(L, &query);
    if (query.to_time && query.to_count) {
        return luaL_error(L, "to and count exclude each other");
    }
    call = call_new(client, task);
    call->query = query;
    client_find_log(client->client, name, found, call);
    return lua_yieldk(L, 0, 0, finish_log);
}

static int
finish_clear(lua_State *L, int status, lua_KContext context)
{
    struct ClientCall *call = bind_take_call(L);

    (void)status;
    (void)context;
    lua_pushinteger(L, call->number);
    call_free(call);
    return 1;
}

int
client_word_clear_log(lua_State *L)
{
    ScriptClient *client = bind_to_client(L);
    const char *name = luaL_checkstring(L, 2);
    struct ClientCall *call = call_new(client, bind_running_task(L));

    call->writes = true;
    client_find_log(client->client, name, found, call);
    return lua_yieldk(L, 0, 0, finish_clear);
}

const BindWordOptions bind_client_log_options[] = {
    { bind_client_methods, "log", log_options, NULL },
    { 0 },
};
