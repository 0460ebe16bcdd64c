/* SPDX-License-Identifier: Apache-2.0
 *
 * client.connect, and what a connected client is in Lua. Its methods (client_*.c) are coroutine
 * style: each call gives the turn back until its answer came. What the server refuses is raised
 * as a failure: not caught, it ends the task as a failed outcome; pcall catches it.
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
    { "capabilities", "client:capabilities()", "what getCapabilityList says",
      client_word_capabilities, BIND_TASK },
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
