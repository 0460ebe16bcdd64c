/* SPDX-License-Identifier: Apache-2.0
 *
 * The OSI upper layers as one sans-I/O object: bytes in, primitives out, and back. TPKT (RFC
 * 1006), COTP class 0 (ISO 8073), session (ISO 8327), presentation (ISO 8823), ACSE (ISO 8650).
 * A layer never calls another: stack.c walks the const array osi_layers[] upwards for received
 * bytes and downwards for primitives of the user. No socket, no clock; whoever owns the stack
 * arms the handshake guards.
 */
#pragma once

#include "sim/base/gate.h"
#include "sim/base/pdu.h"

typedef struct OsiStack OsiStack;

typedef enum OsiRole { OSI_SERVER, OSI_CLIENT } OsiRole;

/* What travels between stack and user; the names of the primitives are ACSE's. */
typedef enum OsiPrimitive {
    OSI_CONNECT,  /* A-ASSOCIATE request/indication; content: the MMS initiate PDU */
    OSI_ACCEPT,   /* positive response/confirm; content: initiate response */
    OSI_REFUSE,   /* negative response/confirm; content: initiate-Error or empty */
    OSI_DATA,     /* P-DATA of the MMS context; content: one MMS PDU */
    OSI_RELEASE,  /* A-RELEASE request/indication */
    OSI_RELEASED, /* A-RELEASE response/confirm */
    OSI_ABORT,    /* A-ABORT, by user, peer or provider */
} OsiPrimitive;

#define OSI_SELECTOR_MAX 16
#define OSI_OID_MAX 32

typedef struct OsiSelector {
    uint8_t size; /* 0: absent */
    uint8_t octets[OSI_SELECTOR_MAX];
} OsiSelector;

/* One end's address above TCP; ap_title is the content octets of the OBJECT IDENTIFIER. */
typedef struct OsiAddress {
    OsiSelector tsel, ssel, psel;
    uint8_t ap_title_size; /* 0: absent */
    uint8_t ap_title[OSI_OID_MAX];
    bool has_ae_qualifier;
    int32_t ae_qualifier;
} OsiAddress;

/* "1.1.1.999", with dots, commas or blanks, into an address; false, and none, when it is no
 * object identifier or too long. */
bool osi_title_parse(const char *text, OsiAddress *address);
/* With dots; NULL when there is none. Free with g_free. */
char *osi_title_format(const OsiAddress *address);

typedef enum OsiCheck {
    OSI_CHECK_NOTHING = 0,
    OSI_CHECK_TSEL = 1,
    OSI_CHECK_SSEL = 2,
    OSI_CHECK_PSEL = 4,
    OSI_CHECK_AP_TITLE = 8,
    OSI_CHECK_AE_QUALIFIER = 16,
    OSI_CHECK_ALL = 31,
} OsiCheck;

/* Copied by osi_stack_new. */
typedef struct OsiParameters {
    OsiRole role;
    OsiAddress local;
    OsiAddress remote; /* client: whom to call */
    unsigned checks;   /* server: OsiCheck bits, which called address parts must equal local */
    uint8_t tpdu_size_log2; /* largest own TPDU, 7..13; 0: 13 (8192) */
    size_t tsdu_max;        /* most octets reassembled from TPDUs; 0: 131072 */
} OsiParameters;

/* What an AARQ said about authentication (ISO 8650-1 7.1): lent, both empty when nothing. The
 * stack only shows it; the user refuses with diagnostic 11 to 14 what it does not like. */
typedef struct OsiAuthentication {
    bool required;   /* sender-acse-requirements named the authentication unit */
    Slice mechanism; /* mechanism-name, content octets of the OBJECT IDENTIFIER */
    Slice value;     /* the authentication-value element, 80 ... for a password */
} OsiAuthentication;

/* Added to the diagnostic of REFUSE: rejected-transient, not rejected-permanent. */
#define OSI_TRANSIENT 256
/* Added likewise: of the ACSE service provider (no-common-acse-version is its 2). */
#define OSI_BY_PROVIDER 512
/* Added likewise: of the service user, as without it; so a refusal with diagnostic null is none
 * by 0. */
