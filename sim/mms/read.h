/* SPDX-License-Identifier: Apache-2.0
 *
 * read (ISO 9506-2 service 4): the values of variables, or of a variable list.
 */
#pragma once

#include "sim/mms/access_result.h"
#include "sim/mms/service.h"
#include "sim/mms/variable_access.h"

typedef struct MmsReadRequest {
    bool specification_with_result; /* the server shall repeat what was asked for */
    MmsVariables variables;
} MmsReadRequest;

void mms_read_put_request(BerWriter *writer, const void *request);

/* The results in the order of the request; walk them with mms_results_next. */
bool mms_read_get_response(const MmsAnswer *answer, MmsResults *results);

extern const ServiceRow mms_read_row;
