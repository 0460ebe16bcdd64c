/* SPDX-License-Identifier: Apache-2.0
 *
 * status (ISO 9506-2 service 0).
 *   request  [0] BOOLEAN extendedDerivation
 *   response [0] { [0] vmdLogicalStatus, [1] vmdPhysicalStatus, [2] localDetail? }
 */
#include "sim/mms/status.h"

#include "sim/mms/association_private.h"

static ServiceVerdict
serve(MmsRequest *request)
{
    const VmdDevice *device = request->vmd->device;
    BerWriter *writer = request->writer;
    int logical = 0;
    int physical = 0;
    BerMark mark;

    if (request->body.size != 1) {
        request->reject = MMS_REJECT_INVALID_ARGUMENT;
        return SERVICE_REJECTED;
    }
    if (device->status != NULL) {
        device->status(request->vmd->object, &logical, &physical);
    }
    mark = ber_put_open(writer, 0xA0);
    ber_put_integer(writer, 0x80, logical);
    ber_put_integer(writer, 0x81, physical);
    ber_put_close(writer, mark);
    return SERVICE_ANSWERED;
}

void
mms_status_put_request(BerWriter *writer, const void *request)
{
    const MmsStatusRequest *status = request;

    ber_put_boolean(writer, 0x80, status != NULL && status->extended_derivation);
}

bool
mms_status_get_response(const MmsAnswer *answer, MmsStatusResponse *response)
{
    BerReader reader = ber_reader(answer->body);

    *response = (MmsStatusResponse){ 0 };
    if (answer->kind != MMS_ANSWER_RESPONSE || answer->tag != mms_status_row.response_tag) {
        return false;
    }
    response->logical = (int)ber_get_integer(&reader, 0x80, 0, INT32_MAX);
    response->physical = (int)ber_get_integer(&reader, 0x81, 0, INT32_MAX);
    if (ber_peek(&reader) == 0x82) {
        ber_skip(&reader); /* localDetail */
    }
    return ber_at_end(&reader) && reader.error == BER_OK;
}

const ServiceRow mms_status_row = {
    .number = 0,
    .name = "status",
    .request_tag = 0x80,
    .response_tag = 0xA0,
    .serve = serve,
    .needs = SERVICE_NEEDS_DEVICE,
    .clause = "ISO 9506-2 10.2",
};
