/* SPDX-License-Identifier: Apache-2.0
 *
 * write (ISO 9506-2 service 5): values into variables, or into the members of a variable list.
 */
#pragma once

#include "sim/mms/service.h"
#include "sim/mms/variable_access.h"

/* As many data (whole elements) as variables, or as members of the list. */
typedef struct MmsWriteRequest {
    MmsVariables variables;
    const Slice *data;
    unsigned data_count;
} MmsWriteRequest;

typedef struct MmsWriteResults {
    BerReader reader;
} MmsWriteResults;

void mms_write_put_request(BerWriter *writer, const void *request);
bool mms_write_get_response(const MmsAnswer *answer, MmsWriteResults *results);

/* The next item's result; false behind the last one and for bytes that are none
 * (results->reader.error). */
bool mms_write_results_next(MmsWriteResults *results, MmsDataError *result);

extern const ServiceRow mms_write_row;
