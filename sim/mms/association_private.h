/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of the MMS protocol machine share: association.c (life, over the OSI stack),
 * indication.c (what the stack tells), protocol.c (PDUs by their outer tag), initiate.c,
 * confirmed.c (requests served), pending.c (requests answered later) and request.c (requests of
 * ours). The machine knows the stack only as an MmsWire, so tests run it on bare MMS PDUs.
 */
#pragma once

#include <glib.h>

#include "sim/mms/association.h"
#include "sim/mms/reject.h"
#include "sim/mms/service.h"
#include "sim/mms/variable_access.h"

/* Where primitives go: osi_stack_send, or a test. */
typedef void (*MmsWire)(void *wire_user, OsiPrimitive primitive, Pdu *pdu, int diagnostic);

typedef enum MmsState {
    MMS_STATE_IDLE,       /* nothing yet; a server waits for the initiate */
    MMS_STATE_CONNECTING, /* client: initiate sent */
    MMS_STATE_OPEN,
    MMS_STATE_CONCLUDING, /* we sent a conclude-Request */
    MMS_STATE_CONCLUDED,  /* we answered one; the release is to come */
    MMS_STATE_RELEASING,  /* we asked for the release */
    MMS_STATE_ENDED,
    MMS_STATES
} MmsState;

/* A request of ours on the wire. */
typedef struct MmsOutstanding {
    uint32_t invoke_id;
    MmsAnswered answered;
    void *user;
} MmsOutstanding;

/* A data of a write, and what its check said. */
typedef struct MmsWriteItem {
    Slice data;
    bool bad_value;
} MmsWriteItem;

struct MmsAssociation {
    VmdCaller caller;
    const Vmd *vmd;
    Gate *gates;
    MmsUser callbacks;
    void *user;
    OsiStack *stack; /* NULL in tests of the bare machine */
    MmsWire wire;
    void *wire_user;
    OsiRole role;
    MmsState state;
    MmsLimits limits;
    MmsNegotiated negotiated;
    MmsCounters counters;
    unsigned strikes;     /* PDU errors of the peer in a row */
    bool initiate_unseen; /* our initiate is kept by the stack until the transport is there */

    Pdu response;        /* of the request being served; its memory is reused */
    Pdu outgoing;        /* everything else we send */
    MmsScratch scratch;  /* what a request is parsed into */
    MmsWriteItem *items; /* data of a write */
    unsigned items_capacity;
    MmsRequest *serving;
    GPtrArray *pendings; /* MmsPending, owned */

    GArray *outstanding; /* MmsOutstanding */
    GQueue waiting;      /* of MmsWaiting, owned by request.c */
    uint32_t last_invoke_id;
    bool conclude_wanted; /* as soon as nothing of ours is outstanding */
    char *client_name;
    OsiAddress calling; /* what its AARQ said, once it came */
};

/* association.c */
MmsAssociation *mms_association_new_bare(const MmsParameters *parameters,
                                         const MmsUser *callbacks, void *user, MmsWire wire,
                                         void *wire_user);

/* An end that comes before the association stood is a refusal, one behind the conclude a
 * release; else `how`. */
MmsEnd mms_association_end_of(const MmsAssociation *association, MmsEnd how);

/* Over: pending requests die, our own are answered as lost, the VMD forgets the caller. */
void mms_association_end(MmsAssociation *association, MmsEnd how, const OsiReason *reason);

/* Aborts; `text` says why, static. */
void mms_association_fail(MmsAssociation *association, const char *text);

/* Begins a PDU in association->outgoing, bounded by what was negotiated, and sends it. */
BerWriter mms_association_write(MmsAssociation *association);
void mms_association_send(MmsAssociation *association, Pdu *pdu);

/* indication.c: what the stack tells; `user` is the association. */
void mms_association_indicate(void *user, const OsiIndication *indication);

/* protocol.c */
void mms_protocol_take(MmsAssociation *association, Slice pdu);
void mms_protocol_reject(MmsAssociation *association, const uint32_t *invoke_id, int reject);
void mms_protocol_conclude_if_idle(MmsAssociation *association);

/* initiate.c: all put a whole PDU into association->outgoing. accept returns MMS_OK, or the
 * refusal that was put as initiate-Error. */
void mms_initiate_put_request(MmsAssociation *association);
MmsError mms_initiate_accept(MmsAssociation *association, Slice pdu);
MmsError mms_initiate_refuse(MmsAssociation *association, MmsError error);
bool mms_initiate_get_response(MmsAssociation *association, Slice pdu);
MmsError mms_initiate_get_error(Slice pdu);

/* confirmed.c: `content` of A0; false when not even an invokeID stands there. */
bool mms_confirmed_take(MmsAssociation *association, Slice content);

/* Serves and answers; also a resumed request. */
void mms_confirmed_serve(MmsRequest *request, const ServiceRow *row);

/* For services: MMS_OK and nothing left, or the reject that the reader's error stands for. */
bool mms_request_is_read(MmsRequest *request, BerReader *reader);
ServiceVerdict mms_request_refuse(MmsRequest *request, MmsError error);

/* pending.c */
bool mms_pending_exists(const MmsAssociation *association, uint32_t invoke_id);
void mms_pending_cancel(MmsAssociation *association, uint32_t invoke_id);
void mms_pending_drop_all(MmsAssociation *association);

/* Ends what VmdCaller took and the service did not use. */
void mms_pending_settle(MmsRequest *request, ServiceVerdict verdict, const ServiceRow *row);

/* For services: at the item `at` the VMD said LATER; `done` are the encoded results before it.
 * False when the VMD took no handle: then there is no later. */
bool mms_pending_hold(MmsRequest *request, unsigned at, Slice done);

/* A request that goes on: what was done before, and how the item `at` came out. */
typedef struct MmsResumed {
    unsigned at;
    Slice done;
    MmsDataError result;
    Slice data;
} MmsResumed;

/* False for a request that is served for the first time. */
bool mms_pending_resumed(const MmsRequest *request, MmsResumed *resumed);

/* request.c */
void mms_request_take_response(MmsAssociation *association, uint32_t invoke_id,
                               const MmsAnswer *answer);
void mms_request_lose_all(MmsAssociation *association);
