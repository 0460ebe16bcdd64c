/* SPDX-License-Identifier: Apache-2.0
 *
 * The client role: an association to any MMS server over TCP, with the services as calls that
 * answer through a callback. Used by the command line, the Lua client and the tests. Everything
 * is asynchronous on the loop: a callback never runs inside the call that asked for it, and
 * every call is answered exactly once, by its result or by a failure, unless client_free comes
 * first. Results are structs the callback borrows. A server may send anything: what is wrong
 * becomes a failure, what has no end is cut off.
 */
#pragma once

#include "sim/mms/association.h"
#include "sim/model/type.h"
#include "sim/net/connection.h"
#include "sim/net/loop.h"

typedef struct Client Client;

typedef struct ClientParameters {
    Loop *loop;
    const char *host; /* numeric, or a name that resolves at once */
    int port;
    const char *from; /* numeric, an address of this machine; NULL: whichever */
    /* Gives the connection in another way, as that of a pipe, which is there at once; NULL with
     * error. NULL: TCP. */
    Connection *(*open)(void *open_user, const ConnectionUser *callbacks, void *user,
                        GError **error);
    void *open_user;
    OsiAddress local, remote; /* zero: client_usual_address */
    MmsLimits limits;
    int64_t timeout; /* wall ns for connecting and for each request; 0: 10 s */
    /* GATE_POINTS of them for its connection (OPENED, BYTES, CLOSED), lent; NULL: nobody looks.
     */
    Gate *gates;
} ClientParameters;

/* The usual selectors (TSEL 0001, SSEL 0001, PSEL 00000001), AP-title 1.1.1.999 (.1 for the
 * remote side) and AE-qualifier 12. */
OsiAddress client_usual_address(bool remote);

typedef enum ClientFailureKind {
    CLIENT_CONNECT,       /* no TCP connection */
    CLIENT_REFUSED,       /* the association was refused */
    CLIENT_ABORTED,       /* the association ended by an abort, ours or the peer's */
    CLIENT_TIMEOUT,       /* no answer in time */
    CLIENT_SERVICE_ERROR, /* a confirmed error; `error` tells */
    CLIENT_REJECT,        /* a reject; `reject` tells */
    CLIENT_BAD_ANSWER,    /* the answer does not fit the request or the standard */
    CLIENT_CLOSED,        /* not connected (any more) */
    CLIENT_TOO_LARGE,     /* our request does not fit the negotiated PDU; nothing was sent */
    CLIENT_UNKNOWN_NAME,  /* client_resolve: the server has no such thing */
    CLIENT_VALUE_REFUSED, /* subscribing: a value was refused; the text tells which and why */
    CLIENT_NOT_FREE,      /* subscribing: no instance is to be had */
} ClientFailureKind;

/* Why a call failed, in one place. Text is owned by the callback's caller. */
typedef struct ClientFailure {
    ClientFailureKind kind;
    MmsError error;   /* of SERVICE_ERROR */
    int reject;       /* of REJECT */
    const char *text; /* "access/object-non-existent", "connection refused" */
} ClientFailure;

/* `failure` NULL: connected and associated. Never NULL is returned; what goes wrong at once
 * (a name that does not resolve) also comes through the callback. After a failure only
 * client_free is of use. */
typedef void (*ClientConnected)(void *user, Client *client, const ClientFailure *failure);
Client *client_connect(const ClientParameters *parameters, ClientConnected connected,
                       void *user);

/* The end of an association that was established, after every outstanding call was answered;
 * not after client_release or client_free. */
typedef void (*ClientEnded)(void *user, Client *client, const char *why);
void client_on_ended(Client *client, ClientEnded ended, void *user);

/* Unconfirmed PDUs: the content of A3, also of reports that a subscription took. */
typedef void (*ClientUnconfirmed)(void *user, Client *client, Slice content);
void client_on_unconfirmed(Client *client, ClientUnconfirmed unconfirmed, void *user);

/* Concludes and releases, then calls done, also when the peer ended it otherwise or did not
 * answer in time; client_free aborts. Free is safe inside callbacks; calls that are still
 * outstanding then are forgotten without an answer. */
void client_release(Client *client, void (*done)(void *user, Client *client), void *user);
void client_free(Client *client);

