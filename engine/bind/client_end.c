/* SPDX-License-Identifier: Apache-2.0
 *
 * How a task's client ends its association, in order or not, and how it falls silent: what a
 * server must cope with.
 */
#include "engine/bind/client.h"
#include "engine/bind/word_options.h"

#include <string.h>

int
bind_finish_empty(lua_State *L, int status, lua_KContext context)
{
    (void)status;
    (void)context;
    call_free(bind_take_call(L));
    return 0;
}

static void
released(void *user, Client *client)
{
    (void)client;
    call_finish(user);
}

int
client_word_release(lua_State *L)
{
    ScriptClient *client = bind_to_client(L);

    client_release(client->client, released, call_new(client, bind_running_task(L)));
    return lua_yieldk(L, 0, 0, bind_finish_empty);
}

int
client_word_abort(lua_State *L)
{
    client_cut(bind_to_client(L)->client, CLIENT_CUT_ABORT);
    return 0;
}

static const BindOption cut_options[] = { { "how", OPTION_STRING, false },
                                          { NULL, OPTION_ANY, false } };

int
client_word_cut(lua_State *L)
{
    ScriptClient *client = bind_to_client(L);
    const char *how = "reset";

    lua_settop(L, 2);
    bind_check_options(L, 2, cut_options, false);
    bind_option_string(L, 2, "how", &how);
    if (strcmp(how, "reset") != 0 && strcmp(how, "fin") != 0) {
        return bind_refuse(L, "cut: how is \"reset\" or \"fin\", not \"%s\"", how);
    }
    client_cut(client->client, strcmp(how, "fin") == 0 ? CLIENT_CUT_FIN : CLIENT_CUT_RESET);
    return 0;
}

int
client_word_pause(lua_State *L)
{
    client_pause(bind_to_client(L)->client);
    return 0;
}

int
client_word_resume(lua_State *L)
{
    client_resume(bind_to_client(L)->client);
    return 0;
}

const BindWordOptions bind_client_end_options[] = {
    { bind_client_methods, "cut", cut_options, NULL },
    { 0 },
};
