/* SPDX-License-Identifier: Apache-2.0
 *
 * Clients of tasks, for the files engine/bind/client*.c only: a call is made of one or more
 * requests, fills its results in plain C, and wakes its task, which turns them into Lua values.
 */
#pragma once

#include "engine/bind/bind.h"
#include "sim/client/client.h"
#include "sim/client/log.h"
#include "sim/client/walk.h"

typedef struct ScriptClient {
    Script *script;
    Client *client;
    Device *device; /* whom it talks to, when it is one of ours */
    char *peer;
    GPtrArray *calls;         /* ClientCall*, owned */
    GPtrArray *subscriptions; /* ScriptSubscription*, owned; NULL: none yet */
    GPtrArray *controls;      /* ScriptControl*, likewise */
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
    void (*resolved)(struct ClientCall *call); /* all items are; NULL: read or write them */
    char *list; /* of a data set: its name behind that of the first item, its LN */
    bool is_deletable;
    VmdJournalQuery query; /* of a log */
    ClientLog *log;        /* what it gave; owned */
    uint32_t number;
    GPtrArray *domains; /* of browse: char* */
    GPtrArray *names;   /* of browse: a GPtrArray of char* a domain; of names: char* */
    char *identity[3];
    ClientWalk *walk;
    ClientWalkFigures figures;
    char *problem; /* the first one of a walk */
};

/* How long a task waits for its client: `within` of its options at `index`, 10 s when it is not
 * said, in virtual time unless `wall = true`. One of zeros is not armed. */
typedef struct CallDeadline {
    Timer timer;
    Clock *clock; /* NULL: never armed */
} CallDeadline;

void call_deadline_arm(lua_State *L, int index, CallDeadline *deadline, TimerFire fire);
void call_deadline_disarm(CallDeadline *deadline);

/* The subscriptions of a client that goes. */
void client_free_subscriptions(ScriptClient *client);
/* Its controls likewise. */
void client_free_controls(ScriptClient *client);
/* Raises the failure of the running task's finished call, which is freed; else returns it. */
struct ClientCall *bind_take_call(lua_State *L);
int client_word_identify(lua_State *L);
int client_word_capabilities(lua_State *L);
int client_word_browse(lua_State *L);
int client_word_names(lua_State *L);
int client_word_walk(lua_State *L);
int client_word_read(lua_State *L);
int client_word_write(lua_State *L);
int client_word_subscribe(lua_State *L);
int client_word_data_set(lua_State *L);
int client_word_create_data_set(lua_State *L);
int client_word_delete_data_set(lua_State *L);
int client_word_log(lua_State *L);
int client_word_clear_log(lua_State *L);
int client_word_control(lua_State *L);
int client_word_release(lua_State *L);
int client_word_abort(lua_State *L);
int client_word_cut(lua_State *L);
int client_word_pause(lua_State *L);
int client_word_resume(lua_State *L);

/* What a method of a client is called with; raises when it is none. */
ScriptClient *bind_to_client(lua_State *L);
/* Ends a word whose call gives nothing. */
int bind_finish_empty(lua_State *L, int status, lua_KContext context);
/* What one of our own references means. */
typedef enum CallPlace {
    PLACE_LEAF,  /* a basic value: the main value of a data object */
    PLACE_VALUE, /* the same, but the whole place where the FC is written */
    PLACE_WHOLE, /* what it names */
} CallPlace;
/* Raises when there is no such place; the running call is freed then. */
void bind_resolve_own(lua_State *L, const ScriptClient *client, CallItem *item,
                      CallPlace place);
/* Pushes "LD0/XCBR1.Pos" for an MMS reference of one of our models, else the text as it came;
 * `type` is of the former, else NULL. */
void bind_push_reference(lua_State *L, const Model *model, Slice reference, const Type **type);

struct ClientCall *call_new(ScriptClient *client, Task *task);
void call_fail(struct ClientCall *call, const char *kind, const char *text);
/* True when the failure was noted. */
bool call_check(struct ClientCall *call, const ClientFailure *failure);
/* The same, but a refusal of MMS is of the kind of its reason: "object-non-existent". */
void call_check_service(struct ClientCall *call, const ClientFailure *failure);
/* It is through; its task goes on. */
void call_finish(struct ClientCall *call);
/* Takes it off its client and frees it. */
void call_free(struct ClientCall *call);

/* Lent. */
ClientName call_item_name(const CallItem *item);
CallItem *call_add_item(struct ClientCall *call, const char *reference);
/* Reads or writes all items, or what `resolved` says, once each is resolved. */
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
