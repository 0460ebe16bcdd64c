/* SPDX-License-Identifier: Apache-2.0
 *
 * getCapabilityList (ISO 9506-2 service 71): strings that tell what the VMD can do, in pages.
 */
#pragma once

#include "sim/mms/get_name_list.h"

typedef struct MmsGetCapabilityListRequest {
    Slice continue_after; /* empty: from the first */
} MmsGetCapabilityListRequest;

void mms_get_capability_list_put_request(BerWriter *writer, const void *request);
bool mms_get_capability_list_get_response(const MmsAnswer *answer, MmsNames *names);

extern const ServiceRow mms_get_capability_list_row;
