/* SPDX-License-Identifier: Apache-2.0
 *
 * The client role: an association to any MMS server over TCP, with the services as calls that
 * answer through a callback. Used by the command line, the Lua client and the tests. Everything
 * is asynchronous on the loop; the results are structs the callback borrows.
 */
#pragma once

#include "sim/mms/association.h"
#include "sim/model/type.h"
#include "sim/net/loop.h"

typedef struct Client Client;

typedef struct ClientParameters {
    Loop *loop;
    const char *host; /* numeric, or a name that resolves at once */
    int port;
    OsiAddress local,
        remote; /* zero: usual selectors (TSEL 0001, SSEL 0001, PSEL 00000001) and titles */
    MmsLimits limits;
    int64_t timeout; /* wall ns for connecting and for each request; 0: 10 s */
} ClientParameters;

/* Why a call failed, in one place. Text is owned by the callback's caller. */
typedef struct ClientFailure {
    enum {
        CLIENT_CONNECT,
        CLIENT_REFUSED,
        CLIENT_ABORTED,
        CLIENT_TIMEOUT,
        CLIENT_SERVICE_ERROR,
        CLIENT_REJECT,
        CLIENT_BAD_ANSWER,
        CLIENT_CLOSED
    } kind;
    MmsError error;   /* of SERVICE_ERROR */
    int reject;       /* of REJECT */
    const char *text; /* "access/object-non-existent", "connection refused" */
} ClientFailure;

/* `failure` NULL: connected and associated. */
typedef void (*ClientConnected)(void *user, Client *client, const ClientFailure *failure);
Client *client_connect(const ClientParameters *parameters, ClientConnected connected,
                       void *user);

/* Unconfirmed PDUs and the end of the association. */
typedef void (*ClientEnded)(void *user, Client *client, const char *why);
void client_on_ended(Client *client, ClientEnded ended, void *user);
typedef void (*ClientReport)(void *user, Client *client, Slice content);
void client_on_unconfirmed(Client *client, ClientReport report, void *user);

/* Concludes and releases, then calls done; client_free aborts. Free is safe inside callbacks.
 */
void client_release(Client *client, void (*done)(void *user, Client *client), void *user);
void client_free(Client *client);
const MmsNegotiated *client_negotiated(const Client *client);
const MmsCounters *client_counters(const Client *client);

typedef struct ClientIdentity {
    const char *vendor, *model, *revision;
} ClientIdentity;
typedef void (*ClientIdentified)(void *user, const ClientFailure *failure,
                                 const ClientIdentity *identity);
void client_identify(Client *client, ClientIdentified done, void *user);

/* getNameList with every page fetched; names lent, in the server's order. `domain` NULL: VMD
 * scope (or association when `scope` says). */
typedef void (*ClientNamed)(void *user, const ClientFailure *failure, const char *const *names,
                            unsigned count);
void client_get_names(Client *client, MmsObjectClass object_class, MmsScope scope,
                      const char *domain, ClientNamed done, void *user);

/* The TypeDescription as it came: an owned tree. */
typedef struct ClientType ClientType;
struct ClientType {
    BerTag tag;        /* A1 array, A2 structure, 83 .. 91 */
    int32_t size;      /* bits or octets as sent; negative: maximum */
    unsigned count;    /* components, or 1 for an array */
    uint32_t elements; /* of an array */
    struct ClientComponent {
        char *name;
        ClientType *type;
    } * components;
};
void client_type_free(ClientType *type);
typedef void (*ClientTyped)(void *user, const ClientFailure *failure, const ClientType *type);
void client_get_type(Client *client, const char *domain, const char *item, ClientTyped done,
                     void *user);
/* Whether a whole Data element has exactly this type; on false `where` (size octets) tells the
 * component and why. */
bool client_type_matches(const ClientType *type, Slice data, char *where, size_t size);

/* One result an item: MMS_DATA_SUCCESS and the whole Data element, or an error. */
typedef struct ClientItem {
    MmsDataError result;
    Slice data;
} ClientItem;
typedef void (*ClientRead)(void *user, const ClientFailure *failure, const ClientItem *items,
                           unsigned count);
typedef struct ClientName {
    const char *domain;
    const char *item;
} ClientName;
void client_read(Client *client, const ClientName *names, unsigned count, ClientRead done,
                 void *user);
void client_read_list(Client *client, MmsScope scope, const char *domain, const char *item,
                      ClientRead done, void *user);
void client_write(Client *client, const ClientName *names, const Slice *data, unsigned count,
                  ClientRead done, void *user);

/* Data as people read it: "{10.5 good 2026-..}", JSON with typed members, and the other way:
 * text into Data of a type. */
char *client_data_format(Slice data);
char *client_data_json(Slice data);
bool client_data_parse(const ClientType *type, const char *text, Pdu *pdu, GError **error);
