/* SPDX-License-Identifier: Apache-2.0
 *
 * deleteNamedVariableList (ISO 9506-2 service 13).
 *   request  [13] { [0] scopeOfDelete DEFAULT specific, [1] SEQUENCE OF ObjectName?,
 *                   [2] domainName? }
 *   response [13] { [0] numberMatched, [1] numberDeleted }
 * An error names in serviceSpecificInfo [6] how many lists were deleted before it.
 */
#include "sim/mms/delete_named_variable_list.h"

#include "sim/mms/association_private.h"
#include "sim/mms/object_name.h"

#define DETAIL_NUMBER_DELETED 0x86

typedef struct Arguments {
    MmsDeleteScope scope;
    bool has_names;
    bool has_domain;
    BerReader names;
    Slice domain;
} Arguments;

static Arguments
get_arguments(BerReader *reader)
{
    Arguments arguments = { .scope = MMS_DELETE_SPECIFIC };

    if (ber_peek(reader) == 0x80) {
        arguments.scope =
            (MmsDeleteScope)ber_get_integer(reader, 0x80, MMS_DELETE_SPECIFIC, MMS_DELETE_VMD);
    }
    if (ber_peek(reader) == 0xA1) {
        BerReader walk;

        arguments.has_names = true;
        arguments.names = ber_open(reader, 0xA1);
        walk = arguments.names;
        while (!ber_at_end(&walk)) {
            mms_object_name_get(&walk);
        }
        ber_close(reader, &walk);
    }
    if (ber_peek(reader) == 0x82) {
        arguments.has_domain = true;
        arguments.domain = ber_get(reader, 0x82);
    }
    if ((arguments.scope == MMS_DELETE_SPECIFIC &&
         (!arguments.has_names || arguments.names.at == arguments.names.end)) ||
        (arguments.scope == MMS_DELETE_DOMAIN && !arguments.has_domain)) {
        ber_fail(reader, BER_BAD_VALUE);
    }
    return arguments;
}

static MmsError
delete_named(MmsRequest *request, BerReader *names, MmsDeleteNamedVariableListResponse *total)
{
    const Vmd *vmd = request->vmd;
    MmsError error = MMS_OK;

    while (error == MMS_OK && !ber_at_end(names)) {
        MmsObjectName name = mms_object_name_get(names);
        unsigned matched = 0;
        unsigned deleted = 0;

        error = vmd->lists->remove(vmd->object, request->caller, &name, &matched, &deleted);
        total->matched += matched;
        total->deleted += deleted;
    }
    return error;
}

static MmsError
delete_scope(MmsRequest *request, const Arguments *arguments,
             MmsDeleteNamedVariableListResponse *total)
{
    static const MmsScope scopes[] = { [MMS_DELETE_ASSOCIATION] = MMS_SCOPE_ASSOCIATION,
                                       [MMS_DELETE_DOMAIN] = MMS_SCOPE_DOMAIN,
                                       [MMS_DELETE_VMD] = MMS_SCOPE_VMD };
    const Vmd *vmd = request->vmd;

    if (vmd->lists->remove_scope == NULL) {
        return MMS_OBJECT_ACCESS_UNSUPPORTED;
    }
    return vmd->lists->remove_scope(vmd->object, request->caller, scopes[arguments->scope],
                                    arguments->domain, &total->matched, &total->deleted);
}

static ServiceVerdict
serve(MmsRequest *request)
{
    BerReader reader = ber_reader(request->body);
    Arguments arguments = get_arguments(&reader);
    MmsDeleteNamedVariableListResponse total = { 0 };
    BerMark service;
    MmsError error;

    if (!mms_request_is_read(request, &reader)) {
        return SERVICE_REJECTED;
    }
    error = arguments.scope == MMS_DELETE_SPECIFIC
                ? delete_named(request, &arguments.names, &total)
                : delete_scope(request, &arguments, &total);
    if (error != MMS_OK) {
        request->detail = (MmsErrorDetail){ DETAIL_NUMBER_DELETED, total.deleted };
        return mms_request_refuse(request, error);
    }
    service = ber_put_open(request->writer, 0xAD);
    ber_put_unsigned(request->writer, 0x80, total.matched);
    ber_put_unsigned(request->writer, 0x81, total.deleted);
    ber_put_close(request->writer, service);
    return SERVICE_ANSWERED;
}

void
mms_delete_named_variable_list_put_request(BerWriter *writer, const void *request)
{
    const MmsDeleteNamedVariableListRequest *delete = request;
    BerMark service = ber_put_open(writer, 0xAD);

    ber_put_integer(writer, 0x80, (int)delete->scope);
    if (delete->scope == MMS_DELETE_SPECIFIC) {
        BerMark names = ber_put_open(writer, 0xA1);

        for (unsigned i = 0; i < delete->count; i++) {
            mms_object_name_put(writer, &delete->names[i]);
        }
        ber_put_close(writer, names);
    } else if (delete->scope == MMS_DELETE_DOMAIN) {
        ber_put(writer, 0x82, delete->domain);
    }
    ber_put_close(writer, service);
}

bool
mms_delete_named_variable_list_get_response(const MmsAnswer *answer,
                                            MmsDeleteNamedVariableListResponse *response)
{
    BerReader reader = ber_reader(answer->body);

    *response = (MmsDeleteNamedVariableListResponse){ 0 };
    if (answer->kind != MMS_ANSWER_RESPONSE ||
        answer->tag != mms_delete_named_variable_list_row.response_tag) {
        return false;
    }
    response->matched = ber_get_unsigned32(&reader, 0x80);
    response->deleted = ber_get_unsigned32(&reader, 0x81);
    return ber_at_end(&reader) && reader.error == BER_OK;
}

const ServiceRow mms_delete_named_variable_list_row = {
    .number = 13,
    .name = "deleteNamedVariableList",
    .request_tag = 0xAD,
    .response_tag = 0xAD,
    .serve = serve,
    .needs = SERVICE_NEEDS_LISTS,
    .clause = "ISO 9506-2 14.13",
};
