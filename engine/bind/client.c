/* SPDX-License-Identifier: Apache-2.0
 *
 * client.connect and what a connected client can do, coroutine style: each call gives the turn
 * back until its answer came. What the server refuses is raised as a failure: not caught, it
 * ends the task as a failed outcome; pcall catches it.
 */
#include "engine/bind/client.h"
#include "engine/bind/word_options.h"

#include <string.h>

/* Of the names of clients in process, which have no port. */
#define PORT_FIRST 50000

ScriptClient *
bind_to_client(lua_State *L)
{
    Word *word = bind_to_word(L, 1, WORD_CLIENT);

    if (word == NULL) {
        luaL_error(L, "write client:%s(...) with what client.connect gave", bind_row(L)->name);
    }
    return word->thing;
}

/* Raises the failure of a finished call, which is freed; else returns the call. */
struct ClientCall *
bind_take_call(lua_State *L)
{
    struct ClientCall *call = bind_script(L)->running->call;

    if (call->failure != NULL) {
        bind_push_failure(L, call->failure_kind, call->failure);
        call_free(call);
        lua_error(L);
    }
    return call;
}

static int
finish_connect(lua_State *L, int status, lua_KContext context)
{
    struct ClientCall *call = bind_take_call(L);

    (void)status;
    (void)context;
    bind_push_word(L, WORD_CLIENT, "client.connect", call->client);
    call_free(call);
    return 1;
}

static void
connected(void *user, Client *client, const ClientFailure *failure)
{
    struct ClientCall *call = user;

    (void)client;
    call_check(call, failure);
    call_finish(call);
}

/* "host:port", "[::1]:102". */
static bool
split_address(const char *text, char *host, size_t size, int *port)
{
    const char *colon = strrchr(text, ':');
    bool bracketed = text[0] == '[';
    size_t length = colon == NULL ? 0 : (size_t)(colon - text);

    if (length <= (bracketed ? 2u : 0u) || length >= size) {
        return false;
    }
    g_strlcpy(host, text + bracketed, length + 1 - 2 * bracketed);
    *port = atoi(colon + 1);
    return *port > 0 && *port < 65536;
}

/* Of a client that connects in process: which IED, and its own name there. */
typedef struct InProcess {
    Ied *ied;
    char *name;
} InProcess;

static Connection *
open_in_process(void *open_user, const ConnectionUser *callbacks, void *user, GError **error)
{
    const InProcess *own = open_user;

    (void)error;
    return ied_connect(own->ied, own->name, callbacks, user);
}

/* One of our IEDs: by its address, or in process, where it has none. */
static void
set_own(ClientParameters *parameters, const Script *script, const Device *device)
{
    parameters->remote = device->server->osi;
    if (script->host->stepped) {
        parameters->host = device->name;
        parameters->open = open_in_process;
    } else {
        parameters->host = ied_address(device->ied);
        parameters->port = ied_port(device->ied);
    }
}

/* as = A: with the address and the titles that A is known by. */
static void
be_client(lua_State *L, ClientParameters *parameters)
{
    const NamedClient *named = bind_option_named_client(L, 2, "as");

    if (named == NULL) {
        return;
    }
    if (parameters->from == NULL) {
        parameters->from = named->address;
    }
    parameters->local = client_usual_address(false);
    if (named->titles.ap_title_size > 0) {
        memcpy(parameters->local.ap_title, named->titles.ap_title,
               sizeof named->titles.ap_title);
        parameters->local.ap_title_size = named->titles.ap_title_size;
    }
    if (named->titles.has_ae_qualifier) {
        parameters->local.ae_qualifier = named->titles.ae_qualifier;
    }
}

static const BindOption connect_options[] = { { "timeout", OPTION_TIME, false },
                                              { "pdu_size", OPTION_COUNT, false },
                                              { "from", OPTION_CLIENT, false },
                                              { "as", OPTION_BY, false },
                                              { NULL, OPTION_ANY, false } };

static int
word_connect(lua_State *L)
{
    Task *task = bind_running_task(L);
    Script *script = bind_script(L);
    Word *word = bind_to_word(L, 1, WORD_DEVICE);
    ClientParameters parameters = { .loop = script->host->loop };
    char host[256];
    ScriptClient *client;
    Device *device = NULL;
    InProcess own;

    lua_settop(L, 2);
    if (word != NULL) {
        device = word->thing;
        set_own(&parameters, script, device);
    } else if (script->host->stepped) {
        return bind_refuse(L, "with --stepped client.connect takes an IED, not %s",
                           bind_describe(L, 1));
    } else if (lua_type(L, 1) == LUA_TSTRING &&
               split_address(lua_tostring(L, 1), host, sizeof host, &parameters.port)) {
        parameters.host = host;
    } else {
        return bind_refuse(L, "client.connect takes an IED or \"host:port\", not %s",
                           bind_describe(L, 1));
    }
    bind_check_options(L, 2, connect_options, false);
    bind_option_time(L, 2, "timeout", &parameters.timeout);
    bind_option_count(L, 2, "pdu_size", &parameters.limits.pdu_size);
    bind_option_string(L, 2, "from", &parameters.from);
    be_client(L, &parameters);
    client = g_new0(ScriptClient, 1);
    client->script = script;
    client->device = device;
    client->peer = g_strdup_printf("%s (%s:%d)", device != NULL ? device->name : "server",
                                   parameters.host, parameters.port);
    client->calls = g_ptr_array_new();
    g_ptr_array_add(script->clients, client);
    own = (InProcess){ device != NULL ? device->ied : NULL,
                       g_strdup_printf("%s:%u",
                                       parameters.from != NULL ? parameters.from : "127.0.0.1",
                                       PORT_FIRST + script->clients->len) };
    parameters.open_user = &own;
    client->client = client_connect(&parameters, connected, call_new(client, task));
    g_free(own.name);
    return lua_yieldk(L, 0, 0, finish_connect);
}

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

