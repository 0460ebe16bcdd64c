/* SPDX-License-Identifier: Apache-2.0
 *
 * getVariableAccessAttributes (ISO 9506-2 service 6): the type of a named variable.
 */
#pragma once

#include "sim/mms/service.h"

typedef struct MmsGetVariableAccessAttributesRequest {
    MmsObjectName name;
} MmsGetVariableAccessAttributesRequest;

typedef struct MmsGetVariableAccessAttributesResponse {
    bool deletable;
    Slice type; /* the TypeDescription, a whole element: A1 array, A2 structure, 83 .. */
} MmsGetVariableAccessAttributesResponse;

void mms_get_variable_access_attributes_put_request(BerWriter *writer, const void *request);
bool mms_get_variable_access_attributes_get_response(
    const MmsAnswer *answer, MmsGetVariableAccessAttributesResponse *response);

extern const ServiceRow mms_get_variable_access_attributes_row;
