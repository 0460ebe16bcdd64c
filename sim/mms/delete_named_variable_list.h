/* SPDX-License-Identifier: Apache-2.0
 *
 * deleteNamedVariableList (ISO 9506-2 service 13): lists by name, or all of a scope.
 */
#pragma once

#include "sim/mms/service.h"
#include "sim/mms/variable_access.h"

typedef enum MmsDeleteScope {
    MMS_DELETE_SPECIFIC = 0,
    MMS_DELETE_ASSOCIATION = 1,
    MMS_DELETE_DOMAIN = 2,
    MMS_DELETE_VMD = 3
} MmsDeleteScope;

typedef struct MmsDeleteNamedVariableListRequest {
    MmsDeleteScope scope;
    const MmsObjectName *names; /* of SPECIFIC */
    unsigned count;
    Slice domain; /* of DOMAIN */
} MmsDeleteNamedVariableListRequest;

typedef struct MmsDeleteNamedVariableListResponse {
    uint32_t matched;
    uint32_t deleted;
} MmsDeleteNamedVariableListResponse;

void mms_delete_named_variable_list_put_request(BerWriter *writer, const void *request);
bool mms_delete_named_variable_list_get_response(const MmsAnswer *answer,
                                                 MmsDeleteNamedVariableListResponse *response);

extern const ServiceRow mms_delete_named_variable_list_row;