/* The association ends without a word in order: at the end of the turn calls that are
 * outstanding fail, and client_on_ended's callback comes unless it ended otherwise before. */
typedef enum ClientCut {
    CLIENT_CUT_ABORT, /* an A-ABORT tells the server */
    CLIENT_CUT_FIN,   /* the connection is closed below it */
    CLIENT_CUT_RESET, /* the same by a RST: what was not read yet is lost */
} ClientCut;
void client_cut(Client *client, ClientCut how);

/* Reads nothing and so answers nothing until it is resumed: to the server its client is slow,
 * or the link is half-open. */
void client_pause(Client *client);
void client_resume(Client *client);

bool client_is_open(const Client *client);
const MmsNegotiated *client_negotiated(const Client *client);
const MmsCounters *client_counters(const Client *client);
/* "127.0.0.1:10102", as given. */
const char *client_peer(const Client *client);

/* Calls without a result of their own. */
typedef void (*ClientDone)(void *user, const ClientFailure *failure);

typedef struct ClientIdentity {
    const char *vendor, *model, *revision;
} ClientIdentity;
typedef void (*ClientIdentified)(void *user, const ClientFailure *failure,
                                 const ClientIdentity *identity);
void client_identify(Client *client, ClientIdentified done, void *user);

/* vmdLogicalStatus and vmdPhysicalStatus, 0..3 each (ISO 9506-2 7.5.2). */
typedef struct ClientStatus {
    int logical, physical;
} ClientStatus;
typedef void (*ClientStatusTold)(void *user, const ClientFailure *failure,
                                 const ClientStatus *status);
void client_status(Client *client, ClientStatusTold done, void *user);

/* getNameList with every page fetched; names lent, in the server's order. `domain` is of
 * MMS_SCOPE_DOMAIN only. A name that comes twice, an empty page with more to follow and more
 * than CLIENT_NAMES_MAX names are BAD_ANSWER. */
#define CLIENT_NAMES_MAX 1000000
typedef void (*ClientNamed)(void *user, const ClientFailure *failure, const char *const *names,
                            unsigned count);
void client_get_names(Client *client, MmsObjectClass object_class, MmsScope scope,
                      const char *domain, ClientNamed done, void *user);
/* getCapabilityList likewise. */
void client_get_capabilities(Client *client, ClientNamed done, void *user);

/* The TypeDescription as it came: an owned tree. */
typedef struct ClientType ClientType;
typedef struct ClientComponent {
    char *name; /* "" when the server gave none */
    ClientType *type;
} ClientComponent;
struct ClientType {
    BerTag tag;        /* as in Data: A1 array, A2 structure, 83 .. 91; 87 for floats too */
    int32_t size;      /* bits or octets as sent; negative: maximum. 8C: octets (4 or 6) */
    unsigned count;    /* components, or 1 for an array */
    uint32_t elements; /* of an array */
    ClientComponent *components;
};
#define CLIENT_TYPE_DEPTH_MAX 24
/* NULL when malformed, or nested deeper than CLIENT_TYPE_DEPTH_MAX; `description` is the
 * CHOICE alternative with its tag. */
ClientType *client_type_decode(Slice description);
ClientType *client_type_copy(const ClientType *type);
void client_type_free(ClientType *type);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ClientType, client_type_free)
bool client_type_equal(const ClientType *type, const ClientType *other);
/* The component "mag" of a structure, or of "mag$f"; "(3)" steps into an array; NULL when there
 * is none. */
const ClientType *client_type_find(const ClientType *type, const char *path);
/* "FLOAT32", "VISIBLE-STRING up to 64", "structure of 3"; free with g_free. */
char *client_type_format(const ClientType *type);
/* Basic values inside; elements of arrays counted. */
uint64_t client_type_leaves(const ClientType *type);
/* Whether a whole Data element has exactly this type; on false `where` (size octets) tells the
 * component and why. */
bool client_type_matches(const ClientType *type, Slice data, char *where, size_t size);

typedef void (*ClientTyped)(void *user, const ClientFailure *failure, const ClientType *type);
/* `domain` NULL: VMD scope. */
void client_get_type(Client *client, const char *domain, const char *item, ClientTyped done,
                     void *user);

