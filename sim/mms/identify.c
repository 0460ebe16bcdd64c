/* SPDX-License-Identifier: Apache-2.0
 *
 * identify (ISO 9506-2 service 2).
 *   request  [2] NULL
 *   response [2] { [0] vendorName, [1] modelName, [2] revision, [3] listOfAbstractSyntaxes? }
 */
#include "sim/mms/identify.h"

#include "sim/mms/association_private.h"

static ServiceVerdict
serve(MmsRequest *request)
{
    const VmdDevice *device = request->vmd->device;
    BerWriter *writer = request->writer;
    const char *vendor = "";
    const char *model = "";
    const char *revision = "";
    BerMark mark;

    if (request->body.size != 0) {
        request->reject = MMS_REJECT_INVALID_ARGUMENT;
        return SERVICE_REJECTED;
    }
    if (device->identify != NULL) {
        device->identify(request->vmd->object, &vendor, &model, &revision);
    }
    mark = ber_put_open(writer, 0xA2);
    ber_put_string(writer, 0x80, vendor);
    ber_put_string(writer, 0x81, model);
    ber_put_string(writer, 0x82, revision);
    ber_put_close(writer, mark);
    return SERVICE_ANSWERED;
}

void
mms_identify_put_request(BerWriter *writer, const void *request)
{
    (void)request;
    ber_put_null(writer, 0x82);
}

bool
mms_identify_get_response(const MmsAnswer *answer, MmsIdentifyResponse *response)
{
    BerReader reader = ber_reader(answer->body);

    *response = (MmsIdentifyResponse){ 0 };
    if (answer->kind != MMS_ANSWER_RESPONSE || answer->tag != mms_identify_row.response_tag) {
        return false;
    }
    response->vendor = ber_get(&reader, 0x80);
    response->model = ber_get(&reader, 0x81);
    response->revision = ber_get(&reader, 0x82);
    if (ber_peek(&reader) == 0xA3) {
        ber_skip(&reader); /* listOfAbstractSyntaxes */
    }
    return ber_at_end(&reader) && reader.error == BER_OK;
}

const ServiceRow mms_identify_row = {
    .number = 2,
    .name = "identify",
    .request_tag = 0x82,
    .response_tag = 0xA2,
    .serve = serve,
    .needs = SERVICE_NEEDS_DEVICE,
    .clause = "ISO 9506-2 10.5",
};
