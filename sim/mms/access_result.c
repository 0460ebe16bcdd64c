/* SPDX-License-Identifier: Apache-2.0
 *
 * AccessResult (ISO 9506-2 14.4.1.2; see access_result.h).
 */
#include "sim/mms/access_result.h"

bool
mms_results_next(MmsResults *results, MmsDataError *result, Slice *data)
{
    BerReader *reader = &results->reader;

    *data = SLICE_NONE;
    *result = MMS_DATA_OBJECT_INVALIDATED;
    if (ber_at_end(reader)) {
        return false;
    }
    if (ber_peek(reader) == 0x80) {
        *result = (MmsDataError)ber_get_integer(reader, 0x80, 0, MMS_DATA_SUCCESS - 1);
    } else if (!ber_tag_is_context(ber_peek(reader))) {
        ber_fail(reader, BER_UNEXPECTED_TAG);
    } else {
        *result = MMS_DATA_SUCCESS;
        *data = ber_get_element(reader);
    }
    return reader->error == BER_OK;
}

void
mms_data_error_put(BerWriter *writer, MmsDataError error)
{
    ber_put_integer(writer, 0x80, (int)error);
}
