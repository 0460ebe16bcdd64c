/* SPDX-License-Identifier: Apache-2.0
 *
 * getNameList (ISO 9506-2 service 1): the names of one class of objects in one scope, in pages
 * that fill the negotiated PDU.
 */
#pragma once

#include "sim/mms/service.h"

typedef struct MmsGetNameListRequest {
    MmsObjectClass object_class;
    MmsScope scope;
    Slice domain;         /* of MMS_SCOPE_DOMAIN */
    Slice continue_after; /* empty: from the first */
} MmsGetNameListRequest;

/* A page of names being walked; lent bytes. */
typedef struct MmsNames {
    BerReader reader;
    bool more_follows;
} MmsNames;

void mms_get_name_list_put_request(BerWriter *writer, const void *request);
bool mms_get_name_list_get_response(const MmsAnswer *answer, MmsNames *names);

/* The next name; false behind the last one and for bytes that are no name
 * (names->reader.error). */
bool mms_names_next(MmsNames *names, Slice *name);

extern const ServiceRow mms_get_name_list_row;
