/* SPDX-License-Identifier: Apache-2.0
 *
 * The one place where refusals become bytes: ServiceError (ISO 9506-2 7.4.5) in its four PDUs,
 * and RejectPDU (7.3).
 */
#pragma once

#include "sim/ber/reader.h"
#include "sim/ber/writer.h"
#include "sim/mms/error.h"

/* serviceSpecificInfo: one INTEGER under the tag of its alternative; tag 0: none. */
typedef struct MmsErrorDetail {
    BerTag tag;
    uint32_t value;
} MmsErrorDetail;

/* Puts a ServiceError as content of `tag`: A2 in a confirmed-Error, A1 in a cancel-Error, AA
 * and AD for initiate-Error and conclude-Error. */
void mms_service_error_put(BerWriter *writer, BerTag tag, MmsError error,
                           MmsErrorDetail detail);
MmsError mms_service_error_get(BerReader *reader, BerTag tag);

void mms_confirmed_error_put(BerWriter *writer, uint32_t invoke_id, MmsError error,
                             MmsErrorDetail detail);
void mms_cancel_error_put(BerWriter *writer, uint32_t invoke_id, MmsError error);

/* `invoke_id` NULL when it could not be read. */
void mms_reject_put(BerWriter *writer, const uint32_t *invoke_id, int reject);

typedef struct MmsRejected {
    bool has_invoke_id;
    uint32_t invoke_id;
    int reject;
} MmsRejected;

/* Reads the content of a RejectPDU. */
bool mms_reject_get(Slice content, MmsRejected *rejected);
