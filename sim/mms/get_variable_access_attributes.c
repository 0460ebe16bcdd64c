/* SPDX-License-Identifier: Apache-2.0
 *
 * getVariableAccessAttributes (ISO 9506-2 service 6).
 *   request  [6]E { [0]E name ObjectName | [1]E address }
 *   response [6] { [0] mmsDeletable, [1]E address?, [2]E typeDescription }
 */
#include "sim/mms/get_variable_access_attributes.h"

#include "sim/mms/association_private.h"
#include "sim/mms/object_name.h"

static MmsError
error_of(MmsDataError result)
{
    switch (result) {
    case MMS_DATA_SUCCESS:
        return MMS_OK;
    case MMS_DATA_OBJECT_NON_EXISTENT:
    case MMS_DATA_OBJECT_UNDEFINED:
        return MMS_OBJECT_NON_EXISTENT;
    case MMS_DATA_OBJECT_ACCESS_DENIED:
        return MMS_OBJECT_ACCESS_DENIED;
    case MMS_DATA_OBJECT_ACCESS_UNSUPPORTED:
        return MMS_OBJECT_ACCESS_UNSUPPORTED;
    case MMS_DATA_OBJECT_INVALIDATED:
        return MMS_OBJECT_INVALIDATED;
    default:
        return MMS_ACCESS_OTHER;
    }
}

static void
tell(const MmsRequest *request, const MmsObjectName *name, MmsDataError result)
{
    const MmsAssociation *association = request->association;
    const MmsServed served = { MMS_SERVED_BROWSE, name, result };

    if (association->callbacks.served != NULL) {
        association->callbacks.served(association->user, &served);
    }
}

static void
put_response(MmsRequest *request, const VmdVariable *variable)
{
    BerWriter *writer = request->writer;
    BerMark service = ber_put_open(writer, 0xA6);
    BerMark type;

    ber_put_boolean(writer, 0x80, false);
    type = ber_put_open(writer, 0xA2);
    request->vmd->variables->describe(request->vmd->object, variable, writer);
    ber_put_close(writer, type);
    ber_put_close(writer, service);
}

static ServiceVerdict
serve(MmsRequest *request)
{
    const Vmd *vmd = request->vmd;
    BerReader reader = ber_reader(request->body);
    bool named = ber_peek(&reader) != 0xA1;
    BerReader choice = ber_open(&reader, named ? 0xA0 : 0xA1);
    MmsObjectName name = { 0 };
    VmdVariable variable;
    MmsDataError result;

    if (named) {
        name = mms_object_name_get(&choice);
    } else {
        ber_skip(&choice);
    }
    ber_close(&reader, &choice);
    if (!mms_request_is_read(request, &reader)) {
        return SERVICE_REJECTED;
    }
    if (!named) {
        return mms_request_refuse(request, MMS_OBJECT_ACCESS_UNSUPPORTED);
    }
    result = vmd->variables->find(vmd->object, request->caller, &name, &variable);
    tell(request, &name, result);
    if (result != MMS_DATA_SUCCESS) {
        return mms_request_refuse(request, error_of(result));
    }
    put_response(request, &variable);
    return SERVICE_ANSWERED;
}

void
mms_get_variable_access_attributes_put_request(BerWriter *writer, const void *request)
{
    const MmsGetVariableAccessAttributesRequest *variable = request;
    BerMark service = ber_put_open(writer, 0xA6);
    BerMark name = ber_put_open(writer, 0xA0);

    mms_object_name_put(writer, &variable->name);
    ber_put_close(writer, name);
    ber_put_close(writer, service);
}

bool
mms_get_variable_access_attributes_get_response(
    const MmsAnswer *answer, MmsGetVariableAccessAttributesResponse *response)
{
    BerReader reader = ber_reader(answer->body);
    BerReader type;

    *response = (MmsGetVariableAccessAttributesResponse){ 0 };
    if (answer->kind != MMS_ANSWER_RESPONSE ||
        answer->tag != mms_get_variable_access_attributes_row.response_tag) {
        return false;
    }
    response->deletable = ber_get_boolean(&reader, 0x80);
    if (ber_peek(&reader) == 0xA1) {
        ber_skip(&reader); /* address */
    }
    type = ber_open(&reader, 0xA2);
    response->type = ber_get_element(&type);
    ber_close(&reader, &type);
    return ber_at_end(&reader) && reader.error == BER_OK;
}

const ServiceRow mms_get_variable_access_attributes_row = {
    .number = 6,
    .name = "getVariableAccessAttributes",
    .request_tag = 0xA6,
    .response_tag = 0xA6,
    .serve = serve,
    .needs = SERVICE_NEEDS_VARIABLES,
    .clause = "ISO 9506-2 14.8",
};
