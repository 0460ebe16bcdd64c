/* SPDX-License-Identifier: Apache-2.0
 *
 * getNamedVariableListAttributes (ISO 9506-2 service 12).
 *   request  [12]E ObjectName
 *   response [12] { [0] mmsDeletable, [1] listOfVariable }
 */
#include "sim/mms/get_named_variable_list_attributes.h"

#include "sim/mms/association_private.h"
#include "sim/mms/object_name.h"

/* A member whose variable went away without a name left is told as invalidated [4]. */
static void
put_member(BerWriter *writer, const VmdMember *member)
{
    BerMark entry;

    if (member->name.item.size > 0) {
        mms_members_put(writer, member, 1);
        return;
    }
    entry = ber_put_open(writer, BER_SEQUENCE);
    ber_put_null(writer, 0x84);
    ber_put_close(writer, entry);
}

static ServiceVerdict
serve(MmsRequest *request)
{
    const Vmd *vmd = request->vmd;
    BerWriter *writer = request->writer;
    BerReader reader = ber_reader(request->body);
    MmsObjectName name = mms_object_name_get(&reader);
    MmsError error = MMS_OBJECT_NON_EXISTENT;
    const VmdVariableList *list;
    BerMark service, members;
    unsigned count;

    if (!mms_request_is_read(request, &reader)) {
        return SERVICE_REJECTED;
    }
    list = vmd->lists->find(vmd->object, request->caller, &name, &error);
    if (list == NULL) {
        return mms_request_refuse(request, error);
    }
    service = ber_put_open(writer, 0xAC);
    ber_put_boolean(writer, 0x80, vmd->lists->is_deletable(vmd->object, list));
    members = ber_put_open(writer, 0xA1);
    count = vmd->lists->count(vmd->object, list);
    for (unsigned i = 0; i < count && !writer->overflow; i++) {
        VmdMember member = { 0 };
        VmdVariable variable;

        vmd->lists->member(vmd->object, list, i, &member, &variable);
        put_member(writer, &member);
    }
    ber_put_close(writer, members);
    ber_put_close(writer, service);
    return SERVICE_ANSWERED;
}

void
mms_get_named_variable_list_attributes_put_request(BerWriter *writer, const void *request)
{
    const MmsGetNamedVariableListAttributesRequest *list = request;
    BerMark service = ber_put_open(writer, 0xAC);

    mms_object_name_put(writer, &list->name);
    ber_put_close(writer, service);
}

bool
mms_get_named_variable_list_attributes_get_response(
    const MmsAnswer *answer, MmsGetNamedVariableListAttributesResponse *response)
{
    BerReader reader = ber_reader(answer->body);

    *response = (MmsGetNamedVariableListAttributesResponse){ 0 };
    if (answer->kind != MMS_ANSWER_RESPONSE ||
        answer->tag != mms_get_named_variable_list_attributes_row.response_tag) {
        return false;
    }
    response->deletable = ber_get_boolean(&reader, 0x80);
    response->members = ber_open(&reader, 0xA1);
    return ber_at_end(&reader) && reader.error == BER_OK;
}

const ServiceRow mms_get_named_variable_list_attributes_row = {
    .number = 12,
    .name = "getNamedVariableListAttributes",
    .request_tag = 0xAC,
    .response_tag = 0xAC,
    .serve = serve,
    .needs = SERVICE_NEEDS_LISTS,
    .clause = "ISO 9506-2 14.12",
};
