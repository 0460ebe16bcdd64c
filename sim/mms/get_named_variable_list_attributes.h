/* SPDX-License-Identifier: Apache-2.0
 *
 * getNamedVariableListAttributes (ISO 9506-2 service 12): the members of a variable list.
 */
#pragma once

#include "sim/mms/service.h"
#include "sim/mms/variable_access.h"

typedef struct MmsGetNamedVariableListAttributesRequest {
    MmsObjectName name;
} MmsGetNamedVariableListAttributesRequest;

typedef struct MmsGetNamedVariableListAttributesResponse {
    bool deletable;
    BerReader members; /* walk it with mms_member_next */
} MmsGetNamedVariableListAttributesResponse;

void mms_get_named_variable_list_attributes_put_request(BerWriter *writer, const void *request);
bool mms_get_named_variable_list_attributes_get_response(
    const MmsAnswer *answer, MmsGetNamedVariableListAttributesResponse *response);

extern const ServiceRow mms_get_named_variable_list_attributes_row;
