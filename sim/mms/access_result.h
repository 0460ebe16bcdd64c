/* SPDX-License-Identifier: Apache-2.0
 *
 * AccessResult (ISO 9506-2 14.4.1.2): a Data, or failure with a DataAccessError. Lists of them
 * stand in Read responses and in information reports.
 */
#pragma once

#include "sim/ber/reader.h"
#include "sim/ber/writer.h"
#include "sim/mms/error.h"

/* A list of results being walked; lent bytes. */
typedef struct MmsResults {
    BerReader reader;
} MmsResults;

/* The next AccessResult: MMS_DATA_SUCCESS and the whole Data element, or the error and an empty
 * Slice. False behind the last one and for bytes that are no AccessResult: then
 * results->reader.error tells. */
bool mms_results_next(MmsResults *results, MmsDataError *result, Slice *data);

/* Puts `failure [0] IMPLICIT DataAccessError`; also a WriteResult's failure. */
void mms_data_error_put(BerWriter *writer, MmsDataError error);
