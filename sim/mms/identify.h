/* SPDX-License-Identifier: Apache-2.0
 *
 * identify (ISO 9506-2 service 2): who made the VMD.
 */
#pragma once

#include "sim/mms/service.h"

/* Lent from the response. */
typedef struct MmsIdentifyResponse {
    Slice vendor;
    Slice model;
    Slice revision;
} MmsIdentifyResponse;

/* `request` is not looked at: the service has no argument. */
void mms_identify_put_request(BerWriter *writer, const void *request);
bool mms_identify_get_response(const MmsAnswer *answer, MmsIdentifyResponse *response);

extern const ServiceRow mms_identify_row;
