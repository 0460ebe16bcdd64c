/* SPDX-License-Identifier: Apache-2.0
 *
 * Clients of tasks, for the files engine/bind/client*.c only: a call is made of one or more
 * requests, fills its results in plain C, and wakes its task, which turns them into Lua values.
 */
#pragma once

#include "engine/bind/bind.h"
#include "sim/client/client.h"
#include "sim/client/walk.h"

typedef struct ScriptClient {
    Script *script;
    Client *client;
    Device *device; /* whom it talks to, when it is one of ours */
    char *peer;
    GPtrArray *calls;         /* ClientCall*, owned */
    GPtrArray *subscriptions; /* ScriptSubscription*, owned; NULL: none yet */
} ScriptClient;

/* What one reference became: a name on the wire, and the type when we know it. */
typedef struct CallItem {
    char *reference; /* as written */
    char *domain, *item, *component;
    bool has_index;
    uint32_t index;
    const Type *type;
    char *text; /* to be written, as client_data_parse reads it */
    Pdu data;   /* to be written, or what was read */
    bool has_data;
    MmsDataError result;
} CallItem;

struct ClientCall {
    Task *task; /* NULL: nobody waits any more */
    ScriptClient *client;
    bool done;
    char *failure_kind, *failure; /* NULL: it went well */
    GPtrArray *items;             /* CallItem* */
    unsigned at;                  /* the item or domain in progress */
    bool writes, is_list;
    GPtrArray *domains; /* of browse: char* */
    GPtrArray *names;   /* of browse: a GPtrArray of char* a domain; of names: char* */
    char *identity[3];
    ClientWalk *walk;
    ClientWalkFigures figures;
    char *problem; /* the first one of a walk */
};

/* The subscriptions of a client that goes. */
void client_free_subscriptions(ScriptClient *client);
/* Raises the failure of the running task's finished call, which is freed; else returns it. */
struct ClientCall *bind_take_call(lua_State *L);
int client_word_subscribe(lua_State *L);

struct ClientCall *call_new(ScriptClient *client, Task *task);
void call_fail(struct ClientCall *call, const char *kind, const char *text);
/* True when the failure was noted. */
bool call_check(struct ClientCall *call, const ClientFailure *failure);
/* It is through; its task goes on. */
void call_finish(struct ClientCall *call);
/* Takes it off its client and frees it. */
void call_free(struct ClientCall *call);

CallItem *call_add_item(struct ClientCall *call, const char *reference);
/* Reads or writes all items, once each is resolved. */
void call_begin_access(struct ClientCall *call);
void call_begin_browse(struct ClientCall *call);

/* The place on the wire of a reference of a model: its item without array index, the index and
 * what is behind it. */
void call_set_place(CallItem *item, const Model *model, const NodeRef *ref);

/* Pushes one whole Data element; `type` NULL: told from the data alone. */
void bind_push_data(lua_State *L, const Type *type, Slice data);
/* Appends a Data element for the item's text and type. */
bool call_encode(CallItem *item, GError **error);
/* The text of a value for client_data_parse. */
char *value_to_text(const Value *value);
