/* SPDX-License-Identifier: Apache-2.0
 *
 * defineNamedVariableList (ISO 9506-2 service 11): a new list of variables.
 */
#pragma once

#include "sim/mms/service.h"
#include "sim/mms/variable_access.h"

typedef struct MmsDefineNamedVariableListRequest {
    MmsObjectName name;
    const VmdMember *members;
    unsigned count;
} MmsDefineNamedVariableListRequest;

void mms_define_named_variable_list_put_request(BerWriter *writer, const void *request);
bool mms_define_named_variable_list_get_response(const MmsAnswer *answer);

extern const ServiceRow mms_define_named_variable_list_row;
