/* SPDX-License-Identifier: Apache-2.0
 *
 * status (ISO 9506-2 service 0): the VMD's logical and physical state.
 */
#pragma once

#include "sim/mms/service.h"

typedef struct MmsStatusRequest {
    bool extended_derivation;
} MmsStatusRequest;

typedef struct MmsStatusResponse {
    int logical;  /* 0 state-changes-allowed .. 3 support-services-allowed */
    int physical; /* 0 operational .. 3 needs-commissioning */
} MmsStatusResponse;

void mms_status_put_request(BerWriter *writer, const void *request);
bool mms_status_get_response(const MmsAnswer *answer, MmsStatusResponse *response);

extern const ServiceRow mms_status_row;