static int
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

static int
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

static int
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

static int
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

static int
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

static int
client_word_walk(lua_State *L)
{
    static const ClientWalkUser callbacks = { .problem = note_walk_problem, .done = walked };
    ScriptClient *client = bind_to_client(L);
    struct ClientCall *call = call_new(client, bind_running_task(L));

    call->walk = client_walk_new(client->client, &callbacks, call);
    return lua_yieldk(L, 0, 0, finish_walk);
}

const BindWord bind_client_words[] = {
    { "client.connect",
      "client.connect(ied or \"host:port\", { timeout=, pdu_size=, from=, as= })",
      "in tasks: an associated client, the stand-in for a SCADA system", word_connect,
      BIND_TASK },
    { 0 },
};

const BindWord bind_client_methods[] = {
    { "identify", "client:identify()", "{ vendor=, model=, revision= }", client_word_identify,
      BIND_TASK },
    { "browse", "client:browse()", "{ domain = { variable names } } and how many names",
      client_word_browse, BIND_TASK },
    { "names", "client:names([domain])", "the domains, or the variables of one",
      client_word_names, BIND_TASK },
    { "walk", "client:walk()",
      "reads every name, its type and value; { names=, values=, leaves=, clean=, problem= }",
      client_word_walk, BIND_TASK },
    { "read", "client:read(reference or { references })",
      "a value, or a list of values; a whole structure where the FC is written",
      client_word_read, BIND_TASK },
    { "write", "client:write(reference, value)", "writes one attribute", client_word_write,
      BIND_TASK },
    { "data_set", "client:data_set(name)",
      "its members in order, and whether it can be deleted", client_word_data_set, BIND_TASK },
    { "create_data_set", "client:create_data_set(name, { references })",
      "defines \"LD0/LLN0.name\", or \"@name\" for this association only",
      client_word_create_data_set, BIND_TASK },
    { "delete_data_set", "client:delete_data_set(name)", "deletes what clients defined",
      client_word_delete_data_set, BIND_TASK },
    { "subscribe", "client:subscribe(rcb, { gi=, purge=, entry_id=, opt_flds=, .. })",
      "enables a report control block, without an index a free instance", client_word_subscribe,
      BIND_TASK },
    { "log", "client:log(name, { from=, to=, after=, count= })",
      "the entries of a log in a list, of times in seconds since 1970 or behind an entry",
      client_word_log, BIND_TASK },
    { "clear_log", "client:clear_log(name)", "deletes its entries, and how many they were",
      client_word_clear_log, BIND_TASK },
    { "control", "client:control(reference, { model= })",
      "a controllable data object, with select, operate, cancel, terminated",
      client_word_control, BIND_TASK },
    { "release", "client:release()", "ends the association in order", client_word_release,
      BIND_TASK },
    { "abort", "client:abort()", "ends the association by an A-ABORT", client_word_abort,
      BIND_TASK },
    { "cut", "client:cut { how= }",
      "closes the connection below the association: how = \"reset\" (a RST, the default) or "
      "\"fin\"",
      client_word_cut, BIND_TASK },
    { "pause", "client:pause()",
      "reads and answers nothing, so that it is slow, or its link half-open", client_word_pause,
      BIND_TASK },
    { "resume", "client:resume()", "reads again", client_word_resume, BIND_TASK },
    { 0 },
};

static int
index_client(lua_State *L)
{
    const char *key = luaL_checkstring(L, 2);

    if (lua_getfield(L, lua_upvalueindex(1), key) == LUA_TNIL) {
        const char **names = bind_names(bind_client_methods);
        const char *near = bind_suggestion(L, key, names);

        g_free(names);
        bind_problem(L, "a client has no %s%s", key, near);
    }
    return 1;
}

void
bind_open_client(lua_State *L)
{
    luaL_getmetatable(L, "iedbench.client");
    bind_push_methods(L, bind_client_methods);
    lua_pushcclosure(L, index_client, 1);
    lua_setfield(L, -2, "__index");
    lua_pop(L, 1);
}

const BindWordOptions bind_client_options[] = {
    { bind_client_words, "client.connect", connect_options, NULL },
    { 0 },
};