#define OSI_BY_USER 1024

/* Why an association was refused or aborted, in words for people and in the layer's own code.
 */
typedef struct OsiReason {
    const char *layer; /* "tpkt", "cotp", ...; "user" when the user (here or there) asked */
    bool by_peer;
    int code; /* ACSE diagnostic, COTP DR reason, session or presentation code; 0 none */
    const char *text; /* static */
} OsiReason;

typedef struct OsiIndication {
    OsiPrimitive primitive;
    Slice content;                    /* the MMS PDU; valid during the callback */
    const OsiAddress *calling;        /* of CONNECT */
    const OsiAddress *called;         /* of CONNECT */
    OsiReason reason;                 /* of REFUSE and ABORT */
    OsiAuthentication authentication; /* of CONNECT */
} OsiIndication;

/* Both callbacks run inside osi_stack_receive or osi_stack_send. */
typedef struct OsiUser {
    /* A primitive arrived. The user may call osi_stack_send and osi_stack_free inside. A server
     * also gets REFUSE when the stack itself refused a connect, and either role ABORT when the
     * peer broke the protocol, even before any CONNECT: what was to be answered is then
     * transmitted already, and finish follows. */
    void (*indicate)(void *user, const OsiIndication *indication);
    /* Bytes for the transport; copied or written before it returns. May come several times a
     * send (segments). */
    void (*transmit)(void *user, Slice bytes);
    /* After this the transport must be closed once what was transmitted is written. Called at
     * most once. */
    void (*finish)(void *user);
} OsiUser;

OsiStack *osi_stack_new(const OsiParameters *parameters, const OsiUser *callbacks, void *user);

/* No callback comes any more. */
void osi_stack_free(OsiStack *stack);

/* Watches every layer boundary (GATE_RECEIVE, GATE_SEND) with `gates`, GATE_POINTS of them,
 * lent (NULL: nobody); `association` marks the passes. The layer of a pass is the one whose PDU
 * the bytes are: "tpkt" (received in the pieces that came), "cotp", ... "acse", and "mms". */
void osi_stack_set_gates(OsiStack *stack, Gate *gates, uint64_t association);

/* Any piece of the byte stream, in order. Returns false when the association is over (finish
 * was called). */
bool osi_stack_receive(OsiStack *stack, Slice bytes);

/* Sends a primitive. A client's CONNECT begins with the COTP CR, its content is kept until the
 * CC came. `pdu` holds the content and gets the lower headers put on (its content is
 * lost); it may be NULL for RELEASE, RELEASED, ABORT, or an empty REFUSE. `diagnostic` is the
 * ACSE user diagnostic of REFUSE, else 0. A primitive that the present state does not allow is
 * our own bug and asserts, but for ABORT, which is always allowed, and DATA after our RELEASE,
 * which are dropped: they answer what was on the way. After finish was called
 * nothing is sent, whatever the primitive: the association may have ended under its user.
 * REFUSE, RELEASED and ABORT end with finish. When both sides release at once the stack answers
 * the peer's release itself and the user sees RELEASED only. */
void osi_stack_send(OsiStack *stack, OsiPrimitive primitive, Pdu *pdu, int diagnostic);

/* What a fault took at a boundary, changed or not, goes on from there: outbound from below
 * `pass->layer`, inbound into it. The faults of that boundary are not asked again, its watchers
 * are, and so is everybody further on. False when the association is over. Not from inside a
 * callback or a gate. */
bool osi_stack_inject(OsiStack *stack, const GatePass *pass);

/* True between ACCEPT and RELEASE, RELEASED or ABORT. */
bool osi_stack_is_open(const OsiStack *stack);

/* True while received bytes form an unfinished TPDU or TSDU: the owner bounds how long. */
bool osi_stack_is_partial(const OsiStack *stack);
