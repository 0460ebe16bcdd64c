/* SPDX-License-Identifier: Apache-2.0
 *
 * Confirmed services as rows: number, name, tags, functions. The bits of servicesSupported,
 * `iedbench list services` and the PICS are derived from the rows. To add a service: one file
 * with both directions, its row in service.c, its test.
 */
#pragma once

#include "sim/mms/association.h"
#include "sim/mms/reject.h"

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
    MmsErrorDetail detail; /* serviceSpecificInfo of `error` */
    int reject;
    MmsPending *pending; /* of a resumed request: what was done before; else NULL */
} MmsRequest;

typedef ServiceVerdict (*ServiceServe)(MmsRequest *request);

/* Which table of the Vmd a service works on; without it the service is not advertised and
 * answers object-access-unsupported. */
typedef enum ServiceNeed {
    SERVICE_NEEDS_NOTHING,
    SERVICE_NEEDS_DEVICE,
    SERVICE_NEEDS_NAMES,
    SERVICE_NEEDS_VARIABLES,
    SERVICE_NEEDS_LISTS,
    SERVICE_NEEDS_JOURNALS,
} ServiceNeed;

typedef struct ServiceRow {
    uint8_t number;   /* servicesSupported bit; for confirmed services also the tag number */
    const char *name; /* "getNameList" */
    BerTag
        request_tag; /* of the CHOICE in a confirmed (unconfirmed) PDU, or of the PDU itself */
    BerTag response_tag; /* 0: it is not answered */
    ServiceServe serve;  /* NULL: no confirmed service (informationReport, conclude, cancel) */
    ServiceNeed needs;
    const char *clause;
} ServiceRow;

/* The bits of servicesSupported in ISO 9506-2 version 1. */
#define MMS_SERVICE_NUMBERS 85

/* The row of a servicesSupported bit; NULL when there is none. Walk the numbers to list all. */
const ServiceRow *mms_service_row(unsigned number);

/* The row of a confirmed service by the tag of its request, compared whole: class, form and
 * number. */
const ServiceRow *mms_service_find(BerTag request_tag);

/* Whether this VMD (may be NULL) offers the service: what servicesSupported says. */
bool mms_service_is_offered(const ServiceRow *row, const Vmd *vmd);

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
