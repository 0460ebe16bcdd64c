/* SPDX-License-Identifier: Apache-2.0
 *
 * defineNamedVariableList (ISO 9506-2 service 11).
 *   request  [11] { variableListName ObjectName, [0] listOfVariable }
 *   response [11] NULL
 */
#include "sim/mms/define_named_variable_list.h"

#include "sim/mms/association_private.h"
#include "sim/mms/object_name.h"

static ServiceVerdict
serve(MmsRequest *request)
{
    const Vmd *vmd = request->vmd;
    MmsAssociation *association = request->association;
    BerReader reader = ber_reader(request->body);
    MmsObjectName name = mms_object_name_get(&reader);
    BerReader list = ber_open(&reader, 0xA0);
    MmsVariables members =
        mms_members_get(&list, &association->scratch, association->negotiated.nesting);
    MmsError error = MMS_OK;

    ber_close(&reader, &list);
    if (!mms_request_is_read(request, &reader)) {
        return SERVICE_REJECTED;
    }
    for (unsigned i = 0; i < members.count; i++) {
        if (!association->scratch.supported[i]) {
            return mms_request_refuse(request, MMS_OBJECT_ACCESS_UNSUPPORTED);
        }
    }
    if (members.count == 0) {
        error = MMS_OBJECT_ATTRIBUTE_INCONSISTENT;
    } else {
        error = vmd->lists->define(vmd->object, request->caller, &name, members.members,
                                   members.count);
    }
    if (error != MMS_OK) {
        return mms_request_refuse(request, error);
    }
    ber_put_null(request->writer, 0x8B);
    return SERVICE_ANSWERED;
}

void
mms_define_named_variable_list_put_request(BerWriter *writer, const void *request)
{
    const MmsDefineNamedVariableListRequest *define = request;
    BerMark service = ber_put_open(writer, 0xAB);
    BerMark list;

    mms_object_name_put(writer, &define->name);
    list = ber_put_open(writer, 0xA0);
    mms_members_put(writer, define->members, define->count);
    ber_put_close(writer, list);
    ber_put_close(writer, service);
}

bool
mms_define_named_variable_list_get_response(const MmsAnswer *answer)
{
    return answer->kind == MMS_ANSWER_RESPONSE && answer->body.size == 0 &&
           answer->tag == mms_define_named_variable_list_row.response_tag;
}

const ServiceRow mms_define_named_variable_list_row = {
    .number = 11,
    .name = "defineNamedVariableList",
    .request_tag = 0xAB,
    .response_tag = 0x8B,
    .serve = serve,
    .needs = SERVICE_NEEDS_LISTS,
    .clause = "ISO 9506-2 14.11",
};