/* One result an item: MMS_DATA_SUCCESS and the whole Data element, or an error. */
typedef struct ClientItem {
    MmsDataError result;
    Slice data;
} ClientItem;
typedef void (*ClientRead)(void *user, const ClientFailure *failure, const ClientItem *items,
                           unsigned count);

/* A variable, or a part of an array in it: element `index` when has_index, and of that element
 * the component ("cVal$mag") unless NULL. */
typedef struct ClientName {
    const char *domain; /* NULL: VMD scope */
    const char *item;
    bool has_index;
    uint32_t index;
    const char *component;
} ClientName;

/* "IED1LD0/MHAI1$MX$HA$phsAHar(3)$cVal", as data references are written; free with g_free. */
char *client_name_format(const ClientName *name);

/* `count` items, in order; another number in the answer is BAD_ANSWER. */
void client_read(Client *client, const ClientName *names, unsigned count, ClientRead done,
                 void *user);
void client_read_list(Client *client, MmsScope scope, const char *domain, const char *item,
                      ClientRead done, void *user);
/* Items without data; `data` are whole Data elements, one a name. */
void client_write(Client *client, const ClientName *names, const Slice *data, unsigned count,
                  ClientRead done, void *user);
void client_write_list(Client *client, MmsScope scope, const char *domain, const char *item,
                       const Slice *data, unsigned count, ClientRead done, void *user);

/* Named variable lists: data sets. `domain` is of MMS_SCOPE_DOMAIN only. */
typedef void (*ClientListed)(void *user, const ClientFailure *failure, bool deletable,
                             const ClientName *members, unsigned count);
void client_get_list(Client *client, MmsScope scope, const char *domain, const char *item,
                     ClientListed done, void *user);
void client_define_list(Client *client, MmsScope scope, const char *domain, const char *item,
                        const ClientName *names, unsigned count, ClientDone done, void *user);
typedef void (*ClientDeleted)(void *user, const ClientFailure *failure, uint32_t matched,
                              uint32_t deleted);
void client_delete_list(Client *client, MmsScope scope, const char *domain, const char *item,
                        ClientDeleted done, void *user);

/* What a person's reference means on this server. */
typedef struct ClientTarget {
    bool is_list;   /* a data set */
    MmsScope scope; /* of a list: DOMAIN or ASSOCIATION */
    ClientName name;
} ClientTarget;
typedef void (*ClientResolved)(void *user, const ClientFailure *failure,
                               const ClientTarget *target);
/* "LD/LN.DO.DA[FC]", "LD/LN.FC.DO.DA", the MMS form "IED1LD0/LN$FC$DO$DA", array elements as
 * "(3)", and without an FC: then ST, MX, SP or SG, or the only one that the server's names
 * allow; "LD/LN.name" and "LD/LN$name" of a data set, "@name" of one of the association;
 * without "/" a variable of the VMD. LD is a domain or the unique end of one. Names are fetched
 * once and kept. */
void client_resolve(Client *client, const char *reference, ClientResolved done, void *user);

/* Data as people read it, "{10.5 good 2026-..}", or with a type "{mag={f=10.5} q=good t=..}".
 * A type that does not fit is only left out. Free with g_free. */
char *client_data_format(Slice data);
char *client_data_format_named(const ClientType *type, Slice data);

/* JSON: structures are arrays, or with a type objects; bit strings "0110", octet strings in
 * hex, binary and UTC times ISO 8601, floats that JSON does not know "NaN", "Infinity",
 * "-Infinity". Free with g_free. */
char *client_data_json(Slice data);
char *client_data_json_named(const ClientType *type, Slice data);

#define CLIENT_DATA_ERROR (client_data_error_quark())
GQuark client_data_error_quark(void);
/* The other way: text into one whole Data element of the type, appended. A basic value is the
 * whole text; structures are "{a b c}" or "{name=a ..}" in any order but with every component,
 * arrays "[a b c]", strings with blanks in them "quoted". Booleans true/false/on/off, bit
 * strings 0110, for 2 bits also on/off/intermediate/bad and for 13 the words of quality, octet
 * strings hex, times ISO 8601 or now. */
bool client_data_parse(const ClientType *type, const char *text, Pdu *pdu, GError **error);
