/* SPDX-License-Identifier: Apache-2.0
 *
 * One MMS association over one OSI stack, either role (ISO 9506-2 8, initiate, conclude,
 * cancel, abort, reject). It answers confirmed requests through the service table (service.h)
 * when it has a VMD, and issues requests of its own; either peer may do both.
 */
#pragma once

#include "sim/mms/vmd/vmd.h"
#include "sim/osi/stack.h"

typedef struct MmsAssociation MmsAssociation;

/* Own proposals and limits; 0 takes the default in brackets. */
typedef struct MmsLimits {
    uint32_t pdu_size;              /* largest MMS PDU, octets [65000] */
    uint32_t pdu_size_min;          /* a peer proposing less is refused [256] */
    uint16_t outstanding_calling;   /* [16] */
    uint16_t outstanding_called;    /* [16] */
    uint8_t nesting;                /* data structure nesting level [10] */
    uint16_t variables_per_request; /* items of one read, write or define; more: reject
                                       value-out-of-range [4096] */
    /* Habits of some servers; all of them off by default. */
    uint16_t names_per_page;   /* of getNameList at most [as many as fit] */
    bool more_follows_omitted; /* where it is TRUE, which is its default (ISO 9506-2 7.5.2) */
    bool has_services;         /* servicesSupported says `services` (85 bits) whatever is so */
    uint8_t services[11];
    uint8_t unserved[11];    /* these are refused with `unserved_error` all the same */
    uint16_t unserved_error; /* an MmsError, or another class and code [service/other] */
} MmsLimits;

/* The servicesSupported bit of a confirmed service ("getNameList"); -1 when there is none. */
int mms_service_number(const char *name);

/* What initiate settled. */
typedef struct MmsNegotiated {
    uint32_t pdu_size;
    uint16_t outstanding_calling;
    uint16_t outstanding_called;
    uint8_t nesting;
    uint8_t version;
    uint32_t parameter_cbb; /* bit n of the standard is bit n here */
    uint8_t services[12];   /* the peer's servicesSupported, most significant bit first */
} MmsNegotiated;

/* How an association ended. */
typedef enum MmsEnd { MMS_END_RELEASED, MMS_END_REFUSED, MMS_END_ABORTED, MMS_END_LOST } MmsEnd;

typedef enum MmsServedKind {
    MMS_SERVED_READ,
    MMS_SERVED_WRITE,
    MMS_SERVED_BROWSE
} MmsServedKind;

typedef struct MmsServed {
    MmsServedKind kind;
    const MmsObjectName *name; /* NULL for a browse of the VMD */
    MmsDataError result;
} MmsServed;

typedef struct MmsUser {
    void (*transmit)(void *user, Slice bytes);
    /* Server: an initiate came. NULL: go on; else it is refused, and why (static). May be NULL.
     */
    const char *(*admit)(void *user);
    /* Server: the initiate is to be answered positively; another ACSE diagnostic than 0 refuses
     * it without an MMS PDU, a negative MmsError by an initiate-Error. May be NULL. */
    int (*refuse)(void *user);
    void (*associated)(void *user);
    /* The last callback but finish; `reason` in words, with the layer's. */
    void (*ended)(void *user, MmsEnd how, const OsiReason *reason);
    /* Close the transport once everything transmitted is written. */
    void (*finish)(void *user);
    /* An unconfirmed PDU came (informationReport ...): its content, tag A3 taken off. May be
     * NULL. */
    void (*unconfirmed)(void *user, Slice content);
    /* The peer refused our conclude; the association goes on. NULL: it is aborted then. */
    void (*conclude_refused)(void *user, MmsError error);
    /* A served request, for events and coverage: what kind, which object, how it went. May be
     * NULL; costs one branch then. */
    void (*served)(void *user, const MmsServed *served);
} MmsUser;

