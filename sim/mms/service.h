/* SPDX-License-Identifier: Apache-2.0
 *
 * Confirmed services as rows: number, name, tags, functions. The bits of servicesSupported,
 * `iedbench list services` and the PICS are derived from the rows. To add a service: one file
 * with both directions, its row in service.c, its test.
 */
#pragma once

#include "sim/mms/association.h"

typedef enum ServiceVerdict {
    SERVICE_ANSWERED, /* the response CHOICE element was put */
    SERVICE_REFUSED,  /* request->error tells; what was put is rewound */
    SERVICE_REJECTED, /* request->reject tells */
    SERVICE_LATER, /* a pending request was made; the answer comes through mms_pending_complete
                    */
} ServiceVerdict;

typedef struct MmsPending MmsPending;

typedef struct MmsRequest {
    MmsAssociation *association;
    const Vmd *vmd;
    VmdCaller *caller;
    const MmsLimits *limits;
    uint32_t invoke_id;
    BerTag tag;        /* of the service CHOICE */
    Slice body;        /* its content */
    BerWriter *writer; /* response goes here; bounded by the negotiated PDU */
    MmsError error;
    MmsReject reject;
    MmsPending *pending; /* of a resumed request: what was done before; else NULL */
} MmsRequest;

typedef ServiceVerdict (*ServiceServe)(MmsRequest *request);

typedef struct ServiceRow {
    uint8_t number; /* ISO 9506-2 ConfirmedServiceRequest tag number = servicesSupported bit */
    const char *name; /* "getNameList" */
    BerTag request_tag;
    BerTag response_tag;
    ServiceServe serve;
    const char *clause;
} ServiceRow;

const ServiceRow *mms_service_rows(unsigned *count);
const ServiceRow *mms_service_find(BerTag request_tag);

/* A request that is answered later. It dies with the association, counts against the
 * outstanding limit and can be cancelled. A VMD function that answers LATER asks for the handle
 * of the request being served, keeps it, and completes it from a later turn of the loop. */
MmsPending *mms_pending_of(VmdCaller *caller);

/* The VMD is told when its pending request died (cancel, association gone): it must forget the
 * handle. */
typedef void (*MmsPendingGone)(void *user);
void mms_pending_watch(MmsPending *pending, MmsPendingGone gone, void *user);

/* The result of the item that said LATER: for a read, `data` is the encoded Data; for a write
 * only the result counts. */
void mms_pending_complete(MmsPending *pending, MmsDataError result, Slice data);
