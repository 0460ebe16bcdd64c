/* SPDX-License-Identifier: Apache-2.0
 *
 * Refusals as bytes (see reject.h). ServiceError { [0]E errorClass { [c]I code }, [1]
 * additionalCode?, [2] additionalDescription?, [3]E serviceSpecificInfo? }.
 */
#include "sim/mms/reject.h"

void
mms_service_error_put(BerWriter *writer, BerTag tag, MmsError error, MmsErrorDetail detail)
{
    BerMark outer = ber_put_open(writer, tag);
    BerMark class = ber_put_open(writer, 0xA0);

    ber_put_integer(writer, BER_CONTEXT((unsigned)error >> 8), (int)error & 0xFF);
    ber_put_close(writer, class);
    if (detail.tag != 0) {
        BerMark info = ber_put_open(writer, 0xA3);

        ber_put_unsigned(writer, detail.tag, detail.value);
        ber_put_close(writer, info);
    }
    ber_put_close(writer, outer);
}

MmsError
mms_service_error_get(BerReader *reader, BerTag tag)
{
    BerReader error = ber_open(reader, tag);
    BerReader class = ber_open(&error, 0xA0);
    BerTag choice = ber_peek(&class);
    int64_t code;

    if (choice < 0x80 || choice > 0x8C) {
        ber_fail(&class, BER_UNEXPECTED_TAG);
    }
    code = ber_get_integer(&class, choice, 0, 0xFF);
    ber_close(&error, &class);
    while (!ber_at_end(&error)) {
        ber_skip(&error);
    }
    ber_close(reader, &error);
    return reader->error != BER_OK ? MMS_OK : (MmsError)((choice & 0x1F) << 8 | (unsigned)code);
}

void
mms_confirmed_error_put(BerWriter *writer, uint32_t invoke_id, MmsError error,
                        MmsErrorDetail detail)
{
    BerMark outer = ber_put_open(writer, 0xA2);

    ber_put_unsigned(writer, 0x80, invoke_id);
    mms_service_error_put(writer, 0xA2, error, detail);
    ber_put_close(writer, outer);
}

void
mms_cancel_error_put(BerWriter *writer, uint32_t invoke_id, MmsError error)
{
    BerMark outer = ber_put_open(writer, 0xA7);

    ber_put_unsigned(writer, 0x80, invoke_id);
    mms_service_error_put(writer, 0xA1, error, (MmsErrorDetail){ 0 });
    ber_put_close(writer, outer);
}

void
mms_reject_put(BerWriter *writer, const uint32_t *invoke_id, int reject)
{
    BerMark outer = ber_put_open(writer, 0xA4);

    if (invoke_id != NULL) {
        ber_put_unsigned(writer, 0x80, *invoke_id);
    }
    ber_put_integer(writer, (BerTag)(reject >> 8), reject & 0xFF);
    ber_put_close(writer, outer);
}

bool
mms_reject_get(Slice content, MmsRejected *rejected)
{
    BerReader reader = ber_reader(content);
    BerTag tag;

    *rejected = (MmsRejected){ 0 };
    if (ber_peek(&reader) == 0x80) {
        rejected->has_invoke_id = true;
        rejected->invoke_id = ber_get_unsigned32(&reader, 0x80);
    }
    tag = ber_peek(&reader);
    if (tag < 0x81 || tag > 0x8B) {
        return false;
    }
    rejected->reject = (int)(tag << 8) | (int)ber_get_integer(&reader, tag, 0, 0xFF);
    return ber_at_end(&reader) && reader.error == BER_OK;
}