/* Whole MMS PDUs on the wire, by direction. */
typedef struct MmsCounters {
    uint64_t pdus_in, pdus_out;
    uint64_t requests_served, rejects_sent, rejects_received, errors_sent;
} MmsCounters;

typedef struct MmsParameters {
    OsiParameters osi;
    MmsLimits limits;
    const Vmd *vmd;     /* lent; NULL: this side serves nothing */
    uint64_t id;        /* of the association, for events and gates */
    const char *client; /* the peer's name for VmdCaller, copied */
    Gate *gates;        /* GATE_POINTS of them, lent; NULL: nobody may look */
} MmsParameters;

MmsAssociation *mms_association_new(const MmsParameters *parameters, const MmsUser *callbacks,
                                    void *user);

/* Frees everything; outstanding requests of ours are answered with MMS_ANSWER_LOST. No callback
 * of MmsUser comes any more. Not from inside a callback. */
void mms_association_free(MmsAssociation *association);

/* Client: sends CR and then the whole connect. */
void mms_association_connect(MmsAssociation *association);

/* Bytes from the transport; false once the association is over. Must not be called from inside
 * a callback. */
bool mms_association_receive(MmsAssociation *association, Slice bytes);

/* What a fault took at a layer boundary goes on (osi_stack_inject); false once the association
 * is over. */
bool mms_association_inject(MmsAssociation *association, const GatePass *pass);

/* The transport is gone. */
void mms_association_lost(MmsAssociation *association, const char *why);

/* Client: conclude, then release. Either: abort at once. */
void mms_association_conclude(MmsAssociation *association);
void mms_association_abort(MmsAssociation *association);

bool mms_association_is_open(const MmsAssociation *association);
bool mms_association_is_partial(const MmsAssociation *association);
const MmsNegotiated *mms_association_negotiated(const MmsAssociation *association);
const MmsCounters *mms_association_counters(const MmsAssociation *association);
/* Server: the calling titles of the AARQ; empty before it. */
const OsiAddress *mms_association_calling(const MmsAssociation *association);
VmdCaller *mms_association_caller(MmsAssociation *association);
/* The user of the association that a caller belongs to, which is still there. */
void *mms_association_user(const VmdCaller *caller);

/* Sends an unconfirmed PDU; `content` is what stands inside A3 (see unconfirmed.h). False when
 * it does not fit the negotiated PDU or the association is not open. */
bool mms_association_send_unconfirmed(MmsAssociation *association, Slice content);

/* What became of a request of ours. */
typedef enum MmsAnswerKind {
    MMS_ANSWER_RESPONSE,
    MMS_ANSWER_ERROR,
    MMS_ANSWER_REJECT,
    MMS_ANSWER_CANCELLED,
    MMS_ANSWER_LOST
} MmsAnswerKind;

typedef struct MmsAnswer {
    MmsAnswerKind kind;
    BerTag tag;     /* of RESPONSE: the service's tag */
    Slice body;     /* of RESPONSE: its content; lent */
    MmsError error; /* of ERROR: class and code */
    int reject;     /* of REJECT: MmsReject or another pair */
} MmsAnswer;

typedef void (*MmsAnswered)(void *user, const MmsAnswer *answer);

/* Puts the service CHOICE element of a confirmed request. */
typedef void (*MmsRequestPut)(BerWriter *writer, const void *request);

/* Issues a confirmed request and returns its invokeID; 0 when it does not fit the PDU or the
 * association is not open. Requests over the negotiated outstanding count wait inside and are
 * sent in order. `answered` comes exactly once, never inside this call; the get_response
 * functions of the services check the answer's kind and tag. */
uint32_t mms_association_request(MmsAssociation *association, MmsRequestPut put,
                                 const void *request, MmsAnswered answered, void *user);

/* Asks the peer to cancel a request of ours; one that still waits inside is answered with
 * MMS_ANSWER_CANCELLED at once. An unknown id does nothing. */
void mms_association_cancel(MmsAssociation *association, uint32_t invoke_id);
