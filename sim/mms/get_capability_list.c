/* SPDX-License-Identifier: Apache-2.0
 *
 * getCapabilityList (ISO 9506-2 service 71).
 *   request  [71] { continueAfter VisibleString? }
 *   response [71] { [0] SEQUENCE OF MMSString, [1] moreFollows DEFAULT TRUE }
 */
#include "sim/mms/get_capability_list.h"

#include "sim/mms/association_private.h"
#include "sim/mms/page.h"

/* The index behind `after`; false when no capability is called so. */
static bool
find_start(const Vmd *vmd, Slice after, unsigned *index)
{
    const char *name;

    *index = 0;
    if (after.size == 0) {
        return true;
    }
    while ((name = vmd->device->capability(vmd->object, (*index)++)) != NULL) {
        if (slice_equals_string(after, name)) {
            return true;
        }
    }
    return false;
}

static ServiceVerdict
serve(MmsRequest *request)
{
    const Vmd *vmd = request->vmd;
    BerReader reader = ber_reader(request->body);
    Slice after = SLICE_NONE;
    const char *name = NULL;
    MmsPage page;
    unsigned index;

    if (ber_peek(&reader) == BER_VISIBLE_STRING) {
        after = ber_get(&reader, BER_VISIBLE_STRING);
    }
    if (!mms_request_is_read(request, &reader)) {
        return SERVICE_REJECTED;
    }
    mms_page_open(&page, request->writer, 0xBF47);
    if (vmd->device->capability == NULL) {
        mms_page_close(&page, false);
        return SERVICE_ANSWERED;
    }
    if (!find_start(vmd, after, &index)) {
        return mms_request_refuse(request, MMS_OBJECT_NON_EXISTENT);
    }
    do {
        name = vmd->device->capability(vmd->object, index++);
    } while (name != NULL && mms_page_take_name(&page, slice_from_string(name)));
    return mms_page_close(&page, name != NULL)
               ? SERVICE_ANSWERED
               : mms_request_refuse(request, MMS_RESOURCE_OTHER);
}

void
mms_get_capability_list_put_request(BerWriter *writer, const void *request)
{
    const MmsGetCapabilityListRequest *list = request;
    BerMark service = ber_put_open(writer, 0xBF47);

    if (list != NULL && list->continue_after.size > 0) {
        ber_put(writer, BER_VISIBLE_STRING, list->continue_after);
    }
    ber_put_close(writer, service);
}

bool
mms_get_capability_list_get_response(const MmsAnswer *answer, MmsNames *names)
{
    *names = (MmsNames){ 0 };
    return answer->kind == MMS_ANSWER_RESPONSE &&
           answer->tag == mms_get_capability_list_row.response_tag &&
           mms_page_get_names(answer->body, names);
}

const ServiceRow mms_get_capability_list_row = {
    .number = 71,
    .name = "getCapabilityList",
    .request_tag = 0xBF47,
    .response_tag = 0xBF47,
    .serve = serve,
    .needs = SERVICE_NEEDS_DEVICE,
    .clause = "ISO 9506-2 10.6",
};
